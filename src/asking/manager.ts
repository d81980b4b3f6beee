import type { CarrierRat, Rat, SimState } from '../contract/info.ts'
import { rssiToCsq } from '../radio/quality.ts'
import { possible } from '../radio/ranges.ts'
import { completed, joinRows } from './carriers.ts'
import type { CarrierFact, DomainRegistration, Facts } from './facts.ts'
import { hex, unless } from './fields.ts'
import { aggregatedCarriers } from './manager-carriers.ts'
import { type ManagerCell, managerCell, neighbourOf } from './manager-cells.ts'
import { registered } from './standard.ts'

/**
 * What mmcli answered, by what it was asked: JSON whose leaves are texts and lists of texts, `--` where nothing is known;
 * absent where it was not asked or gave no JSON.
 */
export interface ManagerAnswers {
  /** `mmcli -m <modem> -J`. */
  modem?: unknown
  /** The same with `--signal-get`. */
  signal?: unknown
  /** The same with `--get-cell-info`. */
  cells?: unknown
  /** The same with `--location-get`. */
  location?: unknown
  /** `mmcli -i <sim> -J`. */
  sim?: unknown
  /** The text of `qmicli -p --nas-get-lte-cphy-ca-info`. */
  aggregation?: string
}

function inside(value: unknown, path: string): unknown {
  let at: unknown = value
  for (const key of path.split('.'))
    at = at instanceof Object ? (at as Record<string, unknown>)[key] : undefined
  return at
}

/** The text at a path of keys joined by dots; null where there is none, it is empty, or `--`. */
export function managerText(value: unknown, path: string): string | null {
  const at = inside(value, path)
  const text = typeof at === 'string' ? at.trim().slice(0, 200) : ''
  return text === '' || text === '--' ? null : text
}

/** The texts of the list at a path; empty where there is none. */
export function managerList(value: unknown, path: string): string[] {
  const at = inside(value, path)
  return Array.isArray(at)
    ? at.filter((each): each is string => typeof each === 'string' && each !== '--')
    : []
}

/** The number at a path, also with a decimal comma, which a locale gives it; null for `--`. */
function numberAt(value: unknown, path: string): number | null {
  const text = managerText(value, path)?.replace(',', '.') ?? ''
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}

/** Words of MMModem3gppRegistrationState as `<stat>` of TS 27.007 §7.2, whose numbers they have, 0–11. */
const registrationWords =
  'idle home searching denied unknown roaming home-sms-only roaming-sms-only emergency-only ' +
  'home-csfb-not-preferred roaming-csfb-not-preferred attached-rlos'

/** Access technologies below LTE, best last: the word, ours, and the `<AcT>` of TS 27.007 where it has one. */
const older: readonly (readonly [word: string, rat: Rat, act: number | null])[] = [
  ['gsm', 'gsm', 0],
  ['gsm-compact', 'gsm', 1],
  ['gprs', 'gprs', 0],
  ['edge', 'edge', 3],
  ['umts', 'umts', 2],
  ['hsdpa', 'hsdpa', 4],
  ['hsupa', 'hsupa', 5],
  ['hspa', 'hspa', 6],
  ['hspa-plus', 'hspa_plus', null],
]

/** State of the SIM by MMModemLock and, of a modem that has failed, by MMModemStateFailedReason. */
function simOf(modem: unknown): SimState | null {
  const state = managerText(modem, 'modem.generic.state')
  const lock = managerText(modem, 'modem.generic.unlock-required')
  const failed = state === 'failed' ? managerText(modem, 'modem.generic.state-failed-reason') : null
  if (failed === 'sim-missing' || failed === 'esim-without-profiles') return 'absent'
  if (failed === 'sim-error') return 'failure'
  if (lock === 'sim-pin') return 'pin_required'
  if (lock === 'sim-puk') return 'puk_required'
  if (/^ph-f?sim-/.test(lock ?? '')) return 'locked_to_device'
  if (lock?.startsWith('ph-')) return 'locked_to_network'
  // The second PIN guards what no modem needs to register; ModemManager names it of good cards.
  if (lock === 'none' || lock === 'sim-pin2' || lock === 'sim-puk2') return failed === null ? 'ready' : null
  const works = /^(?:disabl|enabl|search|register|disconnect|connect)/.test(state ?? '')
  return works && managerText(modem, 'modem.generic.sim') !== null ? 'ready' : null
}

type Measured = Pick<CarrierFact, 'rssi' | 'rsrp' | 'rsrq' | 'sinr'>

/** What is measured of one technology: `modem.signal.lte`, `…5g`, `…umts`, `…gsm`. */
function measuredOf(signal: unknown, name: '5g' | 'lte' | 'umts' | 'gsm') {
  const at = (key: string) => numberAt(signal, `modem.signal.${name}.${key}`)
  return {
    rssi: at('rssi'),
    rsrp: at('rsrp'),
    rsrq: at('rsrq'),
    sinr: at('snr'),
    rscp: at('rscp'),
    ecio: at('ecio'),
  }
}

