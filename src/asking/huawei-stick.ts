import type { Rat, SimState } from '../contract/info.ts'
import type { CarrierFact, Facts } from './facts.ts'
import {
  bandNumber,
  decimal,
  digits,
  domainOf,
  hexadecimal,
  isEvolved,
  quantity,
  type StickLink,
  word,
} from './stick.ts'

/** Elements of an answer by name; the last of several. */
export type Elements = Readonly<Record<string, string>>

/** What the API said instead of an answer. */
export interface StickError {
  code: number
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Text of an element: entities by name and by number. */
function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, number, name) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(number)
    if (name !== undefined) return entities[name] ?? whole
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}

/** The elements without children in a text, whatever is around them: `<rssi>-65dBm</rssi>`. */
export function elementsIn(text: string): Elements {
  const found = Object.create(null) as Record<string, string>
  const element = /<([\w.-]{1,64})(?:\s[^<>]{0,200})?>(?:\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*|([^<]*))<\/\1\s*>/g
  for (const [, name = '', raw, escaped = ''] of text.matchAll(element)) found[name] = raw ?? plain(escaped)
  return found
}

/**
 * The elements without children of an answer. Wire: `<response><rssi>-65dBm</rssi>…</response>`; an error is HTTP 200 with
 * `<error><code>125002</code><message/></error>`; some firmwares answer JSON. What is neither, a page for people for one, has
 * no elements.
 */
