import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { after, antennasOf, csv, decimal, hex, hottest, within } from '../../asking/fields.ts'
import type { Question } from '../../asking/question.ts'
import type { CarrierRat } from '../../contract/info.ts'
import { umtsBand } from '../../radio/channels.ts'
import { fromIndex } from '../../radio/quality.ts'
import { possible } from '../../radio/ranges.ts'
import type { Dialect } from '../dialect.ts'
import type { FoxconnOptions, Options } from './options.ts'

const debug = '^DEBUG?'
const aggregation = '^CA_INFO?'
const status = '^RFSTS?'
const sensors = '+TEMP'
const degrees = '^TEMP?'

/** The number in `20.0MHz`, `n78`, `1300/19300` (the first), `112819-3(16)` (the one in brackets), `-88.3dBm`. */
function numberIn(text: string | undefined): number | null {
  return decimal(/-?\d+(?:\.\d+)?/.exec(text?.replace(/^.*\(/, '') ?? '')?.[0])
}

/** What is told. */
const known = <T extends object>(fact: T) =>
  Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== null)) as Partial<T>

/** Values of a carrier by their name in `^DEBUG`, without the prefix of the technology. */
const names = new Map(
  Object.entries({
    band: 'band',
    bw: 'bandwidth_mhz',
    band_width: 'bandwidth_mhz',
    channel: 'channel',
    earfcn: 'channel',
    'earfcn(dl/ul)': 'channel',
    '(dl)': 'channel',
    pci: 'pci',
    psc: 'pci',
    'id(pci)': 'pci',
    rsrp: 'rsrp',
    rsrq: 'rsrq',
    rssi: 'rssi',
    snr: 'sinr',
    sinr: 'sinr',
  } as const),
)

