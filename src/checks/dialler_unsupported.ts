import { check, worded } from './check.ts'
import { fitOf } from './fitting.ts'
import { entryOf, isUp, protoOf } from './seen.ts'

const noneYet = 'none yet'

/** Driver of modems whose maker every release knows. */
const listed = 'huawei_cdc_ncm'

/** The handler of proto ncm does not know this maker. */
export const dialler_unsupported = check({
  name: 'dialler_unsupported',
  stage: 'dialling',
  looks: 'Whether the protocol handler knows the maker of the modem',
  phrases: [noneYet],
  says: {
    ncm: {
      severity: 'fault',
      what: 'The handler of proto {proto} does not know how to dial with this modem.',
      why: "It goes by the maker's name in a list of its own, and this maker is not in it. It says nothing about the modem, which can be read and steered all the same.",
      cure: 'Let the modem dial by itself and take proto dhcp on its network device ({device}): modem setup shows the commands, modem set_autoconnect enabled=true switches the dialling on where it is off.',
    },
    misread: {
      severity: 'fault',
      what: 'The handler of proto ncm has not recognised the modem of {interface}.',
      why: 'It goes by the name of the maker, which it knows; what comes in between spoils the name, as a carriage return did in OpenWrt 24.10-rc4.',
      cure: 'Update the package comgt-ncm, then ifup {interface}.',
    },
    wwan: {
      severity: 'fault',
      what: 'The handler of proto wwan does not know this modem.',
      why: 'It goes by a list of drivers and ids of its own, and the modem is not in it.',
      cure: 'Set the protocol that fits the modem, {wanted}: uci set network.{interface}.proto={wanted}, uci set network.{interface}.device={device}, uci commit network, ifup {interface}.',
    },
  },
  look(evidence) {
    const { device, interface: name } = evidence
    const code = isUp(evidence) ? undefined : entryOf(evidence)?.errors.at(-1)?.code
    const fit = device && code === 'NO_USB' ? fitOf(device) : null
    if (fit?.device && name !== null)
      return [{ says: 'wwan', with: { wanted: fit.protos[0], interface: name, device: fit.device } }]
    if (code === 'UNSUPPORTED_MODEM' && device?.interfaces.some(({ driver }) => driver === listed))
      return [{ says: 'misread', with: { interface: name ?? '' } }]
    return code === 'UNSUPPORTED_MODEM'
      ? [
          {
            says: 'ncm',
            with: {
              proto: protoOf(evidence) ?? 'ncm',
              device: evidence.device?.nets[0] ?? worded(noneYet),
            },
          },
        ]
      : []
  },
})
