import { lteKind } from '../../asking/carriers.ts'
import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { after, csv, decimal, hex, hottest, named, uncut, unless } from '../../asking/fields.ts'
import type { Question } from '../../asking/question.ts'
import { lteBand, nrBand, umtsBand } from '../../radio/channels.ts'
import { lteBandwidth, nrBandwidth } from '../../radio/quality.ts'
import type { Dialect } from '../dialect.ts'
import type { Options } from './options.ts'

const system = '+CPSI?'
const measurements = '+CMGRMI=4'
const temperature = '+CPMUTEMP'

const figure = (text: string | undefined) => unless(decimal(text), -32768)

/** Band of a name like `EUTRAN-BAND3`, `NR5G_BAND78`, or of a bare number. */
const bandOf = (text: string | undefined) => Number(/(\d+)\s*$/.exec(text ?? '')?.[1] ?? 0) || null

/**
 * dBm or dB from whole units or tenths: a power below −160 dBm is in tenths, and then its neighbours are too; without it their
 * unit is not known.
 */
const scaled = (value: number | null, power: number | null) =>
  value === null || power === null ? null : power < -160 ? value / 10 : value

/** Ratios printed as they are, in tenths where no ratio can be that high. */
const ratio = (value: number | null) => (value !== null && Math.abs(value) > 40 ? value / 10 : value)

/** Older firmwares leave the minus of powers and of Ec/Io out. */
const negative = (value: number | null) => (value === null ? null : -Math.abs(value))

/** The cell identity in decimal; null for one printed negative. */
const cellOf = (text: string | undefined) => {
  const value = decimal(text)
  return value !== null && value < 0 ? null : value
}

type Reading = Facts & { carriers: readonly CarrierFact[] }

/**
 * `LTE,<op>,<mcc>-<mnc>,0x<tac>,<eci>,<pci>,EUTRAN-BAND<n>,<earfcn>,<dlbw>,<ulbw>,<rsrq>,<rsrp>,<rssi>,<rssnr>`: TAC
 * hexadecimal, cell decimal, bandwidth code 0–5, the three powers in tenths (SIM7600, SIM7906, SIM8200) or whole
 * units (SIM70xx, `LTE CAT-M1`, `LTE NB-IOT`). `<rssnr>` counts as dB: recordings of SIM7600NA and SIM8200 show 9 … 19
 * at good and −3 at weak signal, which the SIM70xx manual's 2·rssnr − 20 would turn into −26.
 */
function lteOf(v: readonly string[]): Reading {
  const rsrp = figure(v[11])
  const channel = decimal(v[7])
  const narrow = lteKind(v[0] ?? '') === 'nb_iot'
  const carrier: CarrierFact = {
    role: 'pcc',
    rat: 'lte',
    band: bandOf(v[6]) ?? (channel === null ? null : lteBand(channel)),
    channel,
    pci: decimal(v[5]),
    bandwidth_mhz: narrow ? null : lteBandwidth(decimal(v[8])),
    uplink_bandwidth_mhz: narrow ? null : lteBandwidth(decimal(v[9])),
    rsrq: scaled(figure(v[10]), rsrp),
    rsrp: scaled(rsrp, rsrp),
    rssi: scaled(figure(v[12]), rsrp),
    sinr: ratio(figure(v[13])),
  }
  return { tac: hex(v[3]), cell_id: cellOf(v[4]), ...(narrow ? { rat: 'nb_iot' } : {}), carriers: [carrier] }
}

/**
 * Stand-alone `NR5G_SA,<op>,<mcc>-<mnc>,0x<tac>,<nci>,<pci>,NR5G_BAND<n>,<arfcn>,<rsrp>,<rsrq>,<snr>` in tenths, older
 * `NR5G,Online,…,<pci>,<arfcn>,-92,-11,15` in whole units; EN-DC `NR5G_NSA,<pci>,NR5G_BAND<n>,<arfcn>,<rsrp>,<rsrq>,
 * <snr>[,<scs>,<bandwidth code>]` in tenths, older `NR5G,<pci>,<arfcn>,<rsrq>,<rsrp>,<snr>` with whole powers and an SNR
 * in tenths (`153`) or with a point (`8.5`). RSRP is always the lower one of the two powers.
 */
