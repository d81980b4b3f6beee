import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/unisoc/read.ts'
import { answered } from '../answered.ts'

const read = (cell: readonly string[], others: readonly string[] = [], signal: readonly string[] = []) =>
  dialect.read(answered({ '+SPENGMD=0,6,0': cell, '+SPENGMD=0,6,6': others, '+ZRSSI?': signal }), undefined)
const one = '7,0-3100,0-12,0--10112,0--1130,0--12800,0-0,0-4,255-0,0'

describe('the engineering mode of a Unisoc modem', () => {
  it('tells a carrier, and no second one where its band and channel are 0', () => {
    expect(read([one]).carriers).toEqual([
      {
        role: 'pcc',
        rat: 'lte',
        band: 7,
        channel: 3100,
        pci: 12,
        bandwidth_mhz: 15,
        rsrp: -101.1,
        rsrq: -11.3,
        sinr: null,
      },
    ])
  })

  it('tells the second one where there is one, with signs behind commas', () => {
    const [, second] =
      read(['3,20-1650,6300-77,5--8854,-9720--960,-1275--12800,-12400-0,0-4,3']).carriers ?? []
    expect(second).toMatchObject({
      role: 'scc',
      band: 20,
      channel: 6300,
      pci: 5,
      bandwidth_mhz: 10,
      rsrp: -97.2,
    })
  })

  it('tells nothing in zeros, in a torn line, or in something else', () => {
    const nothing = ['0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0', '7,0', '', '+SPENGMD: 7', 'OK-1-2']
    for (const line of nothing) expect(read([line]).carriers ?? []).toEqual([])
    expect(read([], [], ['+ZRSSI: 0,0,0,0'])).toEqual({ rsrp: null, rsrq: null, sinr: null })
  })

  it('leaves to +ZRSSI the SINR, and the signal where it does not tell it', () => {
    const [carrier] =
      read(['7,0-3100,0-12,0-0,0-0,0-0,0-0,0-4,255'], [], ['+ZRSSI: -99,-12,0,-4']).carriers ?? []
    expect(carrier).toMatchObject({ rsrp: -99, rsrq: -12, sinr: -4 })
  })

  it('tells the cells heard beside the serving one, up to the first empty one', () => {
    const { neighbours } = read([one], ['3100,13,-10790,-1620,0,0-1850,301,-9500,-1100,0,0-0,0,0,0'])
    expect(neighbours).toEqual([
      { rat: 'lte', channel: 3100, pci: 13, rsrp: -107.9, rsrq: -16.2 },
      { rat: 'lte', channel: 1850, pci: 301, rsrp: -95, rsrq: -11 },
    ])
  })
})
