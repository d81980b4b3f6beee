import { protoOfDriver } from '../connection/protos.ts'
import type { DeviceEvidence } from './evidence.ts'

/** The protocol that dials through each driver; only the checks know that of the old Sierra cards. */
const needed: Readonly<Record<string, string>> = { ...protoOfDriver, sierra_net: 'directip' }

/** How a modem in its present USB mode is dialled. */
export interface Fit {
  /** The protocols of its network functions; `3g` where it has serial ports alone. */
  protos: readonly [string, ...string[]]
  /** What an interface with the first of them names as its device; null where there is none. */
  device: string | null
  driver: string
}

/** How a modem is dialled; null where that cannot be seen from its drivers. */
export function fitOf({ interfaces, controls, nets, dial, bus, condition }: DeviceEvidence): Fit | null {
  const bound = interfaces.flatMap(({ driver }) => (driver !== null && driver in needed ? [driver] : []))
  const [driver, ...others] = bound
  if (driver === undefined) {
    const isSerial = bus === 'usb' && condition === null && nets.length + controls.length === 0
    return isSerial && dial !== null ? { protos: ['3g'], device: dial, driver: 'option' } : null
  }
  const proto = needed[driver] ?? ''
  const control = controls[0] === undefined ? null : `/dev/${controls[0]}`
  const device =
    proto === 'dhcp'
      ? (nets[0] ?? null)
      : proto === 'directip'
        ? dial
        : (control ?? (proto === 'ncm' ? dial : null))
  return { protos: [proto, ...others.map(each => needed[each] ?? '')], device, driver }
}
