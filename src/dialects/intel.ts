import { after, csv, decimal, hex, lteBand, named, umtsBand, unless, within } from '#core'
import type { AccessMode, UsbMode } from '../contract/control.ts'
import { lteBandwidth } from '../radio/quality.ts'
import type { Answers, CarrierFact, Control, Dialect, Facts } from './dialect.ts'

/** How the modules of this dialect differ. */
export interface IntelOptions {
  /** True where the bands the module can use are asked of it by `+XACT=?`. */
  capability?: true
  /** True where `+GTUSBMODE` chooses between NCM and MBIM (L850). */
  usb_modes?: true
}

type Options = IntelOptions | undefined
type Lines = readonly string[] | null

const aggregation = '+XLEC?'
const cells = '+XMCI=1'
const power = '+RSRP?'
const quality = '+RSRQ?'
const model = '+GMM?'
const bareModel = '+GMM'

interface Aggregation {
  /** MHz of the primary and the secondary carriers. */
  bandwidths: (number | null)[]
  /** Bands as far as they are named, primary first. */
  bands: (number | null)[]
}

/**
 * Wire: `+XLEC: <urc>,<cells>,<bandwidth codes>[,BAND_LTE_3[,20,1,0,0]]`; 0 cells: not on LTE, 1: no aggregation. The
 * L850 names the primary band alone, the L860 all of them, padded with zeros to five.
 */
function aggregationOf(lines: Lines): Aggregation {
  const values = named(lines, '+XLEC') ?? []
  const names = values.findIndex(value => value.startsWith('BAND_LTE_'))
  const count = within(decimal(values[1]), 0, 5) ?? 0
  const codes = values.slice(2, names < 0 ? undefined : names)
  return {
    bandwidths: Array.from({ length: count }, (_, i) => lteBandwidth(decimal(codes[i]))),
    bands: (names < 0 ? [] : values.slice(names)).map(band => unless(decimal(band.replace(/^\D+/, '')), 0)),
  }
}

interface Cell {
  serving: boolean
  carrier: CarrierFact
  facts: Facts
}

const index = (text: string | undefined, scale: number, offset: number): number | null => {
  const value = within(decimal(text), 0, 254)
  return value === null ? null : value * scale + offset
}

/**
 * One measured cell. Wire, LTE (4 serving, 5 neighbour): `+XMCI: 4,mcc,mnc,"tac","cell","pci","dl","ul","pathloss",
 * rsrp,rsrq,rssnr,"ta","cqi"`, UMTS (2, 3): `…,"psc","dl","ul","pathloss",rssi,rscp,ecno`, hexadecimal with 0x; the
 * XMM7160 leaves channels and path loss out. Units: rsrp index − 141, rsrq index / 2 − 20, rscp index − 121, ecno
 * index / 2 − 24.5, rssnr signed half dB (as ModemManager reads it in `+XCESQ`, and as XMM7360 measurements of both
 * commands agree; the v / 4 + 5 of earlier programs has no source), 255 unknown.
 */
function cellOf(text: string): Cell | null {
  const v = csv(text)
  const type = decimal(v[0])
  if (type === null || type < 2 || type > 5) return null
  const long = /^0x/i.test(v[6] ?? '')
  const lte = type > 3
  const number = (at: number) => unless(hex(v[at]), 0xffffffff)
  const cell_id = unless(number(4), 0xfffffff)
  const area = unless(number(3), 0xfffe, 0xffff)
  const channel = long ? number(6) : null
  const carrier: CarrierFact = {
    role: 'pcc',
    rat: lte ? 'lte' : 'umts',
    band: channel === null ? null : lte ? lteBand(channel) : umtsBand(channel),
    channel,
    pci: within(number(5), 0, lte ? 503 : 511),
  }
  const serving = type % 2 === 0
  if (!lte) {
    const facts = { rscp: index(v.at(-2), 1, -121), ecio: index(v.at(-1), 0.5, -24.5) }
    return { serving, carrier, facts: { lac: area, cell_id, ...facts } }
  }
  const [rsrp, rsrq, rssnr] = v.slice(long ? 9 : 6)
  const halves = unless(decimal(rssnr), 255)
  const sinr = halves === null ? null : halves / 2
  Object.assign(carrier, { rsrp: index(rsrp, 1, -141), rsrq: index(rsrq, 0.5, -20), sinr })
  return { serving, carrier, facts: { tac: area, cell_id } }
}

/** The rows of `+XMCI`; firmware breaks a long one in two. */
function cellsOf(lines: Lines): Cell[] {
  const rows: string[] = []
  for (const line of lines ?? []) {
    const text = after(line, '+XMCI')
    if (text !== null) rows.push(text)
    else if (rows.length > 0) rows.push(rows.pop() + line)
  }
  return rows.flatMap(row => cellOf(row) ?? [])
}

