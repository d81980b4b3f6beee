import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePo } from '../../build/luci/po.ts'
import { repository } from '../world/memory/host.ts'

const folder = join(repository, 'luci-view/po')

/** Languages there is a translation for, and English. */
export function languages(): string[] {
  const found = existsSync(folder) ? readdirSync(folder).filter(name => name !== 'templates') : []
  return ['en', ...found.sort()]
}

/** Texts and their translations into a language; nothing for English. */
export function catalogue(language: string): Record<string, string> {
  if (!languages().includes(language) || language === 'en') return {}
  const text = readFileSync(join(folder, language, 'cellular.po'), 'utf8')
  return Object.fromEntries(
    parsePo(text).flatMap(({ id, text: translated }) =>
      id !== '' && translated !== '' ? [[id, translated]] : [],
    ),
  )
}
