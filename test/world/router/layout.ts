import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import {
  drawDevice,
  drawVirtual,
  type Hardware,
  type SerialPort,
  usbDevices,
  vanishing,
  writeNodes,
} from '../sysfs.ts'

/** A modem whose ports lead somewhere. */
export interface WiredModem extends Hardware {
  /** `tty` is the PTY on this machine that stands for the port; null when there is no device node. */
  ports: readonly (SerialPort & { tty: string | null })[]
}

/** What a router is made of. */
export interface RouterOptions {
  /** The built tree, default `dist/root`; null for a router without the product. */
  dist?: string | null
  /** The modems plugged in at first; the first one is the one UCI and netifd know as `wwan`. */
  modems?: readonly WiredModem[]
  /** Content of `/tmp/sysinfo/board_name`. */
  board?: string | null
  /** Files of `/etc/config` by name; they replace `3ginfo` and `network`, which are made from the modems. */
  uci?: Readonly<Record<string, string>>
  /** Replies of `ubus call` by `OBJECT.METHOD`; they replace those made from the modems. */
  ubus?: Readonly<Record<string, unknown>>
  /** Further files by absolute path; mode 0755 where the content begins with `#!`, else 0644. */
  files?: Readonly<Record<string, string>>
}

/** The files of a router, below a folder of this machine. */
export interface Layout {
  /** The scratch root, as a path of this machine. */
  readonly root: string
  /** The modems plugged in. */
  modems(): readonly WiredModem[]
  /** Plugs a modem in: `/sys`, `/dev` and the usb/devices text. */
  plug(modem: WiredModem): void
  /** Takes the modem at this bus address away, device nodes included. */
  unplug(address: string): void
  /** Text of a file of the router; null when there is none. */
  read(path: string): string | null
  /** Writes a file of the router; by default its mode is 0755 where the text begins with `#!`, else 0644. */
  write(path: string, text: string, mode?: number): void
  /** What was written to the system log, `PRIORITY TAG: MESSAGE`. */
  log(): string[]
  /** Removes the root. */
  remove(): void
}

/** Where the build puts the tree. */
export const distRoot = resolve(import.meta.dirname, '../../../dist/root')

const folders = [
  ...['bin', 'sbin', 'usr/bin', 'usr/sbin', 'usr/libexec/rpcd', 'usr/share/rig/ubus', 'root', 'mnt', 'lib'],
  ...['proc', 'sys/class/tty', 'sys/class/net', 'sys/bus/usb/devices', 'sys/kernel/debug/usb'],
  ...['dev/pts', 'etc/config', 'tmp/run', 'tmp/lock', 'tmp/log', 'tmp/state', 'tmp/sysinfo'],
]

const deviceOf = (modem: WiredModem | undefined) => modem?.nets[0]?.name ?? 'wwan0'

/** The UCI files that say which port and network device the modem has. */
function uciOf(modem: WiredModem | undefined): Record<string, string> {
  const port = modem?.ports[0]
  const option = (name: string, value: string) => `\toption ${name} '${value}'\n`
  return {
    '3ginfo': `\nconfig 3ginfo\n${port ? option('device', `/dev/${port.name}`) : ''}${option('network', 'wwan')}`,
    network: [
      `\nconfig interface 'loopback'\n${option('device', 'lo')}${option('proto', 'static')}`,
      `\nconfig interface 'lan'\n${option('device', 'br-lan')}${option('proto', 'static')}${option('ipaddr', '192.168.1.1')}`,
      `\nconfig interface 'wwan'\n${option('proto', 'dhcp')}${option('device', deviceOf(modem))}`,
    ].join(''),
  }
}

/** What netifd says of one interface that is up with one IPv4 address. */
function netifd(device: string, proto: string, address: string, uptime: number, gateway: string | null) {
  return {
    ...{ up: true, pending: false, available: true, autostart: true, dynamic: false, uptime },
    ...{
      l3_device: device,
      proto,
      device,
      updated: ['addresses', 'routes'],
      metric: 0,
      dns_metric: 0,
      delegation: true,
    },
    'ipv4-address': [{ address, mask: 24 }],
    'ipv6-address': [],
    'ipv6-prefix': [],
    'ipv6-prefix-assignment': [],
    route:
      gateway === null ? [] : [{ target: '0.0.0.0', mask: 0, nexthop: gateway, source: `${address}/32` }],
    'dns-server': gateway === null ? [] : [gateway],
    'dns-search': [],
    neighbors: [],
    inactive: {
      'ipv4-address': [],
      'ipv6-address': [],
      route: [],
      'dns-server': [],
      'dns-search': [],
      neighbors: [],
    },
    data: gateway === null ? {} : { leasetime: 7200 },
  }
}

