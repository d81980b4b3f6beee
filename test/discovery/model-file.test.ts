import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHost } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { startRpcd } from '../world/router/rpcd.ts'

const folder = '/etc/modem/models'
const path = `${folder}/usb/2cb70a05.json`
const own = { bus: 'usb', id: '2cb7:0a05', vendor: 'Me', name: 'My own', dialect: 'standard', at: [3] }
const script = () =>
  parseFixture(`
@usb 2cb7:0a05 "Fibocom" "FG621 Module"
@port ttyUSB1 3
@net wwan0 cdc_ncm
> AT+CGMM
< FG621-EA
> AT+CPIN?
< +CPIN: READY
> AT+CSQ
< +CSQ: 24,99
`)

/** A model whose options are so many lists in each other, with brackets in quotes beside them. */
const nested = (depth: number) =>
  JSON.stringify({ ...own, source: '\\"[[[{{{"[[[{{{', options: 0 }).replace(
    '"options":0',
    `"options":${'['.repeat(depth)}${']'.repeat(depth)}`,
  )

/** Model files nobody can use, and what `list` and `modem model-check` say of them. */
const mistakes: readonly [what: string, text: string, said: string][] = [
  ['no JSON', '{"bus": "usb"', 'it is not valid JSON'],
  ['an empty file', '', 'it is not valid JSON'],
  ['an empty list', '[]', 'it holds no model'],
  ['a number', '7', 'it must be of type object'],
  ['a missing name', JSON.stringify({ ...own, name: undefined }), 'name is missing'],
  ['a field too many', JSON.stringify({ ...own, dialekt: 'fibocom' }), 'dialekt is unknown'],
  ['an unknown bus', JSON.stringify({ ...own, bus: 'isa' }), 'bus'],
  ['an unknown dialect', JSON.stringify({ ...own, dialect: 'maig' }), 'there is no dialect maig'],
  ['a dialect that is a path', JSON.stringify({ ...own, dialect: '../../tmp/evil' }), 'there is no dialect'],
  ['an id in capitals', JSON.stringify({ ...own, id: '2CB7:0A05' }), 'is not vid:pid in lower case'],
  ['a pattern that is none', JSON.stringify({ ...own, product: '(' }), 'product ( is no pattern'],
  [
    'interfaces that are none',
    JSON.stringify({ ...own, at: [-1] }),
    'at is not a list of USB interface numbers',
  ],
  ['a band twice', JSON.stringify({ ...own, bands: { lte: [3, 3] } }), 'lte bands 3,3 are not distinct'],
  ['lists 17 deep', nested(16), 'it is nested deeper than 16 levels'],
  ['objects deep enough for any stack', '{"a":'.repeat(40_000), 'it is nested deeper than 16 levels'],
  ['one of two models', JSON.stringify([own, { ...own, at: 3 }]), 'model 2: at'],
]

describe('a person’s own model file', () => {
  const hostWithFiles = (files: Readonly<Record<string, string>>) => {
    const host = createHost([{ script: script() }])
    for (const [name, text] of Object.entries(files)) host.nodes.set(name, { text })
    return host
  }

  it('is looked up before the built-in one, by list, info and capabilities alike', async () => {
    const host = hostWithFiles({ [path]: JSON.stringify(own) })
    expect(await host.call('list')).toMatchObject({
      modems: [{ model: 'My own', dialect: 'standard' }],
      warnings: [],
    })
    expect(await host.call('info')).toMatchObject({ port_state: 'ok', signal: { csq: 24 } })
    const asked = host.simulators.flatMap(({ log }) => log.map(({ line }) => line)).join(' ')
    expect(asked).not.toContain('GTCCINFO')
    expect(await host.call('capabilities')).toMatchObject({ model: 'Me My own', dialect: 'standard' })
  })

  it('may hold 16 lists and objects in each other, and any bracket in quotes', async () => {
    const host = hostWithFiles({ [path]: nested(15) })
    const { warnings } = await host.call('list')
    expect(warnings).toEqual([`${path}: the dialect standard has no options`])
  })

  it.each(mistakes)('that holds %s is named by list, and the built-in one counts', async (_, text, said) => {
    const host = hostWithFiles({ [path]: text })
    const { modems, warnings } = await host.call('list')
    expect(modems).toMatchObject([{ model: 'FG621-EA', dialect: 'fibocom' }])
    expect(warnings).toEqual([expect.stringContaining(`${path}: `)])
    expect(String(warnings)).toContain(said)
    expect(await host.call('info')).toMatchObject({ port_state: 'ok' })
  })

  it('is checked also when its modem is not there, and beside others', async () => {
    const host = hostWithFiles({
      [`${folder}/pci/105be0b0.json`]: '[',
      [`${folder}/usb/12090001.json`]: '{}',
      [path]: JSON.stringify(own),
    })
    const { modems, warnings } = await host.call('list')
    expect(modems).toMatchObject([{ model: 'My own' }])
    expect(warnings).toEqual([
      expect.stringContaining(`${folder}/usb/12090001.json: `),
      expect.stringContaining(`${folder}/pci/105be0b0.json: `),
    ])
  })
})

