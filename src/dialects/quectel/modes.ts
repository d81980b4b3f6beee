import { decimal } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { AccessMode, ModeState, NrMode } from '../../contract/modes.ts'
import type { ModesSetting } from '../settings.ts'
import type { Options } from './options.ts'
import { settingOf } from './wire.ts'

const scan = '+QCFG="nwscanmode"'
const preference = '+QNWPREFCFG="mode_pref"'
const disabled = '+QNWPREFCFG="nr5g_disable_mode"'

/** Technologies by the code of `nwscanmode`. */
const scanned: readonly AccessMode[] = ['auto', 'gsm', 'umts', 'lte']
/** Kinds of NR by the code of `nr5g_disable_mode`: 1 disables SA, 2 NSA. */
const kinds: readonly NrMode[] = ['all', 'nsa', 'sa']
/** Words of `mode_pref`, in the order the names of the contract have. */
const words = { AUTO: 'auto', WCDMA: 'umts', LTE: 'lte', NR5G: 'nr' } as const
const preferred: readonly AccessMode[] = [
  'auto',
  'umts',
  'lte',
  'umts_lte',
  'nr',
  'lte_nr',
  'umts_nr',
  'umts_lte_nr',
]

const isScan = (options: Options) => options?.modes?.startsWith('scan') === true

/** Words of NR for one kind alone. */
const kindWords = { sa: 'NR5G-SA', nsa: 'NR5G-NSA' } as const

/**
 * Wire: `+QNWPREFCFG: "mode_pref",AUTO`, `NR5G:LTE` in any order; RM500U has `NR5G-SA` and `NR5G-NSA` too, where NR5G is
 * both (RM500UCNVAAR03A02M2G: `AUTO:WCDMA:LTE:NR5G:NR5G-SA:NR5G-NSA`).
 */
function preferenceOf(text: string): ModeState {
  const told = text.toUpperCase().replaceAll('_', '-').split(':')
  const plain = [...new Set(told.map(word => word.replace(/^NR5G-N?SA$/, 'NR5G')))]
  const known = Object.entries(words).filter(([word]) => plain.includes(word))
  const name = known.map(([, technology]) => technology).join('_')
  const mode = known.length === plain.length ? (preferred.find(each => each === name) ?? null) : null
  const [sa, nsa] = [told.includes(kindWords.sa), told.includes(kindWords.nsa)]
  const isOne = sa !== nsa && !told.includes('NR5G')
  return { mode, nr: isOne ? (sa ? 'sa' : 'nsa') : /auto|nr/.test(mode ?? '') ? 'all' : null }
}

function kindOf(answers: Answers): NrMode | null {
  const code = settingOf(answers, [preference, disabled], 'nr5g_disable_mode')?.[0]
  return kinds[decimal(code) ?? -1] ?? null
}

const preferenceIn = (answers: Answers) => settingOf(answers, [preference, disabled], 'mode_pref')?.[0]

/** The value of `mode_pref` for a choice, where the kinds of NR are words of it; a text says why there is none. */
function wordsFor({ mode, nr }: Partial<ModeState>, answers: Answers): string | { why: string } | null {
  const present = preferenceOf(preferenceIn(answers) ?? '')
  const wanted = mode ?? present.mode
  const kind = nr ?? (wanted === 'auto' ? 'all' : present.nr) ?? 'all'
  if (wanted === null) return null
  const technologies = wanted.split('_')
  if (nr && !technologies.includes('nr') && !(wanted === 'auto' && nr === 'all'))
    return { why: `one kind of NR with the mode ${wanted}: on this model it belongs to a mode with nr` }
  const nrWord = kind === 'all' ? 'NR5G' : kindWords[kind]
  return Object.entries(words)
    .filter(([, technology]) => technologies.includes(technology))
    .map(([word]) => (word === 'NR5G' ? nrWord : word))
    .join(':')
}

/**
 * Choice of technologies. Wire: `+QCFG: "nwscanmode",3`, written with 1 behind it: at once (Quectel EC2x QCFG manual);
 * `+QNWPREFCFG: "mode_pref",LTE:NR5G` and `+QNWPREFCFG: "nr5g_disable_mode",0` (Quectel RG520N&RG5x0F&RM5x0N AT commands
 * manual, chapters 5.24.5 and 5.24.13).
 */
export const modes: ModesSetting<Options> = {
  available: options => options?.modes !== undefined,
  questions: options =>
    isScan(options)
      ? [{ ask: scan }]
      : [{ ask: preference }, ...(options?.modes === 'lists' ? [{ ask: disabled }] : [])],
  modes(options) {
    if (isScan(options)) return scanned.filter(mode => mode !== 'gsm' || options?.modes === 'scan_gsm')
    return preferred.slice(0, options?.modes === 'list' ? 3 : 6)
  },
  nrModes: (options, answers) =>
    kindOf(answers) === null && (options?.modes !== 'words' || !preferenceIn(answers)) ? [] : kinds,
  read(answers, options) {
    if (isScan(options)) {
      const code = decimal(settingOf(answers, [scan], 'nwscanmode')?.[0])
      return code === null ? null : { mode: scanned[code] ?? null, nr: null }
    }
    const text = preferenceIn(answers)
    if (!text) return null
    const { mode, nr } = preferenceOf(text)
    return {
      mode,
      nr: nr === 'all' && options?.modes !== 'words' ? kindOf(answers) : (nr ?? kindOf(answers)),
    }
  },
  write(choice, answers, options) {
    const { mode, nr } = choice
    if (isScan(options)) return mode ? [{ send: `${scan},${scanned.indexOf(mode)},1` }] : null
    if (options?.modes === 'words') {
      const value = wordsFor(choice, answers)
      if (typeof value === 'object') return value?.why ?? null
      return [{ send: `${preference},${value}` }]
    }
    const wanted = mode?.split('_') ?? []
    const text = Object.entries(words).filter(([, technology]) => wanted.includes(technology))
    return [
      ...(mode ? [{ send: `${preference},${text.map(([word]) => word).join(':')}` }] : []),
      ...(nr ? [{ send: `${disabled},${kinds.indexOf(nr)}` }] : []),
    ]
  },
}