function ubusOf(modem: WiredModem | undefined): Record<string, unknown> {
  const wwan = netifd(deviceOf(modem), 'dhcp', '10.20.30.40', 93784, '10.20.30.1')
  const lan = netifd('br-lan', 'static', '192.168.1.1', 93800, null)
  return {
    'network.interface.wwan.status': wwan,
    'network.interface.lan.status': lan,
    'network.interface.dump': {
      interface: [
        { interface: 'lan', ...lan },
        { interface: 'wwan', ...wwan },
      ],
    },
  }
}

/** Roots of this process that still exist; what a test forgot to close is removed at the end. */
const openRoots = new Set<string>()
process.on('exit', () => {
  for (const root of openRoots) rmSync(root, { recursive: true, force: true })
})

/** Lays the files of a router into a new folder of the machine's scratch space, without any program. */
export function layOut(options: RouterOptions): Layout {
  const { dist = distRoot, modems = [], board = null, uci = {}, ubus = {}, files = {} } = options
  if (dist !== null && !existsSync(dist)) throw new Error(`${dist} is missing: run npm run build`)
  const root = mkdtempSync(join(tmpdir(), 'modem-router-'))
  openRoots.add(root)
  chmodSync(root, 0o755)
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true })
  symlinkSync('tmp', join(root, 'var'))
  if (dist !== null) cpSync(dist, root, { recursive: true })

  const place = (path: string) => join(root, resolve('/', path))
  const read = (path: string) => {
    try {
      return readFileSync(place(path), 'utf8')
    } catch {
      return null
    }
  }
  const write = (path: string, text: string, mode = text.startsWith('#!') ? 0o755 : 0o644) => {
    mkdirSync(dirname(place(path)), { recursive: true })
    writeFileSync(place(path), text)
    chmodSync(place(path), mode)
  }
  const plugged = new Map<string, { modem: WiredModem; made: string[] }>()
  const present = () => [...plugged.values()].map(({ modem }) => modem)
  const describeUsb = () => write('/sys/kernel/debug/usb/devices', usbDevices(present()))
  const unplug = (address: string) => {
    const entry = plugged.get(address)
    if (!entry) return
    for (const path of entry.made) rmSync(place(path), { recursive: true, force: true })
    for (const port of entry.modem.ports) rmSync(place(`/dev/${port.name}`), { force: true })
    plugged.delete(address)
    describeUsb()
  }
  let enumerated = 0
  const plug = (modem: WiredModem) => {
    unplug(modem.address)
    const index = enumerated++
    const drawn = drawDevice(modem, { devnum: index + 2, index })
    writeNodes(root, drawn)
    plugged.set(modem.address, { modem, made: vanishing(modem, drawn) })
    for (const port of modem.ports) {
      if (port.tty !== null) symlinkSync(port.tty, place(`/dev/${port.name}`))
    }
    describeUsb()
  }

  describeUsb()
  for (const modem of modems) plug(modem)
  if (!modems[0]?.nets[0]) writeNodes(root, drawVirtual(deviceOf(modems[0])))
  if (board !== null) write('/tmp/sysinfo/board_name', `${board}\n`)
  for (const [name, text] of Object.entries({ ...uciOf(modems[0]), ...uci }))
    write(`/etc/config/${name}`, text)
  for (const [name, reply] of Object.entries({ ...ubusOf(modems[0]), ...ubus })) {
    write(`/usr/share/rig/ubus/${name}.json`, `${JSON.stringify(reply, null, '\t')}\n`)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    root,
    modems: present,
    plug,
    unplug,
    read,
    write,
    log: () => (read('/tmp/log/messages') ?? '').split('\n').slice(0, -1),
    remove() {
      rmSync(root, { recursive: true, force: true })
      openRoots.delete(root)
    },
  }
}
