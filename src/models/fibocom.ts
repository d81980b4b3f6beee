import type { FibocomOptions, FibocomUsbMode } from '../dialects/fibocom/options.ts'
import type { Model } from './model.ts'

const fibocom = { vendor: 'Fibocom', dialect: 'fibocom' } as const

/** What the originals show alike for all of them. */
const page = { modem: 'Fibocom {model}' } as const
/** Bands without their bandwidth. */
const plainBands = { pband: '{band}', sband: '{band}' } as const
/** The location area only where no LTE cell is known: there +CREG tells the tracking area, which has its own fields. */
const lacAlone = { lac_dec: '{lac_alone}', lac_hex: '{lac_alone_x}' } as const
const upperCase = { qmi: 'QMI', mbim: 'MBIM', ecm: 'ECM', ncm: 'NCM' } as const

/** modemdata's entries: one decimal everywhere. */
const entries = {
  '10': 'Temperature={temp.1} &deg;C',
  '36': 'RSRP={rsrp.1} dBm',
  '37': 'RSRQ={rsrq.1} dB',
  '38': 'SINR={sinr.1} dB',
} as const
const nrEntries = {
  '56.nr': 'RSRP={rsrp.1} dBm',
  '57.nr': 'RSRQ={rsrq.1} dB',
  '58.nr': 'SINR={sinr.1} dB',
} as const

const sdx = {
  threeginfo: { ...page, ...plainBands, rssi: '{rssi_cell}' },
  modemband: 'Fibocom {model}',
} as const
const sdxEntries = {
  '37': 'RSRQ={rsrq.1} dB',
  '38': 'RSSNR={sinr.1} dB',
} as const

/** Compositions of the FG621 (Linux names the ids as those of its sister FM650); what the second of a pair adds is not public. */
const fg621UsbModes = [
  [34, 'ECM', '2cb7:0a04', 'ecm', 'dhcp'],
  [35, 'ECM, second variant', '2cb7:0a04', 'ecm', 'dhcp'],
  [36, 'NCM', '2cb7:0a05', 'ncm', 'dhcp'],
  [37, 'NCM, second variant', '2cb7:0a05', 'ncm', 'dhcp'],
  [38, 'RNDIS', '2cb7:0a06', 'rndis', 'dhcp'],
  [39, 'RNDIS, second variant', '2cb7:0a06', 'rndis', 'dhcp'],
] as const satisfies readonly FibocomUsbMode[]

/** Ids of the Qualcomm modules in the compositions in which they have an AT port. */
const sdxIds = ['2cb7:0104', '2cb7:0105', '2cb7:0111'] as const

/**
 * Compositions of the Qualcomm modules, dial-up manual of the FM160; each firmware lists the ones it has. The driver
 * `option` knows 0104, 0105 and 0111, of 010b an interface this module has not; `qmi_wwan` knows 0104.
 */
const sdxUsbModes = [
  [17, 'QMI with ADB', '2cb7:0104', 'qmi', 'qmi'],
  [18, 'ECM with ADB', '2cb7:0105', 'ecm', 'dhcp'],
  [20, 'modem port alone; Linux does not know the id', '2cb7:0107', null, null, 'both'],
  [21, 'modem and AT ports, no network; Linux does not know the id', '2cb7:0108', null, null, 'both'],
  [24, 'RNDIS without AT port', '2cb7:010b', 'rndis', 'dhcp', 'at'],
  [29, 'MBIM; Linux does not know the id and shows no AT port', '2cb7:0110', 'mbim', 'mbim', 'at'],
  [30, 'MBIM', '2cb7:0111', 'mbim', 'mbim'],
  [31, 'QMI with tracing, without AT port', null, 'qmi', 'qmi', 'both'],
  [32, 'QMI', '2cb7:0104', 'qmi', 'qmi'],
  [33, 'ECM', '2cb7:0105', 'ecm', 'dhcp'],
] as const satisfies readonly FibocomUsbMode[]

const sdxOptions = {
  base: 16,
  cell_lock: ['lte', 'nr'],
  usb_modes: sdxUsbModes,
  autoconnect: true,
} as const satisfies FibocomOptions

