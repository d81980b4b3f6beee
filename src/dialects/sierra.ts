import { decimal, hex, lteBand, named, nrBand, umtsBand, unless, within } from '#core'
import type { BandLists, BandRat, CarrierRat } from '../contract/info.ts'
import { bandsToMask, maskToBands } from '../radio/bands.ts'
import type { Answers, CarrierFact, Control, Dialect, Facts } from './dialect.ts'

const status = '!GSTATUS?'
const cells = '!LTEINFO?'
const slot = '!UIMS?'

/** Values of `!GSTATUS?` by label; labels in lower case, without unit, SSC (early EM7565 firmware) spelt SCC. */
type Fields = ReadonlyMap<string, string>

/**
 * Reads the pairs `Label: value`, one or two a line, between them tabs or what a terminal made of them. The blank
 * after the colon may be missing, or stand before it (`LTE SCC1 bw  : 20 MHz`). `RSRP (dBm)` has no owner in the
 * layout of EM7455 and its kind: it belongs to the antenna whose RSSI came last (`PCC RxD RSSI:`).
 */
function fieldsOf(lines: readonly string[]): Fields {
  const fields = new Map<string, string>()
  let antenna = ''
  for (const line of lines) {
    let label = ''
    let loose = ''
    for (const piece of line.split(/\t+| {2,}/).map(text => text.trim())) {
      const colon = piece.indexOf(':')
      if (colon < 0) {
        if (label !== '' && fields.get(label) === '') fields.set(label, piece)
        else loose = piece
        continue
      }
      label = (piece.slice(0, colon).trim() || loose)
        .toLowerCase()
        .replace(/ ?\(db.?\)$/, '')
        .replace('ssc', 'scc')
      antenna = /^\w+ rx\w+(?= rssi$)/.exec(label)?.[0] ?? antenna
      if (label === 'rsrp' && antenna !== '') label = `${antenna} rsrp`
      if (!fields.get(label)) fields.set(label, piece.slice(colon + 1).trim())
    }
  }
  return fields
}

/** The number a value begins with: `20 MHz`, `-14.0`; `--`, `---` and `Unknown` are none. */
const numberOf = (text: string | undefined) => decimal(text?.split(' ')[0])
/** The hexadecimal number a value begins with: `8C65 (35941)`. */
const hexOf = (text: string | undefined) => hex(text?.split(/[ (]/)[0])
/** The number in the name of a band: `B7`, `n78`. */
const bandOf = (text: string | undefined) => decimal(/^[bn](\d{1,3})$/i.exec(text ?? '')?.[1])

/** The plausible powers of the labels that fit, in the modem's order: main antenna first. */
function powers(fields: Fields, label: RegExp): number[] {
  return [...fields].flatMap(([name, value]) =>
    label.test(name) ? (within(numberOf(value), -157, -20) ?? []) : [],
  )
}

/** The main antenna's power, and all of them where the modem tells several apart. */
function signal(rssi: number[], rsrp: number[]): Partial<CarrierFact> {
  return {
    rssi: rssi[0] ?? null,
    rsrp: rsrp[0] ?? null,
    ...(rssi.length > 1 ? { rssi_antennas: rssi } : {}),
    ...(rsrp.length > 1 ? { rsrp_antennas: rsrp } : {}),
  }
}

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
      bandwidth_mhz: numberOf(fields.get('lte bw')),
      ...signal(powers(fields, /^(?:pcc rx\w+ )?rssi$/), powers(fields, /^(?:pcc rx\w+ )?rsrp$/)),
      rsrq: numberOf(fields.get('rsrq')),
      sinr: numberOf(fields.get('sinr')),
    },
  ]
}

/** Secondary LTE carriers: one `LTE Scell` (EM7455), or `LTE SCC1` and so on (EM7565, EM9190). */
function lteSecondaries(fields: Fields): CarrierFact[] {
  return ['', '1', '2', '3', '4', '5', '6', '7'].flatMap((n): CarrierFact[] => {
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
  const names = ['', 'scc1 ', 'scc2 ', 'scc3 ', 'scc4 '].map(name => `${name}nr5g`)
  const told = names.filter(
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
      ...(i === 0 ? first : {}),
    }
  })
}