const problem = routerProblem()

describe.skipIf(problem !== null)('a person’s own model file on a router', () => {
  let setup: Setup

  beforeAll(async () => {
    setup = await setUp([script()])
  })
  afterAll(() => setup?.close())

  const modem = (...words: readonly string[]) => setup.router.run(['/usr/bin/modem', ...words])

  it('counts as soon as it is there, for the shell and for ubus', async () => {
    setup.router.write(path, JSON.stringify(own))
    const { stdout, stderr, code } = await modem('list')
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ modems: [{ model: 'My own' }], warnings: [] })
    const rpcd = await startRpcd(setup.router)
    expect((await rpcd.call('modem', 'list')).data).toMatchObject({ modems: [{ model: 'My own' }] })
  })

  it('with a mistake is named on stderr and in the answer, which stays valid JSON', async () => {
    setup.router.write(path, JSON.stringify({ ...own, dialekt: 1 }))
    const { stdout, stderr, code } = await modem('list')
    const { modems, warnings } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(modems).toMatchObject([{ model: 'FG621-EA' }])
    expect(warnings).toEqual([expect.stringContaining(`${path}: dialekt is unknown`)])
    expect(stderr).toBe(`${warnings[0]}\n`)
  })

  it('is found sound by model-check, every entry of it', async () => {
    const two = [own, { ...own, product: 'FG621', name: 'Second' }]
    setup.router.write('/tmp/draft.json', JSON.stringify(two))
    expect(await modem('model-check', '/tmp/draft.json')).toMatchObject({
      code: 0,
      stdout: '/tmp/draft.json: 2cb7:0a05 Me My own: sound\n/tmp/draft.json: 2cb7:0a05 Me Second: sound\n',
    })
  })

  it('is found unsound by model-check, each with its reason', async () => {
    const faults: string[] = []
    for (const [what, text, said] of mistakes) {
      setup.router.write('/tmp/draft.json', text)
      const { code, stdout, stderr } = await modem('model-check', '/tmp/draft.json')
      const told = stdout.startsWith('/tmp/draft.json: ') && stdout.includes(said)
      if (code !== 1 || !told || stderr !== '') faults.push(`${what}: ${code} ${stdout}${stderr}`)
    }
    expect(faults).toEqual([])
  })

  it.each([
    [{ ...own, dialect: 'fibcom' }, 'there is no dialect fibcom; fibocom is meant, perhaps'],
    [{ ...own, dialekt: 'fibocom' }, / dialekt is unknown, known are: .*; dialect is meant, perhaps$/],
    [
      { ...own, dialect: 'quectel', options: { antenas: 'all' } },
      /options\.antenas .*; antennas is meant, perhaps$/,
    ],
    [{ ...own, dialect: 'refrigerator' }, /there is no dialect refrigerator$/],
  ])('that misspells a name is told the right one by model-check: %j', async (model, words) => {
    setup.router.write('/tmp/draft.json', JSON.stringify(model))
    const { stdout } = await modem('model-check', '/tmp/draft.json')
    expect(stdout.trim()).toMatch(words)
  })

  it('that is not there is said to be unreadable', async () => {
    expect(await modem('model-check', '/tmp/none.json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: '/tmp/none.json: cannot be read\n',
    })
    expect(await modem('model-check')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage/) })
  })
})
