import type { HistoryState } from '../contract/history.ts'
import type { Carrier, ModemInfo, Rat } from '../contract/info.ts'
import type { Observation } from './policy.ts'
import { mostSettings } from './rows.ts'

/** What a modem is set to by the network: technology, bands, cell, and how far it has come. */
export interface Setting {
  rat: Rat | null
  bands: string | null
  cell: string | null
  state: HistoryState
}

const rats: readonly Rat[] = [
  'gsm',
  'gprs',
  'edge',
  'umts',
  'hsdpa',
  'hsupa',
  'hspa',
  'hspa_plus',
  'td_scdma',
  'cdma',
  'nb_iot',
  'lte',
  'lte_a',
  'nr_nsa',
  'nr_sa',
]
const states: readonly HistoryState[] = [
  'absent',
  'silent',
  'no_sim',
  'denied',
  'searching',
  'registered',
  'connected',
]

/** Most characters of the table together. */
const mostCharacters = 1900
/** Most characters of the bands of an entry. */
const mostBands = 28

const letters = { gsm: 'G', umts: 'U', lte: 'B', nr: 'n' } as const

function bandsOf(carriers: readonly Carrier[]): string | null {
  const used = carriers.filter(({ active, band }) => active && band !== null)
  const names = used.map(({ rat, band }) => `${letters[rat]}${band}`)
  const text = [...new Set(names)].join('+')
  return text === '' || text.length > mostBands ? null : text
}

/** How far a modem has come. */
export function stateOf({ present, info }: Pick<Observation, 'present' | 'info'>): HistoryState {
  if (!present) return 'absent'
  if (info === null || info.port_state !== 'ok')
    return info?.connection.state === 'connected' ? 'connected' : 'silent'
  if (info.connection.state === 'connected') return 'connected'
  if (info.sim.state !== 'ready' && info.sim.state !== 'unknown') return 'no_sim'
  const { state } = info.registration
  if (state === 'home' || state === 'roaming') return 'registered'
  return state === 'denied' || state === 'emergency' ? 'denied' : 'searching'
}

/** Bands in use, `B3+B7`; null where they are not told. */
export const bandText = (info: ModemInfo | null): string | null => bandsOf(info?.carriers ?? [])

/** What a look says of the setting. */
export function settingOf(seen: Pick<Observation, 'present' | 'info'>): Setting {
  const { info } = seen
  const cell = info?.cell.cell_id_hex ?? null
  return {
    rat: info?.rat ?? null,
    bands: bandText(info),
    cell: cell !== null && /^[\dA-F]{1,9}$/.test(cell) ? cell : null,
    state: stateOf(seen),
  }
}

/** A setting as an entry of the table: technology and state a character each, then the cell, then the bands. */
const entryOf = ({ rat, bands, cell, state }: Setting) =>
  `${rat === null ? '-' : rats.indexOf(rat).toString(16)}${states.indexOf(state)}${cell ?? ''}/${bands ?? ''}`

/** The settings of a table, in its order. */
export function readTable(table: string): Setting[] {
  return table.split(',').flatMap(entry => {
    const [, rat = '-', state = '0', cell = '', bands = ''] = /^(.)(\d)([^/]*)\/(.*)$/.exec(entry) ?? []
    return {
      rat: rats[Number.parseInt(rat, 16)] ?? null,
      bands: bands || null,
      cell: cell || null,
      state: states[Number(state)] ?? 'silent',
    }
  })
}

/** Where a setting stands in a table: its place plus one, 0 where there is none; and the table, perhaps with it. */
export interface Placed {
  table: string
  place: number
}

/** A table with a setting at the first place that is free. */
function withEntry(entries: readonly string[], entry: string): Placed | null {
  const hole = entries.indexOf('')
  const at = hole < 0 ? entries.length : hole
  const table = [...entries.slice(0, at), entry, ...entries.slice(at + 1)].join(',')
  return at < mostSettings && table.length <= mostCharacters ? { table, place: at + 1 } : null
}

/**
 * Places a setting in a table. Where it is full, those go that the rings do not speak of any more: `inUse` tells, and is
 * null where that was asked lately.
 */
export function placed(table: string, setting: Setting, inUse: (() => ReadonlySet<number>) | null): Placed {
  const entry = entryOf(setting)
  const entries = table === '' ? [] : table.split(',')
  const known = entries.indexOf(entry)
  if (known >= 0) return { table, place: known + 1 }
  const there = withEntry(entries, entry)
  if (there !== null || inUse === null) return there ?? { table, place: 0 }
  const used = inUse()
  const kept = entries.map((each, i) => (used.has(i + 1) ? each : ''))
  return withEntry(kept, entry) ?? { table, place: 0 }
}
