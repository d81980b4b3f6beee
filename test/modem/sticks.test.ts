import { describe, expect, test } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import type { Host } from '../world/memory/host.ts'
import type { StickReply } from '../world/stick/server.ts'
import {
  alcatelStick,
  huaweiLte,
  huaweiStick,
  tclLte,
  tclStick,
  zteLte,
  zteStick,
} from '../world/stick/sticks.ts'
import { makers, overStick, stickRouter } from './stick-router.ts'

const router = stickRouter

describe('a Huawei stick', () => {
  test('is told like any modem', async () => {
    const { host, places } = router('huawei', huaweiStick())
    expect(await host.call('info')).toMatchObject({
      vendor: 'Huawei',
      model: 'E3372h-320',
      firmware: '11.0.1.1(H697SP1C983)',
      imei: '867569040123529',
      port: '192.168.8.1',
      port_state: 'ok',
      ways: ['http'],
      sim: { state: 'ready', imsi: '208011234500022', iccid: '89330111111111110047' },
      registration: { state: 'home' },
      operator: { name: 'Orange F', mcc: '208', mnc: '01', named_by_modem: true },
      rat: 'lte_a',
      signal: { rsrp: -93, rsrq: -9, sinr: 12, rssi: -65, rssi_from: 'measured' },
      cell: { cell_id: 51_700_236, tac: 4711 },
      carriers: [
        {
          role: 'pcc',
          rat: 'lte',
          band: 3,
          channel: 1300,
          uplink_channel: 19_300,
          pci: 251,
          bandwidth_mhz: 20,
        },
      ],
      session: { state: 'connected' },
    })
    expect(new Set(places)).toEqual(new Set(['192.168.8.1']))
    expect(await host.call('status')).toMatchObject({ status: 'connected' })
  })

  test('is asked three times for a refresh, once its session stands and its identity is known', async () => {
    const { host, log } = router('huawei', huaweiStick())
    await host.call('info')
    log.length = 0
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ model: 'E3372h-320', rat: 'lte_a' })
    expect(log.map(({ target }) => target)).toEqual([
      '/api/device/signal',
      '/api/monitoring/status',
      '/api/net/current-plmn',
    ])
  })

  test('whose session somebody ended is asked with a new one', async () => {
    const server = huaweiStick()
    const { host, log } = router('huawei', server)
    await host.call('info')
    server.end()
    log.length = 0
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ rat: 'lte_a', missing: [] })
    expect(log.filter(({ target }) => target.includes('SesTokInfo'))).toHaveLength(1)
  })

  test('that wants a login says so, and no value is made up', async () => {
    const refused = Object.fromEntries(Object.keys(huaweiLte).map(name => [name, 100_003]))
    const { host } = router('huawei', huaweiStick(huaweiLte, refused))
    expect(await host.call('info')).toMatchObject({
      login: 'needed',
      rat: null,
      registration: { state: 'unknown' },
    })
    expect(await host.call('status')).toMatchObject({
      status: 'needs_login',
      reason: expect.stringContaining('192.168.8.1'),
    })
  })

  test('that is not connected itself is not called connected', async () => {
    const status = { ...huaweiLte['monitoring/status'], ConnectionStatus: '902' }
    const { host } = router('huawei', huaweiStick({ ...huaweiLte, 'monitoring/status': status }))
    expect(await host.call('status')).toMatchObject({
      status: 'registered',
      reason: expect.stringMatching(/no connection of its own/),
    })
  })

  test.each([
    [
      'no card',
      { SimStatus: '255', ServiceStatus: '0', CurrentNetworkType: '0', CurrentNetworkTypeEx: '0' },
      'sim_missing',
    ],
    [
      'no network',
      { SimStatus: '1', ServiceStatus: '0', CurrentNetworkType: '0', CurrentNetworkTypeEx: '0' },
      'searching',
    ],
  ])('with %s is told so', async (_, change, word) => {
    const status = { ...huaweiLte['monitoring/status'], ...change }
    const { host } = router(
      'huawei',
      huaweiStick({ ...huaweiLte, 'monitoring/status': status, 'device/signal': {} }),
    )
    host.clock.advance(300_000)
    expect(await host.call('status')).toMatchObject({ status: word })
  })
})

