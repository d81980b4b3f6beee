import { option } from '../discovery/uci.ts'
import { check, worded } from './check.ts'
import { isRegistered, lastError, ownContexts, refusalOf, sectionOf } from './seen.ts'

/** Session management causes of 3GPP TS 24.008 and 24.301 about the access point name, by number or in words. */
const unknownName =
  /unknown[ -](?:apn|dnn)|not[ -]subscribed|service[ -]option|operator[ -]determined[ -]barring|(?:^|[^\d])(?:8|27|32|33)(?:[^\d]|$)/i
const badLogin = /authentication[ -]failed|user[ -]authentication|(?:^|[^\d])29(?:[^\d]|$)/i

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
    own_name: {
      severity: 'fault',
      what: 'The network refuses the access point name {apn}.',
      why: 'The modem dials by itself and gets no connection; it tells the cause as "{cause}".',
      cure: 'Ask the operator for the right access point name: modem set_context cid={cid} apn=…, then modem restart.',
    },
    own_login: {
      severity: 'fault',
      what: 'The network refuses user name or password for the access point {apn}.',
      why: 'The modem dials by itself and gets no connection; it tells the cause as "{cause}".',
      cure: 'Correct them: modem set_context cid={cid} apn={stored} auth=… user=… password=…, then modem restart; most operators need none of them.',
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
    if (!section?.name) return []
    if (lastError(evidence) === 'NO_APN' && isRegistered(evidence))
      return [{ says: 'missing', with: { interface: section.name } }]
    const refusal = refusalOf(evidence)
    if (refusal === null) return []
    const { code, cause, isRetried } = refusal
    const named = (apn: string) => (apn === '' ? worded(none, '(none)') : apn)
    const isLogin = badLogin.test(cause)
    const isName = !isLogin && unknownName.test(cause)
    const [context] = ownContexts(evidence)
    if (code === null) {
      if (context === undefined || !(isLogin || isName)) return []
      const values = { apn: named(context.apn), cause, cid: context.cid, stored: context.apn }
      return [{ says: isLogin ? 'own_login' : 'own_name', with: values }]
    }
    const apn = option(section, 'apn') ?? ''
    const values = { interface: section.name, apn: named(apn), code, cause }
    if (isLogin) return [{ says: 'login', with: values }]
    if (isName) return [{ says: 'name', with: values }]
    const stored = ownContexts(evidence).find(each => each.apn !== '')
    const isOther = stored !== undefined && apn !== '' && stored.apn.toLowerCase() !== apn.toLowerCase()
    return isOther && cause === '' && !isRetried
      ? [{ says: 'differs', with: { ...values, stored: stored.apn } }]
      : []
  },
})
