import type { HuaweiOptions } from '../dialects/huawei/options.ts'
import type { LegacyLayout, Model } from './model.ts'

const threeginfo = {
  mtemp: '{temp.1} &deg;C',
  pband: '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]',
  rssi: '{rssi_measured}',
  'mode.gsm': 'GSM',
  'mode.gprs': 'GSM',
  'mode.edge': 'GSM',
  'mode.umts': 'WCDMA',
  'mode.hsdpa': 'WCDMA',
  'mode.hsupa': 'WCDMA',
  'mode.hspa': 'WCDMA',
  'mode.hspa_plus': 'WCDMA',
  'tac_h.other': '{lac_x}',
  'tac_d.other': '{lac}',
} as const

const modemdata = {
  10: 'Temperature={temp.1} &deg;C',
  30: 'Band={band}',
  31: 'Bandwidth UL={ul.1} MHz',
  32: 'Bandwidth DL={dl.1} MHz',
  34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
  35: 'RSSI={rssi_measured} dBm',
  '35.other': ['RSCP={rscp} dBm', 'RSSI={rssi_measured} dBm'],
} as const

const legacy = { zeros: true, threeginfo, modemdata } as const satisfies LegacyLayout

/** The layout of the ids whose script never names the band in the mode. */
const withoutBands = { ...legacy, threeginfo: { ...threeginfo, mode: '{rat}' } } as const

const anyHuawei = {
  bus: 'usb',
  vendor: 'Huawei',
  dialect: 'huawei',
  legacy,
  source: 'public ME906s, ME909s and E3372 AT manuals; LTE bands by module as in modemband',
  options: {
    bands: [
      ['me906e', [1, 2, 3, 5, 7, 8, 20]],
      ['me909u-521', [1, 2, 3, 5, 7, 8, 20]],
      ['me906s', [1, 2, 3, 5, 7, 8, 20, 28]],
      ['me909s-120', [1, 2, 3, 4, 5, 7, 8, 20]],
      ['me909s-821a', [1, 3, 5, 8, 38, 39, 40, 41]],
      ['me909s-821', [1, 3, 8, 38, 39, 40, 41]],
    ],
  },
} as const satisfies Partial<Model<HuaweiOptions>>

const huawei = {
  ...anyHuawei,
  bands: { lte: [1, 3, 7, 8, 20] },
  bands_of: 'E3272|E3276|E3372|ME936',
} as const satisfies Partial<Model<HuaweiOptions>>

/**
 * Huawei sticks and modules. The AT port is the interface whose protocol is 02 or 12 (PCUI); its number differs from
 * id to id, and the kernel's order decides where the listed one is not there.
 */
export const models = [
  { ...huawei, id: '12d1:1506', name: 'E3272, E3276, E3372, ME909u', at: [1, 0, 2] },
  {
    ...huawei,
    id: '12d1:155e',
    name: 'E3372h-320',
    at: [2, 1],
    bands: { lte: [1, 3, 7, 8, 20, 28] },
    bands_of: 'E3372',
    options: {},
    legacy: { ...legacy, modemband: 'Huawei E3372h-320' },
  },
  { ...huawei, id: '12d1:156c', name: 'ME909u, ME906E', at: [1, 2], legacy: withoutBands },
  { ...huawei, id: ['12d1:1573', '12d1:15c1'], name: 'ME909s, ME906s', at: [1, 2] },
  { ...huawei, id: '12d1:15bb', name: 'ME936', at: [1, 2] },
  { ...huawei, id: '12d1:15c3', name: 'ME906s', at: [1, 2] },
  { ...huawei, id: '12d1:1f1a', name: 'ME909s-821a', at: [1, 2] },
  { ...huawei, id: '03f0:581d', vendor: 'HP', name: 'lt4112', at: [1, 2], legacy: withoutBands },
  { ...huawei, id: '03f0:a31d', vendor: 'HP', name: 'lt4132', at: [2, 1] },
  { ...anyHuawei, id: '12d1:*', name: 'LTE modem', at: [] },
] as const satisfies readonly Model<HuaweiOptions>[]
