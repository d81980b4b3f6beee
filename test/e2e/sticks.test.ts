import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createRouter, type Router, routerProblem } from '../world/router/root.ts'
import { canTrace } from '../world/router/run.ts'
import { huaweiRouter } from '../world/stick/huawei-router.ts'
import { type LoopbackStick, serveOnLoopback } from '../world/stick/loopback.ts'
import { tclRouter, zteRouter } from '../world/stick/routers.ts'
import type { StickServer } from '../world/stick/server.ts'

const problem = routerProblem() ?? (canTrace() ? null : 'strace is missing')
if (problem !== null) console.warn(`Sticks that are routers are not tested on a router: ${problem}`)

const password = 'Pa55-of-the-stick'
const number = '+48600700800'
const ids = { huawei: '12d1:14dc', zte: '19d2:1405', tcl: '1bbb:0195' } as const
const network = {
  interface: 'wan',
  proto: 'dhcp',
  up: true,
  pending: false,
  available: true,
  autostart: true,
  uptime: 500,
  l3_device: 'eth2',
  device: 'eth2',
  'ipv4-address': [{ address: '192.168.8.100', mask: 24 }],
  'ipv6-address': [],
  route: [{ target: '0.0.0.0', mask: 0, nexthop: '192.168.8.1' }],
  'dns-server': ['192.168.8.1'],
  data: {},
}

describe.skipIf(problem !== null)('a stick that is a router of its own, on a router', () => {
  let router: Router | undefined
  let stick: LoopbackStick | undefined
  afterEach(async () => {
    await router?.close()
    stick?.close()
  })

  /** busybox's nc itself, led to the stick of the test: what it is called with is noted. */
  const open = async (kind: keyof typeof ids, server: StickServer) => {
    stick = await serveOnLoopback(server)
    const net = { name: 'eth2', driver: 'cdc_ether', interface: 0 }
    router = await createRouter({
      modems: [
        {
          bus: 'usb',
          id: ids[kind],
          address: '1-1',
          manufacturer: null,
          product: 'Mobile',
          serial: null,
          ports: [],
          nets: [net],
          interfaces: [{ number: 0, driver: 'cdc_ether' }],
        },
      ],
      uci: {
        network: "config interface 'wan'\n\toption proto 'dhcp'\n\toption device 'eth2'\n",
        modem: `config modem 'stick'\n\toption path '1-1'\n\toption password '${password}'\n`,
        '3ginfo': "config 3ginfo\n\toption device '192.168.8.1'\n\toption network 'wan'\n",
      },
      files: {
        '/usr/share/rig/ubus/network.interface.dump.json': JSON.stringify({ interface: [network] }),
        '/usr/sbin/nc': `#!/bin/sh\necho "$*" >>/tmp/nc.log\nexec /bin/nc 127.0.0.1 ${stick.port}\n`,
      },
    })
    return { router, stick }
  }
  const words: string[] = []
  const run = async (argv: readonly string[], stdin = '') => {
    const done = await router?.run(argv, { stdin, trace: true })
    words.push(JSON.stringify(done?.programs), done?.stdout ?? '', done?.stderr ?? '')
    return done?.stdout ?? ''
  }
  const call = async (method: string, args: object = {}) =>
    JSON.parse(await run(['/usr/libexec/rpcd/modem', 'call', method], JSON.stringify(args))) as Record<
      string,
      unknown
    >

  it('of Huawei is read, logged in to, changed and written from, and no secret leaves it', async () => {
    const server = huaweiRouter({ password, login: 'scram', locked: path => path !== 'user/state-login' })
    const made = await open('huawei', server)
    expect(await call('info')).toMatchObject({
      ways: ['http'],
      rat: 'lte_a',
      imei: '867569040123529',
    })
    made.stick.log.length = 0
    expect(await call('info', { max_age: 0 })).toMatchObject({ signal: { rsrp: -93 } })
    expect(made.stick.log).toHaveLength(3)
    expect(await call('status')).toMatchObject({ status: 'connected' })
    expect(await call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
    expect(await call('messages')).toMatchObject({
      messages: [{ text: 'Hi & bye' }, { text: 'sent' }],
    })
    expect(await call('send_message', { to: number, text: 'Zażółć' })).toMatchObject({ state: 'sent' })
    expect(server.state).toMatchObject({ logins: 1, wrong: 0 })

    made.stick.manner = 'slow'
    expect(await call('info', { max_age: 0 })).toMatchObject({ rat: 'lte_a', missing: [] })
    made.stick.manner = 'cut'
    expect(await call('info', { max_age: 0 })).toMatchObject({ port_state: 'silent', rat: null })
    made.stick.manner = 'whole'

    const session = made.router.read('/var/run/modem/stick.stick') ?? ''
    expect(session).toContain('SessionID=in')
    expect(statSync(join(made.router.root, 'var/run/modem/stick.stick')).mode & 0o777).toBe(0o600)
    expect(await run(['/usr/bin/modem', 'debug'])).toContain('http GET /api/device/signal')
    words.push(await run(['/usr/bin/modem', 'report']), ...made.router.log())
    expect(new Set((made.router.read('/tmp/nc.log') ?? '').trim().split('\n'))).toEqual(
      new Set(['192.168.8.1 80']),
    )
    const all = words.join('\n')
    for (const secret of [password, number, /SessionID=\w+/.exec(session)?.[0] ?? '?'])
      expect(all.split(secret).length, secret).toBe(1)
  }, 90_000)

  it('shows itself to doctor and to the legacy pages as any modem does', async () => {
    await open('zte', zteRouter({ password, isLocked: true }))
    expect(await call('doctor')).toMatchObject({ findings: [] })
    expect(JSON.parse(await run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json']))).toMatchObject({
      cport: '192.168.8.1',
      operator_name: 'PLAY',
      operator_mcc: '260',
      operator_mnc: '06',
      rsrp: '-95',
      registration: '1',
    })
  }, 60_000)

  it('of TCL is read in three requests, and told its PIN once', async () => {
    const server = tclRouter({ password })
    const made = await open('tcl', server)
    await call('info')
    made.stick.log.length = 0
    expect(await call('info', { max_age: 0 })).toMatchObject({ model: 'HH70', signal: { rsrp: -97 } })
    expect(made.stick.log).toHaveLength(3)
    server.state.sim.SIMState = 2
    expect(await call('unlock_sim', { pin: '1234' })).toMatchObject({ verified: true })
    expect(server.state.pins).toBe(1)
  }, 60_000)
})
