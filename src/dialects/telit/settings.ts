import { after, named } from '../../asking/fields.ts'
import type { BandLists, BandRat } from '../../contract/info.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { modeCodes } from '../mode-codes.ts'
import type { BandState, Settings } from '../settings.ts'
import type { Options } from './options.ts'
import { carrierQuestions } from './read.ts'

const selection = '#BND?'
const possible = '#BND=?'
const composition = '#USBCFG?'

/** Fields of `#BND` by technology: bands 1–64 and bands 65–128. */
const fieldsOf = { lte: [2, 3], nr_nsa: [4, 5], nr_sa: [6, 7] } as const satisfies Record<BandRat, unknown>

const rats = ['lte', 'nr_nsa', 'nr_sa'] as const

/** Bands of two masks; the lower LTE mask is decimal on some modules. */
function bandsOf(values: readonly (string | undefined)[], rat: BandRat, options: Options) {
  const [low, high] = fieldsOf[rat].map(index => values[index])
  if (low === undefined || !/^[0-9a-f]{1,16}$/i.test(low)) return null
  const isDecimal = rat === 'lte' && options?.mask === 'decimal' && /^\d+$/.test(low)
  const bands = maskToBands(isDecimal ? BigInt(low).toString(16) : low)
  return [...bands, ...maskToBands(high ?? '').map(band => band + 64)]
}

/** The masks in brackets of `#BND=?`: `#BND: (0),(0-11,17,18),(87A03B0F38DF),(42)`; lists and ranges are no masks. */
function possibleMasks(lines: readonly string[] | null): (string | undefined)[] {
  const text = lines?.map(line => after(line, '#BND')).find(Boolean) ?? ''
  return [...text.matchAll(/\(([^()]*)\)/g)].map(
    match => /^(?:[01]-)?([0-9A-F]+)$/i.exec(match[1] ?? '')?.[1],
  )
}

/**
 * Band selection by `#BND: <GSM>,<UMTS>,<LTE>[,<LTE 65–128>[,<NSA>,<NSA 65–128>,<SA>,<SA 65–128>]]`. Everything but the
 * masks of the chosen technology is written as it was read. The USB composition is only told: its numbers mean
 * something else on every module.
 */
export const settings: Settings<Options> = {
  bands: {
    questions: () => [{ ask: selection }, { ask: possible }],
    told: () => true,
    read(answers, options, bands) {
      const now = named(answers.lines(selection), '#BND') ?? []
      const all = possibleMasks(answers.lines(possible))
      const supported: BandLists = {}
      const enabled: BandState['enabled'] = {}
      for (const rat of rats) {
        const list = bandsOf(all, rat, options)
        if (list) supported[rat] = list
        if (list || bands[rat] || now[fieldsOf[rat][0]]) enabled[rat] = bandsOf(now, rat, options)
      }
      return { enabled, supported }
    },
    write({ rat, bands }, answers, options) {
      const values = named(answers.lines(selection), '#BND') ?? []
      const [low, high] = fieldsOf[rat]
      const upper = bandsToMask(bands.flatMap(band => (band > 64 ? band - 64 : [])))
      if (!values.every(value => /^[0-9a-f]{1,16}$/i.test(value)) || bandsOf(values, rat, options) === null)
        return null
      if (values[high] !== undefined) values[high] = upper
      else if (upper !== '0') return null
      const lower = bandsToMask(bands.filter(band => band <= 64))
      values[low] = rat === 'lte' && options?.mask === 'decimal' ? String(BigInt(`0x${lower}`)) : lower
      return [{ send: `#BND=${values.join(',')}` }]
    },
  },
  modes: /* @__PURE__ */ modeCodes({
    name: '+WS46',
    listed: true,
    codes: [
      [12, 'gsm'],
      [22, 'umts'],
      [29, 'gsm_umts'],
      [28, 'lte'],
      [30, 'gsm_lte'],
      [31, 'umts_lte'],
      [25, 'gsm_umts_lte'],
      [36, 'nr'],
      [37, 'lte_nr'],
      [40, 'umts_nr'],
      [38, 'umts_lte_nr'],
    ],
  }),
  cells: { questions: carrierQuestions },
  usbMode: {
    questions: () => [{ ask: composition }],
    modes: () => [],
    read: answers => /^\d{1,2}$/.exec(named(answers.lines(composition), '#USBCFG')?.[0] ?? '')?.[0] ?? null,
  },
  restart: () => ({ reset: '#REBOOT' }),
  // 5: full function with power saving (Telit LE910 AT commands reference, +CFUN); elsewhere factory test mode.
  radio: { levels: { 5: 'full' } },
}
