import type { Host } from '../world/memory/host.ts'
import { type RouterStory, storyHost } from '../world/memory/story.ts'
import { connectTo, type StickRequest, type StickServer } from '../world/stick/server.ts'

const products = { huawei: '12d1:14dc', zte: '19d2:1405', tcl: '1bbb:0195' } as const

/** The makers whose sticks are known. */
export type Maker = keyof typeof products

/** All of them. */
export const makers = Object.keys(products) as Maker[]

/** An interface of netifd over the stick, with a gateway. */
export const overStick = (gateway: string, address = '192.168.8.100') => ({
  interface: 'wan',
  up: true,
  pending: false,
  available: true,
  autostart: true,
  uptime: 500,
  l3_device: 'eth2',
  device: 'eth2',
  proto: 'dhcp',
  'ipv4-address': [{ address, mask: 24 }],
  'ipv6-address': [],
  route: [{ target: '0.0.0.0', mask: 0, nexthop: gateway }],
})

/** A router with a stick whose web server behaves as told. */
export interface StickRouter {
  host: Host
  /** The requests it got. */
  log: StickRequest[]
  /** Where they were sent. */
  places: string[]
  /** What was logged. */
  logged: string[]
}

/** Makes one; `options` are those of the modem's section in /etc/config/modem. */
export function stickRouter(
  kind: Maker,
  server: StickServer,
  dump: readonly object[] = [overStick('192.168.8.1')],
  options: Readonly<Record<string, string>> = {},
): StickRouter {
  const [vid = '', pid = ''] = products[kind].split(':')
  const section = Object.entries(options).map(([name, value]) => `\toption ${name} '${value}'\n`)
  const story: RouterStory = {
    name: kind,
    usb: { vid, pid, product: 'Mobile' },
    ifs: [{ n: 0, class: '02', sub: '06', prot: '00', driver: 'cdc_ether', net: 'eth2' }],
    at_ports: [],
    at: {},
    uci: { 'network.wan': 'interface', 'network.wan.proto': 'dhcp', 'network.wan.device': 'eth2' },
    dump,
    finding: null,
  }
  const host: Host = storyHost(story)
  const configure = (rest: readonly string[]) =>
    host.nodes.set('/etc/config/modem', {
      text: `config modem 'stick'\n\toption path '1-1'\n${rest.join('')}`,
    })
  if (section.length > 0) configure(section)
  host.nodes.set('/proc/sys/kernel/random/uuid', { text: '01234567-89ab-cdef-0123-456789abcdef\n' })
  const log: StickRequest[] = []
  const places: string[] = []
  const logged: string[] = []
  host.platform.log = line => void logged.push(line)
  host.platform.connect = async address => {
    places.push(address)
    return connectTo(server, host.clock, log)
  }
  return { host, log, places, logged }
}
