import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/zte/read.ts'
import { settings } from '../../../src/dialects/zte/settings.ts'
import { answered, passed, sent } from '../answered.ts'

type Lines = Readonly<Record<string, readonly string[]>>

const read = (lines: Lines) => passed(dialect.read(answered(lines), undefined))
const registered = (act: number) => ({ '+CREG=2;+CREG?': [`+CREG: 2,1,"2F1A","01D4C503",${act}`] })

describe('the serving cell of +ZCELLINFO', () => {
  it.each([
    ['decimal', '+ZCELLINFO: 30721283,211,LTE B3,1300', { cell_id: 30721283, tac: null }],
    ['with blanks', '+ZCELLINFO: 30721283, 211, LTE B3, 1300', { cell_id: 30721283, tac: null }],
    [
      'hexadecimal',
      '+ZCELLINFO: 0X2F1A,0X01D4C503,0X000000D3,LTE B3,1300',
      { cell_id: 30721283, tac: 0x2f1a },
    ],
    [
      'with keys',
      '+ZCELLINFO: tac:0X2F1A,cellid:0X01D4C503,pci:0X000000D3,band:LTE B3,1300',
      { cell_id: 30721283, tac: 0x2f1a },
    ],
  ])('of LTE is read %s', (_, line, place) => {
    expect(read({ '+ZCELLINFO?': [line] })).toMatchObject({
      ...place,
      carriers: [{ rat: 'lte', band: 3, channel: 1300, pci: 211 }],
    })
  })

  it('takes its band from the channel where the text does not know it', () => {
    const { carriers } = read({ '+ZCELLINFO?': ['+ZCELLINFO: 30721283,211,LTE BUnknown,10100'] })
    expect(carriers).toMatchObject([{ band: 32, channel: 10100 }])
  })

  it('of 3G begins with the area, or with the cell and its scrambling code', () => {
    expect(read({ '+ZCELLINFO?': ['+ZCELLINFO: 8000,21145537,UMTS 2100,10588'] })).toMatchObject({
      lac: 8000,
      cell_id: 21145537,
      rat_text: 'UMTS 2100',
      carriers: [{ rat: 'umts', band: 1, channel: 10588 }],
    })
    expect(read({ '+ZCELLINFO?': ['+ZCELLINFO: 21145537,207,WCDMA B8,3011'] })).toMatchObject({
      lac: null,
      cell_id: 21145537,
      carriers: [{ rat: 'umts', band: 8, pci: 207 }],
    })
  })

  it('of GSM has its band in megahertz', () => {
    const facts = read({ '+ZCELLINFO?': ['+ZCELLINFO: 0X1F41,0XA1B2,PGSM_900'], ...registered(3) })
    expect(facts).toMatchObject({ rat: 'edge', lac: 0x1f41, carriers: [{ rat: 'gsm', band: 900 }] })
  })

  it.each(['+ZCELLINFO: ', '+ZCELLINFO: LTE B3', '+ZCELLINFO: 1,2', '+ZCELLINFO: 1,2,no service'])(
    'is none in %j',
    line => {
      expect(read({ '+ZCELLINFO?': [line] })).toMatchObject({ carriers: [], cell_id: null })
    },
  )
})

describe('the signal of +ZRSSI', () => {
  const cell = { '+ZCELLINFO?': ['+ZCELLINFO: 8000,21145537,UMTS 900'] }

  it('has four values, two, or one', () => {
    expect(read({ '+ZRSSI': ['+ZRSSI: -98,-10.5,-68,7.5'] })).toMatchObject({
      rsrp: -98,
      rsrq: -10.5,
      sinr: 7.5,
    })
    expect(read({ '+ZRSSI': ['+ZRSSI: -98,-10.5'] })).toMatchObject({ rsrp: -98, rsrq: -10.5, sinr: null })
    expect(read({ '+ZRSSI': ['+ZRSSI: -91,-7'], ...cell })).toMatchObject({ rscp: -91, ecio: -7 })
    expect(read({ '+ZRSSI': ['+ZRSSI: -91,-7'], ...registered(8) })).toMatchObject({ rscp: -91, ecio: -7 })
    expect(read({ '+ZRSSI': ['+ZRSSI: -71'] })).toMatchObject({ rssi: -71 })
  })

  it('leaves out what no modem can have measured', () => {
    const none = { rsrp: null, rsrq: null, rssi: null, sinr: null }
    expect(read({ '+ZRSSI': ['+ZRSSI: 0,0,0,255'] })).toMatchObject(none)
    expect(read({ '+ZRSSI': ['+ZRSSI: -32768,-32768,-32768,-32768'] })).toMatchObject(none)
    expect(read({ '+ZRSSI': ['+ZRSSI: -99,-9,0,12'] })).toMatchObject({ rsrp: -99, rssi: null, sinr: 12 })
  })

  it('has its minus left out by older sticks', () => {
    expect(read({ '+ZRSSI': ['+ZRSSI: 75,17,182'], ...cell })).toMatchObject({
      ecio: -8.5,
      rscp: -91,
      carriers: [{ rssi: -75 }],
    })
  })

  it('comes from +CESQ where +ZRSSI is not known, which is asked only then', () => {
    expect(read({ '+CESQ': ['+CESQ: 99,99,255,255,25,58'] })).toMatchObject({
      rsrp: -83,
      rsrq: -7.5,
      rssi: null,
    })
    const asked = (lines: Lines) =>
      dialect
        .questions(undefined)
        .filter(q => !q.when || q.when(answered(lines), undefined))
        .map(q => q.ask)
    expect(asked({})).toContain('+CESQ')
    expect(asked({ '+ZRSSI': ['+ZRSSI: -98,-10'] })).not.toContain('+CESQ')
  })
})

