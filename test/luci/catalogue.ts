import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseMessages } from '../../build/luci/po.ts'
import { repository } from '../world/memory/host.ts'

const folder = join(repository, 'luci-view/po')

/** Languages there is a translation for, and English. */
export function languages(): string[] {
  const found = existsSync(folder) ? readdirSync(folder).filter(name => name !== 'templates') : []
  return ['en', ...found.sort()]
}

/**
 * Texts and their translations into a language, as LuCI keeps them: a plural form under the text, U+0002 and the
 * number of the form, the rule that tells the form under the empty text; nothing for English.
 */
export function catalogue(language: string): Record<string, string> {
  if (!languages().includes(language) || language === 'en') return {}
  const messages = parseMessages(readFileSync(join(folder, language, 'cellular.po'), 'utf8'))
  const rule = /^Plural-Forms: (.*)$/m.exec(messages.find(({ id }) => id === '')?.texts[0] ?? '')?.[1]
  return Object.fromEntries([
    ['', rule ?? ''],
    ...messages.flatMap(({ id, plural, texts }) =>
      id === ''
        ? []
        : texts.flatMap((text, form) =>
            text === '' ? [] : [[plural === null ? id : `${id}\u0002${form}`, text]],
          ),
    ),
  ])
}
