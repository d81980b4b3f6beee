import type { Connection } from '../contract/connection.ts'
import type { Cause } from './causes.ts'
import { handlerPackages } from './protos.ts'

/** Packages of handlers beside those of modems alone. */
const packages: Readonly<Record<string, string>> = {
  ...handlerPackages,
  quectel: 'luci-proto-quectel',
  ppp: 'ppp',
}

/** Seconds after which an interface that is up should have an address. */
const patience = 20

function failures(error: Connection['error'], cause: Cause | null, between: string): string {
  if (error === null) return ''
  const times = error.count === 1 ? 'once' : `${error.count} times`
  const why =
    cause === null ? `${error.subsystem ?? 'netifd'} says ${error.code}.` : `${cause.what} ${cause.cure}`
  return `${between}failed ${times}: ${why}`
}

/** Protocols of which somebody has to tell netifd that their device has come back. */
export const isAnnounced = (proto: string | null): boolean => /^(?:qmi|mbim|ncm|3g)$/.test(proto ?? '')

/** What tells netifd that the device of an interface is there: the `proto_set_available` of its handlers. */
export const announcement = (name: string): string =>
  `ubus call network.interface notify_proto '${JSON.stringify({ action: 5, available: true, interface: name })}'`

/** What to do about a device that is missing. */
function missing({ interface: name, proto, configured_device: set }: Connection): string {
  if (set === null) return `the device of ${name} is missing. See whether the modem is in the right USB mode.`
  if (set.exists)
    return `netifd holds the device of ${name} for missing, although ${set.name} is there. Run \`${name !== null && isAnnounced(proto) ? announcement(name) : 'service network reload'}\`, then \`ifup ${name}\`.`
  const gone = `${name} is set to ${set.name}, which does not exist`
  return set.now === null
    ? `${gone}. The USB mode of the modem may not be the one that proto ${proto} needs, or a driver is missing.`
    : `${gone}. Set its device to ${set.now}, which the modem has now.`
}

/** Why an interface that is up may have no address. */
function unaddressed({ interface: name, uptime_s: uptime, proto }: Connection): string {
  if (uptime !== null && uptime < patience)
    return `${name} has no address yet, ${Math.round(uptime)} s after it came up.`
  if (proto === 'none')
    return `${name} has no address from netifd: with proto none another program must dial and set it.`
  const dhcp = proto === 'dhcp' || proto === 'dhcpv6'
  return dhcp
    ? `${name} has no address: the modem hands none out. Check whether it dials by itself.`
    : `${name} has no address. Check the access point name, the type of address, and whether modem and driver agree on raw IP.`
}

/**
 * What keeps a connection from carrying data and what to do, as a sentence that begins in the middle, for behind "but",
 * and further ones. `cause` is that of its last error.
 */
export function connectionTold(connection: Connection, cause: Cause | null): string {
  const { interface: name, proto, error, device } = connection
  switch (connection.state) {
    case 'not_configured':
      return 'no network interface uses this modem.'
    case 'disabled':
      return `${name} is disabled in the network configuration. Remove its option disabled and reload the network.`
    case 'not_loaded':
      return `netifd does not know ${name} yet. Run \`service network reload\`.`
    case 'handler_missing':
      return `nothing handles the proto ${proto} of ${name}. Install ${packages[proto ?? ''] ?? `the package for ${proto}`} and restart the router.`
    case 'device_missing':
      return error === null || error.code === 'NO_DEVICE' || connection.configured_device?.exists === false
        ? missing(connection)
        : `${name} waits for its device, having ${failures(error, cause, '')}`
    case 'stopped':
      return `${name} is stopped, by \`ifdown\` or by option auto. \`ifup ${name}\` starts it.${failures(error, cause, ' Before that it ')}`
    case 'blocked':
      return `${name} is not tried any more${failures(error, cause, ', having ')} Then \`ifup ${name}\` starts it.`
    case 'connecting':
      if (error === null && proto === 'dhcp')
        return `${name} waits for an address, which the modem hands out once it has dialled.`
      return error === null
        ? `${name} is still connecting.`
        : `${name} is connecting again, having ${failures(error, cause, '')}`
    case 'up_without_address':
    case 'connected':
      return unaddressed(connection)
    case 'unknown':
      return `netifd does not tell how ${name} stands.`
    default:
      return error === null
        ? `${name} is down and waits for ${device ?? 'its device'} to have a link.`
        : `${name} is down, having ${failures(error, cause, '')}`
  }
}