describe('the carriers of +ZCAINFO', () => {
  const carriers = (line: string) =>
    read({ '+ZCAINFO?': [line] }).carriers?.map(c => `${c.role} B${c.band} ${c.active}`)

  it.each([
    '+ZCAINFO: 410,3,13504,1350,20.0;140,2,32,10020,20.0;211,1,7,3175,15.0',
    '+ZCAINFO: 410,3,13504,1350,20.0,140,2,32,10020,20.0,211,1,7,3175,15.0',
    '+ZCAINFO: 410,3,19350,1350,20,-90,-9,-60,10;140,2,32,10020,20,-91,-9,-60,9;211,1,7,3175,15,-92,-9,-60,8',
    '+ZCAINFO: 410,3,13504,1350,20.0;140,2,32,10020,20.0;211,1,7,3175,15.0;0,0,0,0,0;',
  ])('are the primary, one active and one idle in %s', line => {
    expect(carriers(line)).toEqual(['pcc B3 true', 'scc B32 true', 'scc B7 false'])
  })

  it.each(['+ZCAINFO: 0,0,0,0,0', '+ZCAINFO: ', '+ZCAINFO: 1,2,3'])('are none in %j', line => {
    expect(carriers(line)).toEqual([])
  })

  it('have no tracking area where the group has further values', () => {
    expect(read({ '+ZCAINFO?': ['+ZCAINFO: 410,3,13504,1350,20.0'] }).tac).toBe(13504)
    expect(read({ '+ZCAINFO?': ['+ZCAINFO: 410,3,19350,1350,20,-90,-9,-60,10'] }).tac).toBeNull()
  })

  it('do not count on 3G, where no cell is told either', () => {
    const facts = read({
      '+ZCAINFO?': ['+ZCAINFO: 211,3,12058,1300,20.0'],
      '+ZRSSI': ['+ZRSSI: -91,-7'],
      ...registered(6),
    })
    expect(facts).toMatchObject({ rscp: -91, ecio: -7, tac: null, carriers: [] })
  })

  it('do not count on 3G', () => {
    const facts = read({
      '+ZCELLINFO?': ['+ZCELLINFO: 8000,21145537,UMTS 900'],
      '+ZCAINFO?': ['+ZCAINFO: 410,3,13504,1350,20.0;140,2,32,10020,20.0'],
    })
    expect(facts.carriers).toMatchObject([{ rat: 'umts' }])
  })
})

describe('the technology', () => {
  it('is LTE with aggregation at code 9, HSPA+ at code 8', () => {
    expect(read(registered(9)).rat).toBe('lte_a')
    expect(read(registered(8)).rat).toBe('hspa_plus')
    expect(read(registered(7)).rat).toBeNull()
    expect(
      read({ '+CREG=2;+CREG?': ['+CREG: 2,0'], '+CEREG=2;+CEREG?': ['+CEREG: 2,1,"1","2",9'] }).rat,
    ).toBe('lte_a')
  })

  it('is LTE with aggregation where +ZPAS says so', () => {
    for (const word of ['LTE_A', 'LTE-A'])
      expect(read({ '+ZPAS?': [`+ZPAS: "${word}","CS_PS"`] }).rat).toBe('lte_a')
    expect(read({ '+ZPAS?': ['+ZPAS: "LTE","CS_PS"'] }).rat).toBeNull()
  })
})

describe('the bands of +ZNLOCKBAND', () => {
  const bands = settings.bands
  const choice = { rat: 'lte', bands: [3, 38, 66], isDefault: false } as const
  const present = (line: string) => answered({ '+ZNLOCKBAND?': [line] })

  it('are a mask of any length', () => {
    const state = bands?.read(present('+ZNLOCKBAND: 20000000020880800C5,2000000680380'), undefined, {})
    expect(state?.enabled.lte).toEqual([1, 3, 7, 8, 20, 28, 32, 38, 74])
  })

  it('are written as a mask, beyond 64 bits too', () => {
    expect(sent(bands?.write?.(choice, present('+ZNLOCKBAND: 80800c5,0'), undefined, {}))).toEqual([
      '+ZNLOCKBAND=1,0,20000002000000004,0',
    ])
  })

  it('are not written when they could not be read, and never none', () => {
    expect(sent(bands?.write?.(choice, answered({}), undefined, {}))).toBeNull()
    expect(sent(bands?.write?.(choice, present('+ZNLOCKBAND: ?'), undefined, {}))).toBeNull()
    expect(
      sent(bands?.write?.({ ...choice, bands: [] }, present('+ZNLOCKBAND: 4,0'), undefined, {})),
    ).toBeNull()
    expect(bands?.read(answered({}), undefined, {})?.enabled.lte).toBeNull()
  })
})
