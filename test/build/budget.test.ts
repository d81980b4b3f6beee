import { expect, test } from 'vitest'
import { budget, budgetTable } from '../../build/budget.ts'

const size = (kilobytes: number) => ({ content: new Uint8Array(kilobytes * 1024) })
const over = (files: Record<string, number>) =>
  budget(new Map(Object.entries(files).map(([path, kilobytes]) => [path, size(kilobytes)])))
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ part }) => part)
const share = 'usr/share/modem'

test('everything at its limit is within budget', () => {
  const files = {
    'core.js': 26,
    'rpcd.js': 6,
    'methods/list.js': 8,
    'dialects/a.js': 8,
    'dialects/a.control.js': 8,
  }
  expect(
    over(Object.fromEntries(Object.entries(files).map(([path, kb]) => [`${share}/${path}`, kb]))),
  ).toEqual([])
})

test.each([
  ['core', { [`${share}/core.js`]: 26.1 }],
  ['rpcd', { [`${share}/rpcd.js`]: 6.1 }],
  ['methods/list', { [`${share}/methods/list.js`]: 8.1 }],
  ['dialects/a', { [`${share}/dialects/a.js`]: 8.1, [`${share}/dialects/a.control.js`]: 5 }],
  ['dialects/a.control', { [`${share}/dialects/a.js`]: 5, [`${share}/dialects/a.control.js`]: 8.1 }],
  ['host', { [`${share}/host.js`]: 9.1 }],
  ['whole tree', { [`${share}/operators/262`]: 400, 'usr/bin/modem': 50.1 }],
])('%s above its limit is over budget', (part, files) => {
  expect(over(files)).toEqual([part])
})

test.each([
  ['info loads, snapshot', { rpcd: 2, files: 2.1 }],
  ['info loads, warm', { core: 26, backend: 8, 'dialects/a': 4, 'dialects/b': 7.1, 'dialects/b.control': 8 }],
])('what a call loads counts together: %s', (part, sizes) => {
  const files = Object.entries({ ...sizes, 'methods/info': 1 })
  expect(over(Object.fromEntries(files.map(([name, kb]) => [`${share}/${name}.js`, kb])))).toEqual([part])
})

test('the table shows sizes, limits and what is over', () => {
  const rows = budget(
    new Map([
      [`${share}/core.js`, size(27)],
      [`${share}/shim.js`, size(1)],
    ]),
  )
  expect(budgetTable(rows).split('\n')).toEqual([
    'KB            size   limit',
    'core          27.0    26.0  over budget',
    'shim           1.0',
    'whole tree    28.0   450.0',
    '',
  ])
})
