import { type Entry, entriesOf, networksIn, text } from '../../connection/netifd.ts'
import type { NetifdEvidence } from '../evidence.ts'

/** Errors that are kept of the list netifd grows with every attempt. */
const lastErrors = 20

/** Wire: `{"target":"0.0.0.0","mask":0,"nexthop":"10.64.12.8"}`, IPv6 with `::`. */
const isDefault = (family: string) => (route: Entry) => route.target === family && route.mask === 0

/** One entry of `ubus call network.interface dump`; null where it is none. */
function entryOf(raw: Entry): NetifdEvidence | null {
  const name = text(raw.interface)
  if (name === null) return null
  const routes = entriesOf(raw.route)
  return {
    interface: name,
    up: raw.up === true,
    pending: raw.pending === true,
    available: raw.available !== false,
    autostart: raw.autostart !== false,
    dynamic: raw.dynamic === true,
    proto: text(raw.proto) ?? 'none',
    device: text(raw.device),
    l3_device: text(raw.l3_device),
    uptime_s: typeof raw.uptime === 'number' ? raw.uptime : null,
    ipv4: networksIn(raw['ipv4-address']),
    ipv6: (['ipv6-address', 'ipv6-prefix', 'ipv6-prefix-assignment'] as const).flatMap(key =>
      networksIn(raw[key]),
    ),
    routes_ipv4: routes.some(isDefault('0.0.0.0')),
    routes_ipv6: routes.some(isDefault('::')),
    errors: entriesOf(raw.errors)
      .slice(-lastErrors)
      .flatMap(({ subsystem, code }) =>
        typeof code === 'string' ? [{ subsystem: text(subsystem) ?? '', code: code.slice(0, 60) }] : [],
      ),
  }
}

/** What netifd says, from the interfaces of its dump. */
export const netifdOf = (dump: readonly unknown[]): NetifdEvidence[] =>
  entriesOf(dump).flatMap(raw => entryOf(raw) ?? [])
