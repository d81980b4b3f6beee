import type { BandsReply, SetBandsReply } from '../contract/bands.ts'
import type { BandRat } from '../contract/info.ts'
import type { LegacyLayout } from '../models/model.ts'
import { modembandText } from '../radio/bands.ts'
import { jsonText } from './json.ts'
import { fill } from './template.ts'
import { capital } from './values.ts'

/** What a command line of `modemband.sh` asks for. `nothing`: a setter without anything to set. */
export type ModembandRequest =
  | { kind: 'nothing' | 'help' }
  | { kind: 'show'; command: string }
  | { kind: 'set'; rat: BandRat; bands: number[] | 'default' }

/** Why there is nothing to show. */
export type ModembandTrouble = 'model' | 'port'

/** The technologies by the suffix of their subcommands, with their name in the summary. */
const groups = [
  { suffix: '', rat: 'lte', title: 'LTE' },
  { suffix: '5gnsa', rat: 'nr_nsa', title: '5G NSA' },
  { suffix: '5gsa', rat: 'nr_sa', title: '5G SA' },
] as const satisfies readonly { suffix: string; rat: BandRat; title: string }[]

const troubles = {
  model: 'No supported modem was found, quitting...',
  port: 'Port not found, quitting...',
} as const satisfies Record<ModembandTrouble, string>

/**
 * Reads the arguments of `modemband.sh`. A setter takes `default` or band numbers, in one argument or several; tokens
 * that are no numbers are skipped, as in the original.
 */
export function modembandRequest(args: readonly string[]): ModembandRequest {
  const [command = '', ...rest] = args
  if (command === 'help') return { kind: 'help' }
  const setter = groups.find(({ suffix }) => command === `setbands${suffix}`)
  if (!setter) return { kind: 'show', command }
  const tokens = rest.join(' ').trim().split(/\s+/)
  if (tokens[0] === 'default') return { kind: 'set', rat: setter.rat, bands: 'default' }
  const bands = [...new Set(tokens.filter(token => /^\d{1,4}$/.test(token)).map(Number))].filter(
    band => band > 0,
  )
  return bands.length === 0 ? { kind: 'nothing' } : { kind: 'set', rat: setter.rat, bands }
}

/** Bands as `modemband.sh` lists them; null where the model cannot do it. */
function listOf(reply: BandsReply, rat: BandRat, enabled: boolean): number[] | null {
  const supported = reply.supported[rat] ?? []
  if (supported.length === 0) return null
  return enabled ? (reply.enabled[rat] ?? []) : supported
}

/** `1 3 7`; a model that cannot do it is `Unsupported`. The original's blank at the end is left out. */
const listLine = (bands: number[] | null) => `${bands?.join(' ') ?? 'Unsupported'}\n`

const systemOf = (rat: BandRat) => (rat === 'lte' ? 'lte' : 'nr')

/** One line for each known band: ` 1: FDD 2100 MHz`, `20: FDD  800 MHz`. */
function extendedLines(rat: BandRat, bands: number[] | null): string {
  return (bands ?? [])
    .map(band => {
      const text = modembandText(systemOf(rat), band)
      return text === '' ? '' : `${String(band).padStart(2)}: ${text}\n`
    })
    .join('')
}

/** JSON in the spacing of OpenWrt's jshn. */
const jsonList = (items: readonly string[]) => (items.length === 0 ? '[ ]' : `[ ${items.join(', ')} ]`)

function jsonReply(reply: BandsReply, name: string): string {
  const members = [`"modem": ${jsonText(name)}`]
  for (const { suffix, rat } of groups) {
    const supported = listOf(reply, rat, false)
    if (supported === null && rat !== 'lte') continue
    const entries = (supported ?? []).map(
      band => `{ "band": ${band}, "txt": ${jsonText(modembandText(systemOf(rat), band))} }`,
    )
    members.push(`"supported${suffix}": ${jsonList(entries)}`)
    members.push(`"enabled${suffix}": ${jsonList((listOf(reply, rat, true) ?? []).map(String))}`)
  }
  return `{ ${members.join(', ')} }\n`
}

