import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debugTalk } from '../../src/main/debug.ts'
import { logLine, plain } from '../../src/platform/plain.ts'
import { bundleForQjs } from '../platform/stages.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`What reaches a terminal is not tested on a router: ${problem}`)

/** Clears a screen, sets a title, colours by an 8-bit CSI, turns the direction of writing, rings. */
const evil = '\x1b[2J\x1b]0;owned\x07\u009b31m\u202e</script><b>\x7f\u2066$(reboot)\\'
const raw = /[^\t\n -~\xa0-\u2027\u202f-\u2065\u206a-\uffff]/
const source = readFileSync(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'), 'utf8')
  .replaceAll('FG621-EA', `FG621-EA${evil}`)
  .replaceAll('16121.1000.00.01.01.02', `16121${evil}`)
  .replace('"A1",16', `"A1${evil}",16`)
  .replace('< +CSQ: 24,99', `! +CUSD: 0,"${evil}",15\n< +CSQ: 24,99`)
const script = () => parseFixture(source)

describe('plain text', () => {
  it('holds no control character but line feed and tab, and is the same text inside of JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, spaced) => {
        expect(plain(text)).not.toMatch(raw)
        expect(logLine(text)).not.toMatch(/[^ -~\xa0-\uffff]/)
        expect(logLine(text.repeat(500)).length).toBeLessThanOrEqual(2400)
        const json = JSON.stringify({ text }, null, spaced ? 2 : 0)
        expect(JSON.parse(plain(json))).toEqual({ text })
      }),
      { numRuns: 2000 },
    )
  })

  it('is all that modem debug shows of a talk', async () => {
    const talk = await debugTalk(createHost([{ script: script() }]).platform, undefined)
    expect(talk).toMatch(/\\u001b\[2J/)
    expect(talk).not.toMatch(raw)
  })
})

describe.skipIf(problem !== null)('a modem that sends escape sequences', () => {
  const bundle = '/usr/share/modem/cases.js'
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([script()], { files: { [bundle]: await bundleForQjs() } })
  })
  afterAll(() => setup?.close())

  it.each([
    ['/usr/bin/modem', 'info', 'max_age=0'],
    ['/usr/bin/modem', 'status'],
    ['/usr/bin/modem', 'bands'],
    ['/usr/bin/modem', 'at', 'command=AT+CGMM'],
    ['/usr/bin/modem', 'debug'],
    ['/usr/share/3ginfo-lite/3ginfo.sh', 'json'],
    ['/usr/bin/modemband.sh'],
    ['/usr/bin/modemband.sh', 'json'],
    ['/usr/share/modemdata/params.sh', '/dev/ttyUSB0', '1'],
    ['/usr/share/modemdata/product.sh', '/dev/ttyUSB0'],
    ['/usr/bin/md_serial_ecm', '/dev/ttyUSB0', 'wwan', '1'],
  ])('does not reach the terminal through %s %s', async (...argv) => {
    const { stdout, stderr } = await setup.router.run(argv)
    expect(stdout.length).toBeGreaterThan(20)
    expect(stdout + stderr).not.toMatch(raw)
    if (stdout.startsWith('{') || stdout.startsWith('[')) JSON.parse(stdout)
  })

  it('is told as what it sent by info, in valid JSON', async () => {
    const { stdout } = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], {
      stdin: '{"max_age":0}',
    })
    expect(JSON.parse(stdout)).toMatchObject({
      model: expect.stringContaining('\x1b[2J'),
      operator: { name: expect.stringContaining('\u202e') },
    })
  })

  it('does not reach the system log, nor do line breaks, numbers and options', async () => {
    const text = `--file=/etc/shadow fw ${evil}\nkern.emerg forged: line\r IMEI 004401000000014 number +436641234567`
    await setup.router.run(['qjs', '--no-unhandled-rejection', '-m', bundle, 'log', text])
    await expect.poll(() => setup.router.log().length).toBe(1)
    const [line = ''] = setup.router.log()
    expect(line).toMatch(/^user\.notice modem: --file=\/etc\/shadow fw \\u001b\[2J/)
    expect(line).not.toMatch(/[^ -~]/)
    expect(line).not.toMatch(/\d{6}/)
  })
})

describe('a reply', () => {
  it('never has more than 256 KB, counted in bytes', async () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => `< +X: ${i} ${'移é'.repeat(40)}`).join('\n')
    const reply = async (count: number) => {
      const text = `@usb 1209:0001 "Maker" "Stick"\n@port ttyUSB0 2\n> AT+X\n${lines(count)}\n`
      return createHost([{ script: parseFixture(text) }]).call('at', { command: 'AT+X' })
    }
    const bytes = (value: object) => Buffer.byteLength(JSON.stringify(value))
    expect(bytes(await reply(1000))).toBeGreaterThan(200_000)
    expect(await reply(1000)).toMatchObject({ ok: true })
    expect(await reply(1400)).toMatchObject({ error: 'internal' })
    expect(bytes(await reply(1400))).toBeLessThan(1000)
  })
})
