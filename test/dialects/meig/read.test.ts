import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/meig/read.ts'
import { answered, passed } from '../answered.ts'

const read = (...lines: readonly string[]) =>
  passed(dialect.read(answered({ '+SGCELLINFOEX?': lines }), undefined))

describe('the cell of MeiG', () => {
  it.each([
    [6, 1.4],
    [15, 3],
    [25, 5],
    [100, 20],
    [7, null],
  ])('has its bandwidth in resource blocks: %i', (blocks, mhz) => {
    expect(read('BAND: 3', `LTE_BANDWIDTH: ${blocks}`).carriers).toMatchObject([{ bandwidth_mhz: mhz }])
  })

  it('has its uplink channel, of which 65535 is none', () => {
    const uplink = (value: string) =>
      read('BAND: 20', 'DL CHANNEL: 6200', `UL CHANNEL: ${value}`).carriers?.[0]?.uplink_channel
    expect(['24200', '65535', '0'].map(uplink)).toEqual([24200, undefined, undefined])
  })

  it('has SINR on a raw scale', () => {
    expect(read('BAND: 3', 'SINR: 83').carriers).toMatchObject([{ sinr: -3.4 }])
    expect(read('BAND: 3', 'SINR: 255').carriers).toMatchObject([{ sinr: null }])
  })

  it('is none on 3G, without band and signal, and in noise', () => {
    expect(read('SYS_MODE: WCDMA', 'BAND: 8').carriers).toBeUndefined()
    expect(read('BAND: 0', 'DL CHANNEL: 65535').carriers).toBeUndefined()
    expect(read(': :', 'BAND', '').carriers).toBeUndefined()
  })
})

it('the hottest sensor is found by number, not by text', () => {
  const sensors = ['+TEMP: "a",9', '+TEMP: "b",41', '+TEMP: "c",-274']
  expect(passed(dialect.read(answered({ '+TEMP': sensors }), undefined)).temperature).toBe(41)
})
