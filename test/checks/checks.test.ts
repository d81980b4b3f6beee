import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/checks/diagnose.ts'
import type { DeviceEvidence, Evidence } from '../../src/checks/evidence.ts'
import { checks } from '../../src/checks/generated/table.ts'
import type { Condition } from '../../src/contract/condition.ts'
import type { Connection } from '../../src/contract/connection.ts'
import type { ModemInfo, SimState } from '../../src/contract/info.ts'
import { mistakesAmong } from '../../src/discovery/configuration.ts'
import { parseUci } from '../../src/discovery/uci.ts'
import { down, healthy, networkWith, upWith } from './healthy.ts'

type Patch = Partial<Evidence>
const { device, info, sim } = healthy
if (device === null || info === null || sim === null) throw new Error('the healthy router is whole')

const onDevice = (change: Partial<DeviceEvidence>): Patch => ({ device: { ...device, ...change } })
const told = (change: Partial<ModemInfo>): Patch => ({ info: { ...info, ...change } })
const connection = (change: Partial<Connection>): Patch =>
  told({ connection: { ...info.connection, ...change } })
const withSim = (state: SimState, change: Partial<typeof sim> = {}): Patch => ({
  sim: { ...sim, state, ...change },
})
const registered = (state: ModemInfo['registration']['state']): Patch =>
  told({ registration: { ...info.registration, state } })
const condition = (kind: Condition['kind'], change: Partial<Condition> = {}): Patch =>
  onDevice({
    condition: {
      kind,
      reason: 'What was seen.',
      packages: [],
      drivers: [],
      new_id: null,
      speaks: [],
      ...change,
    },
  })
const net = (change: object): Patch => ({ nets: healthy.nets.map(each => ({ ...each, ...change })) })
const holding = (name: string, holds = ['/dev/ttyUSB2'], age_s = 10): Patch => ({
  processes: [{ pid: 812, name, age_s, holds }],
})
const speaking = (driver: string, change: Partial<DeviceEvidence> = {}): Patch =>
  onDevice({
    interfaces: [{ number: 4, class: 'ff', subclass: 'ff', protocol: 'ff', driver, attached: [] }],
    ...change,
  })
const mode = (id: string, proto: string) => ({
  id,
  name: proto.toUpperCase(),
  vidpid: null,
  protocol: null,
  proto,
  at_port: true,
  network: true,
})
const context = (change: object): Patch => ({
  contexts: (healthy.contexts ?? []).map(each => ({ ...each, ...change })),
})

