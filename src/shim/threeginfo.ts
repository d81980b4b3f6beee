import type { ModemInfo } from '../contract/info.ts'
import type { LegacyLayout } from '../models/model.ts'
import { asShown, carrierValues, secondariesOf } from './carriers.ts'
import { jsonLines } from './json.ts'
import { fill } from './template.ts'
import { type LegacyContext, legacyValues, templateOf } from './values.ts'

const fieldNames =
  'conn_time conn_time_sec conn_time_since rx tx modem mtemp firmware cport protocol csq signal operator_name ' +
  'operator_mcc operator_mnc location mode registration simslot imei imsi iccid lac_dec lac_hex tac_dec tac_hex ' +
  'tac_h tac_d cid_dec cid_hex pci earfcn pband s1band s1pci s1earfcn s2band s2pci s2earfcn s3band s3pci s3earfcn ' +
  's4band s4pci s4earfcn rsrp rsrq rssi sinr'

/** What a model nobody knew before shows; a field without a template is the value of its name. */
const defaults: Readonly<Record<string, string>> = {
  modem: '[{vendor} ]{model|product}',
  mtemp: '{temp} &deg;C',
  mode: '{rat}[ | {bands}]',
  'mode.other': '{text|rat}',
  tac_dec: '{tac}',
  tac_hex: '{tac_x}',
  tac_h: '{tac_x4}',
  tac_d: '{tac}',
  earfcn: '{channel}',
  pband: '{band}[ @{dl} MHz]',
  sband: '{band}[ @{dl} MHz]',
  spci: '{pci}',
  searfcn: '{channel}',
  'rssi.other': '{rssi_measured}',
}

/**
 * The fields of `3ginfo.sh json` in its order, every one a text, a missing one `-` (luci-app-3ginfo-lite, view
 * 3gdetail.js). `sN…` are the first four secondary carriers in use.
 */
export function threeginfo(
  told: ModemInfo,
  layout: LegacyLayout,
  context: LegacyContext,
): Record<string, string> {
  const info = asShown(told, layout)
  const values = legacyValues(info, layout, context, ' + ')
  const secondaries = secondariesOf(info, layout)
  const fields: Record<string, string> = {}
  for (const name of fieldNames.split(' ')) {
    const [, number, part] = /^s(\d)(.*)/.exec(name) ?? []
    const key = number ? `s${part}` : name
    const secondary = secondaries[Number(number) - 1]
    const template = templateOf(key, secondary?.rat ?? info.rat, layout.threeginfo, defaults) ?? `{${name}}`
    fields[name] =
      (number ? secondary && fill(template, carrierValues(secondary)) : fill(template, values)) ?? '-'
  }
  return fields
}

/** The fields as `3ginfo.sh` prints them: one JSON object, one field per line. */
export function render3ginfo(fields: Readonly<Record<string, string>>): string {
  return jsonLines(fields)
}
