import type { Model } from './model.ts'

/** Yuga modules. */
export const models = [
  {
    bus: 'usb',
    id: '05c6:9625',
    vendor: 'Yuga',
    name: 'CLM920-NC5',
    dialect: 'yuga',
    at: [2],
    bands: { lte: [1, 3, 5, 8, 38, 39, 40, 41] },
    bands_of: 'CLM920',
    bands_source: 'template of modemband for this product',
    legacy: {
      zeros: true,
      threeginfo: {
        modem: 'Shanghai Yuge Information Technology {model}',
        mode: '{rat}[ {bands}]',
      },
      modemband: 'Yuge CLM920 NC_5',
    },
  },
] as const satisfies readonly Model[]