/** A router with one thing wrong: the check, which of its sayings, what differs from the healthy one, and words of it. */
const rows: readonly [string, string, Patch, RegExp][] = [
  ['no_modem', 'wanted', { device: null, info: null, status: null }, /wwan needs one/],
  ['no_modem', 'none', { device: null, info: null, status: null, network: [] }, /no modem/],
  [
    'driver_missing',
    'package',
    condition('no_driver', { packages: ['kmod-usb-serial-option'] }),
    /Install kmod-usb-serial-option/,
  ],
  ['driver_missing', 'other', condition('no_driver'), /kernel module/],
  ['storage_mode', 'storage', condition('storage'), /usb-modeswitch/],
  ['no_at_port', 'mode', condition('no_at_port'), /cdc-wdm0/],
  [
    'stick_login',
    'needed',
    told({ port: '192.168.8.1', login: 'needed' }),
    /192\.168\.8\.1[\s\S]*option password/,
  ],
  ['stick_login', 'refused', told({ port: '192.168.8.1', login: 'refused' }), /correct it/],
  ['stick_login', 'unanswered', told({ port: '192.168.8.1', login: 'unanswered' }), /force=true/],
  ['stick_login', 'elsewhere', told({ port: '192.168.8.1', login: 'elsewhere' }), /log out there/],
  ['stick_login', 'locked', told({ port: '192.168.8.1', login: 'locked' }), /quarter/],
  ['stick_login', 'failed', told({ port: '192.168.8.1', login: 'failed' }), /in a minute/],
  ['stick_login', 'unsupported', told({ port: '192.168.8.1', login: 'unsupported' }), /not known here/],
  ['no_at_port', 'bare', { ...onDevice({ ...condition('no_at_port').device, controls: [] }) }, /USB mode/],
  ['usb_speed', 'slow_5g', onDevice({ is_5g: true }), /USB 3/],
  ['usb_speed', 'full_speed', onDevice({ speed_mbit: 12 }), /12 Mbit/],
  [
    'usb_power',
    'errors',
    {
      log: ['usb 1-1: device descriptor read/64, error -71', 'usb 1-1: device descriptor read/64, error -71'],
    },
    /error -71/,
  ],
  [
    'usb_power',
    'gone',
    { log: Array.from({ length: 4 }, () => 'usb 1-1: USB disconnect, device number 5') },
    /4 times/,
  ],
  [
    'port_shared',
    'manager',
    { ...holding('ModemManager'), network: networkWith('', 'modemmanager') },
    /mmcli/,
  ],
  [
    'port_shared',
    'manager_silent',
    { ...holding('ModemManager'), ...told({ port_state: 'silent' }) },
    /nothing can be read/,
  ],
  ['port_shared', 'program', holding('picocom'), /picocom \(process 812\)/],
  [
    'port_shared',
    'program_silent',
    { ...holding('picocom'), ...told({ port_state: 'busy' }) },
    /nothing can be read/,
  ],
  [
    'port_shared',
    'dialler',
    {
      ...holding('pppd'),
      ...told({ port_state: 'busy' }),
      network: networkWith('', '3g', '/dev/ttyUSB2'),
    },
    /wwan dials with it/,
  ],
  ['port_silent', 'silent', told({ port_state: 'silent' }), /Restart the modem/],
  ['port_silent', 'starting', { ...told({ port_state: 'silent' }), present_ms: 5000 }, /Wait/],
  ['port_silent', 'restless', { ...told({ port_state: 'starting' }), restless: true }, /power supply/],
  [
    'port_silent',
    'stick',
    { ...condition('hilink'), ...told({ port_state: 'silent', port: '192.168.8.1' }) },
    /192\.168\.8\.1.*browser/s,
  ],
  ['port_silent', 'slow', told({ port_state: 'slow' }), /too slowly/],
  ['radio_off', 'pin', { radio_off: 'The W_DISABLE pin is low.' }, /PCOFFEN=2/],
  [
    'radio_off',
    'heat',
    { radio_off: 'The modem has switched its radio off because it is too hot or too cold.' },
    /Cool/,
  ],
  ['radio_off', 'voltage', { radio_off: 'Its supply voltage is out of range.' }, /power supply/],
  ['radio_off', 'off', { radio_off: 'The modem is in factory test mode.' }, /factory test/],
  ['sim_missing', 'slot', withSim('absent'), /select_sim slot=2/],
  ['sim_missing', 'none', withSim('absent', { slots: [], slot: null }), /seat the card/],
  [
    'sim_missing',
    'detect',
    { ...withSim('absent'), sim_detect: { enabled: true, inserted: false } },
    /QSIMDET/,
  ],
  ['sim_failure', 'failure', withSim('failure'), /replace it/],
  ['sim_failure', 'locked', withSim('locked_to_network'), /operator/],
  ['sim_starting', 'stuck', withSim('busy'), /restart/],
  ['sim_starting', 'starting', { ...withSim('busy'), present_ms: 9000 }, /Wait/],
  ['pin_required', 'interface', withSim('pin_required'), /network\.wwan\.pincode/],
  ['pin_required', 'modem', { ...withSim('pin_required'), interface: null }, /unlock_sim/],
  [
    'pin_wrong_configured',
    'wrong',
    { ...withSim('pin_required', { pin_attempts: 1 }), network: networkWith("\toption pincode '1234'\n") },
    /Attempts left: 1\..*ifdown wwan/s,
  ],
  [
    'pin_wrong_configured',
    'waiting',
    { ...withSim('pin_required', { pin_attempts: null }), network: networkWith("\toption pincode '1234'\n") },
    /unknown/,
  ],
  [
    'pin_wrong_configured',
    'elsewhere',
    { ...withSim('pin_required', { pin_attempts: 2 }), own_pin: true },
    /\/etc\/config\/modem.*left: 2\./s,
  ],
  ['puk_required', 'puk', withSim('puk_required', { puk_attempts: 9 }), /9/],
  ['not_registering', 'none', registered('searching'), /antenna/],
  [
    'not_registering',
    'limited',
    {
      ...registered('searching'),
      restrictions: [{ what: 'modes', words: 'only NR', cure: 'modem set_modes mode=auto' }],
    },
    /only NR/,
  ],
  ['not_registering', 'searching', { ...registered('searching'), present_ms: 20_000 }, /Wait/],
  ['registration_denied', 'denied', registered('denied'), /contract/],
  [
    'registration_denied',
    'cause',
    { ...registered('denied'), last_cause: 'EPS services not allowed' },
    /EPS services not allowed/,
  ],
  [
    'protocol_mismatch',
    'proto',
    { ...down(['SIM_NOT_INITIALIZED']), ...speaking('cdc_mbim') },
    /network\.wwan\.proto=mbim.*\/dev\/cdc-wdm0/s,
  ],
  [
    'protocol_mismatch',
    'either',
    {
      ...down(['NO_DEVICE']),
      ...speaking('cdc_ether', { nets: ['usb0'], controls: [] }),
      usb_mode: {
        modem: 'usb-1-1',
        current: mode('1', 'dhcp'),
        current_id: '1',
        possible: [mode('0', 'qmi'), mode('1', 'dhcp')],
      },
    },
    /set_usb_mode mode=0/,
  ],
  [
    'device_renamed',
    'renamed',
    connection({
      state: 'device_missing',
      up: false,
      configured_device: { name: 'eth1', exists: false, now: 'eth2' },
    }),
    /device=eth2/,
  ],
  [
    'device_renamed',
    'moved',
    {
      ...connection({
        state: 'device_missing',
        up: false,
        configured_device: { name: '/sys/devices/usb1/1-2', exists: false, now: '/sys/devices/usb1/1-1' },
      }),
      network: networkWith("\toption devpath '/sys/devices/usb1/1-2'\n"),
    },
    /network\.wwan\.devpath=\/sys\/devices\/usb1\/1-1/,
  ],
  ['several_owners', 'programs', holding('wwand', []), /wwand/],
  [
    'several_owners',
    'both',
    {
      processes: [
        { pid: 1, name: 'wwand', age_s: 1, holds: [] },
        { pid: 2, name: 'ModemManager', age_s: 1, holds: ['/dev/cdc-wdm0'] },
      ],
    },
    /ModemManager and wwand/,
  ],
  [
    'several_owners',
    'interfaces',
    {
      network: [
        ...networkWith(),
        ...parseUci("config interface 'wan2'\n\toption proto 'mbim'\n\toption device '/dev/cdc-wdm0'\n"),
      ],
    },
    /wwan .*wan2/,
  ],
  [
    'configuration_wrong',
    'mistake',
    { mistakes: mistakesAmong(parseUci("config modem 'lte'\n\toption path '1-1'\n\tlist lte_bands '3'\n")) },
    /bands_lte is meant/,
  ],
  ['package_missing', 'handler', { protos: ['static', 'dhcp'] }, /uqmi/],
  [
    'dialler_unsupported',
    'ncm',
    {
      ...down(['UNSUPPORTED_MODEM']),
      network: networkWith('', 'ncm', '/dev/ttyUSB2'),
      ...speaking('cdc_ncm', { nets: ['eth1'] }),
    },
    /dhcp.*eth1/s,
  ],
  [
    'dialler_unsupported',
    'misread',
    {
      ...down(['UNSUPPORTED_MODEM']),
      network: networkWith('', 'ncm'),
      ...speaking('huawei_cdc_ncm'),
    },
    /Update the package comgt-ncm, then ifup wwan/,
  ],
  [
    'dialler_unsupported',
    'wwan',
    { ...down(['NO_USB'], { autostart: false }), network: networkWith('', 'wwan'), protos: null },
    /proto=qmi, uci set network\.wwan\.device=\/dev\/cdc-wdm0/,
  ],
  [
    'dialler_failed',
    'retrying',
    connection({
      state: 'down',
      up: false,
      error: { code: 'PLMN_FAILED', subsystem: 'qmi', text: null, count: 3 },
    }),
    /PLMN_FAILED, 3 times/,
  ],
  [
    'dialler_failed',
    'blocked',
    connection({
      state: 'blocked',
      up: false,
      error: { code: 'PLMN_FAILED', subsystem: 'qmi', text: null, count: 1 },
    }),
    /ifup wwan/,
  ],
  [
    'dialler_failed',
    'present',
    connection({
      state: 'device_missing',
      up: false,
      proto: 'qmi',
      configured_device: { name: '/dev/cdc-wdm0', exists: true, now: '/dev/cdc-wdm0' },
    }),
    /notify_proto '.*"interface":"wwan"/,
  ],
  ['interface_stopped', 'stopped', connection({ state: 'stopped', up: false }), /ifup wwan/],
  [
    'interface_stopped',
    'disabled',
    connection({ state: 'disabled', up: false }),
    /delete network\.wwan\.disabled/,
  ],
  ['interface_stopped', 'not_loaded', connection({ state: 'not_loaded', up: false }), /network reload/],
  [
    'interface_stopped',
    'none',
    connection({ state: 'not_configured', up: false, interface: null }),
    /modem setup/,
  ],
  ['dialler_stuck', 'stuck', holding('uqmi', ['/dev/cdc-wdm0'], 600), /kill 812/],
  [
    'apn_refused',
    'name',
    { ...down(['CALL_FAILED']), last_cause: 'requested service option not subscribed' },
    /access point name/,
  ],
  [
    'apn_refused',
    'own_name',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
      ...context({ active: false, addresses: [] }),
      last_cause: 'Missing or unknown APN',
    },
    /set_context cid=1 apn=/,
  ],
  [
    'apn_refused',
    'own_login',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
      ...context({ active: false, addresses: [] }),
      last_cause: 'User authentication failed',
    },
    /set_context cid=1 apn=internet auth=/,
  ],
  [
    'apn_refused',
    'login',
    { ...down(['CALL_FAILED']), last_cause: 'User authentication failed' },
    /password/,
  ],
  [
    'apn_refused',
    'differs',
    { ...down(['CALL_FAILED']), ...context({ apn: 'web.example' }) },
    /web\.example/,
  ],
  ['apn_refused', 'missing', down(['NO_APN']), /apn=/],
  [
    'ip_type_mismatch',
    'refused',
    {
      ...down(['CALL_FAILED']),
      last_cause: 'PDN type IPv4 only allowed',
      network: networkWith("\toption pdptype 'ipv4v6'\n"),
    },
    /pdptype=ipv4/,
  ],
  [
    'ip_type_mismatch',
    'own',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
      ...context({ active: false, addresses: [] }),
      last_cause: 'PDN type IPv4 only allowed',
    },
    /set_context cid=1 apn=internet type=ip,/,
  ],
  [
    'ip_type_mismatch',
    'disjoint',
    {
      ...down(['CALL_FAILED']),
      ...context({ type: 'ip' }),
      network: networkWith("\toption pdptype 'ipv6'\n"),
    },
    /pdptype=ipv4/,
  ],
  [
    'ip_type_mismatch',
    'absent',
    { ...context({ type: 'ip' }), network: networkWith("\toption pdptype 'ipv4v6'\n") },
    /set_context cid=1/,
  ],
  ['raw_ip', 'ethernet', { ...upWith({ ipv4: [] }), ...net({ raw_ip: false }) }, /echo Y/],
  ['no_address', 'up', upWith({ ipv4: [], routes_ipv4: false }), /no address/],
  [
    'no_address',
    'modem',
    {
      ...down([], { proto: 'dhcp', pending: true, device: 'eth1' }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
    },
    /10\.64\.12\.7/,
  ],
  [
    'no_address',
    'idle',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
      ...context({ active: false, addresses: [] }),
      autoconnect: false,
    },
    /set_autoconnect/,
  ],
  [
    'no_address',
    'undialled',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...speaking('cdc_ncm'),
      ...context({ active: false, addresses: [] }),
    },
    /modem set_context cid=1/,
  ],
  [
    'no_address',
    'stick',
    {
      ...down([], { proto: 'dhcp', pending: true }),
      network: networkWith('', 'dhcp', 'eth1'),
      ...onDevice({
        ...speaking('cdc_ether').device,
        condition: condition('hilink').device?.condition ?? null,
      }),
    },
    /DHCP server/,
  ],
  ['no_default_route', 'nowhere', upWith({ routes_ipv4: false }), /no default route.*ifup wwan/s],
  [
    'no_default_route',
    'option',
    { ...upWith({ routes_ipv4: false }), network: networkWith("\toption defaultroute '0'\n") },
    /defaultroute/,
  ],
  [
    'no_default_route',
    'zone',
    { firewall: parseUci("config zone\n\toption name 'wan'\n\tlist network 'wan'\n") },
    /add_list firewall\.@zone\[0\]\.network='wwan'/,
  ],
  [
    'no_default_route',
    'no_zone',
    { firewall: parseUci("config zone\n\toption name 'lan'\n\tlist network 'lan'\n") },
    /No zone is called wan/,
  ],
  [
    'no_default_route',
    'inside',
    { firewall: parseUci("config zone\n\toption name 'lan'\n\toption network 'lan wwan'\n") },
    /out of the zone lan/,
  ],
  [
    'no_default_route',
    'masquerade',
    { firewall: parseUci("config zone\n\toption name 'wan'\n\toption masq '0'\n\tlist network 'wwan'\n") },
    /masq=1/,
  ],
  ['no_traffic', 'silent', net({ rx_bytes: 0, tx_bytes: 151_200 }), /151200/],
  [
    'aggregation_lost',
    'lost',
    { aggregation: { last_seen_s_ago: 17 * 86_400, busy_hours: 12, same_cell: true } },
    /17 days.*12 hours.*modem restart/s,
  ],
  [
    'messages_full',
    'full',
    {
      messages: {
        current: { list: 'ME', write: 'ME', receive: 'SM' },
        uses: [
          { storage: 'ME', used: 1, total: 23, full: false },
          { storage: 'SM', used: 10, total: 10, full: true },
        ],
      },
    },
    /the SIM, is full: 10 of 10/,
  ],
  ['too_hot', 'warm', told({ temperature: 84 }), /84 °C/],
  ['too_hot', 'hot', told({ temperature: 101 }), /101 °C/],
  [
    'wifi_calibration',
    'wrong',
    { calibration: [{ phy: 'phy1', verdict: 'erased', why: 'It is blank.' }] },
    /backup-calibration/,
  ],
  [
    'wifi_calibration',
    'default',
    { calibration: [{ phy: 'phy1', verdict: 'default', why: 'No powers.' }] },
    /never write another/,
  ],
  [
    'wifi_calibration',
    'foreign',
    { calibration: [{ phy: 'phy1', verdict: 'foreign_address', why: 'It is far off.' }] },
    /another router/,
  ],
  [
    'wifi_calibration',
    'none',
    { calibration: [{ phy: 'phy1', verdict: 'no_address', why: 'There is none.' }] },
    /no address/,
  ],
  [
    'wifi_calibration',
    'kit',
    { calibration: [{ phy: 'phy1', verdict: 'kit_address', why: 'It is 00:0c:43.' }] },
    /00:0c:43/,
  ],
]

