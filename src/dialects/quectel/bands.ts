import type { Answers, Question } from '../../asking/question.ts'
import type { BandLists, BandRat } from '../../contract/info.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import type { BandState, BandsSetting } from '../settings.ts'
import type { Options } from './options.ts'
import { settingOf } from './wire.ts'

/** Names of the lists of `+QNWPREFCFG`. */
type BandKey = 'lte_band' | 'nsa_nr5g_band' | 'nr5g_band'

const limits = '+QNWPREFCFG="ue_capability_band"'
const mask = '+QCFG="band"'
const maskTails = { mask: ',0,1', mask_em12: ',1', mask_asr: '' } as const

/** The list that holds the bands of a technology; undefined where there is none. */
function keyOf(rat: BandRat, options: Options): BandKey | undefined {
  if (rat === 'lte') return 'lte_band'
  if (options?.bands === 'list') return undefined
  return rat === 'nr_nsa' && options?.bands !== 'lists_one_nr' ? 'nsa_nr5g_band' : 'nr5g_band'
}

const question = (key: BandKey) => `+QNWPREFCFG="${key}"`

const rats = ['lte', 'nr_nsa', 'nr_sa'] as const satisfies readonly BandRat[]

/** How masks are written; undefined where bands are lists. */
function tailOf(options: Options): string | undefined {
  const { bands = 'lists' } = options ?? {}
  return bands === 'mask' || bands === 'mask_em12' || bands === 'mask_asr' ? maskTails[bands] : undefined
}

/** LTE mask. Wire: `+QCFG: "band",0x93,0x1a0000800d5[,0x0]`: GSM and UMTS, LTE, the rest. */
function maskOf(answers: Answers): number[] | null {
  const lte = settingOf(answers, [mask], 'band')?.[1] ?? ''
  return /^(?:0x)?[0-9a-f]+$/i.test(lte) ? maskToBands(lte) : null
}

/**
 * One list. Wire: `+QNWPREFCFG: "lte_band",1:3:78`; `0` or nothing: none. A list of NR the modem says it does not support
 * (`+CME ERROR: 4`, RM500U-CNV: `nsa_nr5g_band`) holds no band. Several values, which no list has, are not understood.
 */
function listOf(answers: Answers, ask: string, key: BandKey): number[] | null {
  const final = answers.answer(ask)?.final
  if (final?.kind === 'error' && final.code === 4) return key === 'lte_band' ? null : []
  const list = (settingOf(answers, [ask], key) ?? ['-']).join()
  if (!/^[\d:]*$/.test(list)) return null
  const bands = list.split(':').map(Number)
  return [...new Set(bands.filter(band => band > 0))].sort((a, b) => a - b)
}

/** Bands by mask (`+QCFG`) or by lists (`+QNWPREFCFG`); a write leaves the other technologies alone. */
export const bandControl: BandsSetting<Options> = {
  questions(options) {
    if (tailOf(options) !== undefined) return [{ ask: mask }]
    const keys = new Set(rats.flatMap(rat => keyOf(rat, options) ?? []))
    const asked: Question[] = [...keys].map(key => ({ ask: question(key) }))
    return [...asked, { ask: limits, alone: true }]
  },
  told: options => tailOf(options) === undefined,
  read(answers, options, bands) {
    if (tailOf(options) !== undefined) return { enabled: { lte: maskOf(answers) } }
    const supported: BandLists = {}
    const enabled: BandState['enabled'] = {}
    for (const rat of rats) {
      const key = keyOf(rat, options)
      if (key === undefined) continue
      const own = listOf(answers, limits, key)
      const now = listOf(answers, question(key), key)
      if (own !== null && own.length > 0) supported[rat] = own
      if (rat === 'lte' || bands[rat] || supported[rat] || (now ?? []).length > 0) enabled[rat] = now
    }
    return { enabled, supported }
  },
  write({ rat, bands }, answers, options) {
    const tail = tailOf(options)
    const key = keyOf(rat, options)
    if (bands.length === 0 || key === undefined) return null
    if (tail !== undefined)
      return rat === 'lte' && maskOf(answers) !== null
        ? [{ send: `${mask},0,${bandsToMask(bands).toLowerCase()}${tail}` }]
        : null
    return listOf(answers, question(key), key) === null
      ? null
      : [{ send: `${question(key)},${bands.join(':')}` }]
  },
}
