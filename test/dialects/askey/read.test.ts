import { expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/askey/read.ts'
import { answered, passed } from '../answered.ts'

const read = (answers: Readonly<Record<string, readonly string[]>>) =>
  passed(dialect.read(answered(answers), undefined))
const primary = '307,1850,RSRP:-88,RSRQ:-9,RSSI:-58,SINR:17,BAND:3,BW:20'

it.each([
  '$QCAI: 307,1850,RSRP:-88,RSRQ:-9,RSSI:-58,SINR:17,BAND:3,BW:20,CA:ADDED,SCELL(1)45,6300,RSRP:-81,RSRQ:-11,RSSI:-54,SINR:8,BAND:20,BW:10',
  '$QCAI:307,1850,RSRP:-88,RSRQ:-9,RSSI:-58,SINR:17,Band:3,BW:20.0,CA:ADDED,(S)45,6300,(S)RSRP:-81,(S)RSRQ:-11,(S)RSSI:-54,(S)SINR:8,(S)Band:20,(S)BW:10.0',
  '$QCAI: 307, 1850, RSRP: -88, RSRQ: -9, RSSI: -58, 17, BAND: 3, BW: 20, CA:ADDED, SCELL(1)45, 6300, RSRP: -81, RSRQ: -11, RSSI: -54, 8, BAND: 20, BW: 10',
])('$QCAI tells every carrier: %s', line => {
  expect(read({ '$QCAI?': [line] }).carriers).toMatchObject([
    { role: 'pcc', band: 3, channel: 1850, pci: 307, bandwidth_mhz: 20, rsrp: -88, rsrq: -9, rssi: -58 },
    { role: 'scc', band: 20, channel: 6300, pci: 45, bandwidth_mhz: 10, rsrp: -81, rsrq: -11, active: true },
  ])
})

it('without a second carrier there is one, and the band follows from the channel where it is not told', () => {
  expect(read({ '$QCAI?': [`$QCAI: ${primary}`] }).carriers).toHaveLength(1)
  expect(read({ '$QCAI?': ['$QCAI: 307,1850,RSRP:-88'] }).carriers).toMatchObject([{ band: 3, rsrp: -88 }])
  expect(read({ '$QCAI?': ['$QCAI: '] }).carriers).toBeUndefined()
})

it('+CGCELLI is read by name in any order, the bearer tells the technology', () => {
  const lines = ['+CGCELLI:LAC:40002,Cell_ID:13148629,RSCP:-88,ECIO:-7,PLMN:26001,5,1,BEARER:0x0C,0,RSSI:-81']
  expect(read({ '+CGCELLI': lines })).toMatchObject({
    lac: 40002,
    cell_id: 13148629,
    rscp: -88,
    ecio: -7,
    rssi: -81,
    rat: 'hspa_plus',
    rat_text: 'HSDPA+',
  })
})

it('the LTE carriers the modem had are none on 3G', () => {
  const cell = ['+CGCELLI:LAC:40002,Cell_ID:13148629,RSCP:-88,BEARER:0x05']
  expect(read({ '+CGCELLI': cell, '$QCAI?': [`$QCAI: ${primary}`] })).toMatchObject({
    rat: 'umts',
    lac: 40002,
    rscp: -88,
    carriers: [],
  })
})

it('+CGCELLI stands in for the primary carrier where $QCAI says nothing', () => {
  const lines = ['+CGCELLI:Cell_ID:27439884,RSRQ:-9,RSRP:-88,RSSI:-58,PLMN:21401,8,1,BEARER:0x0b']
  expect(read({ '+CGCELLI': lines })).toMatchObject({
    cell_id: 27439884,
    carriers: [{ role: 'pcc', rat: 'lte', rsrp: -88, rsrq: -9, rssi: -58 }],
  })
})

it('the ninth value of +CGNWS is the name of the operator', () => {
  const name = (line: string) => read({ '+CGNWS': [line] }).operator_name
  expect(name('+CGNWS:0,8,1,1,2,260,03,0x0b,Orange PL,Orange PL')).toBe('Orange PL')
  expect(name('+CGNWS:0,8,1,1,2,260,03,0x0b,,')).toBeNull()
  expect(name('+CGNWS:0,0')).toBeNull()
})
