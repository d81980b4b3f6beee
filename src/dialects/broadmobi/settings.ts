import { csv, decimal, named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import { questions } from './read.ts'

const selection = '+BMBANDPREF?'

/** Wire: `+BMBANDPREF:0x0000000004C00000,0x000000a0000908d7,0x0`: 2G and 3G, LTE, TD-SCDMA; `0x` may be missing. */
function maskOf(answers: Answers): string | null {
  const mask = named(answers.lines(selection), '+BMBANDPREF')?.[1]?.replace(/^0x/i, '') ?? ''
  return /^[\da-f]{1,64}$/i.test(mask) ? mask : null
}

const retries = '+BMCPNCNT'

/** Wire: `+BMCPNCNT: PIN1=3,PUK1=10,PIN2=3,PUK2=10`. */
const attempts: Settings['attempts'] = {
  questions: () => [{ ask: retries }],
  read(answers) {
    const pairs = (named(answers.lines(retries), retries) ?? []).map(pair => csv(pair, '='))
    const left = (code: string) => decimal(pairs.find(([name]) => name?.toUpperCase() === code)?.[1])
    return { pin: left('PIN1'), puk: left('PUK1') }
  },
}

/** Band selection by `+BMBANDPREF`, where empty masks keep what they were; attempts of the PIN; the serving cell. */
export const settings: Settings = {
  attempts,
  cells: { remembers: true, questions: () => questions },
  bands: {
    questions: () => [{ ask: selection }],
    read(answers) {
      const mask = maskOf(answers)
      return { enabled: { lte: mask === null ? null : maskToBands(mask) } }
    },
    write({ rat, bands }, answers) {
      if (rat !== 'lte' || bands.length === 0 || maskOf(answers) === null) return null
      return [{ send: `+BMBANDPREF=,${bandsToMask(bands)},` }]
    },
  },
  radio: { levels: qualcommLevels },
}
