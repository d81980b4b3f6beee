import type { QuectelOptions } from '../dialects/quectel/options.ts'
import type { Model } from './model.ts'
import { nrLayout } from './quectel-layouts.ts'

/** Interfaces: 0 diagnosis, 1 NMEA, 2 AT, 3 second AT. */
const usb = { bus: 'usb', vendor: 'Quectel', dialect: 'quectel', at: [2, 3] } as const
const pci = { ...usb, bus: 'pci', at: [], legacy: nrLayout } as const

/** Modules nobody listed: nothing is changed of which it is not known that it exists. */
const unknown = { primary: 'power' } as const satisfies QuectelOptions
/**
 * QENG and QCAINFO of RG500QEAAAR11A06M4G and RM520NGLAAR03A03M4G; Quectel RG520N&RG525F&RG5x0F&RM5x0N AT commands
 * manual.
 */
const overPci = {
  primary: 'power',
  antennas: 'all',
  modes: 'lists',
  cell_lock: '5g',
} as const satisfies QuectelOptions
const qualcomm = { ...overPci, usb_modes: '01235' } as const satisfies QuectelOptions
/**
 * Unisoc: RM500UCNVAAR03A03M2G, RM500UEAAAR03A05M2G; the words of `mode_pref` by RM500UCNVAAR03A02M2G
 * (4IceG/luci-app-modemband#18). `nr5g_band` serves NSA and SA, `nsa_nr5g_band` is refused.
 */
const unisoc = {
  primary: 'power',
  megahertz: true,
  bands: 'lists_one_nr',
  modes: 'words',
  cell_lock: 'unisoc',
  usb_modes: '1235',
} as const satisfies QuectelOptions
const category20 = {
  primary: 'qcainfo',
  bands: 'list',
  modes: 'list',
} as const satisfies QuectelOptions

const lteOfQ: number[] = [
  1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43, 46, 48,
  66, 71,
]
const nrOfQ: number[] = [1, 2, 3, 5, 7, 8, 12, 20, 25, 28, 38, 40, 41, 48, 66, 71, 77, 78, 79]
const nrOfEurope: number[] = [1, 3, 5, 7, 8, 20, 28, 38, 40, 41, 77, 78, 79]
const nrOfN: number[] = [
  1, 2, 3, 5, 7, 8, 12, 13, 14, 18, 20, 25, 26, 28, 29, 30, 38, 40, 41, 48, 66, 70, 71, 75, 76, 77, 78, 79,
]
const nrWithMillimetres: number[] = [...nrOfN, 257, 258, 260, 261]

const rm520n = {
  name: 'RM520N-GL',
  bands: { lte: lteOfQ, nr_nsa: nrOfN, nr_sa: nrOfN },
  bands_of: 'RM52[01][NF]-?GL',
  bands_source: 'RM520NGLAAR03A03M4G, RM521FGLEAR05A02M4G',
  options: qualcomm,
}

