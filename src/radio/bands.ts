/** A technology whose bands have texts on the existing pages. */
export type BandSystem = 'lte' | 'nr'

/**
 * Nominal frequencies: groups separated by commas, each a head and its band numbers. A head is a letter (F FDD,
 * T TDD, D SDL, U SUL, O SDO, G gigahertz without duplex mode) and the frequency. A lower-case letter marks bands
 * only `modembandText` knows, `-` those only `bandText` knows.
 */
const lte =
  'F2100 1 65,F1900 2 25,F1800 3,f1800 111,F1700 4 66 70,F1600 24,F1500 11 21 74,F900 8 106,F850 5 18 19 26,F800 20,' +
  'F700 12 13 14 17 28 85 103,F600 71,F450 31 72 73,F410 87 88,F2600 7,F2300 30,T2000 34,T1900 37 39,T2600 38,' +
  'T2300 40,T2500 41,T3500 42 48,T3700 43,T5200 46,T5900 47,T1500 50 51,T2400 53,T1600 54,D700 29 67,' +
  'D1500 32 75 76,D2600 69,o600 107,o500 108'
const nr =
  'F2100 1 65,F1900 2 25,F1800 3,F1700/2100 66,F1600 24,F1500 74,f1400 110,F2000 70,F900 8 100,-900 106,' +
  'F850 5 18 26,F800 20,F800/1500 91 92,F900/1500 93 94,-700/1500 109,F700 12 13 14 28 85,F600 71 105,' +
  'f400 87 88,F2600 7,T2300 30 40,T2100 34,T2600 38,T1900 39 101,T2500 41 90,T5200 46,T5900 47,T3500 48 78,' +
  'T1500 50 51,T2400 53,T1600 54,T3700 77,T4700 79,T6000 96,T6200 102,T6700 104,D700 29 67,D1500 75 76,U1800 80,' +
  'U900 81,U800 82,U700 83,U2100 84 95,U1700 86,U850 89,U2300 97,U1900 98,U1600 99,G28 257 261,G26 258,G41 259,' +
  'G39 260,G47 262,G60 263'

const duplex: Readonly<Record<string, string>> = { f: 'FDD', t: 'TDD', d: 'SDL', u: 'SUL', o: 'SDO' }

/** Letter and frequency of a band, `['F', '1800']`; both empty where it is not known. */
function nominal(system: BandSystem, band: number): [letter: string, frequency: string] {
  for (const group of (system === 'lte' ? lte : nr).split(',')) {
    const [head = '', ...bands] = group.split(' ')
    if (bands.includes(String(band))) return [head.slice(0, 1), head.slice(1)]
  }
  return ['', '']
}

/** Ranges of the operating bands: TS 36.101 table 5.5-1 and 36.102; TS 38.101-1, -2 and -5. */
const operating = {
  lte: '1-14 17-54 65-76 85 87-88 103 106-108 111 252-256',
  nr: '1-3 5 7-8 12-14 18 20 24-26 28-31 34 38-41 46-48 50-51 53-54 65-68 70-72 74-102 104-106 109-110 252-263 510-512',
} as const satisfies Record<BandSystem, string>

/** Whether 3GPP knows the band. */
export const isBand = (system: BandSystem, band: number): boolean =>
  operating[system].split(' ').some(range => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return band >= from && band <= to
  })

/** `B3 (1800 MHz)`, `n78 (3500 MHz)`, `n257 (28 GHz)`; a band without a nominal frequency is `B999` alone. */
export function bandText(system: BandSystem, band: number): string {
  const [letter, frequency] = nominal(system, band)
  const text = (system === 'lte' ? 'B' : 'n') + band
  return letter === letter.toUpperCase() && letter
    ? `${text} (${frequency} ${letter === 'G' ? 'GHz' : 'MHz'})`
    : text
}

/**
 * Text of a band as modemband prints it: `FDD 1800 MHz`, with a second blank below 1000 (`FDD  800 MHz`), `28 GHz`
 * without duplex mode; empty for an unknown band.
 */
export function modembandText(system: BandSystem, band: number): string {
  const [letter, frequency] = nominal(system, band)
  if (letter === 'G') return `${frequency} GHz`
  const mode = duplex[letter.toLowerCase()]
  return mode ? `${mode} ${Number.parseInt(frequency, 10) < 1000 ? ' ' : ''}${frequency} MHz` : ''
}

/**
 * Bands of a hexadecimal mask, ascending: bit n−1 stands for band n. Any length, with or without `0x`; empty for
 * text that is not hexadecimal.
 */
export function maskToBands(hex: string): number[] {
  const digits = /^\s*(?:0x)?([0-9a-f]+)\s*$/i.exec(hex)?.[1] ?? ''
  return Array.from(digits)
    .reverse()
    .flatMap((digit, i) =>
      [0, 1, 2, 3].filter(bit => (Number.parseInt(digit, 16) >> bit) & 1).map(bit => 4 * i + bit + 1),
    )
}

/** Mask of bands as upper-case hexadecimal without `0x` and leading zeros, the inverse of {@link maskToBands}. */
export function bandsToMask(bands: readonly number[]): string {
  return bands
    .filter(band => Number.isInteger(band) && band > 0)
    .reduce((mask, band) => mask | (1n << BigInt(band - 1)), 0n)
    .toString(16)
    .toUpperCase()
}
