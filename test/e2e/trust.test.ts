import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fg621 } from '../world/memory/modems.ts'
import { late, neverAnswers } from '../world/modem/behaviours.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Tests of shared ports are skipped: ${problem}`)

const plugin = ['/usr/libexec/rpcd/modem', 'call', 'info']

describe.skipIf(problem !== null)('a port that many want, on a router', () => {
  let setup: Setup
  const info = async (stdin = '{"max_age":0}') => {
    const run = await setup.router.run(plugin, { stdin })
    return { ...run, data: JSON.parse(run.stdout) as Record<string, unknown> }
  }
  const forget = () => setup.router.run(['rm', '-rf', '/var/run/modem'])
  const asked = () => setup.hosts[0]?.log.length ?? 0

  beforeAll(async () => {
    setup = await setUp([fg621()], { behaviours: [late(30)] })
  })
  afterAll(() => setup?.close())

  it('serves twelve callers at once with one burst of questions', async () => {
    await forget()
    const before = asked()
    const replies = await Promise.all(Array.from({ length: 12 }, () => info('{}')))
    for (const { data } of replies) expect(data).toMatchObject({ model: 'FG621-EA', signal: { rsrp: -94 } })
    expect(asked() - before).toBe(2)
  })

  it('is free again the moment its holder is killed', async () => {
    for (const timeoutMs of [8, 16, 24, 32, 40, 48]) {
      await forget()
      await setup.router.run(plugin, { stdin: '{"max_age":0}', timeoutMs })
      const { data, ms } = await info()
      expect(data).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })
      expect(ms).toBeLessThan(9000)
    }
  })

  it('is shared with whoever uses flock on the device: a caller with an answer in hand does not wait', async () => {
    await info()
    const other = setup.router.run(['flock', '/dev/ttyUSB0', 'sleep', '2'])
    await pause(200)
    const { data, ms } = await info()
    expect(data.age_ms).toBeGreaterThan(0)
    expect(ms).toBeLessThan(1000)
    await other
  })

  it('is waited for by a caller that knows nothing yet', async () => {
    await forget()
    const other = setup.router.run(['flock', '/dev/ttyUSB0', 'sleep', '1'])
    await pause(200)
    const { data, ms } = await info()
    expect(data).toMatchObject({ port_state: 'ok', age_ms: 0 })
    expect(ms).toBeGreaterThan(500)
    await other
  })

  it('ignores a damaged snapshot and replaces it', async () => {
    await info()
    setup.router.write('/var/run/modem/usb-1-1.json', '{"version":2,"modem":"usb-1-1"', 0o600)
    setup.router.write('/var/run/modem/usb-1-1.info', '1 x')
    expect((await info('{"max_age":60000}')).data).toMatchObject({ age_ms: 0, port_state: 'ok' })
    expect(setup.router.read('/var/run/modem/usb-1-1.json')?.split('\n')).toHaveLength(3)
  })

  it('lets nobody but root read what is remembered', async () => {
    await info()
    const { stdout } = await setup.router.run(['ls', '-lnd', '/var/run/modem', '/var/run/modem/usb-1-1.json'])
    const modes = stdout
      .trim()
      .split('\n')
      .map(line => line.split(/\s+/).slice(0, 4))
    expect(modes).toEqual([
      ['drwx------', '2', '0', '0'],
      ['-rw-------', '1', '0', '0'],
    ])
  })

  it('shows one talk with the numbers masked', async () => {
    const { stdout } = await setup.router.run(['/usr/bin/modem', 'debug'])
    expect(stdout).toMatch(/^ +\d+ > AT\+CSQ;/m)
    expect(stdout).toContain('+GTCCINFO:')
    const { imei, sim } = JSON.parse((await setup.router.run(['/usr/bin/modem', 'info'])).stdout)
    const identities: string[] = [imei, sim.imsi, sim.iccid]
    expect(identities).toEqual(Array(3).fill(expect.stringMatching(/^\d{14,}/)))
    for (const identity of identities) expect(stdout).not.toContain(identity.slice(6))
  })
})

describe.skipIf(problem !== null)('a port that does not answer', () => {
  it('is told with the program that has it open, and logged once', { timeout: 60_000 }, async () => {
    const setup = await setUp([fg621()], { behaviours: [neverAnswers()] })
    try {
      const holder = setup.router.run(['/bin/sh', '-c', 'exec sleep 40 </dev/ttyUSB0'], { timeoutMs: 25_000 })
      await pause(300)
      const status = await setup.router.run(['/usr/bin/modem', 'status'])
      expect(JSON.parse(status.stdout)).toMatchObject({
        status: 'port_silent',
        reason: expect.stringMatching(/sleep \(process \d+\) has it open/),
      })
      await setup.router.run(['/usr/bin/modem', 'info', 'max_age=0'])
      const lines = setup.router.log().filter(line => line.includes('silent'))
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/FG621.*\/dev\/ttyUSB0 is silent/)
      await setup.router.run(['/bin/sh', '-c', 'kill $(pidof sleep)'])
      await holder
    } finally {
      await setup.close()
    }
  })
})
