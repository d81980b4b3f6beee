import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The tests of the rate are skipped: ${problem}`)

const plugin = ['/usr/libexec/rpcd/modem', 'call']

describe.skipIf(problem !== null)('a modem that must not be asked often, on a router', () => {
  let setup: Setup
  const call = async (method: string, stdin = '{"max_age":0}') => {
    const { stdout } = await setup.router.run([...plugin, method], { stdin })
    return JSON.parse(stdout) as Record<string, unknown>
  }
  const asked = () => setup.hosts[0]?.log.length ?? 0

  beforeAll(async () => {
    setup = await setUp([readFixture(path.join(repository, 'test/fixtures/foxconn/dw5821e-lte.at'))])
  })
  afterAll(() => setup?.close())

  it('is asked once by many processes one after the other; each gets the values and their age', async () => {
    expect(await call('info')).toMatchObject({ age_ms: 0, port_state: 'ok' })
    const before = asked()
    for (const method of ['info', 'signal', 'status', 'info']) {
      await pause(30)
      expect((await call(method)).age_ms).toBeGreaterThan(0)
    }
    for (const argv of [
      ['/usr/share/3ginfo-lite/3ginfo.sh', 'json'],
      ['/usr/bin/modem', 'info', 'max_age=0'],
    ])
      expect((await setup.router.run(argv)).stdout).toContain('DW5821e')
    expect(asked()).toBe(before)
  })

  it('is asked by a person who wants the talk', async () => {
    const before = asked()
    expect((await setup.router.run(['/usr/bin/modem', 'debug'])).stdout).toMatch(/> AT.*\^DEBUG\?/)
    expect(asked()).toBeGreaterThan(before)
  })

  it('follows the interval and the commands of a person’s own model file', async () => {
    const own = {
      ...{ bus: 'usb', id: '413c:81d7', vendor: 'Dell', name: 'DW5821e', dialect: 'foxconn', at: [2] },
      ...{ options: { module: 'T77W968' }, interval_ms: 1500, avoid: ['^CA_INFO?', '+TEMP'] },
    }
    setup.router.write('/etc/modem/models/usb/413c81d7.json', JSON.stringify(own))
    await pause(1600)
    const before = asked()
    expect(await call('info')).toMatchObject({
      age_ms: 0,
      temperature: null,
      signal: { rsrp: expect.any(Number) },
    })
    const burst = setup.hosts[0]?.log.slice(before).map(({ line }) => line) ?? []
    expect(burst.some(line => line.includes('^DEBUG?'))).toBe(true)
    expect(burst.filter(line => /CA_INFO|\+TEMP/.test(line))).toEqual([])
    expect((await call('info')).age_ms).toBeGreaterThan(0)
    expect(asked()).toBe(before + burst.length)
    await pause(1600)
    expect(await call('info')).toMatchObject({ age_ms: 0 })
    expect(asked()).toBeGreaterThan(before + burst.length)
  })
})
