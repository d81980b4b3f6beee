import type { RouterStory } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { answering, familyStory } from './families.ts'
import { children, entry, failed, ipv4, ipv6, modems, qmi, running, story, uciOf } from './routers.ts'

const { four, six } = children
const threeG = { proto: '3g', device: '/dev/ttyUSB0', apn: 'internet.example', service: 'umts' }
const wan = entry('wan', 'dhcp', { device: 'eth0', l3_device: 'eth0', ...ipv4 })
const idle = { '+CGACT?': '+CGACT: 1,0', '+CGPADDR': '+CGPADDR: 1' }

/** Routers on which nothing is wrong although it looks odd, with modems of further families: as in `healthy-routers.ts`. */
export const furtherHealthy: readonly [RouterStory, [string, Node][]?][] = [
  [
    story('both families asked for and one given', 'qmi', uciOf({ wwan: { ...qmi, pdptype: 'ipv4v6' } }), [
      entry('wwan', 'qmi'),
      four('wwan'),
      six('wwan', { up: false, pending: true, 'ipv6-address': [], route: [] }),
    ]),
  ],
  [
    story(
      'a modem passed through to a device behind it',
      'ecm',
      uciOf({ wwan: { proto: 'none', device: 'usb0' } }, null),
      [entry('wwan', 'none', { device: 'usb0', l3_device: 'usb0' })],
    ),
  ],
  [
    story('a prefix and no address', 'qmi', uciOf({ wwan: { ...qmi, pdptype: 'ipv6' } }), [
      entry('wwan', 'qmi'),
      six('wwan', { 'ipv6-address': [], 'ipv6-prefix': [{ address: '2001:db8:1:2::', mask: 64 }] }),
    ]),
  ],
  [
    familyStory(
      'an address set by hand',
      'mediatek',
      { wan: { proto: 'static', device: 'eth1', ipaddr: '10.64.12.7' } },
      [entry('wan', 'static', { device: 'eth1', l3_device: 'eth1', ...ipv4 })],
    ),
  ],
  [
    familyStory('a routing table of its own', 'sierra', { wwan: { ...qmi, ip4table: '201' } }, [
      entry('wwan', 'qmi'),
      four('wwan', { route: [] }),
    ]),
  ],
  [
    story(
      'routes to one network alone',
      'qmi',
      {
        ...uciOf({ wwan: { ...qmi } }),
        'network.r1': 'route',
        'network.r1.interface': 'wwan',
        'network.r1.target': '10.0.0.0/8',
      },
      [
        entry('wwan', 'qmi'),
        four('wwan', { route: [{ target: '10.0.0.0', mask: 8, nexthop: '10.64.12.8' }] }),
      ],
    ),
  ],
  [
    familyStory(
      'a spare modem that is not started',
      'foxconn',
      { wan: { proto: 'dhcp', device: 'eth0' }, wwan: { ...qmi, proto: 'mbim', auto: '0' } },
      [wan, entry('wwan', 'mbim', { up: false, autostart: false })],
      answering('foxconn', idle),
    ),
  ],
  [
    story(
      'a spare modem that dials itself, stopped, and an old cause',
      'ncm',
      uciOf({ wan: { proto: 'dhcp', device: 'eth0' }, wwan: { proto: 'dhcp', device: 'eth1', auto: '0' } }),
      [wan, entry('wwan', 'dhcp', { up: false, autostart: false, device: 'eth1' })],
      { at: { ...modems.ncm.at, ...idle, '+CEER': '+CEER: "Missing or unknown APN"' } },
    ),
  ],
  [
    familyStory('a spare modem with ports alone', 'dialUp', { wan: { proto: 'dhcp', device: 'eth0' } }, [
      wan,
    ]),
  ],
  [
    familyStory('PPP on the port that is read first', 'dialUp', { wan: threeG }, [
      entry('wan', '3g', { l3_device: '3g-wan', ...ipv4 }),
    ]),
    running(900, 'pppd', '/dev/ttyUSB0'),
  ],
  [
    familyStory(
      'PPP on the one port of several that takes AT commands',
      'sierra',
      { wan: { ...threeG, device: '/dev/ttyUSB2' } },
      [entry('wan', '3g', { l3_device: '3g-wan', ...ipv4 })],
    ),
    running(900, 'pppd', '/dev/ttyUSB2'),
  ],
  [
    familyStory(
      'a handler that has failed once and tries again',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim' } },
      [entry('wwan', 'mbim', { ...failed('mbim', 'NO_SUBSCRIBER'), pending: true })],
      answering('foxconn', idle),
    ),
  ],
  [
    familyStory(
      'a guest that may be one',
      'foxconn',
      { wwan: { ...qmi, proto: 'mbim', allow_roaming: '1' } },
      [entry('wwan', 'mbim'), four('wwan')],
      answering('foxconn', { '+CREG?': '+CREG: 2,5,"5D4","1BC7513",7' }),
    ),
  ],
  [
    familyStory('a stick that is stopped', 'stick', { wwan: { proto: 'dhcp', device: 'eth2' } }, [
      entry('wwan', 'dhcp', { up: false, autostart: false, device: 'eth2' }),
    ]),
  ],
  [
    story('IPv4 over IPv6', 'qmi', uciOf({ wwan: { ...qmi, pdptype: 'ipv6' }, clat: { proto: '464xlat' } }), [
      entry('wwan', 'qmi'),
      six('wwan', ipv6),
      entry('clat', '464xlat', { l3_device: '464-clat', ...ipv4 }),
    ]),
  ],
]
