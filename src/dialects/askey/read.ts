import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { after, csv, decimal, hex, hottest, named } from '../../asking/fields.ts'
import type { Rat } from '../../contract/info.ts'
import { lteBand } from '../../radio/channels.ts'
import type { Dialect } from '../dialect.ts'

export const aggregation = '$QCAI?'
export const cell = '+CGCELLI'
const network = '+CGNWS'
const sensor = '+CCPUTEMP'

/** Technologies by the bearer of `+CGCELLI`, 01–0D, with the firmware's word; LTE (0B) is left to the carriers. */
const bearers: readonly (readonly [Rat, string] | null)[] = [
  null,
  ['gprs', 'GPRS'],
  ['edge', 'EDGE'],
  ['hsdpa', 'HSDPA'],
  ['hsupa', 'HSUPA'],
  ['umts', 'WCDMA'],
  ['cdma', 'CDMA'],
  ['cdma', 'EV-DO 0'],
  ['cdma', 'EV-DO A'],
  ['gsm', 'GSM'],
  ['cdma', 'EV-DO B'],
  null,
  ['hspa_plus', 'HSDPA+'],
  ['hspa_plus', 'DC-HSDPA+'],
]

/** What a carrier's values are called in `$QCAI`. */
const names: Readonly<Record<string, keyof CarrierFact>> = {
  RSRP: 'rsrp',
  RSRQ: 'rsrq',
  RSSI: 'rssi',
  SINR: 'sinr',
  BAND: 'band',
  BW: 'bandwidth_mhz',
}

/**
 * Carriers of `$QCAI`: PCI, EARFCN, then named values, perhaps one without a name; secondaries follow behind
 * `CA:ADDED` with a mark in brackets before the PCI and perhaps before every name.
 * Wire: `$QCAI: 307,1850,RSRP:-88,RSRQ:-9,RSSI:-58,SINR:17,BAND:3,BW:20,CA:ADDED,SCELL(1)45,6300,RSRP:-81,…` and
 * `$QCAI:123,1300,RSRP:-95,…,CA:ADDED,(S)456,2850,(S)RSRP:-99,…`.
 */
function carriersOf(lines: readonly string[] | null): CarrierFact[] {
  const carriers: CarrierFact[] = []
  let active = true
  let next = true
  for (const token of named(lines, '$QCAI') ?? []) {
    const [name = '', value] = (token.split(')').at(-1) ?? '').split(':').map(text => text.trim())
    const carrier = carriers.at(-1)
    const key = names[name.toUpperCase()]
    if (value !== undefined) {
      if (key && carrier) Object.assign(carrier, { [key]: decimal(value) })
      else if (name.toUpperCase() === 'CA') {
        active = value.toUpperCase() === 'ADDED'
        next = true
      }
    } else if (carrier && carrier.channel === undefined) carrier.channel = decimal(name)
    else if ((next || token.includes(')')) && decimal(name) !== null) {
      carriers.push({ role: carrier ? 'scc' : 'pcc', rat: 'lte', pci: decimal(name), active })
      next = false
    }
  }
  return carriers
    .filter(carrier => carrier.channel)
    .map(carrier => ({ ...carrier, band: carrier.band ?? lteBand(carrier.channel ?? -1) }))
}

/**
 * Wire: `+CGCELLI:LAC:40002,Cell_ID:13148629,RSCP:-88,ECIO:-7,PLMN:26001,5,1,BEARER:0x0C,0,RSSI:-81`: named values in
 * any order, numbers decimal, the bearer hexadecimal.
 */
function cellFacts(lines: readonly string[] | null, hasCarriers: boolean): Facts {
  const text = lines?.map(line => after(line, '+CGCELLI')).find(Boolean)
  if (!text) return {}
  const values = new Map(csv(text).map(pair => [pair.split(':')[0]?.toUpperCase(), pair.split(':').at(-1)]))
  const value = (name: string) => decimal(values.get(name))
  const code = hex(values.get('BEARER'))
  const [rat, word] = bearers[code ?? 0] ?? []
  const rssi = value('RSSI')
  const facts: Facts = { cell_id: value('CELL_ID'), rssi }
  if (rat)
    return {
      ...facts,
      lac: value('LAC'),
      rscp: value('RSCP'),
      ecio: value('ECIO'),
      rat,
      rat_text: word ?? null,
      carriers: [],
    }
  if (hasCarriers || code !== 11) return hasCarriers ? { cell_id: facts.cell_id ?? null } : facts
  const measured = { rssi, rsrp: value('RSRP'), rsrq: value('RSRQ') }
  return { cell_id: facts.cell_id ?? null, carriers: [{ role: 'pcc', rat: 'lte', ...measured }] }
}

/**
 * Askey WWHC050 (Gobi firmware). Nobody published a recording: the positions are those of the one public parser, the
 * names in `+CGCELLI` those of a router's script for the same firmware.
 */
export const dialect: Dialect = {
  questions: () => [
    { ask: sensor },
    { ask: cell, silent: true },
    { ask: network, silent: true },
    { ask: aggregation, silent: true },
  ],
  read(answers) {
    const carriers = carriersOf(answers.lines(aggregation))
    const name = named(answers.lines(network), '+CGNWS')?.[8]
    return {
      ...(carriers.length > 0 ? { carriers } : {}),
      ...cellFacts(answers.lines(cell), carriers.length > 0),
      operator_name: name && /[a-zA-Z]/.test(name) ? name : null,
      temperature: hottest([decimal(named(answers.lines(sensor), sensor)?.[0])]),
    }
  },
}
