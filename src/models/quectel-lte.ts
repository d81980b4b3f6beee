import type { QuectelOptions } from '../dialects/quectel/options.ts'
import type { Model } from './model.ts'
import {
  ec20Layout,
  ec25Layout,
  ec200Layout,
  eg120kLayout,
  em12Layout,
  em160Layout,
  ep06Layout,
} from './quectel-layouts.ts'

/** Interfaces: 0 diagnosis, 1 NMEA, 2 AT, 3 second AT. */
const usb = { bus: 'usb', vendor: 'Quectel', dialect: 'quectel', at: [2, 3] } as const
/** Interfaces: 0 and 1 network, 2 diagnosis, 3 and 4 AT. */
const asr = { ...usb, at: [4, 3, 2], legacy: ec200Layout } as const

const single = {
  aggregation: false,
  slots: false,
  bands: 'mask',
  modes: 'scan_gsm',
} as const satisfies QuectelOptions
/** QCFG, QNWLOCK and QENG: Quectel EC2x&EG9x AT commands manuals. */
const ec2x = { ...single, cell_lock: 'ec2x', usb_modes: '0123' } as const satisfies QuectelOptions
const ep06 = {
  slots: false,
  bands: 'mask',
  modes: 'scan',
  usb_modes: '0123',
} as const satisfies QuectelOptions
const withoutRatio = { ...ep06, secondary_sinr: false } as const satisfies QuectelOptions
const em12 = {
  primary: 'qcainfo',
  antennas: 'rsrp',
  bands: 'mask',
  modes: 'scan',
  usb_modes: '0123',
} as const satisfies QuectelOptions
const lists = {
  primary: 'qcainfo',
  bands: 'list',
  modes: 'list',
  usb_modes: '0123',
} as const satisfies QuectelOptions
const catOne = {
  aggregation: false,
  slots: false,
  serving: 'alone',
  bands: 'mask_asr',
  autoconnect: true,
} as const satisfies QuectelOptions

/** Ids: option driver of Linux. */
const alike = { ...usb, options: ec2x, legacy: ec25Layout }

const europe: number[] = [1, 3, 5, 7, 8, 20, 28, 38, 40, 41]
const america: number[] = [2, 4, 5, 7, 12, 13, 25, 26, 29, 30, 41, 66]
const china: number[] = [1, 3, 5, 8, 34, 38, 39, 40, 41]

