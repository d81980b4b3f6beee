import { option } from '../discovery/uci.ts'
import { isServiceName } from '../radio/access-point.ts'
import { check, worded } from './check.ts'
import { entryOf, isRegistered, isUp, lastError, sectionOf } from './seen.ts'

/** Codes by which handlers tell that the network did not give a connection. */
const failed =
  /^(?:CALL_FAILED|CONNECT_FAILED|ATTACH_FAILED|MM_CONNECT_FAILED|NO_CID|AUTH_FAILED|MM_INIT_EPS_BEARER_SET_FAILED)$/

/** Session management causes of 3GPP TS 24.008 and 24.301 about the access point name, by number or in words. */
const unknownName =
  /missing or unknown (?:apn|dnn)|unknown (?:apn|dnn)|not subscribed|service option|operator determined barring|(?:^|[^\d])(?:8|27|32|33)(?:[^\d]|$)/i
const badLogin = /authentication failed|user authentication|(?:^|[^\d])29(?:[^\d]|$)/i

const none = 'none'

/** The network does not accept the access point name. */
export const apn_refused = check({
  name: 'apn_refused',
  stage: 'dialling',
  looks:
    'Whether the network refuses the access point name or the login of the interface, by the cause the modem tells',
  phrases: [none],
  says: {
    name: {
      severity: 'fault',
      what: 'The network refuses the access point name {apn}.',
      why: 'Dialling fails ({code}), and the modem tells the cause as "{cause}".',
      cure: 'Ask the operator for the right access point name: uci set network.{interface}.apn=…, uci commit network, ifup {interface}.',
    },
    login: {
      severity: 'fault',
      what: 'The network refuses user name or password for the access point {apn}.',
      why: 'Dialling fails ({code}), and the modem tells the cause as "{cause}".',
      cure: 'Correct auth, username and password of network.{interface}; most operators need none of them.',
    },
    differs: {
      severity: 'fault',
      what: 'Dialling with the access point name {apn} fails.',
      why: 'The handler says {code}; the modem itself has {stored} stored, which may be the right one.',
      cure: 'Ask the operator for the right access point name, or try that one: uci set network.{interface}.apn={stored}, uci commit network, ifup {interface}.',
    },
    missing: {
      severity: 'fault',
      what: '{interface} has no access point name.',
      why: 'Its handler needs one.',
      cure: 'Ask the operator for it: uci set network.{interface}.apn=…, uci commit network, ifup {interface}.',
    },
  },
  look(evidence) {
    const section = sectionOf(evidence)
    const entry = entryOf(evidence)
    const code = lastError(evidence)
    if (!section?.name || isUp(evidence) || entry?.pending || code === null || !isRegistered(evidence))
      return []
    if (code === 'NO_APN') return [{ says: 'missing', with: { interface: section.name } }]
    if (!failed.test(code)) return []
    const cause = evidence.last_cause ?? ''
    const apn = option(section, 'apn') ?? ''
    const values = {
      interface: section.name,
      apn: apn === '' ? worded(none, '(none)') : apn,
      code,
      cause,
    }
    if (badLogin.test(cause)) return [{ says: 'login', with: values }]
    if (unknownName.test(cause)) return [{ says: 'name', with: values }]
    const stored = evidence.contexts?.find(({ apn: name }) => name !== '' && !isServiceName(name))
    const isOther = stored !== undefined && apn !== '' && stored.apn.toLowerCase() !== apn.toLowerCase()
    return isOther && cause === '' ? [{ says: 'differs', with: { ...values, stored: stored.apn } }] : []
  },
})