/** Antennas of `lte_ant_rsrp:rx_diversity:3 (-79.5dBm,-75.9dBm,NA,NA)`: those of the mask, where they are several. */
function antennasIn(line: string): (number | null)[] | null {
  const [, mask = '', list = ''] = /rsrp\b.*rx_diversity ?: ?(\d{1,2}) ?\(([^()]*)/i.exec(line) ?? []
  const values = list.split(',').map((text, i) => ((Number(mask) >> i) & 1 ? numberIn(text) : null))
  return antennasOf(values.map(value => within(value, -200, 0)))
}

/**
 * Reads `^DEBUG?`: the carriers, and every value by its name. A carrier begins at `pcell:`, `scell:`,
 * `SCell1:`, `nr_band:` or, on the T77W968, without a mark; a secondary that is not measured has fewer lines.
 * Wire T99W175: `RAT:LTE+NR`, `lte_cell_id:80389889`, `lte_tac:30648` (decimal), `pcell: lte_band:3
 * lte_band_width:20.0MHz`, `channel:1650 pci:28`, `lte_rsrp:-84.1dBm,rsrq:-13.6dB`, `lte_rssi:-50.6dBm,lte_snr:13.4dB`,
 * `nr_band:n78` … `nr_snr:29.0dB`; `NA` is no value. Wire T77W968: `EARFCN(DL/UL): 1300/19300`, `BAND: 3`,
 * `TAC: 1107` (hexadecimal), `eNB ID(PCI): 112819-3(16)`, `RS-SINR: 7dB` or `RS-SNR: 10dB`, `SCell1:`, `BAND:7
 * BW:20.0MHz`; −256.0 dBm is an antenna not in use.
 */
function debugOf(lines: readonly string[]): { carriers: CarrierFact[]; values: ReadonlyMap<string, string> } {
  const values = new Map<string, string>()
  const carriers: CarrierFact[] = []
  let antennas: (number | null)[] | null = null
  const begin = (rat: CarrierRat) => {
    carriers.push({ role: 'pcc', rat, ...(antennas ? { rsrp_antennas: antennas } : {}) })
    antennas = null
  }
  for (const line of lines) {
    const [mark = ''] = /^(?:pcell|scell ?\d*|nr_scc\d*|avg) ?:? ?/i.exec(line) ?? []
    if (/^avg/i.test(mark)) continue
    if (/^[ps]/i.test(mark)) begin('lte')
    const text = line.slice(mark.length).replace(/ *: */g, ':')
    for (const [, name = '', value = ''] of text.matchAll(/([\w()/-]+):([^\s,:]*)/g)) {
      const key = name.toLowerCase()
      if (!values.has(key)) values.set(key, value)
      const field = names.get(key.replace(/^(?:lte_|nr_|rs-)/, ''))
      const number = numberIn(value)
      if (field === undefined || number === null || number < -200) continue
      if (key === 'nr_band') begin('nr')
      if (carriers.length === 0)
        begin(/wcdma/i.test(values.get('rat') ?? '') || key === '(dl)' ? 'umts' : 'lte')
      const carrier = carriers.at(-1)
      if (carrier) carrier[field] ??= number
      const uplink = field === 'channel' ? Number(/\/(\d+)$/.exec(value)?.[1] ?? 0) : 0
      if (carrier && uplink > 0) carrier.uplink_channel = uplink
    }
    antennas = antennasIn(line) ?? antennas
    const carrier = carriers.at(-1)
    if (carrier && antennas) {
      carrier.rsrp_antennas = antennas
      antennas = null
    }
  }
  return { carriers, values }
}

/**
 * Reads `^CA_INFO?`: band and bandwidth of every carrier. Wire: `PCC info: Band is LTE_B3, Band_width is
 * 20.0 MHz`, `SCC1 info: Band is LTE_B7, Band_width is 20.0 MHz`; the NR leg is another `PCC`, `Band is NR5G_N78`.
 */
function aggregationOf(lines: readonly string[]): CarrierFact[] {
  return lines.flatMap((line): CarrierFact[] => {
    const [, letter, band, width] =
      /^[PS]CC ?\d* ?info ?: ?Band is \w+_([BN])(\d+), ?Band_width is ([\d.]+)/i.exec(line) ?? []
    if (!letter) return []
    const rat = letter.toUpperCase() === 'N' ? 'nr' : 'lte'
    return [{ role: 'pcc', rat, band: decimal(band), bandwidth_mhz: decimal(width) }]
  })
}

/**
 * Reads `^RFSTS?`, whose values stand behind the name or on the next line. LTE: `"<mcc mnc>",<earfcn>,<rsrp>,<rssi>,
 * <rsrq>,<tac hex>,<tx power>,<drx>,<mm>,<rrc>,<cell>,"<imsi>","<name>",<sd>,<band>,<sinr>`: Telit's #RFSTS without RAC,
 * with SINR as an index, dB = n / 5 − 20. The 11th value is the physical cell identity on some firmware, the cell
 * identity in hexadecimal on other. WCDMA: `"<mcc mnc>",<uarfcn>,<psc>,<ec/io>,<rscp>,<rssi>,<lac hex>,…`.
 */
function statusOf(lines: readonly string[] | null): { carrier: CarrierFact; facts: Facts } | null {
  const text = (lines ?? []).map(line => after(line, '^RFSTS') ?? line).join('')
  const v = csv(text)
  const n = (i: number) => decimal(v[i])
  const [second, third, fourth] = [n(2), n(3), n(4)]
  if (second === null || third === null || fourth === null) return null
  if (second >= 0)
    return {
      carrier: {
        role: 'pcc',
        rat: 'umts',
        ...known({ band: umtsBand(n(1) ?? -1), channel: n(1), pci: second, rssi: n(5) }),
      },
      facts: { ecio: third, rscp: fourth, lac: hex(v[6]) },
    }
  const pci = possible('pci', 'lte', n(10))
  const carrier = known({
    channel: n(1),
    rsrp: second,
    rssi: third,
    rsrq: fourth,
    pci,
    band: n(14),
    sinr: fromIndex('sinr', n(15)),
  })
  return {
    carrier: { role: 'pcc', rat: 'lte', ...carrier },
    facts: { tac: hex(v[5]), cell_id: pci === null ? hex(v[10]) : null },
  }
}

/** Wire: `xo_therm_buf:43`, `tsens_tz_sensor0:45`; `PA: 37C`, `Skin Sensor: 37C`, `TSENS: -4C`. In °C. */
function temperatureOf(lines: readonly string[]): number | null {
  const values = lines.map(line => decimal(/: *(-?\d+(?:\.\d+)?) ?C?$/i.exec(line)?.[1]))
  return hottest(values)
}

/** Names of the answers to `^CA_INFO?`: a modem has at most 31 secondary carriers (TS 36.331 §6.4, maxServCell-r13). */
const carrierNames = ['PCC info', ...Array.from({ length: 31 }, (_, i) => `SCC${i + 1} info`)]

export const carrierList = { ask: aggregation, answers: carrierNames, silent: true } as const
export const radio = { ask: status, rows: true, last: true } as const
export const debugText = { ask: debug, alone: true } as const
const thermistors = { ask: sensors, alone: true, fallback: degrees } as const

/** What a module is asked. */
const questions: Readonly<Record<NonNullable<FoxconnOptions['module']>, readonly Question<never>[]>> = {
  T77W676: [carrierList, radio, thermistors],
  T77W968: [carrierList, debugText, thermistors],
  T99W175: [
    { ask: degrees, answers: ['PA', 'Skin Sensor', 'TSENS'], fallback: '^TEMP' },
    carrierList,
    debugText,
  ],
}

/** Foxconn modules with `^DEBUG` or `^RFSTS`: LN940, LN960, DW5821e, DW5829e, lt4220, T99W175, DW5930e, MV31-W. */
export const dialect: Dialect<Options> = {
  identity: options => {
    const { module } = options ?? {}
    if (module === 'T77W676')
      return { vendor: null, model: null, firmware: ['I', '+CGMR'], imei: ['+GSN', '+CGSN'] }
    if (module !== 'T77W968') return { imei: ['+CGSN', '+GSN'] }
    return {
      vendor: ['I', '+CGMI'],
      model: ['I', '+CGMM'],
      firmware: ['I', '+CGMR'],
      imei: ['+GSN', '+CGSN'],
    }
  },
  questions: options => questions[options?.module ?? 'T99W175'],
  read(answers) {
    const { carriers: measured, values } = debugOf(answers.lines(debug) ?? [])
    const row = statusOf(answers.lines(status))
    const listed = aggregationOf(answers.lines(aggregation) ?? [])
    const told = row ? [row.carrier] : measured
    const joined = (rat: CarrierRat) => {
      const [bands, cells] = [listed, told].map(list => list.filter(carrier => carrier.rat === rat))
      const count = Math.max(bands?.length ?? 0, cells?.length ?? 0)
      return Array.from({ length: count }, (_, i): CarrierFact => {
        const [row, cell] = [bands?.[i], cells?.[i]]
        const isOther = row && cell?.band && cell.band !== row.band
        return { role: 'scc', rat, ...(isOther ? {} : row), ...cell }
      })
    }
    const carriers = (told[0]?.rat === 'umts' ? told : [...joined('lte'), ...joined('nr')]).map(
      (carrier, i): CarrierFact => ({ ...carrier, role: i === 0 ? 'pcc' : 'scc' }),
    )
    const nr = carriers[0]?.rat === 'nr'
    const isOld = carriers[0]?.rat === 'umts' || /wcdma/i.test(values.get('rat') ?? '')
    const value = (name: string) => (isOld ? null : decimal(values.get((nr ? 'nr_' : 'lte_') + name)))
    return {
      cell_id: value('cell_id'),
      tac: value('tac') ?? hex(values.get('tac')),
      lac: hex(values.get('lac')),
      rscp: numberIn(values.get('rscp')),
      ecio: numberIn(values.get('ecio')),
      ...row?.facts,
      carriers,
      temperature: temperatureOf(answers.lines(sensors) ?? answers.lines(degrees) ?? []),
    }
  },
}
