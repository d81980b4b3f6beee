import { decimal, named, within } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CellLock } from '../../contract/cells.ts'
import { bandsToMask, maskToBands } from '../../radio/bands.ts'
import { lteBand } from '../../radio/channels.ts'
import { modeCodes } from '../mode-codes.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { BandsSetting, CellLockSetting, Settings } from '../settings.ts'
import type { Options } from './options.ts'
import { cellQuestions, isMikrotik } from './read.ts'

const selection = '+ZNLOCKBAND?'

/** Wire: `+ZNLOCKBAND: 80800c5,2000000680380`: LTE mask, mask of 2G and 3G; bare hexadecimal of any length. */
function maskOf(lines: readonly string[] | null): string | null {
  const mask = named(lines, '+ZNLOCKBAND')?.[0]?.replace(/^0x/i, '') ?? ''
  return /^[\da-f]{1,64}$/i.test(mask) ? mask : null
}

/** Band selection by `+ZNLOCKBAND`; it holds from the next registration on. */
const bands: BandsSetting<Options> = {
  questions: () => [{ ask: selection }],
  read(answers) {
    const mask = maskOf(answers.lines(selection))
    return { enabled: { lte: mask === null ? null : maskToBands(mask) } }
  },
  write({ rat, bands }, answers) {
    if (rat !== 'lte' || bands.length === 0 || maskOf(answers.lines(selection)) === null) return null
    return [{ send: `+ZNLOCKBAND=1,0,${bandsToMask(bands)},0` }]
  },
}

const lockState = '+ZLOCKCELL?'

/**
 * The lock as it is written: `+ZLOCKCELL: 0` or `0,0` (free), `+ZLOCKCELL: 6350,307`, also behind a leading 1. No
 * recording shows the answer: what does not read like that is not understood, and then nothing is written.
 */
function lockOf(answers: Answers): CellLock[] | null {
  const values = named(answers.lines(lockState), '+ZLOCKCELL') ?? []
  const place = values.length === 3 && values[0] === '1' ? values.slice(1) : values
  const [channel = null, pci = null] = place.map(decimal)
  if (/^0(?:,0)*$/.test(values.join())) return []
  if (place.length !== 2 || channel === null || lteBand(channel) === null || within(pci, 0, 503) === null)
    return null
  return [{ rat: 'lte', channel, pci, band: null, scs_khz: null }]
}

/** Binding to an LTE cell by `+ZLOCKCELL` (router modules). */
const cellLock: CellLockSetting<Options> = {
  available: options => options?.cell_lock ?? false,
  rats: () => ['lte'],
  questions: () => [{ ask: lockState }],
  read: lockOf,
  write(wish, answers) {
    if ('free' in wish) {
      const locked = wish.free !== 'nr' && lockOf(answers)?.length
      return locked ? [{ send: '+ZLOCKCELL=0' }] : []
    }
    const { channel, pci } = wish.lock
    return pci === null ? 'a cell lock without pci' : [{ send: `+ZLOCKCELL=${channel},${pci}` }]
  },
}

/** What can be read and changed beyond `info`. */
export const settings: Settings<Options> = {
  bands,
  // `+ZSNT: <technology>,<network selection>,<preferred>`; the preference belongs to the automatic choice alone.
  modes: /* @__PURE__ */ modeCodes({
    name: '+ZSNT',
    available: options => !isMikrotik(options),
    codes: [
      [0, 'auto'],
      [1, 'gsm'],
      [2, 'umts'],
      [6, 'lte'],
      [7, 'umts_lte'],
    ],
    rest: (chosen, [, network = '', preferred = '']) =>
      /^\d,\d$/.test(`${network},${preferred}`) ? `,${network},${chosen === 'auto' ? preferred : 0}` : null,
  }),
  cells: { remembers: true, questions: cellQuestions },
  cellLock,
  restart: options => (isMikrotik(options) ? {} : { reset: '+ZRESET' }),
  radio: { levels: qualcommLevels },
}