function nrOf(v: readonly string[]): Reading {
  const leg = /^\d+$/.test(v[1] ?? '')
  const [pci, ...rest] = v.slice(leg ? 1 : 5)
  const name = /BAND/i.test(rest[0] ?? '') ? rest.shift() : undefined
  const [arfcn, one, other, snr, , bandwidth] = rest
  const old = /^NR5G$/i.test(v[0] ?? '')
  const powers = leg && old ? [figure(other), figure(one)] : [figure(one), figure(other)]
  const [rsrp = null, rsrq = null] = powers.includes(null)
    ? powers
    : powers.sort((a, b) => Number(a) - Number(b))
  const channel = decimal(arfcn)
  const value = figure(snr)
  const carrier: CarrierFact = {
    role: leg ? 'scc' : 'pcc',
    rat: 'nr',
    band: bandOf(name) ?? (channel === null ? null : nrBand(channel)),
    channel,
    pci: decimal(pci),
    bandwidth_mhz: nrBandwidth(decimal(bandwidth)),
    rsrp: scaled(rsrp, rsrp),
    rsrq: scaled(rsrq, rsrp),
    sinr: snr?.includes('.') || (old && !leg) ? ratio(value) : value && value / 10,
  }
  return { ...(leg ? {} : { tac: hex(v[3]), cell_id: cellOf(v[4]) }), carriers: [carrier] }
}

/**
 * `WCDMA,<op>,<mcc>-<mnc>,0x<lac>,<cell>,WCDMA IMT 2000,<psc>,<uarfcn>,<ssc>,<ecio>,<rscp>,<qual>,<rxlev>,<txpwr>`, Ec/Io
 * and RSCP with or without minus; `GSM,<op>,<mcc>-<mnc>,0x<lac>,<cell>,27 EGSM 900,<rxlev>,<tlo>,<c1>-<c2>`.
 */
function olderOf(v: readonly string[]): Reading {
  const area = { lac: hex(v[3]), cell_id: cellOf(v[4]) }
  if (v[0]?.toUpperCase() === 'GSM') {
    const [channel, band] = v[5]?.match(/^\d+|\d+$/g) ?? []
    const rssi = negative(figure(v[6]))
    const place = { channel: decimal(channel), band: decimal(band) }
    return { ...area, carriers: [{ role: 'pcc', rat: 'gsm', ...place, rssi }] }
  }
  const channel = decimal(v[7])
  const band = channel === null ? null : umtsBand(channel)
  return {
    ...area,
    ecio: negative(figure(v[9])),
    rscp: negative(figure(v[10])),
    carriers: [{ role: 'pcc', rat: 'umts', band, channel, pci: decimal(v[6]) }],
  }
}

/** How many values the rows of NR have: the legs of EN-DC and alone, each with and without its band. */
function nrForms([, second = '', ...more]: readonly string[]): readonly number[] {
  const isNamed = more.some(text => /BAND/i.test(text))
  if (/^\d+$/.test(second)) return isNamed ? [7, 9] : [6]
  return [isNamed ? 11 : 10]
}

/** The lines of `+CPSI?`; `NO SERVICE,Online` and `NOT IN EN-DC CONNECTED MODE` tell nothing. */
function readingsOf(lines: readonly string[] | null): Reading[] {
  return (lines ?? []).flatMap(line => {
    const v = csv(after(line, '+CPSI') ?? line)
    const [mode = ''] = v
    if (v.length < 5) return []
    if (/^NR5G/i.test(mode)) return nrOf(uncut(v, ...nrForms(v)))
    if (lteKind(mode) !== null) return lteOf(uncut(v, 14))
    if (/^WCDMA$/i.test(mode)) return olderOf(uncut(v, 12))
    return /^GSM$/i.test(mode) ? olderOf(uncut(v, 8)) : []
  })
}

