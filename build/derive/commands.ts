import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Question } from '../../src/asking/question.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Settings } from '../../src/dialects/settings.ts'
import { dialectNames } from '../bundle.ts'
import { load } from '../load.ts'

/** What a command is asked for: `info`, or the setting it tells. */
const settings = ['cells', 'bands', 'modes', 'cellLock', 'usbMode', 'autoconnect', 'slot'] as const

/** Nothing but a command that reads: writes and unlocking are left out, and what belongs to another question. */
const isRead = (ask: string) => /^[^;]+$/.test(ask) && !/=(?!\?|"[^"]*"$|\d$)/.test(ask)

/** What may be asked; questions that depend on answers are asked as if those were missing. */
function commandsOf(questions: readonly Question<never>[] | undefined): string[] {
  return (questions ?? []).map(({ ask }) => ask).filter(isRead)
}

/** The commands of a dialect with what each is asked for, each once. */
async function tableOf(root: string, name: string): Promise<[command: string, what: string][]> {
  const room = join(root, `src/dialects/${name}`)
  const { dialect } = (await load(join(room, 'read.ts'))) as { dialect: Dialect }
  const half = existsSync(join(room, 'settings.ts')) ? await load(join(room, 'settings.ts')) : {}
  const own = (half.settings ?? {}) as Settings
  const asked = [
    ...commandsOf(dialect.questions(undefined)).map(ask => [ask, 'info'] as const),
    ...settings.flatMap(what => commandsOf(own[what]?.questions(undefined)).map(ask => [ask, what] as const)),
  ]
  const seen = new Map<string, string>()
  for (const [ask, what] of asked) if (!seen.has(ask)) seen.set(ask, what)
  return [...seen].map(([ask, what]) => [`AT${ask}`, what])
}

/** The LuCI module `modem.console.dialects`: for each dialect the commands it asks, and for what. */
export async function commandsModule(root: string, header: string): Promise<string> {
  const names = dialectNames(root).filter(name => name !== 'standard')
  const tables = await Promise.all(names.map(async name => [name, await tableOf(root, name)] as const))
  const rows = tables
    .filter(([, table]) => table.length > 0)
    .map(([name, table]) => {
      const lines = table.map(
        row => `\t\t[${row.map(text => JSON.stringify(text).replaceAll("'", "\\'")).join(', ')}]`,
      )
      return `\t${/^\w+$/.test(name) ? name : JSON.stringify(name)}: [\n${lines.join(',\n')}\n\t]`
    })
  return `// ${header}
'use strict';
'require baseclass';

/** Commands of the dialects with what each is asked for. @type {Record<string, readonly (readonly [command: string, what: string])[]>} */
const dialects = {
${rows.join(',\n')}
};

return baseclass.extend({
	/**
	 * The commands of a dialect; none where it is not known.
	 * @param {string} dialect
	 */
	of: dialect => dialects[dialect] ?? []
});
`
}
