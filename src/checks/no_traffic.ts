import { check } from './check.ts'
import { isConnected, netOf } from './seen.ts'

/** Bytes sent without a single one received after which it is no longer DHCP, discovery and tries of the start. */
const enough = 100_000

/** A connection that sends and receives nothing. */
export const no_traffic = check({
  name: 'no_traffic',
  stage: 'connection',
  looks: 'Whether bytes come back on a connection that sends some',
  says: {
    silent: {
      severity: 'fault',
      what: '{interface} is connected, sends, and receives nothing.',
      why: '{device} has sent {sent} bytes and received none: the modem or the network has lost the connection without saying so, or the frames have the wrong shape.',
      cure: 'Dial anew: ifdown {interface}, ifup {interface}. If nothing comes back then either, restart the modem: modem restart.',
    },
  },
  look(evidence) {
    const net = netOf(evidence)
    if (net === undefined || !isConnected(evidence) || net.rx_bytes !== 0) return []
    const sent = net.tx_bytes ?? 0
    return sent < enough
      ? []
      : [{ says: 'silent', with: { interface: evidence.interface ?? '', device: net.name, sent } }]
  },
})
