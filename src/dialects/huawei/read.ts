import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { allNamed, decimal, hex, hottest, named, within } from '../../asking/fields.ts'
import type { CarrierRat, Rat } from '../../contract/info.ts'
import { lteBand, nrBand, umtsBand } from '../../radio/channels.ts'
import { possible } from '../../radio/ranges.ts'
import type { Dialect } from '../dialect.ts'
import type { Options } from './options.ts'

export const signal = '^HCSQ?'
export const systemInfo = '^SYSINFOEX'
export const frequencies = '^HFREQINFO?'
export const serving = '^MONSC'
export const neighbours = '^MONNC'
const sensors = '^CHIPTEMP?'

/** First value, step and last index of the quantities of `^HCSQ`. */
const scales = {
  rssi: [-121, 1, 96],
  rscp: [-121, 1, 96],
  ecio: [-32.5, 0.5, 65],
  rsrp: [-141, 1, 97],
  sinr: [-20.2, 0.2, 251],
  rsrq: [-20, 0.5, 34],
} as const

/** What `^HCSQ` tells in each mode, in its order. */
const quantities: Readonly<Record<string, readonly (keyof typeof scales)[]>> = {
  GSM: ['rssi'],
  WCDMA: ['rssi', 'rscp', 'ecio'],
  'TD-SCDMA': ['rssi', 'rscp', 'ecio'],
  LTE: ['rssi', 'rsrp', 'sinr', 'rsrq'],
  NR: ['rsrp', 'sinr', 'rsrq'],
}

type Signal = Partial<Record<keyof typeof scales, number | null>>

/**
 * Signal by mode. Wire: `^HCSQ: "LTE",57,56,130,24`, `^HCSQ: LTE,33,40,135,11`, `^HCSQ:"WCDMA",30,22,41`,
 * `^HCSQ: "NOSERVICE"`; numbers may stand before the mode. Indices are decimal, 255 is unknown; the lower edge of the
 * step counts (ME909s AT manual: rsrp n − 141, rsrq n / 2 − 20, sinr n / 5 − 20.2, ecio n / 2 − 32.5).
 */
function signalsOf(lines: readonly string[] | null): ReadonlyMap<string, Signal> {
  const signals = new Map<string, Signal>()
  for (const row of allNamed(lines, '^HCSQ')) {
    const at = row.findIndex(value => /^[A-Za-z]/.test(value))
    const mode = row[at]?.toUpperCase() ?? ''
    const values = row.slice(at + 1)
    const told: Signal = {}
    for (const [i, name] of (quantities[mode] ?? []).entries()) {
      const [first, step, last] = scales[name]
      const index = within(decimal(values[i]), 0, last)
      told[name] = index === null ? null : Math.round((first + step * index) * 10) / 10
    }
    signals.set(mode, told)
  }
  return signals
}

/**
 * Carriers with band, channel and bandwidth. Wire: `^HFREQINFO: 1,6,3,1300,18150,20000,19300,17200,20000`
 * = report, technology (6 LTE, 7 NR), then seven values a carrier: band, downlink channel, frequency and bandwidth in
 * kHz, the same for the uplink (channel 0: none). EN-DC gives a line for each technology.
 */
function carriersOf(lines: readonly string[] | null): CarrierFact[] {
  const carriers: CarrierFact[] = []
  for (const [, technology, ...values] of allNamed(lines, '^HFREQINFO')) {
    if (technology !== '6' && technology !== '7') continue
    for (let i = 0; i + 3 < values.length; i += 7) {
      const [band, channel, , downlink, uplink, , width] = values.slice(i, i + 7).map(decimal)
      if (!band) continue
      carriers.push({
        role: 'pcc',
        rat: technology === '7' ? 'nr' : 'lte',
        band,
        channel: channel ?? null,
        bandwidth_mhz: downlink ? downlink / 1000 : null,
        uplink_bandwidth_mhz: uplink && width ? width / 1000 : null,
        ...(uplink ? { uplink_channel: uplink } : {}),
      })
    }
  }
  return carriers
}

interface Cell {
  carrier: CarrierFact
  facts: Facts
}

/** A physical cell identity: hexadecimal where that gives a possible one, else decimal. */
const pciOf = (text: string | undefined, rat: CarrierRat) => possible('pci', rat, hex(text)) ?? decimal(text)

