import { option } from '../discovery/uci.ts'
import { check, worded } from './check.ts'
import { addressesOf, isConnected, ownContexts, protoOf, refusalOf, sectionOf } from './seen.ts'

/** Session management causes 50, 51, 52, 57 and 61 of 3GPP TS 24.301, by words or number. */
const onlyIpv4 = /IPv4[ -]only|(?:^|[^\d])50(?:[^\d]|$)/i
const onlyIpv6 = /IPv6[ -]only|(?:^|[^\d])51(?:[^\d]|$)/i
const oneOnly = /single[ -]address[ -]bearers|IPv4v6[ -]only|(?:^|[^\d])(?:52|57)(?:[^\d]|$)/i

/** What the options of the protocol handlers call the types. */
const typeOf = (text: string | undefined) =>
  text
    ?.toLowerCase()
    .replace('ipv4v6', 'v4v6')
    .replace(/^ip(?:v4)?$/, 'v4')
    .replace('ipv6', 'v6')

/** What handlers ask for that are told nothing. */
const defaults: Readonly<Record<string, string>> = { qmi: 'ip', ncm: 'ip' }

const both = 'IPv4 and IPv6'
const that = 'that IP version'
const words = { v4: 'IPv4', v6: 'IPv6', v4v6: both } as Readonly<Record<string, string>>

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
    own: {
      severity: 'fault',
      what: 'The network does not give {wanted} to the modem.',
      why: 'The modem dials by itself and gets no connection; it tells the cause as "{cause}".',
      cure: 'Ask for {other}: modem set_context cid={cid} apn={apn} type={value}, then modem restart.',
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
    const proto = protoOf(evidence) ?? ''
    const [context] = ownContexts(evidence)
    const refusal = refusalOf(evidence)
    const stored = typeOf(context?.type ?? undefined)
    const isOwn = refusal?.code === null
    const told = isOwn ? stored : typeOf((key && option(section, key)) || undefined)
    const wanted = told ?? typeOf(defaults[proto])
    const cause = refusal?.cause ?? ''
    const values = (other: 'v4' | 'v6') => ({
      interface: name,
      wanted: named(words[(wanted === other ? stored : wanted) ?? ''] ?? that),
      other: words[other] ?? other,
      option: key ?? (proto === 'modemmanager' ? 'iptype' : 'pdptype'),
      code: refusal?.code ?? '',
      cause,
      cid: context?.cid ?? '',
      apn: context?.apn ?? '',
      value: other === 'v6' ? 'ipv6' : isOwn ? 'ip' : 'ipv4',
    })
    const given = onlyIpv6.test(cause) ? 'v6' : onlyIpv4.test(cause) || oneOnly.test(cause) ? 'v4' : null
    // A cause can be left from before the type was set right: then nothing asks for another one any more.
    const isStale = told === given && (stored ?? given) === given
    if (refusal && given !== null && !isStale)
      return [{ says: isOwn ? 'own' : 'refused', with: values(given) }]
    if (refusal?.code && cause === '' && wanted === 'v6' && context?.type === 'ip')
      return [{ says: 'disjoint', with: values('v4') }]
    if (refusal?.code && cause === '' && wanted === 'v4' && context?.type === 'ipv6')
      return [{ says: 'disjoint', with: values('v6') }]
    const isAsked = wanted === 'v6' || wanted === 'v4v6'
    const hasIpv6 = addressesOf(evidence).some(address => /:/.test(address) && !/^fe80:/i.test(address))
    if (isConnected(evidence) && isAsked && !hasIpv6 && context?.type === 'ip')
      return [{ says: 'absent', with: { interface: name, cid: context.cid, apn: context.apn } }]
    return []
  },
})
