import type { CarrierRat } from '../contract/info.ts'
import type { CarrierFact } from './facts.ts'

/**
 * LTE and its narrow kin in the words of firmwares: `LTE`, `4G`, `eMTC`, `CAT-M1`; `NBIoT`, `LTE NB-IOT`, `CAT-NB1`,
 * `NTN NBIoT`; null for another technology. Only NB-IoT is apart from LTE here: eMTC is a category of it (TS 36.306 §4.1).
 */
export function lteKind(word: string): 'lte' | 'nb_iot' | null {
  if (/(?:^|[^A-Za-z]|[Cc][Aa][Tt])[Nn][Bb]/.test(word)) return 'nb_iot'
  return /LTE|4G|MTC|CAT[-_ ]?M/i.test(word) ? 'lte' : null
}

/** What tells cells and carriers apart. */
interface Placed {
  rat: CarrierRat
  band?: number | null
  channel?: number | null
  pci?: number | null
}

const isTold = (value: number | null | undefined) => value !== null && value !== undefined
const agree = (one: number | null | undefined, other: number | null | undefined) =>
  (one ?? other ?? 0) === (other ?? one ?? 0)

/** Whether nothing speaks against two rows of one technology being about one cell, whatever either leaves open. */
export const mayBeSame = (one: Placed, other: Placed): boolean =>
  one.rat === other.rat && agree(one.channel, other.channel) && agree(one.pci, other.pci)

/**
 * Whether two rows are about one cell: technology, channel and PCI. Where one row lacks the PCI, the channel is enough;
 * where one lacks the channel, PCI and band are.
 */
function isSame(one: Placed, other: Placed): boolean {
  if (!mayBeSame(one, other)) return false
  if (isTold(one.channel) && isTold(other.channel)) return true
  return agree(one.band, other.band) && isTold(one.pci) && one.pci === other.pci
}

/** The first row, and what only the second one tells. */
export function completed<T extends object>(first: T, second: Partial<T> | undefined): T {
  const told = Object.entries(first).filter(([, value]) => value !== null && value !== undefined)
  return { ...first, ...second, ...Object.fromEntries(told) }
}

/** Rows of several answers, one for each cell: what the first one leaves open the next ones fill. */
export function joinRows<T extends Placed>(rows: readonly T[]): T[] {
  const joined: T[] = []
  for (const row of rows) {
    const at = joined.findIndex(other => isSame(other, row))
    const other = joined[at]
    if (other === undefined) joined.push(row)
    else joined[at] = completed(other, row)
  }
  return joined
}

/**
 * The carriers of one moment: every one once. A modem has one primary carrier; another primary of its technology is from
 * a moment before or after, one of another technology is the leg of EN-DC.
 */
export function joinCarriers(rows: readonly CarrierFact[]): CarrierFact[] {
  const primary = rows.find(({ role }) => role === 'pcc')
  const order = primary ? [primary, ...rows.filter(row => row !== primary)] : rows
  return joinRows(order).flatMap((row, i): CarrierFact[] => {
    if (i === 0 || row.role === 'scc') return [row]
    return row.rat === primary?.rat ? [] : [{ ...row, role: 'scc' }]
  })
}
