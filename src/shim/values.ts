import type { CarrierRat, ModemInfo, Rat, SimState } from '../contract/info.ts'
import type { LegacyLayout } from '../models/model.ts'
import { carrierBand, carrierValues, primaryOf, secondariesOf, served } from './carriers.ts'
import { connectionValues } from './connection.ts'
import type { Values } from './template.ts'

/** What the legacy texts need beyond the typed answer. */
export interface LegacyContext {
  /** Milliseconds since 1970: when the answer was made. */
  now: number
  /** USB manufacturer and product strings. */
  manufacturer: string | null
  product: string | null
}

/** The words of the legacy pages for the technologies. */
const ratNames = {
  gsm: 'GSM',
  gprs: 'GPRS',
  edge: 'EDGE',
  umts: 'UMTS',
  hsdpa: 'HSDPA',
  hsupa: 'HSUPA',
  hspa: 'HSPA',
  hspa_plus: 'HSPA+',
  td_scdma: 'TD-SCDMA',
  cdma: 'CDMA',
  nb_iot: 'NB-IoT',
  lte: 'LTE',
  lte_a: 'LTE-A',
  nr_nsa: '5G NSA',
  nr_sa: '5G SA',
} as const satisfies Record<Rat, string>

/** The SIM states that replace the registration status: text of `+CPIN:`, and what its +CME ERROR adds to it. */
const simTexts: Partial<Record<SimState, readonly [text: string, refused?: string]>> = {
  absent: ['SIM not inserted'],
  pin_required: ['SIM PIN', ' required'],
  puk_required: ['SIM PUK', ' required'],
  pin2_required: ['SIM PIN2', ' required'],
  puk2_required: ['SIM PUK2', ' required'],
  failure: ['SIM failure'],
  busy: ['SIM busy'],
  wrong: ['SIM wrong'],
  locked_to_device: ['PH-SIM PIN', ' required'],
  locked_to_network: ['PH-NET PIN', ' required'],
}

/** `<stat>` as the pages know it, by the status: they know 0, 1, 2, 3, 5, 6 and 7. */
const stats: readonly (string | null)[] = ['0', '1', '2', '3', null, '5', '6', '7', null, '1', '5', null]

/** Registration status: the SIM's trouble in words, otherwise `<stat>`. */
function registrationText({ sim, registration, missing }: ModemInfo): string | null {
  const { state, stat } = registration
  const [text, refused = ''] = simTexts[sim.state] ?? []
  if (text !== undefined && state !== 'home' && state !== 'roaming')
    return text + (missing.some(question => question.startsWith('+CPIN')) ? refused : '')
  return stats[stat ?? -1] ?? null
}

const hexText = (value: number | null, digits = 0) =>
  value === null ? null : value.toString(16).toUpperCase().padStart(digits, '0')

/**
 * What the originals make of RSRP where the modem has no RSSI: RSRP + 10·log10(12 · 5 · MHz), −113…−51 dBm, and the
 * `+CSQ` index and percentage from it, the index cut off (`csq_floor`) or rounded (`csq_near`).
 */
function estimateValues(rsrp: number | null, mhz: number | null): Values {
  if (rsrp === null || mhz === null || mhz <= 0) return {}
  const rssi = Math.min(-51, Math.max(-113, rsrp + 10 * Math.log10(60 * mhz)))
  const rounded = Math.round(rssi)
  return {
    rssi_estimate: rounded,
    csq_floor: Math.floor((rssi + 113) / 2),
    csq_near: Math.round((rssi + 113) / 2),
    percent_estimate: Math.floor(((rounded + 113) * 50) / 31),
  }
}

/**
 * Area and cell: of `+CREG` (`lac…`; in 2G and 3G of the cell where `+CREG` has none), of the cell (`tac…`, `cid…`),
 * decimal and hexadecimal (`_x`).
 */