const gsmBand = (code: number | null) => [850, 900, 1800, 1900][code ?? -1] ?? null

/**
 * The serving cell of one technology. Wire: `^MONSC: LTE,<mcc>,<mnc>,<earfcn>,<cell>,<pci>,<tac>,<rsrp>,<rsrq>,<rxlev>`,
 * `NR,…,<arfcn>,<scs>,<cell>,<pci>,<tac>,<rsrp>,<rsrq>,<sinr>`, `WCDMA,…,<arfcn>,<psc>,<cell>,<lac>,<rscp>,<rxlev>,<ecn0>,…`,
 * `GSM,…,<band>,<arfcn>,<bsic>,<cell>,<lac>,<rxlev>,…`, `NONE`. Cell, area and PCI are hexadecimal (the Balong
 * firmware prints all three with %X), the rest decimal.
 */
function cellOf([mode = '', mcc = '', , ...v]: readonly string[]): Cell | null {
  const n = (i: number) => decimal(v[i])
  if (!/^\d{3}$/.test(mcc)) return null
  const carrier = (values: Omit<CarrierFact, 'role'>): CarrierFact => ({ role: 'pcc', ...values })
  switch (mode.toUpperCase()) {
    case 'LTE': {
      const [channel, pci, rsrp, rsrq, rssi] = [n(0), pciOf(v[2], 'lte'), n(4), n(5), n(6)]
      const band = channel === null ? null : lteBand(channel)
      return {
        carrier: carrier({ rat: 'lte', band, channel, pci, rsrp, rsrq, rssi }),
        facts: { cell_id: hex(v[1]), tac: hex(v[3]) },
      }
    }
    case 'NR': {
      const [channel, pci, rsrp, rsrq, sinr] = [n(0), pciOf(v[3], 'nr'), n(5), n(6), n(7)]
      const band = channel === null ? null : nrBand(channel)
      return {
        carrier: carrier({ rat: 'nr', band, channel, pci, rsrp, rsrq, sinr }),
        facts: { cell_id: hex(v[2]), tac: hex(v[4]) },
      }
    }
    case 'WCDMA': {
      const channel = n(0)
      const band = channel === null ? null : umtsBand(channel)
      return {
        carrier: carrier({ rat: 'umts', band, channel, pci: n(1), rssi: n(5) }),
        facts: { cell_id: hex(v[2]), lac: hex(v[3]), rscp: n(4), ecio: n(6) },
      }
    }
    case 'GSM': {
      return {
        carrier: carrier({ rat: 'gsm', band: gsmBand(n(0)), channel: n(1), rssi: n(5) }),
        facts: { cell_id: hex(v[3]), lac: hex(v[4]) },
      }
    }
    default:
      return null
  }
}

/**
 * A cell beside the serving one. Wire: `^MONNC: LTE,<earfcn>,<pci>,<rsrp>,<rsrq>,<rxlev>`, `NR,<arfcn>,<pci>,<rsrp>,
 * <rsrq>,<sinr>`, `WCDMA,<arfcn>,<psc>,<rscp>,<ecn0>`, `GSM,<band>,<arfcn>,<bsic>,<cell>,<lac>,<rxlev>`, `NONE`. The PCI
 * is hexadecimal (the Balong firmware prints it with %X), the rest decimal.
 */
function neighbourOf([mode = '', ...v]: readonly string[]): NeighbourFact | null {
  const n = (i: number) => decimal(v[i])
  switch (mode.toUpperCase()) {
    case 'LTE':
      return { rat: 'lte', channel: n(0), pci: pciOf(v[1], 'lte'), rsrp: n(2), rsrq: n(3) }
    case 'NR':
      return {
        rat: 'nr',
        channel: n(0),
        pci: pciOf(v[1], 'nr'),
        rsrp: n(2),
        rsrq: n(3),
        sinr: n(4),
      }
    case 'WCDMA':
      return { rat: 'umts', channel: n(0), pci: n(1), rsrp: n(2), rsrq: n(3) }
    case 'GSM':
      return { rat: 'gsm', band: gsmBand(n(0)), channel: n(1), rsrp: n(5) }
    default:
      return null
  }
}

