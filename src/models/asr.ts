import type { Model } from './model.ts'

/** Modems with a chip of ASR under the id of Marvell, which made the chips before. */
export const models = [
  {
    bus: 'usb',
    id: '1286:4e3c',
    vendor: 'ASR',
    name: '',
    dialect: 'standard',
    at: [3, 4],
    source:
      'ML352 on the list linux-usb: RNDIS, 2 diagnosis, 3 and 4 AT; the id is that of sticks of many makers',
  },
] as const satisfies readonly Model[]
