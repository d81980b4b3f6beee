import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { decimal, hex, hottest, named, unless } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { known } from '../../asking/standard.ts'
import type { CarrierRat } from '../../contract/info.ts'
import { isInBand, lteBand, nrBand, umtsBand } from '../../radio/channels.ts'
import type { Dialect } from '../dialect.ts'
import { bandOf, type Fields, fieldsOf, hexOf, numberOf, powers, signal } from './fields.ts'

const status = '!GSTATUS?'
const cells = '!LTEINFO?'
export const slot = '!UIMS?'

/**
 * Downlink channel of the primary LTE carrier. EM7565 01.09 printed 0 on B66; then it follows from the uplink channel
 * (TS 36.101 §5.7.3), and so it does for the other "unknown", 65535.
 */
function channelOf(fields: Fields, band: number | null): number | null {
  const told = unless(numberOf(fields.get('lte rx chan')), 0, 65535)
  const uplink = unless(numberOf(fields.get('lte tx chan')), 0, 65535)
  if (told !== null || uplink === null || band === null) return told
  return [uplink, uplink - 18000, uplink - 17890, uplink - 65536].find(c => lteBand(c) === band) ?? null
}

/** The uplink channel of a carrier, where it is told. */
function uplinkOf(fields: Fields, carrier: string): Pick<CarrierFact, 'uplink_channel'> {
  const channel = unless(numberOf(fields.get(`${carrier} tx chan`)), 0, 65535, 0xffffffff)
  return channel === null ? {} : { uplink_channel: channel }
}

function ltePrimary(fields: Fields): CarrierFact[] {
  const band = bandOf(fields.get('lte band'))
  const channel = channelOf(fields, band)
  if (band === null && channel === null) return []
  return [
    {
      role: 'pcc',
      rat: 'lte',
      band: band ?? (channel === null ? null : lteBand(channel)),
      channel,
      ...uplinkOf(fields, 'lte'),
      bandwidth_mhz: numberOf(fields.get('lte bw')),
      ...signal(powers(fields, /^(?:pcc rx\w+ )?rssi$/), powers(fields, /^(?:pcc rx\w+ )?rsrp$/)),
      rsrq: numberOf(fields.get('rsrq')),
      sinr: numberOf(fields.get('sinr')),
    },
  ]
}

/** Secondary LTE carriers: one `LTE Scell` (EM7455), or `LTE SCC1` and so on (EM7565, EM9190). */
function lteSecondaries(fields: Fields): CarrierFact[] {
  const numbers = [...fields.keys()].flatMap(label => /^lte scc(\d+) state$/.exec(label)?.[1] ?? [])
  return ['', ...numbers].flatMap((n): CarrierFact[] => {
    const cell = n === '' ? 'lte scell' : `lte scc${n}`
    const state = fields.get(n === '' ? 'lte ca state' : `${cell} state`)?.toUpperCase()
    const band = bandOf(fields.get(`${cell} band`))
    if (state === undefined || state === 'NOT ASSIGNED' || band === null) return []
    const bandwidth = numberOf(fields.get(`${cell} bw`))
    const uplink = fields.get(`${cell} ul configured`)?.toUpperCase() === 'TRUE'
    return [
      {
        role: 'scc',
        rat: 'lte',
        band,
        channel: unless(numberOf(fields.get(`${cell} rx chan`) ?? fields.get(`${cell} chan`)), 0, 65535),
        bandwidth_mhz: bandwidth,
        uplink_bandwidth_mhz: uplink ? bandwidth : null,
        ...(uplink && uplinkOf(fields, cell)),
        active: state === 'ACTIVE',
        ...signal(
          powers(fields, new RegExp(`^scc${n} rx\\w+ rssi$`)),
          powers(fields, new RegExp(`^scc${n} rx\\w+ rsrp$`)),
        ),
      },
    ]
  })
}

/**
 * NR carriers: `NR5G band: n41` of 5GC, `SCC1 NR5G band: n78` of EN-DC. RSRP, RSRQ and SINR are told once, for the
 * first.
 */
