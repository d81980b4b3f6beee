import { after, csv } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import { cellQuestions } from './read.ts'

const selection = '+BANDCFG?'

/** LTE mask. Wire: lines `+BANDCFG:<class>,<hi>,<lo>`, class 3 for LTE, two halves of 32 bit in hexadecimal. */
function maskOf(answers: Answers): string | null {
  for (const line of answers.lines(selection) ?? []) {
    const [kind, high = '', low = ''] = csv(after(line, '+BANDCFG') ?? '').map(text =>
      text.replace(/^0x/i, ''),
    )
    if (kind === '3' && /^[\da-f]{1,8}$/i.test(high) && /^[\da-f]{1,8}$/i.test(low))
      return high + low.padStart(8, '0')
  }
  return null
}

/** Band selection by `+BANDCFG`, which knows bands up to 64; the serving cell. */
export const settings: Settings = {
  cells: { questions: () => cellQuestions },
  bands: {
    questions: () => [{ ask: selection }],
    read(answers) {
      const mask = maskOf(answers)
      return { enabled: { lte: mask === null ? null : maskToBands(mask) } }
    },
    write({ rat, bands }, answers) {
      if (rat !== 'lte' || bands.length === 0 || maskOf(answers) === null) return null
      const half = (from: number) =>
        bandsToMask(bands.filter(n => n > from && n <= from + 32).map(n => n - from))
      return bands.some(n => n > 64) ? null : [{ send: `+BANDCFG=${half(32)},${half(0)},3` }]
    },
  },
  radio: { levels: qualcommLevels },
}
