import type { CarrierRat, ModemInfo, Rat } from '../contract/info.ts'
import type { LegacyLayout } from '../models/model.ts'
import { asShown, carrierValues, secondariesOf } from './carriers.ts'
import { connectionValues } from './connection.ts'
import { jsonLines, jsonText } from './json.ts'
import { fill, type Values } from './template.ts'
import { type LegacyContext, legacyValues, templateOf } from './values.ts'

/** One line of modemdata's table: `idx` orders and groups, the value carries its unit. */
export interface AddonEntry {
  idx: number
  key: string
  value: string
}

/** What `params.sh` prints: texts, empty where missing, and the table of everything else. */
export interface ModemdataParams {
  fields: Record<string, string>
  addon: AddonEntry[]
}

const fieldNames =
  'csq signal operator_name operator_mcc operator_mnc country mode registration lac_dec lac_hex cid_dec cid_hex'

/** Fields and addon entries a model nobody knew before shows. */
const defaults: Readonly<Record<string, string | readonly string[]>> = {
  mode: '{rat}[ {bands}]',
  'mode.other': '{text|rat}',
  10: 'Temperature={temp} &deg;C',
  11: 'Slot={simslot}',
  23: 'TAC={tac} ({tac_x4})',
  30: 'Primary band={band}',
  31: 'Bandwidth UL={ul} MHz',
  32: 'Bandwidth DL={dl} MHz',
  33: 'PCI={pci}',
  '33.other': 'PSC={psc}',
  34: 'EARFCN={channel}',
  '34.other': ['UARFCN={uarfcn}', 'ARFCN={arfcn}'],
  35: 'RSSI={rssi} dBm',
  '35.other': ['RSCP={rscp} dBm', 'RSSI={rssi_measured} dBm'],
  36: 'RSRP={rsrp} dBm',
  '36.other': 'ECIO={ecio} dB',
  37: 'RSRQ={rsrq} dB',
  38: 'SINR={sinr} dB',
  50: 'band={band}',
  51: 'Bandwidth UL={ul} MHz',
  52: 'Bandwidth DL={dl} MHz',
  53: 'PCI={pci}',
  54: 'EARFCN={channel}',
  55: 'RSSI={rssi} dBm',
  56: 'RSRP={rsrp} dBm',
  57: 'RSRQ={rsrq} dB',
  58: 'SINR={sinr} dB',
}

/** Uplink of a secondary carrier, numbered once however many there are. */
const uplinkEntries: Readonly<Record<string, string>> = {
  150: '(UL S) band={band}',
  152: '(UL S) Bandwidth UL={ul} MHz',
  153: '(UL S) PCI={ul_pci}',
  154: '(UL S) EARFCN={ul_told}',
}

/**
 * The answer of `params.sh` (obsy/modemdata; luci-app-modemdata, view modempreview.js). `named` is the operator's name
 * in the PLMN table where the caller wants that one instead of the modem's.
 */
export function modemdataParams(
  told: ModemInfo,
  layout: LegacyLayout,
  context: LegacyContext,
  named: string | null = null,
): ModemdataParams {
  const info = asShown(told, layout)
  const { operator } = info
  const number = (operator.mcc ?? '') + (operator.mnc ?? '')
  const values: Values = {
    ...legacyValues(info, layout, context, ' / '),
    operator_name: named ?? (operator.named_by_modem ? operator.name : number),
  }
  const own = layout.modemdata
  const templates = (key: string | number, rat: Rat | CarrierRat | null = info.rat) =>
    [templateOf(String(key), rat, own, defaults) ?? []].flat()

  const addon: AddonEntry[] = []
  const add = (idx: number, prefix: string, entries: readonly string[], filled: Values) => {
    for (const entry of entries) {
      const at = entry.indexOf('=')
      const value = at < 0 ? null : fill(entry.slice(at + 1), filled)
      if (value !== null) addon.push({ idx, key: prefix + entry.slice(0, at), value })
    }
  }

  for (let idx = 10; idx < 50; idx++) add(idx, '', templates(idx), values)
  add(99, '', templates(99), values)
  let n = 0
  for (const carrier of secondariesOf(info, layout)) {
    const filled = carrierValues(carrier)
    const leg = carrier.rat === 'nr' && own?.[80] !== undefined
    const first = leg ? 80 : 50 + 10 * n
    if (!leg) n++
    const prefix = leg ? '' : (layout.secondary ?? '(S{n}) ').replace('{n}', String(n))
    for (let part = 0; part < 10; part++)
      add(first + part, prefix, templates((leg ? 80 : 50) + part, carrier.rat), filled)
    if (carrier.rat !== 'lte' || carrier.uplink_bandwidth_mhz === null) continue
    for (const [idx, entry] of Object.entries(uplinkEntries)) add(Number(idx), '', [entry], filled)
  }

  const fields: Record<string, string> = {}
  for (const name of fieldNames.split(' '))
    fields[name] = fill(templates(name)[0] ?? `{${name}}`, values) ?? ''
  return { fields, addon }
}

/** The answer of `params.sh` as JSON text. */
export function renderParams({ fields, addon }: ModemdataParams): string {
  const rows = addon.map(
    ({ idx, key, value }) => `{"idx":${idx},"key":${jsonText(key)},"value":${jsonText(value)}}`,
  )
  return jsonLines(fields, [`"addon":[${rows.join(',\n')}]`])
}

/** The answer of `product.sh` as JSON text: who made the modem, its firmware and numbers; empty where missing. */
export function renderProduct({ vendor, model, firmware, imei, sim }: ModemInfo): string {
  return jsonLines({
    vendor: vendor ?? '',
    product: model ?? '',
    revision: firmware ?? '',
    imei: imei ?? '',
    iccid: sim.iccid ?? '',
    imsi: sim.imsi ?? '',
  })
}

/** The answer of `network.sh` as JSON text; without an interface the status is empty. */
export function renderNetwork(info: Pick<ModemInfo, 'connection'>, now: number): string {
  const { interface: name, up } = info.connection
  const fields: Record<string, string> = { status: name === null ? '' : up ? 'CONNECTED' : 'DISCONNECTED' }
  for (const [field, value] of Object.entries(connectionValues(info, now)))
    fields[field] = up ? String(value ?? '') : ''
  return jsonLines(fields)
}
