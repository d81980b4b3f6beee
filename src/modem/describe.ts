import type { CarrierFact, DomainRegistration, Facts } from '../asking/facts.ts'
import { technologyOf } from '../asking/gate.ts'
import { isServed, known, registered } from '../asking/standard.ts'
import type {
  Carrier,
  CarrierRat,
  Cell,
  ModemInfo,
  Operator,
  Rat,
  Registration,
  RegistrationState,
  Signal,
} from '../contract/info.ts'
import { downlinkMhz } from '../radio/channels.ts'
import { operatorName } from '../radio/operator-name.ts'
import { csqToDbm, csqToPercent } from '../radio/quality.ts'
import { isPossible } from '../radio/ranges.ts'
import type { OperatorLookup } from './operators.ts'

/** `<AcT>` of 3GPP TS 27.007 §7.3 (0–13) and the vendor value 16 (Fibocom FG621: LTE-A active), in this order. */
const technologies = 'gsm gsm umts edge hsdpa hsupa hspa lte gsm nb_iot lte nr_sa nr_sa nr_nsa   lte_a'.split(
  ' ',
)

/** `<stat>` of 3GPP TS 27.007 §7.2, 0–11 in this order. */
const states =
  'idle home searching denied unknown roaming home roaming emergency home roaming emergency'.split(' ')

/** From best to worst: what counts when domains disagree. */
const rank = ['home', 'roaming', 'searching', 'denied', 'emergency', 'idle', 'unknown'] as const

const stateOf = (stat: number) => (states[stat] ?? 'unknown') as RegistrationState
const rankOf = (r: DomainRegistration) => rank.indexOf(stateOf(r.stat))

/**
 * The best registration of all domains; among equals the one that knows the cell, then the first asked. Area and cell of one
 * without service are those of a cell that was.
 */
export function bestRegistration(all: readonly DomainRegistration[]): Registration {
  let best: DomainRegistration | null = null
  for (const r of all) {
    const better = best === null || rankOf(r) < rankOf(best)
    const fuller = best !== null && rankOf(r) === rankOf(best) && !known(best.cell_id) && known(r.cell_id)
    if (better || fuller) best = r
  }
  if (best === null)
    return { state: 'unknown', domain: null, stat: null, act: null, area: null, cell_id: null }
  const { domain, stat, act, ...told } = best
  const none = registered(stat) ? {} : { area: null, cell_id: null }
  return { state: stateOf(stat), domain, stat, act, ...told, ...none }
}

const unknownCarrier: Carrier = {
  role: 'pcc',
  rat: 'lte',
  band: null,
  channel: null,
  downlink_mhz: null,
  pci: null,
  bandwidth_mhz: null,
  uplink_bandwidth_mhz: null,
  active: true,
  rssi: null,
  rsrp: null,
  rsrq: null,
  sinr: null,
}

function carrierOf(fact: CarrierFact): Carrier {
  const { rat, band = null, channel = null } = fact
  const downlink = channel === null ? null : downlinkMhz(rat, channel, band)
  return { ...unknownCarrier, ...fact, downlink_mhz: downlink }
}

/** The technology by the code of the registration; 8 is EC-GSM-IoT, but an LTE cell where the EPS domain tells it (eMTC). */
function codedRat({ act, domain }: Registration): Rat | null {
  if (act === 8 && domain === 'cereg') return 'lte'
  return ((act !== null && technologies[act]) || null) as Rat | null
}

const olderRats: readonly (Rat | null)[] = technologies.slice(0, 7) as Rat[]

/**
 * Technology from the dialect's word, else by the active carriers; the code of the registration counts for what carriers
 * do not tell. Code 13 says that the cell offers EN-DC (a Quectel module tells it with an NR leg that is not measured):
 * without an NR carrier the modem is on LTE. Code 9 is NB-IoT, whose carrier is 0.2 MHz wide; chips of ASR have it for
 * something else.
 */
function ratOf(facts: Facts, registration: Registration, carriers: readonly Carrier[]): Rat | null {
  if (facts.rat !== undefined && facts.rat !== null) return facts.rat
  const primary = carriers.find(c => c.role === 'pcc')
  const others = carriers.filter(c => c !== primary && c.active)
  const coded = codedRat(registration)
  if (primary === undefined) return coded
  if (primary.rat === 'nr') return 'nr_sa'
  if (primary.rat !== 'lte') return olderRats.includes(coded) ? coded : primary.rat
  if (others.some(c => c.rat === 'nr')) return 'nr_nsa'
  if (others.length > 0 || coded === 'lte_a') return 'lte_a'
  return coded === 'nb_iot' && (primary.bandwidth_mhz ?? 0) <= 0.2 ? 'nb_iot' : 'lte'
}

/** Whose cell it is: by the technology, else by the domain, where that is of one core network. */
function kindOf(rat: Rat | null, { domain }: Registration): CarrierRat | null {
  if (rat === null) return domain === 'c5greg' ? 'nr' : domain === 'cereg' ? 'lte' : null
  if (rat === 'nr_sa') return 'nr'
  if (/^(?:lte|nr|nb)/.test(rat)) return 'lte'
  return rat === 'cdma' ? null : /^(?:gsm|gprs|edge)$/.test(rat) ? 'gsm' : 'umts'
}

