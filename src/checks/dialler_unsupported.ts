import { check, worded } from './check.ts'
import { entryOf, protoOf } from './seen.ts'

const noneYet = 'none yet'

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
  },
  look(evidence) {
    const code = entryOf(evidence)?.errors.at(-1)?.code
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
