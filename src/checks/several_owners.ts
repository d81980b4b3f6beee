import { option, type Section } from '../discovery/uci.ts'
import { check } from './check.ts'
import type { Evidence } from './evidence.ts'
import { isConnected, protoOf } from './seen.ts'

/** Programs that drive a modem by themselves, by the name of their process, with the protocol of netifd that is theirs. */
const drivers: readonly { process: RegExp; name: string; protos: readonly string[] }[] = [
  { process: /^modemmanager$/i, name: 'ModemManager', protos: ['modemmanager'] },
  { process: /^wwand$/, name: 'wwand', protos: ['wwand'] },
  { process: /^quectel-cm/i, name: 'quectel-CM', protos: ['quectel', 'dhcp', 'dhcpv6', 'none', 'static'] },
]

/** Protocols that dial through the control channel or an AT port. */
const dialling = ['qmi', 'mbim', 'ncm', '3g', 'wwan', 'modemmanager', 'wwand', 'quectel', 'qmid', 'directip']

/** Of these the handler has a DHCP client of its own; older ones had none, and there a second interface works. */
const leasing = /^(?:qmi|mbim|ncm)$/

/** Protocols of which several interfaces can have a connection each over one channel. */
const sharing = /^(?:qmi|modemmanager|wwand|quectel)$/

const isOn = (section: Section) =>
  !/^(?:1|true)$/.test(option(section, 'disabled') ?? '') && option(section, 'auto') !== '0'

/** Two interfaces that want the same part of the modem; null where there are none. */
function rivalsOf(evidence: Evidence): readonly [Section, Section] | null {
  const { device } = evidence
  const parts = [...(device?.controls ?? []), ...(device?.ports ?? [])].map(each => `/dev/${each}`)
  const protoIn = (section: Section | undefined) => option(section, 'proto') ?? ''
  const isMine = (section: Section) =>
    ['device', 'devpath'].some(key => {
      const path = option(section, key)
      return path !== undefined && (parts.includes(path) || path === device?.directory)
    })
  const interfaces = evidence.network.filter(each => each.name !== null && isOn(each))
  const [first, ...others] = interfaces.filter(each => dialling.includes(protoIn(each)) && isMine(each))
  if (first === undefined) return null
  const isBeside = (each: Section) =>
    protoIn(each) === protoIn(first) &&
    sharing.test(protoIn(each)) &&
    option(each, 'apn') !== option(first, 'apn')
  const rival = others.find(each => !isBeside(each))
  if (rival !== undefined) return [first, rival]
  if (!leasing.test(protoIn(first)) || isConnected(evidence)) return null
  const isOnNet = (each: Section) => device?.nets.includes(option(each, 'device') ?? '')
  const client = interfaces.find(each => protoIn(each) === 'dhcp' && isOnNet(each))
  return client === undefined ? null : [first, client]
}

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
    const { processes, interface: name } = evidence
    // ModemManager may run for another modem. It opens control channels through a program of its libraries.
    const isHeld = (by: RegExp) => processes?.some(each => by.test(each.name) && each.holds.length > 0)
    const isManaging = isHeld(/^(?:modemmanager|qmi-proxy|mbim-proxy)$/i)
    const owners = drivers.filter(
      ({ process, name: program }) =>
        processes?.some(each => process.test(each.name)) && (program !== 'ModemManager' || isManaging),
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
    const rivals = rivalsOf(evidence)
    if (rivals === null) return []
    const [first, second] = rivals
    return [
      {
        says: 'interfaces',
        with: {
          one: first.name ?? '',
          other: second.name ?? '',
          proto_one: option(first, 'proto') ?? '',
          proto_other: option(second, 'proto') ?? '',
        },
      },
    ]
  },
})
