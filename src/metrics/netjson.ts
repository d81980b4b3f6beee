import type { ModemInfo } from '../contract/info.ts'

/** The signal of one technology as OpenWISP's schema has it: all of its numbers, or it is left out. */
type SignalPart = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What OpenWISP's monitoring takes as `mobile` of an interface; every member is required there, and no other is allowed. */
export interface MobilePart {
  imei: string
  operator_name: string
  operator_code: string
  manufacturer: string
  model: string
  connection_status: string
  power_status: string
  signal: SignalPart
}

/** An interface of NetJSON DeviceMonitoring. */
export interface NetJsonInterface {
  name: string
  type: 'modem-manager'
  up: boolean
  mobile: MobilePart
}

const whole = (values: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> | null => {
  const entries = Object.entries(values)
  return entries.every(([, value]) => value !== null)
    ? (Object.fromEntries(entries) as Record<string, number>)
    : null
}

/** The technology's part of the signal; empty where one of its numbers is not known, or for what the schema has no place. */
function signalOf({ rat, signal }: ModemInfo): SignalPart {
  const { rssi, rsrp, rsrq, sinr, rscp, ecio } = signal
  if (rat === 'lte' || rat === 'lte_a' || rat === 'nr_nsa') {
    const lte = whole({ rssi, rsrp, rsrq, snr: sinr })
    return lte === null ? {} : { lte }
  }
  if (/^(?:umts|hs|td_)/.test(rat ?? '')) {
    const umts = whole({ rssi, rscp, ecio })
    return umts === null ? {} : { umts }
  }
  return /^(?:gsm|gprs|edge)$/.test(rat ?? '') && rssi !== null ? { gsm: { rssi } } : {}
}

/** ModemManager's word for how it stands. */
const statusOf = ({ connection, registration, port_state }: ModemInfo): string =>
  connection.state === 'connected'
    ? 'connected'
    : ['home', 'roaming'].includes(registration.state)
      ? 'registered'
      : registration.state === 'searching'
        ? 'searching'
        : port_state === 'ok'
          ? 'enabled'
          : 'unknown'

/**
 * The modem's interface for OpenWISP; null where something that its schema requires is not known: there one wrong field costs
 * the data of the whole router. NR stand-alone has no place in the schema.
 */
export function netJsonOf(info: ModemInfo): NetJsonInterface | null {
  const { imei, operator, vendor, model, connection } = info
  const { mcc, mnc, name } = operator
  if (connection.device === null || !/^\d{15,17}$/.test(imei ?? '') || mcc === null || mnc === null)
    return null
  if (vendor === null || model === null || info.rat === 'nr_sa' || info.rat === null) return null
  return {
    name: connection.device,
    type: 'modem-manager',
    up: connection.up,
    mobile: {
      imei: imei ?? '',
      operator_name: name ?? `${mcc}${mnc}`,
      operator_code: `${mcc}${mnc}`,
      manufacturer: vendor,
      model,
      connection_status: statusOf(info),
      power_status: 'on',
      signal: signalOf(info),
    },
  }
}
