import type { CarrierRat } from '../contract/info.ts'
import { lteBand, nrBand, umtsBand } from '../radio/channels.ts'
import type { CarrierFact, NeighbourFact } from './facts.ts'
import { decimal, hex, unless } from './fields.ts'

/** One cell of ModemManager's list. */
export interface ManagerCell {
  rat: CarrierRat
  serving: boolean
  /** Whether it is told to be a secondary one. */
  secondary: boolean
  cell_id: number | null
  tac: number | null
  lac: number | null
  fact: Omit<CarrierFact, 'role'>
}

const technologies: Readonly<Record<string, CarrierRat>> = {
  gsm: 'gsm',
  umts: 'umts',
  lte: 'lte',
  '5gnr': 'nr',
}

/** MMServingCellType of a secondary cell: SCELL, and SSCELL of the second group. */
const secondaryTypes = ['2', '4']

function bandOf(rat: CarrierRat, channel: number | null, preferred: readonly number[]): number | null {
  if (channel === null || rat === 'gsm') return null
  return rat === 'nr' ? nrBand(channel, preferred) : rat === 'lte' ? lteBand(channel) : umtsBand(channel)
}

/** A bandwidth that is told in hertz; smaller numbers have another unit on every firmware, and tell nothing. */
const megahertz = (told: number | null) => (told !== null && told >= 1_000_000 ? told / 1_000_000 : null)

/**
 * One line of `--get-cell-info`; null where it is none of a technology we know. Wire: `cell type: lte, serving: yes,
 * operator id: 26201, tac: D6E, ci: 1A2B3C4, physical ci: 1B, earfcn: 1300, rsrp: -93.000000, rsrq: -11.000000`; identities
 * and `physical ci` are hexadecimal, channels and `psc` decimal (ModemManager libmm-glib/mm-cell-info-*.c; `serving cell type`
 * and `bandwidth` since 1.22). `preferred` are the NR bands the modem has on.
 */
export function managerCell(line: string, preferred: readonly number[]): ManagerCell | null {
  const values = new Map(
    line.split(',').map(part => {
      const colon = part.indexOf(':')
      return [part.slice(0, colon).trim(), part.slice(colon + 1).trim()] as const
    }),
  )
  const rat = technologies[values.get('cell type') ?? '']
  if (rat === undefined) return null
  const number = (...names: string[]) =>
    decimal(names.map(name => values.get(name)).find(value => value !== undefined))
  // Tenths of a chip's -32768, which is no measurement.
  const level = (...names: string[]) => {
    const value = number(...names)
    return value === null || value < -3000 ? null : value
  }
  const code = (name: string) => unless(hex(values.get(name)), 0xffff, 0xffffffff)
  const channel = number('earfcn', 'nrarfcn', 'uarfcn', 'arfcn')
  const bandwidth = megahertz(number('bandwidth'))
  const fact = {
    rat,
    band: bandOf(rat, channel, preferred),
    channel,
    pci: rat === 'umts' ? number('psc') : code(rat === 'gsm' ? 'base station id' : 'physical ci'),
    rsrp: level('rsrp', 'rscp'),
    rsrq: level('rsrq', 'ecio'),
    sinr: level('sinr'),
    ...(bandwidth === null ? {} : { bandwidth_mhz: bandwidth }),
  }
  return {
    rat,
    serving: values.get('serving') === 'yes',
    secondary: secondaryTypes.includes(values.get('serving cell type') ?? ''),
    cell_id: unless(code('ci'), 0),
    tac: unless(code('tac'), 0, 0xfffe, 0xffffff),
    lac: unless(code('lac'), 0, 0xfffe),
    fact,
  }
}

/** A cell that is heard and not used. */
export function neighbourOf({ fact }: ManagerCell): NeighbourFact {
  const { rat, band, channel, pci, rsrp, rsrq, sinr } = fact
  return { rat, band, channel, pci, rsrp, rsrq, sinr } as NeighbourFact
}
