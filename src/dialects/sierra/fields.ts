import type { CarrierFact } from '../../asking/facts.ts'
import { antennasOf, decimal, hex, unless } from '../../asking/fields.ts'

/** Values of `!GSTATUS?` by label; labels in lower case, without unit, SSC (early EM7565 firmware) spelt SCC. */
export type Fields = ReadonlyMap<string, string>

/**
 * Reads the pairs `Label: value`, one or two a line, between them tabs or what a terminal made of them. The blank
 * after the colon may be missing, or stand before it (`LTE SCC1 bw  : 20 MHz`). `RSRP (dBm)` has no owner in the
 * layout of EM7455 and its kind: it belongs to the antenna whose RSSI came last (`PCC RxD RSSI:`).
 */
export function fieldsOf(lines: readonly string[]): Fields {
  const fields = new Map<string, string>()
  let antenna = ''
  for (const line of lines) {
    let label = ''
    let loose = ''
    for (const piece of line.split(/\t+| {2,}/).map(text => text.trim())) {
      const colon = piece.indexOf(':')
      if (colon < 0) {
        if (label !== '' && fields.get(label) === '') fields.set(label, piece)
        else loose = piece
        continue
      }
      label = (piece.slice(0, colon).trim() || loose)
        .toLowerCase()
        .replace(/ ?\(db.?\)$/, '')
        .replace('ssc', 'scc')
      antenna = /^\w+ rx\w+(?= rssi$)/.exec(label)?.[0] ?? antenna
      if (label === 'rsrp' && antenna !== '') label = `${antenna} rsrp`
      if (!fields.get(label)) fields.set(label, piece.slice(colon + 1).trim())
    }
  }
  return fields
}

/** The number a value begins with: `20 MHz`, `-14.0`; `--`, `---` and `Unknown` are none. */
export const numberOf = (text: string | undefined) => decimal(text?.split(' ')[0])
/** The hexadecimal number a value begins with: `8C65 (35941)`. */
export const hexOf = (text: string | undefined) => hex(text?.split(/[ (]/)[0])
/** The number in the name of a band: `B7`, `n78`. */
export const bandOf = (text: string | undefined) => decimal(/^[bn](\d{1,3})$/i.exec(text ?? '')?.[1])

/** Place of an antenna: `RxM`, `RxD`, `RxM1`, `RxD1`, or the number of `Rx0` … `Rx3`; the first where it is not named. */
function placeOf(name: string): number {
  const [, letter, number = '0'] = /rx([md]?)(\d?)\b/.exec(name) ?? []
  return letter ? 2 * Number(number) + (letter === 'd' ? 1 : 0) : Number(number)
}

/** The powers of the labels that fit, every antenna in its place, null where none is told; `silent` tells none. */
export function powers(fields: Fields, label: RegExp, ...silent: number[]): (number | null)[] {
  const found: (number | null)[] = []
  for (const [name, value] of fields) {
    const power = label.test(name) ? unless(numberOf(value), ...silent) : null
    if (power !== null) found[placeOf(name)] ??= power
  }
  return Array.from(found, power => power ?? null)
}

/** The main antenna's power, and all of them where the modem tells several apart. */
export function signal(rssi: (number | null)[], rsrp: (number | null)[]): Partial<CarrierFact> {
  const [several, levels] = [antennasOf(rssi), antennasOf(rsrp)]
  return {
    rssi: rssi[0] ?? null,
    rsrp: rsrp[0] ?? null,
    ...(several && { rssi_antennas: several }),
    ...(levels && { rsrp_antennas: levels }),
  }
}
