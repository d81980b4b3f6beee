import type { RouterStory } from '../world/memory/story.ts'
import { homeOf, type Node } from '../world/sysfs.ts'

/** What a registered modem with a ready card and an active context answers. */
const answers = {
  '+CSQ': '+CSQ: 22,99',
  '+COPS?#0': '+COPS: 0,0,"Example",7',
  '+COPS?#2': '+COPS: 0,2,"26201",7',
  '+CREG=2': '',
  '+CREG?': '+CREG: 2,1,"5D4","1BC7513",7',
  '+CPIN?': '+CPIN: READY',
  '+CGSN': '861234567890123',
  '+CIMI': '262011234567890',
  '+CFUN?': '+CFUN: 1',
  '+CGDCONT?': '+CGDCONT: 1,"IPV4V6","internet.example","0.0.0.0",0,0,0,0',
  '+CGACT?': '+CGACT: 1,1',
  '+CGATT?': '+CGATT: 1',
  '+CGPADDR': '+CGPADDR: 1,"10.64.12.7"',
  '+CGAUTH?': '+CGAUTH: 1,0',
  '+QCFG="usbnet"': '+QCFG: "usbnet",0',
}

const serial = (driver: string, names: readonly string[]) =>
  names.map((tty, n) => ({ n, driver, tty, class: 'ff', sub: 'ff', prot: 'ff' }))

/** Modems as their buses show them: enough of them that every way to dial has one. */
export const modems = {
  qmi: {
    usb: { vid: '2c7c', pid: '0125', manufacturer: 'Quectel', product: 'EC25-E' },
    ifs: [
      ...serial('option', ['ttyUSB0', 'ttyUSB1', 'ttyUSB2', 'ttyUSB3']),
      { n: 4, driver: 'qmi_wwan', net: 'wwan0', wdm: 'cdc-wdm0', raw_ip: 'Y', rx: 5_000_000, tx: 400_000 },
    ],
    at_ports: ['ttyUSB2', 'ttyUSB3'],
    at: { ...answers, '+CGMM': 'EC25', '+CGMI': 'Quectel', '+CGMR': 'EC25EFAR06A06M4G' },
  },
  mbim: {
    usb: { vid: '1199', pid: '9071', manufacturer: 'Sierra Wireless, Incorporated', product: 'MC7455' },
    ifs: [
      { n: 0, driver: 'qcserial', tty: 'ttyUSB0' },
      { n: 2, driver: 'qcserial', tty: 'ttyUSB1' },
      { n: 3, driver: 'qcserial', tty: 'ttyUSB2' },
      {
        n: 12,
        class: '02',
        sub: '0e',
        driver: 'cdc_mbim',
        net: 'wwan0',
        wdm: 'cdc-wdm0',
        rx: 9000,
        tx: 9000,
      },
    ],
    at_ports: ['ttyUSB2'],
    at: {
      ...answers,
      '+CGMM': 'MC7455',
      '+CGMI': 'Sierra Wireless, Incorporated',
      '+CGMR': 'SWI9X30C_02.33.03.00',
      '!USBCOMP?':
        'Config Index: 1\nConfig Type:  1 (Generic)\nInterface bitmask: 0000100D (diag,nmea,modem,mbim)',
    },
  },
  ecm: {
    usb: { vid: '2c7c', pid: '0125', manufacturer: 'Quectel', product: 'EC25-E' },
    ifs: [
      ...serial('option', ['ttyUSB0', 'ttyUSB1', 'ttyUSB2', 'ttyUSB3']),
      { n: 4, class: '02', sub: '06', driver: 'cdc_ether', net: 'usb0', rx: 5_000_000, tx: 400_000 },
    ],
    at_ports: ['ttyUSB2', 'ttyUSB3'],
    at: {
      ...answers,
      '+CGMM': 'EC25',
      '+CGMI': 'Quectel',
      '+CGMR': 'EC25EFAR06A06M4G',
      '+QCFG="usbnet"': '+QCFG: "usbnet",1',
    },
  },
  ncm: {
    usb: { vid: '2cb7', pid: '0a05', manufacturer: 'Fibocom', product: 'FG621-EA' },
    ifs: [
      { n: 0, class: '02', sub: '0d', driver: 'cdc_ncm', net: 'eth1', rx: 5_000_000, tx: 400_000 },
      ...['ttyUSB0', 'ttyUSB1', 'ttyUSB2', 'ttyUSB3'].map((tty, at) => ({
        n: at + 2,
        driver: 'option',
        tty,
      })),
    ],
    at_ports: ['ttyUSB0', 'ttyUSB1'],
    at: { ...answers, '+CGMM': 'FG621-EA', '+CGMI': 'Fibocom', '+CGMR': '16121.1034' },
  },
  huawei: {
    usb: { vid: '12d1', pid: '1506', manufacturer: 'HUAWEI', product: 'E3372' },
    ifs: [
      { n: 0, driver: 'option', tty: 'ttyUSB0' },
      { n: 1, driver: 'option', tty: 'ttyUSB1' },
      { n: 2, driver: 'huawei_cdc_ncm', net: 'wwan0', wdm: 'cdc-wdm0', rx: 5_000_000, tx: 400_000 },
    ],
    at_ports: ['ttyUSB0', 'ttyUSB1'],
    at: { ...answers, '+CGMM': 'E3372', '+CGMI': 'huawei', '+CGMR': '21.180' },
  },
  serial: {
    usb: { vid: '2c7c', pid: '0125', manufacturer: 'Quectel', product: 'EC25-E' },
    ifs: serial('option', ['ttyUSB0', 'ttyUSB1', 'ttyUSB2', 'ttyUSB3']),
    at_ports: ['ttyUSB2', 'ttyUSB3'],
    at: { ...answers, '+CGMM': 'EC25', '+CGMI': 'Quectel', '+CGMR': 'EC25EFAR06A06M4G' },
  },
} as const satisfies Readonly<Record<string, Pick<RouterStory, 'usb' | 'ifs' | 'at_ports' | 'at'>>>