const isCell = (cell: ManagerCell | null): cell is ManagerCell => cell !== null

/** Whether a leg of NR is measured at all: an anchor that only offers it tells placeholders of it. */
const isMeasured = ({ pci = null, rsrp = null }: Pick<CarrierFact, 'pci' | 'rsrp'>) =>
  possible('rsrp', 'nr', rsrp) !== null || (rsrp === null && possible('pci', 'nr', pci) !== null)

/** The carriers in use: what serves by the list of cells, with what the signal interface measured of the first of each. */
function carriersOf(
  answers: ManagerAnswers,
  cells: readonly ManagerCell[],
  techs: readonly string[],
): CarrierFact[] {
  const { rssi, rsrp, rsrq, sinr } = measuredOf(answers.signal, 'lte')
  const nr = measuredOf(answers.signal, '5g')
  const serving = cells.filter(({ serving }) => serving)
  const of = (rat: CarrierRat) =>
    serving.filter(cell => cell.rat === rat).sort((a, b) => Number(a.secondary) - Number(b.secondary))
  const build = (rat: CarrierRat, measured: Partial<Measured>, isWanted: boolean): ManagerCell['fact'][] => {
    const [first, ...rest] = of(rat).map(({ fact }) => fact)
    if (first) return [completed<ManagerCell['fact']>(first, measured), ...rest]
    return isWanted ? [{ rat, ...measured }] : []
  }
  const legs = build('nr', { rssi: nr.rssi, rsrp: nr.rsrp, rsrq: nr.rsrq, sinr: nr.sinr }, nr.rsrp !== null)
  const served = build('lte', { rssi, rsrp, rsrq, sinr }, rsrp !== null || techs.includes('lte'))
  const lte = aggregated(served, answers.aggregation)
  const hasNr = techs.length === 0 || techs.includes('5gnr')
  const all = [...lte, ...(hasNr ? legs.filter(isMeasured) : [])]
  const others = all.length > 0 ? [] : [...build('umts', {}, false), ...build('gsm', {}, false)]
  return [...all, ...others].map((carrier, i) => ({ ...carrier, role: i === 0 ? 'pcc' : 'scc' }))
}

/** LTE carriers with what qmicli tells of them, where both are about the same primary cell. */
function aggregated(lte: readonly ManagerCell['fact'][], text: string | undefined): ManagerCell['fact'][] {
  const [first, ...rest] = lte
  const [head, ...more] = aggregatedCarriers(text ?? '')
  const isSame =
    (first?.channel ?? head?.channel) === head?.channel && (first?.pci ?? head?.pci) === head?.pci
  if (first === undefined || head === undefined || !isSame) return [...lte]
  return joinRows<ManagerCell['fact']>([completed<ManagerCell['fact']>(head, first), ...more, ...rest])
}

/**
 * The registration, which ModemManager tells for all domains together: the domain is that of the technology. It prints no
 * `<AcT>`; the number is the one TS 27.007 gives the technology it names.
 */
function registrationOf(
  modem: unknown,
  technology: { domain: DomainRegistration['domain']; act: number | null },
  area: number | null,
  cell: number | null,
): DomainRegistration[] {
  const word = managerText(modem, 'modem.3gpp.registration-state')
  const stat = word === null ? -1 : registrationWords.split(' ').indexOf(word)
  return stat < 0 ? [] : [{ ...technology, stat, area, cell_id: cell }]
}

/**
 * What ModemManager tells of a modem. Wire: the JSON of `mmcli -J` (1.14 and later), `{"modem":{"3gpp":{"imei":"86…",
 * "operator-code":"26201","registration-state":"home"},"generic":{"access-technologies":["lte"],"state":"connected"}}}`,
 * `{"modem":{"signal":{"lte":{"rsrp":"-93.00","snr":"12.80"}}}}` (ModemManager cli/mmcli-output.c, mmcli-modem-signal.c).
 */
