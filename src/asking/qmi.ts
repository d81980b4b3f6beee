import { lteBand, nrBand, umtsBand } from '../radio/channels.ts'
import { rssiToCsq } from '../radio/quality.ts'
import type { CarrierFact, DomainRegistration, Facts } from './facts.ts'
import { antennasOf } from './fields.ts'
import { cardOf, formatOf, levels, whole, wordOf } from './qmi-card.ts'
import { neighboursIn, type Row, rowOf } from './qmi-cells.ts'

/** What uqmi has printed, by what it was asked; each member as `JSON.parse` gave it, and absent where it told none. */
export interface QmiTold {
  /** `--get-signal-info` */
  signal?: unknown
  /** `--get-serving-system` */
  serving?: unknown
  /** `--get-system-info` */
  system?: unknown
  /** `--get-lte-cphy-ca-info` */
  carriers?: unknown
  /** `--get-cell-location-info` */
  cells?: unknown
  /** `--get-tx-rx-info lte` */
  lteAntennas?: unknown
  /** `--get-tx-rx-info 5gnr` */
  nrAntennas?: unknown
  /** `--uim-get-sim-state`, else `--get-pin-status` */
  card?: unknown
  /** `--get-device-operating-mode` */
  mode?: unknown
  /** `--wda-get-data-format` */
  format?: unknown
  /** `--get-data-status` of the session's owner */
  session?: unknown
}

/** A number of uqmi; 16 and 32 bits that should have a sign and were printed without one get it back. */
export function signed(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return value >= 2 ** 31 ? value - 2 ** 32 : value
}

/** Names of the technologies as `--get-system-info` has them, best first, with `<AcT>` and the domain of TS 27.007. */
const technologies = [
  { key: '5gnr', rat: 'nr', act: 11, domain: 'c5greg' },
  { key: 'lte', rat: 'lte', act: 7, domain: 'cereg' },
  { key: 'wcdma', rat: 'umts', act: 2, domain: 'cgreg' },
  { key: 'gsm', rat: 'gsm', act: 0, domain: 'cgreg' },
] as const

/** A cell identity from its parts: uqmi splits that of LTE and of NR behind 8 bits, that of UMTS behind 16. */
function cellIdOf(row: Row): number | null {
  const cell = whole(row.cell_id)
  const node = whole(row.enodeb_id)
  const rnc = whole(row.rnc_id)
  if (cell === null) return null
  return node === null ? (rnc === null ? cell : rnc * 65536 + cell) : node * 256 + cell
}

/** `<stat>` of 3GPP TS 27.007 for the words of `--get-serving-system`; null for others. */
function statOf(serving: Row): number | null {
  const { registration, roaming } = serving
  if (registration === 'registered') return roaming === true ? 5 : 1
  if (registration === 'searching') return 2
  if (registration === 'registering_denied' || registration === 'registration_denied') return 3
  if (registration === 'not_registered') return 0
  return registration === 'unknown' ? 4 : null
}

/** The technologies that serve and their names in `--get-system-info`, as `--get-serving-system` lists them. */
const radiosOf = ({ radio_interface: radios }: Row): string[] =>
  [radios ?? []].flat().map(radio => (radio === 'umts' ? 'wcdma' : String(radio)))

/**
 * Registration per domain. That of the modem as a whole decides the state, each technology that gives service tells its
 * domains, area and cell; without one the technologies that are named as serving stand for themselves.
 */
function registrationsOf(serving: Row, system: Row): DomainRegistration[] {
  const stat = statOf(serving)
  const radios = radiosOf(serving)
  const isOn = (key: string, row: Row) =>
    row.service_status === 'available' || (radios.includes(key) && row.service_status !== 'none')
  if (stat === null) return []
  if (stat !== 1 && stat !== 5) {
    const seen = technologies.find(
      ({ key }) => radios.includes(key) || rowOf(system[key]).service_status === 'limited',
    )
    return [{ domain: seen?.domain ?? 'cereg', stat, area: null, cell_id: null, act: null }]
  }
  const on = technologies.filter(({ key }) => isOn(key, rowOf(system[key])))
  // The NR leg of EN-DC is no registration of its own: LTE serves.
  const own = on.some(({ key }) => key === 'lte') ? on.filter(({ key }) => key !== '5gnr') : on
  return own.flatMap(({ key, domain, act }): DomainRegistration[] => {
    const row = rowOf(system[key])
    const area = whole(row.tracking_area_code) ?? whole(row.location_area_code)
    const told = { area, cell_id: cellIdOf(row), act }
    const stated = row.roaming_status === 'on' ? 5 : stat
    const packet: DomainRegistration = { domain, stat: stated, ...told }
    const isSwitched = domain === 'cgreg' && /cs/.test(String(row.domain))
    const switched: DomainRegistration = { domain: 'creg', stat: stated, ...told }
    if (domain === 'cgreg' && row.domain === 'cs') return [switched]
    return isSwitched ? [packet, switched] : [packet]
  })
}