describe('a Huawei stick on 3G', () => {
  const signal = { cell_id: '', rssi: '-81dBm', rscp: '', ecio: '', sc: '304', mode: '2', tac: '4711' }
  const older = {
    ...huaweiLte,
    'device/signal': signal,
    'monitoring/status': {
      ...huaweiLte['monitoring/status'],
      CurrentNetworkType: '9',
      CurrentNetworkTypeEx: '46',
    },
  }
  const place = { Rssi: '', Rscp: '-88', Ecio: '-7', Lac: '9C42', CellID: 'C8A12D' }

  test('tells area and cell, which lie with other values of its signal', async () => {
    const { host, log } = router('huawei', huaweiStick({ ...older, 'net/signal-para': place }))
    expect(await host.call('info')).toMatchObject({
      rat: 'hspa_plus',
      cell: { lac: 0x9c42, tac: null, cell_id: 0xc8a12d, rnc: 0xc8, sector: 0xa12d },
      signal: { rscp: -88, ecio: -7, rssi: -81 },
      missing: [],
    })
    log.length = 0
    await host.call('info', { max_age: 0 })
    expect(log).toHaveLength(4)
  })

  test('that tells them only to who logs in is not logged in to for them', async () => {
    const server = huaweiStick(older, { 'net/signal-para': 100_003 })
    const { host, log } = router('huawei', server, undefined, { password: 'secret' })
    expect(await host.call('info')).toMatchObject({ rat: 'hspa_plus', cell: { lac: null }, missing: [] })
    expect(log.map(({ target }) => target).filter(target => target.includes('/user/'))).toEqual([])
  })

  test('that does not know where they lie tells the rest, and no area of LTE, and is not asked again', async () => {
    const { host, log } = router('huawei', huaweiStick(older))
    expect(await host.call('info')).toMatchObject({
      rat: 'hspa_plus',
      cell: { lac: null, tac: null, cell_id: null },
      missing: [],
    })
    log.length = 0
    await host.call('info', { max_age: 0 })
    expect(log).toHaveLength(3)
  })
})

describe('a ZTE stick', () => {
  const wcdma = {
    network_type: 'HSPA+',
    cell_id: 'c8a12d',
    lac_code: '9c42',
    rscp: '-88',
    ecio: '-7',
    wan_active_band: 'WCDMA 900',
  }

  test('on 3G tells its channel, and none that is of no band of 3G', async () => {
    const on = async (wan_active_channel: string) => {
      const { host } = router('zte', zteStick({ ...zteLte, ...wcdma, wan_active_channel }))
      return host.call('info')
    }
    expect(await on('3038')).toMatchObject({
      rat: 'hspa_plus',
      cell: { lac: 0x9c42, cell_id: 0xc8a12d },
      carriers: [{ role: 'pcc', rat: 'umts', band: 8, channel: 3038, downlink_mhz: 947.6 }],
    })
    expect((await on('6300')).carriers).toEqual([])
  })

  test('is told like any modem, in one request', async () => {
    const { host, log } = router('zte', zteStick())
    expect(await host.call('info')).toMatchObject({
      model: 'MF79U',
      rat: 'lte',
      operator: { mcc: '260', mnc: '06', name: 'PLAY' },
      signal: { rsrp: -95, rsrq: -11, sinr: 8.2, rssi: -67 },
      cell: { cell_id: 0x27ae51e, tac: 0xd6d8 },
      carriers: [{ band: 7, channel: 3350, pci: 0x1a }],
      session: { state: 'connected' },
    })
    expect(log).toHaveLength(1)
    expect(log[0]?.target.length).toBeLessThan(1500)
  })

  test.each([
    ['at home with three digits', '310', '26', '310026123456789', '026'],
    ['at home with two digits', '260', '6', '260061234567890', '06'],
    ['abroad', '262', '1', '260061234567890', '01'],
    ['of three digits', '310', '260', '310260123456789', '260'],
  ])(
    'tells the zeros its network number lacks, as the card has them: %s',
    async (_, rmcc, rmnc, imsi, mnc) => {
      const { host } = router('zte', zteStick({ ...zteLte, rmcc, rmnc, imsi }))
      expect(await host.call('info')).toMatchObject({ operator: { mcc: rmcc, mnc } })
    },
  )

  test('that leaves every value empty wants a login', async () => {
    const { host } = router('zte', zteStick({}))
    expect(await host.call('status')).toMatchObject({ status: 'needs_login' })
  })

  test('on EN-DC tells its NR leg as a secondary carrier', async () => {
    const more = {
      network_type: 'ENDC',
      Z5g_rsrp: '-101',
      Z5g_SINR: '9.0',
      nr5g_action_band: 'n78',
      nr5g_action_channel: '633984',
      nr5g_pci: '3f',
    }
    const { host } = router('zte', zteStick({ ...zteLte, ...more }))
    expect(await host.call('info')).toMatchObject({
      rat: 'nr_nsa',
      carriers: [
        { rat: 'lte', role: 'pcc' },
        { rat: 'nr', role: 'scc', band: 78, channel: 633_984, pci: 0x3f, rsrp: -101 },
      ],
    })
  })
})

