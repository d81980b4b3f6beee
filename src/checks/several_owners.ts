import { option } from '../discovery/uci.ts'
import { check } from './check.ts'
import { isConnected, protoOf } from './seen.ts'

/** Programs that drive a modem by themselves, by the name of their process, with the protocol of netifd that is theirs. */
const drivers: readonly { process: RegExp; name: string; protos: readonly string[] }[] = [
  { process: /^modemmanager$/i, name: 'ModemManager', protos: ['modemmanager'] },
  { process: /^wwand$/, name: 'wwand', protos: ['wwand'] },
  { process: /^quectel-cm/i, name: 'quectel-CM', protos: ['quectel', 'dhcp', 'dhcpv6', 'none', 'static'] },
]

/** Protocols that dial through the control channel or an AT port. */
const dialling = ['qmi', 'mbim', 'ncm', '3g', 'wwan', 'modemmanager', 'wwand', 'quectel', 'qmid', 'directip']

/** Two masters of one modem. */
export const several_owners = check({
  name: 'several_owners',
  stage: 'configuration',
  looks: 'Whether two interfaces or two programs dial with the same modem',
  says: {
    programs: {
      severity: 'fault',
      what: '{program} drives the modem, and {interface} (proto {proto}) dials with it too.',
      why: 'Each undoes what the other one sets up, and takes answers that are for the other one.',
      cure: 'Choose one: give {interface} the protocol of {program}, or stop and remove {program}.',
    },
    both: {
      severity: 'fault',
      what: '{one} and {other} both drive the modem.',
      why: 'Each undoes what the other one sets up, and takes answers that are for the other one.',
      cure: 'Choose one of them, stop the other one and remove it.',
    },
    interfaces: {
      severity: 'fault',
      what: 'The interfaces {one} (proto {proto_one}) and {other} (proto {proto_other}) dial with the same device.',
      why: 'The second one that starts takes the control channel away from the first.',
      cure: 'Keep one of them: uci delete network.{other}, uci commit network, service network reload.',
    },
  },
  look(evidence) {
    const { processes, network, interface: name, device } = evidence
    const owners = drivers.filter(({ process }) =>
      processes?.some(
        each =>
          process.test(each.name) && (each.holds.length > 0 || each.name.toLowerCase() !== 'modemmanager'),
      ),
    )
    const [one, other] = owners
    if (one && other) return [{ says: 'both', with: { one: one.name, other: other.name } }]
    const proto = protoOf(evidence)
    if (
      one &&
      name !== null &&
      proto !== undefined &&
      dialling.includes(proto) &&
      !one.protos.includes(proto)
    )
      return [{ says: 'programs', with: { program: one.name, interface: name, proto } }]
    const parts = [...(device?.controls ?? []), ...(device?.ports ?? [])].map(each => `/dev/${each}`)
    const isMine = (each: (typeof network)[number]) =>
      ['device', 'devpath'].some(key => {
        const path = option(each, key)
        return path !== undefined && (parts.includes(path) || path === device?.directory)
      })
    const isOn = (each: (typeof network)[number]) =>
      !/^(?:1|true)$/.test(option(each, 'disabled') ?? '') && option(each, 'auto') !== '0'
    const users = network.filter(
      each => each.name && isOn(each) && dialling.includes(option(each, 'proto') ?? '') && isMine(each),
    )
    // The handlers of these have a DHCP client of their own; older ones had none, and there the second interface works.
    const takes = (each: (typeof network)[number]) =>
      each.name !== null &&
      isOn(each) &&
      option(each, 'proto') === 'dhcp' &&
      [device?.nets ?? []].flat().includes(option(each, 'device') ?? '')
    const isOwn = /^(?:qmi|mbim|ncm)$/.test(option(users[0], 'proto') ?? '')
    const [first, second] =
      users.length === 1 && isOwn && !isConnected(evidence) ? [...users, ...network.filter(takes)] : users
    if (!first?.name || !second?.name) return []
    const sameContext =
      option(first, 'proto') === option(second, 'proto') && option(first, 'apn') !== option(second, 'apn')
    if (sameContext) return []
    return [
      {
        says: 'interfaces',
        with: {
          one: first.name,
          other: second.name,
          proto_one: option(first, 'proto') ?? '',
          proto_other: option(second, 'proto') ?? '',
        },
      },
    ]
  },
})
