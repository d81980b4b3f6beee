import { describe, expect, test } from 'vitest'
import { planSetup, type SetupModem, type SetupRouter } from '../../src/connection/setup.ts'
import type { SetupPlanReply } from '../../src/contract/setup.ts'
import { parseUci } from '../../src/discovery/uci.ts'

const stick: SetupModem = {
  modem: 'usb-1-1',
  directory: '/sys/devices/usb1/1-1',
  driver: 'qmi_wwan',
  net: 'wwan0',
  control: '/dev/cdc-wdm0',
  tty: '/dev/ttyUSB3',
  apns: ['internet.example'],
  asksPin: false,
  dials: null,
}
const router: SetupRouter = {
  network: parseUci("config interface 'lan'\n\toption proto 'static'\n\toption device 'br-lan'\n"),
  firewall: parseUci(
    "config zone\n\toption name 'lan'\n\tlist network 'lan'\nconfig zone\n\toption name 'wan'\n\tlist network 'wan'\n\tlist network 'wan6'\n",
  ),
  interface: null,
  own: [],
  taken: [],
  works: false,
  protos: ['static', 'dhcp', 'qmi', 'mbim', 'ncm', '3g'],
  managed: false,
}
const network = (text: string) => ({
  network: parseUci(`config interface 'wwan'\n${text}`),
  interface: 'wwan',
  own: ['wwan'],
})
const planned = (
  modem: Partial<SetupModem> = {},
  around: Partial<SetupRouter> = {},
  wish: Parameters<typeof planSetup>[2] = {},
): SetupPlanReply => {
  const plan = planSetup({ ...stick, ...modem }, { ...router, ...around }, wish)
  if (typeof plan === 'string') throw new Error(plan)
  return plan
}
const commands = ({ changes }: SetupPlanReply) => changes.map(({ command }) => command)

