import type { ModemInfo, RegistrationState } from '../../../src/contract/info.ts'
import type { UqmiAnswers } from './uqmi.ts'

const words: { readonly [State in RegistrationState]?: string } = {
  home: 'registered',
  roaming: 'registered',
  searching: 'searching',
  denied: 'registering_denied',
  idle: 'not_registered',
}

const cards: Readonly<Record<string, object>> = {
  ready: { card_slot: 1, card_application_state: 'ready', pin1_status: 'disabled' },
  pin_required: { card_slot: 1, card_application_state: 'pin-required', pin1_status: 'not_verified' },
  absent: {},
}

/** What uqmi would print of the situation that `info` tells: the same modem, at the same moment, over QMI. */
export function uqmiOf(info: ModemInfo): UqmiAnswers {
  const { registration, operator, signal, cell, carriers, sim } = info
  const isServed = registration.state === 'home' || registration.state === 'roaming'
  const isSa = info.rat === 'nr_sa'
  const [primary, ...others] = carriers
  const leg = others.find(each => each.rat === 'nr')
  const isOld = primary?.rat === 'umts'
  const radio = isSa ? '5gnr' : isOld ? 'umts' : 'lte'
  const nodes = (id: number | null) =>
    id === null
      ? {}
      : isOld
        ? { rnc_id: id >> 16, cell_id: id % 65536 }
        : { enodeb_id: Math.floor(id / 256), cell_id: id % 256 }
  const area = isOld ? { location_area_code: cell.lac } : { tracking_area_code: cell.tac }
  const nr = (values: { rsrp: number | null; rsrq: number | null; sinr: number | null }) => ({
    type: '5gnr',
    rsrp: values.rsrp ?? undefined,
    rsrq: values.rsrq ?? undefined,
    snr: values.sinr ?? undefined,
  })
  const lte = { type: 'lte', rssi: signal.rssi, rsrq: signal.rsrq, rsrp: signal.rsrp, snr: signal.sinr }
  const line = (value: unknown) => JSON.stringify(value).replace(/"snr":(-?\d+)(?=[,}])/g, '"snr":$1.000000')
  const strength = isSa
    ? nr(signal)
    : isOld
      ? { type: 'wcdma', rssi: signal.rssi, ecio: signal.ecio === null ? undefined : signal.ecio * -2 }
      : leg
        ? [lte, nr(leg)]
        : lte
  const rat = radio === 'umts' ? 'wcdma' : radio
  const service = isServed ? 'available' : 'none'
  const carrier = (each: (typeof carriers)[number]) => ({
    cell_id: each.pci,
    channel: each.channel,
    bandwidth: String(each.bandwidth_mhz ?? 'unknown'),
  })
  const secondaries = others
    .filter(each => each.rat === 'lte')
    .map((each, i) => [
      `secondary_${i + 1}`,
      { ...carrier(each), state: each.active ? 'activated' : 'deactivated' },
    ])
  const nrCell = isSa ? primary : leg
  return {
    '--get-imei': line(info.imei),
    '--get-device-operating-mode': '"online"',
    '--uim-get-sim-state': line(cards[sim.state] ?? {}),
    '--get-signal-info': isServed ? line(strength) : '{}',
    '--get-serving-system': line({
      registration: words[registration.state] ?? 'unknown',
      radio_interface: [isServed ? radio : 'none'],
      ...(isServed
        ? { plmn_mcc: Number(operator.mcc), plmn_mnc: Number(operator.mnc), plmn_description: operator.name }
        : {}),
      roaming: registration.state === 'roaming',
    }),
    '--get-system-info': line({
      [rat]: {
        service_status: service,
        domain: registration.domain === 'creg' ? 'cs' : 'cs-ps',
        ...(isServed ? { mcc: operator.mcc, mnc: operator.mnc, ...area, ...nodes(cell.cell_id) } : {}),
      },
    }),
    ...(primary?.rat === 'lte'
      ? { '--get-lte-cphy-ca-info': line({ primary: carrier(primary), ...Object.fromEntries(secondaries) }) }
      : {}),
    '--get-cell-location-info': line({
      ...(nrCell?.rat === 'nr'
        ? {
            nr5g_cell_information: { ...nodes(isSa ? cell.cell_id : 0), physical_cell_id: nrCell.pci },
            nr5g_arfcn: { arfcn: nrCell.channel },
          }
        : {}),
      ...(isOld && primary
        ? { umts_info: { channel: primary.channel, primary_scrambling_code: primary.pci, rscp: signal.rscp } }
        : {}),
    }),
  }
}
