import { expect, it } from 'vitest'
import type { QualcommOptions } from '../../../src/dialects/qualcomm/options.ts'
import { dialect } from '../../../src/dialects/qualcomm/read.ts'
import { answered, passed } from '../answered.ts'

const read = (power: string, quality = '', signal?: string, options?: QualcommOptions) =>
  passed(
    dialect.read(
      answered({
        '$QCRSRP?': [`$QCRSRP: ${power}`],
        '$QCRSRQ?': [`$QCRSRQ: ${quality}`],
        ...(signal ? { $QCSQ: [signal] } : {}),
      }),
      options,
    ),
  )

it('the first cell of $QCRSRP serves, its band follows from the channel, its RSRQ is that of the same cell', () => {
  const facts = read('044,6200,"-111.70",310,1300,"-119.90"', '310,1300,"-019.00",044,6200,"-013.50"')
  expect(facts.carriers).toEqual([
    {
      role: 'pcc',
      rat: 'lte',
      band: 20,
      channel: 6200,
      pci: 44,
      rsrp: -111.7,
      rsrq: -13.5,
      active: true,
    },
  ])
})

it.each(['', '000,0,"-140.00"', '-'])('%j is no cell', power => {
  expect(read(power).carriers).toEqual([])
})

it('believes no quality beside the floor of the level: neither is measured', () => {
  const [carrier] = read('310,1300,"-140.00"', '310,1300,"-020.00"').carriers ?? []
  expect(carrier).toMatchObject({ channel: 1300, pci: 310, rsrp: null, rsrq: null })
})

it('tells a cell whose PCI cannot be without it', () => {
  expect(read('600,1300,"-90.00"').carriers).toMatchObject([{ channel: 1300, pci: null, rsrp: -90 }])
})

it('a cell with the same PCI on another channel is no carrier in use', () => {
  const cells = '310,1300,"-088.40",310,6300,"-091.00",001,1300,"-104.80"'
  expect(read(cells).carriers).toHaveLength(1)
  expect(read(cells, '', undefined, { sites: true }).carriers).toMatchObject([
    { band: 3, active: true },
    { band: 20, active: false, rsrp: -91 },
  ])
})

it('$QCSQ counts as SIR on LTE when the path loss is real, as RSCP, Ec/Io and RSSI on 3G', () => {
  const cell = '123,1300,"-095.60"'
  expect(read(cell, '', '$QCSQ :-79,-2,12,98,-79').sinr).toBe(12)
  expect(read(cell, '', '$QCSQ :-84,-2,0,0,-86').sinr).toBeUndefined()
  expect(read('', '', '$QCSQ :-84,-2,0,0,-86')).toMatchObject({ rscp: -84, ecio: -2, rssi: -86 })
  expect(read('', '', '$QCSQ :-125,-32,0,0,-125')).toMatchObject({ rscp: null, ecio: null, rssi: null })
})
