import type { Carrier, ModemInfo } from '../../src/contract/info.ts'
import type { LegacyLayout } from '../../src/models/model.ts'
import { secondariesOf } from '../../src/shim/carriers.ts'
import type { ModemdataOutput } from './compare.ts'

/*
 * What `info` tells is in the field that a legacy page has for it. But:
 * - PCI and EARFCN on 2G and 3G: a scrambling code is no physical cell identity and a UARFCN no EARFCN; modemdata has rows
 *   with their own names.
 * - Location area on LTE and NR: +CREG tells the tracking area there (TS 27.007 §7.2), which has fields of its own.
 * - Secondary carriers that are not active: they are configured, not used, and the pages have no word for that.
 * - Strength on XMM modules: their +CSQ is not about the LTE carrier, see `src/models/intel.ts`.
 * - RSSI that is +CSQ by arithmetic: the modem told the index, which has a field of its own.
 * - Country of an operator that the modem names itself: no modem tells it; 3ginfo has it beside names that were looked up.
 * - Registration of L850 and L860, which say 6, "SMS only", while data flows: the page has 1 or 5, by the state.
 * - Forms that leave the bands to the band fields, or name a band without its bandwidth.
 */

/** Whether a text of a page says a number; a list of antennas has the main one first. */
const says = (text: string | undefined, value: number, tolerance = 0.05) =>
  Math.abs(Number.parseFloat(text ?? '') - value) <= tolerance

const saysHex = (text: string | undefined, value: number) => Number.parseInt(text ?? '', 16) === value

const isEmpty = (text: string | undefined) => text === undefined || text === '' || text === '-'

const bare = (text: string | null | undefined) => (text ?? '').toLowerCase().replace(/[^a-z0-9]/g, '')

const letter = ({ rat }: Carrier) => (rat === 'nr' ? 'n' : 'B')

const isCellular = ({ rat }: Carrier) => rat === 'lte' || rat === 'nr'

/** Half a step of a value that a page shows without decimals. */
const half = 0.5