/**
 * Cells by their signal alone, the serving one first, for firmware that refuses `+XMCI`. Wire: `+RSRP:
 * pci,earfcn,dBm[,pci,earfcn,dBm]…`, `+RSRQ:` alike in dB, where `-7.-50` is −7.50.
 */
function signalsOf(answers: Answers): Cell[] {
  const read = (ask: string, name: string) =>
    (named(answers.lines(ask), name) ?? []).map(value => decimal(value.replace('.-', '.')))
  const rsrq = read(quality, '+RSRQ')
  return read(power, '+RSRP').flatMap((pci, i, values): Cell[] => {
    const channel = values[i + 1]
    if (i % 3 !== 0 || channel === undefined || channel === null) return []
    const same = rsrq[i] === pci && rsrq[i + 1] === channel
    const signal = { rsrp: values[i + 2] ?? null, rsrq: (same ? rsrq[i + 2] : null) ?? null }
    const carrier: CarrierFact = { role: 'pcc', rat: 'lte', band: lteBand(channel), channel, pci, ...signal }
    return [{ serving: i === 0, carrier, facts: {} }]
  })
}

/**
 * The carriers: as many as `+XLEC` counts, each with the first cell measured in its band; a cell on the primary's
 * channel is a neighbour.
 */
function carriersOf(list: Aggregation, measured: readonly Cell[]): CarrierFact[] {
  const serving = measured.find(cell => cell.serving)?.carrier
  if (serving?.rat === 'umts') return [serving]
  const count = list.bandwidths.length
  if (count === 0) return serving ? [serving] : []
  const free = measured.filter(cell => !cell.serving && cell.carrier.channel !== serving?.channel)
  return list.bandwidths.map((bandwidth_mhz, i): CarrierFact => {
    const band = list.bands[i] ?? null
    const at = free.findIndex(
      ({ carrier }) => carrier.rat === 'lte' && carrier.band === (band ?? carrier.band),
    )
    const found = i === 0 ? serving : at < 0 ? undefined : free.splice(at, 1)[0]?.carrier
    const role = i === 0 ? 'pcc' : 'scc'
    return { rat: 'lte', ...found, role, band: band ?? found?.band ?? null, bandwidth_mhz }
  })
}

const neighbourOf = ({ carrier, facts: { rscp, ecio } }: Cell) =>
  rscp === undefined ? carrier : { ...carrier, rsrp: rscp, rsrq: ecio ?? null }

/** Wire: `+GMM: "L850 LTE Module","L850"` or `L850 LTE Module`. */
function modelOf(line: string | undefined): string | null {
  const [long = '', short = ''] = csv(line?.replace(/^\+C?GMM\s*:/i, '') ?? '')
  return short || long.replace(/ LTE Module$/i, '') || null
}

/** Fibocom modules with Intel XMM 7160, 7262, 7360 and 7560: L830, L850, L860. */
export const dialect: Dialect<Options> = {
  identity: {
    model: [model, bareModel],
    firmware: ['+GTPKGVER?', '+CGMR'],
    iccid: ['+CCID', '+ICCID'],
  },
  questions() {
    const unmeasured = (answers: Answers) =>
      aggregationOf(answers.lines(aggregation)).bandwidths.length > 0 &&
      !cellsOf(answers.lines(cells)).some(cell => cell.serving)
    return [
      { ask: aggregation },
      { ask: cells, rows: true, silent: true },
      { ask: '+MTSM=1' },
      { ask: model, keep: 'enumeration', silent: true },
      {
        ask: bareModel,
        bare: true,
        keep: 'enumeration',
        when: answers => (answers.lines(model) ?? []).length === 0,
      },
      { ask: power, when: unmeasured },
      { ask: quality, when: unmeasured },
    ]
  },
  read(answers) {
    const rows = cellsOf(answers.lines(cells))
    const measured = rows.some(cell => cell.serving) ? rows : signalsOf(answers)
    return {
      ...measured.find(cell => cell.serving)?.facts,
      model: modelOf(answers.lines(model)?.[0] ?? answers.lines(bareModel)?.[0]),
      carriers: carriersOf(aggregationOf(answers.lines(aggregation)), measured),
      neighbours: rows.filter(cell => !cell.serving).map(neighbourOf),
      temperature: within(decimal(named(answers.lines('+MTSM=1'), '+MTSM')?.at(-1)), -60, 150),
    }
  },
}

const selection = '+XACT?'
const capability = '+XACT=?'

/** LTE bands among codes: 101–199; UMTS has 1–25, GSM 850 to 1900. */
const lteOf = (codes: readonly (string | number)[]) =>
  [...new Set(codes.map(Number).filter(n => n > 100 && n < 200))].map(n => n - 100).sort((a, b) => a - b)

