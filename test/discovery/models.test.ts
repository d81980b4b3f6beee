import { describe, expect, it } from 'vitest'
import { fittingModel } from '../../src/discovery/match.ts'
import { matchModel } from '../../src/discovery/models.ts'
import type { Model } from '../../src/models/model.ts'
import { fg621Device, hostOfDevices } from '../world/memory/devices.ts'

const entry = (name: string, more: Partial<Model> = {}): Model => ({
  bus: 'usb',
  id: '1209:0001',
  vendor: 'Example',
  name,
  dialect: 'standard',
  at: [2],
  ...more,
})

describe('among several entries of one id', () => {
  const models = [
    entry('EC25 on a board', { board: ['maker,board'] }),
    entry('EC25', { product: 'EC25' }),
    entry('EC21', { product: 'EC21(?:-E)?$' }),
    entry('fallback'),
  ]
  const chosen = (names: readonly (string | null)[], board: string | null = null) =>
    fittingModel(models, names, board)?.name

  it.each([
    ['the board', ['EC25'], 'maker,board', 'EC25 on a board'],
    ['the product string', ['EC25-E'], null, 'EC25'],
    ['the product string whatever its case', ['ec21-e'], 'other,board', 'EC21'],
    ['the answered model where the product string says nothing', ['Android', 'EC21'], null, 'EC21'],
    ['the entry without conditions for a product nobody listed', ['EG99'], null, 'fallback'],
    ['the same without any name', [null, null], null, 'fallback'],
    ['the beginning of a name alone', ['xEC25'], null, 'fallback'],
  ] as const)('%s decides', (_, names, board, name) => {
    expect(chosen(names, board)).toBe(name)
  })

  it('the first stands for all where none is without conditions', () => {
    expect(fittingModel(models.slice(1, 3), ['EG99'], null)?.name).toBe('EC25')
    expect(fittingModel([], ['EG99'], null)).toBeUndefined()
  })

  it('an expression that is none matches nothing', () => {
    expect(fittingModel([entry('broken', { product: '(' }), entry('fallback')], ['('], null)?.name).toBe(
      'fallback',
    )
  })
})

describe('the model of an id', () => {
  const data = '/usr/share/modem'
  const vendorDefault = {
    [`${data}/models/usb/1209.json`]: JSON.stringify([entry('any of 1209', { id: '1209:*' })]),
  }
  const built = { [`${data}/models/usb/12090001.json`]: JSON.stringify([entry('built in')]) }
  const own = { '/etc/modem/models/usb/12090001.json': JSON.stringify(entry('my own')) }
  const find = (files: Record<string, string>, id = '1209:0001') => {
    const { platform } = hostOfDevices([], files)
    const { model, by, entries } = matchModel(platform.files, data, 'usb', id, [null])
    return [model.name, model.dialect, by, entries]
  }

  it('is a person’s own file before all others, and may be one object', () => {
    expect(find({ ...vendorDefault, ...built, ...own })).toEqual(['my own', 'standard', 'listed', 1])
  })

  it('is the built-in entry before the vendor’s default', () => {
    expect(find({ ...vendorDefault, ...built })).toEqual(['built in', 'standard', 'listed', 1])
  })

  it('is the entry for the router’s board on that board alone', () => {
    const two = JSON.stringify([entry('elsewhere'), entry('on this board', { board: ['maker,board'] })])
    const files = { [`${data}/models/usb/12090001.json`]: two }
    expect(find(files)[0]).toBe('elsewhere')
    expect(find({ ...files, '/tmp/sysinfo/board_name': 'maker,board\n' })[0]).toBe('on this board')
  })

  it('is the vendor’s default for an id nobody listed', () => {
    expect(find({ ...vendorDefault, ...built }, '1209:00ff')).toEqual([
      'any of 1209',
      'standard',
      'vendor',
      1,
    ])
  })

  it('is the standard alone for a vendor nobody listed', () => {
    expect(find({ ...vendorDefault, ...built }, 'fffe:0001')).toEqual(['', 'standard', 'none', 0])
  })

  it.each(['', ':', '1209', '../..:0001', '1209:../x', '12090001:', 'null:0001', '1209:00011'])(
    'is the standard for an id like %j, and no path is made of it',
    id => {
      const { platform } = hostOfDevices([])
      const asked: string[] = []
      const read = (path: string) => {
        asked.push(path)
        return null
      }
      const files = { ...platform.files, read }
      expect(matchModel(files, data, 'usb', id, []).by).toBe('none')
      expect(asked.filter(path => path.includes('models'))).toEqual([])
    },
  )
})

describe('a mistake in a person’s own model file', () => {
  const path = '/etc/modem/models/usb/2cb70a05.json'
  const listWith = (text: string) => hostOfDevices([fg621Device], { [path]: text }).call('list')
  const good = { bus: 'usb', id: '2cb7:0a05', vendor: 'Fibocom', name: 'mine', dialect: 'fibocom', at: [3] }

  it('is not seen where there is none', async () => {
    expect(await listWith(JSON.stringify(good))).toMatchObject({
      modems: [{ model: 'mine', dialect: 'fibocom', port: '/dev/ttyUSB1' }],
      warnings: [],
    })
  })

  it.each([
    ['no JSON', '{'],
    ['an empty file', ''],
    ['null', 'null'],
    ['a text', '"fibocom"'],
    ['a list of nothing sound', '[null]'],
    ['no dialect', JSON.stringify({ ...good, dialect: undefined })],
    ['a dialect that is a path', JSON.stringify({ ...good, dialect: '../../../tmp/evil' })],
    ['a dialect that is no text', JSON.stringify({ ...good, dialect: ['fibocom'] })],
    ['no AT interfaces', JSON.stringify({ ...good, at: undefined })],
    ['AT interfaces that are no list', JSON.stringify({ ...good, at: 3 })],
    ['no name', JSON.stringify({ ...good, name: 7 })],
    ['boards that are no list', JSON.stringify({ ...good, board: 5 })],
    ['bands that are none', JSON.stringify({ ...good, bands: { lte: 'all' } })],
  ])('is told in words by list, and the built-in model counts: %s', async (_, text) => {
    const reply = await listWith(text)
    expect(reply.modems).toMatchObject([{ model: 'FG621-EA', dialect: 'fibocom' }])
    expect(reply.warnings).toEqual([expect.stringContaining(path)])
  })
})
