import type { Rat, SimState } from '../contract/info.ts'
import { umtsBand } from '../radio/channels.ts'
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

/** What `goform_get_cmd_process` is asked for, all in one request. */
export const zteKeys: readonly string[] = (
  'manufacturer_name model_name wa_inner_version cr_version imei imsi sim_imsi iccid ziccid network_provider ' +
  'network_type rssi lte_rsrp lte_rsrq lte_rssi lte_snr rscp ecio cell_id lac_code tac_code rmcc rmnc ' +
  'wan_active_band wan_active_channel lte_pci lte_ca_pcell_band lte_ca_pcell_bandwidth lte_multi_ca_scell_info ' +
  'Z5g_rsrp Z5g_rsrq Z5g_SINR nr5g_pci nr5g_action_band nr5g_action_channel nr5g_cell_id ppp_status ' +
  'simcard_roam modem_main_state pin_status loginfo pm_sensor_mdm'
).split(' ')

/** The answer: an object of texts, empty where a value is not known or needs a login; null where it is none. */
export function zteAnswer(body: string): Readonly<Record<string, string>> | null {
  try {
    const values = JSON.parse(body) as Record<string, unknown>
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return null
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value ?? '')]))
  } catch {
    return null
  }
}

const technologies: readonly (readonly [RegExp, Rat])[] = [
  [/^(?:ENDC|LTE-NSA|5G[ _-]?NSA|NSA)$/i, 'nr_nsa'],
  [/^(?:SA|5G[ _-]?SA|NR5?G?(?:-SA)?)$/i, 'nr_sa'],
  [/^(?:LTE-A|LTE_A|4G\+)$/i, 'lte_a'],
  [/^(?:LTE|4G)$/i, 'lte'],
  [/^(?:HSPA\+|DC-?HSPA\+?|DC-?HSDPA)$/i, 'hspa_plus'],
  [/^HSPA$/i, 'hspa'],
  [/^HSDPA$/i, 'hsdpa'],
  [/^HSUPA$/i, 'hsupa'],
  [/^(?:UMTS|WCDMA|3G)$/i, 'umts'],
  [/^TD-?SCDMA$/i, 'td_scdma'],
  [/^EDGE$/i, 'edge'],
  [/^GPRS$/i, 'gprs'],
  [/^(?:GSM|2G)$/i, 'gsm'],
]

const states: readonly (readonly [RegExp, SimState])[] = [
  [/sim_undetected|no_?sim|sim_?absent/i, 'absent'],
  [/waitpuk/i, 'puk_required'],
  [/waitpin/i, 'pin_required'],
  [/sim_destroy|sim_?fail/i, 'failure'],
  [/imsi_waitnck|waitnck/i, 'locked_to_network'],
  [/init_complete|ready/i, 'ready'],
]

const links: readonly (readonly [RegExp, StickLink])[] = [
  [/disconnecting|^ppp_disconnected$|^disconnected$/i, 'disconnected'],
  [/connecting/i, 'connecting'],
  [/connected/i, 'connected'],
]

const firstOf = <T>(table: readonly (readonly [RegExp, T])[], text = ''): T | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null

/**
 * Secondary carriers. Wire: `0,2a,2,7,3350,20;…`: index, PCI in hexadecimal, state (2 is active), band, EARFCN, bandwidth.
 */
function secondaries(text = ''): CarrierFact[] {
  return text.split(';').flatMap((row): CarrierFact[] => {
    const [, pci, state, band, channel, bandwidth] = row.split(',')
    if (decimal(channel) === null) return []
    const active = state?.trim() === '2'
    return [
      {
        role: 'scc',
        rat: 'lte',
        band: bandNumber(band),
        channel: decimal(channel),
        pci: hexadecimal(pci),
        bandwidth_mhz: quantity(bandwidth),
        active,
      },
    ]
  })
}

/** The carrier on 3G by its UARFCN; the number is of another technology where 3G has no band for it. */
function olderCarriers(rat: Rat | null, channel: number | null): CarrierFact[] {
  const band = /^(?:umts|hs)/.test(rat ?? '') && channel !== null ? umtsBand(channel) : null
  return band === null ? [] : [{ role: 'pcc', rat: 'umts', band, channel }]
}