describe('a router', () => {
  test('that is healthy has no finding', () => {
    expect(diagnose(healthy, checks)).toEqual([])
  })

  test.each(rows)('with %s (%s) is told so, with a cure', (name, says, patch, words) => {
    const findings = diagnose({ ...healthy, ...patch }, checks)
    const saying = checks.find(check => check.name === name)?.says[says]
    const found = findings.find(({ check, severity }) => check === name && severity === saying?.severity)
    expect(found, JSON.stringify(findings)).toBeDefined()
    const text = `${found?.what} ${found?.why} ${found?.cure}`
    expect(text).toMatch(words)
    expect(text, 'every name is filled in').not.toMatch(/\{\w+\}|\?\)| \?[ ,.]/)
  })

  test('whose modem dials by itself, with no access point name, is told a command that sets none', () => {
    const [found] = diagnose(
      {
        ...healthy,
        ...down([], { proto: 'dhcp', pending: true }),
        network: networkWith('', 'dhcp', 'eth1'),
        ...speaking('cdc_ncm'),
        ...context({ active: false, addresses: [], apn: '' }),
        last_cause: 'User authentication failed',
      },
      checks,
    )
    expect(found?.what).toMatch(/access point \(none\)\.$/)
    expect(found?.cure).toMatch(/: modem set_context cid=1 apn= auth=/)
  })

  test.each(rows)('with %s (%s) has nothing worse that would hide it', (name, says, patch) => {
    const [first] = diagnose({ ...healthy, ...patch }, checks)
    const isHint = checks.find(check => check.name === name)?.says[says]?.severity === 'hint'
    expect(isHint ? name : first?.check).toBe(name)
  })
})