/** Whether a layout makes the signal strength of RSRP. */
const isEstimating = ({ threeginfo, modemdata }: LegacyLayout) =>
  /^\{percent_estimate/.test(threeginfo?.signal ?? String(modemdata?.signal ?? ''))

type Check = readonly [field: string, isShown: boolean]

const ofText = (field: string, shown: string | undefined, value: string | null): Check[] =>
  value === null ? [] : [[field, shown === value]]

const ofNumber = (
  field: string,
  shown: string | undefined,
  value: number | null,
  tolerance?: number,
): Check[] => (value === null ? [] : [[field, says(shown, value, tolerance)]])

const ofHex = (field: string, shown: string | undefined, value: number | null): Check[] =>
  value === null ? [] : [[field, saysHex(shown, value)]]

const untold = (checks: readonly Check[]) => checks.filter(([, isShown]) => !isShown).map(([field]) => field)

/** Fields of `3ginfo.sh` that do not show what `info` tells, but for the {@link exceptions}. */
export function untoldByThreeginfo(
  info: ModemInfo,
  text: Readonly<Record<string, string>>,
  layout: LegacyLayout,
  product: string | null,
): string[] {
  const { signal, cell, sim, operator, registration } = info
  const number = (field: string, value: number | null, tolerance?: number) =>
    ofNumber(field, text[field], value, tolerance)
  const own = (field: string, value: string | null) => ofText(field, text[field], value)
  const primary = info.carriers.find(({ role }) => role === 'pcc')
  const lac = cell.lac ?? null
  const checks: Check[] = [
    ...(info.model === null
      ? []
      : [
          [
            'modem',
            [info.model, product].some(name => bare(name) && bare(text.modem).includes(bare(name))),
          ] as Check,
        ]),
    ...own('firmware', info.firmware),
    ...own('imei', info.imei),
    ...own('imsi', sim.imsi),
    ...(sim.iccid === null ? [] : [['iccid', text.iccid?.replace(/F$/, '') === sim.iccid] as Check]),
    ...number('simslot', sim.slot),
    ...number('mtemp', info.temperature),
    ...own('operator_name', operator.name),
    ...own('operator_mcc', operator.mcc),
    ...own('operator_mnc', operator.mnc),
    ...number('cid_dec', cell.cell_id),
    ...ofHex('cid_hex', text.cid_hex, cell.cell_id),
    ...number('tac_dec', cell.tac),
    ...number('tac_d', cell.tac),
    ...ofHex('tac_hex', text.tac_hex, cell.tac),
    ...ofHex('tac_h', text.tac_h, cell.tac),
    ...number('rsrp', signal.rsrp, half),
    ...number('rsrq', signal.rsrq, half),
    ...number('sinr', signal.sinr, half),
    ...number('rssi', signal.rssi_from === 'measured' ? signal.rssi : null, half),
    ...(isEstimating(layout) ? [] : [...number('csq', signal.csq), ...number('signal', signal.percent)]),
  ]
  if (lac !== null && (registration.domain !== 'creg' || registration.area === lac))
    checks.push(...number('lac_dec', lac), ...ofHex('lac_hex', text.lac_hex, lac))
  if (info.connection.protocol !== null) checks.push(['protocol', !isEmpty(text.protocol)])
  if (info.rat !== null) checks.push(['mode', !isEmpty(text.mode)])
  if (primary?.band && primary.rat !== 'gsm')
    checks.push(['pband', `${text.pband} ${text.mode}`.includes(`${letter(primary)}${primary.band}`)])
  if (primary && isCellular(primary))
    checks.push(...number('pci', primary.pci), ...number('earfcn', primary.channel))
  for (const [i, carrier] of secondariesOf(info, layout).slice(0, 4).entries()) {
    const n = `s${i + 1}`
    if (carrier.band !== null)
      checks.push([`${n}band`, (text[`${n}band`] ?? '').startsWith(`${letter(carrier)}${carrier.band}`)])
    if (isCellular(carrier))
      checks.push(...number(`${n}pci`, carrier.pci), ...number(`${n}earfcn`, carrier.channel))
  }
  return untold(checks)
}

/** Fields and rows of modemdata's `params.sh` that do not show what `info` tells, but for the {@link exceptions}. */
export function untoldByModemdata(info: ModemInfo, output: ModemdataOutput, layout: LegacyLayout): string[] {
  const { signal, cell, sim, operator } = info
  const { addon = [] } = output
  const text = (field: string) => String(output[field] ?? '')
  /** A value in one of the rows of a number. */
  const row = (idx: number, what: string, value: number | null | undefined, tolerance?: number): Check[] =>
    value === null || value === undefined
      ? []
      : [[`${idx} ${what}`, addon.some(entry => entry.idx === idx && says(entry.value, value, tolerance))]]
  const isBand = (entry: { idx: number; value: string }, idx: number, carrier: Carrier) =>
    entry.idx === idx && entry.value.startsWith(`${letter(carrier)}${carrier.band}`)
  const bandOf = (idx: number, carrier: Carrier): Check[] =>
    carrier.band === null || carrier.rat === 'gsm'
      ? []
      : [[`${idx} band`, addon.some(entry => isBand(entry, idx, carrier))]]
  /** Bandwidth in a row of its own or behind the band. */
  const width = (first: number, { bandwidth_mhz: mhz }: Carrier): Check[] =>
    mhz === null
      ? []
      : [
          [
            `${first + 2} bandwidth`,
            addon.some(
              ({ idx, value }) =>
                (idx === first + 2 && says(value, mhz)) ||
                (idx === first && says(/@([\d.]+) MHz/.exec(value)?.[1], mhz)),
            ),
          ],
        ]
  const primary = info.carriers.find(({ role }) => role === 'pcc')
  const checks: Check[] = [
    ...ofNumber('csq', text('csq'), signal.csq),
    ...(isEstimating(layout) ? [] : ofNumber('signal', text('signal'), signal.percent)),
    ...ofText('operator_name', text('operator_name'), operator.named_by_modem ? operator.name : null),
    ...ofText('operator_mcc', text('operator_mcc'), operator.mcc),
    ...ofText('operator_mnc', text('operator_mnc'), operator.mnc),
    ...ofText('country', text('country'), operator.country),
    ...ofNumber('cid_dec', text('cid_dec'), cell.cell_id),
    ...ofHex('cid_hex', text('cid_hex'), cell.cell_id),
    ...row(10, 'temperature', info.temperature),
    ...row(11, 'slot', sim.slot),
    ...row(23, 'TAC', cell.tac),
    ...row(36, 'RSRP', signal.rsrp, half),
    ...row(37, 'RSRQ', signal.rsrq, half),
    ...row(38, 'SINR', signal.sinr, half),
    ...row(35, 'RSSI', signal.rssi_from === 'measured' ? signal.rssi : null, half),
    ...row(35, 'RSCP', signal.rscp),
    ...row(36, 'Ec/Io', signal.ecio),
  ]
  if (info.rat !== null) checks.push(['mode', text('mode') !== ''])
  if (primary)
    checks.push(
      ...bandOf(30, primary),
      ...width(30, primary),
      ...row(31, 'uplink bandwidth', primary.uplink_bandwidth_mhz),
      ...row(33, 'PCI', primary.pci),
      ...row(34, 'channel', primary.channel),
    )
  let n = 0
  for (const carrier of secondariesOf(info, layout)) {
    const isLeg = carrier.rat === 'nr' && layout.modemdata?.[80] !== undefined
    const first = isLeg ? 80 : 50 + 10 * n++
    checks.push(
      ...bandOf(first, carrier),
      ...width(first, carrier),
      ...row(first + 3, 'PCI', carrier.pci),
      ...row(first + 4, 'channel', carrier.channel),
      ...row(first + 5, 'RSSI', carrier.rssi, half),
      ...row(first + 6, 'RSRP', carrier.rsrp, half),
      ...row(first + 7, 'RSRQ', carrier.rsrq, half),
      ...row(first + 8, 'SINR', carrier.sinr, half),
    )
  }
  return untold(checks)
}
