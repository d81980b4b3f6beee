import type { RouterStory } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { children, directory, entry, ipv4, ipv6, qmi, running, story, uciOf } from './routers.ts'

const { four, six } = children
const wan = entry('wan', 'dhcp', { device: 'eth0', l3_device: 'eth0', ...ipv4 })

/** Routers on which nothing is wrong, of every way to dial; with further files of theirs. */
export const healthy: readonly [RouterStory, [string, Node][]?][] = [
  [
    story('qmi with children of both families', 'qmi', uciOf({ wwan: { ...qmi, pdptype: 'ipv4v6' } }), [
      entry('wwan', 'qmi'),
      four('wwan'),
      six('wwan'),
    ]),
  ],
  [story('qmi without DHCP', 'qmi', uciOf({ wwan: { ...qmi, dhcp: '0' } }), [entry('wwan', 'qmi', ipv4)])],
  [
    story(
      'qmi by devpath',
      'qmi',
      uciOf({ wwan: { proto: 'qmi', devpath: directory, apn: 'internet.example' } }),
      [entry('wwan', 'qmi'), four('wwan')],
    ),
  ],
  [story('the only way out', 'qmi', uciOf({ wan: qmi }), [entry('wan', 'qmi'), four('wan')])],
  [
    story('qmi for IPv6 alone', 'qmi', uciOf({ lte: { ...qmi, pdptype: 'ipv6' } }), [
      entry('lte', 'qmi'),
      six('lte'),
    ]),
  ],
  [story('no firewall', 'qmi', uciOf({ wwan: qmi }, null), [entry('wwan', 'qmi'), four('wwan')])],
  [
    story('mbim with its address', 'mbim', uciOf({ wwan: { ...qmi, proto: 'mbim' } }), [
      entry('wwan', 'mbim', ipv4),
    ]),
  ],
  [
    story('mbim with a child', 'mbim', uciOf({ wwan: { ...qmi, proto: 'mbim' } }), [
      entry('wwan', 'mbim'),
      four('wwan'),
    ]),
  ],
  [
    story('the protocol that chooses', 'qmi', uciOf({ wwan: { proto: 'wwan', apn: 'internet.example' } }), [
      entry('wwan', 'wwan'),
      four('wwan'),
    ]),
  ],
  [
    story('ECM that dials itself', 'ecm', uciOf({ wwan: { proto: 'dhcp', device: 'usb0' } }), [
      entry('wwan', 'dhcp', { device: 'usb0', l3_device: 'usb0', ...ipv4 }),
    ]),
  ],
  [
    story(
      'ECM with an alias for IPv6',
      'ecm',
      uciOf({ wwan: { proto: 'dhcp', device: 'usb0' }, wwan6: { proto: 'dhcpv6', device: '@wwan' } }),
      [
        entry('wwan', 'dhcp', { device: 'usb0', l3_device: 'usb0', ...ipv4 }),
        entry('wwan6', 'dhcpv6', { device: 'usb0', l3_device: 'usb0', ...ipv6 }),
      ],
    ),
  ],
  [
    story(
      'ECM dialled by proto ncm',
      'ecm',
      uciOf({ wwan: { proto: 'ncm', device: '/dev/ttyUSB3', apn: 'internet.example' } }),
      [entry('wwan', 'ncm', { l3_device: 'usb0' }), four('wwan', { device: 'usb0', l3_device: 'usb0' })],
    ),
  ],
  [
    story('NCM that dials itself', 'ncm', uciOf({ wan: { proto: 'dhcp', device: 'eth1' } }), [
      entry('wan', 'dhcp', { device: 'eth1', l3_device: 'eth1', ...ipv4 }),
    ]),
  ],
  [
    story(
      'NCM of Huawei',
      'huawei',
      uciOf({ wwan: { proto: 'ncm', device: '/dev/cdc-wdm0', apn: 'internet.example' } }),
      [entry('wwan', 'ncm'), four('wwan')],
    ),
  ],
  [
    story(
      'PPP',
      'serial',
      uciOf({ wwan: { proto: '3g', device: '/dev/ttyUSB3', apn: 'internet.example', service: 'umts' } }),
      [entry('wwan', '3g', { l3_device: '3g-wwan', ...ipv4 })],
    ),
    running(900, 'pppd', '/dev/ttyUSB3'),
  ],
  [
    story(
      'ModemManager on other ports',
      'qmi',
      uciOf({ wwan: { proto: 'modemmanager', device: directory, apn: 'internet.example' } }),
      [entry('wwan', 'modemmanager', ipv4)],
    ),
    running(900, 'ModemManager', '/dev/cdc-wdm0'),
  ],
  [
    story(
      'ModemManager with a child',
      'qmi',
      uciOf({ wwan: { proto: 'modemmanager', device: directory, apn: 'internet.example' } }),
      [entry('wwan', 'modemmanager'), four('wwan')],
    ),
    running(900, 'ModemManager', '/dev/cdc-wdm0'),
  ],
  [
    story('wwand', 'qmi', uciOf({ wwan: { proto: 'wwand', modem: 'main', apn: 'internet.example' } }), [
      entry('wwan', 'wwand', ipv4),
    ]),
    running(900, 'wwand', '/dev/cdc-wdm0'),
  ],
  [
    story(
      'proto quectel',
      'qmi',
      uciOf({ wwan: { proto: 'quectel', device: '/dev/cdc-wdm0', apn: 'internet.example' } }),
      [entry('wwan', 'quectel', ipv4)],
    ),
    running(900, 'quectel-CM', '/dev/cdc-wdm0'),
  ],
  [
    story(
      'QModem',
      'qmi',
      uciOf({
        wwan_5_1: { proto: 'dhcp', device: 'wwan0' },
        wwan_5_1v6: { proto: 'dhcpv6', device: 'wwan0' },
      }),
      [
        entry('wwan_5_1', 'dhcp', { device: 'wwan0', ...ipv4 }),
        entry('wwan_5_1v6', 'dhcpv6', { device: 'wwan0', ...ipv6 }),
      ],
    ),
    running(900, 'quectel-CM-M', '/dev/cdc-wdm0'),
  ],
  [
    story(
      'QModem without an address of its own',
      'qmi',
      uciOf({ wwan_5_1: { proto: 'none', device: 'wwan0' } }),
      [entry('wwan_5_1', 'none', { device: 'wwan0', ...ipv4 })],
    ),
    running(900, 'quectel-CM-M', '/dev/cdc-wdm0'),
  ],
  [
    story(
      'a second way out',
      'qmi',
      uciOf({ wan: { proto: 'dhcp', device: 'eth0' }, wwan: { ...qmi, metric: '20' } }),
      [wan, entry('wwan', 'qmi', { metric: 20 }), four('wwan', { metric: 20 })],
    ),
  ],
  [
    story(
      'a way out by policy',
      'qmi',
      uciOf({ wan: { proto: 'dhcp', device: 'eth0' }, wwan: { ...qmi, defaultroute: '0' } }),
      [wan, entry('wwan', 'qmi'), four('wwan', { route: [] })],
    ),
  ],
  [
    story(
      'two access points on one channel',
      'qmi',
      uciOf({ wwan: qmi, voip: { ...qmi, apn: 'voice.example', profile: '2' } }),
      [entry('wwan', 'qmi'), four('wwan'), entry('voip', 'qmi', { l3_device: 'wwan0.2' })],
    ),
  ],
  [
    story('a zone of devices', 'qmi', { ...uciOf({ wwan: qmi }, 'wan'), 'firewall.wan.device': 'wwan+' }, [
      entry('wwan', 'qmi'),
      four('wwan'),
    ]),
  ],
  [
    story(
      'a second, disabled section',
      'qmi',
      uciOf({ wwan: qmi, old: { proto: 'mbim', device: '/dev/cdc-wdm0', disabled: '1' } }),
      [entry('wwan', 'qmi'), four('wwan')],
    ),
  ],
  [
    story('an interface that somebody stopped', 'qmi', uciOf({ wwan: qmi }), [
      entry('wwan', 'qmi', { up: false, autostart: false }),
    ]),
  ],
  [story('an interface not made yet', 'qmi', uciOf({}, 'wan'), [])],
  [
    story('a dialling one', 'qmi', uciOf({ wwan: qmi }), [
      entry('wwan', 'qmi', { up: false, pending: true }),
    ]),
  ],
  [
    story('a lease that is fresh', 'qmi', uciOf({ wwan: qmi }), [
      entry('wwan', 'qmi', { uptime: 4 }),
      four('wwan', { up: false, pending: true, uptime: undefined, 'ipv4-address': [], route: [] }),
    ]),
  ],
]
