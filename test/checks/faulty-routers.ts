import type { RouterStory } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { children, directory, entry, failed, ipv4, modems, qmi, running, story, uciOf } from './routers.ts'

const { four } = children
/** What makes a router one on which these protocol handlers are installed. */
const handlers = (...names: string[]): [string, Node][] =>
  names.map(name => [`/lib/netifd/proto/${name}.sh`, { text: '' }])
const missing = { available: false, ...failed('interface', 'NO_DEVICE') }
const waiting = { up: false, pending: true, uptime: undefined, l3_device: undefined }
const unregistered = {
  '+CREG?': '+CREG: 2,2',
  '+CGATT?': '+CGATT: 0',
  '+COPS?#0': '+COPS: 0',
  '+COPS?#2': '+COPS: 0',
  '+CGACT?': '+CGACT: 1,0',
  '+CGPADDR': '+CGPADDR: 1',
}
const idle = { '+CGACT?': '+CGACT: 1,0', '+CGPADDR': '+CGPADDR: 1' }
const at = (modem: keyof typeof modems, change: object) =>
  ({ at: { ...modems[modem].at, ...change } }) as Partial<RouterStory>

/** Routers with one fault: the check that has to stand first, words of its finding, and further files. */
export const faulty: readonly [string, RegExp, RouterStory, [string, Node][]?][] = [
  [
    'protocol_mismatch',
    /proto=dhcp.*device=usb0/s,
    story('qmi on ECM', 'ecm', uciOf({ wan: qmi }), [entry('wan', 'qmi', missing)]),
  ],
  [
    'protocol_mismatch',
    /proto=mbim.*cdc-wdm0/s,
    story('ncm on MBIM', 'mbim', uciOf({ lte: { ...qmi, proto: 'ncm', device: '/dev/ttyUSB2' } }), [
      entry('lte', 'ncm', failed('ncm', 'UNSUPPORTED_MODEM')),
    ]),
  ],
  [
    'protocol_mismatch',
    /proto=dhcp.*eth1/s,
    story('mbim on NCM', 'ncm', uciOf({ wwan: { ...qmi, proto: 'mbim' } }), [entry('wwan', 'mbim', missing)]),
  ],
  [
    'protocol_mismatch',
    /proto=qmi.*cdc-wdm0/s,
    story('dhcp on QMI', 'qmi', uciOf({ wwan: { proto: 'dhcp', device: 'wwan0' } }), [
      entry('wwan', 'dhcp', { ...waiting, device: 'wwan0' }),
    ]),
  ],
  [
    'protocol_mismatch',
    /proto=mbim/,
    story('qmi by devpath on MBIM', 'mbim', uciOf({ wwan: { proto: 'qmi', devpath: directory, apn: 'x' } }), [
      entry('wwan', 'qmi', failed('qmi', 'SIM_NOT_INITIALIZED')),
    ]),
  ],
  [
    'device_renamed',
    /device=eth1/,
    story('dhcp on a device that has moved', 'ncm', uciOf({ wwan: { proto: 'dhcp', device: 'eth2' } }), [
      entry('wwan', 'dhcp', { up: false, available: false, device: 'eth2' }),
    ]),
  ],
  [
    'device_renamed',
    /device=\/dev\/cdc-wdm0/,
    story('qmi on a channel that has moved', 'qmi', uciOf({ wwan: { ...qmi, device: '/dev/cdc-wdm1' } }), [
      entry('wwan', 'qmi', missing),
    ]),
  ],
  [
    'device_renamed',
    /device=\/dev\/ttyUSB/,
    story(
      'ncm on a port that has moved',
      'ecm',
      uciOf({ wwan: { ...qmi, proto: 'ncm', device: '/dev/ttyUSB7' } }),
      [entry('wwan', 'ncm', missing)],
    ),
  ],
  [
    'device_renamed',
    /device=\/dev\/ttyUSB/,
    story(
      '3g on a port that has moved',
      'serial',
      uciOf({ wwan: { ...qmi, proto: '3g', device: '/dev/ttyUSB6' } }),
      [entry('wwan', '3g', missing)],
    ),
  ],
  [
    'device_renamed',
    /device=\/sys\/devices/,
    story(
      'modemmanager on a place that has moved',
      'qmi',
      uciOf({ wwan: { proto: 'modemmanager', device: `${directory.slice(0, -1)}2`, apn: 'x' } }),
      [entry('wwan', 'modemmanager', missing)],
    ),
    running(900, 'ModemManager'),
  ],
  [
    'package_missing',
    /uqmi/,
    story('no handler of qmi', 'qmi', uciOf({ wwan: qmi }), [entry('wwan', 'none', { up: false })]),
    handlers('dhcp', 'ppp', 'ncm'),
  ],
  [
    'package_missing',
    /umbim/,
    story('no handler of mbim', 'mbim', uciOf({ wan: { ...qmi, proto: 'mbim' } }), [
      entry('wan', 'none', { up: false }),
    ]),
    handlers('dhcp', 'ppp'),
  ],
  [
    'several_owners',
    /ModemManager/,
    story('qmi beside ModemManager', 'qmi', uciOf({ wwan: qmi }), [
      entry('wwan', 'qmi', failed('qmi', 'CALL_FAILED')),
    ]),
    running(900, 'ModemManager', '/dev/cdc-wdm0'),
  ],
  [
    'several_owners',
    /wwand/,
    story('qmi beside wwand', 'qmi', uciOf({ wan: qmi }), [entry('wan', 'qmi', failed('qmi', 'NO_CID'))]),
    running(900, 'wwand', '/dev/cdc-wdm0'),
  ],
  [
    'several_owners',
    /quectel-CM/,
    story('qmi beside QModem', 'qmi', uciOf({ wwan: qmi }), [entry('wwan', 'qmi', failed('qmi', 'NO_CID'))]),
    running(900, 'quectel-CM-M', '/dev/cdc-wdm0'),
  ],
  [
    'several_owners',
    /wwan.*old|old.*wwan/s,
    story('two sections', 'mbim', uciOf({ wwan: { ...qmi, proto: 'mbim' }, old: qmi }), [
      entry('wwan', 'mbim', failed('mbim', 'CONNECT_FAILED')),
      entry('old', 'qmi', failed('qmi', 'SIM_NOT_INITIALIZED')),
    ]),
  ],
  [
    'port_shared',
    /smsd/,
    story('a program on the port', 'qmi', uciOf({ wwan: qmi }), [entry('wwan', 'qmi'), four('wwan')]),
    running(900, 'smsd', '/dev/ttyUSB2'),
  ],
  [
    'dialler_stuck',
    /kill 901/,
    story('a stuck uqmi', 'qmi', uciOf({ wwan: qmi }), [entry('wwan', 'qmi', waiting)]),
    running(901, 'uqmi', '/dev/cdc-wdm0'),
  ],
  [
    'dialler_stuck',
    /kill 901/,
    story('a stuck umbim', 'mbim', uciOf({ wwan: { ...qmi, proto: 'mbim' } }), [
      entry('wwan', 'mbim', waiting),
    ]),
    running(901, 'umbim', '/dev/cdc-wdm0'),
  ],
  [
    'pin_required',
    /network\.lte\.pincode/,
    story(
      'a PIN that nobody gives',
      'qmi',
      uciOf({ lte: qmi }),
      [entry('lte', 'qmi', failed('qmi', 'PIN_NOT_SPECIFIED'))],
      at('qmi', { ...unregistered, '+CPIN?': '+CPIN: SIM PIN' }),
    ),
  ],
  [
    'pin_wrong_configured',
    /ifdown lte/,
    story(
      'a wrong PIN',
      'mbim',
      uciOf({ lte: { ...qmi, proto: 'mbim', pincode: '9999' } }),
      [entry('lte', 'mbim', { autostart: false, ...failed('mbim', 'PIN_FAILED') })],
      at('mbim', { ...unregistered, '+CPIN?': '+CPIN: SIM PIN' }),
    ),
  ],
  [
    'puk_required',
    /PUK/,
    story(
      'a blocked card',
      'qmi',
      uciOf({ wwan: qmi }),
      [entry('wwan', 'qmi', { autostart: false, ...failed('qmi', 'PUK_NEEDED') })],
      at('qmi', { ...unregistered, '+CPIN?': '+CPIN: SIM PUK' }),
    ),
  ],
  [
    'sim_missing',
    /seat/i,
    story(
      'no card',
      'mbim',
      uciOf({ wwan: { ...qmi, proto: 'mbim' } }),
      [entry('wwan', 'mbim', failed('mbim', 'NO_SUBSCRIBER'))],
      at('mbim', { ...unregistered, '+CPIN?': { lines: [], final: '+CME ERROR: 10' } }),
    ),
  ],
  [
    'registration_denied',
    /contract/,
    story(
      'a refused card',
      'mbim',
      uciOf({ wwan: { ...qmi, proto: 'mbim' } }),
      [entry('wwan', 'mbim', failed('mbim', 'NO_REGISTRATION'))],
      at('mbim', { ...unregistered, '+CREG?': '+CREG: 2,3' }),
    ),
  ],
  [
    'not_registering',
    /antenna/,
    story(
      'no network',
      'qmi',
      uciOf({ wwan: qmi }),
      [entry('wwan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option modes of network\.wwan.*uci delete network\.wwan\.modes/s,
    story(
      'no network in the one mode',
      'qmi',
      uciOf({ wwan: { ...qmi, modes: 'umts' } }),
      [entry('wwan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option allowedmode of network\.lte/,
    story(
      'no network in what ModemManager allows',
      'qmi',
      uciOf({ lte: { proto: 'modemmanager', device: directory, allowedmode: '5g', apn: 'x' } }),
      [entry('lte', 'modemmanager', { autostart: false, ...failed('modemmanager', 'MM_CONNECT_FAILED') })],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option plmn of network\.wan/,
    story(
      'no network but the chosen one',
      'qmi',
      uciOf({ wan: { ...qmi, plmn: '26202' } }),
      [entry('wan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option bands_lte .*\/etc\/config\/modem.*modem set_bands/s,
    story(
      'no network on the bands that are wanted',
      'qmi',
      {
        ...uciOf({ wwan: qmi }),
        'modem.main': 'modem',
        'modem.main.path': '1-1',
        'modem.main.bands_lte': '20',
      },
      [entry('wwan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option mode .*\/etc\/config\/modem/,
    story(
      'no network in the mode that is wanted',
      'qmi',
      { ...uciOf({ wwan: qmi }), 'modem.main': 'modem', 'modem.main.path': '1-1', 'modem.main.mode': 'umts' },
      [entry('wwan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', unregistered),
    ),
  ],
  [
    'not_registering',
    /option mode of network\.wwan/,
    story(
      'no network in the mode of ncm',
      'huawei',
      uciOf({ wwan: { proto: 'ncm', device: '/dev/cdc-wdm0', apn: 'x', mode: 'gsm' } }),
      [entry('wwan', 'ncm', failed('ncm', 'CONNECT_FAILED'))],
      at('huawei', unregistered),
    ),
  ],
  [
    'not_registering',
    /option service of network\.wwan/,
    story(
      'no network by 3G alone',
      'serial',
      uciOf({ wwan: { proto: '3g', device: '/dev/ttyUSB3', apn: 'x', service: 'umts_only' } }),
      [entry('wwan', '3g', failed('ppp', 'CONNECT_FAILED'))],
      at('serial', unregistered),
    ),
  ],
  [
    'radio_off',
    /flight/,
    story(
      'flight mode',
      'qmi',
      uciOf({ wwan: qmi }),
      [entry('wwan', 'qmi', failed('qmi', 'NETWORK_REGISTRATION_FAILED'))],
      at('qmi', { ...unregistered, '+CFUN?': '+CFUN: 4' }),
    ),
  ],
  [
    'apn_refused',
    /apn=/,
    story(
      'an unknown access point',
      'mbim',
      uciOf({ lte: { ...qmi, proto: 'mbim', apn: 'wrong' } }),
      [entry('lte', 'mbim', failed('mbim', 'CONNECT_FAILED'))],
      at('mbim', { ...idle, '+CEER': '+CEER: 33, "requested service option not subscribed"' }),
    ),
  ],
  [
    'apn_refused',
    /apn=/,
    story(
      'an unknown access point, by ModemManager',
      'qmi',
      uciOf({ wwan: { proto: 'modemmanager', device: directory, apn: 'wrong' } }),
      [entry('wwan', 'modemmanager', { autostart: false, ...failed('modemmanager', 'MM_CONNECT_FAILED') })],
      at('qmi', { ...idle, '+CEER': '+CEER: "Missing or unknown APN"' }),
    ),
  ],
  [
    'dialler_failed',
    /username/,
    story(
      'a wrong login',
      'serial',
      uciOf({ wwan: { proto: '3g', device: '/dev/ttyUSB3', apn: 'x', username: 'a' } }),
      [entry('wwan', '3g', failed('ppp', 'AUTH_TOPEER_FAILED'))],
      at('serial', idle),
    ),
  ],
  [
    'ip_type_mismatch',
    /pdptype=ipv4\b/,
    story(
      'IPv6 that is not given',
      'qmi',
      uciOf({ lte: { ...qmi, pdptype: 'ipv6' } }),
      [entry('lte', 'qmi', failed('qmi', 'CALL_FAILED'))],
      at('qmi', { ...idle, '+CEER': '+CEER: "PDN type IPv4 only allowed"' }),
    ),
  ],
  [
    'raw_ip',
    /echo Y/,
    story(
      'Ethernet frames',
      'qmi',
      uciOf({ wan: qmi }),
      [entry('wan', 'qmi'), four('wan', { ...waiting, 'ipv4-address': [], route: [] })],
      { ifs: modems.qmi.ifs.map(each => ('net' in each ? { ...each, raw_ip: 'N', rx: 0 } : each)) },
    ),
  ],
  [
    'no_address',
    /ifdown wan/,
    story('no answer to DHCP', 'qmi', uciOf({ wan: qmi }), [
      entry('wan', 'qmi'),
      four('wan', { ...waiting, 'ipv4-address': [], route: [] }),
    ]),
  ],
  [
    'no_address',
    /set_autoconnect/,
    story(
      'a modem that nobody dials',
      'ncm',
      uciOf({ wan: { proto: 'dhcp', device: 'eth1' } }),
      [entry('wan', 'dhcp', { ...waiting, device: 'eth1' })],
      at('ncm', { ...idle, '+GTAUTOCONNECT?': '+GTAUTOCONNECT: 0' }),
    ),
  ],
  [
    'no_default_route',
    /add_list/,
    story('in no zone', 'mbim', uciOf({ lte: { ...qmi, proto: 'mbim' } }, 'wan wan6'), [
      entry('lte', 'mbim', ipv4),
    ]),
  ],
  [
    'no_default_route',
    /defaultroute/,
    story('no way out', 'ncm', uciOf({ lte: { proto: 'dhcp', device: 'eth1', defaultroute: '0' } }), [
      entry('lte', 'dhcp', { device: 'eth1', l3_device: 'eth1', ...ipv4, route: [] }),
    ]),
  ],
  [
    'no_traffic',
    /receives nothing/,
    story(
      'nothing comes back',
      'mbim',
      uciOf({ wwan: { ...qmi, proto: 'mbim' } }),
      [entry('wwan', 'mbim', ipv4)],
      { ifs: modems.mbim.ifs.map(each => ('net' in each ? { ...each, rx: 0, tx: 200_000 } : each)) },
    ),
  ],
  [
    'dialler_unsupported',
    /eth1/,
    story(
      'ncm for a maker it does not know',
      'ncm',
      uciOf({ wwan: { proto: 'ncm', device: '/dev/ttyUSB1', apn: 'x' } }),
      [entry('wwan', 'ncm', { available: false, ...failed('ncm', 'UNSUPPORTED_MODEM') })],
    ),
  ],
  [
    'dialler_failed',
    /allow_roaming/,
    story(
      'a guest of another network',
      'mbim',
      uciOf({ wwan: { ...qmi, proto: 'mbim' } }),
      [entry('wwan', 'mbim', failed('mbim', 'NO_REGISTRATION'))],
      at('mbim', { ...idle, '+CREG?': '+CREG: 2,5,"5D4","1BC7513",7' }),
    ),
  ],
  [
    'dialler_failed',
    /ModemManager/,
    story(
      'a modem that ModemManager does not manage',
      'qmi',
      uciOf({ wwan: { proto: 'modemmanager', device: directory, apn: 'x' } }),
      [entry('wwan', 'modemmanager', { available: false, ...failed('modemmanager', 'DEVICE_NOT_MANAGED') })],
    ),
  ],
  [
    'dialler_failed',
    /service wwand start/,
    story('wwand that does not run', 'qmi', uciOf({ wwan: { proto: 'wwand', modem: 'main', apn: 'x' } }), [
      entry('wwan', 'wwand', failed('wwand', 'NO_DAEMON')),
    ]),
  ],
]
