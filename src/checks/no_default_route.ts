import { firewallChanges } from '../connection/setup.ts'
import { option, type Section } from '../discovery/uci.ts'
import { check } from './check.ts'
import { familyOf, isConnected, protoOf, sectionOf, zonesOf } from './seen.ts'

/** Values of UCI that mean no, and yes. */
const no = /^(?:0|no|off|false|disabled)$/
const yes = /^(?:1|yes|on|true|enabled)$/

/** Protocols whose handlers set a default route unless they are told not to; with others it is up to who gives the address. */
const routing = /^(?:qmi|mbim|ncm|3g|wwan|directip|modemmanager|wwand|quectel)$/

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
    nowhere: {
      severity: 'hint',
      what: '{interface} is connected, but no default route leads anywhere.',
      why: 'Its handler sets one unless it is told not to; something else has taken it away, or never let it be set.',
      cure: 'Set it anew: ifup {interface}. If it does not come, look at option ip4table, at scripts in /etc/hotplug.d/iface and at programs that set routes, such as mwan3 and pbr.',
    },
    zone: {
      severity: 'fault',
      what: '{interface} is in no firewall zone.',
      why: 'The router itself has internet access; devices behind it have not, because the firewall lets nothing through and translates no address.',
      cure: 'Put it into the zone wan: {command}; uci commit firewall; service firewall reload.',
    },
    no_zone: {
      severity: 'fault',
      what: '{interface} is in no firewall zone.',
      why: 'The router itself has internet access; devices behind it have not, because the firewall lets nothing through and translates no address. No zone is called wan.',
      cure: 'Put it into the zone of the way out, one that translates addresses (option masq 1) and to which a forwarding leads from lan; make one where there is none.',
    },
    inside: {
      severity: 'warning',
      what: '{interface} is in the firewall zone of the local network, lan.',
      why: 'That zone translates no addresses, so that devices behind the router get no answers, and it lets everybody in who comes from the network of the operator.',
      cure: 'Take {interface} out of the zone lan and put it into the zone wan (Network, Firewall).',
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
    const isKept =
      ['ip4table', 'ip6table'].some(key => option(section, key) !== undefined) ||
      routed(evidence.netifd ?? [])
    if (isOff && !isKept) return [{ says: 'option', with: { interface: name } }]
    const hasOwnRoutes = evidence.network.some(
      each => /^route6?$/.test(each.type) && option(each, 'interface') === name,
    )
    if (!isKept && !hasOwnRoutes && routing.test(protoOf(evidence) ?? ''))
      return [{ says: 'nowhere', with: { interface: name } }]
    const { zones, mine } = zonesOf(evidence)
    if (zones.length > 0 && mine.length === 0) {
      const [change] = firewallChanges(evidence.firewall, name)
      return change === undefined
        ? [{ says: 'no_zone', with: { interface: name } }]
        : [{ says: 'zone', with: { interface: name, command: change.command } }]
    }
    const titled = (zone: Section) => zone.name ?? `@zone[${zones.indexOf(zone)}]`
    const bare = mine.find(zone => no.test(option(zone, 'masq') ?? ''))
    const [inside] = mine.filter(
      zone => option(zone, 'name') === 'lan' && !yes.test(option(zone, 'masq') ?? ''),
    )
    if (inside !== undefined) return [{ says: 'inside', with: { interface: name } }]
    return bare === undefined ? [] : [{ says: 'masquerade', with: { interface: name, zone: titled(bare) } }]
  },
})
