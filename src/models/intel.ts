import type { IntelOptions } from '../dialects/intel/options.ts'
import type { Model } from './model.ts'

const fibocom = { vendor: 'Fibocom', dialect: 'intel' } as const

/** modemdata: whole decibels, channels of both directions, RSSI made of RSRP. */
const modemdata = {
  signal: '{percent_estimate|signal}',
  '30': 'Primary band={band}[ @{dl} MHz]',
  '34': ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
  '35': 'RSSI={rssi_measured|rssi_estimate} dBm',
  '37': 'RSRQ={rsrq.0} dB',
  '38': 'SNR={sinr} dB',
  '50': 'band={band}[ @{dl} MHz]',
  '54': 'EARFCN DL={channel}',
  '57': 'RSRQ={rsrq.0} dB',
  '58': 'SNR={sinr} dB',
} as const

/**
 * `+CSQ` of these modules is not about the LTE carrier: 17 (−79 dBm) beside an RSRP of −82 dBm over 20 MHz, whose
 * reference signals alone come to −59. So the pages make the strength of RSRP.
 */
const estimates = {
  rssi: '{rssi_measured|rssi_estimate}',
  signal: '{percent_estimate|signal}',
} as const

const mbimPage = {
  modemdata,
  threeginfo: { ...estimates, csq: '{csq_near|csq}', registration: '{registered|registration}' },
  modemband: 'Fibocom {model}',
} as const

const ncmPage = {
  modemdata,
  threeginfo: {
    ...estimates,
    mode: '{rat}[ {bands}]',
    'mode.lte_a': 'LTE_A[ {bands}]',
    modem: '{vendor} {model} LTE Module',
  },
  modemband: 'Fibocom {model}',
} as const

const l850 = {
  ...fibocom,
  name: 'L850',
  bands: {
    lte: [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 17, 18, 19, 20, 21, 26, 28, 29, 30, 38, 39, 40, 41, 66],
  },
  bands_of: 'L850|DW5820e',
  bands_source: 'template of modemband for this product',
} as const satisfies Partial<Model<IntelOptions>>

/** In Fibocom's own firmware; Dell's and Intel's refuse the choice. */
const l850usb = { ...l850, options: { usb_modes: true } } as const satisfies Partial<Model<IntelOptions>>

const l860 = {
  ...fibocom,
  name: 'L860',
  bands: {
    lte: [
      1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 21, 25, 26, 28, 29, 30, 32, 38, 39, 40, 41, 42, 46, 66,
    ],
  },
  bands_of: 'L860(?!-GL-16)',
  bands_source: 'template of modemband for this product',
} as const satisfies Partial<Model<IntelOptions>>

const l860gl16 = {
  ...fibocom,
  name: 'L860-GL-16',
  bands: {
    lte: [
      1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43, 46,
      48, 66, 71,
    ],
  },
  bands_of: 'L860-GL-16',
  bands_source: 'template of modemband for this product',
} as const satisfies Partial<Model<IntelOptions>>

/** MBIM composition: AT on 2 and 6, 4 is a trace port. */
const mbim = { bus: 'usb', id: '2cb7:0007', at: [6, 2], legacy: mbimPage } as const
/** NCM composition: AT on 0 and 4, 2 is mute. */
const ncm = { bus: 'usb', id: '8087:095a', at: [4, 0], legacy: ncmPage } as const
/** XMM7560 on PCI Express, driver iosm. */
const iosm = { bus: 'pci', id: '8086:7560', at: [] } as const

/** Modules with an Intel XMM modem. */
export const models = [
  { ...l860gl16, ...mbim, product: 'L860-GL-16' },
  { ...l860, ...mbim, product: 'L860' },
  { ...l850usb, ...mbim, source: 'L850-GL firmware 18500.5001.00.05.27.16: CREG status 6 when registered' },
  { ...l860gl16, ...ncm, product: 'L860-GL-16' },
  { ...l860, ...ncm, product: 'L860' },
  { ...l850usb, ...ncm },
  {
    ...fibocom,
    bus: 'usb',
    id: '8087:07f9',
    name: 'L830',
    at: [0],
    legacy: ncmPage,
    source: 'XMM7160 and XMM7262 cards',
  },
  {
    ...l850,
    bus: 'usb',
    id: '413c:81d9',
    vendor: 'Dell',
    name: 'DW5820e',
    at: [6, 2],
    legacy: { modemdata, threeginfo: estimates },
    source: 'An L850-GL in Dell firmware',
    bands_source: 'template of modemband for the L850-GL, the module of this card',
  },
  { ...l860gl16, ...iosm, product: 'L860-GL-16' },
  { ...l860, ...iosm },
  { ...l850, bus: 'pci', id: '8086:7360', at: [] },
] as const satisfies readonly Model<IntelOptions>[]
