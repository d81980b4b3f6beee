import type { Rat, SimState } from '../contract/info.ts'
import type { Facts } from './facts.ts'
import { bandNumber, decimal, digits, isEvolved, quantity, type StickLink, word } from './stick.ts'

/** Members of an answer that are no objects, as texts. */
export type Members = Readonly<Record<string, string>>

/**
 * The members of an answer: of `result` for JSON-RPC (`{"jsonrpc":"2.0","result":{…}}`), of the object itself for the older
 * `goform`; null where it is an error or none.
 */
export function tclAnswer(body: string): Members | null {
  try {
    const value = JSON.parse(body) as Record<string, unknown>
    const isRpc = 'jsonrpc' in value
    const members = isRpc ? value.result : value
    if (typeof members !== 'object' || members === null || Array.isArray(members)) return null
    const plain = Object.entries(members).filter(([, each]) =>
      ['string', 'number', 'boolean'].includes(typeof each),
    )
    return Object.fromEntries(plain.map(([key, each]) => [key, String(each)]))
  } catch {
    return null
  }
}

/**
 * What else an answer of JSON-RPC holds: the number of an error (`{"error":{"code":"-32699","message":"…"}}`), and `result`
 * with its lists; null where there is none. Some verbs that order something answer without members.
 */
export function tclError(body: string): { error: string | null; result: unknown; isDone: boolean } {
  try {
    const { jsonrpc, error, result } = JSON.parse(body) as {
      jsonrpc?: unknown
      error?: { code?: unknown }
      result?: unknown
    }
    const code = error instanceof Object ? String(error.code ?? '') : null
    return { error: code, result: result ?? null, isDone: jsonrpc !== undefined && code === null }
  } catch {
    return { error: null, result: null, isDone: false }
  }
}

/**
 * `NetworkType` of the JSON-RPC verbs: 3G+ and 4G+ are told apart, 13 and 14 are LTE by its duplex. 12 is of one firmware GSM
 * and of another EV-DO: in service, and no more.
 */
const technologies: Readonly<Record<string, Rat>> = {
  1: 'gprs',
  2: 'edge',
  3: 'hspa',
  4: 'hsupa',
  5: 'umts',
  6: 'hspa_plus',
  7: 'hspa_plus',
  8: 'lte',
  9: 'lte_a',
  10: 'umts',
  11: 'gsm',
  13: 'lte',
  14: 'lte',
  15: 'cdma',
  16: 'nr_nsa',
}

/** `network_type` of the older `goform` verbs. */
const olderTechnologies: Readonly<Record<string, Rat>> = {
  1: 'gprs',
  2: 'edge',
  3: 'hsdpa',
  4: 'hsupa',
  5: 'umts',
  9: 'gsm',
  11: 'lte',
  12: 'hspa_plus',
  13: 'hspa_plus',
}

/** `SIMState`: 5 is a card whose PUK was wrong too often, 6 one that is not taken, 11 is still starting. */
const sims: Readonly<Record<string, SimState>> = {
  0: 'absent',
  1: 'busy',
  2: 'pin_required',
  3: 'puk_required',
  4: 'locked_to_network',
  5: 'failure',
  6: 'failure',
  7: 'ready',
  11: 'busy',
}

const links: readonly StickLink[] = ['disconnected', 'connecting', 'connected', 'disconnected']

/** Answers of the verbs, by name; absent where one was not asked, refused, or needs a login. */
export interface TclAnswers {
  GetSystemInfo?: Members
  GetSystemStatus?: Members
  GetSimStatus?: Members
  GetNetworkInfo?: Members
  getWanInfo?: Members
  getImgInfo?: Members
  getSysteminfo?: Members
}

/** A value that is not one of those that stand for none: `-999`, `N/A`, an RSRP of `-1`, an SINR of `FF`. */
const told = (text: string | undefined, ...none: readonly string[]) =>
  none.includes(text ?? '') || text === '-999' ? null : quantity(text)

