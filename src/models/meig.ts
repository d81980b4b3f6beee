import type { Model } from './model.ts'

/** MeiG modules. */
export const models = [
  {
    bus: 'usb',
    id: '05c6:f601',
    vendor: 'MeiG',
    name: 'SLM750',
    dialect: 'meig',
    at: [2],
    legacy: {
      zeros: true,
      modemdata: {
        32: 'Bandwidth={dl} MHz',
        34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
        38: 'SINR={sinr.1} dB',
      },
    },
  },
] as const satisfies readonly Model[]
