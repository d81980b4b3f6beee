import type { SimcomOptions } from '../dialects/simcom/options.ts'
import type { LegacyLayout, Model } from './model.ts'

const legacy = {
  zeros: true,
  threeginfo: {
    modem: 'SIMCOM {model}',
    'mode.nr_nsa': '{rat}',
    'mode.nr_sa': '{rat}',
    pband: '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]',
  },
  modemband: 'SIMCOM {model}',
  modemdata: { mode: '{rat}', 38: 'SNR={sinr} dB' },
} as const satisfies LegacyLayout

const simcom = { bus: 'usb', vendor: 'SIMCom', dialect: 'simcom', legacy } as const

/** The compositions with QMI (9001) and MBIM (9003): diagnostics, GPS, AT, modem. */
const usual = { ...simcom, id: ['1e0e:9000', '1e0e:9001', '1e0e:9003'], at: [2, 3] } as const

const lte = [
  1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43, 48, 66,
  71,
]
const nr = [1, 2, 3, 5, 7, 8, 12, 14, 20, 28, 38, 40, 41, 48, 66, 71, 77, 78]

/** SIMCom modules with `+CPSI`. */
export const models = [
  {
    ...usual,
    name: 'SIM8200EA-M2',
    options: { nr: true },
    bands: { lte, nr_nsa: nr, nr_sa: nr },
    bands_of: '(?:SIMCOM_)?SIM8200',
    bands_source: 'template of modemband for this product',
  },
  {
    ...usual,
    product: 'SIM7600E',
    name: 'SIM7600E',
    bands: { lte: [1, 3, 5, 7, 8, 20, 38, 40, 41] },
    bands_of: '(?:SIMCOM_)?SIM7600E',
    source: 'SIM7600 series specification, variant E',
  },
  {
    ...usual,
    product: 'SIM7',
    name: 'SIM7906',
    bands: { lte },
    bands_of: '(?:SIMCOM_)?SIM7906',
    bands_source: 'template of modemband for this product',
  },
  {
    ...simcom,
    id: '1e0e:9011',
    name: '',
    at: [4, 2],
    options: { nr: true },
    source: 'RNDIS composition of SIM7600 and SIM8200',
  },
  { ...simcom, id: '1e0e:*', name: '', at: [2, 3, 4], options: { nr: true } },
] as const satisfies readonly Model<SimcomOptions>[]
