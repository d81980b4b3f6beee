import { decimal, unless } from '../asking/fields.ts'

/**
 * The lower edge of what an index stands for (3GPP TS 27.007 §8.69), in its unit: `offset` and so many `scale`. Null where it is
 * `unknown`, below 0, or no number.
 */
export function indexed(
  text: string | undefined,
  unknown: number,
  scale: number,
  offset: number,
): number | null {
  const value = unless(decimal(text), unknown)
  return value === null || value < 0 ? null : value * scale + offset
}