/** Countries with three digits in all of their MNCs: uqmi prints them as numbers, and `--get-system-info` may tell none. */
const isLong = (mcc: number) => (mcc >= 310 && mcc <= 316) || mcc === 302

/** MCC and MNC: the texts of the technology that serves, whose length is right, else the numbers. */
function plmnOf(serving: Row, system: Row): string | null {
  for (const { key } of technologies) {
    const { mcc, mnc } = rowOf(system[key])
    const [country] = /^\d{3}/.exec(String(mcc)) ?? []
    const [network] = /^\d{2,3}/.exec(String(mnc)) ?? []
    const isServing =
      country !== undefined && Number(country) === (whole(serving.plmn_mcc) ?? Number(country))
    if (isServing && network !== undefined) return country + network
  }
  const mcc = whole(serving.plmn_mcc)
  const mnc = whole(serving.plmn_mnc)
  if (mcc === null || mnc === null || mcc < 200 || mcc > 999 || mnc > 999) return null
  return `${mcc}${String(mnc).padStart(isLong(mcc) ? 3 : 2, '0')}`
}

/** The entries of `--get-signal-info`: one object, or with EN-DC a list of them. */
const signalsOf = (signal: unknown): Row[] => [signal ?? []].flat().map(rowOf)

/** Bandwidth in MHz from uqmi's text. */
const bandwidthOf = (text: unknown): number | null => (/^[\d.]+$/.test(String(text)) ? Number(text) : null)

/** A carrier of `--get-lte-cphy-ca-info`: uqmi knows bands up to 44 only, so the band is that of the channel. */
function lteCarrier(row: Row, role: CarrierFact['role']): CarrierFact {
  const channel = whole(row.channel)
  return {
    role,
    rat: 'lte',
    band: channel === null ? null : lteBand(channel),
    channel,
    pci: whole(row.cell_id),
    bandwidth_mhz: bandwidthOf(row.bandwidth),
    ...(row.state === undefined ? {} : { active: row.state === 'activated' }),
  }
}

/** Values of the receive antennas: of `--get-tx-rx-info` the sign depends on the firmware, so it is that which fits the serving cell. */
function antennas(told: unknown, serving: Pick<CarrierFact, 'rsrp' | 'rsrq'>): Partial<CarrierFact> {
  const chains = [0, 1, 2, 3].map(n => rowOf(rowOf(told)[`rx_chain_${n}`]))
  const list = (key: string) => chains.map(row => (row.tuned === true ? signed(row[key]) : null))
  const fitting = (key: 'rsrp' | 'rsrq', within: number) => {
    const center = serving[key] ?? null
    const values = list(key)
    const known = values.filter(value => value !== null)
    const best = Math.min(...known.map(Math.abs))
    const isNear = center !== null && known.length > 1 && Math.abs(best - Math.abs(center)) <= within
    return isNear ? antennasOf(values.map(value => (value === null ? null : -Math.abs(value)))) : null
  }
  const found = {
    rsrp_antennas: fitting('rsrp', 8),
    rsrq_antennas: fitting('rsrq', 5),
    rssi_antennas: antennasOf(list('rssi')),
  }
  return Object.fromEntries(Object.entries(found).filter(([, values]) => values !== null))
}

/** What one technology's entry of the signal tells of its carrier. */
const measured = (row: Row): Pick<CarrierFact, 'rssi' | 'rsrp' | 'rsrq' | 'sinr'> => ({
  rssi: signed(row.rssi),
  rsrp: signed(row.rsrp),
  rsrq: signed(row.rsrq),
  sinr: signed(row.snr),
})

