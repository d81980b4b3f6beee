import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BandSystem,
  bandsToMask,
  bandText,
  isBand,
  maskToBands,
  modembandText,
} from '../../src/radio/bands.ts'

/** Nominal MHz the existing pages print, band:MHz. */
const shown: Readonly<Record<BandSystem, string>> = {
  lte: `1:2100 2:1900 3:1800 4:1700 5:850 7:2600 8:900 11:1500 12:700 13:700 14:700 17:700 18:850 19:850 20:800
21:1500 24:1600 25:1900 26:850 28:700 29:700 30:2300 31:450 32:1500 34:2000 37:1900 38:2600 39:1900 40:2300 41:2500
42:3500 43:3700 46:5200 47:5900 48:3500 50:1500 51:1500 53:2400 54:1600 65:2100 66:1700 67:700 69:2600 70:1700
71:600 72:450 73:450 74:1500 75:1500 76:1500 85:700 87:410 88:410 103:700 106:900`,
  nr: `1:2100 2:1900 3:1800 5:850 7:2600 8:900 12:700 13:700 14:700 18:850 20:800 24:1600 25:1900 26:850 28:700
29:700 30:2300 34:2100 38:2600 39:1900 40:2300 41:2500 46:5200 47:5900 48:3500 50:1500 51:1500 53:2400 54:1600
65:2100 66:1700/2100 67:700 70:2000 71:600 74:1500 75:1500 76:1500 77:3700 78:3500 79:4700 80:1800 81:900 82:800
83:700 84:2100 85:700 86:1700 89:850 90:2500 91:800/1500 92:800/1500 93:900/1500 94:900/1500 95:2100 96:6000
97:2300 98:1900 99:1600 100:900 101:1900 102:6200 104:6700 105:600 106:900 109:700/1500`,
}

/** Duplex modes modemband prints where they are not FDD. */
const duplex: Readonly<Record<BandSystem, Readonly<Record<string, readonly number[]>>>> = {
  lte: {
    TDD: [34, 37, 38, 39, 40, 41, 42, 43, 46, 47, 48, 50, 51, 53, 54],
    SDL: [29, 32, 67, 69, 75, 76],
  },
  nr: {
    TDD: [30, 34, 38, 39, 40, 41, 46, 47, 48, 50, 51, 53, 54, 77, 78, 79, 90, 96, 101, 102, 104],
    SDL: [29, 67, 75, 76],
    SUL: [80, 81, 82, 83, 84, 86, 89, 95, 97, 98, 99],
  },
}

const systems: readonly BandSystem[] = ['lte', 'nr']

function entries(system: BandSystem): [band: number, mhz: string][] {
  return shown[system].split(/\s+/).map(entry => {
    const [band = '', mhz = ''] = entry.split(':')
    return [Number(band), mhz]
  })
}

describe('a band of the standard', () => {
  it('is every one that has a frequency', () => {
    for (const system of systems)
      expect(entries(system).filter(([band]) => !isBand(system, band))).toEqual([])
  })

  it('is none that was never assigned', () => {
    expect([0, 15, 16, 55, 64, 77, 100, 200, 600, 1023].filter(band => isBand('lte', band))).toEqual([])
    expect([0, 4, 6, 19, 32, 42, 64, 69, 73, 103, 200, 264, 600].filter(band => isBand('nr', band))).toEqual(
      [],
    )
  })
})

