import type { Carrier, ModemInfo, Rat } from '../../src/contract/info.ts'
import type { LegacyLayout } from '../../src/models/model.ts'
import { asShown } from '../../src/shim/carriers.ts'
import { canonical, type ModemdataOutput } from './compare.ts'

/** How the texts may name a technology, by the typed one. */
const names: Readonly<Record<Rat, RegExp>> = {
  gsm: /^GSM/,
  gprs: /^(?:GPRS|GSM)/,
  edge: /^(?:EDGE|GSM)/,
  umts: /^(?:UMTS|WCDMA|3G)/,
  hsdpa: /^(?:HS|WCDMA|UMTS|3G)/,
  hsupa: /^(?:HS|WCDMA|UMTS|3G)/,
  hspa: /^(?:HS|WCDMA|UMTS|3G)/,
  hspa_plus: /^(?:HS|DC-HS|WCDMA|UMTS|3G)/,
  td_scdma: /^TD-?SCDMA/,
  cdma: /^(?:CDMA|EV-?DO)/,
  nb_iot: /^(?:NB|LTE NB)/,
  lte: /^(?:LTE(?![-_]A)|4G)/,
  lte_a: /^LTE[-_]A/,
  nr_nsa: /^5G NSA/,
  nr_sa: /^5G SA/,
}

/** Registration states by the digit the texts show. */
const states: Readonly<Record<string, readonly string[]>> = {
  0: ['idle'],
  1: ['home'],
  2: ['searching'],
  3: ['denied'],
  5: ['roaming'],
  6: ['home'],
  7: ['roaming'],
}

const bandsIn = (text: string) => [...text.matchAll(/\b[Bn](\d+)\b/g)].map(([, band]) => Number(band))
const isHidden = (text: string | undefined) => text === undefined || text === '' || text === '-'
const first = (text: string) => Number.parseFloat(text)

interface Shown {
  band: string | undefined
  pci: string | undefined
  channel: string | undefined
  rsrp?: string | undefined
}

/** Whether a carrier is the one shown: what is hidden fits every carrier. */
function isShown(carrier: Carrier, { band, pci, channel, rsrp }: Shown): boolean {
  const same = (text: string | undefined, value: number | null, tolerance = 0) =>
    isHidden(text) || (value !== null && Math.abs(first(text ?? '') - value) <= tolerance)
  const [number] = bandsIn(band ?? '')
  return (
    (isHidden(band) || number === undefined || number === carrier.band) &&
    same(pci, carrier.pci) &&
    same(channel, carrier.channel) &&
    same(rsrp, carrier.rsrp, 0.5)
  )
}

/** What `mode` and `registration` say, and the typed answer does not. */
function stateFaults(info: ModemInfo, mode: string | undefined, registration: string | undefined): string[] {
  const faults: string[] = []
  if (!isHidden(mode) && (info.rat === null || !names[info.rat].test(mode ?? '')))
    faults.push(`mode ${mode} is not ${info.rat}`)
  const known = info.carriers.map(({ band }) => band)
  const foreign = bandsIn(mode ?? '').filter(band => !known.includes(band))
  if (foreign.length > 0) faults.push(`mode ${mode} names the bands ${foreign}`)
  const { state } = info.registration
  if (/^\d$/.test(registration ?? '')) {
    if (!states[registration ?? '']?.includes(state))
      faults.push(`registration ${registration} is not ${state}`)
  } else if (isHidden(registration)) {
    if (/^(?:home|roaming|searching|denied)$/.test(state)) faults.push(`registration ${state} is not shown`)
  } else if (info.sim.state === 'ready') faults.push(`registration ${registration} with a SIM that is ready`)
  return faults
}

function csqFaults(info: ModemInfo, csq: string | undefined): string[] {
  const { csq: typed } = info.signal
  return (isHidden(csq) ? typed === null : typed === first(csq ?? '')) ? [] : [`csq ${csq} is not ${typed}`]
}

const secondary = (info: ModemInfo, shown: Shown) =>
  info.carriers.some(carrier => carrier.role === 'scc' && isShown(carrier, shown))

/**
 * Where the output of `3ginfo.sh` contradicts the typed answer; what a layout hides contradicts nothing, nor does a
 * CSQ that the layout estimates.
 */