export function elementsOf(body: string): Elements | StickError {
  const found = Object.create(null) as Record<string, string>
  if (/^\s*\{/.test(body)) {
    try {
      const { error, ...values } = JSON.parse(body) as Record<string, unknown>
      const code = Number((error as { code?: unknown } | undefined)?.code)
      if (error !== undefined) return { code: Number.isFinite(code) ? code : 100_002 }
      for (const [name, value] of Object.entries(values))
        if (typeof value !== 'object') found[name] = String(value)
    } catch {}
    return found
  }
  const [, root] = /^\s*(?:<\?[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(response|error)\b/.exec(body) ?? []
  if (root === undefined) return found
  const told = elementsIn(body)
  return root === 'error' ? { code: Number(told.code) || 100_002 } : told
}

/** Whether an answer is an error. */
export const isError = (answer: Elements | StickError): answer is StickError =>
  typeof (answer as StickError).code === 'number'

/** `CurrentNetworkType` and `CurrentNetworkTypeEx`. */
const technologies: Readonly<Record<string, Rat>> = {
  1: 'gsm',
  2: 'gprs',
  3: 'edge',
  4: 'umts',
  5: 'hsdpa',
  6: 'hsupa',
  7: 'hspa',
  8: 'td_scdma',
  9: 'hspa_plus',
  10: 'cdma',
  11: 'cdma',
  12: 'cdma',
  13: 'cdma',
  15: 'cdma',
  16: 'cdma',
  17: 'hspa_plus',
  18: 'hspa_plus',
  19: 'lte',
  41: 'umts',
  42: 'hsdpa',
  43: 'hsupa',
  44: 'hspa',
  45: 'hspa_plus',
  46: 'hspa_plus',
  61: 'td_scdma',
  62: 'td_scdma',
  63: 'td_scdma',
  64: 'td_scdma',
  65: 'td_scdma',
  101: 'lte',
  1011: 'lte_a',
}

/** `SimStatus`: 2 and 3 are cards without calls or without data, 4 is one the network takes for neither. */
const sims: Readonly<Record<string, SimState>> = {
  0: 'absent',
  1: 'ready',
  2: 'ready',
  3: 'ready',
  4: 'failure',
  240: 'ready',
  255: 'absent',
}

const links: Readonly<Record<string, StickLink>> = {
  900: 'connecting',
  901: 'connected',
  902: 'disconnected',
  903: 'disconnected',
  904: 'failed',
}

/** Whether answers hold anything of a modem, and are not those of some other server. */
export const isHuawei = ({ signal = {}, status = {} }: HuaweiAnswers): boolean =>
  ['ServiceStatus', 'ConnectionStatus', 'CurrentNetworkType'].some(name => name in status) || 'rssi' in signal

/** What the reading endpoints answered; absent where one was not asked, refused or has nothing. */
export interface HuaweiAnswers {
  signal?: Elements
  status?: Elements
  plmn?: Elements
  information?: Elements
  /** Of `net/signal-para`, whose area and cell are those of 2G and 3G. */
  place?: Elements
}

/** `DL:3025 UL:21025` as the two channels; a plain number is the downlink. */
function channels(text = ''): { channel: number | null; uplink_channel?: number } {
  const down = decimal(/(?:DL:)?\s*(\d{1,7})/.exec(text)?.[1])
  const up = decimal(/UL:\s*(\d{1,7})/.exec(text)?.[1])
  return { channel: down, ...(up === null ? {} : { uplink_channel: up }) }
}

/** Channel of `100MHz@633984(N78)`. */
const channelIn = (text = ''): number | null => decimal(/@(\d{1,7})/.exec(text)?.[1])

/** The carriers: one of LTE or NR, and beside an LTE one the NR leg where it has values of its own. */
function carriersOf(signal: Elements, rat: Rat | null): CarrierFact[] {
  const { rsrp, rsrq, rssi, sinr, pci, band, earfcn, dlbandwidth, ulbandwidth } = signal
  if (!isEvolved(rat)) return []
  const isStandalone = rat === 'nr_sa'
  const primary: CarrierFact = {
    role: 'pcc',
    rat: isStandalone ? 'nr' : 'lte',
    band: bandNumber(band),
    pci: decimal(pci),
    bandwidth_mhz: quantity(dlbandwidth) ?? quantity(/^[\d.]+MHz(?=@)/i.exec(band ?? '')?.[0]),
    uplink_bandwidth_mhz: quantity(ulbandwidth),
    ...(isStandalone && channelIn(band) !== null ? { channel: channelIn(band) } : channels(earfcn)),
    rsrp: quantity(rsrp) ?? (isStandalone ? quantity(signal.nrrsrp) : null),
    rsrq: quantity(rsrq) ?? (isStandalone ? quantity(signal.nrrsrq) : null),
    sinr: quantity(sinr) ?? (isStandalone ? quantity(signal.nrsinr) : null),
    rssi: isStandalone ? null : quantity(rssi),
  }
  const leg = quantity(signal.nrrsrp)
  if (isStandalone || leg === null) return [primary]
  const nr: CarrierFact = {
    role: 'scc',
    rat: 'nr',
    band: bandNumber(signal.nrband),
    channel: decimal(/\d{5,7}/.exec(signal.nrearfcn ?? '')?.[0]),
    bandwidth_mhz: quantity(signal.nrdlbandwidth),
    rsrp: leg,
    rsrq: quantity(signal.nrrsrq),
    sinr: quantity(signal.nrsinr),
  }
  return [primary, nr]
}

/** The technology, and whether it serves. */
function servingOf({ signal = {}, status = {} }: HuaweiAnswers): { rat: Rat | null; isServed: boolean } {
  const { CurrentNetworkTypeEx: extended = '', CurrentNetworkType: type = '' } = status
  const isNr = extended === '111' || ['9', '12'].includes(signal.mode ?? '')
  const hasLte = quantity(signal.rsrp) !== null && /^\s*(?:DL:)?\s*\d{1,5}\b/.test(signal.earfcn ?? '')
  const nr: Rat = quantity(signal.nrrsrp) !== null && hasLte ? 'nr_nsa' : 'nr_sa'
  const rat = isNr ? nr : (technologies[extended] ?? technologies[type] ?? null)
  const isServed = status.ServiceStatus === '2' || (status.ServiceStatus === undefined && rat !== null)
  return { rat, isServed }
}

/** Whether the stick is on 2G or 3G, whose area and cell lie in `net/signal-para`. */
export function isOnOlder(answers: HuaweiAnswers): boolean {
  const { rat, isServed } = servingOf(answers)
  return isServed && rat !== null && !isEvolved(rat)
}

/**
 * Facts of a Huawei HiLink stick from `device/signal`, `monitoring/status`, `net/current-plmn` and `device/information`,
 * on 2G and 3G of `net/signal-para`, whose area and cell are hexadecimal. `CurrentNetworkTypeEx` says more than
 * `CurrentNetworkType`; 111 is NR, stand-alone where the signal has no LTE value beside. TAC is decimal on LTE, hexadecimal
 * on NR stand-alone; a cell identity is decimal.
 */
export function readHuaweiStick(answers: HuaweiAnswers): Facts & { link: StickLink | null } {
  const { signal = {}, status = {}, plmn = {}, information = {}, place = {} } = answers
  const { rat, isServed } = servingOf(answers)
  const isTold = /^\d$/.test(status.ServiceStatus ?? '') || rat !== null
  const isEvolvedNow = isEvolved(rat)
  const cell = decimal(signal.cell_id) ?? hexadecimal(place.CellID)
  const area = isEvolvedNow ? (rat === 'nr_sa' ? hexadecimal : decimal)(signal.tac) : hexadecimal(place.Lac)
  const sim = sims[status.SimStatus ?? ''] ?? null
  const stat = !isServed ? 2 : status.RoamingStatus === '1' ? 5 : 1
  return {
    vendor: 'Huawei',
    model: word(information.DeviceName ?? information.devicename),
    firmware: word(information.SoftwareVersion),
    imei: digits(information.Imei, 14, 16),
    imsi: digits(information.Imsi, 14, 15),
    iccid: digits(information.Iccid, 17, 22),
    sim,
    rat: isServed ? rat : null,
    registrations: isTold
      ? [
          {
            domain: domainOf(rat),
            stat,
            area,
            cell_id: cell,
            act: null,
          },
        ]
      : [],
    plmn: digits(plmn.Numeric, 5, 6),
    operator_name: word(plmn.FullName) ?? word(plmn.ShortName),
    rssi: quantity(signal.rssi),
    rscp: isEvolvedNow ? null : (quantity(signal.rscp) ?? quantity(place.Rscp)),
    ecio: isEvolvedNow ? null : (quantity(signal.ecio) ?? quantity(place.Ecio)),
    cell_id: cell,
    tac: isEvolvedNow ? area : null,
    carriers: carriersOf(signal, isServed ? rat : null),
    link: links[status.ConnectionStatus ?? ''] ?? null,
  }
}
