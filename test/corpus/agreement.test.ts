import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import { repository } from '../world/memory/host.ts'
import { modemdataFaults, threeginfoFaults } from './agreement.ts'
import { type Reason, unreasoned } from './reasons.ts'
import type { CorpusScore } from './score.ts'

const info = JSON.parse(
  fs.readFileSync(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.json'), 'utf8'),
) as ModemInfo
const [pcc, scc] = info.carriers
const page = {
  csq: String(info.signal.csq),
  mode: `LTE-A | B${pcc?.band} (1800 MHz) + B${scc?.band} (800 MHz)`,
  registration: '1',
  pband: `B${pcc?.band} (1800 MHz)`,
  pci: String(pcc?.pci),
  earfcn: String(pcc?.channel),
  rsrp: String(info.signal.rsrp),
  s1band: `B${scc?.band} (800 MHz)`,
  s1pci: String(scc?.pci),
  s1earfcn: '-',
}

test('a page that shows the typed answer, or hides a part of it, agrees', () => {
  expect(threeginfoFaults(info, page)).toEqual([])
  expect(threeginfoFaults(info, { csq: page.csq, mode: '-', registration: '1', pband: '-' })).toEqual([])
})

test.each([
  ['csq', '1'],
  ['mode', 'LTE'],
  ['mode', 'LTE-A | B4 (1700 MHz)'],
  ['mode', '5G NSA'],
  ['registration', '5'],
  ['registration', 'SIM not inserted'],
  ['registration', '-'],
  ['pband', 'B4 (1700 MHz)'],
  ['pci', '503'],
  ['earfcn', '1'],
  ['rsrp', '-60'],
  ['s1band', 'B4 (1700 MHz)'],
  ['s1pci', '503'],
  ['s2band', 'B4 (1700 MHz)'],
])('a page whose %s is %s does not', (field, text) => {
  expect(threeginfoFaults(info, { ...page, [field]: text })).toHaveLength(1)
})

test('a table of modemdata agrees or not by carrier', () => {
  const table = (pci: number) => ({
    csq: page.csq,
    mode: 'LTE-A',
    registration: '1',
    addon: [
      { idx: 30, key: 'Primary band', value: page.pband },
      { idx: 33, key: 'PCI', value: page.pci },
      { idx: 36, key: 'RSRP', value: `${page.rsrp} dBm` },
      { idx: 50, key: '(S1) band', value: page.s1band },
      { idx: 53, key: '(S1) PCI', value: String(pci) },
    ],
  })
  expect(modemdataFaults(info, table(scc?.pci ?? 0))).toEqual([])
  expect(modemdataFaults(info, table(503))).toHaveLength(1)
})

test('a mismatch without a reason and a reason without a mismatch are both found', () => {
  const reason: Reason = { cases: ['a-*', 'b'], program: 'modemdata', fields: ['mode'], reason: 'so' }
  const mismatch = {
    caseName: 'a-1',
    program: 'modemdata',
    field: 'mode',
    expected: 'x',
    actual: 'y',
  } as const
  const score = (...mismatches: CorpusScore['mismatches']) => ({ mismatches }) as CorpusScore
  const other = { ...mismatch, field: 'csq' }
  expect(unreasoned(score(mismatch, other), [{ ...reason, cases: ['a-*'] }])).toEqual({
    mismatches: [other],
    reasons: [],
  })
  expect(unreasoned(score(mismatch), [reason]).reasons).toEqual(['modemdata b: so'])
})
