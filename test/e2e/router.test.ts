import Ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { fg621 } from '../world/memory/modems.ts'
import { echo, late, neverAnswers, oneByteAtATime, unsolicitedInside } from '../world/modem/behaviours.ts'
import { gtact } from '../world/modem/gtact.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { type Rpcd, startRpcd } from '../world/router/rpcd.ts'
import { setUpWasm } from '../world/router/wasm.ts'

const problem = routerProblem()
if (problem !== null)
  console.warn(`End-to-end tests run on the WASM engine, a stand-in for a router: ${problem}`)

/** A router with real qjs and busybox ash, else the stand-in. */
const boot: typeof setUp = problem === null ? setUp : setUpWasm

const ajv = new Ajv({ strict: false })
const validInfo = ajv.compile(schemas.replies.info)

describe('the staged tree on a router with an FG621, real qjs and busybox ash', () => {
  let setup: Setup
  let rpcd: Rpcd

  beforeAll(async () => {
    setup = await boot([fg621()], { behaviours: [gtact()] })
    rpcd = await startRpcd(setup.router)
  })
  afterAll(() => setup?.close())

  it('registers the object modem with its methods', () => {
    expect([...(rpcd.objects.get('modem') ? Object.keys(rpcd.objects.get('modem') ?? {}) : [])]).toEqual(
      Object.keys(schemas.replies),
    )
  })

  it('answers info by the schema, cold with two exchanges and warm with one', async () => {
    const asked = setup.hosts[0]?.log.length ?? 0
    const cold = await rpcd.call('modem', 'info', { max_age: 0 })
    expect(cold).toMatchObject({
      status: 0,
      data: { model: 'FG621-EA', rat: 'lte_a', port_state: 'ok', missing: [] },
    })
    expect(validInfo(cold.data), JSON.stringify(validInfo.errors)).toBe(true)
    expect((setup.hosts[0]?.log.length ?? 0) - asked).toBeLessThanOrEqual(2)
    const before = setup.hosts[0]?.log.length ?? 0
    await rpcd.call('modem', 'info', { max_age: 0 })
    expect((setup.hosts[0]?.log.length ?? 0) - before).toBe(1)
  })

  it('asks the modem nothing while the last answer is young enough, and tells its age', async () => {
    await rpcd.call('modem', 'info', { max_age: 0 })
    const before = setup.hosts[0]?.log.length
    const { data } = await rpcd.call('modem', 'signal', { max_age: 60_000 })
    expect(data?.age_ms).toBeGreaterThan(0)
    expect(setup.hosts[0]?.log.length).toBe(before)
  })

  it.skipIf(problem !== null)('keeps the snapshot from other users', async () => {
    const { stdout } = await setup.router.run(['ls', '-ln', '/var/run/modem'])
    expect(stdout).toMatch(/^-rw------- .* usb-1-1\.json$/m)
    expect(stdout).not.toMatch(/^-rw.{0,7}[r-]{3}.*\.\d+$/m)
  })

  it('3ginfo.sh starts at most six processes and prints one JSON object of texts', async () => {
    await setup.router.run(['rm', '-rf', '/var/run/modem'])
    const run = await setup.router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
    const fields = JSON.parse(run.stdout) as Record<string, string>
    expect(fields.mode).toBe('LTE-A | B3 (1800 MHz) + B20 (800 MHz)')
    expect(fields.conn_time).toBe('1d, 02:03:04')
    expect(Object.values(fields).every(text => typeof text === 'string')).toBe(true)
    if (run.processes !== null) expect(run.processes).toBeLessThanOrEqual(6)
  })

  it('sets bands through modemband.sh and reads them back', async () => {
    expect((await setup.router.run(['/usr/bin/modemband.sh', 'setbands', '3 20'])).stdout).toBe('OK\n')
    const { data } = await rpcd.call('modem', 'bands')
    expect(data).toMatchObject({ enabled: { lte: [3, 20] }, writable: ['lte'] })
    const reply = await rpcd.call('modem', 'set_bands', { rat: 'lte', default: true })
    expect(reply.data).toMatchObject({ before: [3, 20], verified: true })
  })

  it('refuses a band the modem does not have, with the list of those it has', async () => {
    const { data } = await rpcd.call('modem', 'set_bands', { rat: 'lte', bands: [3, 99] })
    expect(data).toMatchObject({ error: 'invalid_argument' })
    expect(data?.message).toMatch(/99.*1, 3, 5, 7, 8, 20/)
  })

  it('passes a raw command through and refuses line breaks', async () => {
    const good = await rpcd.call('modem', 'at', { command: 'AT+CSQ' })
    expect(good.data).toMatchObject({ lines: ['+CSQ: 24,99'], final: 'OK', ok: true })
    const bad = await rpcd.call('modem', 'at', { command: 'AT+CSQ\rATZ' })
    expect(bad.data).toMatchObject({ error: 'invalid_argument' })
  })

  it('detect.sh prints the configured port', async () => {
    expect((await setup.router.run(['/usr/share/3ginfo-lite/detect.sh'])).stdout).toBe('/dev/ttyUSB0\n')
  })

  it('the command line answers as ubus does, and explains itself', async () => {
    const status = await setup.router.run(['/usr/bin/modem', 'status'])
    expect(JSON.parse(status.stdout)).toMatchObject({ status: 'connected', operator: 'A1' })
    const wrong = await setup.router.run(['/usr/bin/modem', 'info', 'max_age=old'])
    expect([wrong.code, JSON.parse(wrong.stdout).error]).toEqual([2, 'invalid_argument'])
    expect(wrong.stderr).toBe(
      `${JSON.parse(wrong.stdout).message}\n  max_age=…         0 to 3600000. Oldest acceptable answer in milliseconds; default 2000. 0 asks the modem anew.\nMore: modem help info\n`,
    )
    const help = await setup.router.run(['/usr/bin/modem', '--help'])
    expect(help.stdout).toContain('set_bands')
  })

  it('several callers at once each get a right answer', async () => {
    await setup.router.run(['rm', '-rf', '/var/run/modem'])
    const args = { stdin: '{}' }
    const runs = await Promise.all(
      [1, 2, 3].map(() => setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], args)),
    )
    for (const run of runs)
      expect(JSON.parse(run.stdout)).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })
  })
})