function areaValues(info: ModemInfo, zeros: boolean): Values {
  const { registration, cell, missing } = info
  const inUse = served(info)
  const lac = (registration.domain === 'creg' && registration.area) || cell.lac
  const answered = registration.stat !== null && !missing.some(question => question.startsWith('+COPS'))
  const none = zeros && answered ? 0 : null
  const digits = info.rat === 'nr_sa' ? 6 : 4
  const lacAlone = inUse ? null : lac
  return {
    lac,
    lac_x: hexText(lac),
    lac_dec: lac ?? none,
    lac_hex: hexText(lac ?? none),
    lac_alone: lacAlone,
    lac_alone_x: hexText(lacAlone),
    tac: cell.tac,
    tac_x: hexText(cell.tac),
    tac_x4: hexText(cell.tac, digits),
    cid_dec: cell.cell_id ?? none,
    cid_hex: hexText(cell.cell_id ?? none),
  }
}

/**
 * Everything the templates may name beside {@link carrierValues} of the primary carrier, whose signal values are the
 * serving cell's: `rssi_measured` is missing where RSSI only repeats `+CSQ`, `rssi_cell` where it does so and no LTE or
 * NR cell is known; `registered` is 1 at home and 5 roaming, whatever service `<stat>` is about; `bands` are joined by
 * `between`.
 */
export function legacyValues(
  info: ModemInfo,
  layout: LegacyLayout,
  context: LegacyContext,
  between: string,
): Values {
  const { operator, signal, sim, connection } = info
  const { state } = info.registration
  const primary = primaryOf(info)
  const secondaries = secondariesOf(info, layout)
  const told = primary ? carrierValues(primary) : {}
  const ofCarriers = secondaries.length > 0 ? secondaries.some(c => c.uplink_bandwidth_mhz !== null) : null
  const uplink = info.uplink_aggregation ?? ofCarriers
  const rssiMeasured = signal.rssi_from === 'csq' ? null : signal.rssi
  const { protocol } = connection
  return {
    ...context,
    ...connectionValues(info, context.now),
    vendor: capital(info.vendor),
    model: info.model,
    firmware: info.firmware,
    imei: info.imei,
    imsi: sim.imsi,
    iccid: sim.iccid,
    simslot: sim.slot,
    cport: info.port,
    protocol: layout.protocol?.[protocol ?? ''] ?? protocol,
    temp: info.temperature,
    csq: signal.csq,
    signal: signal.percent,
    operator_name: operator.name,
    operator_mcc: operator.mcc,
    operator_mnc: operator.mnc,
    country: operator.country,
    location: operator.named_by_modem ? null : operator.country,
    registration: registrationText(info),
    registered: state === 'home' ? 1 : state === 'roaming' ? 5 : null,
    rat: info.rat === null ? null : ratNames[info.rat],
    text: info.rat_text,
    bands: [primary ?? [], secondaries].flat().map(carrierBand).filter(Boolean).join(between),
    ul_ca: uplink === null ? null : uplink ? 'ON' : 'OFF',
    ...areaValues(info, layout.zeros === true),
    ...told,
    ...estimateValues(signal.rsrp, primary?.bandwidth_mhz ?? null),
    rsrp: signal.rsrp,
    rsrq: signal.rsrq,
    rssi: signal.rssi,
    rssi_measured: rssiMeasured,
    rssi_cell: served(info) ? signal.rssi : rssiMeasured,
    sinr: signal.sinr,
    rscp: signal.rscp,
    ecio: signal.ecio,
    rsrp_all: told.rsrp_all ?? signal.rsrp,
    rssi_all: told.rssi_all ?? signal.rssi,
  }
}

/** Templates by key, as a {@link LegacyLayout} holds them. */
type Templates<T> = Readonly<Record<string, T>> | undefined

/**
 * The template for a key and a technology (a secondary carrier's own): the layout's for that technology, the layout's
 * and the default for all of 2G and 3G where it is one of them, the layout's plain one, the default.
 */
export function templateOf<T>(
  key: string,
  rat: Rat | CarrierRat | null,
  own: Templates<T>,
  defaults: Templates<T>,
): T | undefined {
  const group = /^(?:lte|nr|nb)/.test(rat ?? '') ? rat : 'other'
  return (
    own?.[`${key}.${rat}`] ??
    own?.[`${key}.${group}`] ??
    defaults?.[`${key}.${group}`] ??
    own?.[key] ??
    defaults?.[key]
  )
}

/** Makers write themselves `huawei` too; the pages show `Huawei`. */
export function capital(vendor: string | null): string | null {
  return vendor === null ? null : vendor.slice(0, 1).toUpperCase() + vendor.slice(1)
}
