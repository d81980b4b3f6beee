import { option } from '../discovery/uci.ts'
import { check, worded } from './check.ts'
import type { DeviceEvidence, Evidence } from './evidence.ts'
import { fitOf } from './fitting.ts'
import { isConnected, protoOf, sectionOf } from './seen.ts'

/** Protocols that go with more drivers than the one they are made for: `ncm` dials by AT, whatever carries the data. */
const further: Readonly<Record<string, readonly string[]>> = {
  ncm: ['dhcp', 'ncm'],
  dhcp: ['dhcp', 'ncm'],
}

/** Protocols that are of one driver each; the others choose by themselves or do not dial. */
const strict = ['qmi', 'mbim', 'ncm', 'dhcp', 'directip']

/** Whether a protocol is of one driver: `3g` goes with every modem that has a port to dial with. */
const isStrict = (proto: string, { dial }: DeviceEvidence) =>
  strict.includes(proto) || (proto === '3g' && dial === null)

/** Programs and packages that dial beside netifd, so that `dhcp` is right on any driver. */
const dials = (evidence: Evidence) =>
  (evidence.processes ?? []).some(({ name }) => /^quectel-CM/i.test(name)) ||
  (evidence.packages ?? []).some(name => /^(?:luci-app-)?qmodem$/.test(name))

const ethernet = 'Ethernet over USB and dials itself'
const serial = 'AT and PPP over its serial ports alone'

/** The interface speaks another protocol than the modem in its present USB mode. */
export const protocol_mismatch = check({
  name: 'protocol_mismatch',
  stage: 'configuration',
  looks:
    'Whether the protocol of the interface, the USB mode of the modem and the kernel driver that is bound go together',
  phrases: [ethernet, serial],
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
    if (device === null || !section?.name || !isStrict(proto, device)) return []
    if (isConnected(evidence) || (proto === 'dhcp' && dials(evidence))) return []
    const fit = fitOf(device)
    const also = device.dial === null && proto !== 'dhcp' ? [] : (further[proto] ?? [])
    if (fit === null || fit.protos.some(each => each === proto || also.includes(each))) return []
    const { driver, device: target } = fit
    const [wanted] = fit.protos
    // Beside the interface that dials, it is one too many: several_owners tells that.
    const isBeside = evidence.network.some(
      each => option(each, 'proto') === wanted && target !== null && option(each, 'device') === target,
    )
    if (proto === 'dhcp' && isBeside) return []
    const isByPath = wanted !== 'dhcp' && option(section, 'devpath') === device.directory
    const values = {
      interface: section.name,
      proto,
      wanted,
      speaks: wanted === 'dhcp' ? worded(ethernet) : wanted === '3g' ? worded(serial) : wanted.toUpperCase(),
      driver,
      further: target === null || isByPath ? '' : `, uci set network.${section.name}.device=${target}`,
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
