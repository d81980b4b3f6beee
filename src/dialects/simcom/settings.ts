import { allNamed, decimal, named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CellLock } from '../../contract/cells.ts'
import type { BandLists, BandRat } from '../../contract/info.ts'
import type { UsbMode } from '../../contract/usb.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { modeCodes } from '../mode-codes.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { BandsSetting, CellLockSetting, Settings, Step, UsbModeSetting } from '../settings.ts'
import type { Options } from './options.ts'
import { cellQuestions } from './read.ts'

/** Names of the band lists of 5G modules. */
const lists = { lte: 'lte_band', nr_nsa: 'nsa_nr5g_band', nr_sa: 'nr5g_band' } as const satisfies Record<
  BandRat,
  string
>
const questionOf = (rat: BandRat) => `+CSYSSEL="${lists[rat]}"`
const masks = '+CNBP?'

/** Wire: `+CSYSSEL: "lte_band",3:7:20`, nothing behind the comma for none; null when the modem did not tell. */
function listOf(answers: Answers, rat: BandRat): number[] | null {
  const v = named(answers.lines(questionOf(rat)), '+CSYSSEL')
  const text = v?.[1] ?? ''
  if (v?.[0]?.toLowerCase() !== lists[rat] || !/^[\d:]*$/.test(text)) return null
  return [...new Set(text.split(':').map(Number))].filter(n => n > 0).sort((a, b) => a - b)
}

/**
 * Masks of 4G modules. Wire: `+CNBP: 0x100200000EE80380,0x000007FF3FDF3FFF,0x000000000000003F`: 2G and 3G, LTE (16 to 48
 * digits), TD-SCDMA; null when it does not read like that.
 */
function masksOf(answers: Answers): string[] | null {
  const v = named(answers.lines(masks), '+CNBP')
  return v !== null && v.length >= 2 && v.every(mask => /^0x[\da-f]{1,64}$/i.test(mask)) ? v : null
}

/** Band selection: lists on 5G modules, masks on 4G ones, whichever the module knows. */
const bands: BandsSetting<Options> = {
  questions: () => [
    ...(Object.keys(lists) as BandRat[]).map(rat => ({ ask: questionOf(rat), answers: ['+CSYSSEL'] })),
    { ask: masks, when: answers => answers.lines(questionOf('lte')) === null },
  ],
  read(answers, _options, bands: BandLists) {
    const lte = listOf(answers, 'lte')
    const mask = masksOf(answers)?.[1]
    const nr = (['nr_nsa', 'nr_sa'] as const).flatMap(rat => {
      const list = listOf(answers, rat)
      return bands[rat] || (list ?? []).length > 0 ? [[rat, list]] : []
    })
    return {
      enabled: {
        lte: lte ?? (mask === undefined ? null : maskToBands(mask)),
        ...Object.fromEntries(nr),
      },
    }
  },
  write({ rat, bands }, answers) {
    if (bands.length === 0) return null
    if (listOf(answers, rat) !== null) return [{ send: `+CSYSSEL="${lists[rat]}",${bands.join(':')}` }]
    const [older, lte, ...others] = masksOf(answers) ?? []
    if (rat !== 'lte' || older === undefined || lte === undefined) return null
    return [
      {
        send: `+CNBP=${[older, `0x${bandsToMask(bands).padStart(lte.length - 2, '0')}`, ...others].join(',')}`,
      },
    ]
  },
}

const lteLock = '+CCELLCFG?'
const nrLock = '+C5GCELLCFG?'
/** Subcarrier spacing in kHz by its code. */
const spacings = [15, 30, 60, 120, 240]

/**
 * The locks that are set. Wire: `+CCELLCFG: <pci>,<earfcn>`, nothing but OK when free (SIM8200 recordings); NR as it is
 * written, `+C5GCELLCFG: "pci",<pci>,<arfcn>,<scs code>,<band>`, free: `0`, `"unlock"` or nothing but OK. Null where
 * an answer reads otherwise or is missing.
 */
function locksOf(answers: Answers, rat: CellLock['rat']): CellLock[] | null {
  const lines = answers.lines(rat === 'lte' ? lteLock : nrLock)
  if (lines === null) return null
  const v = named(lines, rat === 'lte' ? '+CCELLCFG' : '+C5GCELLCFG')
  if (v === null) return lines.length === 0 ? [] : null
  if (/^(?:0|unlock)$/i.test(v.join())) return []
  const [pci, channel, scs, band] = (v[0]?.toLowerCase() === 'pci' ? v.slice(1) : v).map(decimal)
  if (typeof pci !== 'number' || typeof channel !== 'number') return null
  return [{ rat, channel, pci, band: band ?? null, scs_khz: spacings[scs ?? -1] ?? null }]
}

const ratsOf = (options: Options) => (options?.nr ? (['lte', 'nr'] as const) : (['lte'] as const))