/**
 * Number of the network. Both codes lack leading zeros: the network code has two digits, or three where the card of this
 * network says so.
 */
function plmnOf(mcc = '', mnc = '', imsi = ''): string | null {
  if (!/^\d{3}$/.test(mcc) || !/^\d{1,3}$/.test(mnc)) return null
  const [short = '', long = ''] = [2, 3].map(length => mcc + mnc.padStart(length, '0'))
  return imsi.startsWith(long) && !imsi.startsWith(short) ? long : short
}

/** Facts of a ZTE stick from the keys of `zteKeys`. Cell, area and PCI are hexadecimal; MCC and MNC lack leading zeros. */
export function readZteStick(values: Readonly<Record<string, string>>): Facts & { link: StickLink | null } {
  const { network_type: type = '', rmcc, rmnc, modem_main_state: state } = values
  const rat = firstOf(technologies, type.trim())
  const isServed = rat !== null
  const isEvolvedNow = isEvolved(rat)
  const cell = hexadecimal(rat === 'nr_sa' ? values.nr5g_cell_id || values.cell_id : values.cell_id)
  const area = hexadecimal(isEvolvedNow ? values.tac_code || values.lac_code : values.lac_code)
  const imsi = digits(values.imsi || values.sim_imsi, 14, 15)
  const nr: CarrierFact = {
    role: rat === 'nr_sa' ? 'pcc' : 'scc',
    rat: 'nr',
    band: bandNumber(values.nr5g_action_band),
    channel: decimal(values.nr5g_action_channel),
    pci: hexadecimal(values.nr5g_pci),
    rsrp: quantity(values.Z5g_rsrp),
    rsrq: quantity(values.Z5g_rsrq),
    sinr: quantity(values.Z5g_SINR),
  }
  const lte: CarrierFact = {
    role: 'pcc',
    rat: 'lte',
    band: bandNumber(values.lte_ca_pcell_band) ?? bandNumber(values.wan_active_band),
    channel: decimal(values.wan_active_channel),
    pci: hexadecimal(values.lte_pci),
    bandwidth_mhz: quantity(values.lte_ca_pcell_bandwidth),
    rsrp: quantity(values.lte_rsrp),
    rsrq: quantity(values.lte_rsrq),
    rssi: quantity(values.lte_rssi),
    sinr: quantity(values.lte_snr),
  }
  const isNsa = rat === 'nr_nsa' && nr.rsrp !== null
  const carriers = !isEvolvedNow
    ? olderCarriers(rat, decimal(values.wan_active_channel))
    : rat === 'nr_sa'
      ? [nr]
      : [lte, ...secondaries(values.lte_multi_ca_scell_info), ...(isNsa ? [nr] : [])]
  const isTold = type.trim() !== ''
  return {
    vendor: word(values.manufacturer_name) ?? 'ZTE',
    model: word(values.model_name),
    firmware: word(values.wa_inner_version) ?? word(values.cr_version),
    imei: digits(values.imei, 14, 16),
    imsi,
    iccid: digits(values.iccid || values.ziccid, 17, 22),
    sim: firstOf(states, state),
    rat,
    registrations: isTold
      ? [
          {
            domain: domainOf(rat),
            stat: isServed ? (/^(?:1|roam)/i.test(values.simcard_roam ?? '') ? 5 : 1) : 2,
            area,
            cell_id: cell,
            act: null,
          },
        ]
      : [],
    plmn: isServed ? plmnOf(rmcc, rmnc, imsi ?? '') : null,
    operator_name: isServed ? word(values.network_provider) : null,
    rssi: quantity(values.rssi),
    rscp: isEvolvedNow ? null : quantity(values.rscp),
    ecio: isEvolvedNow ? null : quantity(values.ecio),
    cell_id: cell,
    tac: isEvolvedNow ? area : null,
    lac: isEvolvedNow ? null : area,
    carriers,
    temperature: quantity(values.pm_sensor_mdm),
    link: firstOf(links, values.ppp_status),
  }
}
