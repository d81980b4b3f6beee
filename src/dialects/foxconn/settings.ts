import { decimal } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CellLock } from '../../contract/cells.ts'
import type { BandRat } from '../../contract/info.ts'
import type { AccessMode, NrMode } from '../../contract/modes.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type {
  BandsSetting,
  CellLockSetting,
  ModesSetting,
  RestartCommands,
  Settings,
  SlotSetting,
  Step,
} from '../settings.ts'
import type { Options } from './options.ts'
import { carrierList, debugText, radio } from './read.ts'

const selection = '^SLBAND?'
const preference = '^BAND_PREF?'

/**
 * The bands in use, by technology. Wire: `^SLBAND: LTE,1,3,7` (T77W676), `^SLBAND: LTE,Enabled,1,3,7` (T77W968),
 * `LTE,Enable Bands :1,3,7,` and `NR5G,Enable Bands :` (T99W175). What is disabled stands on a line of its own.
 */
function selectedOf(answers: Answers): ReadonlyMap<string, number[]> {
  const selected = new Map<string, number[]>()
  for (const line of answers.lines(preference) ?? answers.lines(selection) ?? []) {
    const [, rat = '', state = 'E', list = ''] =
      /^(?:\^\w+ ?: ?)?(LTE|NR5G) ?,(?: ?(Enable|Disable)[a-z]*(?: Bands?)? ?[:,]?)?([\d, ]*)$/i.exec(line) ??
      []
    if (rat === '') continue
    const bands = /^d/i.test(state) ? [] : (list.match(/\d+/g) ?? []).map(Number)
    const key = rat.toUpperCase()
    selected.set(
      key,
      [...new Set([...(selected.get(key) ?? []), ...bands])].sort((a, b) => a - b),
    )
  }
  return selected
}

/** Technology of `^SLBAND` and `^BAND_PREF`: one list of NR bands serves stand-alone and non-stand-alone. */
const technology = (rat: BandRat) => (rat === 'lte' ? 'LTE' : 'NR5G')

const technologies = '^SLMODE?'
const stand = '^NR5G_MODE?'

/** The kind of module; T99W175 where the model does not say. */
const moduleOf = (options: Options) => options?.module ?? 'T99W175'
const isX55 = (options: Options) => moduleOf(options) === 'T99W175'

/** Technologies by the second value of `^SLMODE`: of the T77W968, and of the T99W175 (bits: 1 3G, 2 4G, 4 5G). */
const x20 = { umts: 14, lte: 30, umts_lte: 35 } as const satisfies { [Key in AccessMode]?: number }
const x55 = {
  auto: 0,
  umts: 1,
  lte: 2,
  umts_lte: 3,
  nr: 4,
  umts_nr: 5,
  lte_nr: 6,
  umts_lte_nr: 7,
} as const satisfies { [Key in AccessMode]?: number }

const codesOf = (options: Options) => Object.entries(isX55(options) ? x55 : x20) as [AccessMode, number][]

/** Kinds of 5G by `^NR5G_MODE`. */
const stands: readonly NrMode[] = ['all', 'nsa', 'sa']

/** Wire: `^SLMODE:1,2` = whether it lasts, technologies; null when it does not read like that. */
const technologiesOf = (answers: Answers) =>
  decimal(/SLMODE ?: ?[01] ?, ?(\d{1,2})$/i.exec(answers.lines(technologies)?.join() ?? '')?.[1])

/** Wire: `^NR5G_MODE:0`. */
const standOf = (answers: Answers): NrMode | null =>
  stands[Number(/NR5G_MODE ?: ?(\d)$/i.exec(answers.lines(stand)?.join() ?? '')?.[1])] ?? null

const locks = { lte: '^LTE_LOCK?', nr: '^NR5G_LOCK?' } as const
const spacings = [15, 30, 60, 120]

/**
 * Locks of one technology; null when the answer is neither a list nor "none". Wire: `^LTE_LOCK:(213,1275),` = pairs of PCI
 * and EARFCN, also without brackets; `^NR5G_LOCK:(78,1,627264,148)` = band, spacing 0–3, NR-ARFCN, PCI; `^LTE_LOCK: Have
 * not set cell lock before`.
 */
function locksOf(answers: Answers, rat: CellLock['rat']): CellLock[] | null {
  const text = /_LOCK ?: ?(.*)$/i.exec(answers.lines(locks[rat])?.join() ?? '')?.[1]
  if (text === undefined) return null
  if (/^have not set/i.test(text)) return []
  const values = /^[\d(), ]*$/.test(text) ? (text.match(/\d{1,7}/g) ?? []).map(Number) : []
  const size = rat === 'lte' ? 2 : 4
  if (values.length === 0 || values.length % size !== 0) return null
  return Array.from({ length: values.length / size }, (_, i): CellLock => {
    const [a = 0, b = 0, c = 0, d = 0] = values.slice(size * i)
    if (rat === 'lte') return { rat, channel: b, pci: a, band: null, scs_khz: null }
    return { rat, channel: c, pci: d, band: a, scs_khz: spacings[b] ?? null }
  })
}

