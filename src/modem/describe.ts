import type { CarrierFact, DomainRegistration, Facts } from '../asking/facts.ts'
import { known, registered } from '../asking/standard.ts'
import type {
  Carrier,
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

/** The best registration of all domains; among equals the one that knows the cell, then the first asked. */
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
  return { state: stateOf(stat), domain, stat, act, ...told }
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

function cellOf(facts: Facts, registration: Registration, rat: Rat | null): Cell {
  const served = facts.registrations?.filter(r => registered(r.stat)) ?? []
  const id =
    known(facts.cell_id) ??
    known(registration.cell_id) ??
    known(served.find(r => known(r.cell_id) !== null)?.cell_id)
  const nr = rat === 'nr_sa'
  const lte = rat === 'lte' || rat === 'lte_a' || rat === 'nr_nsa' || rat === 'nb_iot'
  const area = known(registration.area)
  const packet = served.find(r => /^c(?:e|5g)reg$/.test(r.domain))
  const tac = known(facts.tac) ?? (nr || lte ? (area ?? known(packet?.area)) : null)
  const lac = nr || lte ? null : (known(facts.lac) ?? area)
  const utran = !nr && !lte && id !== null && id > 0xffff
  return {
    cell_id: id,
    cell_id_hex: id === null ? null : id.toString(16).toUpperCase(),
    enb: lte && id !== null ? Math.floor(id / 256) : null,
    gnb: nr && id !== null ? Math.floor(id / 4096) : null,
    rnc: utran ? Math.floor(id / 65536) : null,
    sector: id === null ? null : nr ? id % 4096 : lte ? id % 256 : utran ? id % 65536 : null,
    lac,
    tac,
    area_hex: (tac ?? lac)?.toString(16).toUpperCase() ?? null,
  }
}

function signalOf(facts: Facts, primary: Carrier | undefined): Signal {
  const csq = facts.csq ?? null
  const measured = facts.rssi ?? primary?.rssi ?? null
  const rssi = measured ?? csqToDbm(csq)
  return {
    csq,
    percent: csqToPercent(csq),
    rssi,
    rssi_from: rssi === null ? null : measured === null ? 'csq' : 'measured',
    rsrp: facts.rsrp ?? primary?.rsrp ?? null,
    rsrq: facts.rsrq ?? primary?.rsrq ?? null,
    sinr: facts.sinr ?? primary?.sinr ?? null,
    rscp: facts.rscp ?? null,
    ecio: facts.ecio ?? null,
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
  const hasService = registration.stat === null || registered(registration.stat)
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
