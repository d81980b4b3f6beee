import { describe, expect, it } from 'vitest'
import { withNames } from '../../src/channel/unnamed-members.ts'
import { readLines } from '../../src/channel/uqmi.ts'

const value = (told: unknown) => ({ kind: 'value', value: told })
const none = { kind: 'none' }

describe('the lines of uqmi', () => {
  it('are the answers in the order of the actions', () => {
    expect(readLines('{"a":1}\n"online"\n5\n', 0, 3)).toEqual([value({ a: 1 }), value('online'), value(5)])
  })

  it('end with the text of the first action that fails, and what follows was not done', () => {
    expect(readLines('{"a":1}\n"Not supported"\n', 255, 3)).toEqual([
      value({ a: 1 }),
      { kind: 'error', text: 'Not supported' },
      none,
    ])
    expect(readLines('"Invalid QMI command"\n', 255, 2)).toEqual([
      { kind: 'error', text: 'Invalid QMI command' },
      none,
    ])
  })

  it('prove nothing by their exit code: one that is missing at exit 0 is no answer', () => {
    expect(readLines('{"a":1}\n', 0, 2)).toEqual([value({ a: 1 }), none])
    expect(readLines('', 0, 1)).toEqual([none])
  })

  it('are no refusal where uqmi was told to end, or was killed', () => {
    expect(readLines('{"a":1}\n"Unknown error"\n', 255, 2)).toEqual([value({ a: 1 }), none])
    expect(readLines('{"a":1}\n"Not supp', null, 2)).toEqual([value({ a: 1 }), none])
  })

  it('are not believed where there are more of them than actions, nor behind one that is no JSON', () => {
    expect(readLines('{"a":1}\n{"b":2}\n', 0, 1)).toEqual([none])
    expect(readLines('{"a":1}\nqmi: debug\n{"c":3}\n', 0, 3)).toEqual([value({ a: 1 }), none, none])
  })

  it('tell of a single action that this version does not know it is not supported', () => {
    expect(readLines('', 1, 1)).toEqual([{ kind: 'error', text: 'Not supported' }])
    expect(readLines('', 1, 2)).toEqual([none, none])
  })

  it('have an SNR without a fraction in tenths, as versions print it that do not scale it', () => {
    const told = '{"type":"lte","snr":70},{"snr":7.000000}'
    expect(readLines(`[${told}]\n`, 0, 1)).toEqual([value([{ type: 'lte', snr: 7 }, { snr: 7 }])])
  })
})

describe('members without a name', () => {
  it.each([
    ['{"a":20,{"pci":77},{"pci":78}}', { a: 20, cell_0: { pci: 77 }, cell_1: { pci: 78 } }],
    ['{{"channel":6300,{"pci":5}}}', { cell_0: { channel: 6300, cell_1: { pci: 5 } } }],
    [
      '{"domain-names":{"a.example","b.example"}}',
      { 'domain-names': { cell_0: 'a.example', cell_1: 'b.example' } },
    ],
    ['{"text":"{,{\\"x\\":,{"}', { text: '{,{"x":,{' }],
    ['[{"a":[1,{"b":2}]},{}]', [{ a: [1, { b: 2 }] }, {}]],
    ['{ "a" : 1 , {"b":2} }', { a: 1, cell_0: { b: 2 } }],
  ])('get one in %s', (line, told) => {
    expect(JSON.parse(withNames(line) ?? '')).toEqual(told)
  })

  it('change nothing where all have one', () => {
    const line = '{"a":{"b":[1,2,"x, {y"],"c":null},"d":"\\\\"}'
    expect(withNames(line)).toBe(line)
  })

  it('are not looked for in what lies deeper than any answer of uqmi', () => {
    expect(withNames('['.repeat(50))).toBeNull()
    expect(readLines(`${'['.repeat(5000)}\n`, 0, 1)).toEqual([none])
  })
})
