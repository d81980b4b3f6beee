import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downlinkMhz, lteBand, nrBand, umtsBand } from '../../src/radio/channels.ts'

/** TS 36.101 table 5.7.3-1: band, first and last downlink EARFCN, lowest downlink frequency in MHz. */
const lteTable = `
1 0 599 2110|2 600 1199 1930|3 1200 1949 1805|4 1950 2399 2110|5 2400 2649 869|6 2650 2749 875|7 2750 3449 2620
8 3450 3799 925|9 3800 4149 1844.9|10 4150 4749 2110|11 4750 4949 1475.9|12 5010 5179 729|13 5180 5279 746
14 5280 5379 758|17 5730 5849 734|18 5850 5999 860|19 6000 6149 875|20 6150 6449 791|21 6450 6599 1495.9
22 6600 7399 3510|23 7500 7699 2180|24 7700 8039 1525|25 8040 8689 1930|26 8690 9039 859|27 9040 9209 852
28 9210 9659 758|29 9660 9769 717|30 9770 9869 2350|31 9870 9919 462.5|32 9920 10359 1452|33 36000 36199 1900
34 36200 36349 2010|35 36350 36949 1850|36 36950 37549 1930|37 37550 37749 1910|38 37750 38249 2570
39 38250 38649 1880|40 38650 39649 2300|41 39650 41589 2496|42 41590 43589 3400|43 43590 45589 3600
44 45590 46589 703|45 46590 46789 1447|46 46790 54539 5150|47 54540 55239 5855|48 55240 56739 3550
49 56740 58239 3550|50 58240 59089 1432|51 59090 59139 1427|52 59140 60139 3300|53 60140 60254 2483.5
54 60255 60304 1670|65 65536 66435 2110|66 66436 67335 2110|67 67336 67535 738|68 67536 67835 753
69 67836 68335 2570|70 68336 68585 1995|71 68586 68935 617|72 68936 68985 461|73 68986 69035 460
74 69036 69465 1475|75 69466 70315 1432|76 70316 70365 1427|85 70366 70545 728|87 70546 70595 420
88 70596 70645 422|103 70646 70655 757|106 70656 70705 935`
  .trim()
  .split(/[|\n]/)
  .map(row => {
    const [band = 0, first = 0, last = 0, low = 0] = row.split(' ').map(Number)
    return { band, first, last, low }
  })

/** TS 25.101 tables 5.1, 5.1A and 5.2: band, F_DL_Offset in MHz, first and last downlink UARFCN. */
const umtsTable: readonly (readonly [band: number, offset: number, first: number, last: number])[] = [
  [1, 0, 10562, 10838],
  [2, 0, 9662, 9938],
  [2, 1850.1, 412, 687],
  [3, 1575, 1162, 1513],
  [4, 1805, 1537, 1738],
  [4, 1735.1, 1887, 2087],
  [5, 0, 4357, 4458],
  [5, 670.1, 1007, 1087],
  [7, 2175, 2237, 2563],
  [8, 340, 2937, 3088],
  [9, 0, 9237, 9387],
  [11, 736, 3712, 3787],
  [19, 735, 712, 763],
  [19, 720.1, 787, 837],
]

/** TS 38.104 tables 5.4.2.3-1 and -2: band, first and last downlink NR-ARFCN; n263 by the edges of table 5.2-2. */
const nrTable: readonly (readonly [band: number, first: number, last: number])[] = [
  [1, 422000, 434000],
  [2, 386000, 398000],
  [3, 361000, 376000],
  [5, 173800, 178800],
  [7, 524000, 538000],
  [8, 185000, 192000],
  [12, 145800, 149200],
  [13, 149200, 151200],
  [14, 151600, 153600],
  [18, 172000, 175000],
  [20, 158200, 164200],
  [25, 386000, 399000],
  [26, 171800, 178800],
  [28, 151600, 160600],
  [29, 143400, 145600],
  [30, 470000, 472000],
  [34, 402000, 405000],
  [38, 514000, 524000],
  [39, 376000, 384000],
  [40, 460000, 480000],
  [41, 499200, 537999],
  [46, 743334, 795000],
  [48, 636667, 646666],
  [50, 286400, 303400],
  [51, 285400, 286400],
  [53, 496700, 499000],
  [65, 422000, 440000],
  [66, 422000, 440000],
  [67, 147600, 151600],
  [70, 399000, 404000],
  [71, 123400, 130400],
  [74, 295000, 303600],
  [75, 286400, 303400],
  [76, 285400, 286400],
  [77, 620000, 680000],
  [78, 620000, 653333],
  [79, 693334, 733333],
  [85, 145600, 149200],
  [90, 499200, 538000],
  [96, 795000, 875000],
  [100, 183880, 185000],
  [101, 380000, 382000],
  [102, 795000, 828333],
  [104, 828334, 875000],
  [105, 122400, 130400],
  [257, 2054166, 2104165],
  [258, 2016667, 2070832],
  [259, 2270833, 2337499],
  [260, 2229166, 2279165],
  [261, 2070833, 2084999],
  [262, 2399166, 2415832],
  [263, 2562499, 2795832],
]

