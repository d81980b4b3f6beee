import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import { aggregation, cell } from './read.ts'

/** The carriers in use; the commands that change something are known without an answer that tells the present state. */
export const settings: Settings = {
  cells: {
    remembers: true,
    questions: () => [
      { ask: cell, silent: true },
      { ask: aggregation, silent: true },
    ],
  },
  radio: { levels: qualcommLevels },
}
