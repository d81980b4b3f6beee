import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { after, csv, decimal, hottest, unless } from '../../asking/fields.ts'
import { lteBand } from '../../radio/channels.ts'
import { blocksToMhz, fromIndex } from '../../radio/quality.ts'
import type { Dialect } from '../dialect.ts'
import { mayBeOnLte } from '../on-lte.ts'

export const cell = '+SGCELLINFOEX?'
const temperature = '+TEMP'

/** Values by key, keys in upper case with single blanks (`DL CHANNEL`). */
function pairsOf(lines: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const line of lines) {
    const [, key, value] = /^([A-Za-z][\w ]*?)\s*:\s*(.*)$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) pairs.set(key.toUpperCase().replace(/[\s_]+/g, ' '), value)
  }
  return pairs
}

/**
 * The serving LTE cell. Wire: `+SGCELLINFOEX:` and `BAND: 20`, `TAC_ID: 55000`, `PHYSICAL_CELL_ID: 33`, `DL CHANNEL: 6200`,
 * `LTE_BANDWIDTH: 50` (resource blocks), `RSSI: -84`, `RSRP: -112`, `RSRQ: -15`, `SINR: 83` (0–250, v/5 − 20 dB), decimal,
 * one a line (SLM750-V). Newer firmware: `+SGCELLINFOEX: LTE,<duplex>,<mcc>,<mnc>,<cell>,<pci>,<tac>,…`, of which only
 * the PCI has a certain meaning.
 */
function lteOf(lines: readonly string[]): Facts {
  for (const line of lines) {
    const v = csv(after(line, '+SGCELLINFOEX') ?? '')
    if (/^LTE/i.test(v[0] ?? '') && v.length > 5)
      return { carriers: [{ role: 'pcc', rat: 'lte', pci: decimal(v[5]) }] }
  }
  const pairs = pairsOf(lines)
  const get = (key: string) => decimal(pairs.get(key))
  if (/WCDMA|UMTS|GSM|GPRS|EDGE|HSPA/i.test(pairs.get('SYS MODE') ?? '')) return {}
  const channel = unless(get('DL CHANNEL'), 65535)
  const uplink = unless(get('UL CHANNEL'), 0, 65535)
  const sinr = get('SINR')
  const carrier: CarrierFact = {
    role: 'pcc',
    rat: 'lte',
    band: unless(get('BAND'), 0) ?? (channel ? lteBand(channel) : null),
    channel,
    ...(uplink === null ? {} : { uplink_channel: uplink }),
    pci: get('PHYSICAL CELL ID'),
    bandwidth_mhz: blocksToMhz(get('LTE BANDWIDTH')),
    rssi: get('RSSI'),
    rsrp: get('RSRP'),
    rsrq: get('RSRQ'),
    sinr: sinr !== null && sinr >= 0 ? fromIndex('sinr', sinr) : sinr,
  }
  if (carrier.band === null && carrier.rsrp === null) return {}
  return { tac: get('TAC ID'), cell_id: get('CELL ID'), carriers: [carrier] }
}

/** MeiG SLM750. */
export const dialect: Dialect = {
  questions: () => [{ ask: temperature }, { ask: cell, rows: true }],
  read(answers) {
    // `+TEMP: "tsens_tz_sensor0",41`: one line for each sensor.
    const sensors = (answers.lines(temperature) ?? []).map(line => csv(after(line, '+TEMP') ?? '').at(-1))
    return {
      ...(mayBeOnLte(answers) ? lteOf(answers.lines(cell) ?? []) : {}),
      temperature: hottest(sensors.map(decimal)),
    }
  },
}