describe('the set-up of a modem', () => {
  test.each<[string, Partial<SetupModem>, Partial<SetupRouter>, string, string | null]>([
    ['qmi over its control channel', {}, {}, 'qmi', '/dev/cdc-wdm0'],
    ['mbim over its control channel', { driver: 'cdc_mbim' }, {}, 'mbim', '/dev/cdc-wdm0'],
    ['dhcp where the modem dials itself', { driver: 'cdc_ncm', net: 'eth1' }, {}, 'dhcp', 'eth1'],
    ['dhcp for ECM and RNDIS', { driver: 'rndis_host', net: 'usb0' }, {}, 'dhcp', 'usb0'],
    ['ncm for Huawei', { driver: 'huawei_cdc_ncm' }, {}, 'ncm', '/dev/cdc-wdm0'],
    [
      'dhcp for Huawei without the handler',
      { driver: 'huawei_cdc_ncm' },
      { protos: ['dhcp'] },
      'dhcp',
      'wwan0',
    ],
    [
      '3g where there is nothing but ports',
      { driver: null, net: null, control: null },
      {},
      '3g',
      '/dev/ttyUSB3',
    ],
    ['modemmanager where that has the modem', {}, { managed: true }, 'modemmanager', '/sys/devices/usb1/1-1'],
  ])('is %s', (_, modem, around, proto, device) => {
    const { changes, proto: chosen } = planned(modem, around)
    expect(chosen).toBe(proto)
    expect(changes.find(({ option }) => option === 'device')?.value).toBe(device)
  })

  test('is told as commands, each with its reason', () => {
    const plan = planned()
    expect(commands(plan)).toEqual([
      "uci set network.wwan='interface'",
      "uci set network.wwan.proto='qmi'",
      "uci set network.wwan.device='/dev/cdc-wdm0'",
      "uci set network.wwan.apn='internet.example'",
      "uci delete firewall.@zone[1].network; uci add_list firewall.@zone[1].network='wan'; uci add_list firewall.@zone[1].network='wan6'; uci add_list firewall.@zone[1].network='wwan'",
    ])
    expect(plan.changes.every(({ reason }) => reason.endsWith('.'))).toBe(true)
  })

  test('mends the section that is there instead of adding one', () => {
    const text =
      "\toption proto 'qmi'\n\toption device '/dev/cdc-wdm1'\n\toption apn 'my.apn'\n\toption metric '20'\n"
    const plan = planned({}, { ...network(text), firewall: [] })
    expect(commands(plan)).toEqual(["uci set network.wwan.device='/dev/cdc-wdm0'"])
    expect(plan.changes[0]).toMatchObject({ before: '/dev/cdc-wdm1', value: '/dev/cdc-wdm0' })
  })

  test('takes options of another protocol out of the way', () => {
    const text =
      "\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n\toption apn 'internet'\n\toption pincode '1234'\n"
    const plan = planned({ driver: 'cdc_ncm', net: 'eth1' }, { ...network(text), firewall: [] })
    expect(commands(plan)).toEqual([
      "uci set network.wwan.proto='dhcp'",
      "uci set network.wwan.device='eth1'",
      'uci delete network.wwan.apn',
      'uci delete network.wwan.pincode',
    ])
  })

  test('is nothing where all is as it should be', () => {
    const text = "\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n\toption apn 'internet'\n"
    const firewall = parseUci("config zone\n\toption name 'wan'\n\toption network 'wan wwan'\n")
    expect(planned({}, { ...network(text), firewall }).changes).toEqual([])
  })

  test('asks for what only a person knows, and says which package is missing', () => {
    const plan = planned({ apns: [], asksPin: true, driver: 'cdc_mbim' }, { protos: ['dhcp'] })
    expect(plan.questions.map(({ argument, optional }) => [argument, optional])).toEqual([
      ['apn', false],
      ['pincode', true],
    ])
    expect(plan.packages).toEqual(['umbim'])
  })

  test('takes what a person says before anything else', () => {
    const plan = planned({}, {}, { apn: 'own.apn', pincode: '4711', interface: 'lte' })
    expect(commands(plan)).toContain("uci set network.lte.apn='own.apn'")
    expect(commands(plan)).toContain("uci set network.lte.pincode='4711'")
  })

  test('says why there is nothing right to propose', () => {
    const nothing = { driver: null, net: null, control: null, tty: null }
    expect(planSetup({ ...stick, ...nothing }, router)).toMatch(/kernel driver is missing/)
    expect(planSetup({ ...stick, control: null }, router)).toMatch(/no device for proto qmi/)
    const other = parseUci("config interface 'wwan'\n\toption proto 'dhcp'\n\toption device 'eth7'\n")
    expect(planSetup(stick, { ...router, network: other })).toMatch(/network\.wwan uses eth7/)
    const bridge = parseUci("config device 'wwan'\n\toption name 'br0'\n")
    expect(planSetup(stick, { ...router, network: bridge })).toMatch(/is a device, not an interface/)
  })

  test.each<[string, Partial<SetupRouter>, Parameters<typeof planSetup>[2], RegExp]>([
    ['the network behind the router', {}, { interface: 'lan' }, /network\.lan has proto static/],
    [
      'the interface of another modem',
      { ...network("\toption proto 'qmi'\n"), interface: null, own: [], taken: ['wwan'] },
      { interface: 'wwan' },
      /another modem/,
    ],
    [
      'a section that says by another option whose it is',
      {
        ...network("\toption proto 'qmi'\n\toption devpath '/sys/devices/usb1/1-2'\n"),
        interface: null,
        own: [],
      },
      {},
      /network\.wwan uses \/sys\/devices\/usb1\/1-2/,
    ],
    [
      'a second interface for a modem that has one',
      network("\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n"),
      { interface: 'lte' },
      /network\.wwan is the interface of this modem already/,
    ],
  ])('never takes %s', (_, around, wish, reason) => {
    expect(planSetup(stick, { ...router, ...around }, wish)).toMatch(reason)
  })

  test.each([
    ['', '20'],
    ["\toption metric '40'\n", '50'],
  ])('does not take the way out from an interface that has it (%j)', (metric, value) => {
    const wired = parseUci(`config interface 'wan'\n\toption proto 'dhcp'\n\toption device 'eth0'\n${metric}`)
    const { changes } = planned({}, { network: wired })
    expect(changes.find(({ option }) => option === 'metric')).toMatchObject({ value })
  })

  test.each(['1', 'true'])('takes no interface for a way out that is disabled (%s)', disabled => {
    const wired = parseUci(
      `config interface 'wan'\n\toption proto 'dhcp'\n\toption device 'eth0'\n\toption disabled '${disabled}'\n`,
    )
    expect(commands(planned({}, { network: wired })).join('\n')).not.toContain('metric')
  })

  test('leaves alone what works, and what finds its modem by itself', () => {
    const around = { ...network("\toption proto 'ncm'\n\toption device '/dev/ttyUSB2'\n"), firewall: [] }
    expect(planned({}, { ...around, works: true })).toMatchObject({
      proto: 'ncm',
      changes: [],
      questions: [],
    })
    const daemon = { ...network("\toption proto 'wwand'\n\toption modem 'main'\n"), firewall: [] }
    expect(planned({}, { ...daemon, protos: ['qmi', 'wwand'] })).toMatchObject({ changes: [] })
    expect(planned({}, { ...daemon, protos: ['qmi'] }).proto).toBe('qmi')
  })

  test('cannot carry anything of a device’s name into the shell', () => {
    const plan = planned({ control: "/dev/x'; reboot; '" })
    expect(commands(plan)).toContain("uci set network.wwan.device='/dev/x'\\''; reboot; '\\'''")
  })
})
