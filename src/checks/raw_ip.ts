import { check } from './check.ts'
import { entryOf, isConnected, isFresh, isIdle, isRegistered, isUp, netOf, protoOf } from './seen.ts'

/** Kernel and modem disagree about the shape of frames. */
export const raw_ip = check({
  name: 'raw_ip',
  stage: 'connection',
  looks:
    'Whether a QMI device expects bare IP packets, as all modems since about 2016 send them, or Ethernet frames',
  says: {
    ethernet: {
      severity: 'fault',
      what: '{interface} has no address: {device} expects Ethernet frames (raw_ip is N).',
      why: 'The modem sends bare IP packets, the kernel drops them, and the router never hears an answer to its DHCP.',
      cure: 'ifdown {interface}; then, while the device is down, echo Y > /sys/class/net/{device}/qmi/raw_ip; ifup {interface}. A current uqmi does that by itself: update it.',
    },
  },
  look(evidence) {
    const net = netOf(evidence)
    if (net?.raw_ip !== false || isConnected(evidence)) return []
    // Where another program dials, an interface with proto dhcp waits on the device; without a network there is nothing to dial.
    const isWaiting = protoOf(evidence) === 'dhcp' && entryOf(evidence)?.pending === true
    const hasDialled = isRegistered(evidence) && !isIdle(evidence) && !isFresh(evidence)
    if (!isUp(evidence) && !(isWaiting && hasDialled)) return []
    return [{ says: 'ethernet', with: { interface: evidence.interface ?? '', device: net.name } }]
  },
})
