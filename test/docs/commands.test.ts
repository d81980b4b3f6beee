import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { methodHelp } from '../../build/derive/methods.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { parseArguments } from '../../src/main/arguments.ts'
import type { Method } from '../../src/methods/method.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { blocksOf, readPage } from './page.ts'

const help = methodHelp(readContract(repository), schemas.args as never)
const { platform } = createHost([])

/** What a page has in code. */
function codeOf(page: string): string[] {
  const text = page.replace(/^```[\s\S]*?^```$/gm, '')
  return [
    ...blocksOf(page).map(block => block.text),
    ...[...text.matchAll(/`([^`\n]+)`/g)].map(match => match[1] ?? ''),
  ]
}

/** The words a shell makes of the rest of a line, which has single quotes alone. */
const wordsOf = (rest: string) =>
  [...rest.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''))

/** Commands whose arguments all have a name and a value of their own. */
const typed = (page: string) =>
  codeOf(page).flatMap(code =>
    [...code.matchAll(/(?<![\w./-])modem ([a-z_]+)((?: [a-z_]+=(?:'[^']*'|[^\s;|)'])+)+)/g)]
      .filter(([, method = '', args = '']) => method in help && !/[…$*<>{]|\.\.\./.test(args))
      .map(([command, method = '', args = '']) => ({ command, method, words: wordsOf(args) })),
  )

const pages = ['README.md', ...readdirSync(join(repository, 'docs')).map(name => `docs/${name}`)].filter(
  name => name.endsWith('.md') && typed(readPage(name)).length > 0,
)

describe('the commands of the documentation', () => {
  it.each(pages)('have arguments their methods take: %s', async name => {
    const wrong: string[] = []
    for (const { command, method, words } of typed(readPage(name))) {
      const code = await platform.load<{ method: Method<unknown, object> }>('methods', method)
      const mistake = code?.method?.validate(parseArguments(words, help[method]))
      if (mistake) wrong.push(`${command}: ${mistake}`)
    }
    expect(wrong).toEqual([])
  })
})
