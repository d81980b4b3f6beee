import { expect, test } from 'vitest'
import { budget, budgetTable } from '../../build/budget.ts'

const size = (kilobytes: number) => ({ content: new Uint8Array(Math.ceil(kilobytes * 1024)) })
const over = (files: Record<string, number>) =>
  budget(new Map(Object.entries(files).map(([path, kilobytes]) => [path, size(kilobytes)])))
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ part }) => part)
const share = 'usr/share/modem'

test('everything at its limit is within budget', () => {
  const files = {
    'core.js': 21,
    'asking.js': 23,
    'rpcd.js': 1,
    'methods/list.js': 8,
    'dialects/a.js': 8,
    'dialects/a.settings.js': 8,
  }
  expect(
    over(Object.fromEntries(Object.entries(files).map(([path, kb]) => [`${share}/${path}`, kb]))),
  ).toEqual([])
})

test.each([
  ['core', { [`${share}/core.js`]: 21.1 }],
  ['rpcd', { [`${share}/rpcd.js`]: 1.1 }],
  ['methods/list', { [`${share}/methods/list.js`]: 8.1 }],
  ['dialects/a', { [`${share}/dialects/a.js`]: 8.1, [`${share}/dialects/a.settings.js`]: 5 }],
  ['dialects/a.settings', { [`${share}/dialects/a.js`]: 5, [`${share}/dialects/a.settings.js`]: 8.1 }],
  ['host', { [`${share}/host.js`]: 12.1 }],
  ['whole tree', { [`${share}/operators/262`]: 900, 'usr/bin/modem': 50.1 }],
])('%s above its limit is over budget', (part, files) => {
  expect(over(files)).toEqual([part])
})

test('what a call loads counts together', () => {
  const files = new Map([
    [`${share}/rpcd.js`, size(2)],
    [`${share}/files.js`, size(2.1)],
    [`${share}/cli.js`, size(3)],
  ])
  const rows = budget(files, [{ part: 'a call loads', bundles: ['rpcd.js', 'files.js'], limit: 4 }])
  expect(rows.find(({ part }) => part === 'a call loads')).toEqual({
    part: 'a call loads',
    bytes: Math.ceil(4.1 * 1024),
    limit: 4096,
  })
})

test('the table shows sizes, limits and what is over', () => {
  const rows = budget(
    new Map([
      [`${share}/core.js`, size(22)],
      [`${share}/shim.js`, size(1)],
    ]),
  )
  expect(budgetTable(rows).split('\n')).toEqual([
    'KB            size   limit',
    'core          22.0    21.0  over budget',
    'shim           1.0',
    'whole tree    23.0   950.0',
    '',
  ])
})
