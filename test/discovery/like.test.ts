import { describe, expect, it } from 'vitest'
import { fg621Device, hostOfDevices } from '../world/memory/devices.ts'

const folder = '/etc/modem/models'
const place = (id: string) => `${folder}/usb/${id.replace(':', '')}.json`
const own = '2cb7:0a05'
const stranger = { bus: 'usb', id: own, vendor: 'Example', name: 'Rebrand' }

interface Said {
  warnings: string[]
  modems: { model: string; dialect: string; port: string | null }[]
}

/** What `list` says with these files, by id. */
async function listWith(files: Readonly<Record<string, object>>): Promise<Said> {
  const texts = Object.entries(files).map(([id, file]) => [place(id), JSON.stringify(file)])
  return (await hostOfDevices([fg621Device], Object.fromEntries(texts)).call('list')) as unknown as Said
}
const warningsWith = async (files: Readonly<Record<string, object>>) => (await listWith(files)).warnings

describe('a model that is like another one', () => {
  it('takes over its dialect and AT ports, and is no mistake without its own', async () => {
    expect(await listWith({ [own]: { ...stranger, like: '2c7c:0801' } })).toMatchObject({
      modems: [{ model: 'Rebrand', dialect: 'quectel' }],
    })
    const { warnings } = await listWith({ [own]: { ...stranger, like: '2c7c:0801', at: [3] } })
    expect(warnings).toEqual([])
  })

  it('is like a person’s own model, and through it like a third one', async () => {
    const middle = { bus: 'usb', id: '1209:0001', vendor: 'V', name: 'Middle', like: '2c7c:0801', at: [3] }
    const { modems, warnings } = await listWith({
      [own]: { ...stranger, like: '1209:0001' },
      '1209:0001': middle,
    })
    expect([modems[0]?.dialect, warnings]).toEqual(['quectel', []])
  })

  it('keeps what it says itself, among the options too', async () => {
    const files = {
      [own]: { ...stranger, at: [3], like: '1209:0001', options: { base: 16 } },
      '1209:0001': {
        ...stranger,
        id: '1209:0001',
        dialect: 'fibocom',
        at: [9],
        options: { base: 10, slots: [1, 2] },
      },
    }
    const { modems, warnings } = await listWith(files)
    expect([modems[0]?.dialect, warnings]).toEqual(['fibocom', []])
    const texts = Object.entries(files).map(([id, file]) => [place(id), JSON.stringify(file)])
    const { platform } = hostOfDevices([fg621Device], Object.fromEntries(texts))
    const { listModems } = await import('../../src/discovery/modems.ts')
    expect(listModems(platform)[0]?.match.model).toMatchObject({
      name: 'Rebrand',
      at: [3],
      options: { base: 16, slots: [1, 2] },
    })
  })

  it('takes no options of another dialect', async () => {
    const other = { ...stranger, at: [3], like: '2c7c:0801', dialect: 'meig' }
    expect(await listWith({ [own]: other })).toMatchObject({ warnings: [], modems: [{ dialect: 'meig' }] })
  })

  it('in a circle is a mistake, however long the way, and the built-in model counts', async () => {
    const of = (id: string, like: string) => ({ ...stranger, id, like })
    const { modems, warnings } = await listWith({ [own]: of(own, own) })
    expect(modems[0]?.model).toBe('FG621-EA')
    expect(warnings).toEqual([`${place(own)}: like goes in a circle: ${own}, ${own}`])
    const round = await warningsWith({
      [own]: of(own, '1209:0001'),
      '1209:0001': of('1209:0001', '1209:0002'),
      '1209:0002': of('1209:0002', own),
    })
    expect(round).toHaveLength(3)
    for (const warning of round) expect(warning).toContain('like goes in a circle: ')
  })

  it('that is not known, or no id, is a mistake', async () => {
    for (const like of ['1209:0099', '../../../etc/passwd', '', 'constructor'])
      expect(await warningsWith({ [own]: { ...stranger, like } })).toEqual([
        `${place(own)}: there is no model ${like} to be like`,
      ])
  })
})

describe('a person’s own model file', () => {
  it('says which option of its dialect is none, and which values it may have', async () => {
    const model = { ...stranger, dialect: 'quectel', at: [3] }
    const said = async (options: unknown) => (await warningsWith({ [own]: { ...model, options } })).join()
    expect(await said({ band: 'list' })).toMatch(/options\.band is unknown, known are: sinr, aggregation, /)
    expect(await said({ bands: 'all' })).toContain('options.bands must be one of mask, ')
    expect(await said([])).toContain('options must be of type object')
    expect(await said({ bands: 'list' })).toBe('')
    expect(await warningsWith({ [own]: { ...model, dialect: 'meig', options: {} } })).toEqual([
      `${place(own)}: the dialect meig has no options`,
    ])
  })

  it('whose name is not its id is a mistake that names its place', async () => {
    const model = { ...stranger, dialect: 'meig', at: [3] }
    expect(await warningsWith({ '1209:0001': model })).toEqual([
      `${place('1209:0001')}: it is of usb ${own}: its place is ${place(own)}`,
    ])
    expect(await warningsWith({ [own]: { ...model, bus: 'pci' } })).toEqual([
      `${place(own)}: it is of pci ${own}: its place is ${folder}/pci/2cb70a05.json`,
    ])
    expect(await warningsWith({ [own]: { ...model, id: ['1209:0001', own] } })).toEqual([])
  })

  it('is told which of its AT interfaces the modem does not have, or has for something else', async () => {
    const { warnings } = await listWith({ [own]: { ...stranger, dialect: 'fibocom', at: [3, 17, 0] } })
    expect(warnings).toEqual([
      expect.stringMatching(/: at names interface 17; usb-1-1 has 0, /),
      expect.stringMatching(/: at names interface 0; on usb-1-1 that is no serial port, its driver is /),
    ])
  })
})