/** What is put in as somebody else has said it, or as it is typed: it stays as it is in every language. */
const quoted = ['cause', 'line', 'zone', 'mode', 'command', 'further', 'name', 'packages']

describe('a card that cannot be asked', () => {
  const unasked: Patch = {
    ...told({ sim: { ...info.sim, state: 'unknown' }, port_state: 'busy' }),
    sim: null,
  }
  const withPin = { network: networkWith("\toption pincode '1234'\n", 'modemmanager') }

  test.each<[string, string, Patch]>([
    ['MM_PINCODE_REQUIRED', 'pin_required', {}],
    ['PIN_NOT_SPECIFIED', 'pin_required', {}],
    ['MM_PINCODE_WRONG', 'pin_wrong_configured', withPin],
    ['PIN_TRIES_BELOW_LIMIT', 'pin_wrong_configured', withPin],
    ['PUK_NEEDED', 'puk_required', withPin],
    ['MM_FAILED_REASON_SIM_MISSING', 'sim_missing', {}],
  ])('is what the handler was told: %s', (code, name, more) => {
    const [first] = diagnose(
      { ...healthy, ...unasked, ...more, ...down([code], { autostart: false }) },
      checks,
    )
    expect(first?.check).toBe(name)
  })

  test('is not concluded from a code that means several things', () => {
    const found = diagnose({ ...healthy, ...unasked, ...down(['PIN_FAILED', 'SIM_NOT_INITIALIZED']) }, checks)
    expect(found.map(({ check }) => check)).not.toContain('sim_missing')
    expect(found.map(({ check }) => check)).not.toContain('pin_required')
  })
})