describe('a router without a modem', () => {
  it('answers every kind of call with one JSON object that says so', async () => {
    const setup = await boot([])
    try {
      const rpcd = await startRpcd(setup.router)
      expect((await rpcd.call('modem', 'list')).data).toEqual({ modems: [], warnings: [] })
      expect((await rpcd.call('modem', 'status')).data).toMatchObject({ status: 'no_modem' })
      for (const [method, args] of [
        ['info', {}],
        ['set_bands', { rat: 'lte', bands: [3] }],
        ['at', { command: 'AT' }],
        ['info', { modem: 'usb-9-9' }],
      ] as const)
        expect((await rpcd.call('modem', method, args)).data, method).toMatchObject({
          error: expect.stringMatching(/^no_modem$|^modem_not_found$/),
        })
      const page = await setup.router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
      expect(JSON.parse(page.stdout)).toEqual({ error: 'Device not found' })
    } finally {
      await setup.close()
    }
  })
})

describe('a difficult modem on a router', () => {
  const difficult: readonly [string, readonly Behaviour[], 'ok' | 'silent'][] = [
    ['answers in single bytes', [oneByteAtATime(1)], 'ok'],
    ['echoes nothing', [echo(false)], 'ok'],
    [
      'puts unsolicited lines inside its answers',
      [unsolicitedInside(['+CREG: 1,"2F1A","1D4C503",7', 'RING'])],
      'ok',
    ],
    ['takes 1.5 s for every answer', [late(1500)], 'ok'],
    ['never answers', [neverAnswers()], 'silent'],
  ]
  for (const [name, behaviours, state] of difficult) {
    it(`that ${name} gives valid JSON within 15 s, port ${state}`, { timeout: 30_000 }, async () => {
      const setup = await boot([fg621()], { behaviours: [...behaviours] })
      try {
        const rpcd = await startRpcd(setup.router)
        const { status, data, run } = await rpcd.call('modem', 'info')
        expect([status, data?.port_state]).toEqual([0, state])
        expect(validInfo(data), JSON.stringify(validInfo.errors)).toBe(true)
        expect(run?.ms).toBeLessThan(15_000)
        if (state === 'ok')
          expect(data).toMatchObject({
            model: 'FG621-EA',
            signal: { rsrp: -94 },
            registration: { state: 'home' },
          })
        const page = await setup.router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
        expect(Object.keys(JSON.parse(page.stdout)).length).toBeGreaterThan(40)
      } finally {
        await setup.close()
      }
    })
  }
})