function summary(reply: BandsReply, name: string): string {
  let text = `Modem: ${name}\n`
  for (const { rat, title } of groups) {
    const supported = listOf(reply, rat, false)
    if (supported === null && rat !== 'lte') continue
    text += `Supported ${title} bands: ${listLine(supported)}`
    text += `Enabled ${title} bands: ${listLine(listOf(reply, rat, true))}\n`
    text += extendedLines(rat, supported)
  }
  return text
}

/**
 * What `modemband.sh` prints for a subcommand that reads (obsy/modemband; luci-app-modemband, views blte.js,
 * b5gnsa.js, b5gsa.js): `getinfo`, `json`, `getsupportedbands`, `getsupportedbandsext`, `getbands`, `getbandsext` and
 * their `5gnsa` and `5gsa` forms; anything else is the summary.
 */
export function showModemband(command: string, reply: BandsReply, name: string): string {
  if (command === 'getinfo') return `${name}\n`
  if (command === 'json') return jsonReply(reply, name)
  const [known, supported, extended, suffix = ''] =
    /^get(supported)?bands(ext)?(5gnsa|5gsa)?$/.exec(command) ?? []
  const rat = groups.find(group => group.suffix === suffix)?.rat
  if (known === undefined || rat === undefined) return summary(reply, name)
  const bands = listOf(reply, rat, supported === undefined)
  return extended ? extendedLines(rat, bands) : listLine(bands)
}

/** The error line of `modemband.sh`: JSON where JSON was asked for. */
export function modembandError(command: string, trouble: ModembandTrouble): string {
  const text = troubles[trouble]
  return command === 'json' ? `{"error":${jsonText(text)}}\n` : `${text}\n`
}

/** What a setter prints: the modem's own answer. */
export function setModemband(reply: SetBandsReply): string {
  return `${reply.answer}\n`
}

/** The names a model goes by: its own, the model table's, and the USB strings. */
export type ModelNames = Readonly<Record<'vendor' | 'model' | 'manufacturer' | 'product', string | null>>

/** A name without what its writers differ in: case, signs, `(TM)`. */
const bare = (name: string | null) => (name ?? '').toLowerCase().replace(/\(tm\)|[^a-z0-9]/g, '')

/** Whether a fixed name names this modem: one of its words with a digit begins the model's name, or that one this. */
function isOwnName(name: string, { model, product }: ModelNames): boolean {
  const [own, sold] = [bare(model), bare(product)]
  return name
    .split(/[ /]/)
    .map(bare)
    .filter(word => /\d/.test(word))
    .some(word => own.startsWith(word) || (own !== '' && word.startsWith(own)) || sold.includes(word))
}

/** Name of the model as modemband prints it: the original's where it is one of this modem, else the modem's own. */
export function modembandName(names: ModelNames, { modemband }: LegacyLayout): string {
  const isForm = modemband !== undefined && (modemband.includes('{') || isOwnName(modemband, names))
  const values = { ...names, vendor: capital(names.vendor) }
  return (isForm ? fill(modemband, values) : null) ?? fill('[{vendor} ]{model|product}', values) ?? ''
}

/** What a setter prints where the model's bands cannot be set. */
export const unsupported = 'Unsupported\n'

/** The text of `modemband.sh help`; `program` is the path it is called by. */
export function modembandHelp(program: string): string {
  const group = ({ suffix, title }: (typeof groups)[number]) =>
    [
      `for ${title} modem`,
      ...['getsupportedbands', 'getsupportedbandsext', 'getbands', 'getbandsext'].map(
        command => ` ${program} ${command}${suffix}`,
      ),
      ` ${program} setbands${suffix} "<band list>"|default`,
    ].join('\n')
  return [
    ['Available commands:', ...['getinfo', 'json', 'help'].map(command => ` ${program} ${command}`)].join(
      '\n',
    ),
    `Manually specifying interface:\n DEVICE=/dev/ttyUSB2 ${program} getinfo`,
    ...groups.map(group),
  ]
    .join('\n\n')
    .concat('\n')
}
