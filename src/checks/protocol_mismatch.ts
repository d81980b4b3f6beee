import { protoOfDriver } from '../connection/protos.ts'
import { option } from '../discovery/uci.ts'
import { check, worded } from './check.ts'
import type { Evidence } from './evidence.ts'
import { isConnected, protoOf, sectionOf } from './seen.ts'

/** The protocol that dials through each driver; only this check knows that of the old Sierra cards. */
const needed: Readonly<Record<string, string>> = { ...protoOfDriver, sierra_net: 'directip' }

/** Protocols that go with more drivers than the one they are made for: `ncm` dials by AT, whatever carries the data. */
const further: Readonly<Record<string, readonly string[]>> = {
  ncm: ['dhcp', 'ncm'],
  dhcp: ['dhcp', 'ncm'],
}

/** Protocols that are of one driver each; the others choose by themselves or do not dial. */
const strict = ['qmi', 'mbim', 'ncm', 'dhcp', 'directip']

/** Programs and packages that dial beside netifd, so that `dhcp` is right on any driver. */
const dials = (evidence: Evidence) =>
  (evidence.processes ?? []).some(({ name }) => /^quectel-CM/i.test(name)) ||
  (evidence.packages ?? []).some(name => /^(?:luci-app-)?qmodem$/.test(name))

const ethernet = 'Ethernet over USB and dials itself'

/** The interface speaks another protocol than the modem in its present USB mode. */
export const protocol_mismatch = check({
  name: 'protocol_mismatch',
  stage: 'configuration',
  looks:
    'Whether the protocol of the interface, the USB mode of the modem and the kernel driver that is bound go together',
  phrases: [ethernet],
  says: {
    proto: {
      severity: 'fault',
      what: '{interface} has proto {proto}, but the modem speaks {speaks} ({driver}).',
      why: 'The handler of {proto} cannot talk to a modem in this USB mode; it fails whatever the SIM card and the network do.',
      cure: 'Set proto {wanted}: uci set network.{interface}.proto={wanted}{further}, uci commit network, ifup {interface}.',
    },
    either: {
      severity: 'fault',
      what: '{interface} has proto {proto}, but the modem speaks {speaks} ({driver}).',
      why: 'The modem is in the USB mode {mode}; the handler of {proto} needs another one.',
      cure: 'Either set proto {wanted}: uci set network.{interface}.proto={wanted}{further}, uci commit network, ifup {interface}; or bring the modem back to its mode for {proto}: modem set_usb_mode mode={id}.',
    },
  },
  look(evidence) {
    const { device, usb_mode: mode } = evidence
    const section = sectionOf(evidence)
    const proto = protoOf(evidence) ?? ''
    if (device === null || !section?.name || !strict.includes(proto)) return []
    if (isConnected(evidence) || (proto === 'dhcp' && dials(evidence))) return []
    const bound = device.interfaces.filter(({ driver }) => driver !== null && driver in needed)
    const speaks = bound.map(({ driver }) => needed[driver ?? ''] ?? '')
    const wanted = speaks[0]
    if (wanted === undefined || speaks.some(each => [proto, ...(further[proto] ?? [])].includes(each)))
      return []
    const target =
      wanted === 'qmi' || wanted === 'mbim'
        ? device.controls[0] && `/dev/${device.controls[0]}`
        : device.nets[0]
    const isByPath = wanted !== 'dhcp' && option(section, 'devpath') === device.directory
    const values = {
      interface: section.name,
      proto,
      wanted,
      speaks: wanted === 'dhcp' ? worded(ethernet) : wanted.toUpperCase(),
      driver: bound[0]?.driver ?? '',
      further: target === undefined || isByPath ? '' : `, uci set network.${section.name}.device=${target}`,
    }
    const back = mode?.possible.find(each => each.proto === proto && each.at_port)
    return back === undefined
      ? [{ says: 'proto', with: values }]
      : [
          {
            says: 'either',
            with: { ...values, mode: mode?.current?.name ?? `${mode?.current_id}`, id: back.id },
          },
        ]
  },
})