/** The first that is told and has the bits of its technology. */
const firstOf = (
  quantity: 'area' | 'cell_id',
  kind: CarrierRat | null,
  ...values: readonly (number | null | undefined)[]
): number | null => values.find(v => known(v) !== null && isPossible(quantity, kind, v ?? 0)) ?? null

function cellOf(facts: Facts, registration: Registration, rat: Rat | null): Cell {
  const kind = kindOf(rat, registration)
  const like = facts.registrations?.filter(r => registered(r.stat) && technologyOf(r) === kind) ?? []
  const id = firstOf('cell_id', kind, facts.cell_id, registration.cell_id, ...like.map(r => r.cell_id))
  const isEvolved = kind === 'lte' || kind === 'nr'
  const areas = isEvolved ? [registration.area, ...like.map(({ area }) => area)] : []
  const tac = isEvolved || kind === null ? firstOf('area', kind, facts.tac, ...areas) : null
  const lac = isEvolved ? null : firstOf('area', 'umts', facts.lac, registration.area)
  const bits = kind === 'lte' ? 8 : kind === 'nr' ? 12 : kind === 'umts' && (id ?? 0) > 0xffff ? 16 : null
  const split = id === null || bits === null ? null : 2 ** bits
  const node = id === null || split === null ? null : Math.floor(id / split)
  return {
    cell_id: id,
    cell_id_hex: id === null ? null : id.toString(16).toUpperCase(),
    enb: kind === 'lte' ? node : null,
    gnb: kind === 'nr' ? node : null,
    rnc: kind === 'umts' ? node : null,
    sector: id === null || split === null ? null : id % split,
    lac,
    tac,
    area_hex: (tac ?? lac)?.toString(16).toUpperCase() ?? null,
  }
}

/** Each value where the primary carrier is of its technology, or is not known: a level of another one was measured before. */
function signalOf(facts: Facts, primary: Carrier | undefined): Signal {
  const old = primary?.rat === 'umts' ? primary : undefined
  const late = primary && /lte|nr/.test(primary.rat) ? primary : undefined
  const level = (told: number | null | undefined, of: Carrier | undefined, key: 'rsrp' | 'rsrq' | 'sinr') =>
    (of === primary ? told : null) ?? of?.[key] ?? null
  const csq = facts.csq ?? null
  const measured = facts.rssi ?? primary?.rssi ?? null
  const rssi = measured ?? csqToDbm(csq)
  return {
    csq,
    percent: csqToPercent(csq),
    rssi,
    rssi_from: rssi === null ? null : measured === null ? 'csq' : 'measured',
    rsrp: level(facts.rsrp, late, 'rsrp'),
    rsrq: level(facts.rsrq, late, 'rsrq'),
    sinr: level(facts.sinr, late, 'sinr'),
    rscp: level(facts.rscp, old, 'rsrp'),
    ecio: level(facts.ecio, old, 'rsrq'),
  }
}

/** Cap of a text the modem prints. */
const longestText = 200

/** The name the network gives itself, else, at home, the one the SIM gives it, else that of the table, else the number. */
function operatorOf(facts: Facts, lookup: OperatorLookup): Operator {
  const plmn = facts.plmn ?? null
  const found = plmn === null ? null : lookup(plmn)
  const isHome = facts.registrations?.some(({ stat }) => stat === 1)
  const named = operatorName(facts.operator_name) ?? (isHome ? operatorName(facts.sim_operator_name) : null)
  const own = named?.slice(0, longestText)
  return {
    name: own ?? found?.name ?? plmn,
    mcc: plmn?.slice(0, 3) ?? null,
    mnc: plmn?.slice(3) ?? null,
    country: found?.country ?? null,
    named_by_modem: own !== undefined,
  }
}

/** The radio part of {@link ModemInfo}: everything a dialect's facts decide. */
export type Radio = Pick<
  ModemInfo,
  | 'sim'
  | 'registration'
  | 'operator'
  | 'rat'
  | 'rat_text'
  | 'signal'
  | 'cell'
  | 'carriers'
  | 'uplink_aggregation'
  | 'temperature'
  | 'radio'
  | 'session'
  | 'login'
>

/** Joins what the standard questions and the dialect told to the typed answer. */
export function describe(facts: Facts, lookup: OperatorLookup): Radio {
  const registration = bestRegistration(facts.registrations ?? [])
  const hasService = isServed(facts)
  const carriers = (hasService ? (facts.carriers ?? []) : []).map(carrierOf)
  const rat = hasService ? ratOf(facts, registration, carriers) : null
  const served = hasService ? facts : {}
  return {
    sim: {
      state: facts.sim ?? 'unknown',
      imsi: facts.imsi ?? null,
      iccid: facts.iccid?.replace(/F+$/i, '') ?? null,
      slot: facts.slot ?? null,
      ...facts.attempts,
    },
    registration,
    operator: operatorOf(served, lookup),
    rat,
    rat_text: served.rat_text?.slice(0, longestText) ?? null,
    signal: signalOf(
      { ...served, csq: facts.csq ?? null },
      carriers.find(c => c.role === 'pcc'),
    ),
    cell: cellOf(served, registration, rat),
    carriers,
    ...(facts.uplink_aggregation === undefined ? {} : { uplink_aggregation: facts.uplink_aggregation }),
    temperature: facts.temperature ?? null,
    ...facts.more,
  }
}