/** Name of a modem in {@link modems}. */
export type ModemName = keyof typeof modems

/** Where the modem of a story is plugged in. */
export const directory = homeOf({ bus: 'usb', address: '1-1' })

/** Options of one section of /etc/config/network, by the name of the section. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>

/** UCI as a story has it: interfaces of network, and the zone wan with these networks; null: no firewall. */
export function uciOf(sections: Sections, zone: string | null = Object.keys(sections).join(' ')) {
  const network = Object.entries(sections).flatMap(([name, options]) => [
    [`network.${name}`, 'interface'],
    ...Object.entries(options).map(([key, value]) => [`network.${name}.${key}`, value]),
  ])
  const firewall =
    zone === null ? {} : { 'firewall.wan': 'zone', 'firewall.wan.name': 'wan', 'firewall.wan.network': zone }
  return { ...Object.fromEntries(network), ...firewall } as Record<string, string>
}

/** An interface of the dump: it is up without an address, until something else is said. */
export const entry = (name: string, proto: string, more: object = {}) => ({
  interface: name,
  up: true,
  pending: false,
  available: true,
  autostart: true,
  dynamic: false,
  proto,
  uptime: 3600,
  l3_device: 'wwan0',
  'ipv4-address': [],
  'ipv6-address': [],
  route: [],
  ...more,
})
export const ipv4 = {
  'ipv4-address': [{ address: '10.64.12.7', mask: 30 }],
  route: [{ target: '0.0.0.0', mask: 0, nexthop: '10.64.12.8' }],
}
export const ipv6 = {
  'ipv6-address': [{ address: '2001:db8:1:2::3', mask: 64 }],
  route: [{ target: '::', mask: 0, nexthop: 'fe80::1' }],
}
/** What a failed attempt leaves of an interface. */
export const failed = (subsystem: string, ...codes: string[]) => ({
  up: false,
  uptime: undefined,
  l3_device: undefined,
  errors: codes.map(code => ({ subsystem, code })),
})
const child = (parent: string, family: 4 | 6, more: object = {}) =>
  entry(`${parent}_${family}`, family === 4 ? 'dhcp' : 'dhcpv6', {
    dynamic: true,
    device: 'wwan0',
    ...(family === 4 ? ipv4 : ipv6),
    ...more,
  })
export const children = {
  four: (name: string, more?: object) => child(name, 4, more),
  six: (name: string, more?: object) => child(name, 6, more),
}

/** A story of a router: its modem, its configuration, and what netifd says. */
export const story = (
  name: string,
  modem: ModemName,
  uci: Readonly<Record<string, string>>,
  dump: readonly object[],
  more: Partial<RouterStory> = {},
): RouterStory => ({ name, ...modems[modem], speed: '480', uci, dump, finding: null, ...more })

/** A process and what it has open. */
export const running = (pid: number, name: string, ...open: string[]): [string, Node][] => [
  [`/proc/${pid}/comm`, { text: `${name}\n` }],
  [`/proc/${pid}/stat`, { text: `${pid} (${name}) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1000 0 0\n` }],
  ...open.map((path, fd): [string, Node] => [`/proc/${pid}/fd/${fd + 5}`, { link: path }]),
]

/** Options of an interface over QMI; with another proto, of one over MBIM. */
export const qmi = { proto: 'qmi', device: '/dev/cdc-wdm0', apn: 'internet.example' }