/** The serving cell of 3G and 2G; -106 dBm means an antenna or carrier that is not in use. */
function legacyCarrier(fields: Fields, rat: CarrierRat): CarrierFact[] {
  const name = rat === 'gsm' ? 'gsm' : 'wcdma'
  const channel = unless(numberOf(fields.get(`${name} channel`)), 0, 65535)
  if (channel === null) return []
  const rssi = powers(fields, /^rx(?: level(?: c(?:arrier )?0)?|\w+ rssi c0)$/).filter(dbm => dbm !== -106)
  const frequency = decimal(/\d+$/.exec(fields.get('gsm band') ?? '')?.[0])
  const band = rat === 'gsm' ? frequency : umtsBand(channel)
  return [{ role: 'pcc', rat, channel, band, ...signal(rssi, []) }]
}

/**
 * The serving row of `!LTEINFO?`: PCI and EARFCN under their names in the line before.
 * Wire: `Serving:   EARFCN MCC MNC   TAC      CID Bd D U SNR PCI  RSRQ   RSRP   RSSI RXLV` and
 * `  800 310 410 35666 0A14666A  2 5 5  22 404 -14.1  -79.6  -45.5 --`.
 */
function servingRow(lines: readonly string[] | null): { channel: number | null; pci: number | null } {
  const head = (lines ?? []).findIndex(line => /^Serving ?:/i.test(line))
  const names = lines?.[head]?.split(/\s+/).slice(1) ?? []
  const row = lines?.[head + 1]?.split(/\s+/) ?? []
  const value = (name: string) =>
    head >= 0 && row.length === names.length ? decimal(row[names.indexOf(name)]) : null
  return { channel: value('EARFCN'), pci: within(value('PCI'), 0, 503) }
}

/** The primary LTE carrier with what only `!LTEINFO?` tells, when both are about the same carrier. */
function completed(carriers: CarrierFact[], lines: readonly string[] | null): CarrierFact[] {
  const { channel, pci } = servingRow(lines)
  return carriers.map(carrier => {
    if (channel === null || channel !== (carrier.channel ?? channel)) return carrier
    return { ...carrier, channel, pci }
  })
}

function statusFacts(fields: Fields, lines: readonly string[] | null): Facts {
  const mode = fields.get('system mode')?.toUpperCase()
  const temperature = within(numberOf(fields.get('temperature')), -60, 150)
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
  const primary = completed(ltePrimary(fields), lines)
  return {
    temperature,
    tac: hexOf(fields.get('tac')),
    cell_id: hexOf(fields.get('cell id')),
    carriers: [...primary, ...lteSecondaries(fields), ...(endc ? nrCarriers(fields, false) : [])],
    ...(endc ? { rat: 'nr_nsa' } : {}),
  }
}

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
    { ask: status, rows: true, answers: ['!GSTATUS', 'Current Time'] },
    { ask: cells, rows: true, when: answers => /LTE|ENDC/.test(modeOf(answers)) },
    { ask: slot, keep: 'enumeration', when: answers => modeOf(answers) !== '' },
  ],
  read(answers) {
    const lines = answers.lines(status)
    const index = decimal(named(answers.lines(slot), '!UIMS')?.[0])
    return {
      ...(lines ? statusFacts(fieldsOf(lines), answers.lines(cells)) : {}),
      slot: index === null ? null : index + 1,
    }
  },
}

const modeOf = (answers: Answers) => fieldsOf(answers.lines(status) ?? []).get('system mode') ?? ''

const present = '!BAND?'
const possible = '!BAND=?'
const unlock = '!ENTERCND="A710"'

/** Masks of a band profile, as hexadecimal text: 64 bands each, the lower ones first. */
interface Profile {
  /** Form with one line for each technology (EM91xx, EM92xx). */
  classes: boolean
  gw: readonly string[]
  lte: readonly string[]
  nr_nsa?: readonly string[]
  nr_sa?: readonly string[]
}

/** Numbers of the technologies in the form with classes. */
const classes = { gw: 0, lte: 1, nr_nsa: 3, nr_sa: 4 } as const