test.each<[string, Evidence['network'], RegExp]>([
  ['qmid', networkWith("\toption pin '1234'\n", 'qmid'), /remove it in network\.wwan\.pin,/],
  [
    'wwand, for some card,',
    networkWith(
      "\toption modem 'm0'\nconfig wwand_sim\n\toption iccid '8943'\n\toption pincode '1234'\n",
      'wwand',
    ),
    /for another card.*@wwand_sim/s,
  ],
])('a card that waits for its PIN is not said to have none where %s has one', (_, network, words) => {
  const [first] = diagnose({ ...healthy, ...withSim('pin_required'), network }, checks)
  expect(first?.check).toBe('pin_wrong_configured')
  expect(`${first?.why} ${first?.cure}`).toMatch(words)
})

test.each<[string, Patch, boolean]>([
  ['in a network', {}, true],
  ['that searches one', registered('searching'), false],
  ['that has just appeared', { present_ms: 20_000 }, false],
])('frames are blamed for an interface that waits for another dialler: a modem %s', (_, state, isBlamed) => {
  const waits = { ...down([], { proto: 'dhcp', pending: true }), network: networkWith('', 'dhcp', 'wwan0') }
  const dials = { processes: [{ pid: 900, name: 'quectel-CM', holds: [], age_s: 900 }] }
  const found = diagnose({ ...healthy, ...waits, ...dials, ...net({ raw_ip: false }), ...state }, checks)
  expect(found.some(({ check }) => check === 'raw_ip')).toBe(isBlamed)
})