export function readManager(answers: ManagerAnswers): Facts {
  const { modem, signal, location, sim } = answers
  const techs = managerList(modem, 'modem.generic.access-technologies')
  const bands = managerList(modem, 'modem.generic.current-bands')
  const preferred = bands.flatMap(band => /^ngran-(\d+)$/.exec(band)?.[1] ?? []).map(Number)
  const cells = managerList(answers.cells, 'modem.generic.cell-info')
    .map(line => managerCell(line, preferred))
    .filter(isCell)
  const carriers = carriersOf(answers, cells, techs)
  const primary = carriers[0]
  const cell = cells.find(each => each.serving && each.rat === primary?.rat && each.cell_id !== null)
  const at = (key: string) => hex(managerText(location, `modem.location.3gpp.${key}`) ?? undefined)
  const id = cell?.cell_id ?? unless(at('cid'), 0)
  const tac = cell?.tac ?? unless(at('tac'), 0)
  const lac = cell?.lac ?? unless(at('lac'), 0, 0xfffe, 0xffff)

  const hasLte = techs.some(tech => tech.startsWith('lte')) || primary?.rat === 'lte'
  const hasNr = techs.includes('5gnr')
  const old = older.findLast(([word]) => techs.includes(word))
  const isAlone = hasNr && !hasLte && (primary?.rat === 'nr' || (id ?? 0) > 0xfffffff)
  const technology = hasLte
    ? { domain: 'cereg' as const, act: hasNr ? 13 : techs.includes('lte-nb-iot') ? 9 : 7 }
    : hasNr
      ? { domain: 'c5greg' as const, act: isAlone ? 11 : null }
      : { domain: 'cgreg' as const, act: old?.[2] ?? null }
  const isOld = !hasLte && !hasNr && old !== undefined
  const third = measuredOf(signal, 'umts')
  const rssi = isOld
    ? old[0].startsWith('g') || old[0] === 'edge'
      ? measuredOf(signal, 'gsm').rssi
      : third.rssi
    : null
  const slot = managerText(modem, 'modem.generic.primary-sim-slot')
  const state = simOf(modem)
  const registrations = registrationOf(modem, technology, isOld ? lac : tac, id)
  const isServed = registrations.some(({ stat }) => registered(stat))
  const strength = rssi ?? (primary?.rat === 'lte' ? (primary.rssi ?? null) : null)
  const name = (path: string) => managerText(modem, path)
  return {
    vendor: name('modem.generic.manufacturer'),
    model: name('modem.generic.model'),
    firmware: name('modem.generic.revision'),
    imei: digits(name('modem.3gpp.imei') ?? name('modem.generic.equipment-identifier'), 14, 16),
    sim: state,
    imsi: digits(managerText(sim, 'sim.properties.imsi'), 6, 15),
    iccid: iccidOf(managerText(sim, 'sim.properties.iccid')),
    ...(/^[1-9]$/.test(slot ?? '') ? { slot: Number(slot) } : {}),
    registrations,
    operator_name: name('modem.3gpp.operator-name'),
    sim_operator_name: managerText(sim, 'sim.properties.operator-name'),
    plmn: digits(name('modem.3gpp.operator-code'), 5, 6),
    ...(isOld ? { rat: old[1], rssi } : {}),
    ...(isOld && primary?.rat !== 'gsm'
      ? { rscp: cell?.fact.rsrp ?? third.rscp, ecio: cell?.fact.rsrq ?? third.ecio }
      : {}),
    attempts: attemptsOf(managerList(modem, 'modem.generic.unlock-retries')),
    more: moreOf(modem),
    ...(isServed && strength !== null ? { csq: rssiToCsq(strength) } : {}),
    cell_id: id,
    ...(isOld ? { lac } : { tac }),
    carriers,
    neighbours: cells.filter(each => !each.serving).map(neighbourOf),
  }
}

/** Attempts left. Wire: `sim-pin (3)`, `sim-puk (10)`. */
function attemptsOf(retries: readonly string[]): NonNullable<Facts['attempts']> {
  const of = (lock: string) =>
    retries.flatMap(text => new RegExp(`^${lock} \\((\\d{1,2})\\)$`).exec(text)?.[1] ?? []).map(Number)[0]
  const [pin, puk] = [of('sim-pin'), of('sim-puk')]
  return {
    ...(pin === undefined ? {} : { pin_attempts: pin }),
    ...(puk === undefined ? {} : { puk_attempts: puk }),
  }
}

/** What runs of the radio by MMModemPowerState, and the session by MMModemState. */
function moreOf(modem: unknown): NonNullable<Facts['more']> {
  const power = managerText(modem, 'modem.generic.power-state')
  const radio = ({ on: 'full', low: 'flight', off: 'offline' } as const)[power ?? '']
  const state = managerText(modem, 'modem.generic.state')
  const session =
    state === 'connected'
      ? 'connected'
      : /^(?:enabled|searching|registered)$/.test(state ?? '')
        ? 'disconnected'
        : null
  return {
    ...(radio === undefined ? {} : { radio }),
    ...(session === null ? {} : { session: { state: session, format: null } }),
  }
}

function digits(text: string | null, least: number, most: number): string | null {
  return text !== null && /^\d+$/.test(text) && text.length >= least && text.length <= most ? text : null
}

const iccidOf = (text: string | null) => (/^\d{17,21}[\dFf]?$/.test(text ?? '') ? text : null)
