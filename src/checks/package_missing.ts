import { handlerPackages } from '../connection/protos.ts'
import { option } from '../discovery/uci.ts'
import { check } from './check.ts'

/** The handler of a configured protocol is not installed. */
export const package_missing = check({
  name: 'package_missing',
  stage: 'configuration',
  looks: 'Whether the protocol handler each interface of a modem needs is installed',
  says: {
    handler: {
      severity: 'fault',
      what: '{interface} has proto {proto}, and no handler for it is installed.',
      why: 'netifd has no script for this protocol, so the interface never starts.',
      cure: 'Install {package}, then service network restart.',
    },
  },
  look({ network, protos }) {
    if (protos === null) return []
    return network.flatMap(section => {
      const proto = option(section, 'proto') ?? ''
      const name = handlerPackages[proto]
      return section.name && name !== undefined && !protos.includes(proto)
        ? [{ says: 'handler' as const, with: { interface: section.name, proto, package: name } }]
        : []
    })
  },
})
