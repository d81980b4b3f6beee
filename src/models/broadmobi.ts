import type { Model } from './model.ts'

/** BroadMobi modules. */
export const models = [
  {
    bus: 'usb',
    id: '2020:2033',
    vendor: 'BroadMobi',
    name: 'BM806U',
    dialect: 'broadmobi',
    at: [2, 1],
    bands: { lte: [1, 2, 3, 5, 7, 8, 12, 17, 20, 38, 40] },
    bands_of: 'BM806U',
    bands_source: 'template of modemband for this product',
    legacy: {
      zeros: true,
      modemdata: { 34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'] },
    },
    source: 'D-Link DWR-921 C1 and DWM-222',
  },
] as const satisfies readonly Model[]