/** Quectel 5G modules of Qualcomm and Unisoc, and everything of Quectel that is not listed. */
export const models = [
  {
    ...usb,
    id: '2c7c:0800',
    product: 'RG500Q',
    name: 'RG500Q-EA',
    bands: {
      lte: [1, 3, 5, 7, 8, 18, 19, 20, 26, 28, 32, 34, 38, 39, 40, 41, 42, 43],
      nr_nsa: nrOfEurope,
      nr_sa: nrOfEurope,
    },
    bands_of: 'RG500Q-?EA',
    options: qualcomm,
    legacy: nrLayout,
    source: 'RG500QEAAAR11A06M4G',
  },
  {
    ...usb,
    id: '2c7c:0800',
    product: 'RG502Q',
    name: 'RG502Q-EA',
    bands: { lte: lteOfQ, nr_nsa: nrOfEurope, nr_sa: nrOfEurope },
    bands_of: 'RG502Q-?EA',
    bands_source: 'template of modemband for this product',
    options: qualcomm,
    legacy: nrLayout,
  },
  {
    ...usb,
    id: '2c7c:0800',
    product: 'RM500Q-GL',
    name: 'RM500Q-GL',
    bands: { lte: lteOfQ, nr_nsa: nrOfQ, nr_sa: nrOfQ },
    bands_of: 'RM500Q-?GL',
    options: qualcomm,
    legacy: nrLayout,
    source: 'RM500QGLABR11A06M4G',
  },
  {
    ...usb,
    id: '2c7c:0800',
    product: 'RM502Q-GL',
    name: 'RM502Q-GL',
    bands: {
      lte: [
        1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43,
        48, 66, 71,
      ],
      nr_nsa: [38, 41, 77, 78],
      nr_sa: [1, 2, 3, 5, 7, 8, 12, 20, 25, 28, 38, 40, 41, 48, 66, 71, 77, 78],
    },
    bands_of: 'RM502Q-?GL',
    bands_source: 'template of modemband for this product',
    options: qualcomm,
    legacy: nrLayout,
  },
  {
    ...usb,
    id: '2c7c:0800',
    product: 'RM50[025]Q-AE',
    name: 'RM505Q-AE',
    bands: {
      lte: [
        1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43, 46,
        48, 66, 71,
      ],
      nr_nsa: nrOfQ,
      nr_sa: nrOfQ,
    },
    bands_of: 'RM50[025]Q-?AE',
    options: qualcomm,
    legacy: nrLayout,
    source: 'RM502QAEAAR13A03M4G, RM505QAEAAR13A02M4G',
  },
  {
    ...usb,
    id: '2c7c:0800',
    name: 'RM50xQ',
    options: qualcomm,
    legacy: nrLayout,
    source: 'products nobody listed',
  },
  {
    ...usb,
    ...rm520n,
    id: '2c7c:0801',
    legacy: nrLayout,
    source: 'RM520NGLAAR03A03M4G, RM521FGLEAR05A02M4G',
    ways_source: { qmi: 'proto qmi of OpenWrt, raw IP (openwrt#19945)' },
  },
  {
    ...usb,
    id: ['2c7c:0122', '2c7c:0133'],
    name: 'RM551E-GL',
    bands: { lte: lteOfQ, nr_nsa: nrWithMillimetres, nr_sa: nrWithMillimetres },
    bands_of: 'RM551E-?GL',
    options: qualcomm,
    legacy: nrLayout,
    // Its data path stopped after 1 to 3.5 hours of polling, without any after 14 to 18 (firmware
    // RM551EGL00AAR02A02M8G, fildunsky/luci-app-5gmodem#28).
    interval_ms: 30_000,
    source: 'RM551EGL00AAR01A02M8G',
  },
  {
    ...pci,
    ...rm520n,
    options: overPci,
    id: ['17cb:0308', '17cb:5201', '1eac:1004', '1eac:1007'],
    source: '1eac: Linux, mhi pci_generic; 17cb:0308 with subsystem 17cb:5201: openwrt PR 18794',
  },
  {
    ...pci,
    id: ['1eac:1002', '1eac:100d'],
    name: 'EM160R-GL',
    options: category20,
    source: 'Linux, mhi pci_generic',
  },
  {
    ...pci,
    id: ['1eac:1001', '1eac:2001'],
    name: 'EM120R-GL',
    options: category20,
    source: 'Linux, mhi pci_generic',
  },
  {
    ...usb,
    id: '2c7c:0900',
    product: 'RM500U-CN',
    name: 'RM500U-CNV',
    bands: {
      lte: [1, 2, 3, 5, 8, 34, 38, 39, 40, 41],
      nr_nsa: [41, 78, 79],
      nr_sa: [1, 2, 3, 5, 8, 28, 41, 77, 78, 79],
    },
    bands_of: 'RM500U-?CNV',
    options: unisoc,
    legacy: nrLayout,
    source: 'RM500UCNVAAR03A03M2G',
  },
  {
    ...usb,
    id: '2c7c:0900',
    name: 'RM500U-EA',
    bands: {
      lte: [1, 2, 3, 4, 5, 7, 8, 20, 28, 38, 40, 41, 66],
      nr_nsa: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41, 66, 77, 78],
      nr_sa: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41, 66, 77, 78],
    },
    bands_of: 'RM500U-?EA',
    options: unisoc,
    legacy: nrLayout,
    source: 'RM500UEAAAR03A05M2G',
  },
  { ...usb, id: '2c7c:*', name: '', options: unknown, legacy: nrLayout },
  { ...pci, id: '1eac:*', name: '', options: unknown },
] as const satisfies readonly Model<QuectelOptions>[]
