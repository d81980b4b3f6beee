import { named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { BandLists, CarrierRat } from '../../contract/info.ts'
import type { AccessMode } from '../../contract/modes.ts'
import type { BandsSetting, ModesSetting } from '../settings.ts'
import type { Options } from './options.ts'

const selection = '+GTACT?'
const capability = '+GTACT=?'

/** Band codes: 1–99 plain (UMTS; LTE on the FG621), 101–199 LTE, 501–509, 5001–5009 and 5010–50999 NR. */
export function bandOf(code: string | undefined): { rat: CarrierRat; band: number } | null {
  if (code === undefined || !/^\d{1,5}$/.test(code)) return null
  const nr = /^50(\d{1,3})$/.exec(code)
  const number = Number(nr ? nr[1] : code)
  if (number === 0) return null
  if (nr) return { rat: 'nr', band: number }
  return { rat: 'lte', band: number > 100 && number < 200 ? number - 100 : number }
}

interface Selection {
  /** The first three values: technologies and preferences (2, 3, 6 or nothing), as read. */
  head: readonly string[]
  umts: number[]
  lte: number[]
  nr: number[]
}

/** Bands of a list of codes. */
function bandsOf(codes: readonly string[]): Omit<Selection, 'head'> {
  const pick = (test: (n: number) => boolean) => codes.map(Number).filter(n => n > 0 && test(n))
  return {
    umts: pick(n => n < 100),
    lte: pick(n => n > 100 && n < 200).map(n => n - 100),
    nr: codes.flatMap(code => (/^50\d/.test(code) ? (bandOf(code)?.band ?? []) : [])),
  }
}

/**
 * Wire: `+GTACT: 20,6,3,1,2,101,103,501,5078`, `+GTACT: 10` (nothing restricted), `+GTACT: 2,,,103,128`; LTE modules
 * may leave the preferences out (`2,103,128`).
 */
function selectionOf(lines: readonly string[] | null): Selection | null {
  const values = named(lines, '+GTACT')
  if (values === null || !values.every(v => /^\d{0,5}$/.test(v)) || values[0] === '') return null
  const [rat = '', ...rest] = values
  const preferences = [0, 1].map(i => (/^[236]$/.test(rest[i] ?? '') ? (rest[i] ?? '') : ''))
  return { head: [rat, ...preferences], ...bandsOf(rest.filter((code, i) => i > 1 || Number(code) > 100)) }
}

/**
 * What the module can do. Wire: `+GTACT: (1,2,4,10),(2,3,6),(2,3,6),(),(1,5,8),(101,103),(),(),(501,5078)`, LTE
 * modules `(1,2,4,10),(2,3),(),0,1,3,8,101,103`; null where no LTE or NR band is in it.
 */
function capabilityOf(lines: readonly string[] | null): BandLists | null {
  const { lte, nr } = bandsOf(lines?.join().match(/\d+/g) ?? [])
  if (lte.length + nr.length === 0) return null
  return nr.length > 0 ? { lte, nr_nsa: nr, nr_sa: nr } : { lte }
}

/** Codes of the bands of some technologies, as `+GTACT` lists them. */
function codesOf(
  { umts, lte, nr }: { readonly [Rat in 'umts' | 'lte' | 'nr']: readonly number[] },
  rats: readonly CarrierRat[],
): number[] {
  const codes = { umts, lte: lte.map(n => 100 + n), nr: nr.map(n => Number(`50${n}`)) }
  return (['umts', 'lte', 'nr'] as const).flatMap(rat => (rats.includes(rat) ? codes[rat] : []))
}

const unrestricted = (s: Selection) => s.umts.length + s.lte.length + s.nr.length === 0
const ascending = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b)
const includesAll = (list: readonly number[], all: readonly number[] = []) => all.every(n => list.includes(n))

const isFull = (list: readonly number[], all: readonly number[] = []) =>
  all.length > 0 && includesAll(list, all)

/**
 * Band selection by `+GTACT`; one NR list serves stand-alone and non-stand-alone. The FM150 refuses more than fifteen
 * bands in a line: then those of the technology are sent alone, which leaves the others as they are.
 */
