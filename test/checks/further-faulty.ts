import type { RouterStory } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { answering, families, familyStory } from './families.ts'
import { children, directory, entry, failed, ipv4, modems, qmi, running, story, uciOf } from './routers.ts'

const { four } = children
const manager = { proto: 'modemmanager', device: directory, apn: 'internet.example' }
const threeG = { proto: '3g', device: '/dev/ttyUSB0', apn: 'internet.example', service: 'umts' }
const dhcp = (device: string) => ({ wwan: { proto: 'dhcp', device } })
const down = (name: string, proto: string, ...codes: string[]) => [
  entry(name, proto, failed(proto, ...codes)),
]
const blocked = (name: string, proto: string, ...codes: string[]) => [
  entry(name, proto, { autostart: false, ...failed(proto, ...codes) }),
]
/** netifd's handler has begun anew as soon as it had failed: what lasts is `pending` with its errors. */
const again = (name: string, proto: string, ...codes: string[]) => [
  entry(name, proto, { ...failed(proto, ...codes), pending: true }),
]
const waiting = (device: string) => [
  entry('wwan', 'dhcp', { up: false, pending: true, uptime: undefined, l3_device: undefined, device }),
]
const missing = (name: string, proto: string) => [
  entry(name, proto, { available: false, ...failed('interface', 'NO_DEVICE') }),
]
const idle = { '+CGACT?': '+CGACT: 1,0', '+CGPADDR': '+CGPADDR: 1' }
const unregistered = {
  '+CREG?': '+CREG: 2,0',
  '+CGATT?': '+CGATT: 0',
  '+COPS?#0': '+COPS: 0',
  '+COPS?#2': '+COPS: 0',
  '+CGACT?': '+CGACT: 1,0',
  '+CGPADDR': '+CGPADDR: 1',
}
const locked = { ...unregistered, '+CPIN?': '+CPIN: SIM PIN' }
/** Routers with one fault, with modems of further families: as in `faulty-routers.ts`. */
export const furtherFaulty: readonly [string, RegExp, RouterStory, [string, Node][]?][] = [
  [
    'pin_required',
    /option pin in \/etc\/config\/modem/,
    familyStory(
      'a PIN that nobody gives to a modem that dials itself',
      'mediatek',
      { wwan: { proto: 'dhcp', device: 'eth1' } },
      [entry('wwan', 'dhcp', { up: false, pending: true, device: 'eth1' })],
      answering('mediatek', locked),
    ),
  ],
  [
    'pin_wrong_configured',
    /configured in \/etc\/config\/modem.*Attempts left: 2/s,
    story(
      'a wrong PIN among the wishes',
      'ncm',
      {
        ...uciOf({ wwan: { proto: 'dhcp', device: 'eth1' } }),
        'modem.main': 'modem',
        'modem.main.path': '1-1',
        'modem.main.pin': '1111',
      },
      [entry('wwan', 'dhcp', { up: false, pending: true, device: 'eth1' })],
      { at: { ...modems.ncm.at, ...locked, '+CPINR': '+CPINR: SIM PIN,2,3' } },
    ),
  ],
  [
    'pin_wrong_configured',
    /configured in \/etc\/config\/modem/,
    story(
      'a wrong PIN in the section of a card',
      'ncm',
      {
        ...uciOf({ wwan: { proto: 'dhcp', device: 'eth1' } }),
        'modem.work': 'card',
        'modem.work.iccid': '894301',
        'modem.work.pin': '1111',
      },
      [entry('wwan', 'dhcp', { up: false, pending: true, device: 'eth1' })],
      { at: { ...modems.ncm.at, ...locked, '+CPINR': '+CPINR: SIM PIN,2,3' } },
    ),
  ],
  [
    'pin_wrong_configured',
    /correct or remove it in network\.main/,
    story(
      'a wrong PIN of wwand',
      'qmi',
      {
        ...uciOf({ wwan: { proto: 'wwand', modem: 'main', apn: 'internet.example' } }),
        'network.main': 'wwand_modem',
        'network.main.device': '/dev/cdc-wdm0',
        'network.main.pincode': '1111',
      },
      blocked('wwan', 'wwand', 'PIN_FAILED'),
      { at: { ...modems.qmi.at, ...locked } },
    ),
  ],
  [
    'puk_required',
    /PUK/,
    familyStory(
      'a card that ModemManager no longer dares to unlock',
      'sierra',
      { wwan: { ...manager, pincode: '1111' } },
      blocked('wwan', 'modemmanager', 'MM_CHECK_UNLOCK_PIN'),
      answering('sierra', { ...unregistered, '+CPIN?': '+CPIN: SIM PUK' }),
    ),
  ],
  [
    'sim_failure',
    /operator/,
    familyStory(
      'a stick that keeps to the cards of one operator',
      'dialUp',
      { wwan: threeG },
      down('wwan', 'ppp', 'CONNECT_FAILED'),
      answering('dialUp', { ...unregistered, '+CPIN?': '+CPIN: PH-NET PIN' }),
    ),
  ],
  [
    'sim_starting',
    /restart/,
    familyStory(
      'a card that stays busy',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim' } },
      down('wwan', 'mbim', 'PIN_FAILED'),
      answering('foxconn', { ...unregistered, '+CPIN?': { lines: '', final: '+CME ERROR: SIM busy' } }),
    ),
  ],
  [
    'radio_off',
    /flight/,
    familyStory(
      'flight mode under a modem that dials itself',
      'mediatek',
      dhcp('eth1'),
      waiting('eth1'),
      answering('mediatek', { ...unregistered, '+CFUN?': '+CFUN: 4' }),
    ),
  ],
  [
    'too_hot',
    /98 °C/,
    familyStory(
      'a hot modem',
      'sierra',
      { wwan: qmi },
      [entry('wwan', 'qmi'), four('wwan')],
      answering('sierra', {
        '!GSTATUS?':
          '!GSTATUS:\nCurrent Time:  88\t\tTemperature: 98\nReset Counter: 1\t\tMode:        ONLINE',
      }),
    ),
  ],
  [
    'not_registering',
    /antenna/,
    story(
      'a modem out of coverage',
      'qmi',
      uciOf({ wwan: qmi }),
      down('wwan', 'qmi', 'NETWORK_REGISTRATION_FAILED'),
      { at: { ...modems.qmi.at, ...unregistered, '+CREG?': '+CREG: 2,4' } },
    ),
  ],
  [
    'not_registering',
    /only the operator 26202, chosen by hand.*modem at AT\+COPS=0/s,
    familyStory(
      'an operator chosen by hand',
      'sierra',
      { wwan: qmi },
      down('wwan', 'qmi', 'NETWORK_REGISTRATION_FAILED'),
      answering('sierra', {
        ...unregistered,
        '+COPS?': '+COPS: 1,2,"26202"',
        '+COPS?#0': '+COPS: 1',
        '+COPS?#2': '+COPS: 1,2,"26202"',
      }),
    ),
  ],
  [
    'not_registering',
    /taken off the network by AT\+COPS=2/,
    story(
      'a modem that was taken off the network',
      'qmi',
      uciOf({ wwan: qmi }),
      down('wwan', 'qmi', 'NETWORK_REGISTRATION_FAILED'),
      {
        at: {
          ...modems.qmi.at,
          ...unregistered,
          '+COPS?': '+COPS: 2',
          '+COPS?#0': '+COPS: 2',
          '+COPS?#2': '+COPS: 2',
        },
      },
    ),
  ],
  [
    'registration_denied',
    /contract/,
    familyStory(
      'a card that LTE refuses',
      'mediatek',
      dhcp('eth1'),
      waiting('eth1'),
      answering('mediatek', { ...unregistered, '+CEREG=2': '', '+CEREG?': '+CEREG: 2,3' }),
    ),
  ],
  [
    'protocol_mismatch',
    /proto=dhcp.*device=eth2/s,
    familyStory('3g on a stick that is a router', 'stick', { wwan: threeG }, missing('wwan', '3g')),
  ],
  [
    'protocol_mismatch',
    /proto=dhcp.*device=eth2/s,
    familyStory(
      'ncm on a stick that is a router',
      'stick',
      { wwan: { proto: 'ncm', device: '/dev/ttyUSB0', apn: 'internet.example' } },
      missing('wwan', 'ncm'),
    ),
  ],
  [
    'protocol_mismatch',
    /proto=3g.*device=\/dev\/ttyUSB/s,
    familyStory('qmi on a modem with ports alone', 'dialUp', { wwan: qmi }, missing('wwan', 'qmi')),
  ],
  [
    'protocol_mismatch',
    /proto=3g.*device=\/dev\/ttyUSB/s,
    familyStory('dhcp on a modem with ports alone', 'dialUp', dhcp('usb0'), [
      entry('wwan', 'dhcp', { up: false, available: false, device: 'usb0' }),
    ]),
  ],
  [
    'protocol_mismatch',
    /proto=ncm.*device=\/dev\/cdc-wdm0/s,
    story(
      'qmi on NCM of Huawei',
      'huawei',
      uciOf({ wwan: qmi }),
      blocked('wwan', 'qmi', 'SIM_NOT_INITIALIZED'),
    ),
  ],
  [
    'protocol_mismatch',
    /proto=dhcp.*device=eth1/s,
    familyStory('qmi on RNDIS', 'mediatek', { wwan: qmi }, missing('wwan', 'qmi')),
  ],
  [
    'device_renamed',
    /device=eth1/,
    familyStory('RNDIS that has another name', 'mediatek', dhcp('usb0'), [
      entry('wwan', 'dhcp', { up: false, available: false, device: 'usb0' }),
    ]),
  ],
  [
    'dialler_unsupported',
    /uci set network\.wwan\.proto=dhcp, uci set network\.wwan\.device=eth1/,
    story(
      'a modem that proto wwan does not know',
      'ncm',
      uciOf({ wwan: { proto: 'wwan', apn: 'internet.example' } }),
      blocked('wwan', 'wwan', 'NO_USB'),
    ),
  ],
  [
    'dialler_failed',
    /NO_REGISTRATION, 3 times/,
    familyStory(
      'a handler that fails again and again',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim' } },
      again('wwan', 'mbim', 'NO_SUBSCRIBER', 'NO_REGISTRATION', 'NO_REGISTRATION'),
      answering('foxconn', idle),
    ),
  ],
  [
    'dialler_failed',
    /notify_proto.*"interface":"lte"/,
    story('a device that has come back unseen', 'qmi', uciOf({ lte: qmi }), missing('lte', 'qmi')),
  ],
  [
    'apn_refused',
    /network\.wwan\.apn=/,
    familyStory(
      'a refused name, while the next attempt runs',
      'sierra',
      { wwan: { ...qmi, apn: 'wrong' } },
      again('wwan', 'qmi', 'CALL_FAILED', 'CALL_FAILED'),
      answering('sierra', { ...idle, '+CEER': '+CEER: Missing or unknown APN' }),
    ),
  ],
  [
    'apn_refused',
    /"unknown-apn"/,
    familyStory(
      "a refused name in ModemManager's words",
      'telit',
      { wwan: manager },
      [
        entry('wwan', 'modemmanager', {
          up: false,
          autostart: false,
          errors: [{ subsystem: 'modemmanager', code: 'MM_CONNECT_FAILED', data: ['unknown-apn'] }],
        }),
      ],
      answering('telit', idle),
    ),
  ],
  [
    'apn_refused',
    /set_context cid=1 apn=/,
    story('a modem that dials itself by a wrong name', 'ncm', uciOf(dhcp('eth1')), waiting('eth1'), {
      at: {
        ...modems.ncm.at,
        ...idle,
        '+GTAUTOCONNECT?': '+GTAUTOCONNECT: 1',
        '+CEER': '+CEER: "Missing or unknown APN"',
      },
    }),
  ],
  [
    'apn_refused',
    /username and password/,
    familyStory(
      'a refused login by its number',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim', auth: 'pap', username: 'a', password: 'b' } },
      down('wwan', 'mbim', 'CONNECT_FAILED'),
      answering('foxconn', { ...idle, '+CEER': '+CEER: 29' }),
    ),
  ],
  [
    'ip_type_mismatch',
    /set_context cid=1 apn=internet\.example type=ip,/,
    story('a modem that dials itself for IPv6', 'ncm', uciOf(dhcp('eth1')), waiting('eth1'), {
      at: {
        ...modems.ncm.at,
        ...idle,
        '+CGDCONT?': '+CGDCONT: 1,"IPV6","internet.example","0.0.0.0",0,0,0,0',
        '+CEER': '+CEER: "PDN type IPv4 only allowed"',
      },
    }),
  ],
  [
    'ip_type_mismatch',
    /iptype=ipv4/,
    familyStory(
      'IPv6 that is not given, by ModemManager',
      'telit',
      { wwan: { ...manager, iptype: 'ipv6' } },
      blocked('wwan', 'modemmanager', 'MM_CONNECT_FAILED'),
      answering('telit', { ...idle, '+CEER': '+CEER: ipv4-only-allowed' }),
    ),
  ],
  [
    'ip_type_mismatch',
    /pdptype=ipv6/,
    familyStory(
      'a context of IPv6 under a handler that asks for IPv4 unless it is told',
      'sierra',
      { wwan: qmi },
      down('wwan', 'qmi', 'CALL_FAILED'),
      answering('sierra', {
        ...idle,
        '+CGDCONT?': '+CGDCONT: 1,"IPV6","internet.example","0.0.0.0",0,0,0,0',
      }),
    ),
  ],
  [
    'raw_ip',
    /echo Y > \/sys\/class\/net\/wwan0/,
    story('Ethernet frames under another dialler', 'qmi', uciOf(dhcp('wwan0')), waiting('wwan0'), {
      ifs: modems.qmi.ifs.map(each => ('net' in each ? { ...each, raw_ip: 'N', rx: 0 } : each)),
    }),
    running(900, 'quectel-CM', '/dev/cdc-wdm0'),
  ],
  [
    'no_address',
    /modem set_context cid=1/,
    familyStory(
      'a modem that dials itself and has not',
      'mediatek',
      dhcp('eth1'),
      waiting('eth1'),
      answering('mediatek', idle),
    ),
  ],
  [
    'no_address',
    /from the stick/,
    familyStory('a stick that gives no address', 'stick', dhcp('eth2'), waiting('eth2')),
  ],
  [
    'no_default_route',
    /add_list firewall\.wan\.network='lte'/,
    story(
      'a stick in no zone whose pages do not answer',
      'serial',
      uciOf({ lte: { proto: 'dhcp', device: 'eth2' } }, 'wan wan6'),
      [
        entry('lte', 'dhcp', {
          device: 'eth2',
          l3_device: 'eth2',
          'ipv4-address': [{ address: '192.168.8.100', mask: 24 }],
          route: [{ target: '0.0.0.0', mask: 0, nexthop: '192.168.8.1' }],
        }),
      ],
      families.stick,
    ),
  ],
  [
    'several_owners',
    /wwan.*lte/s,
    familyStory(
      'one channel by its name and by its place',
      'sierra',
      { wwan: qmi, lte: { proto: 'qmi', devpath: directory, apn: 'internet.example' } },
      [entry('wwan', 'qmi'), four('wwan'), ...down('lte', 'qmi', 'CALL_FAILED')],
    ),
  ],
  [
    'several_owners',
    /uci delete network\.wan2/,
    story(
      'a second client of DHCP on the device of the first',
      'qmi',
      uciOf({ wwan: qmi, wan2: { proto: 'dhcp', device: 'wwan0' } }),
      [
        ...down('wwan', 'qmi', 'NO_CID'),
        entry('wan2', 'dhcp', { up: false, pending: true, device: 'wwan0' }),
      ],
    ),
  ],
  [
    'several_owners',
    /ModemManager drives the modem/,
    familyStory(
      'ModemManager behind its proxy',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim' } },
      down('wwan', 'mbim', 'PIN_FAILED'),
    ),
    [...running(900, 'ModemManager'), ...running(901, 'mbim-proxy', '/dev/cdc-wdm0')],
  ],
  [
    'several_owners',
    /wwan.*ims/s,
    familyStory(
      'two access points over one session of MBIM',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim' }, ims: { ...qmi, proto: 'mbim', apn: 'second.example' } },
      [entry('wwan', 'mbim'), four('wwan'), ...down('ims', 'mbim', 'CONNECT_FAILED')],
    ),
  ],
  [
    'several_owners',
    /ModemManager/,
    familyStory(
      'ModemManager on the port of PPP',
      'dialUp',
      { wwan: threeG },
      down('wwan', 'ppp', 'CONNECT_FAILED'),
      { holder: ['ModemManager', 'ttyUSB0'] },
    ),
  ],
  [
    'no_traffic',
    /receives nothing/,
    familyStory(
      'nothing that comes back, by ModemManager',
      'foxconn',
      { wwan: manager },
      [entry('wwan', 'modemmanager', ipv4)],
      { ifs: families.foxconn.ifs.map(each => ('net' in each ? { ...each, rx: 0, tx: 200_000 } : each)) },
    ),
  ],
]
