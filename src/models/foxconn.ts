import type { FoxconnOptions } from '../dialects/foxconn/options.ts'
import type { LegacyLayout, Model } from './model.ts'

const bandwidths = { pband: '{band}[ @{dl.1} MHz]', sband: '{band}[ @{dl.1} MHz]' } as const

/** T77W676: modemdata does not know it. */
const t77w676 = {
  bus: 'usb',
  dialect: 'foxconn',
  at: [3, 2],
  options: { module: 'T77W676' },
  bands: {
    lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 17, 18, 19, 20, 21, 25, 26, 28, 29, 30, 38, 39, 40, 41, 66],
  },
  bands_of: 'T77W676|(?:Telit )?LN940|(?:HP )?lt4220',
  source: 'public logs of LN940 firmware T77W676.F0.0.0.4.9 and 5.2',
  legacy: {
    zeros: true,
    threeginfo: { ...bandwidths, modem: '{product|model}', sinr: '{sinr.0}' },
    modemband: '{product|model}',
  },
} as const satisfies Partial<Model<FoxconnOptions>>

const t77w968Layout = {
  zeros: true,
  threeginfo: {
    ...bandwidths,
    modem: '{product|model}',
    'mode.other': '{rat}[ {bands}]',
    'pband.other': '{band}[ @{dl.1} MHz]',
    'tac_dec.other': '{lac}',
    'tac_hex.other': '{lac_x}',
  },
  modemdata: {
    32: 'Bandwidth={dl.1} MHz',
    34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
    35: 'RSSI={rssi.1} dBm',
    36: 'RSRP={rsrp.1} dBm',
    37: 'RSRQ={rsrq.1} dB',
    52: 'bandwidth={dl.1} MHz',
    55: 'RSSI={rssi.1} dBm',
    56: 'RSRP={rsrp.1} dBm',
    57: 'RSRQ={rsrq.1} dB',
    58: 'SNR={sinr.1} dB',
    'mode.other': '{rat}[ {bands}]',
    '30.other': 'Primary band={band}',
    '32.other': 'Bandwidth={dl.1} MHz',
    '35.other': ['RSSI={rssi_measured.1} dBm', 'RSCP={rscp} dBm'],
  },
  modemband: '{product|model}',
} as const satisfies LegacyLayout

const dellLayout = {
  ...t77w968Layout,
  threeginfo: { ...t77w968Layout.threeginfo, modem: 'Dell {product|model}' },
  modemband: 'Dell {product|model}',
} as const satisfies LegacyLayout

const t77w968 = {
  bus: 'usb',
  dialect: 'foxconn',
  options: { module: 'T77W968' },
  // A page that asks for temperature, carriers and bands every few seconds ends the data session of this firmware
  // (fildunsky/luci-app-5gmodem#13).
  interval_ms: 30_000,
  bands: {
    lte: [
      1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 38, 39, 40, 41, 42, 43, 46, 66,
    ],
  },
  bands_of: 'T77W968|(?:Telit )?LN960|DW5821e',
  source: 'public logs of DW5821e firmware T77W968.F1.1.1 and of an LN960',
} as const satisfies Partial<Model<FoxconnOptions>>

const t99w175Layout = {
  zeros: true,
  threeginfo: bandwidths,
  modemdata: {
    32: 'Bandwidth={dl.1} MHz',
    35: 'RSSI={rssi.1} dBm',
    36: 'RSRP={rsrp.1} dBm',
    37: 'RSRQ={rsrq.1} dB',
    38: 'SNR={sinr.1} dB',
    52: 'Bandwidth={dl.1} MHz',
    55: 'RSSI={rssi.1} dBm',
    56: 'RSRP={rsrp.1} dBm',
    57: 'RSRQ={rsrq.1} dB',
    58: 'SNR={sinr.1} dB',
    '56.nr': 'RSRP={rsrp} dBm',
    '57.nr': 'RSRQ={rsrq} dB',
  },
} as const satisfies LegacyLayout

const x55lte = [
  1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 46, 48, 66,
  71,
] as const
const x55nr = [1, 2, 3, 5, 7, 8, 12, 20, 25, 28, 38, 41, 66, 71, 77, 78, 79] as const

const t99w175 = {
  vendor: 'Foxconn',
  name: 'T99W175',
  dialect: 'foxconn',
  options: { module: 'T99W175' },
  legacy: t99w175Layout,
  source: 'public logs of T99W175 and DW5930e firmware F0.6.0.0.6 and F0.1.0.0.9',
} as const satisfies Partial<Model<FoxconnOptions>>

/** Foxconn modules of three generations, sold by Telit, HP, Dell, Thales and under Foxconn's own names. */
export const models = [
  { ...t77w676, id: ['1bc7:1900', '1bc7:1901'], vendor: 'Telit', name: 'LN940' },
  {
    ...t77w676,
    id: ['03f0:0857', '03f0:0a57'],
    vendor: 'HP',
    name: 'lt4220',
    legacy: { ...t77w676.legacy, modemband: 'Qualcomm Snapdragon(TM) X12 LTE-A' },
  },
  {
    ...t77w968,
    id: ['1bc7:1910', '1bc7:1911'],
    vendor: 'Telit',
    name: 'LN960',
    at: [3, 2],
    legacy: t77w968Layout,
  },
  {
    ...t77w968,
    id: ['413c:81d7', '413c:81e0', '413c:81e4'],
    vendor: 'Dell',
    name: 'DW5821e',
    at: [2, 3],
    ways_source: { modemmanager: 'its ports are named by the plugin dell of ModemManager 1.24' },
    legacy: dellLayout,
  },
  {
    ...t77w968,
    id: '413c:81e6',
    vendor: 'Dell',
    name: 'DW5829e',
    at: [2, 3],
    ways_source: { modemmanager: 'named by the plugin dell of ModemManager 1.24' },
    legacy: dellLayout,
  },
  {
    ...t99w175,
    bus: 'usb',
    id: ['05c6:9025', '05c6:90d5'],
    at: [3],
    options: { module: 'T99W175', standAloneSeparator: ':' },
    bands: {
      lte: [...x55lte],
      nr_nsa: [1, 2, 3, 5, 7, 20, 28, 38, 41, 66, 71, 77, 78, 79],
      nr_sa: [...x55nr],
    },
    bands_of: '(?:Generic )?T99W175',
    legacy: { ...t99w175Layout, modemband: '{product|model}' },
  },
  {
    ...t99w175,
    bus: 'usb',
    id: ['1e2d:00b3', '1e2d:00b7'],
    vendor: 'Thales',
    name: 'MV31-W',
    at: [2],
    bands: { lte: [...x55lte], nr_nsa: [...x55nr] },
    bands_of: 'MV31-W|T99W175',
    legacy: { ...t99w175Layout, modemband: 'Thales/Cinterion {model}' },
  },
  {
    ...t99w175,
    bus: 'pci',
    id: ['105b:e0ab', '105b:e0b0', '105b:e0b1', '105b:e0bf', '105b:e0c3'],
    at: [],
    ways_source: { modemmanager: 'its maker on PCI is that of the plugin foxconn of ModemManager 1.24' },
    bands: { lte: [...x55lte], nr_nsa: [...x55nr], nr_sa: [...x55nr] },
    bands_of: '(?:Generic )?T99W175',
    legacy: { ...t99w175Layout, protocol: { mhi: 'mbim' } },
  },
  { ...t99w175, bus: 'pci', id: '105b:e0d9', name: 'T99W373', at: [] },
] as const satisfies readonly Model<FoxconnOptions>[]