/**
 * The present profile, or the one of that index. Wire (EM7455, EM7565):
 * `00, All bands,   0002000007C00000 00000100130818DF 0000000000000000` – GW, LTE and TDS masks; with four or six
 * masks the second is followed by that of the LTE bands 65–128, after TDS come those above. EM92xx:
 * `00, All bands` and ` 1 - LTE:   0000A7E2BB0F38DF 0000000000000042` (`0 - GW`, `3 - NRNSA`, `4 - NRSA`).
 */
function profileOf(lines: readonly string[] | null, index?: string): Profile | null {
  const found = new Map<string, string[]>()
  let inside = index === undefined
  for (const line of lines ?? []) {
    const head = /^([0-9A-F]{2}) ?,/i.exec(line)?.[1]
    if (head !== undefined && index !== undefined) inside = head === index
    const [first, second, third, ...more] = line.match(/\b[0-9A-F]{16}\b/gi) ?? []
    if (!inside || first === undefined) continue
    const name = /^\d ?- ?(GW|LTE|NRNSA|NRSA)\b/i.exec(line)?.[1]?.toUpperCase()
    if (name !== undefined) found.set(name, [first, second ?? [], third ?? [], more].flat())
    else if (second !== undefined)
      return {
        classes: false,
        gw: [first],
        lte: more.length > 0 ? [second, third ?? '0', ...more.slice(1)] : [second],
      }
  }
  const [gw, lte, nsa, sa] = ['GW', 'LTE', 'NRNSA', 'NRSA'].map(name => found.get(name))
  if (!gw || !lte) return null
  return { classes: true, gw, lte, ...(nsa ? { nr_nsa: nsa } : {}), ...(sa ? { nr_sa: sa } : {}) }
}

const bandsOf = (masks: readonly string[]) =>
  masks.flatMap((mask, i) => maskToBands(mask).map(band => band + 64 * i))

/** The masks of the bands, as many as there were; null when that is too few. */
function masksOf(bands: readonly number[], like: readonly string[]): string[] | null {
  const masks = like.map((_, i) =>
    bandsToMask(bands.map(band => band - 64 * i).filter(band => band > 0 && band <= 64)),
  )
  return bandsOf(masks).length === bands.length ? masks : null
}

const rats = ['lte', 'nr_nsa', 'nr_sa'] as const satisfies readonly BandRat[]

/**
 * Band profiles by `!BAND`: profile 10 is defined with the masks of the other technologies as they are, and chosen;
 * then the module is restarted by `!RESET`. The default is profile 00, all bands. In the form with classes (EM92xx as
 * recorded) every technology is defined by a line of its own, LTE last: a firmware that kept only the last one would
 * still have LTE.
 */
export const control: Control = {
  bands: {
    questions: () =>
      [present, possible].map(ask => ({ ask, alone: true, fallback: `${unlock};${ask}` }) as const),
    read(answers, _options, bands) {
      const now = profileOf(answers.lines(present))
      const all = profileOf(answers.lines(possible), '00')
      const supported: BandLists = {}
      const enabled: { [Key in BandRat]?: number[] | null } = {}
      for (const rat of rats) {
        const masks = all?.[rat]
        if (masks) supported[rat] = bandsOf(masks)
        if (masks || bands[rat] || now?.[rat]) enabled[rat] = now?.[rat] ? bandsOf(now[rat]) : null
      }
      return { enabled, supported }
    },
    write({ rat, bands, isDefault }, answers) {
      const now = profileOf(answers.lines(present))
      const masks = masksOf(bands, now?.[rat] ?? [])
      if (now === null || masks === null) return null
      if (isDefault) return [unlock, '!BAND=00']
      if (!now.classes)
        return [
          unlock,
          `!BAND=10,"Custom bands",${[now.gw[0], ...masks.slice(0, 2)].join(',')}`,
          '!BAND=10',
          '!RESET',
        ]
      const wanted = { ...now, [rat]: masks.map(mask => mask.padStart(16, '0')) }
      const lines = (['gw', 'nr_nsa', 'nr_sa', 'lte'] as const).flatMap(name => {
        const list = wanted[name]
        return list ? `!BAND=0F,1,"Custom bands",${[classes[name], ...list].join(',')}` : []
      })
      return [unlock, ...lines, '!BAND=0F', '!RESET']
    },
  },
}
