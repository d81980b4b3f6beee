import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Nothing is published on a router: ${problem}`)

describe.skipIf(problem !== null)('modem-mqtt on a router', () => {
  it('publishes what was read last when the watch tells of it, and takes it back', async ({
    onTestFinished,
  }) => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const uci = { modem: "config mqtt\n\toption host 'broker.lan'\n\toption router 'attic'\n" }
    const setup = await setUp([script], { behaviours: fibocom(), uci })
    onTestFinished(() => setup.close())
    const { router } = setup
    router.write('/usr/sbin/mosquitto_pub', '#!/bin/sh\necho "$XDG_CONFIG_HOME $*" >>/tmp/sent\n')
    router.write('/tmp/sent', '')
    await router.run(['modem', 'info'])
    const tell = (event: string) =>
      router.run(['/bin/sh', '-c', '( . /etc/hotplug.d/modem/60-modem-mqtt )'], {
        env: { ACTION: event, MODEM: 'usb-1-1' },
      })
    const sent = async () => (await router.run(['cat', '/tmp/sent'])).stdout.trim().split('\n')
    await tell('signal')
    expect(await sent()).toEqual([''])
    await tell('values')
    await tell('values')
    const base = 'openwrt/attic/modem/usb-1-1'
    const device = 'homeassistant/device/attic_usb-1-1/config'
    const topics = async () => (await sent()).map(line => / -t (\S+)/.exec(line)?.[1])
    expect(await topics()).toEqual([device, `${base}/online`, `${base}/state`, `${base}/state`])
    expect((await sent()).every(line => line.startsWith('/etc/modem/mqtt -h broker.lan -q 1 '))).toBe(true)
    expect((await sent()).at(-1)).toContain('"technology":"lte_a"')
    await router.run(['qjs', '--no-unhandled-rejection', '-m', '/usr/share/modem/mqtt.js', 'withdraw'])
    expect((await topics()).slice(4)).toEqual([device, `${base}/online`])
  }, 60_000)
})
