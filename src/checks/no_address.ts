import { isServiceName } from '../radio/access-point.ts'
import { check } from './check.ts'
import { entryOf, familyOf, isConnected, isUp, netOf, protoOf } from './seen.ts'

/** How long DHCP may take, s. */
const usual = 20

/** An interface that is up, or a modem that is connected, and no address at the router. */
export const no_address = check({
  name: 'no_address',
  stage: 'connection',
  follows: true,
  looks: 'Whether the modem has a connection and the interface an address',
  says: {
    up: {
      severity: 'fault',
      what: '{interface} is up, but it has no address.',
      why: 'The modem says that it is connected, and the router gets no answer to its DHCP on {device}.',
      cure: 'ifdown {interface}, ifup {interface}. If that does not help: option dhcp 0 for qmi and mbim takes the address from the modem instead; then restart the modem.',
    },
    modem: {
      severity: 'fault',
      what: 'The modem has the address {address}, but {interface} has none.',
      why: 'The modem is connected, and the router gets no answer to its DHCP on {device}.',
      cure: 'ifup {interface}. If that does not help, restart the modem: modem restart.',
    },
    idle: {
      severity: 'fault',
      what: '{interface} waits for an address, and the modem has not dialled.',
      why: 'With proto dhcp nobody but the modem itself dials, and none of its contexts is active.',
      cure: 'Let the modem dial by itself: modem set_autoconnect enabled=true; look at its access point name: modem contexts.',
    },
  },
  look(evidence) {
    const entry = entryOf(evidence)
    const net = netOf(evidence)
    if (entry === undefined || evidence.device?.condition?.kind === 'hilink') return []
    if (isConnected(evidence) || (net?.raw_ip === false && isUp(evidence))) return []
    const values = { interface: entry.interface, device: net?.name ?? '' }
    if (isUp(evidence)) {
      const ages = familyOf(evidence).flatMap(({ uptime_s }) => uptime_s ?? [])
      return Math.max(0, ...ages) < usual && ages.length > 0 ? [] : [{ says: 'up', with: values }]
    }
    const contexts = evidence.contexts?.filter(({ apn }) => !isServiceName(apn))
    const address = contexts?.find(({ active }) => active)?.addresses[0]
    const isWaiting = protoOf(evidence) === 'dhcp' && entry.available && entry.autostart
    if (!isWaiting) return []
    if (address !== undefined) return [{ says: 'modem', with: { ...values, address } }]
    const isIdle =
      contexts !== undefined && contexts.length > 0 && contexts.every(({ active }) => active === false)
    return isIdle && evidence.autoconnect === false
      ? [
          {
            says: 'idle',
            with: values,
            action: { method: 'set_autoconnect', arguments: { enabled: true } },
          },
        ]
      : []
  },
})