/** The carriers: LTE ones from the list of aggregated carriers, else from the serving cell; the NR one from what is told of it. */
function carriersOf(told: QmiTold, isNrServing: boolean): CarrierFact[] {
  const signals = signalsOf(told.signal)
  const lte = signals.find(row => row.type === 'lte')
  const nr = signals.find(row => row.type === '5gnr')
  const wcdma = signals.find(row => row.type === 'wcdma')
  const gsm = signals.find(row => row.type === 'gsm')
  const cells = rowOf(told.cells)
  const made: CarrierFact[] = []
  if (lte && !isNrServing) {
    const list = Object.entries(rowOf(told.carriers))
    const primary = rowOf(list.find(([name]) => name === 'primary')?.[1])
    const intra = rowOf(cells.intrafrequency_lte_info)
    const place = whole(primary.channel) === null ? { ...intra, cell_id: intra.serving_cell_id } : primary
    const first = { ...lteCarrier(place, 'pcc'), ...measured(lte) }
    made.push({ ...first, ...antennas(told.lteAntennas, first) })
    for (const [name, row] of list) if (/^secondary/.test(name)) made.push(lteCarrier(rowOf(row), 'scc'))
  }
  if (nr) {
    const info = rowOf(cells.nr5g_cell_information)
    const channel = whole(rowOf(cells.nr5g_arfcn).arfcn)
    const leg: CarrierFact = {
      role: made.length === 0 ? 'pcc' : 'scc',
      rat: 'nr',
      band: channel ? nrBand(channel, []) : null,
      channel: channel || null,
      pci: whole(info.physical_cell_id),
      ...measured(nr),
    }
    made.push({ ...leg, ...antennas(told.nrAntennas, leg) })
  }
  if (made.length === 0 && wcdma) {
    const info = rowOf(cells.umts_info)
    const channel = whole(info.channel)
    made.push({
      role: 'pcc',
      rat: 'umts',
      band: channel === null ? null : umtsBand(channel),
      channel,
      pci: whole(info.primary_scrambling_code),
      rssi: signed(wcdma.rssi),
    })
  }
  if (made.length === 0 && gsm) made.push({ role: 'pcc', rat: 'gsm', rssi: signed(gsm.signal) })
  return made
}

/** Ec/Io in dB: the wire has it in negative half dB, and uqmi prints it as it is. */
function ecioOf(value: unknown): number | null {
  const raw = signed(value)
  return raw === null ? null : -Math.abs(raw) / 2
}

const sessions = ['connected', 'disconnected', 'suspended', 'authenticating'] as const

/**
 * Facts from what uqmi (2024-08-25 to 2025-07-30) prints. The index of `+CSQ` is computed from a measured RSSI, as TS 27.007
 * §8.5 defines it. Pure: never throws, whatever is in it.
 */
export function readQmi(told: QmiTold): Facts {
  const serving = rowOf(told.serving)
  const system = rowOf(told.system)
  const registrations = registrationsOf(serving, system)
  const isServed = registrations.some(({ stat }) => stat === 1 || stat === 5)
  const isNrServing = registrations.some(({ domain }) => domain === 'c5greg')
  const carriers = isServed ? carriersOf(told, isNrServing) : []
  const [primary] = carriers
  const wcdma =
    primary?.rat === 'umts' ? signalsOf(told.signal).find(({ type }) => type === 'wcdma') : undefined
  const rssi = primary?.rssi ?? null
  const card = cardOf(told.card)
  const state = sessions.find(word => word === told.session) ?? null
  const format = formatOf(told.format)
  const radio = isServed ? 'full' : levels[String(told.mode)]
  const more = {
    ...(radio === undefined ? {} : { radio }),
    ...(state === null && format === null ? {} : { session: { state, format } }),
  }
  const place = isNrServing ? 'nr5g_cell_information' : 'intrafrequency_lte_info'
  const registered = registrations.find(each => each.cell_id !== null)?.cell_id ?? null
  const cell = registered ?? cellIdOf(rowOf(rowOf(told.cells)[place]))
  return {
    ...(registrations.length > 0 ? { registrations } : {}),
    ...(isServed ? { plmn: plmnOf(serving, system), operator_name: wordOf(serving.plmn_description) } : {}),
    // Whoever is registered has a card that can be used.
    ...card,
    ...(isServed && (card.sim ?? 'absent') === 'absent' ? { sim: 'ready' as const } : {}),
    ...(isServed && rssi !== null ? { csq: rssiToCsq(rssi) } : {}),
    ...(wcdma ? { rscp: signed(rowOf(rowOf(told.cells).umts_info).rscp), ecio: ecioOf(wcdma.ecio) } : {}),
    ...(isServed && cell !== null ? { cell_id: cell } : {}),
    carriers,
    ...(told.cells === undefined ? {} : { neighbours: neighboursIn(told.cells) }),
    ...(Object.keys(more).length === 0 ? {} : { more }),
  }
}
