import { check } from './check.ts'
import { entryOf, familyOf, isConnected, isFresh, isIdle, isUp, netOf, ownContexts, protoOf } from './seen.ts'

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
    undialled: {
      severity: 'fault',
      what: '{interface} waits for an address, and the modem has not dialled.',
      why: 'With proto dhcp nobody but the modem itself dials, and none of its contexts is active.',
      cure: 'Look at its access point name: modem contexts, modem set_context cid={cid} apn=…; then modem restart. If it does not dial after that either, it takes a program that dials it, or another USB mode: modem usb_mode.',
    },
    stick: {
      severity: 'fault',
      what: '{interface} gets no address from the stick.',
      why: 'A stick that is a router of its own gives one by DHCP whatever its network is; it has not answered on {device}.',
      cure: 'Unplug it and plug it in again; look at a computer whether its DHCP server is on.',
    },
  },
  look(evidence) {
    const entry = entryOf(evidence)
    const net = netOf(evidence)
    const proto = protoOf(evidence)
    const isStick = evidence.device?.condition?.kind === 'hilink'
    // With proto none somebody else sets the address, or a bridge needs none.
    if (entry === undefined || proto === 'none' || isConnected(evidence)) return []
    if (net?.raw_ip === false && isUp(evidence)) return []
    const values = { interface: entry.interface, device: net?.name ?? '' }
    if (isUp(evidence)) {
      const ages = familyOf(evidence).flatMap(({ uptime_s }) => uptime_s ?? [])
      const isYoung = Math.max(0, ...ages) < usual && ages.length > 0
      return isYoung || isStick ? [] : [{ says: 'up', with: values }]
    }
    if (proto !== 'dhcp' || !entry.available || !entry.autostart) return []
    if (isStick) return entry.pending && !isFresh(evidence) ? [{ says: 'stick', with: values }] : []
    const [own] = ownContexts(evidence)
    const address = ownContexts(evidence).find(({ active }) => active)?.addresses[0]
    if (address !== undefined) return [{ says: 'modem', with: { ...values, address } }]
    if (!isIdle(evidence) || own === undefined) return []
    if (evidence.autoconnect === false)
      return [
        {
          says: 'idle',
          with: values,
          action: { method: 'set_autoconnect', arguments: { enabled: true } },
        },
      ]
    return isFresh(evidence) ? [] : [{ says: 'undialled', with: { ...values, cid: own.cid } }]
  },
})