/** Wire: `+XACT: 4,2,1,1,2,4,5,8,101,103`: technologies, two preferences, bands; no band or 0: all. */
function selectionOf(lines: Lines): string[] | null {
  const values = named(lines, '+XACT')
  return values?.every(v => /^\d{0,4}$/.test(v)) && /^[0-6]$/.test(values[0] ?? '') ? values : null
}

/** Technologies by the first value of `+XACT`. */
const choices: readonly AccessMode[] = [
  'gsm',
  'umts',
  'lte',
  'gsm_umts',
  'umts_lte',
  'gsm_lte',
  'gsm_umts_lte',
]

/** Technologies of band codes: 1–25 UMTS, 101–199 LTE, 850 to 1900 GSM. */
const technologiesOf = (codes: readonly string[]) =>
  codes.map(Number).map(code => (code < 100 ? 'umts' : code < 200 ? 'lte' : 'gsm'))

/** The choices of the technologies `+XACT=?` lists bands for; where it is not told, those of a module without GSM. */
function choicesOf(answers: Answers): AccessMode[] {
  const listed = answers
    .lines(capability)
    ?.join()
    .replace(/\([^)]*\)/g, '')
  const possible = ['umts', 'lte', ...technologiesOf(selectionOf(answers.lines(selection))?.slice(3) ?? [])]
  const told = listed ? technologiesOf((listed.match(/\d+/g) ?? []).filter(code => code !== '0')) : possible
  return choices.filter(choice => choice.split('_').every(each => told.includes(each)))
}

const usbState = '+GTUSBMODE?'
/** Wire: `+XPINCNT: 3,3,10,10`: PIN, PIN2, PUK, PUK2 (oFono reads it so of XMM modems). */
const attempts = '+XPINCNT'

const usbModes: readonly UsbMode[] = [
  { id: '0', name: 'NCM', vidpid: '8087:095a', protocol: 'ncm', proto: null, at_port: true },
  { id: '7', name: 'MBIM', vidpid: '2cb7:0007', protocol: 'mbim', proto: 'mbim', at_port: true },
]

/**
 * LTE bands by `+XACT`; the list of UMTS bands stays as it is when only LTE bands are written, and both stay when only
 * technologies are (`+XACT=2,,`, as ModemManager writes it).
 */
export const control: Control<Options> = {
  bands: {
    questions: options => [
      { ask: selection },
      ...(options?.capability ? [{ ask: capability, alone: true } as const] : []),
    ],
    told: options => options?.capability === true,
    read(answers, _options, bands) {
      const values = selectionOf(answers.lines(selection))
      const possible = lteOf(answers.lines(capability)?.join().match(/\d+/g) ?? [])
      const supported = possible.length > 0 ? { lte: possible } : bands
      const codes = (values ?? []).slice(3).filter(code => Number(code) > 0)
      const lte = codes.length === 0 ? [...(supported.lte ?? [])] : lteOf(codes)
      return { enabled: { lte: values && lte }, supported }
    },
    write({ bands, isDefault }, answers) {
      const [technologies] = selectionOf(answers.lines(selection)) ?? []
      if (technologies === undefined) return null
      return [`+XACT=${technologies},,,${isDefault ? 0 : bands.map(n => 100 + n).join()}`]
    },
  },
  modes: {
    questions: () => [{ ask: selection }, { ask: capability, alone: true }],
    modes: (_options, answers) => choicesOf(answers),
    read(answers) {
      const [code] = selectionOf(answers.lines(selection)) ?? []
      return code === undefined ? null : { mode: choices[Number(code)] ?? null, nr: null }
    },
    write({ mode }) {
      const code = mode ? choices.indexOf(mode) : -1
      return code < 0 ? null : [{ send: `+XACT=${code},,` }]
    },
  },
  cells: { questions: () => [{ ask: aggregation }, { ask: cells, rows: true, silent: true }] },
  usbMode: {
    available: options => options?.usb_modes ?? false,
    questions: () => [{ ask: usbState }],
    modes: () => usbModes,
    read(answers) {
      const [mode] = named(answers.lines(usbState), '+GTUSBMODE') ?? []
      return mode !== undefined && /^\d{1,3}$/.test(mode) ? mode : null
    },
    write: ({ id }) => [{ send: `+GTUSBMODE=${id}`, mayVanish: true }],
    restartNeeded: true,
  },
  attempts: {
    questions: () => [{ ask: attempts }],
    read(answers) {
      const left = named(answers.lines(attempts), '+XPINCNT')?.map(value => decimal(value))
      return left ? { pin: left[0] ?? null, puk: left[2] ?? null } : null
    },
  },
  restart: () => ({ reset: '+CFUN=15' }),
}
