import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Question } from '../../src/asking/question.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Settings } from '../../src/dialects/settings.ts'
import type { Model } from '../../src/models/model.ts'
import { dialectNames } from '../bundle.ts'
import { load } from '../load.ts'
import { readModels } from './modems.ts'

/** What a command is asked for beside `info`: the setting it tells. */
const settings = ['cells', 'bands', 'modes', 'cellLock', 'usbMode', 'autoconnect', 'slot'] as const

/** Commands that tell one thing alone, by its word; what has none is named by the setting it is asked for, or `info`. */
const single = {
  carriers: '$QCAI? +GTCAINFO? ^CA_INFO? ^HFREQINFO? +XLEC? +QCAINFO #CAINFO? +ZCAINFO? +ZULCA?',
  temperature: '+CCPUTEMP +MTSM=1 +GTSENRDTEMP=1 ^TEMP? ^CHIPTEMP? +TEMP +QTEMP +CPMUTEMP #TEMPSENS=2',
  strength: '$QCRSRP? +QRSRP +RSRP? +ZRSSI +ZRSSI?',
  quality: '$QCRSRQ? +RSRQ? ^HCSQ? $QCSQ',
  operator: '+QSPN',
}
/** The words by command. */
export const words: ReadonlyMap<string, string> = new Map(
  Object.entries(single).flatMap(([word, asks]) =>
    asks.split(' ').map((ask): [string, string] => [ask, word]),
  ),
)

/** Commands that are no dialect's own: the page lists them for every modem, or they tell but a name. */
const isCommon = (ask: string) => /^\+(?:C?GM[IMR]\??|CESQ)$/.test(ask)

/** Nothing but a command that reads: writes and unlocking are left out, and what belongs to another question. */
const isRead = (ask: string) => /^[^;]+$/.test(ask) && !/=(?!\?|"[^"]*"$|\d$)/.test(ask) && !isCommon(ask)

/** What may be asked; questions that depend on answers are asked as if those were missing. */
function commandsOf(questions: readonly Question<never>[] | undefined, isSplit: boolean): string[] {
  return (questions ?? []).flatMap(({ ask }) => (isSplit ? ask.split(';') : [ask])).filter(isRead)
}

/** The one word for what a command tells; a setting says it more precisely than `info`. */
function wordOf(ask: string, purposes: ReadonlySet<string>): string {
  if (purposes.has('bands') && purposes.has('modes')) return 'bandsAndModes'
  return words.get(ask) ?? settings.find(name => purposes.has(name)) ?? 'info'
}

/**
 * The commands of a dialect with what each is asked for, each once: those of a modem nobody described first, then what
 * its models are asked beyond. `isSplit`: also those that are asked together, one by one.
 */
async function tableOf(
  root: string,
  name: string,
  models: readonly Model[],
  isSplit = false,
): Promise<[string, string][]> {
  const room = join(root, `src/dialects/${name}`)
  const { dialect } = (await load(join(room, 'read.ts'))) as { dialect: Dialect }
  const half = existsSync(join(room, 'settings.ts')) ? await load(join(room, 'settings.ts')) : {}
  const own = (half.settings ?? {}) as Settings
  const asked = new Map<string, Set<string>>()
  const add = (asks: readonly string[], purpose: string) => {
    for (const ask of asks) asked.set(ask, (asked.get(ask) ?? new Set()).add(purpose))
  }
  const variants = models.filter(model => model.dialect === name).map(({ options }) => options)
  for (const options of [undefined, ...variants]) {
    add(commandsOf(dialect.questions(options), isSplit), 'info')
    for (const setting of settings) add(commandsOf(own[setting]?.questions(options), isSplit), setting)
  }
  return [...asked].map(([ask, purposes]) => [ask, wordOf(ask, purposes)])
}

/** What asks and changes nothing, on whatever modem: `+X`, `+X?`, `+X="name"`; a number could be written by it. */
const isHarmless = (ask: string) => /^[+^!$*#%][A-Z]\w*(?:\?|="[\w/ ]+")?$/i.test(ask)

/** The module of the commands a recording may try: for each dialect those that ask and change nothing. */
export async function probesModule(root: string, header: string): Promise<string> {
  const models = await readModels(root)
  const rows: string[] = []
  for (const name of dialectNames(root)) {
    const asks = (await tableOf(root, name, models, true)).map(([ask]) => ask).filter(isHarmless)
    const list = asks.map(ask => `    '${ask}',`).join('\n')
    if (asks.length > 0) rows.push(`  ${/^\w+$/.test(name) ? name : `'${name}'`}: [\n${list}\n  ],`)
  }
  return `// ${header}

/** What each dialect asks that changes nothing on whatever modem. */
export const probes: Readonly<Record<string, readonly string[]>> = {
${rows.join('\n')}
}
`
}

/** The LuCI module `modem.console.dialects`: for each dialect the commands it asks, and for what. */
export async function commandsModule(root: string, header: string): Promise<string> {
  const names = dialectNames(root).filter(name => name !== 'standard')
  const models = await readModels(root)
  const tables = await Promise.all(
    names.map(async name => [name, await tableOf(root, name, models)] as const),
  )
  const rows = tables
    .filter(([, table]) => table.length > 0)
    .map(([name, table]) => {
      const lines = table.map(([ask, word]) => `\t\t[${JSON.stringify(`AT${ask}`)}, ${JSON.stringify(word)}]`)
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