describe('a TCL stick', () => {
  test('is told like any modem, in three requests once its identity is known', async () => {
    const { host, log } = router('tcl', tclStick())
    expect(await host.call('info')).toMatchObject({
      model: 'HH70',
      rat: 'lte_a',
      signal: { rsrp: -97, rsrq: -10, sinr: 11 },
      operator: { mcc: '208', mnc: '01' },
      session: { state: 'connected' },
    })
    log.length = 0
    await host.call('info', { max_age: 0 })
    expect(log).toHaveLength(3)
  })

  test('that keeps its cell for who logs in tells the rest', async () => {
    const { host } = router('tcl', tclStick(tclLte, ['GetNetworkInfo']))
    expect(await host.call('info')).toMatchObject({
      rat: 'lte_a',
      missing: ['GetNetworkInfo'],
      signal: { rsrp: null },
    })
  })

  test('of the older kind is asked its own way', async () => {
    const { host, log } = router('tcl', alcatelStick)
    expect(await host.call('info')).toMatchObject({
      model: 'IK40V',
      rat: 'lte',
      operator: { name: 'Orange' },
    })
    log.length = 0
    await host.call('info', { max_age: 0 })
    expect(log).toHaveLength(3)
  })

  test('without service tells none of the values that stand for none', async () => {
    const nothing = { PLMN: '00000', CellId: '0', RSSI: '0', RSRP: '-1', RSRQ: '-1', SINR: 'FF', Band: '87' }
    const { host } = router(
      'tcl',
      tclStick({
        ...tclLte,
        GetSystemStatus: { NetworkType: 0, ConnectionStatus: 0 },
        GetNetworkInfo: { ...nothing, NetworkType: 0 },
      }),
    )
    expect(await host.call('info')).toMatchObject({
      rat: null,
      signal: { rsrp: null, rsrq: null, sinr: null, rssi: null },
      operator: { mcc: null },
      cell: { cell_id: null },
      carriers: [],
    })
  })
})

describe('a stick is asked only where it is', () => {
  test.each([
    ['there is no interface over it', []],
    ['its interface is not up', [{ ...overStick('192.168.8.1'), up: false, route: [], 'ipv4-address': [] }]],
    [
      'its gateway is the router itself',
      [
        overStick('192.168.1.1'),
        { interface: 'lan', up: true, 'ipv4-address': [{ address: '192.168.1.1', mask: 24 }] },
      ],
    ],
    ['its gateway is no private address', [overStick('8.8.8.8')]],
    ['its gateway is in no network of its interface', [overStick('192.168.9.1')]],
    [
      'another interface has the same network',
      [
        overStick('192.168.8.1'),
        { ...overStick('192.168.8.1'), interface: 'wanb', l3_device: 'eth3', device: 'eth3' },
      ],
    ],
  ])('and not at all where %s', async (_, dump) => {
    const { host, places } = router('huawei', huaweiStick(), dump)
    expect(await host.call('status')).toMatchObject({ status: 'hilink' })
    expect(places).toEqual([])
  })

  test.each([
    ['its DHCP server, where it has no default route', {}, { data: { dhcpserver: '192.168.8.1' } }],
    ['the address that is configured', { address: '192.168.8.1' }, { data: {} }],
    [
      'the address that is configured before the gateway',
      { address: '192.168.8.1' },
      { route: overStick('192.168.8.9').route },
    ],
  ])('which is %s', async (_, options, change) => {
    const dump = [{ ...overStick('192.168.8.1'), route: [], ...change }]
    const { host, places } = router('huawei', huaweiStick(), dump, options)
    expect(await host.call('info')).toMatchObject({ rat: 'lte_a', port: '192.168.8.1' })
    expect(new Set(places)).toEqual(new Set(['192.168.8.1']))
  })

  test.each(['192.168.9.1', '8.8.8.8', '192.168.8.100', 'stick.lan', '127.0.0.1'])(
    'and not where %s is configured',
    async address => {
      const { host, places } = router('huawei', huaweiStick(), [overStick('192.168.8.1')], { address })
      expect(await host.call('status')).toMatchObject({ status: 'hilink' })
      expect(places).toEqual([])
    },
  )

  test('and is, where another interface has a wider network around it', async () => {
    const wide = {
      interface: 'vpn',
      up: true,
      l3_device: 'tun0',
      'ipv4-address': [{ address: '192.168.0.9', mask: 16 }],
    }
    const { host, places } = router('huawei', huaweiStick(), [overStick('192.168.8.1'), wide])
    expect(await host.call('info')).toMatchObject({ rat: 'lte_a' })
    expect(new Set(places)).toEqual(new Set(['192.168.8.1']))
  })

  test('whose place another interface shares says which, when something is ordered', async () => {
    const other = { ...overStick('192.168.8.1'), interface: 'wanb', l3_device: 'eth3', device: 'eth3' }
    const { host } = router('huawei', huaweiStick(), [overStick('192.168.8.1'), other])
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      error: 'no_port',
      message: expect.stringContaining('wanb'),
    })
  })
})

