import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { late } from '../world/modem/behaviours.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Jobs are not tested on a router: ${problem}`)

/** Registered until its bands are other ones than at first; then it finds no network. */
const losesNetwork: Behaviour = () => {
  let isLost = false
  return {
    answer(part) {
      if (/^\+GTACT=\d/.test(part)) isLost = !/,101,103,105/.test(part)
      if (isLost && /^\+C(?:E|G|5G)?REG\?$/.test(part)) return reply([`${part.slice(0, -1)}: 0,2`])
      return undefined
    },
  }
}

describe.skipIf(problem !== null)('a job on a router', () => {
  let setup: Setup
  beforeAll(async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    setup = await setUp([script], { behaviours: [late(5), losesNetwork, ...fibocom()] })
  })
  afterAll(() => setup?.close())

  const call = async (method: string, args: object, timeoutMs = 60_000) => {
    const { stdout } = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', method], {
      stdin: JSON.stringify(args),
      timeoutMs,
    })
    return JSON.parse(stdout || '{}') as Record<string, unknown>
  }
  const jobs = () => setup.router.running().filter(({ argv }) => argv.some(word => word.endsWith('/job.js')))
  const sent = (pattern: RegExp) =>
    setup.hosts[0]?.log.filter(({ line }) => pattern.test(line)).map(({ line }) => line) ?? []
  const poll = (read: () => unknown) => expect.poll(read, { timeout: 60_000, interval: 300 })

  it('of restart waits for the modem, in a session of its own that it does not lead', async () => {
    const begun = await call('restart', {})
    expect(begun).toMatchObject({ modem: 'usb-1-1', job: expect.stringMatching(/^restart-[0-9a-f]{20}$/) })
    for (const modem of setup.router.modems()) setup.router.plug(modem)
    await poll(async () => (await call('job', { job: begun.job })).state).toBe('done')
    expect(await call('job', { job: begun.job })).toMatchObject({
      method: 'restart',
      result: { state: 'back', left: true },
      failure: null,
    })
    expect(sent(/\+CFUN=1,1/)).toHaveLength(1)
    await poll(() => jobs().length).toBe(0)
  }, 120_000)

  it('keeps nothing that did not hold: the bands are put back, though the caller was killed', async () => {
    const before = await call('bands', {})
    const writes = () => sent(/\+GTACT=\d/).length
    const first = writes()
    const killed = setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'set_bands'], {
      stdin: JSON.stringify({ rat: 'lte', bands: [20], keep_if: 'registered', within_s: 10 }),
      timeoutMs: 60_000,
    })
    // A quick look: the caller has its answer soon.
    await expect.poll(() => jobs().length, { timeout: 60_000, interval: 10 }).toBeGreaterThan(0)
    const caller = setup.router.running().find(({ argv }) => argv.some(word => word.endsWith('/rpcd.js')))
    await setup.router.run(['kill', '-9', String(caller?.pid)])
    expect((await killed).stdout).toBe('')
    await poll(() => writes() - first).toBe(1)
    expect(setup.router.read('/etc/modem/undo/usb-1-1.json')).toContain('"set_bands"')
    const [worker] = jobs()
    const stat =
      setup.router
        .read(`/proc/${worker?.pid}/stat`)
        ?.replace(/^.*\) /, '')
        .split(' ') ?? []
    const [, , group, session, terminal] = stat
    if (stat.length > 1) {
      expect(session).not.toBe(String(worker?.pid))
      expect([group, terminal]).toEqual([session, '0'])
    }
    await poll(async () => (await call('job', {})).state).toBe('done')
    expect(await call('job', {})).toMatchObject({ result: { outcome: 'taken_back' } })
    expect(writes() - first).toBe(2)
    expect((await call('bands', {})).enabled).toEqual(before.enabled)
    expect(setup.router.read('/etc/modem/undo/usb-1-1.json')).toBeNull()
    expect(setup.router.log().join('\n')).toMatch(/not registered in time.*\n.*put back and read back/)
  }, 120_000)
})