describe('LTE channels', () => {
  it('have the band and frequency of the standard at both edges of every band', () => {
    const wrong = lteTable.flatMap(({ band, first, last, low }) => {
      const high = Math.round(low * 10 + last - first) / 10
      const read = [lteBand(first), lteBand(last), downlinkMhz('lte', first), downlinkMhz('lte', last)]
      return read.join() === [band, band, low, high].join() ? [] : [{ band, read }]
    })
    expect(wrong).toEqual([])
  })

  it('belong to no band outside of the table', () => {
    const inside = new Set(lteTable.flatMap(({ first, last }) => [first, last]))
    const around = [...inside].flatMap(n => [n - 1, n, n + 1])
    const expected = (n: number) => lteTable.find(({ first, last }) => n >= first && n <= last)?.band ?? null
    expect(around.filter(n => lteBand(n) !== expected(n))).toEqual([])
    fc.assert(fc.property(fc.integer({ min: -5, max: 262143 }), n => lteBand(n) === expected(n)))
  })

  it.each([
    [1300, 3, 1815],
    [1850, 3, 1870],
    [3175, 7, 2662.5],
    [6300, 20, 806],
    [9485, 28, 785.5],
    [37900, 38, 2585],
    [40620, 41, 2593],
    [66786, 66, 2145],
  ])('EARFCN %i is band %i at %d MHz', (earfcn, band, mhz) => {
    expect([lteBand(earfcn), downlinkMhz('lte', earfcn)]).toEqual([band, mhz])
  })

  it('are not uplink channels or sentinels', () => {
    expect([19300, 24150, 65535, 131072, 262143, -1, Number.NaN].map(n => downlinkMhz('lte', n))).toEqual(
      Array(7).fill(null),
    )
  })
})

describe('UMTS channels', () => {
  it('follow N/5 + offset at both edges of every band', () => {
    const wrong = umtsTable.flatMap(([band, offset, first, last]) =>
      [first, last].filter(
        n => umtsBand(n) !== band || downlinkMhz('umts', n) !== Math.round((n / 5 + offset) * 1000) / 1000,
      ),
    )
    expect(wrong).toEqual([])
  })

  it('belong to no band beside the edges', () => {
    const edges = umtsTable.flatMap(([, , first, last]) => [first - 1, last + 1])
    expect(edges.filter(n => umtsBand(n) !== null || downlinkMhz('umts', n) !== null)).toEqual([])
  })
})

describe('GSM channels', () => {
  it.each([
    [0, null, 935],
    [1, 900, 935.2],
    [124, null, 959.8],
    [955, null, 921.2],
    [975, null, 925.2],
    [1023, null, 934.8],
    [128, 850, 869.2],
    [251, 850, 893.8],
    [512, 1800, 1805.2],
    [811, null, 1865],
    [885, 1800, 1879.8],
    [512, 1900, 1930.2],
    [810, 1900, 1989.8],
  ])('ARFCN %i (band %s) is %d MHz', (arfcn, band, mhz) => {
    expect(downlinkMhz('gsm', arfcn, band)).toBe(mhz)
  })

  it('have no frequency where two bands share them and none is told', () => {
    expect([512, 810].map(n => downlinkMhz('gsm', n))).toEqual([null, null])
    expect(downlinkMhz('gsm', 600, 900)).toBeNull()
  })

  it('end where the standard ends', () => {
    const outside = [125, 127, 252, 511, 886, 954, 1024].map(n => downlinkMhz('gsm', n))
    expect([...outside, downlinkMhz('gsm', 811, 1900)]).toEqual(Array(8).fill(null))
  })
})

describe('NR channels', () => {
  it.each([
    [0, 0],
    [387410, 1937.05],
    [504990, 2524.95],
    [599999, 2999.995],
    [600000, 3000],
    [633984, 3509.76],
    [648768, 3731.52],
    [2016666, 24249.99],
    [2016667, 24250.08],
    [2054166, 26500.02],
    [3279165, 99999.96],
  ])('NR-ARFCN %i is %d MHz', (arfcn, mhz) => {
    expect(downlinkMhz('nr', arfcn)).toBe(mhz)
  })

  it('are nothing outside of the global raster', () => {
    expect([-1, 3279166, Number.NaN].map(n => downlinkMhz('nr', n))).toEqual([null, null, null])
  })

  it('rise with the channel number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3279164 }),
        n => (downlinkMhz('nr', n + 1) ?? 0) > (downlinkMhz('nr', n) ?? Number.POSITIVE_INFINITY),
      ),
    )
  })

  it('can belong to a band from its first to its last channel and not beyond', () => {
    const wrong = nrTable.flatMap(([band, first, last]) => {
      const read = [nrBand(first, [band]), nrBand(last, [band])]
      const beyond = [nrBand(first - 2, [band]), nrBand(last + 2, [band])]
      return read.every(b => b === band) && !beyond.includes(band) ? [] : [{ band, read, beyond }]
    })
    expect(wrong).toEqual([])
  })

  it('are guessed to be the common band where bands overlap', () => {
    const guesses = [430000, 436000, 504990, 520110, 633984, 648768, 672000, 153000, 159000, 472000]
    expect(guesses.map(n => nrBand(n))).toEqual([1, 66, 41, 41, 78, 78, 77, 28, 20, 40])
  })

  it('take the band the model has, and the common one when it has none that fits', () => {
    expect([nrBand(648768, [41, 77]), nrBand(520110, [7, 38]), nrBand(648768, [1, 3])]).toEqual([77, 38, 78])
  })

  it('belong to no band in between', () => {
    expect([nrBand(100000), nrBand(600000), nrBand(690000), nrBand(4000000)]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
