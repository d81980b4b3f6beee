import type { ZteOptions } from '../dialects/zte/options.ts'
import type { LegacyLayout, Model } from './model.ts'

const zte = { bus: 'usb', vendor: 'ZTE', dialect: 'zte' } as const

const mf286 = { lte: [1, 3, 7, 8, 20, 28] }
const mf286a = { lte: [1, 2, 3, 5, 7, 8, 20, 38] }
const mf286d = { lte: [1, 3, 7, 8, 20, 28, 32, 38] }

/** Names and texts the modules in routers share on the existing pages. */
const router = {
  zeros: true,
  threeginfo: {
    modem: 'ZTE {model}',
    pband: '{band}[ @{dl.1} MHz]',
    sband: '{band}[ @{dl.1} MHz]',
  },
  modemband: 'ZTE {model}',
  modemdata: {
    30: 'Primary band={band}[ @{dl.1} MHz]',
    37: 'RSRQ={rsrq.1} dB',
    50: 'band={band}[ @{dl.1} MHz]',
  },
  idle: true,
} as const satisfies LegacyLayout

const stick = {
  zeros: true,
  threeginfo: { mode: '{rat}[ {bands}]', rssi: '{rssi_measured}' },
} as const satisfies LegacyLayout

/** No bar before the band where nothing is aggregated. */
const barred = { ...router.threeginfo, 'mode.lte': '{rat}[ {bands}]' } as const

const mf286aLayout = { ...router, threeginfo: barred, secondary: '(S) ' } as const satisfies LegacyLayout

const mf286dLayout = {
  ...router,
  threeginfo: { ...barred, lac_dec: '{lac}', lac_hex: '{lac_x}' },
  modemdata: { ...router.modemdata, 99: 'Upload aggregation={ul_ca}' },
} as const satisfies LegacyLayout

const mikrotik = { bus: 'usb', vendor: 'MikroTik', dialect: 'zte', at: [2] } as const

const r11e = {
  threeginfo: {
    mode: '{rat}[ {bands}]',
    'pband.lte': '{band}',
    rssi: '{rssi_measured}',
  },
  modemdata: { '36.other': 'ECIO={ecio.1} dB', 37: 'RSRQ={rsrq.1} dB' },
  secondary: '(S) ',
  idle: true,
} as const satisfies LegacyLayout

/** Modules and sticks of ZTE, and the MikroTik R11e cards built like them. */
export const models = [
  {
    ...zte,
    id: ['19d2:0016', '19d2:1432'],
    name: 'MF286',
    at: [1, 2],
    bands: mf286,
    bands_of: 'MF286$|zte,mf286$',
    options: { cell_lock: true },
    legacy: mf286aLayout,
    bands_source: 'template of modemband by board',
  },
  {
    ...zte,
    id: ['19d2:0016', '19d2:1432'],
    board: ['zte,mf286a'],
    name: 'MF286A',
    at: [1, 2],
    bands: mf286a,
    bands_of: 'MF286A|zte,mf286a',
    bands_source: 'template of modemband by board',
    options: { cell_lock: true },
    legacy: mf286aLayout,
  },
  {
    ...zte,
    id: ['19d2:0016', '19d2:1432'],
    board: ['zte,mf286d'],
    name: 'MF286D',
    at: [1, 2],
    bands: mf286d,
    bands_of: 'MF286D|zte,mf286d',
    bands_source: 'template of modemband by board',
    options: { uplink: true, cell_lock: true },
    legacy: mf286dLayout,
  },
  {
    ...zte,
    id: '19d2:1485',
    name: 'MF286D',
    at: [1, 2],
    bands: mf286d,
    bands_of: 'MF286D|zte,mf286d',
    bands_source: 'template of modemband by board',
    options: { uplink: true, cell_lock: true },
    legacy: mf286dLayout,
  },
  {
    ...zte,
    id: ['19d2:0016', '19d2:0167', '19d2:0189', '19d2:1275', '19d2:1432', '19d2:1485', '19d2:1489', '19d2:*'],
    board: ['zte,mf289f'],
    name: 'MF289F',
    at: [1, 2],
    bands: mf286d,
    bands_of: 'MF289F|zte,mf289f',
    options: { uplink: true, cell_lock: true },
    legacy: mf286dLayout,
    bands_source: 'template of modemband by board',
    source: 'the module of this router is known under several ids',
  },
  {
    ...zte,
    id: '19d2:1489',
    name: 'MF286R',
    at: [2, 1],
    bands: { lte: [1, 3, 7, 8, 20, 38] },
    bands_of: 'MF286R|zte,mf286r',
    bands_source: 'template of modemband by board',
    options: { asr: true },
    legacy: {
      ...mf286aLayout,
      threeginfo: { modem: 'ZTE {model}', 'mode.lte': '{rat}[ {bands}]' },
      modemdata: {
        30: 'Primary band={band}[ @{dl} MHz]',
        50: 'band={band}[ @{dl} MHz]',
      },
      protocol: { rndis: 'ncm' },
    },
  },
  {
    ...zte,
    id: '19d2:1275',
    name: 'P685M/ZM8630A',
    at: [1, 2],
    legacy: {
      zeros: true,
      threeginfo: router.threeginfo,
      modemdata: router.modemdata,
      idle: true,
    },
  },
  {
    ...zte,
    id: '19d2:0167',
    name: 'MF821',
    at: [1, 2],
    legacy: {
      ...stick,
      threeginfo: { ...stick.threeginfo, 'mode.other': '{rat}[ {text}]' },
      modemdata: { 'mode.other': '{rat}[ {text}]' },
    },
  },
  {
    ...zte,
    id: '19d2:0189',
    name: 'MF28D/MF290',
    at: [3, 1],
    options: { signal: '+ZRSSI?' },
    legacy: stick,
  },
  {
    ...zte,
    id: '19d2:*',
    name: '',
    at: [1, 2, 3],
    legacy: { ...router, modemband: '[{vendor} ]{model|product}' },
    source: 'AT command sets of ZTE data products; what a module does not know is left out',
  },
  {
    ...mikrotik,
    id: '2cd2:0001',
    name: 'R11e-LTE',
    options: { signal: '+CESQ' },
    legacy: r11e,
  },
  {
    ...mikrotik,
    id: '2cd2:0004',
    name: 'R11e-LTE6',
    options: { signal: '+CESQ' },
    legacy: {
      ...r11e,
      threeginfo: {
        ...r11e.threeginfo,
        'mode.other': '{rat}[ {text}]',
        'mode.lte_a': '{rat}[ | {bands}]',
        'tac_h.other': '{lac_x}',
        'tac_d.other': '{lac}',
      },
      modemdata: { ...r11e.modemdata, 'mode.other': '{rat}' },
      protocol: { rndis: 'ncm' },
    },
  },
] as const satisfies readonly Model<ZteOptions>[]