/**
 * Secondary carriers. Wire: `+CMGRMI: CA_Scell,<earfcn>,<pci>,<band>,<bandwidth code>,<uplink code>,<pci>,<rsrq>,<rsrp>,
 * <rssi>,0,0,<1: active>` (SIM8300, powers in tenths), zeros for none.
 */
function secondaryOf(line: string): CarrierFact | null {
  const v = uncut(csv(after(line, '+CMGRMI') ?? ''), 13)
  const channel = decimal(v[1])
  const rsrp = figure(v[8])
  if (!/^CA_Scell/i.test(v[0] ?? '') || !channel || lteBand(channel) === null) return null
  return {
    role: 'scc',
    rat: 'lte',
    band: bandOf(v[3]) ?? lteBand(channel),
    channel,
    pci: decimal(v[6]),
    bandwidth_mhz: lteBandwidth(decimal(v[4])),
    active: v.length > 12 && v.at(-1) === '1',
    rsrq: scaled(figure(v[7]), rsrp),
    rsrp: scaled(rsrp, rsrp),
    rssi: scaled(figure(v[9]), rsrp),
  }
}

/**
 * Cells that are heard. Wire: `+CMGRMI: LTE_Intra,<n>,<earfcn>,…` and `+CMGRMI: LTE_Intra_Cell1,<pci>,<rsrq>,<rsrp>,<rssi>,…`,
 * `+CMGRMI: LTE_Inter,2,Freq1,<earfcn>,…,Freq2,<earfcn>,…` and `+CMGRMI: LTE_InterFreq1_Cell1,<pci>,…` (SIM7100, SIM8300;
 * powers in tenths), zeros for none.
 */
function neighboursOf(lines: readonly string[]): NeighbourFact[] {
  const channels = new Map<string, number | null>()
  return lines.flatMap((line): NeighbourFact[] => {
    const [tag = '', ...v] = uncut(csv(after(line, '+CMGRMI') ?? ''), 5)
    const name = tag.toUpperCase()
    if (name === 'LTE_INTRA') channels.set(name, decimal(v[1]))
    if (name === 'LTE_INTER')
      for (const [i, text] of v.entries())
        if (/^Freq/i.test(text) && i < v.length - 2)
          channels.set(name + text.toUpperCase(), decimal(v[i + 1]))
    const [, group] = /^(.+)_CELL\d+$/.exec(name) ?? []
    const channel = channels.get(group ?? '')
    const pci = decimal(v[0])
    const power = figure(v[2])
    const rsrp = scaled(power, power)
    if (!channel || lteBand(channel) === null || pci === null || !rsrp) return []
    return [{ rat: 'lte', channel, pci, rsrp, rsrq: scaled(figure(v[1]), power) }]
  })
}

export const cellQuestions: readonly Question[] = [
  { ask: system, rows: true },
  {
    ask: measurements,
    alone: true,
    silent: true,
    when: answers => (answers.lines(system) ?? []).some(line => /^(?:\+CPSI:)?\s*LTE/i.test(line)),
  },
]

/** Modules of SIMCom: SIM7600, SIM7906, SIM8200 and their relatives with `+CPSI`. */
export const dialect: Dialect<Options> = {
  modelName: answered => answered.replace(/^SIMCOM_/i, ''),
  questions: () => [{ ask: temperature }, ...cellQuestions],
  read(answers) {
    const readings = readingsOf(answers.lines(system))
    const [first, ...others] = readings.filter(r => r.carriers[0]?.role === 'pcc')
    const legs = [...others, ...readings].filter(r => r.carriers[0]?.role === 'scc').flatMap(r => r.carriers)
    const measured = answers.lines(measurements) ?? []
    const secondaries = measured.flatMap(line => secondaryOf(line) ?? [])
    return {
      ...first,
      carriers: first ? [...first.carriers, ...secondaries, ...legs] : [],
      neighbours: neighboursOf(measured),
      temperature: hottest((named(answers.lines(temperature), '+CPMUTEMP') ?? []).map(decimal)),
    }
  },
}
