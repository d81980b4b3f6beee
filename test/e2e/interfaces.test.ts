import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recorded } from '../world/memory/modems.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { canTrace } from '../world/router/run.ts'

const problem = routerProblem() ?? (canTrace() ? null : 'strace cannot be used')
if (problem !== null) console.warn(`Whether netifd is asked is not looked at: ${problem}`)

const reply = '/usr/share/rig/ubus/network.interface.dump.json'

describe.skipIf(problem !== null)('the connection of a modem', () => {
  let setup: Setup
  let device = ''
  const info = async () => {
    const { stdout, programs } = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], {
      stdin: '{"max_age":0}',
      trace: true,
      timeoutMs: 20_000,
    })
    return { ...JSON.parse(stdout).connection, programs: programs?.map(([name = '']) => name) }
  }
  /** netifd says something new, of which hotplug tells the scripts. The kernel of every computer has this address. */
  const event = async (ACTION: string, address: string | null) => {
    const { router } = setup
    const up = { up: address !== null, l3_device: device, uptime: 5 }
    const addresses = address === null ? {} : { 'ipv4-address': [{ address, mask: 8 }] }
    const interfaces = [{ interface: 'wwan', proto: 'dhcp', device, available: true, ...up, ...addresses }]
    router.write(reply, JSON.stringify({ interface: interfaces }))
    const env = { ACTION, INTERFACE: '$(touch /tmp/owned)', DEVICE: '`touch /tmp/owned`' }
    await router.run(['/bin/sh', '-c', '. /etc/hotplug.d/iface/60-modem'], { env })
  }

  beforeAll(async () => {
    setup = await setUp([recorded('fibocom/fg621-lte-a')])
    device = (await info()).device
    await setup.router.run(['/bin/sh', '-c', `echo up >/sys/class/net/${device}/operstate`])
  })
  afterAll(() => setup.close())

  it('is asked for until something was told of it', async () => {
    expect((await info()).programs).toContain('ubus')
  })

  it('is told without asking from its last event on, so that a refresh starts one process beside itself', async () => {
    await event('ifup', '127.0.0.1')
    expect(await info()).toMatchObject({
      state: 'connected',
      addresses: ['127.0.0.1/8'],
      programs: ['/usr/libexec/rpcd/modem', 'qjs', 'flock'],
    })
  })

  it('is asked for where the kernel knows better, also before the event', async () => {
    await event('ifupdate', '192.0.2.7')
    expect((await info()).programs).toContain('ubus')
  })

  it('is asked for when it has gone, whatever was told before', async () => {
    await event('ifup', '127.0.0.1')
    await event('ifdown', null)
    expect(await info()).toMatchObject({ state: 'down', programs: expect.arrayContaining(['ubus']) })
  })

  it('is forgotten where netifd does not answer', async () => {
    await event('ifup', '127.0.0.1')
    await setup.router.run(['rm', reply])
    await setup.router.run(['/bin/sh', '-c', '. /etc/hotplug.d/iface/60-modem'])
    expect(setup.router.read('/var/run/modem/interfaces')).toBeNull()
  })

  it('is written down through no link, and no word of an event is a program', async () => {
    const { router } = setup
    await router.run(['/bin/sh', '-c', 'mv /var/run/modem /tmp/moved && ln -s /tmp/moved /var/run/modem'])
    await event('ifup', '127.0.0.1')
    expect(router.read('/tmp/moved/interfaces')).toBeNull()
    expect(router.read('/tmp/owned')).toBeNull()
  })
})