describe('whatever a stick answers', () => {
  const replies: readonly StickReply[] = [
    null,
    { raw: '' },
    { raw: 'SSH-2.0-dropbear\r\n' },
    { raw: 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<resp' },
    { status: 500, body: '' },
    { status: 307, headers: ['Location: https://192.168.8.1/'], body: '' },
    { body: '' },
    { body: '<html><body>welcome</body></html>' },
    { body: '[1,2]' },
    { body: 'null' },
    { body: '{"error":{"code":"x"}}' },
    { body: '<error><code></code></error>' },
    { body: `<response>${'<a>1</a>'.repeat(4000)}</response>` },
  ]
  test.each(makers)('%s: a call ends with a state, and without values', async kind => {
    for (const reply of replies) {
      const { host } = router(kind, () => reply)
      const began = host.clock.now()
      const info = await host.call('info')
      expect(host.clock.now() - began).toBeLessThan(15_000)
      expect(info).toMatchObject({ rat: null, signal: { rsrp: null }, carriers: [] })
      expect(await host.call('status')).toMatchObject({
        status: expect.stringMatching(/^(port_silent|needs_login|not_registered|hilink|no_port)$/),
      })
    }
  })
})

describe('the legacy pages', () => {
  const run = async (host: Host, program: string, args: readonly string[] = []) =>
    JSON.parse(
      await legacy({ platform: host.platform, device: undefined, now: 1_790_000_000_000 }, program, args),
    )

  test('that name the address of a stick are told its values', async () => {
    const { host } = router('huawei', huaweiStick())
    host.nodes.set('/etc/config/3ginfo', {
      text: "config 3ginfo\n\toption device '192.168.8.1'\n\toption network 'wan'\n",
    })
    expect(await run(host, '3ginfo')).toMatchObject({
      modem: 'Huawei E3372h-320 (hilink)',
      firmware: 'CL4E3372HM / 11.0.1.1(H697SP1C983)',
      csq: '24',
      signal: '77',
      mode: expect.stringContaining('LTE'),
      cid_dec: '51700236',
      cport: '192.168.8.1',
      operator_name: 'Orange F',
      operator_mcc: '208',
      rsrp: '-93',
      rssi: '-65',
      registration: '1',
    })
    const [product, network, params] = await run(host, 'md_serial_ecm', ['192.168.8.1', 'wan', ''])
    expect(product).toMatchObject({
      product: 'E3372h-320',
      imei: '867569040123529',
      revision: '11.0.1.1(H697SP1C983)/WEBUI 11.0.1.1',
    })
    expect(network).toMatchObject({ status: 'CONNECTED' })
    expect(params).toMatchObject({ operator_mcc: '208', registration: '1', csq: '24', signal: '77' })
  })

  test('that name the address of a TCL stick are told its values too', async () => {
    const { host } = router('tcl', tclStick())
    host.nodes.set('/etc/config/3ginfo', { text: "config 3ginfo\n\toption device '192.168.8.1'\n" })
    expect(await run(host, '3ginfo')).toMatchObject({
      modem: expect.stringContaining('HH70'),
      cport: '192.168.8.1',
      operator_mcc: '208',
      operator_mnc: '01',
      mode: expect.stringContaining('LTE'),
      rsrp: '-97',
      rsrq: '-10',
      sinr: '11',
      registration: '1',
    })
    const [product, network, params] = await run(host, 'md_serial_ecm', ['192.168.8.1', 'wan', ''])
    expect(product).toMatchObject({ product: 'HH70' })
    expect(network).toMatchObject({ status: 'CONNECTED' })
    expect(params).toMatchObject({ operator_mcc: '208', registration: '1' })
  })

  test('that show the bars of an older Alcatel stick have its index and no level', async () => {
    const { host } = router('tcl', alcatelStick)
    host.nodes.set('/etc/config/3ginfo', { text: "config 3ginfo\n\toption device '192.168.8.1'\n" })
    expect(await run(host, '3ginfo')).toMatchObject({
      modem: 'Alcatel IK40V',
      csq: '24',
      operator_name: 'Orange',
      mode: 'LTE',
      rsrp: '-',
      rssi: '-',
    })
  })
})
