import { readPdu } from './pdu.ts'
import type { Stored } from './sms.ts'

/** Places of messages as `uqmi --list-messages` tells them, `[ 0, 3 ]`; null where it is no such list. */
export const indicesIn = (value: unknown): number[] | null =>
  Array.isArray(value)
    ? value.filter((index): index is number => Number.isInteger(index) && index >= 0 && index < 65_536)
    : null

/** What lies in a place, by the line of `uqmi --get-raw-message`: `"07 91 84 …"`. Null where nothing was told. */
export function slotOf(
  storage: string,
  index: number,
  answer: { kind: string; value?: unknown } | undefined,
): Stored | null {
  if (answer?.kind !== 'value' || typeof answer.value !== 'string') return null
  const hex = answer.value.replace(/\s/g, '').toUpperCase()
  return { storage, index, state: 0, hex, pdu: readPdu(hex) }
}
