import { decimal, hex, named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { BandLists, BandRat } from '../../contract/info.ts'
import type { AccessMode } from '../../contract/modes.ts'
import type { UsbMode } from '../../contract/usb.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { BandState, BandsSetting, ModesSetting, Settings, Step, UsbModeSetting } from '../settings.ts'
import { voters } from './power.ts'
import { cellQuestions, slot } from './read.ts'

const present = '!BAND?'
const possible = '!BAND=?'
const unlock = '!ENTERCND="A710"'
/** The new bands hold after it. */
const restart: Step = { send: '!RESET', restarts: true }

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

/** Whether the profile of all bands is chosen; older firmware tells no masks with it: `00, All bands`. */
const isNamedAll = (answers: Answers) =>
  answers.lines(present)?.some(line => /^00 ?, *All bands\W*$/i.test(line)) ?? false

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

const selection = '!SELRAT?'
const selections = '!SELRAT=?'

/** What counts where `!SELRAT=?` is not answered, as EM74xx list it. */
const usual = [
  '00, Automatic',
  '01, UMTS 3G Only',
  '02, GSM 2G Only',
  '05, GSM and UMTS Only',
  '06, LTE Only',
  '07, GSM, UMTS, LTE',
  '11, UMTS and LTE Only',
]

/** Technologies by the words in the name of a choice, in the order of `AccessMode`. */
const words = [
  ['gsm', /\bGSM\b/i],
  ['umts', /\b(?:UMTS|WCDMA)\b/i],
  ['lte', /\bLTE\b/i],
  ['nr', /\b(?:NR|NR5G|5G)\b/i],
] as const

/**
 * A choice of `!SELRAT` by its name, because firmware numbers them differently (`LTE Only` is 04 on some EM9190, 06 on
 * others). Wire: `!SELRAT: 06, LTE Only`, `11, UMTS and LTE Only`; null for what is no `AccessMode`.
 */
function choiceOf(line: string): { index: string; mode: AccessMode } | null {
  const [, index = '', name = ''] = /^(?:!SELRAT ?: ?)?([0-9A-F]{2}) ?, *(.+)$/i.exec(line.trim()) ?? []
  const told = words.filter(([, word]) => word.test(name)).map(([rat]) => rat)
  const mode = /^auto/i.test(name) ? 'auto' : told.join('_')
  const isOther = /CDMA(?<!WCDMA)|HRPD|\bTDS/i.test(name) || /^gsm.*nr$/.test(mode)
  return mode === '' || isOther ? null : { index, mode: mode as AccessMode }
}

/** The choices the modem lists, the first of each name. */
function choicesOf(answers: Answers) {
  const listed = answers.lines(selections)?.flatMap(line => choiceOf(line) ?? []) ?? []
  const all = listed.length > 0 ? listed : usual.flatMap(line => choiceOf(line) ?? [])
  return all.filter(({ mode }, i) => all.findIndex(other => other.mode === mode) === i)
}

const composition = '!USBCOMP?'

/** Bits of a composition: the AT port, and what carries data (RmNet 0–2, MBIM, RNDIS, ECM). */
const atPort = 0x8
const data = 0x85d00

/**
 * The present composition. Wire: `Config Index: 1`, `Config Type:  1 (Generic)`, `Interface bitmask: 0000100D
 * (diag,nmea,modem,mbim)`.
 */
function compositionOf(answers: Answers): { head: string; mask: number } | null {
  const text = answers.lines(composition)?.join('\n') ?? ''
  const index = /Config Index: *(\d)/i.exec(text)?.[1]
  const type = /Config Type: *(\d)/i.exec(text)?.[1]
  const mask = hex(/Interface bitmask: *([0-9A-F]{1,8})\b/i.exec(text)?.[1])
  return index && type && mask !== null ? { head: `${index},${type}`, mask } : null
}

const maskText = (mask: number) => (mask >>> 0).toString(16).toUpperCase()

/**
 * Band profiles by `!BAND`: profile 10 is defined with the masks of the other technologies as they are, and chosen;
 * then the module is restarted by `!RESET`. The default is profile 00, all bands. In the form with classes (EM92xx as
 * recorded) every technology is defined by a line of its own, LTE last: a firmware that kept only the last one would
 * still have LTE.
 */
const bands: BandsSetting<unknown> = {
  questions: () =>
    [present, possible].map(ask => ({ ask, alone: true, fallback: `${unlock};${ask}` }) as const),
  told: () => true,
  everything: true,
  read(answers, _options, bands) {
    const now = profileOf(answers.lines(present))
    const all = profileOf(answers.lines(possible), '00')
    const supported: BandLists = {}
    const enabled: BandState['enabled'] = {}
    const isAll = now === null && isNamedAll(answers)
    for (const rat of rats) {
      const masks = all?.[rat]
      if (masks) supported[rat] = bandsOf(masks)
      if (masks || bands[rat] || now?.[rat])
        enabled[rat] = now?.[rat] ? bandsOf(now[rat]) : isAll ? 'all' : null
    }
    return { enabled, supported }
  },
  write({ rat, bands, isDefault }, answers, _options, all) {
    const now = profileOf(answers.lines(present))
    const isNamed = now === null && isNamedAll(answers)
    if (isDefault || (isNamed && all[rat]?.every(band => bands.includes(band))))
      return [{ send: unlock }, { send: '!BAND=00' }]
    if (isNamed) return 'a choice of bands where the firmware names the profile and does not tell its masks'
    const masks = masksOf(bands, now?.[rat] ?? [])
    if (now === null || masks === null || bands.length === 0) return null
    if (!now.classes)
      return [
        { send: unlock },
        { send: `!BAND=10,"Custom bands",${[now.gw[0], ...masks.slice(0, 2)].join(',')}` },
        { send: '!BAND=10' },
        restart,
      ]
    const wanted = { ...now, [rat]: masks.map(mask => mask.padStart(16, '0')) }
    const lines = (['gw', 'nr_nsa', 'nr_sa', 'lte'] as const).flatMap(name => {
      const list = wanted[name]
      return list ? [{ send: `!BAND=0F,1,"Custom bands",${[classes[name], ...list].join(',')}` }] : []
    })
    return [{ send: unlock }, ...lines, { send: '!BAND=0F' }, restart]
  },
}

/** Technologies by `!SELRAT`; at once. */
const modes: ModesSetting<unknown> = {
  questions: () => [selection, selections].map(ask => ({ ask, alone: true })),
  modes: (_options, answers) => choicesOf(answers).map(({ mode }) => mode),
  read(answers) {
    const line = answers.lines(selection)?.find(each => /^(?:!SELRAT ?: ?)?[0-9A-F]{2} ?,/i.test(each))
    return line === undefined ? null : { mode: choiceOf(line)?.mode ?? null, nr: null }
  },
  write({ mode }, answers) {
    const index = choicesOf(answers).find(choice => choice.mode === mode)?.index
    return index === undefined ? null : [{ send: unlock }, { send: `!SELRAT=${index}`, timeoutMs: 12_000 }]
  },
}

/** USB compositions by `!USBCOMP`, which differ in what carries data and always have the AT port. */
const usbMode: UsbModeSetting<unknown> = {
  questions: () => [{ ask: composition, alone: true, fallback: `${unlock};${composition}` }],
  modes(_options, answers): readonly UsbMode[] {
    const now = compositionOf(answers)
    if (now === null) return []
    const more = (now.mask & ~data) | atPort
    const bits = [
      [0x100, 'qmi'],
      [0x1000, 'mbim'],
    ] as const
    return bits.map(([bit, protocol]) => ({
      id: maskText(more | bit),
      name: protocol.toUpperCase(),
      vidpid: null,
      protocol,
      proto: protocol,
      at_port: true,
      network: true,
    }))
  },
  read(answers) {
    const now = compositionOf(answers)
    return now && maskText(now.mask)
  },
  write({ id }, answers) {
    const now = compositionOf(answers)
    return now && [{ send: unlock }, { send: `!USBCOMP=${now.head},${id}` }]
  },
  restartNeeded: true,
}

/** What can be changed of a Sierra module, and the cells it hears; the SIM slot is only told. */
export const settings: Settings = {
  bands,
  modes,
  cells: { questions: () => cellQuestions },
  usbMode,
  slot: {
    slots: () => [],
    questions: () => [{ ask: slot }],
    read(answers) {
      const index = decimal(named(answers.lines(slot), '!UIMS')?.[0])
      return index === null ? null : index + 1
    },
  },
  restart: () => ({ reset: '!RESET' }),
  radio: { levels: qualcommLevels, voters },
}
