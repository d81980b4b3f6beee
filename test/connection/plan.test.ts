import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { setupPlan } from '../../src/connection/plan.ts'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { setUp } from '../world/router/modems.ts'
import { type RouterOptions, routerProblem } from '../world/router/root.ts'

const eth = { device: 'eth1', protocol: 'ncm' } as const
const lan = "network.lan=interface\nnetwork.lan.proto='static'\nnetwork.lan.device='br-lan'\n"

describe('what an NCM modem needs in the network configuration', () => {
  it('is one dhcp interface on its device', () => {
    expect(setupPlan(eth, lan)).toEqual({
      kind: 'set',
      commands: [
        ['uci', 'set', 'network.wwan0=interface'],
        ['uci', 'set', 'network.wwan0.proto=dhcp'],
        ['uci', 'set', 'network.wwan0.device=eth1'],
      ],
    })
  })

  it('is nothing when it is there, whatever else the section says', () => {
    const there =
      "network.wwan0=interface\nnetwork.wwan0.proto='dhcp'\nnetwork.wwan0.device='eth1'\nnetwork.wwan0.metric='20'\n"
    expect(setupPlan(eth, lan + there)).toEqual({
      kind: 'done',
      text: 'network.wwan0 is dhcp on eth1 already.',
    })
  })

  it('is nothing when another interface uses the device', () => {
    const other = "network.wan=interface\nnetwork.wan.proto='dhcp'\nnetwork.wan.device='eth1'\n"
    expect(setupPlan(eth, other)).toEqual({ kind: 'done', text: 'network.wan uses eth1 already.' })
  })

  it('does not mind a device section of the same name', () => {
    const settings = "network.@device[0]=device\nnetwork.cfg01.device='eth1'\nnetwork.cfg01=device\n"
    expect(setupPlan(eth, settings).kind).toBe('set')
  })

  test.each([
    [
      "network.wwan0=interface\nnetwork.wwan0.proto='qmi'\nnetwork.wwan0.device='/dev/cdc-wdm0'\n",
      'network.wwan0.proto is qmi, not dhcp, network.wwan0.device is /dev/cdc-wdm0, not eth1',
    ],
    [
      "network.wwan0=device\nnetwork.wwan0.proto='dhcp'\nnetwork.wwan0.device='eth1'\n",
      'network.wwan0 is device, not interface',
    ],
    ["network.wwan0=interface\nnetwork.wwan0.proto='dhcp'\n", 'network.wwan0.device is not set, not eth1'],
  ])('is refused beside %j', (shown, reason) => {
    expect(setupPlan(eth, shown)).toEqual({ kind: 'refused', text: `${reason}. Change or delete it first.` })
  })

  test.each([
    [{ device: null, protocol: null }, 'The modem has no network device.'],
    [{ device: 'wwan0', protocol: 'qmi' }, 'wwan0 speaks qmi: dhcp alone does not bring it up.'],
    [{ device: 'eth1', protocol: null }, 'eth1 speaks an unknown protocol: dhcp alone does not bring it up.'],
    [{ device: 'eth1; reboot', protocol: 'ncm' }, 'The modem has no network device.'],
  ] as const)('is refused for %j', (found, text) => {
    expect(setupPlan(found, lan)).toEqual({ kind: 'refused', text })
  })
})

const problem = routerProblem()

/** Stands for `uci` where it writes; what it reads is the rig's. */
const uci = `#!/bin/sh
case "$1" in
set | commit | revert) echo "$*" >>/tmp/uci; [ "$2" != "$(cat /tmp/refuse 2>/dev/null)" ] ;;
changes) cat /tmp/changes 2>/dev/null ;;
*) exec /sbin/uci "$@" ;;
esac
`

describe.skipIf(problem !== null)(`modem setup (${problem ?? 'on a router'})`, () => {
  const network = "config interface 'lan'\n\toption proto 'static'\n"
  async function run(words: readonly string[], options: RouterOptions = {}) {
    const fixture = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const files = { '/usr/sbin/uci': uci, ...options.files }
    const setup = await setUp([fixture], { uci: { network }, ...options, files })
    try {
      const { code, stdout } = await setup.router.run(['modem', 'setup', ...words])
      return { code, stdout, written: setup.router.read('/tmp/uci') }
    } finally {
      await setup.close()
    }
  }
  const commands = [
    'set network.wwan0=interface',
    'set network.wwan0.proto=dhcp',
    'set network.wwan0.device=wwan0',
    'commit network',
  ]
  const net = (device: string) => commands.map(line => line.replace('device=wwan0', `device=${device}`))

  it('prints the commands and runs none', async () => {
    const { code, stdout, written } = await run([])
    const [, device = ''] = /device=(\S+)/.exec(stdout) ?? []
    expect([code, written]).toEqual([0, null])
    expect(stdout).toBe(
      net(device)
        .map(line => `uci ${line}\n`)
        .join(''),
    )
  })

  it('runs them with --write', async () => {
    const { code, stdout, written } = await run(['--write', 'modem=usb-1-1'])
    const [, device = ''] = /device=(\S+)/.exec(stdout) ?? []
    expect([code, written]).toEqual([
      0,
      net(device)
        .map(line => `${line}\n`)
        .join(''),
    ])
  })

  test.each([
    [
      'an interface that says something else',
      [],
      { uci: { network: `${network}config interface 'wwan0'\n\toption proto 'qmi'\n` } },
      /proto is qmi/,
    ],
    ['an unknown modem', ['modem=usb-9-9'], {}, /usb-9-9/],
    ['words it does not know', ['--force'], {}, /^Usage/],
  ])('refuses %s', async (_, words, options, reason) => {
    const { code, stdout, written } = await run(['--write', ...words], options)
    expect([code, written]).toEqual([1, null])
    expect(stdout).toMatch(reason)
  })

  it('leaves alone what somebody else has not committed yet', async () => {
    const { code, written } = await run(['--write'], {
      files: { '/tmp/changes': "network.lan.ipaddr='10.0.0.1'\n" },
    })
    expect([code, written]).toEqual([1, null])
  })

  it('takes back what it set when a command fails', async () => {
    const { code, written } = await run(['--write'], { files: { '/tmp/refuse': 'network.wwan0.proto=dhcp' } })
    expect([code, written?.split('\n').slice(0, -1)]).toEqual([
      1,
      ['set network.wwan0=interface', 'set network.wwan0.proto=dhcp', 'revert network.wwan0'],
    ])
  })
})