export function threeginfoFaults(
  info: ModemInfo,
  text: Readonly<Record<string, string>>,
  layout: LegacyLayout = {},
): string[] {
  const { threeginfo: templates } = layout
  const faults = stateFaults(asShown(info, layout), text.mode, text.registration)
  const isEstimate = templates !== undefined && ('csq' in templates || `csq.${info.rat}` in templates)
  if (!isEstimate) faults.push(...csqFaults(info, text.csq))
  const { signal, cell, sim } = info
  const area = cell.tac ?? cell.lac
  const typed: Readonly<Record<string, string | number | null>> = {
    firmware: info.firmware,
    imei: info.imei,
    imsi: sim.imsi,
    iccid: sim.iccid,
    simslot: sim.slot,
    tac_dec: area,
    tac_d: area,
    tac_hex: area === null ? null : area.toString(16),
    tac_h: area === null ? null : area.toString(16),
    rsrq: signal.rsrq,
    sinr: signal.sinr,
  }
  for (const [field, value] of Object.entries(typed)) {
    const close = typeof value === 'number' && Math.abs(first(text[field] ?? '') - value) <= 0.5
    const shown = field === 'iccid' ? text[field]?.replace(/F$/, '') : text[field]
    const same = canonical(field, shown) === canonical(field, value)
    if (!isHidden(text[field]) && !close && !same) faults.push(`${field} ${text[field]} is not ${value}`)
  }
  const primary = { band: text.pband, pci: text.pci, channel: text.earfcn }
  const pcc = info.carriers.find(({ role }) => role === 'pcc')
  const isAnyShown = Object.values(primary).some(value => !isHidden(value))
  if (isAnyShown && (pcc === undefined || !isShown(pcc, primary)))
    faults.push(`the primary carrier ${JSON.stringify(primary)}`)
  if (!isHidden(text.rsrp) && Math.abs(first(text.rsrp ?? '') - (info.signal.rsrp ?? 0)) > 0.5)
    faults.push(`rsrp ${text.rsrp} is not ${info.signal.rsrp}`)
  for (const n of [1, 2, 3, 4]) {
    const shown = { band: text[`s${n}band`], pci: text[`s${n}pci`], channel: text[`s${n}earfcn`] }
    if (Object.values(shown).some(value => !isHidden(value)) && !secondary(info, shown))
      faults.push(`secondary carrier ${n} ${JSON.stringify(shown)}`)
  }
  return faults
}

/** Where the output of modemdata's `params.sh` contradicts the typed answer. */
export function modemdataFaults(
  info: ModemInfo,
  output: ModemdataOutput,
  layout: LegacyLayout = {},
): string[] {
  const { addon = [] } = output
  const text = (field: string) => (typeof output[field] === 'string' ? String(output[field]) : undefined)
  const shownState = stateFaults(asShown(info, layout), text('mode'), text('registration'))
  const faults = [...csqFaults(info, text('csq')), ...shownState]
  const entry = (idx: number, prefix = '') =>
    addon.find(row => row.idx === idx && row.key.startsWith(prefix) && !/UL/.test(row.key))?.value
  const named = (idx: number, key: RegExp) => addon.find(row => row.idx === idx && key.test(row.key))?.value
  const pcc = info.carriers.find(({ role }) => role === 'pcc')
  const primary = {
    band: entry(30),
    pci: named(33, /PCI/),
    channel: named(34, /^E?(?:EARFCN|ARFCN)(?: DL)?$/),
  }
  if (Object.values(primary).some(value => !isHidden(value)) && (pcc === undefined || !isShown(pcc, primary)))
    faults.push(`the primary carrier ${JSON.stringify(primary)}`)
  const rsrp = named(36, /^RSRP$/)
  if (rsrp !== undefined && Math.abs(first(rsrp) - (info.signal.rsrp ?? 0)) > 0.5)
    faults.push(`RSRP ${rsrp} is not ${info.signal.rsrp}`)
  const prefixes = new Set(addon.flatMap(({ key }) => /^\(S\d*\) /.exec(key)?.[0] ?? []))
  for (const prefix of prefixes) {
    const shown = {
      band: entry(50, prefix),
      pci: entry(53, prefix),
      channel: entry(54, prefix),
      rsrp: entry(56, prefix),
    }
    if (!secondary(info, shown)) faults.push(`secondary carrier ${prefix}${JSON.stringify(shown)}`)
  }
  return faults
}