const fm350 = {
  ...fibocom,
  name: 'FM350-GL',
  bands: {
    lte: [
      1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 17, 18, 19, 20, 25, 26, 28, 29, 30, 32, 34, 38, 39, 40, 41, 42, 43, 46,
      48, 66, 71,
    ],
    nr_nsa: [1, 2, 3, 5, 7, 8, 20, 25, 28, 30, 38, 40, 41, 48, 66, 71, 77, 78, 79],
    nr_sa: [1, 2, 3, 5, 7, 8, 20, 25, 28, 30, 38, 40, 41, 48, 66, 71, 77, 78, 79],
  },
  bands_of: 'FM350',
  options: {
    temperature: ['+GTSENRDTEMP=1', '+ETHERMAL?'],
    nr_sinr: 'db',
    nr_bandwidth: 'fifths',
    umts: [1, 2, 4, 5, 8],
    // The network device asks for no address by DHCP: it is what +CGPADDR tells.
    usb_modes: [
      [40, 'RNDIS', '0e8d:7126', 'rndis'],
      [41, 'RNDIS with more serial ports', '0e8d:7127', 'rndis'],
    ],
    slots: [1, 2],
  },
  legacy: {
    threeginfo: { ...page, 'mode.lte': '{rat}[ {bands}]' },
    modemband: 'Fibocom {model}',
    modemdata: { ...entries, ...nrEntries },
    protocol: { rndis: 'ncm' },
  },
  // Polling blocks its AT port (FUjr/QModem#179).
  interval_ms: 10_000,
  source: 'FM350-GL AT manual; recordings of firmware 81600.0000.00.29.22.40 and 81600.0000.00.29.24.02',
} as const satisfies Partial<Model<FibocomOptions>>

/** Fibocom modules with the GT commands. */
export const models = [
  {
    ...fibocom,
    bus: 'usb',
    id: ['2cb7:0a05', '2cb7:0a04', '2cb7:0a06'],
    name: 'FG621-EA',
    at: [3],
    bands: { lte: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41] },
    bands_of: 'FG621',
    options: { umts: [1, 3, 5, 8], cell_lock: ['lte'], usb_modes: fg621UsbModes, autoconnect: true },
    legacy: {
      threeginfo: { ...page, ...plainBands, ...lacAlone, rssi: '{rssi_cell}' },
      modemband: 'Fibocom {model}',
      modemdata: {
        ...entries,
        '56': 'RSRP={rsrp.1} dBm',
        '57': 'RSRQ={rsrq.1} dB',
        '58': 'SINR={sinr.1} dB',
      },
    },
    source: 'GTACT and GTUSBMODE of an FG621-EA in a TP-Link Archer MR500v1',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: sdxIds,
    product: 'FM190',
    name: 'FM190',
    at: [2, 1],
    options: { ...sdxOptions, temperature: ['+GTSENRDTEMP=1', '+MTSM=1'] },
    legacy: { ...sdx, modemdata: { ...entries, ...nrEntries } },
    source: 'FM190W-GL firmware 59003.1000.00.05.01.08: +MTSM=1 is refused',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: sdxIds,
    product: 'FM150',
    name: 'FM150',
    at: [2, 1],
    options: sdxOptions,
    legacy: { ...sdx, modemdata: sdxEntries, idle: true },
    source: 'FM150-AE firmware 89602.1000.00.04.02.04',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: ['2cb7:0104', '2cb7:0111'],
    name: 'FM160',
    // 0 is diagnostics, 1 NMEA on the FM160 and AT on the FM150.
    at: [2, 1],
    options: sdxOptions,
    legacy: { ...sdx, modemdata: sdxEntries },
    source:
      'FM160-CN firmware 89614.1000.00.04.01.02: hexadecimal channel and PCI, +GTACT=? with nine groups',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: '2cb7:0105',
    product: 'FM160',
    name: 'FM160',
    at: [2, 1],
    options: sdxOptions,
    legacy: { ...sdx, modemdata: sdxEntries },
    source: 'dial-up manual of the FM160: its compositions 18 and 33',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: '2cb7:0105',
    name: 'NL952-EAU',
    at: [2],
    options: { base: 16 },
    legacy: {
      threeginfo: { ...page, ...plainBands, ...lacAlone, rssi: '{rssi_cell}' },
      modemband: 'Fibocom {model}',
      protocol: upperCase,
    },
    source: 'NL952-EAU-10 in ECM mode, luci-app-3ginfo-lite issue 52',
  },
  {
    ...fibocom,
    bus: 'usb',
    id: '1508:1001',
    name: 'NL668',
    at: [1, 2, 3],
    options: { base: 16 },
    legacy: {
      threeginfo: { modem: 'Fibocom {model}', rssi: '{rssi_measured}' },
      protocol: upperCase,
    },
    source: 'NL668-CN-00 and NL668-EAU-00; ModemManager names interface 1 as the AT port',
  },
  { ...fm350, bus: 'usb', id: '0e8d:7126', at: [4] },
  { ...fm350, bus: 'usb', id: '0e8d:7127', at: [6] },
  {
    ...fm350,
    bus: 'pci',
    id: '14c3:4d75',
    at: [],
    ways_source: { modemmanager: 'named by the plugin mtk of ModemManager 1.24' },
  },
  {
    ...fibocom,
    bus: 'usb',
    id: '2cb7:*',
    name: '',
    at: [],
    source: 'The GT commands are common to the vendor; a module refuses the ones it does not know',
  },
] as const satisfies readonly Model<FibocomOptions>[]