test('ModemManager that has no device is not told to announce one', () => {
  const lost = connection({
    state: 'device_missing',
    up: false,
    proto: 'modemmanager',
    error: { code: 'NO_DEVICE', subsystem: 'modemmanager', text: null, count: 1 },
    configured_device: { name: '/sys/devices/usb1/1-1', exists: true, now: '/sys/devices/usb1/1-1' },
  })
  const [first] = diagnose({ ...healthy, ...lost }, checks)
  expect(first).toMatchObject({ check: 'dialler_failed', cure: expect.not.stringContaining('notify_proto') })
})

test('words that are put in can be said in another language, by phrases that stand in the table of the check', () => {
  const wrong = rows.flatMap(([name, says, patch]) =>
    diagnose({ ...healthy, ...patch }, checks).flatMap(({ check, template: { values, phrases = {} } }) => {
      const known = checks.find(each => each.name === check)?.phrases ?? []
      const bare = Object.entries(values).filter(
        ([key, value]) =>
          /[a-z]{2,} [a-z]{2,}/i.test(String(value)) && !quoted.includes(key) && !phrases[key],
      )
      const strange = Object.values(phrases)
        .flat()
        .filter(({ text }) => !known.includes(text) && !/^\{\w+\}$/.test(text))
      return [...bare, ...strange].map(each => `${name}.${says}: ${JSON.stringify(each)}`)
    }),
  )
  expect(wrong).toEqual([])
})

test('every saying of every check has a router that shows it', () => {
  const shown = rows.map(([name, says]) => `${name}.${says}`)
  const known = checks.flatMap(({ name, says }) => Object.keys(says).map(key => `${name}.${key}`))
  expect(shown.sort()).toEqual(known.sort())
})

test('nothing is concluded from what could not be seen', () => {
  const blind: Evidence = {
    ...healthy,
    ...{ info: null, status: null, present_ms: null, sim: null, contexts: null },
    ...{ restrictions: null, radio_off: null, network: [], firewall: [], interface: null, netifd: null },
    ...{
      protos: null,
      nets: [],
      processes: null,
      packages: null,
      log: null,
      calibration: null,
      aggregation: null,
    },
  }
  expect(diagnose(blind, checks)).toEqual([])
})
