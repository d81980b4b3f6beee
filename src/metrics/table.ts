import type { Carrier, ModemInfo } from '../contract/info.ts'
import type { Metric, MetricType, Sample } from '../contract/metrics.ts'

/**
 * What is known of a modem without asking it: its last answer with its age, null where it never gave one; and what the
 * watch did.
 */
export interface Known {
  modem: string
  /** Seconds. */
  age_s: number | null
  info: ModemInfo | null
  /** Rungs of recovery that were done within the last day, by name. */
  recoveries: Readonly<Record<string, number>>
}

/** A label that may be missing. */
type Labels = Readonly<Record<string, string | number | null | undefined>>

/** One row of the table: a metric, and where its values come from. */
export interface MetricRow {
  name: string
  type: MetricType
  help: string
  /** The member of `info`, or of what else, that it comes from. */
  from: string
  /** Whether it names a person's card or a device: told only where that is asked for. */
  isIdentity?: true
  /** Whether it is 1 for yes and 0 for no. */
  isTruth?: true
  samples(
    known: Known & { info: ModemInfo },
  ): readonly (readonly [labels: Labels, value: number | null | undefined])[]
}

/** A name of a carrier that holds while its place does: the primary `pcc`, the secondaries of each technology from 1. */
function carrierNames(carriers: readonly Carrier[]): string[] {
  const counts = new Map<string, number>()
  return carriers.map(({ role, rat }) => {
    if (role === 'pcc') return 'pcc'
    const nth = (counts.get(rat) ?? 0) + 1
    counts.set(rat, nth)
    return `${rat}_scc${nth}`
  })
}

type CarrierValue = 'rsrp' | 'rsrq' | 'sinr' | 'rssi'

/** A value of every carrier that is in use. */
const ofCarriers =
  (value: (carrier: Carrier) => number | null | undefined): MetricRow['samples'] =>
  ({ info: { carriers } }) => {
    const names = carrierNames(carriers)
    return carriers.flatMap((carrier, i) =>
      carrier.active ? [[{ rat: carrier.rat, carrier: names[i] }, value(carrier)] as const] : [],
    )
  }

/** A quantity of the signal, of each carrier; of the modem as a whole where no carrier tells it. */
const signal =
  (name: CarrierValue): MetricRow['samples'] =>
  known => {
    const found = ofCarriers(carrier => carrier[name])(known)
    const { signal: whole, rat, carriers } = known.info
    const isTold = found.some(([, value]) => value !== null && value !== undefined)
    return isTold ? found : [[{ rat: carriers[0]?.rat ?? rat, carrier: 'pcc' }, whole[name]]]
  }

const isServed = ({ registration: { state } }: ModemInfo) => state === 'home' || state === 'roaming'

/** The labels of what the connection counts. */
const connected = ({ connection: { interface: name, device } }: ModemInfo) => ({ interface: name, device })

/**
 * Every metric, in the order in which it is told. Units stand in the names; a quantity that is not known has no sample.
 * Whoever identifies a person or a device stands in `_info` alone, and is told only to who asks for it; cells too are in an
 * `_info`, so that a router that moves makes no new series of every value.
 */