/** Binding to a cell: `+CCELLCFG` for LTE, `+C5GCELLCFG` for NR; the two locks do not touch each other. */
const cellLock: CellLockSetting<Options> = {
  rats: ratsOf,
  questions: options => [
    { ask: lteLock, silent: true },
    ...(options?.nr ? [{ ask: nrLock, silent: true } as const] : []),
  ],
  read(answers, options) {
    const locks = ratsOf(options).map(rat => locksOf(answers, rat))
    return locks.includes(null) ? null : locks.flatMap(each => each ?? [])
  },
  write(wish, answers, options) {
    if ('free' in wish)
      return ratsOf(options)
        .filter(rat => rat === (wish.free ?? rat) && locksOf(answers, rat)?.length !== 0)
        .map((rat): Step => ({ send: rat === 'lte' ? '+CCELLCFG=0' : '+C5GCELLCFG="unlock"' }))
    const { rat, channel, pci, band, scs_khz } = wish.lock
    if (pci === null) return 'a cell lock without pci'
    if (rat === 'lte') return [{ send: `+CCELLCFG=1,${pci},${channel}` }]
    const spacing = spacings.indexOf(scs_khz ?? 0)
    if (band === null || spacing < 0) return 'an NR lock without band and scs_khz'
    return [{ send: `+C5GCELLCFG="pci",${pci},${channel},${spacing},${band}` }]
  },
}

const product = '+CUSBPIDSWITCH?'
const products = '+CUSBPIDSWITCH=?'
const composition = '+CUSBCFG?'

const modeOf = (id: string, name: string, protocol: UsbMode['protocol'], proto: string): UsbMode => ({
  id,
  name,
  vidpid: `1e0e:${id}`,
  protocol,
  proto,
  at_port: true,
  network: true,
})

const compositions: readonly UsbMode[] = [
  modeOf('9001', 'QMI', 'qmi', 'qmi'),
  modeOf('9003', 'MBIM', 'mbim', 'mbim'),
  modeOf('9011', 'RNDIS', 'rndis', 'dhcp'),
]
/** The kernel's `option` does not know this id. */
const ecm = { ...modeOf('9018', 'ECM; Linux shows no AT port', 'ecm', 'dhcp'), at_port: false }

/**
 * USB composition by its product id; the module resets itself for another one. 4G modules: `+CUSBPIDSWITCH: 9001` and
 * `+CUSBPIDSWITCH: (9000,9001,…),(0-1),(0-1)`; 5G modules: `+CUSBCFG?` → `USBID: 0X1E0E,0X9001`.
 */
const usbMode: UsbModeSetting<Options> = {
  questions: () => [
    { ask: product },
    { ask: products, alone: true, when: answers => answers.lines(product) !== null },
    { ask: composition, alone: true, when: answers => answers.lines(product) === null },
  ],
  modes(_options, answers) {
    const listed = answers.lines(products)?.join().toLowerCase()
    if (answers.lines(product) === null) return compositions
    return [...compositions, ecm].filter(({ id }) => listed?.includes(id) ?? true)
  },
  read(answers) {
    const id =
      named(answers.lines(product), '+CUSBPIDSWITCH')?.[0] ?? named(answers.lines(composition), 'USBID')?.[1]
    return /^(?:0x)?([\da-f]{4})$/i.exec(id ?? '')?.[1]?.toLowerCase() ?? null
  },
  write({ id }, answers, options, listed) {
    const present = usbMode.read(answers, options, listed)
    if (present === null) return null
    const line = answers.lines(product) === null ? `+CUSBCFG=USBID,1E0E,${id}` : `+CUSBPIDSWITCH=${id},1,1`
    return present === id ? [] : [{ send: line, restarts: true }]
  },
}

const counts = '+SPIC'
const standardCounts = '+CPINR'

/** Wire: `+SPIC: <PIN>,<PUK>,<PIN2>,<PUK2>`; the standard's command where a module does not know it. */
const attempts: NonNullable<Settings<Options>['attempts']> = {
  questions: () => [
    { ask: counts },
    { ask: standardCounts, silent: true, when: answers => answers.lines(counts) === null },
  ],
  read(answers) {
    const [pin = null, puk = null] = named(answers.lines(counts), counts)?.map(decimal) ?? []
    const rows = allNamed(answers.lines(standardCounts), standardCounts)
    const left = (code: string) => decimal(rows.find(([name]) => name?.toUpperCase() === code)?.[1])
    return { pin: pin ?? left('SIM PIN'), puk: puk ?? left('SIM PUK') }
  },
}

/** What can be read and changed beyond `info`. */
export const settings: Settings<Options> = {
  messages: { list: '+CMGL=4,1' },
  bands,
  modes: /* @__PURE__ */ modeCodes({
    name: '+CNMP',
    listed: true,
    codes: [
      [2, 'auto'],
      [13, 'gsm'],
      [14, 'umts'],
      [19, 'gsm_umts'],
      [38, 'lte'],
      [51, 'gsm_lte'],
      [54, 'umts_lte'],
      [39, 'gsm_umts_lte'],
      [71, 'nr'],
      [109, 'lte_nr'],
      [55, 'umts_lte_nr'],
    ],
  }),
  cells: { questions: () => cellQuestions },
  cellLock,
  usbMode,
  attempts,
  restart: () => ({ reset: '+CRESET' }),
  radio: { levels: qualcommLevels },
}
