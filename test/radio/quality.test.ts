import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blocksToMhz,
  csqToDbm,
  csqToPercent,
  fromIndex,
  lteBandwidth,
  nrBandwidth,
  rssiFromRsrp,
  rssiToCsq,
  type Scale,
} from '../../src/radio/quality.ts'

describe('+CSQ', () => {
  it.each([
    [0, -113, 0],
    [1, -111, 3],
    [23, -67, 74],
    [29, -55, 93],
    [31, -51, 100],
    [99, null, null],
    [100, -116, null],
    [191, -25, null],
    [199, null, null],
    [-1, null, null],
    [null, null, null],
  ])('%s is %s dBm and %s percent', (csq, dbm, percent) => {
    expect([csqToDbm(csq), csqToPercent(csq)]).toEqual([dbm, percent])
  })

  it('comes back from its own dBm', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 31 }), csq => rssiToCsq(csqToDbm(csq) ?? 0) === csq))
  })

  it('stays within 0 and 31 for any RSSI', () => {
    expect([-140, -113, -112, -111, -71.2, -57.2, -53, -51, -20].map(rssiToCsq)).toEqual([
      0, 0, 0, 1, 20, 27, 30, 31, 31,
    ])
  })
})

describe('reported indices', () => {
  /** TS 27.007 §8.69 and TS 36.133 §9.1: index, then value at the lower edge of its step. */
  const edges: Readonly<Record<Scale, readonly (readonly [index: number, value: number])[]>> = {
    rxlev: [
      [0, -111],
      [63, -48],
    ],
    rscp: [
      [0, -121],
      [96, -25],
    ],
    ecno: [
      [0, -24.5],
      [49, 0],
    ],
    rsrq: [
      [0, -20],
      [1, -19.5],
      [34, -3],
    ],
    rsrp: [
      [0, -141],
      [49, -92],
      [97, -44],
    ],
    ss_rsrq: [
      [0, -43.5],
      [65, -11],
      [126, 19.5],
    ],
    ss_rsrp: [
      [0, -157],
      [64, -93],
      [126, -31],
    ],
    ss_sinr: [
      [0, -23.5],
      [47, 0],
      [127, 40],
    ],
    sinr: [
      [0, -20],
      [83, -3.4],
      [150, 10],
      [250, 30],
    ],
  }

  it.each(Object.entries(edges))('of %s are the lower edge of their step', (scale, values) => {
    expect(values.map(([index]) => fromIndex(scale as Scale, index))).toEqual(
      values.map(([, value]) => value),
    )
  })

  it('beyond the last one, the sentinels 99 and 255 and no index at all are unknown', () => {
    const past = Object.entries(edges).map(([scale, values]) =>
      fromIndex(scale as Scale, (values.at(-1)?.[0] ?? 0) + 1),
    )
    expect(past.every(value => value === null)).toBe(true)
    expect(fromIndex('rxlev', 99)).toBeNull()
    expect([fromIndex('rsrp', 255), fromIndex('sinr', 255), fromIndex('ss_sinr', 255)]).toEqual([
      null,
      null,
      null,
    ])
    expect([fromIndex('rsrp', -1), fromIndex('rsrp', null)]).toEqual([null, null])
  })
})

describe('bandwidths', () => {
  it('come from resource blocks', () => {
    expect([6, 15, 25, 50, 75, 100, 500, 1000, 2000].map(blocksToMhz)).toEqual([
      1.4, 3, 5, 10, 15, 20, 100, 200, 400,
    ])
    expect([0, 1, 20, 255, 65535, -25, null].map(blocksToMhz)).toEqual(Array(7).fill(null))
  })

  it('come from LTE codes', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 255, -1, null].map(lteBandwidth)).toEqual([
      1.4,
      3,
      5,
      10,
      15,
      20,
      null,
      null,
      null,
      null,
    ])
  })

  it('come from NR codes', () => {
    expect([0, 3, 6, 10, 12, 14, 15, 16, 17, null].map(nrBandwidth)).toEqual([
      5,
      20,
      40,
      80,
      100,
      400,
      35,
      45,
      null,
      null,
    ])
  })
})

describe('RSSI from RSRP', () => {
  it.each([
    [-92, 50, -57.2],
    [-109, 100, -71.2],
    [-84, 20, -53.2],
    [-100, 1.4, -81.4],
    [-60, 20, -51],
    [-140, 1.4, -113],
  ])('RSRP %d over %d MHz is %d dBm', (rsrp, mhz, rssi) => {
    expect(rssiFromRsrp(rsrp, mhz)).toBe(rssi)
  })
})