export const metricRows: readonly MetricRow[] = [
  {
    name: 'modem_up',
    type: 'gauge',
    help: 'Whether the modem answered when it was asked last.',
    from: 'info.port_state',
    isTruth: true,
    samples: ({ info }) => [[{}, info.port_state === 'ok' ? 1 : 0]],
  },
  {
    name: 'modem_age_seconds',
    type: 'gauge',
    help: 'How long ago the values were read from the modem.',
    from: 'info.age_ms',
    samples: ({ age_s }) => [[{}, age_s]],
  },
  {
    name: 'modem_info',
    type: 'info',
    help: 'Maker, model and firmware.',
    from: 'info.vendor, info.model, info.firmware, info.id',
    samples: ({ info: { vendor, model, firmware, id } }) => [[{ vendor, model, firmware, id }, 1]],
  },
  {
    name: 'modem_identity_info',
    type: 'info',
    help: 'IMEI of the modem, ICCID and IMSI of its card; only where identities are asked for.',
    from: 'info.imei, info.sim',
    isIdentity: true,
    samples: ({ info: { imei, sim } }) => [
      [{ imei, iccid: sim.iccid, imsi: sim.imsi }, imei || sim.iccid ? 1 : null],
    ],
  },
  {
    name: 'modem_sim_ready',
    type: 'gauge',
    help: 'Whether the SIM card can be used.',
    from: 'info.sim.state',
    isTruth: true,
    samples: ({ info: { sim } }) => [[{}, sim.state === 'unknown' ? null : sim.state === 'ready' ? 1 : 0]],
  },
  {
    name: 'modem_sim_info',
    type: 'info',
    help: 'State of the SIM card, and its slot.',
    from: 'info.sim',
    samples: ({ info: { sim } }) => [[{ state: sim.state, slot: sim.slot }, 1]],
  },
  {
    name: 'modem_registered',
    type: 'gauge',
    help: 'Whether the modem is registered, at home or roaming.',
    from: 'info.registration.state',
    isTruth: true,
    samples: ({ info }) => [[{}, info.registration.state === 'unknown' ? null : isServed(info) ? 1 : 0]],
  },
  {
    name: 'modem_roaming',
    type: 'gauge',
    help: 'Whether the network is not that of the card; only while registered.',
    from: 'info.registration.state',
    isTruth: true,
    samples: ({ info }) => [[{}, isServed(info) ? (info.registration.state === 'roaming' ? 1 : 0) : null]],
  },
  {
    name: 'modem_registration_info',
    type: 'info',
    help: 'State of the registration, and the technology in use.',
    from: 'info.registration.state, info.rat',
    samples: ({ info }) => [[{ state: info.registration.state, rat: info.rat }, 1]],
  },
  {
    name: 'modem_operator_info',
    type: 'info',
    help: 'The operator the modem is registered with.',
    from: 'info.operator',
    samples: ({ info: { operator } }) => [
      [{ operator: operator.name, mcc: operator.mcc, mnc: operator.mnc }, operator.mcc === null ? null : 1],
    ],
  },
  {
    name: 'modem_serving_cell_info',
    type: 'info',
    help: 'The serving cell.',
    from: 'info.cell',
    samples: ({ info: { cell, carriers } }) => [
      [
        {
          cell_id: cell.cell_id,
          enb: cell.enb,
          gnb: cell.gnb,
          tac: cell.tac,
          lac: cell.lac,
          pci: carriers[0]?.pci,
        },
        cell.cell_id === null ? null : 1,
      ],
    ],
  },
  {
    name: 'modem_carrier_info',
    type: 'info',
    help: 'Band and channel of every carrier in use.',
    from: 'info.carriers',
    samples: ({ info: { carriers } }) => {
      const names = carrierNames(carriers)
      return carriers.flatMap(({ rat, band, channel, pci, active }, i) =>
        active ? [[{ rat, carrier: names[i], band, channel, pci }, 1] as const] : [],
      )
    },
  },
  {
    name: 'modem_carriers',
    type: 'gauge',
    help: 'Carriers in use; more than one is carrier aggregation or EN-DC.',
    from: 'info.carriers',
    samples: ({ info }) => [
      [{}, isServed(info) ? info.carriers.filter(({ active }) => active).length || null : null],
    ],
  },
  {
    name: 'modem_bandwidth_hertz',
    type: 'gauge',
    help: 'Downlink bandwidth of every carrier in use.',
    from: 'info.carriers.bandwidth_mhz',
    samples: ofCarriers(({ bandwidth_mhz }) => bandwidth_mhz && Math.round(bandwidth_mhz * 1e6)),
  },
  {
    name: 'modem_rsrp_dbm',
    type: 'gauge',
    help: 'Reference signal received power (LTE), SS-RSRP (NR).',
    from: 'info.carriers.rsrp, info.signal.rsrp',
    samples: signal('rsrp'),
  },
  {
    name: 'modem_rsrq_db',
    type: 'gauge',
    help: 'Reference signal received quality.',
    from: 'info.carriers.rsrq, info.signal.rsrq',
    samples: signal('rsrq'),
  },
  {
    name: 'modem_sinr_db',
    type: 'gauge',
    help: 'Signal to interference and noise ratio.',
    from: 'info.carriers.sinr, info.signal.sinr',
    samples: signal('sinr'),
  },
  {
    name: 'modem_rssi_dbm',
    type: 'gauge',
    help: 'Received signal strength.',
    from: 'info.carriers.rssi, info.signal.rssi',
    samples: signal('rssi'),
  },
  {
    name: 'modem_rscp_dbm',
    type: 'gauge',
    help: 'Received signal code power (UMTS).',
    from: 'info.signal.rscp',
    samples: ({ info }) => [[{}, info.signal.rscp]],
  },
  {
    name: 'modem_ecio_db',
    type: 'gauge',
    help: 'Ec/Io (UMTS).',
    from: 'info.signal.ecio',
    samples: ({ info }) => [[{}, info.signal.ecio]],
  },
  {
    name: 'modem_temperature_celsius',
    type: 'gauge',
    help: 'Hottest sensor of the modem.',
    from: 'info.temperature',
    samples: ({ info }) => [[{}, info.temperature]],
  },
  {
    name: 'modem_session_up',
    type: 'gauge',
    help: 'Whether the interface of the modem is up and has an address.',
    from: 'info.connection.state',
    isTruth: true,
    samples: ({ info }) => [
      [
        connected(info),
        ['unknown', 'not_configured'].includes(info.connection.state)
          ? null
          : info.connection.state === 'connected'
            ? 1
            : 0,
      ],
    ],
  },
  {
    name: 'modem_session_uptime_seconds',
    type: 'gauge',
    help: 'How long the interface has been up.',
    from: 'info.connection.uptime_s',
    samples: ({ info }) => [[connected(info), info.connection.uptime_s]],
  },
  {
    name: 'modem_receive_bytes_total',
    type: 'counter',
    help: 'Bytes received since the network device appeared.',
    from: 'info.connection.rx_bytes',
    samples: ({ info }) => [[connected(info), info.connection.rx_bytes]],
  },
  {
    name: 'modem_transmit_bytes_total',
    type: 'counter',
    help: 'Bytes sent since the network device appeared.',
    from: 'info.connection.tx_bytes',
    samples: ({ info }) => [[connected(info), info.connection.tx_bytes]],
  },
  {
    name: 'modem_recoveries_last_day',
    type: 'gauge',
    help: 'How often the watch did something to bring the connection back within the last day, by rung.',
    from: 'the watch',
    samples: ({ recoveries }) => Object.entries(recoveries).map(([rung, count]) => [{ rung }, count]),
  },
]

/** The labels as texts, those without a value left out. */
function textsOf(modem: string, labels: Labels): Sample['labels'] {
  const texts: Record<string, string> = { modem }
  for (const [name, value] of Object.entries(labels))
    if (value !== null && value !== undefined && value !== '') texts[name] = `${value}`
  return texts
}

/** Every metric that has a value, with the values of all modems. A modem that was never read is not up. */
export function metricsOf(all: readonly Known[], identities: boolean): Metric[] {
  return metricRows.flatMap(({ name, type, help, isIdentity, samples }): Metric[] => {
    if (isIdentity && !identities) return []
    const found = all.flatMap((known): Sample[] => {
      const { modem, info } = known
      if (info === null) return name === 'modem_up' ? [{ labels: { modem }, value: 0 }] : []
      return samples({ ...known, info }).flatMap(([labels, value]) =>
        typeof value === 'number' && Number.isFinite(value)
          ? [{ labels: textsOf(modem, labels), value }]
          : [],
      )
    })
    return found.length === 0 ? [] : [{ name, type, help, samples: found }]
  })
}