/** Technologies of 2G and 3G by `<submode>` of `^SYSINFOEX`, and by its `<sysmode>` where the submode is another. */
const submodes: Readonly<Record<string, Rat>> = {
  1: 'gsm',
  2: 'gprs',
  3: 'edge',
  41: 'umts',
  42: 'hsdpa',
  43: 'hsupa',
  44: 'hspa',
  45: 'hspa_plus',
  46: 'hspa_plus',
}
const sysmodes: Readonly<Record<string, Rat>> = { 1: 'gsm', 2: 'cdma', 3: 'umts', 4: 'td_scdma' }

/** Wire: `^SYSINFOEX: 2,3,0,1,,3,"WCDMA",46,"DC-HSPA+"`; the last four are technology, name, submode, name. */
function systemOf(lines: readonly string[] | null): Facts {
  const [sysmode = '', , submode = '', text] = named(lines, '^SYSINFOEX')?.slice(-4) ?? []
  const rat = sysmodes[sysmode]
  if (rat === undefined) return {}
  return { rat: rat === 'gsm' || rat === 'umts' ? (submodes[submode] ?? rat) : rat, rat_text: text || null }
}

/**
 * Wire: `^CHIPTEMP: 412,412,412,65535,37`: power amplifiers for GSM, WCDMA, LTE in tenths of a degree, SIM and battery
 * in degrees, 65535 where there is no sensor. Other numbers of values are told apart by their size.
 */
function temperatureOf(lines: readonly string[] | null): number | null {
  const values = named(lines, '^CHIPTEMP')?.map(decimal) ?? []
  const celsius = values.map((value, i) =>
    value !== null && (values.length === 5 ? i < 3 : value > 100) ? value / 10 : value,
  )
  return hottest(celsius)
}

/** Whether both are one carrier; on NR the serving cell is told by its SSB, not by the centre of the carrier. */
function isSame({ rat, band, channel }: CarrierFact, cell: CarrierFact | undefined): boolean {
  if (rat !== 'nr') return cell?.channel === channel
  return !!band && nrBand(cell?.channel ?? -1, [band]) === band
}

/** What is told. */
const known = <T extends object>(fact: T | undefined) =>
  Object.fromEntries(Object.entries(fact ?? {}).filter(([, value]) => value !== null)) as Partial<T>

/** Huawei sticks and modules with Balong or Qualcomm chips: E3272, E3372, ME906, ME909, MT5700 and relatives. */
export const dialect: Dialect<Options> = {
  identity: { imei: ['+CGSN', '+GSN'], iccid: ['^ICCID?', '+ICCID', '+CCID'] },
  questions: () => [
    { ask: signal },
    { ask: systemInfo },
    { ask: sensors },
    { ask: serving },
    { ask: frequencies, last: true, silent: true },
  ],
  read(answers) {
    const signals = signalsOf(answers.lines(signal))
    const cells = allNamed(answers.lines(serving), '^MONSC').flatMap(row => cellOf(row) ?? [])
    const listed = carriersOf(answers.lines(frequencies))
    const carriersFor = (rat: 'lte' | 'nr'): CarrierFact[] => {
      const [own, ...more] = listed.filter(carrier => carrier.rat === rat)
      const cell = cells.find(({ carrier }) => carrier.rat === rat)?.carrier
      const told = signals.get(rat.toUpperCase())
      if (!own && !cell && !told) return []
      const here = !own || isSame(own, cell) ? cell : undefined
      return [{ role: 'pcc', rat, ...here, ...known(own), ...known(told) }, ...more]
    }
    const system = systemOf(answers.lines(systemInfo))
    const carriers = system.rat ? [] : [...carriersFor('lte'), ...carriersFor('nr')]
    const older = cells.filter(({ carrier: { rat } }) => rat === 'umts' || rat === 'gsm')
    if (carriers.length === 0) carriers.push(...older.map(({ carrier }) => carrier))
    const anchor = cells.find(({ carrier }) => carrier.rat === carriers[0]?.rat)
    return {
      ...anchor?.facts,
      ...known(signals.get('WCDMA') ?? signals.get('TD-SCDMA') ?? signals.get('GSM')),
      ...system,
      carriers: carriers.map((carrier, i): CarrierFact => ({ ...carrier, role: i === 0 ? 'pcc' : 'scc' })),
      neighbours: allNamed(answers.lines(neighbours), '^MONNC').flatMap(row => neighbourOf(row) ?? []),
      temperature: temperatureOf(answers.lines(sensors)),
    }
  },
}
