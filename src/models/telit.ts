import type { TelitOptions } from '../dialects/telit/options.ts'
import type { Model } from './model.ts'

const telit = { bus: 'usb', vendor: 'Telit', dialect: 'telit', at: [4, 5] } as const

/** Telit modules with `#` commands; LN940 and LN960 (1bc7:1900 and so on) are Foxconn modules with another dialect. */
export const models = [
  {
    ...telit,
    id: '1bc7:1040',
    name: 'LM940',
    bands: { lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 17, 20, 25, 26, 28, 29, 30, 38, 40, 41] },
    bands_of: 'LM940',
    legacy: {
      zeros: true,
      threeginfo: {
        'mode.lte': '{rat}[ {bands}]',
        pband: '{band}',
        sband: '{band}',
      },
    },
    source: 'LM940 and LM960 share the id; band list of the LM940, where the module does not answer #BND=?',
  },
  {
    ...telit,
    id: '1bc7:1201',
    name: 'LE910',
    options: { single: true, mask: 'decimal' },
    legacy: {
      zeros: true,
      threeginfo: { mode: '{rat}' },
      modemdata: { mode: '{rat}' },
    },
    source: 'LE910 AT reference: decimal LTE mask; LE910C1 #SERVINFO with the PCI in hexadecimal',
  },
] as const satisfies readonly Model<TelitOptions>[]
