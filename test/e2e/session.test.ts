import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { hostOnPty } from '../world/modem/pty.ts'
import { setUp, wiredModem } from '../world/router/modems.ts'
import { createRouter, routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Session leaders and ports that take no bytes: ${problem}`)

const fg621 = () => readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
const waits = { timeout: 20_000 }

describe.skipIf(problem !== null)('on a router', () => {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close()
  })

  it.each([
    ['modem', 'modem at command=AT+CSQ timeout_ms=9000'],
    ['the plugin of rpcd', '/usr/libexec/rpcd/modem call at </tmp/arguments'],
  ])('%s as the leader of a session tells that the modem went away', async (_, words) => {
    const router = await createRouter()
    open.push(router)
    router.write('/tmp/arguments', '{"command":"AT+CSQ","timeout_ms":9000}')
    // The modem comes after the shell, which would inherit the other end of its terminal and keep it there.
    const script = `until [ -e /tmp/go ]; do sleep 1; done; exec ${words} >/tmp/reply 2>/dev/null`
    await router.run(['/bin/sh', '-c', 'busybox setsid sh -c "$0" >/dev/null 2>&1 &', script])
    const host = await hostOnPty(fg621(), { behaviours: [neverAnswers(/CSQ/)] })
    open.push(host)
    router.plug(wiredModem(fg621(), host.path))
    router.write('/tmp/go', '')
    await expect.poll(() => host.log.some(({ line }) => /CSQ/.test(line)), waits).toBe(true)
    host.close()
    await expect.poll(() => router.read('/tmp/reply'), waits).toMatch(/}\n$/)
    expect(JSON.parse(router.read('/tmp/reply') ?? '')).toMatchObject({ error: 'port_lost' })
  })

  it('a missing flock is told as such, not as a port that is busy', async () => {
    const setup = await setUp([fg621()])
    open.push(setup)
    const { router, hosts } = setup
    await router.run(['rm', '/usr/bin/flock'])
    const { stdout } = await router.run(['/usr/bin/modem', 'info', 'max_age=0'])
    expect(JSON.parse(stdout)).toMatchObject({
      error: 'no_lock',
      message: expect.stringMatching(/flock is missing/),
    })
    expect(hosts[0]?.log).toEqual([])
  })

  it('a port that takes no bytes at all is told in time, and nobody has it afterwards', async () => {
    const setup = await setUp([fg621()], { deaf: true })
    open.push(setup)
    const { router, hosts } = setup
    await router.run(['/bin/sh', '-c', 'yes >/dev/ttyUSB0'], { timeoutMs: 1000 })
    const { stdout } = await router.run(['/usr/bin/modem', 'at', 'command=AT+CSQ'])
    expect(JSON.parse(stdout)).toMatchObject({
      error: 'port_stuck',
      message: 'The AT port takes no bytes: /dev/ttyUSB0',
    })
    const info = await router.run(['/usr/bin/modem', 'info', 'max_age=0'])
    expect(JSON.parse(info.stdout)).toMatchObject({ port_state: 'silent' })
    const after = await router.run(['flock', '-n', hosts[0]?.path ?? '', 'true'])
    expect(after.code).toBe(0)
    expect(router.running().filter(({ argv }) => /qjs|flock|sh/.test(argv[0] ?? ''))).toEqual([])
  })
})
