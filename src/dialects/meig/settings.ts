import { modeCodes } from '../mode-codes.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import { cell } from './read.ts'

/** Technologies by `+MODODR` (4: 3G preferred, which is told as no mode); the serving cell. */
export const settings: Settings = {
  modes: /* @__PURE__ */ modeCodes({
    name: '+MODODR',
    codes: [
      [2, 'auto'],
      [3, 'gsm'],
      [1, 'umts'],
      [5, 'lte'],
    ],
  }),
  cells: { remembers: true, questions: () => [{ ask: cell, rows: true }] },
  radio: { levels: qualcommLevels },
}