/**
 * Whether the network is not that of the card: by their numbers, which cannot be misread; else by `Roaming`, where 0 is roaming
 * and 1 is not.
 */
function isAbroad(plmn: string | null, home: string | null, flag: string | undefined): boolean {
  if (plmn === null || home === null) return flag === '0'
  return !home.startsWith(plmn) && (flag === '0' || home.slice(0, 3) !== plmn.slice(0, 3))
}

/**
 * Facts of an Alcatel or TCL stick. Without service it tells values that are none: RSRP -1, SINR FF, PLMN 00000. What the
 * older `goform` tells stands beside under its own names.
 */
export function readTclStick(answers: TclAnswers): Facts & { link: StickLink | null } {
  const { GetSystemInfo: system = {}, GetSystemStatus: status = {}, GetSimStatus: card = {} } = answers
  const { getWanInfo: wan = {}, getImgInfo: image = {}, getSysteminfo: older = {} } = answers
  const network = answers.GetNetworkInfo ?? {}
  const type = network.NetworkType ?? status.NetworkType
  const rat =
    technologies[type ?? ''] ??
    (type === undefined ? (olderTechnologies[wan.network_type ?? ''] ?? null) : null)
  const isTold = type !== undefined || wan.network_type !== undefined
  const isEvolvedNow = isEvolved(rat)
  const plmn = digits(network.PLMN, 5, 6)
  const home = digits(system.IMSI ?? older.imsi, 14, 15) ?? digits(card.PLMN, 5, 6)
  const isRoaming = isAbroad(plmn, home, status.Roaming ?? network.Roaming)
  const cell = decimal(network.CellId ?? image.CellID)
  const isServed = rat !== null || type === '12'
  const values = {
    rssi: told(network.RSSI ?? image.rssi, '0'),
    rsrp: told(network.RSRP ?? image.RSRP, '-1', '0'),
    rsrq: told(network.RSRQ ?? image.RSRQ, '-1', '0'),
    sinr: told(network.SINR ?? image.SINR, 'FF'),
  }
  const link = status.ConnectionStatus ?? ''
  return {
    vendor: 'Alcatel',
    model: word(system.DeviceName) ?? word(older.dev_name),
    firmware: word(system.SwVersion) ?? word(older.sw_version),
    imei: digits(system.IMEI ?? older.imei, 14, 16),
    imsi: digits(system.IMSI ?? older.imsi, 14, 15),
    iccid: digits(system.ICCID ?? older.iccid, 17, 22),
    sim: sims[card.SIMState ?? ''] ?? null,
    rat,
    registrations: isTold
      ? [
          {
            domain: isEvolvedNow ? 'cereg' : 'creg',
            stat: isServed ? (isRoaming ? 5 : 1) : 2,
            area: null,
            cell_id: isServed ? cell : null,
            act: null,
          },
        ]
      : [],
    plmn: isServed && !/^0+$/.test(plmn ?? '0') ? plmn : null,
    operator_name: isServed
      ? (word(network.NetworkName) ?? word(status.NetworkName) ?? word(wan.network_name))
      : null,
    rssi: isServed ? values.rssi : null,
    rscp: isServed && !isEvolvedNow ? told(network.RSCP, '-1', '0') : null,
    ecio: isServed && !isEvolvedNow ? told(network.EcIo, '-1') : null,
    cell_id: isServed ? cell : null,
    lac: isServed && !isEvolvedNow ? decimal(network.LAC) : null,
    carriers: isEvolvedNow
      ? [
          {
            role: 'pcc',
            rat: 'lte',
            band: bandNumber(network.Band ?? image.Band),
            rsrp: values.rsrp,
            rsrq: values.rsrq,
            sinr: values.sinr,
            rssi: values.rssi,
          },
        ]
      : [],
    link: /^\d$/.test(link) ? (links[Number(link)] ?? null) : null,
  }
}
