import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/broadmobi/read.ts'
import { settings } from '../../../src/dialects/broadmobi/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (...lines: readonly string[]) =>
  passed(dialect.read(answered({ '+BMTCELLINFO': lines }), undefined))

describe('the cell of BroadMobi', () => {
  it.each(['ACTIVE BAND', 'active band', 'active_band', 'ACTVIE BAND'])('has its band behind %s', key => {
    expect(read('+BMTCELLINFO:', `${key}:7`, 'RSRP:-93').carriers).toMatchObject([{ band: 7, rsrp: -93 }])
  })

  it('has RSSI without minus and a SINR that above 30 is the raw scale', () => {
    expect(read('+BMTCELLINFO: RSSI:74,SINR:-2,active band:7').carriers).toMatchObject([
      { rssi: -74, sinr: -2 },
    ])
    expect(read('+BMTCELLINFO: RSSI:74,SINR:158,active band:7').carriers).toMatchObject([{ sinr: 11.6 }])
  })

  it('has its band from the channel where only that is told', () => {
    const { carriers } = read('+BMTCELLINFO: ACTIVE BAND:0,ACTIVE CHANNEL:2850,EARFCN_DL:65535')
    expect(carriers).toMatchObject([{ band: 7, channel: 2850 }])
  })

  it('has its uplink channel, of which 0 and 65535 are none', () => {
    const uplink = (value: string) =>
      read(`+BMTCELLINFO: active band:3,EARFCN_DL:1749,EARFCN_UL:${value}`).carriers?.[0]?.uplink_channel
    expect(['19749', '0', '65535'].map(uplink)).toEqual([19749, undefined, undefined])
  })

  it('is asked for by single commands only where the one answer leaves it open', () => {
    const asked = (lines: Readonly<Record<string, readonly string[]>>) =>
      dialect
        .questions(undefined)
        .filter(q => q.when?.(answered(lines), undefined))
        .map(q => q.ask)
    expect(asked({ '+BMTCELLINFO': ['+BMTCELLINFO: CELL_ID:0,ACTIVE BAND:3'] })).toEqual([
      '+BMCELLINFO',
      '+BMBAND',
    ])
    expect(asked({ '+BMTCELLINFO': ['+BMTCELLINFO: CELL_ID:30721283,ACTIVE BAND:3'] })).toEqual([])
    expect(asked({})).toEqual([])
    const umts = ['+CREG: 2,1,"1F40","0142A7C4",6']
    expect(asked({ '+BMTCELLINFO': ['+BMTCELLINFO: CELL_ID:0'], '+CREG=2;+CREG?': umts })).toEqual([])
  })

  it('is none in answers without values', () => {
    for (const line of ['+BMTCELLINFO:', 'RSRP:', 'RSRP:x,y', ':::']) expect(read(line).carriers).toEqual([])
  })
})

describe('the bands of BroadMobi', () => {
  const bands = settings.bands
  const choice = { rat: 'lte', bands: [3, 7, 20], isDefault: false } as const

  it('are the second mask, with or without 0x, and are written without it', () => {
    for (const mask of ['0x000000a0000908d7', 'a0000908d7']) {
      const present = answered({ '+BMBANDPREF?': [`+BMBANDPREF:0x4C00000,${mask},0x0`] })
      expect(bands?.read(present, undefined, {})?.enabled.lte).toEqual([1, 2, 3, 5, 7, 8, 12, 17, 20, 38, 40])
      expect(sent(bands?.write?.(choice, present, undefined, {}))).toEqual(['+BMBANDPREF=,80044,'])
    }
  })

  it('are not written when they could not be read, and never none', () => {
    const present = answered({ '+BMBANDPREF?': ['+BMBANDPREF:0x4C00000,0x4,0x0'] })
    expect(sent(bands?.write?.(choice, answered({}), undefined, {}))).toBeNull()
    expect(sent(bands?.write?.({ ...choice, bands: [] }, present, undefined, {}))).toBeNull()
  })
})
