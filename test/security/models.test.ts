import { chownSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { fg621Device, hostOfDevices } from '../world/memory/devices.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Profile files are not tested on a router: ${problem}`)

const path = '/etc/modem/models/usb/2cb70a05.json'
const script = () => readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
const good = { bus: 'usb', id: '2cb7:0a05', vendor: 'Fibocom', name: 'mine', dialect: 'fibocom', at: [3] }

interface List {
  modems: { model: string }[]
  warnings: string[]
}

describe.skipIf(problem !== null)('a profile file on a router', () => {
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([script()])
  })
  afterAll(() => setup?.close())

  const list = async () => {
    const run = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'list'], { timeoutMs: 10_000 })
    const check = await setup.router.run(['/usr/bin/modem', 'model-check', path], { timeoutMs: 10_000 })
    return { ...(JSON.parse(run.stdout) as List), ms: run.ms, check }
  }
  const remove = () => setup.router.run(['rm', '-f', path])
  const model = async () => (await list()).modems[0]?.model

  it('of root’s alone counts', async () => {
    setup.router.write(path, JSON.stringify(good))
    expect(await list()).toMatchObject({ modems: [{ model: 'mine' }], warnings: [], check: { code: 0 } })
  })

  it.each([0o666, 0o664, 0o646])('that others may write (mode %o) is refused with the reason', async mode => {
    setup.router.write(path, JSON.stringify(good), mode)
    const { modems, warnings, check } = await list()
    expect(modems[0]?.model).toBe('FG621-EA')
    expect(warnings).toEqual([expect.stringMatching(/2cb70a05\.json: .*root.*nobody else may write/)])
    expect(check).toMatchObject({ code: 1, stdout: expect.stringMatching(/nobody else may write/) })
  })

  it.skipIf(process.getuid?.() !== 0)('of another user is refused with the reason', async () => {
    setup.router.write(path, JSON.stringify(good))
    chownSync(join(setup.router.root, path), 1000, 1000)
    expect(await list()).toMatchObject({
      modems: [{ model: 'FG621-EA' }],
      warnings: [expect.stringMatching(/root/)],
    })
    await remove()
  })

  it('that is a pipe or a link is refused, and nobody waits for it', async () => {
    await remove()
    await setup.router.run(['mkfifo', path])
    const { modems, warnings, ms } = await list()
    expect([modems[0]?.model, warnings.length]).toEqual(['FG621-EA', 1])
    expect(ms).toBeLessThan(5000)
    await remove()
    setup.router.write('/tmp/planted.json', JSON.stringify(good))
    symlinkSync('/tmp/planted.json', join(setup.router.root, path))
    expect(await model()).toBe('FG621-EA')
    await remove()
  })

  it.each([
    ['10 MB of it', `[${`${JSON.stringify(good)},`.repeat(90_000)}${JSON.stringify(good)}]`],
    ['10 MB of blanks', ' '.repeat(10_000_000)],
    ['200,000 lists in each other', '['.repeat(200_000)],
    ['100,000 objects in each other, closed', `${'{"a":'.repeat(25_000)}1${'}'.repeat(25_000)}`],
    ['deep options', JSON.stringify(good).replace('}', `,"options":${'['.repeat(9000)}${']'.repeat(9000)}}`)],
  ])('is read in bounded time and memory: %s', async (_, text) => {
    setup.router.write(path, text)
    const { modems, warnings, check, ms } = await list()
    expect(modems).toHaveLength(1)
    expect(warnings).toEqual([expect.stringMatching(/: it is (?:too long|nested deeper than 16 levels)$/)])
    expect(check).toMatchObject({ code: 1, stderr: '' })
    expect(ms).toBeLessThan(5000)
    const { stdout } = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'])
    expect(JSON.parse(stdout)).toMatchObject({ port_state: 'ok' })
    await remove()
  })
})

describe.skipIf(problem !== null)('arguments nested as deep as rpcd hands them over', () => {
  const deep = (open: string, inner: string, close: string) => open.repeat(5000) + inner + close.repeat(5000)
  const lists = deep('[', '', ']')
  const objects = deep('{"a":', '1', '}')
  const methods = Object.keys(schemas.args)
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([script()])
  })
  afterAll(() => setup?.close())

  it.each(methods)('are a mistake told in words: %s', async method => {
    for (const stdin of [`{"modem":${lists}}`, `{"bands":${objects}}`]) {
      const run = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', method], { stdin })
      expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(JSON.parse(run.stdout)).toMatchObject({ error: 'invalid_argument' })
    }
  })

  it('are one for the command line, too', async () => {
    for (const value of [lists, objects]) {
      const run = await setup.router.run(['/usr/bin/modem', 'set_bands', '-'], {
        stdin: `{"rat":"lte","bands":${value}}`,
      })
      const { error, message } = JSON.parse(run.stdout)
      expect([run.code, error]).toEqual([2, 'invalid_argument'])
      expect(run.stderr).toMatch(/^.*\n {2}bands=… .*\nMore: modem help set_bands\n$/)
      expect(run.stderr.startsWith(`${message}\n`)).toBe(true)
    }
  })
})

describe('what a profile file says', () => {
  const listWith = async (text: string) =>
    (await hostOfDevices([fg621Device], { [path]: text }).call('list')) as unknown as List

  it.each([
    ['an id that is a path', { id: '../../etc/shadow' }],
    ['an id of no device', { id: ['2cb7:0a05', '/dev/sda'] }],
    ['a dialect that is a path', { dialect: '../methods/at' }],
    ['a dialect with the name of its settings', { dialect: 'fibocom.settings' }],
    ['a dialect that everything has', { dialect: 'constructor' }],
    ['a word that is unknown', { exec: 'reboot' }],
    ['a prototype', JSON.parse('{"__proto__":{"name":"x"}}') as object],
    ['a constructor', JSON.parse('{"constructor":{"prototype":{"x":1}}}') as object],
    ['interfaces that are text', { at: ['+CFUN=0'] }],
    ['an expression that is none', { product: '(' }],
  ])('is refused with the reason: %s', async (_, part) => {
    const text = JSON.stringify(good).replace('}', `,${JSON.stringify(part).slice(1)}`)
    const { modems, warnings } = await listWith(text)
    expect(modems).toMatchObject([{ model: 'FG621-EA' }])
    expect(warnings).toEqual([expect.stringContaining(`${path}: `)])
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it('is no AT command, whatever text stands in it', async () => {
    const text = fc.constantFrom(
      '+CFUN=0',
      'zqx\r\nAT+CFUN=0\r',
      '";+CFUN=0',
      '\u001a',
      'AT+CFUN=0',
      '{vendor}',
    )
    const words = fc.record({
      name: text,
      vendor: text,
      avoid: fc.array(text, { maxLength: 2 }),
      legacy: fc.record({ modemband: text, secondary: text, threeginfo: fc.dictionary(text, text) }),
    })
    await fc.assert(
      fc.asyncProperty(words, async more => {
        const host = createHost([{ script: script() }])
        host.nodes.set(path, { text: JSON.stringify({ ...good, ...more }) })
        expect(await host.call('info')).toMatchObject({ port_state: 'ok', signal: { rsrp: -94 } })
        const sent = host.simulators[0]?.log.map(({ line }) => line) ?? []
        expect(sent.length).toBeGreaterThan(0)
        expect(sent.filter(line => /CFUN|zqx|vendor/.test(line))).toEqual([])
      }),
      { numRuns: 40, seed: 5 },
    )
  })
})
