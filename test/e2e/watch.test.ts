import { join } from 'node:path'
import { describe, it, type TestContext } from 'vitest'
import { type Rung, rungs } from '../../src/watch/policy.ts'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { memoryInOutage } from '../world/time/router.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The watch is not tested on a router: ${problem}`)

/** Takes what a rung orders. */
const obeys: Behaviour = () => ({
  answer: part =>
    part === '+COPS?'
      ? reply(['+COPS: 0,0,"orange",7'])
      : /^\+(?:COPS=[02]|CFUN=(?:15|1,1))$/.test(part)
        ? reply([])
        : undefined,
})

/** netifd as far as the watch talks to it: an interface that is up or down, and what was ordered. */
const ubus = `#!/bin/sh
echo "$*" >>/tmp/orders
case "$*" in
"call network.interface dump") cat "/tmp/dump.$(cat /tmp/state.wwan)" ;;
"call network.interface down"*) echo down >/tmp/state.wwan ;;
"call network.interface up"*) echo up >/tmp/state.wwan ;;
"send modem "*) ;;
*) exit 4 ;;
esac
`

const dump = (up: boolean) =>
  JSON.stringify({
    interface: [
      {
        interface: 'wwan',
        ...{ up, pending: false, available: true, autostart: up, proto: 'dhcp', device: 'eth1' },
        ...(up
          ? { uptime: 900, l3_device: 'eth1', 'ipv4-address': [{ address: '10.0.0.2', mask: 24 }] }
          : {}),
      },
    ],
  })

const section = "config watch\n\toption interval '5'\n\toption power_line 'lte_power'\n"

describe.skipIf(problem !== null).concurrent('the watch on a router', () => {
  async function start(finished: TestContext['onTestFinished']) {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const setup = await setUp([script], { behaviours: [obeys, ...fibocom()], uci: { modem: section } })
    finished(() => setup.close())
    const { router } = setup
    router.write('/sbin/ubus', ubus)
    router.write('/usr/sbin/ping', '#!/bin/sh\n[ -e /tmp/alive ]\n')
    for (const state of ['up', 'down']) router.write(`/tmp/dump.${state}`, dump(state === 'up'))
    router.write('/tmp/state.wwan', 'up\n')
    router.write('/sys/bus/usb/devices/1-1/authorized', '1\n')
    router.write('/sys/class/gpio/lte_power/value', '1\n')
    return setup
  }
  const run = ({ router }: Setup) =>
    router.run(['qjs', '--no-unhandled-rejection', '-m', '/usr/share/modem/watch.js'], { timeoutMs: 100_000 })
  const told = async ({ router }: Setup) => JSON.parse((await router.run(['modem', 'watch'])).stdout)
  const end = async ({ router }: Setup) => {
    const watch = router.running().find(({ argv }) => argv.some(word => word.endsWith('/watch.js')))
    await router.run(['kill', String(watch?.pid)])
  }

  const healing = ['reconnect', 'register', 'restart', 'reenumerate', 'power'] as const
  it.for(healing)(
    'heals a stalled connection by the rung that is due: %s',
    { timeout: 150_000 },
    async (rung, { onTestFinished, expect }) => {
      const setup = await start(onTestFinished)
      const { router, hosts } = setup
      const earlier = rungs.slice(0, rungs.indexOf(rung)) as Rung[]
      const now = Number(process.hrtime.bigint() / 1_000_000n)
      const seed = JSON.stringify(memoryInOutage(earlier, now))
      const keep = 'umask 077; mkdir -p /var/run/modem; cat >/var/run/modem/usb-1-1.watch-state'
      await router.run(['/bin/sh', '-c', keep], { stdin: seed })
      const running = run(setup)
      const log = () => router.log().join('\n')
      await expect
        .poll(log, { timeout: 90_000, interval: 300 })
        .toMatch(new RegExp(`${rung}: .*stopped and started`))
      router.write('/tmp/alive', '')
      await expect
        .poll(() => told(setup), { timeout: 40_000, interval: 500 })
        .toMatchObject({ verdict: 'alive', running: true, last: { rung, done: true, by: 'recovery' } })
      await end(setup)
      expect((await running).code).toBe(0)
      const orders = router.read('/tmp/orders')?.split('\n') ?? []
      expect(orders.filter(text => / (?:up|down) /.test(text))).toEqual([
        'call network.interface down {"interface":"wwan"}',
        'call network.interface up {"interface":"wwan"}',
      ])
      expect(orders.filter(text => text.startsWith('send modem')).join()).toMatch(
        new RegExp(`"recovered".*"rung":"${rung}"`),
      )
      expect(router.read('/sys/bus/usb/devices/1-1/authorized')?.trim()).toBe('1')
      expect(router.read('/sys/class/gpio/lte_power/value')?.trim()).toBe('1')
      const sent = hosts[0]?.log.map(({ line }) => line).filter(line => /^AT\+(?:COPS=|CFUN=)/.test(line))
      const wanted = { register: ['AT+COPS=2', 'AT+COPS=0'], restart: ['AT+CFUN=15'] } as Partial<
        Record<Rung, string[]>
      >
      expect(sent).toEqual(wanted[rung] ?? [])
    },
  )

  it('says nothing to the modem while another program has its lock, leaves no zombie, and ends when it is told to', async ({
    onTestFinished,
    expect,
  }) => {
    const setup = await start(onTestFinished)
    const { router, hosts } = setup
    router.write('/tmp/alive', '')
    const running = run(setup)
    const count = () => hosts[0]?.log.length ?? 0
    await expect.poll(count, { timeout: 30_000, interval: 200 }).toBeGreaterThan(0)
    const held = router.run(['flock', '/dev/ttyUSB0', 'sh', '-c', 'touch /tmp/held; sleep 8; rm /tmp/held'])
    await expect.poll(() => router.read('/tmp/held'), { timeout: 20_000, interval: 50 }).toBe('')
    const before = count()
    while (router.read('/tmp/held') !== null) {
      expect(count()).toBe(before)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    await held
    await expect.poll(count, { timeout: 30_000, interval: 200 }).toBeGreaterThan(before)
    const { stdout } = await router.run(['/bin/sh', '-c', 'cat /proc/[0-9]*/stat 2>/dev/null'])
    expect(stdout).not.toMatch(/\) Z /)
    await end(setup)
    expect(await running).toMatchObject({ code: 0, stderr: '' })
  }, 100_000)
})