/** The command of a lock; a text says what it lacks. */
function lockCommand(
  { rat, channel, pci, band, scs_khz }: CellLock,
  also: readonly CellLock[],
): string | Step[] {
  if (pci === null) return 'a cell lock without pci'
  const pairs = [{ channel, pci }, ...also].flatMap(cell => [cell.pci, cell.channel])
  if (rat === 'lte') return [{ send: `^LTE_LOCK=${pairs.join()}` }]
  const spacing = spacings.indexOf(scs_khz ?? 0)
  if (band === null || spacing < 0) return 'a cell lock on nr without band and scs_khz (15, 30, 60 or 120)'
  return [{ send: `^NR5G_LOCK=${band},${spacing},${channel},${pci}` }]
}

const slotInUse = '^SWITCH_SLOT?'

/** Bands by `^SLBAND` (T77W676, T77W968) and `^BAND_PREF` (T99W175), one technology at a time. */
const bands: BandsSetting<Options> = {
  questions: options =>
    isX55(options)
      ? [{ ask: preference, alone: true, fallback: selection }]
      : [{ ask: selection, alone: true }],
  read(answers, _options, bands) {
    const selected = selectedOf(answers)
    const known = Object.keys(bands) as BandRat[]
    const seen: BandRat[] = ['lte', ...(selected.has('NR5G') ? (['nr_nsa', 'nr_sa'] as const) : [])]
    const rats = known.length > 0 ? known : seen
    const enabled = rats.map(rat => [rat, selected.get(technology(rat)) ?? null])
    return { enabled: Object.fromEntries(enabled) }
  },
  write({ rat, bands: chosen }, answers, options) {
    const name = technology(rat)
    if (!selectedOf(answers).has(name) || chosen.length === 0) return null
    const { module = 'T99W175', standAloneSeparator } = options ?? {}
    if (module === 'T77W676') return [{ send: `^SLBAND=${name},${chosen.join(',')}` }]
    if (module === 'T77W968') return [{ send: `^SLBAND=${name},2,${chosen.join(',')}` }]
    const order = (separator: string) => `^BAND_PREF=${name},2,${chosen.join(separator)}`
    return rat === 'nr_sa' && standAloneSeparator !== undefined
      ? [{ send: order(standAloneSeparator), instead: order(',') }]
      : [{ send: order(',') }]
  },
  restartNeeded: options => options?.module === 'T77W968',
}

/** Technologies by `^SLMODE`, on the T99W175 with the kinds of 5G by `^NR5G_MODE`; at once. */
const modes: ModesSetting<Options> = {
  available: options => moduleOf(options) !== 'T77W676',
  questions: options => [technologies, ...(isX55(options) ? [stand] : [])].map(ask => ({ ask, alone: true })),
  modes: options => codesOf(options).map(([mode]) => mode),
  nrModes: (options, answers) => (isX55(options) && standOf(answers) ? stands : []),
  read(answers, options) {
    const now = technologiesOf(answers)
    const mode = codesOf(options).find(([, code]) => code === now)?.[0] ?? null
    return now === null ? null : { mode, nr: isX55(options) ? standOf(answers) : null }
  },
  write({ mode, nr }, answers, options) {
    const now = technologiesOf(answers)
    const code = codesOf(options).find(([name]) => name === mode)?.[1]
    if (now === null || (mode && code === undefined) || (nr && standOf(answers) === null)) return null
    return [
      ...(mode ? [{ send: `^SLMODE=1,${code}` }] : []),
      ...(nr ? [{ send: `^NR5G_MODE=${stands.indexOf(nr)}` }] : []),
    ]
  },
}

/** Cell locks of the T99W175; they hold from the next restart on, and leave one technology to the modem. */
const cellLock: CellLockSetting<Options> = {
  available: isX55,
  rats: () => ['lte', 'nr'],
  most: rat => (rat === 'lte' ? 8 : 1),
  questions: () => Object.values(locks).map(ask => ({ ask, alone: true })),
  read(answers) {
    const [lte, nr] = [locksOf(answers, 'lte'), locksOf(answers, 'nr')]
    return lte === null && nr === null ? null : [...(lte ?? []), ...(nr ?? [])]
  },
  write(wish, answers) {
    if ('lock' in wish) return locksOf(answers, wish.lock.rat) && lockCommand(wish.lock, wish.also)
    const { free } = wish
    if (free !== null && locksOf(answers, free) === null) return null
    const rats = free ? [free] : (['lte', 'nr'] as const)
    return rats.flatMap(rat => (locksOf(answers, rat)?.length ? { send: locks[rat].slice(0, -1) } : []))
  },
  restartNeeded: true,
}

/** SIM slots. Wire: `SIM1 ENABLE`. */
const slot: SlotSetting<Options> = {
  available: isX55,
  slots: () => [1, 2],
  questions: () => [{ ask: slotInUse, alone: true }],
  read: answers => decimal(/SIM ?([12]) ?ENABLE/i.exec(answers.lines(slotInUse)?.join() ?? '')?.[1]),
  write: wanted => [{ send: `^SWITCH_SLOT=${wanted - 1}`, timeoutMs: 12_000 }],
}

/** The restart commands of a module. */
function restart(options: Options): RestartCommands {
  const module = moduleOf(options)
  if (module === 'T77W676') return {}
  return { reset: module === 'T77W968' ? '^RESET' : '+RESET' }
}

/** What can be changed of a Foxconn module, and the cells it uses. */
export const settings: Settings<Options> = {
  bands,
  modes,
  cells: {
    questions: options => [carrierList, moduleOf(options) === 'T77W676' ? radio : debugText],
  },
  cellLock,
  slot,
  restart,
  radio: { levels: qualcommLevels },
}
