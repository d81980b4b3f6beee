import { after, csv, decimal, named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { AccessMode } from '../../contract/modes.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { Attempts, BandsSetting, ModesSetting, Setting, Settings } from '../settings.ts'
import type { Options } from './options.ts'
import { frequencies, neighbours, serving, signal, systemInfo } from './read.ts'

const setting = '^SYSCFGEX?'
const possible = '^SYSCFGEX=?'
const model = '+CGMM'
const everything = '7FFFFFFFFFFFFFFF'
/** Wire: `^USSDMODE: 0`, codes are text; 1, or firmware that does not know it: seven bits packed. */
const ussdMode = '^USSDMODE?'

/** What `^SYSCFGEX` holds. */
interface Configuration {
  /** Technologies in the order of preference, two digits each. */
  order: string
  /** Mask of the 2G and 3G bands. */
  others: string
  /** Mask of the LTE bands; empty on 3G and without SIM on some firmware. */
  lte: string
}

/** Wire: `^SYSCFGEX: "030201",3FFFFFFF,1,2,800C5`: order, 2G/3G bands, roaming, service domain, LTE bands. */
function settingOf(answers: Answers): Configuration | null {
  const [order = '', others = '', , , lte = ''] = named(answers.lines(setting), '^SYSCFGEX') ?? []
  const mask = /^[0-9a-f]{1,64}$/i
  const sound = /^(?:\d\d){1,8}$/.test(order) && mask.test(others) && (lte === '' || mask.test(lte))
  return sound ? { order, others, lte } : null
}

/**
 * The LTE bands the modem says it has. Wire: `^SYSCFGEX: (…),(…),(0-2),(0-4),((800c5,"LTE2100/LTE1800/LTE2600"),
 * (7fffffffffffffff,"All bands"))`.
 */
function possibleOf(lines: readonly string[] | null): number[] {
  const pairs = (lines ?? []).join('').matchAll(/\(([0-9a-f]{1,64}),"([^"]*)"\)/gi)
  const masks = [...pairs].filter(([, , name = '']) => /LTE/i.test(name)).map(([, mask = '']) => mask)
  return ascending(masks.filter(mask => !isEverything(mask)).flatMap(maskToBands))
}

const isEverything = (mask: string) => /^7f{15}$/i.test(mask)
const ascending = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b)

/** Technologies by their code in the order of `^SYSCFGEX`, from the lowest code. */
const codes = { '01': 'gsm', '02': 'umts', '03': 'lte', '08': 'nr' } as const

/** The choices `set_modes` has a name for, where a modem can use these technologies. */
const choices: readonly AccessMode[] = [
  'gsm',
  'umts',
  'gsm_umts',
  'lte',
  'gsm_lte',
  'umts_lte',
  'gsm_umts_lte',
  'nr',
  'lte_nr',
  'umts_nr',
  'umts_lte_nr',
]

/** The order of preference that stands for a choice: the youngest technology first, `00` is automatic. */
function orderOf(choice: AccessMode): string {
  const entries = Object.entries(codes).reverse()
  const parts = choice.split('_')
  return entries.flatMap(([code, name]) => (parts.includes(name) ? code : [])).join('') || '00'
}

/** The choice an order stands for; null where it has a technology without a name here (TD-SCDMA). */
function choiceOf(order: string): AccessMode | null {
  const sorted = (order.match(/../g) ?? []).sort().reverse().join('')
  return sorted === '00' ? 'auto' : (choices.find(choice => orderOf(choice) === sorted) ?? null)
}

/** The orders or single technologies `^SYSCFGEX=?` lists, in brackets before the masks. */
function possibleOrders(answers: Answers): string[] {
  const list = /^[^(]*\(((?:"[\d ]*",?)+)\)/.exec((answers.lines(possible) ?? []).join(''))?.[1] ?? ''
  return list.match(/\d\d/g) ?? []
}

const pinState = '^CPIN?'

/** LTE bands by `^SYSCFGEX`; technologies and 2G/3G bands are written back as they were read. */
const bands: BandsSetting<Options> = {
  questions: options => [
    { ask: setting },
    { ask: possible, alone: true },
    ...(options?.bands ? [{ ask: model, bare: true as const }] : []),
  ],
  told: () => true,
  everything: true,
  read(answers, options) {
    const told = possibleOf(answers.lines(possible))
    const line = answers.lines(model)?.[0]?.toLowerCase() ?? ''
    const [name = ''] = csv(after(line, model) ?? line)
    const tabled = options?.bands?.find(([prefix]) => name.startsWith(prefix))?.[1]
    const mask = settingOf(answers)?.lte ?? ''
    const lte = isEverything(mask) ? 'all' : maskToBands(mask)
    return {
      enabled: { lte: mask ? lte : null },
      ...(told.length > 0 ? { supported: { lte: told } } : {}),
      ...(tabled ? { listed: { lte: [...tabled] } } : {}),
    }
  },
  write({ bands: chosen, isDefault }, answers) {
    const now = settingOf(answers)
    if (now === null || now.lte === '' || (chosen.length === 0 && !isDefault)) return null
    const mask = isDefault ? everything : bandsToMask(chosen)
    return [{ send: `^SYSCFGEX="${now.order}",${now.others},2,4,${mask},,` }]
  },
}

/** Technologies by `^SYSCFGEX`; the masks of the bands are written back as they were read. */
const modes: ModesSetting<Options> = {
  questions: () => [{ ask: setting }, { ask: possible, alone: true }],
  modes(_options, answers) {
    const now = settingOf(answers)?.order.match(/../g) ?? []
    const listed = possibleOrders(answers)
    const told = listed.length > 0 ? listed : ['00', '01', '02', '03', ...now]
    const known = choices.filter(choice => (orderOf(choice).match(/../g) ?? []).every(c => told.includes(c)))
    return told.includes('00') ? ['auto', ...known] : known
  },
  read(answers) {
    const now = settingOf(answers)
    return now && { mode: choiceOf(now.order), nr: null }
  },
  write({ mode }, answers) {
    const now = settingOf(answers)
    if (now === null || now.lte === '' || !mode) return null
    return [{ send: `^SYSCFGEX="${orderOf(mode)}",${now.others},2,4,${now.lte},,`, timeoutMs: 15_000 }]
  },
}

/**
 * Remaining attempts. Wire: `^CPIN: SIM PIN,3,10,3,10,3` = code, attempts of that code, of PUK, PIN, PUK2 and PIN2; the
 * first may be empty (`READY,,10,3,10,3`).
 */
const attempts: Setting<Options, Attempts, never> = {
  questions: () => [{ ask: pinState, alone: true }],
  read(answers) {
    const v = named(answers.lines(pinState), '^CPIN')
    return v && { pin: decimal(v[3]), puk: decimal(v[2]) }
  },
}

/** What can be changed of a Huawei stick or module, and the cells it hears. */
export const settings: Settings<Options> = {
  bands,
  modes,
  cells: {
    questions: () => [
      { ask: signal },
      { ask: systemInfo },
      { ask: serving },
      { ask: neighbours, silent: true },
      { ask: frequencies, last: true, silent: true },
    ],
  },
  attempts,
  restart: () => ({ reset: '^RESET' }),
  radio: { levels: qualcommLevels },
  ussd: {
    questions: () => [{ ask: ussdMode, silent: true }],
    read: answers => (named(answers.lines(ussdMode), '^USSDMODE')?.[0] === '0' ? 'plain' : 'packed'),
  },
}
