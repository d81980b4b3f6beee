import { expect, test } from 'vitest'
import { blockCounter } from './mips.ts'

const listed = (address: string, ...rest: string[]) => [
  '----------------',
  'IN: main',
  ...[address, ...rest].map(each => `0x${each}:  lui\tgp,0x4`),
  '',
]
const run = (address: string) => `Trace 0: 0x7f2a000100 [00000000/${address}/00000000/00000000] main`

test('the instructions of a block count each time it runs, with the length it had then', () => {
  const counter = blockCounter()
  const log = [
    ...listed('00400100', '00400104', '00400108'),
    run('00400100'),
    run('00400100'),
    ...listed('0040010c'),
    run('0040010c'),
    // Translated anew, shorter.
    ...listed('00400100', '00400104'),
    run('00400100'),
    run('00499999'),
    'cpu_exec: unrelated',
  ]
  for (const line of log) counter.line(line)
  expect(counter.instructions).toBe(3 + 3 + 1 + 2)
})
