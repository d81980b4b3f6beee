import type { NeighbourFact } from './facts.ts'

/** An object of which nothing is certain. */
export type Row = Readonly<Record<string, unknown>>

/** The value as an object; an empty one where it is none. */
export const rowOf = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? (value >= 2 ** 31 ? value - 2 ** 32 : value) : null

/** The members of an object that are objects themselves: neighbours and frequencies, which have no names of their own. */
const rowsIn = (row: Row): Row[] =>
  Object.values(row)
    .filter(value => typeof value === 'object' && value !== null)
    .map(rowOf)

/**
 * A neighbour on LTE. Versions of uqmi before 2025-04-20 printed RSRP and RSRQ in each other's place; no RSRP is above -44
 * and no RSRQ as low.
 */
function lteNeighbour(row: Row, channel: number | null): NeighbourFact {
  const [one, other] = [numberOf(row.rsrp), numberOf(row.rsrq)]
  const isSwapped = one !== null && other !== null && one > -44 && other < -44
  const [rsrp, rsrq] = isSwapped ? [other, one] : [one, other]
  return { rat: 'lte', channel, pci: numberOf(row.physical_cell_id), rsrp, rsrq }
}

/**
 * The cells of `--get-cell-location-info` beside the carriers in use, whose names `withNames` has made up. Wire of a
 * neighbour: `{"physical_cell_id":77,"rsrq":-10.5,"rsrp":-93.0,"rssi":-65.0}`; those of other frequencies lie in an object with
 * their `channel`. UMTS tells RSCP and Ec/No.
 */
export function neighboursIn(cells: unknown): NeighbourFact[] {
  const told = rowOf(cells)
  const intra = rowOf(told.intrafrequency_lte_info)
  const umts = rowOf(told.umts_info)
  const withPsc = (row: Row, channel: number | null): NeighbourFact => ({
    rat: 'umts',
    channel,
    pci: numberOf(row.primary_scrambling_code),
    rsrp: numberOf(row.rscp),
    rsrq: numberOf(row.ecno ?? row.ecio),
  })
  return [
    ...rowsIn(intra).map(row => lteNeighbour(row, numberOf(intra.channel))),
    ...rowsIn(rowOf(told.interfrequency_lte_info)).flatMap(frequency =>
      rowsIn(frequency).map(row => lteNeighbour(row, numberOf(frequency.channel))),
    ),
    ...rowsIn(umts)
      .filter(row => row.primary_scrambling_code !== undefined)
      .map(row => withPsc(row, numberOf(row.channel))),
    ...rowsIn(rowOf(told.lte_info_neighboring_wcdma)).flatMap(frequency =>
      rowsIn(frequency).map(row => withPsc(row, numberOf(frequency.channel))),
    ),
    ...rowsIn(rowOf(told.umts_info_neighboring_lte)).map(row => lteNeighbour(row, numberOf(row.channel))),
    ...rowsIn(rowOf(told.lte_info_neighboring_gsm)).flatMap(frequency =>
      rowsIn(frequency).map(
        (row): NeighbourFact => ({
          rat: 'gsm',
          channel: numberOf(row.channel),
          pci: numberOf(row.base_station_identity_code),
          rsrp: numberOf(row.rssi),
        }),
      ),
    ),
  ]
}