export const bandControl: BandsSetting<Options> = {
  questions: () => [{ ask: selection }, { ask: capability, alone: true }],
  told: () => true,
  everything: true,
  read(answers, _options, bands) {
    const s = selectionOf(answers.lines(selection))
    const own = capabilityOf(answers.lines(capability))
    const supported = own ?? {}
    const isNr = (own ?? bands).nr_nsa !== undefined || (s !== null && s.nr.length > 0)
    const listed = (list: number[] | undefined) =>
      s === null ? null : unrestricted(s) ? ('all' as const) : ascending(list ?? [])
    const nr = isNr ? { nr_nsa: listed(s?.nr), nr_sa: listed(s?.nr) } : {}
    return { enabled: { lte: listed(s?.lte), ...nr }, supported }
  },
  write({ rat, bands: chosen, isDefault }, answers, options, bands) {
    const s = selectionOf(answers.lines(selection))
    if (s === null) return null
    const allNr = bands.nr_sa ?? bands.nr_nsa ?? []
    const free = unrestricted(s)
    const lte = rat === 'lte' ? chosen : free ? (bands.lte ?? []) : s.lte
    const nr = rat !== 'lte' ? chosen : free ? allNr : s.nr
    const umts = free ? (options?.umts ?? []) : s.umts
    const othersFull =
      (umts.length === 0 || includesAll(umts, options?.umts)) &&
      (rat === 'lte' ? s.nr.length === 0 || isFull(nr, allNr) : s.lte.length === 0 || isFull(lte, bands.lte))
    const line = (codes: readonly number[]) => `+GTACT=${[...s.head, ...codes].join(',')}`
    if (isDefault && othersFull) return [{ send: line([0]) }]
    if (chosen.length === 0) return null
    const codes = codesOf({ umts, lte, nr }, everything)
    const own = codesOf({ umts, lte, nr }, [rat === 'lte' ? 'lte' : 'nr'])
    return [{ send: line(codes), ...(codes.length > own.length ? { instead: line(own) } : {}) }]
  },
}

/** Technologies by the first value of `+GTACT`; 20 is all of a 5G module, what 10 reads back as there. */
const choices: { readonly [code in string]?: AccessMode } = {
  1: 'umts',
  2: 'lte',
  4: 'umts_lte',
  10: 'auto',
  14: 'nr',
  16: 'umts_nr',
  17: 'lte_nr',
  20: 'auto',
}
/** Codes of preferred technologies, the best first. */
const preferences = { nr: '6', lte: '3', umts: '2' } as const
const everything = ['nr', 'lte', 'umts'] as const

const choosable = (codes: readonly string[]) => [...new Set(codes.flatMap(code => choices[code] ?? []))]

/** The choices of the first group of `+GTACT=?`, else those of an LTE or a 5G module, as the selection shows. */
function choicesOf(answers: Answers): AccessMode[] {
  const listed = /^[^(]*\(([^)]*)/.exec(answers.lines(capability)?.join() ?? '')?.[1]
  const s = selectionOf(answers.lines(selection))
  const isNr = s !== null && (s.nr.length > 0 || Number(s.head[0]) > 10)
  return choosable(listed?.match(/\d+/g) ?? Object.keys(choices).slice(0, isNr ? 8 : 4))
}

/**
 * Choice of technologies by the first value of `+GTACT`. The bands of the chosen ones are written as they were read,
 * which leaves those of the others alone, and preferences that still fit come first.
 */
export const modeControl: ModesSetting<Options> = {
  questions: () => [{ ask: selection }, { ask: capability, alone: true }],
  modes: (_options, answers) => choicesOf(answers),
  read(answers) {
    const s = selectionOf(answers.lines(selection))
    return s && { mode: choices[s.head[0] ?? ''] ?? null, nr: null }
  },
  write({ mode }, answers) {
    const s = selectionOf(answers.lines(selection))
    const code = Object.keys(choices).find(key => choices[key] === mode)
    if (s === null || code === undefined) return null
    const isNr = choicesOf(answers).includes('nr')
    const chosen = mode === 'auto' ? null : mode?.split('_')
    const wanted = everything.filter(rat => chosen?.includes(rat) ?? (isNr || rat !== 'nr'))
    const fitting = wanted.map(rat => preferences[rat])
    const kept = s.head.slice(1).filter(each => fitting.some(one => one === each))
    const [first = '', second = ''] = wanted.length > 1 ? [...new Set([...kept, ...fitting])] : []
    const codes = codesOf(s, wanted)
    return [{ send: `+GTACT=${[code, first, second, ...(codes.length > 0 ? codes : [0])].join()}` }]
  },
}
