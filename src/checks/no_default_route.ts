import { option } from '../discovery/uci.ts'
import { check } from './check.ts'
import { familyOf, isConnected, sectionOf } from './seen.ts'

/** Values of UCI that mean no. */
const no = /^(?:0|no|off|false|disabled)$/

/** The interface is connected, and nothing leads to it. */
export const no_default_route = check({
  name: 'no_default_route',
  stage: 'connection',
  looks:
    'Whether the connected interface is the way out: it has a default route, and a firewall zone lets the network behind the router through',
  says: {
    option: {
      severity: 'fault',
      what: '{interface} is connected, but it is not the way out.',
      why: 'option defaultroute of network.{interface} is 0, and no other interface has a default route.',
      cure: 'uci delete network.{interface}.defaultroute, uci commit network, ifup {interface}.',
    },
    zone: {
      severity: 'fault',
      what: '{interface} is in no firewall zone.',
      why: 'The router itself has internet access; devices behind it have not, because the firewall lets nothing through and translates no address.',
      cure: 'Put it into the zone wan: uci add_list firewall.{zone}.network={interface}, uci commit firewall, service firewall reload.',
    },
    masquerade: {
      severity: 'warning',
      what: 'The firewall zone of {interface} does not translate addresses.',
      why: 'Its option masq is 0: the network drops packets with the private addresses of the devices behind the router.',
      cure: 'uci set firewall.{zone}.masq=1, uci commit firewall, service firewall reload.',
    },
  },
  look(evidence) {
    const section = sectionOf(evidence)
    const name = section?.name
    if (!name || !isConnected(evidence)) return []
    const family = familyOf(evidence)
    const routed = (entries: typeof family) =>
      entries.some(({ routes_ipv4, routes_ipv6 }) => routes_ipv4 || routes_ipv6)
    const isOff = no.test(option(section, 'defaultroute') ?? '')
    const isKept = option(section, 'ip4table') !== undefined || routed(evidence.netifd ?? [])
    if (isOff && !isKept) return [{ says: 'option', with: { interface: name } }]
    const zones = evidence.firewall.filter(({ type }) => type === 'zone')
    const lists = (key: string) => (zone: (typeof zones)[number]) =>
      [zone.options[key] ?? []].flat().flatMap(text => text.split(/\s+/))
    const devices = family.flatMap(({ l3_device, device }) => [l3_device, device])
    const mine = zones.filter(
      zone =>
        lists('network')(zone).some(each => each === name || each === '*') ||
        lists('device')(zone).some(each => devices.includes(each)),
    )
    const titled = (zone: (typeof zones)[number] | undefined) =>
      zone === undefined ? 'wan' : (zone.name ?? `@zone[${zones.indexOf(zone)}]`)
    const values = { interface: name, zone: titled(zones.find(zone => option(zone, 'name') === 'wan')) }
    if (zones.length > 0 && mine.length === 0) return [{ says: 'zone', with: values }]
    const bare = mine.find(zone => no.test(option(zone, 'masq') ?? ''))
    return bare === undefined ? [] : [{ says: 'masquerade', with: { interface: name, zone: titled(bare) } }]
  },
})