function nrCarriers(fields: Fields, standalone: boolean): CarrierFact[] {
  const names = [...fields.keys()].flatMap(
    label => /^((?:scc\d+ )?nr5g) (?:band|rx chan)$/.exec(label)?.[1] ?? [],
  )
  const told = [...new Set(names)].filter(
    name => bandOf(fields.get(`${name} band`)) !== null || numberOf(fields.get(`${name} rx chan`)),
  )
  const first: Partial<CarrierFact> = {
    ...signal(powers(fields, /^nr5g\(.* rssi$/), powers(fields, /^nr5g rsrp$/)),
    rsrq: numberOf(fields.get('nr5g rsrq')),
    sinr: numberOf(fields.get('nr5g sinr')),
  }
  return told.map((name, i): CarrierFact => {
    const channel = unless(numberOf(fields.get(`${name} rx chan`)), 0)
    return {
      role: standalone && i === 0 ? 'pcc' : 'scc',
      rat: 'nr',
      band: bandOf(fields.get(`${name} band`)) ?? (channel === null ? null : nrBand(channel)),
      channel,
      bandwidth_mhz: numberOf(fields.get(`${name} dl bw`) ?? fields.get(`${name} bw`)),
      uplink_bandwidth_mhz: numberOf(fields.get(`${name} ul bw`)),
      ...uplinkOf(fields, name),
      ...(i === 0 ? first : {}),
    }
  })
}

/** The serving cell of 3G and 2G; -106 dBm means an antenna or carrier that is not in use. */
function legacyCarrier(fields: Fields, rat: CarrierRat): CarrierFact[] {
  const name = rat === 'gsm' ? 'gsm' : 'wcdma'
  const channel = unless(numberOf(fields.get(`${name} channel`)), 0, 65535)
  if (channel === null) return []
  const rssi = powers(fields, /^rx(?: level(?: c(?:arrier )?0)?|\w+ rssi c0)$/, -106)
  const frequency = decimal(/\d+$/.exec(fields.get('gsm band') ?? '')?.[0])
  const band = rat === 'gsm' ? frequency : umtsBand(channel)
  return [{ role: 'pcc', rat, channel, band, ...signal(rssi, []) }]
}

/** One cell of `!LTEINFO?`: the block it stands in and its values by their names. */
interface Row {
  block: string
  value(name: string, number?: typeof hex): number | null
}

/**
 * The rows of `!LTEINFO?`: a block begins with its name and the names of its columns; an IntraFreq cell is on the channel
 * of the serving one.
 * Wire: `Serving:   EARFCN MCC MNC   TAC      CID Bd D U SNR PCI  RSRQ   RSRP   RSSI RXLV` and
 * `  800 310 410 35666 0A14666A  2 5 5  22 404 -14.1  -79.6  -45.5 --`, `IntraFreq:  PCI  RSRQ   RSRP   RSSI RXLV`,
 * `InterFreq: EARFCN ThresholdLow ThresholdHi Priority PCI …`, `WCDMA: UARFCN ThreshL ThreshH Prio PSC RSCP ECN0 RXLV`.
 */
function rowsOf(lines: readonly string[] | null): Row[] {
  let block = ''
  let names: string[] = []
  return (lines ?? []).flatMap((line): Row[] => {
    const [, head, columns] = /^\s*([A-Za-z][\w ]*?) ?:\s*(\D.*)?$/.exec(line) ?? []
    if (head !== undefined) {
      block = head.toUpperCase()
      names = columns?.trim().split(/\s+/) ?? []
      return []
    }
    const values = line.trim().split(/\s+/)
    const own = names
    if (values.length !== names.length) return []
    return [{ block, value: (name, number = decimal) => number(values[own.indexOf(name)]) }]
  })
}

/** The cells beside the serving one. */
function neighboursOf(lines: readonly string[] | null): NeighbourFact[] {
  const rows = rowsOf(lines)
  const served = rows.find(row => row.block === 'SERVING')?.value('EARFCN') ?? null
  return rows.flatMap(({ block, value }): NeighbourFact[] => {
    if (block === 'WCDMA')
      return [
        {
          rat: 'umts',
          channel: value('UARFCN'),
          pci: value('PSC'),
          rsrp: value('RSCP'),
          rsrq: value('ECN0'),
        },
      ]
    if (!/^INT(?:RA|ER)FREQ$/.test(block)) return []
    const channel = block === 'INTERFREQ' ? value('EARFCN') : served
    const pci = value('PCI')
    if (channel === null || pci === null) return []
    return [
      {
        rat: 'lte',
        channel,
        pci,
        rsrp: value('RSRP'),
        rsrq: value('RSRQ'),
      },
    ]
  })
}

/**
 * The primary LTE carrier with what only `!LTEINFO?` tells, when both are about the same cell: after a handover between the
 * answers the channel may be the same and the cell another.
 */
function completed(carriers: CarrierFact[], fields: Fields, lines: readonly string[] | null): CarrierFact[] {
  const row = rowsOf(lines).find(({ block }) => block === 'SERVING')
  const channel = row?.value('EARFCN') ?? null
  const pci = row?.value('PCI') ?? null
  const own = known(hexOf(fields.get('cell id')))
  const cell = known(row?.value('CID', hex))
  if (channel === null || (own ?? cell) !== (cell ?? own)) return carriers
  return carriers.map(carrier => {
    const isHere = carrier.channel ? channel === carrier.channel : isInBand('lte', channel, carrier.band ?? 0)
    return isHere ? { ...carrier, channel, pci } : carrier
  })
}

function statusFacts(fields: Fields, lines: readonly string[] | null): Facts {
  const mode = fields.get('system mode')?.toUpperCase()
  const temperature = hottest([numberOf(fields.get('temperature'))])
  if (mode === 'WCDMA' || mode === 'GSM')
    return {
      temperature,
      lac: hexOf(fields.get('lac')),
      cell_id: hexOf(fields.get('cell id')),
      carriers: legacyCarrier(fields, mode === 'GSM' ? 'gsm' : 'umts'),
    }
  if (mode === 'NR5G')
    return {
      temperature,
      tac: hexOf(fields.get('nr5g tac')),
      cell_id: hexOf(fields.get('nr5g cell id')),
      carriers: nrCarriers(fields, true),
    }
  const endc = mode === 'ENDC'
  const primary = completed(ltePrimary(fields), fields, lines)
  return {
    temperature,
    tac: hexOf(fields.get('tac')),
    cell_id: hexOf(fields.get('cell id')),
    carriers: [...primary, ...lteSecondaries(fields), ...(endc ? nrCarriers(fields, false) : [])],
    ...(endc ? { rat: 'nr_nsa' } : {}),
  }
}

export const cellQuestions: readonly Question[] = [
  { ask: status, rows: true, answers: ['!GSTATUS', 'Current Time'] },
  { ask: cells, rows: true, when: answers => /LTE|ENDC/.test(modeOf(answers)) },
]

/**
 * Sierra Wireless modules with `!GSTATUS?`: MC77xx and AirCard 320U (9200), EM/MC73xx (9x15), EM/MC74xx (9x30),
 * EM75xx (9x50), EM91xx and EM92xx (SDX55, SDX65). The labels seen decide, because VID, PID and product string of
 * these modules can be set.
 */
export const dialect: Dialect = {
  identity: {
    vendor: ['+CGMI', 'I'],
    model: ['+CGMM', 'I'],
    firmware: ['+CGMR', 'I'],
    imei: ['+CGSN', 'I'],
  },
  questions: () => [
    ...cellQuestions,
    { ask: slot, keep: 'enumeration', when: answers => modeOf(answers) !== '' },
  ],
  read(answers) {
    const lines = answers.lines(status)
    const index = decimal(named(answers.lines(slot), '!UIMS')?.[0])
    return {
      ...(lines ? statusFacts(fieldsOf(lines), answers.lines(cells)) : {}),
      neighbours: neighboursOf(answers.lines(cells)),
      slot: index === null ? null : index + 1,
    }
  },
}

const modeOf = (answers: Answers) => fieldsOf(answers.lines(status) ?? []).get('system mode') ?? ''
