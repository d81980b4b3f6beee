import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/yuga/read.ts'
import { settings } from '../../../src/dialects/yuga/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const network = '+QNWINFO:"FDD LTE","23201","LTE_EUTRAN_BAND3",1300,0'
const details = '+LTEINFO:1,0x2F1A,30721283,211,1300,3,5,5,-10,-94,-64,14'

describe('the cell of Yuga', () => {
  it('is the same whether the details come with the network or by themselves', () => {
    const expected = {
      tac: 0x2f1a,
      carriers: [{ band: 3, channel: 1300, pci: 211, rsrp: -94, rsrq: -10, sinr: 14 }],
    }
    const together = answered({ '+QNWINFO': [network, details] })
    const apart = answered({ '+QNWINFO': [network], '+LTEINFO': [details] })
    expect(passed(dialect.read(together, undefined))).toMatchObject(expected)
    expect(passed(dialect.read(apart, undefined))).toMatchObject(expected)
  })

  it('has its details asked for only on LTE and only where they did not come with the network', () => {
    const asked = (...lines: readonly string[]) =>
      dialect
        .questions(undefined)
        .find(q => q.ask === '+LTEINFO')
        ?.when?.(answered({ '+QNWINFO': lines }), undefined)
    expect(asked(network)).toBe(true)
    expect(asked(network, details)).toBe(false)
    expect(asked('+QNWINFO:"WCDMA","23201","WCDMA 900",3011')).toBe(false)
  })

  it('is none without service and in noise', () => {
    for (const line of ['+QNWINFO:"NONE","","",0', '+QNWINFO:', '+QNWINFO:"WCDMA","","",x'])
      expect(passed(dialect.read(answered({ '+QNWINFO': [line] }), undefined)).carriers).toBeUndefined()
  })
})

describe('the bands of Yuga', () => {
  const bands = settings.bands
  const present = answered({ '+BANDCFG?': ['+BANDCFG:1,0,c00000', '+BANDCFG:3,1e0,95'] })
  const write = (...list: readonly number[]) =>
    sent(bands?.write?.({ rat: 'lte', bands: list, isDefault: false }, present, undefined, {}))

  it('are two halves of a mask in the line of class 3', () => {
    expect(bands?.read(present, undefined, {})?.enabled.lte).toEqual([1, 3, 5, 8, 38, 39, 40, 41])
    expect(write(3, 38, 40)).toEqual(['+BANDCFG=A0,4,3'])
    expect(write(1, 3)).toEqual(['+BANDCFG=0,5,3'])
  })

  it('are not written beyond 64, when they could not be read, and never none', () => {
    expect(write(3, 66)).toBeNull()
    expect(write()).toBeNull()
    const other = answered({ '+BANDCFG?': ['+BANDCFG:1,0,c00000'] })
    const choice = { rat: 'lte', bands: [3], isDefault: false } as const
    expect(sent(bands?.write?.(choice, other, undefined, {}))).toBeNull()
    expect(bands?.read(other, undefined, {})?.enabled.lte).toBeNull()
  })
})
