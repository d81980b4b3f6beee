import { modeCodes } from '../mode-codes.ts'
import type { Settings } from '../settings.ts'

/**
 * Technologies by `+WS46` (3GPP TS 27.007 §5.9), where the modem answers it and lists what it takes. Wire: `+WS46: 28`,
 * or the number alone; `+WS46: (12,22,25,28,29)`.
 */
export const settings: Settings = {
  modes: /* @__PURE__ */ modeCodes({
    name: '+WS46',
    listed: true,
    codes: [
      [35, 'auto'],
      [25, 'auto'],
      [12, 'gsm'],
      [22, 'umts'],
      [29, 'gsm_umts'],
      [28, 'lte'],
      [30, 'gsm_lte'],
      [31, 'umts_lte'],
      [36, 'nr'],
      [37, 'lte_nr'],
      [38, 'umts_lte_nr'],
      [40, 'umts_nr'],
    ],
  }),
}
