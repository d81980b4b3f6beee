import { option } from '../discovery/uci.ts'
import { isServiceName } from '../radio/access-point.ts'
import { check, worded } from './check.ts'
import { addressesOf, entryOf, isConnected, isUp, lastError, protoOf, sectionOf } from './seen.ts'

/** Session management causes 50, 51, 52, 57 and 61 of 3GPP TS 24.301, by words or number. */
const onlyIpv4 = /IPv4 only|(?:^|[^\d])50(?:[^\d]|$)/i
const onlyIpv6 = /IPv6 only|(?:^|[^\d])51(?:[^\d]|$)/i
const oneOnly = /single address bearers|IPv4v6 only|(?:^|[^\d])(?:52|57)(?:[^\d]|$)/i

/** What the options of the protocol handlers call the types. */
const typeOf = (text: string | undefined) =>
  text
    ?.toLowerCase()
    .replace('ipv4v6', 'v4v6')
    .replace(/^ip(?:v4)?$/, 'v4')
    .replace('ipv6', 'v6')

const both = 'IPv4 and IPv6'
const that = 'that IP version'

/** A version of IP by its name, which is words where it is both or none. */
const named = (name: string) => (name === both || name === that ? worded(name) : name)

/** The interface asks for another IP version than the network gives. */
export const ip_type_mismatch = check({
  name: 'ip_type_mismatch',
  stage: 'dialling',
  looks: 'Whether the IP versions the interface asks for are those the contract and the modem have',
  phrases: [both, that],
  says: {
    refused: {
      severity: 'fault',
      what: 'The network does not give {wanted} to {interface}.',
      why: 'Dialling fails ({code}), and the modem tells the cause as "{cause}".',
      cure: 'Ask for {other}: uci set network.{interface}.{option}={value}, uci commit network, ifup {interface}.',
    },
    disjoint: {
      severity: 'fault',
      what: '{interface} asks for {wanted}, but the access point is one for {other}.',
      why: 'Dialling fails ({code}); the context stored in the modem is of the other version.',
      cure: 'Ask for {other}: uci set network.{interface}.{option}={value}, uci commit network, ifup {interface}.',
    },
    absent: {
      severity: 'warning',
      what: '{interface} asks for IPv6 and has none.',
      why: 'The context of the modem is IPv4 alone, so the network gives no IPv6 address.',
      cure: 'Where the contract has IPv6: modem set_context cid={cid} apn={apn} type=ipv4v6, then ifup {interface}; else ask for IPv4 alone.',
    },
  },
  look(evidence) {
    const section = sectionOf(evidence)
    if (!section?.name) return []
    const name = section.name
    const key = ['pdptype', 'iptype', 'pdp_type'].find(each => option(section, each) !== undefined)
    const wanted = typeOf(key && option(section, key))
    const code = lastError(evidence)
    const cause = evidence.last_cause ?? ''
    const context = evidence.contexts?.find(({ apn }) => !isServiceName(apn))
    const words = { v4: 'IPv4', v6: 'IPv6', v4v6: both } as Readonly<Record<string, string>>
    const values = (other: string) => ({
      interface: name,
      wanted: named(words[wanted ?? ''] ?? that),
      other: words[other] ?? other,
      value: other === 'v4' ? 'ipv4' : 'ipv6',
      option: key ?? (protoOf(evidence) === 'modemmanager' ? 'iptype' : 'pdptype'),
      code: code ?? '',
      cause,
    })
    const hasFailed =
      code !== null &&
      /CALL_FAILED|CONNECT_FAILED|ATTACH_FAILED|NO_CID/.test(code) &&
      !entryOf(evidence)?.pending
    if (hasFailed && onlyIpv4.test(cause)) return [{ says: 'refused', with: values('v4') }]
    if (hasFailed && onlyIpv6.test(cause)) return [{ says: 'refused', with: values('v6') }]
    if (hasFailed && oneOnly.test(cause)) return [{ says: 'refused', with: values('v4') }]
    if (hasFailed && cause === '' && wanted === 'v6' && context?.type === 'ip')
      return [{ says: 'disjoint', with: values('v4') }]
    if (hasFailed && cause === '' && wanted === 'v4' && context?.type === 'ipv6')
      return [{ says: 'disjoint', with: values('v6') }]
    const isAsked = wanted === 'v6' || wanted === 'v4v6'
    const hasIpv6 = addressesOf(evidence).some(address => /:/.test(address) && !/^fe80:/i.test(address))
    if (isUp(evidence) && isConnected(evidence) && isAsked && !hasIpv6 && context?.type === 'ip')
      return [{ says: 'absent', with: { interface: name, cid: context.cid, apn: context.apn } }]
    return []
  },
})
