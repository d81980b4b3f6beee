import type { NetifdEvidence } from '../evidence.ts'

type Raw = Readonly<Record<string, unknown>>

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null
const rows = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : [])
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Errors that are kept of the list netifd grows with every attempt. */
const lastErrors = 20

const addresses = (list: unknown): string[] =>
  rows(list).flatMap(({ address, mask }) =>
    typeof address === 'string' ? [`${address}/${Number(mask)}`] : [],
  )

/** Wire: `{"target":"0.0.0.0","mask":0,"nexthop":"10.64.12.8"}`, IPv6 with `::`. */
const isDefault = (family: string) => (route: Raw) => route.target === family && route.mask === 0

/** One entry of `ubus call network.interface dump`; null where it is none. */
function entryOf(raw: Raw): NetifdEvidence | null {
  const name = text(raw.interface)
  if (name === null) return null
  const routes = rows(raw.route)
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
    ipv4: addresses(raw['ipv4-address']),
    ipv6: [...addresses(raw['ipv6-address']), ...addresses(raw['ipv6-prefix-assignment'])],
    routes_ipv4: routes.some(isDefault('0.0.0.0')),
    routes_ipv6: routes.some(isDefault('::')),
    errors: rows(raw.errors)
      .slice(-lastErrors)
      .flatMap(({ subsystem, code }) =>
        typeof code === 'string' ? [{ subsystem: text(subsystem) ?? '', code: code.slice(0, 60) }] : [],
      ),
  }
}

/** What netifd says, from the interfaces of its dump. */
export const netifdOf = (dump: readonly unknown[]): NetifdEvidence[] =>
  rows(dump).flatMap(raw => entryOf(raw) ?? [])
