import { option, type Section } from '../discovery/uci.ts'
import { check } from './check.ts'
import type { DeviceEvidence } from './evidence.ts'

const baseOf = (device: string) => device.replace(/^\/dev\//, '')

/** What of a modem could stand where `device` stands: a node of the same kind. */
function sameKind(device: string, { nets, controls, ports }: DeviceEvidence): string | undefined {
  const name = baseOf(device)
  if (/^cdc-wdm\d+$/.test(name)) return controls.find(each => each.startsWith('cdc-wdm'))
  if (/^tty(?:USB|ACM)\d+$/.test(name)) {
    const kind = name.replace(/\d+$/, '')
    return ports.find(each => baseOf(each).startsWith(kind))
  }
  return nets[0]
}

/** The interface names a device by a number that has moved. */
export const device_renamed = check({
  name: 'device_renamed',
  stage: 'configuration',
  looks: 'Whether the devices that the interfaces name exist, and under which name the modem has them now',
  says: {
    renamed: {
      severity: 'fault',
      what: '{interface} waits for {old}, which does not exist; the modem has {current}.',
      why: 'The kernel numbers devices in the order in which they appear, and the order has changed.',
      cure: 'Give the same section the new device, do not add a second one: uci set network.{interface}.device={current}, uci commit network, ifup {interface}.',
    },
  },
  look({ device, network, absent }) {
    if (device === null) return []
    const names = (section: Section) => option(section, 'device') ?? option(section, 'ifname')
    const inUse = network.map(section => baseOf(names(section) ?? ''))
    return network.flatMap(section => {
      const old = names(section)
      if (!section.name || old === undefined || !absent.includes(old)) return []
      const current = sameKind(old, device)
      if (current === undefined || inUse.includes(baseOf(current))) return []
      const path = old.startsWith('/dev/') ? `/dev/${baseOf(current)}` : current
      return [{ says: 'renamed' as const, with: { interface: section.name, old, current: path } }]
    })
  },
})
