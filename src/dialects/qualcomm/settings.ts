import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import type { Options } from './options.ts'
import { power, quality } from './read.ts'

/** The cells the modem measures; no command to change anything is known for all modules of this kind. */
export const settings: Settings<Options> = {
  cells: {
    remembers: true,
    questions: () => [
      { ask: power, silent: true },
      { ask: quality, silent: true },
    ],
  },
  radio: { levels: qualcommLevels },
}