/** Quectel LTE modules of Qualcomm and ASR. */
export const models = [
  {
    ...usb,
    id: '05c6:9215',
    name: 'EC20',
    bands: { lte: [1, 3, 5, 7, 8, 20] },
    bands_of: 'EC20E',
    bands_source: 'EC20EQAR02A09E2G',
    options: { ...single, sinr: 'fifths' },
    legacy: ec20Layout,
    source: 'first EC20 (EC20EQAR02A09E2G): SINR in 1/5 dB from -20 dB',
  },
  {
    ...usb,
    id: '2c7c:0125',
    product: 'EC20-?C|EC20F',
    name: 'EC20-CE',
    bands: { lte: china },
    bands_of: 'EC20-?C|EC20F',
    options: ec2x,
    legacy: ec25Layout,
    source: 'QCFG band mask 0x1e200000095 of EC20CEHCLGR06A05M1G',
  },
  {
    ...usb,
    id: '2c7c:0125',
    product: 'EG25',
    name: 'EG25-G',
    bands: { lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 18, 19, 20, 25, 26, 28, 38, 39, 40, 41] },
    bands_of: 'EG25',
    options: ec2x,
    legacy: ec25Layout,
    source: 'Quectel EG25-G hardware design',
  },
  {
    ...usb,
    id: '2c7c:0125',
    name: 'EC25',
    bands: { lte: [1, 3, 5, 7, 8, 20, 38, 40, 41] },
    bands_of: 'EC25-E$|EC25EF',
    options: ec2x,
    legacy: ec25Layout,
    source: 'QCFG band mask of EC25EFAR06A11M4G; QENG: Quectel EC2x AT commands manual',
  },
  { ...alike, id: '2c7c:0121', name: 'EC21' },
  { ...alike, id: '2c7c:0191', name: 'EG91' },
  { ...alike, id: '2c7c:0195', name: 'EG95' },
  {
    ...usb,
    id: ['2c7c:0306', '2c7c:030b'],
    product: 'E[GMP]06-?A',
    name: 'EP06-A',
    bands: { lte: america },
    bands_of: 'EP06-?A',
    options: withoutRatio,
    legacy: ep06Layout,
    source: 'Quectel EP06 hardware design',
  },
  {
    ...usb,
    id: '2c7c:0306',
    product: 'EG06',
    name: 'EG06-E',
    bands: { lte: [1, 3, 5, 7, 8, 20, 28, 32, 38, 40, 41] },
    bands_of: 'EG06-?E',
    options: ep06,
    legacy: ep06Layout,
    source: 'QCFG band mask of EG06-E',
  },
  {
    ...usb,
    id: '2c7c:0306',
    name: 'EP06-E',
    bands: { lte: europe },
    bands_of: 'EP06-?E',
    options: withoutRatio,
    legacy: ep06Layout,
    source: 'EP06ELAR03A08M4G and EP06ELAR04A22M4G',
  },
  {
    ...usb,
    id: '2c7c:030b',
    product: 'EM06',
    name: 'EM06-E',
    bands: { lte: [1, 3, 5, 7, 8, 20, 28, 32, 38, 40, 41] },
    bands_of: 'EM06-?E',
    options: ep06,
    legacy: ep06Layout,
    source: 'Quectel EM06 hardware design',
  },
  {
    ...usb,
    id: '2c7c:030b',
    product: 'EG120K',
    name: 'EG120K-EA',
    bands: {
      lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 20, 25, 26, 28, 29, 30, 32, 38, 40, 41, 42, 43, 48, 66, 71],
    },
    bands_of: 'EG120K-?EA',
    options: lists,
    legacy: eg120kLayout,
    source: 'QNWPREFCFG of EG120KEABAR06A08M4G',
  },
  {
    ...usb,
    id: '2c7c:030b',
    name: 'EM060K',
    options: lists,
    legacy: eg120kLayout,
    source: 'id: option driver of Linux',
  },
  {
    ...usb,
    id: '2c7c:0512',
    product: 'EM12',
    name: 'EM12-G',
    bands: {
      lte: [
        1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 14, 17, 18, 19, 20, 21, 25, 26, 28, 29, 30, 32, 38, 39, 40, 41, 66,
      ],
    },
    bands_of: 'EM12-?G',
    options: { ...em12, temperature: 'late', bands: 'mask_em12' },
    legacy: em12Layout,
    source: 'EM12GPAR01A21M4G',
    ways_source: { qmi: 'proto qmi of OpenWrt, its list of carriers by uqmi (Qualcomm MDM9x30 and later)' },
  },
  {
    ...usb,
    id: '2c7c:0512',
    product: 'EG18',
    name: 'EG18-EA',
    bands: { lte: europe },
    bands_of: 'EG18-?EA',
    options: em12,
    legacy: em12Layout,
    source: 'EG18EAPAR01A14M4G',
  },
  {
    ...usb,
    id: '2c7c:0512',
    name: 'EG12-EA',
    bands: { lte: europe },
    bands_of: 'EG12-?EA',
    options: em12,
    legacy: em12Layout,
    source: 'EG12EAPAR01A12M4G',
  },
  {
    ...usb,
    id: '2c7c:0620',
    name: 'EM160R-GL',
    bands: {
      lte: [
        1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 18, 19, 20, 25, 26, 28, 29, 30, 32, 38, 39, 40, 41, 42, 46, 48, 66,
      ],
    },
    bands_of: 'EM160R-?GL',
    options: lists,
    legacy: em160Layout,
    source: 'QNWPREFCFG of EM160RGLAUR02A12M4G',
    ways_source: { qmi: 'proto qmi of OpenWrt, its list of carriers by uqmi (Qualcomm MDM9x30 and later)' },
  },
  {
    ...asr,
    id: '2c7c:6026',
    product: 'EC200T-?EU',
    name: 'EC200T-EU',
    bands: { lte: [1, 3, 7, 8, 20, 28, 38, 40, 41] },
    bands_of: 'EC200T-?EU',
    options: catOne,
    source: 'QCFG band mask 0x1a0080800c5 of EC200TEUHAR05A01M16; interface numbers not verified',
  },
  {
    ...asr,
    id: '2c7c:6026',
    name: 'EC200T-CN',
    bands: { lte: china },
    bands_of: 'EC200T-?CN',
    options: catOne,
    source: 'QCFG band mask 0x1e200000095 of EC200TCNLAR02A07M16',
  },
  {
    ...asr,
    id: '2c7c:6002',
    name: 'EC200S',
    options: catOne,
    source: 'id: option driver of Linux',
  },
  {
    ...asr,
    id: '2c7c:6005',
    at: [3, 4, 2],
    name: 'EC200A',
    options: catOne,
    source: 'EC200AEUHAR01A17M16: the first AT port is ttyUSB1, interface 3',
  },
] as const satisfies readonly Model<QuectelOptions>[]
