import { attribute } from '../discovery/attribute.ts'
import { interfacesPlace, runDirectory } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'
import {
  type Connectable,
  type DumpedInterface,
  entriesOf,
  familyOf,
  nameOf,
  networksIn,
  text,
} from './netifd.ts'

/** Where netifd writes the name servers of its interfaces as soon as they change. */
const nameServers = '/tmp/resolv.conf.d/resolv.conf.auto'

/** An IPv6 address as the kernel lists it in /proc/net/if_inet6: 32 digits. */
function digitsOf(address: string): string {
  const [front = [], back = []] = address.split('::').map(half => (half === '' ? [] : half.split(':')))
  const gap = address.includes('::')
    ? Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
    : []
  return [...front, ...gap, ...back].map(group => group.toLowerCase().padStart(4, '0')).join('')
}

/**
 * Whether the kernel has what netifd told of an interface that is up: its device, and each address. netifd takes them
 * away before it tells anybody that the interface is down or has other ones.
 */
function isInKernel(files: Files, entry: DumpedInterface): boolean {
  const device = text(entry.l3_device)
  if (!device || !/^[\w.:-]{1,15}$/.test(device)) return false
  if (['down', null].includes(attribute(files, `/sys/class/net/${device}/operstate`))) return false
  const addresses = (list: unknown) => networksIn(list).map(network => network.replace(/\/.*/, ''))
  const trie = files.read('/proc/net/fib_trie') ?? ''
  const lines = (files.read('/proc/net/if_inet6') ?? '').split('\n')
  return (
    addresses(entry['ipv4-address']).every(address => trie.includes(`|-- ${address}\n`)) &&
    addresses(entry['ipv6-address']).every(address => {
      const digits = digitsOf(address)
      return lines.some(line => line.startsWith(`${digits} `) && line.endsWith(` ${device}`))
    })
  )
}

/**
 * The interfaces as netifd told them at the last event (`rpcd/hotplug/iface`: the time since the start of the router, the
 * dump, the name servers), where they surely are so still; null otherwise, and then netifd has to be asked. Only a
 * connection that stands is sure: netifd tells no event when it begins to set up, and none of what it waits for.
 */
export function rememberedInterfaces(
  { files, now }: Pick<Platform, 'files' | 'now'>,
  modem: Connectable,
): DumpedInterface[] | null {
  const written = files.trusted(runDirectory) ? files.read(interfacesPlace) : null
  const [uptime = '', dump = '', ...servers] = (written ?? '').split('\n')
  const age = Math.floor(now() / 1000 - Number(uptime))
  if (!/^\d+\.\d+$/.test(uptime) || age < 0) return null
  if (servers.join('\n').trimEnd() !== (files.read(nameServers) ?? '').trimEnd()) return null
  try {
    const all: DumpedInterface[] = entriesOf((JSON.parse(dump) as { interface?: unknown }).interface)
    const family = familyOf(all, nameOf(all, modem))
    const hasAddress = family.some(each => each['ipv4-address'] || each['ipv6-address'])
    if (!hasAddress || !family.every(each => isInKernel(files, each))) return null
    return all.map(each =>
      each.up && typeof each.uptime === 'number' ? { ...each, uptime: each.uptime + age } : each,
    )
  } catch {
    return null
  }
}