describe('band texts', () => {
  it.each(systems)('of %s name every band the pages know with its nominal frequency', system => {
    const prefix = system === 'lte' ? 'B' : 'n'
    const texts = entries(system).map(([band]) => bandText(system, band))
    expect(texts).toEqual(entries(system).map(([band, mhz]) => `${prefix}${band} (${mhz} MHz)`))
  })

  it('print millimetre bands in GHz', () => {
    const texts = [257, 258, 259, 260, 261, 262, 263].map(band => bandText('nr', band))
    expect(texts).toEqual([28, 26, 41, 39, 28, 47, 60].map((ghz, i) => `n${257 + i} (${ghz} GHz)`))
  })

  it('are the bare number for every other band', () => {
    const known = { lte: entries('lte').map(([band]) => band), nr: entries('nr').map(([band]) => band) }
    for (let band = 0; band < 1024; band++) {
      if (!known.lte.includes(band)) expect(bandText('lte', band)).toBe(`B${band}`)
      if (!known.nr.includes(band) && (band < 257 || band > 263))
        expect(bandText('nr', band)).toBe(`n${band}`)
    }
  })
})

describe('modemband texts', () => {
  it.each(systems)('of %s add the duplex mode and align the frequency', system => {
    const lacking = system === 'nr' ? [106, 109] : []
    for (const [band, mhz] of entries(system)) {
      const mode = Object.entries(duplex[system]).find(([, bands]) => bands.includes(band))?.[0] ?? 'FDD'
      const blanks = Number.parseInt(mhz, 10) < 1000 ? '  ' : ' '
      const text = lacking.includes(band) ? '' : `${mode}${blanks}${mhz} MHz`
      expect([band, modembandText(system, band)]).toEqual([band, text])
    }
  })

  it.each([
    ['lte', 3, 'FDD 1800 MHz'],
    ['lte', 20, 'FDD  800 MHz'],
    ['lte', 107, 'SDO  600 MHz'],
    ['lte', 108, 'SDO  500 MHz'],
    ['lte', 111, 'FDD 1800 MHz'],
    ['lte', 999, ''],
    ['nr', 66, 'FDD 1700/2100 MHz'],
    ['nr', 91, 'FDD  800/1500 MHz'],
    ['nr', 87, 'FDD  400 MHz'],
    ['nr', 88, 'FDD  400 MHz'],
    ['nr', 110, 'FDD 1400 MHz'],
    ['nr', 257, '28 GHz'],
    ['nr', 263, '60 GHz'],
    ['nr', 4, ''],
  ] as const)('%s band %i is "%s"', (system, band, text) => {
    expect(modembandText(system, band)).toBe(text)
  })
})

describe('band masks', () => {
  const bands = fc.uniqueArray(fc.integer({ min: 1, max: 600 }))

  it('survive the way to hexadecimal and back', () => {
    fc.assert(
      fc.property(bands, list => {
        const ascending = list.toSorted((a, b) => a - b)
        expect(maskToBands(bandsToMask(list))).toEqual(ascending)
        expect(maskToBands(`0x000${bandsToMask(list).toLowerCase()}`)).toEqual(ascending)
      }),
    )
  })

  it('print the same mask they were read from, upper-case and without leading zeros', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), mask => {
        expect(bandsToMask(maskToBands(mask.toString(16)))).toBe(mask.toString(16).toUpperCase())
      }),
    )
  })

  it.each([
    ['1', [1]],
    ['800C5', [1, 3, 7, 8, 20]],
    ['0x1e0000800d5', [1, 3, 5, 7, 8, 20, 38, 39, 40, 41]],
    ['7FFFFFFFFFFFFFFF', Array.from({ length: 63 }, (_, i) => i + 1)],
    ['42000000000000381A', [2, 4, 5, 12, 13, 14, 66, 71]],
  ])('%s are bands %j', (hex, list) => {
    expect(maskToBands(hex)).toEqual(list)
  })

  it('of text that is not hexadecimal are empty', () => {
    expect(['', '0x', 'ERROR', '12 34', '-1', '1,2'].flatMap(maskToBands)).toEqual([])
  })

  it('ignore numbers that are no bands', () => {
    expect(bandsToMask([0, -3, 1.5, Number.NaN, 3])).toBe('4')
    expect(bandsToMask([])).toBe('0')
  })

  it('count a band given twice once', () => {
    expect(bandsToMask([3, 3, 1])).toBe('5')
  })
})
