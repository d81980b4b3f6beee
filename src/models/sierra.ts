import type { LegacyLayout, Model } from './model.ts'

const sierra = { bus: 'usb', vendor: 'Sierra Wireless', dialect: 'sierra', at: [3] } as const

const threeginfo = {
  modem: 'Sierra Wireless {model}',
  mode: '{rat}[ {bands}]',
  'mode.lte_a': '{rat}[ | {bands}]',
  rsrp: '{rsrp_all}',
  rssi: '{rssi_all}',
} as const

const modemdata = {
  30: 'Primary band={band}[ @{dl} MHz]',
  34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
  35: 'RSSI={rssi_all} dBm',
  36: 'RSRP={rsrp_all} dBm',
  37: 'RSRQ={rsrq.1} dB',
  38: 'SINR={sinr.1} dB',
  50: 'band={band}[ @{dl} MHz]',
  54: 'EARFCN={channel}',
  55: 'RSSI={rssi_all} dBm',
  56: 'RSRP={rsrp_all} dBm',
} as const

const legacy = {
  zeros: true,
  threeginfo,
  modemband: 'Sierra Wireless {model}',
  modemdata,
} as const satisfies LegacyLayout

/** The generation that prints a whole number for RSRQ. */
const mc77 = {
  ...legacy,
  modemdata: { ...modemdata, 37: 'RSRQ={rsrq} dB' },
} as const satisfies LegacyLayout

const em7455 = {
  ...legacy,
  modemband: 'Sierra Wireless EM7455/MC7455/DW5811e',
} as const satisfies LegacyLayout

/** Dell's own: 3ginfo shows the main antenna alone. */
const dell = {
  ...em7455,
  threeginfo: { ...threeginfo, rsrp: '{rsrp}', rssi: '{rssi}' },
} as const satisfies LegacyLayout

const em7565 = {
  ...legacy,
  modemdata: { ...modemdata, 54: ['EARFCN DL={channel}', 'EARFCN UL={ul_used|=0}'] },
} as const satisfies LegacyLayout

const em9190 = {
  zeros: true,
  threeginfo: dell.threeginfo,
  modemdata: {
    ...em7565.modemdata,
    '37.nr_sa': 'RSRQ={rsrq} dB',
    80: '5G band={band}[ @{dl} MHz]',
    83: 'PCI={pci}',
    84: ['EARFCN DL={channel}', 'EARFCN UL={channel}'],
    85: 'RSSI={rssi} dBm',
    86: 'RSRP={rsrp} dBm',
    87: 'RSRQ={rsrq} dB',
    88: 'SINR={sinr} dB',
  },
} as const satisfies LegacyLayout

const x7 = { lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 20, 25, 26, 29, 41] } as const

/**
 * Sierra Wireless modules with `!` commands. Interface 3 takes AT in every composition (0 is diag, 2 NMEA); band lists
 * are those of `!BAND=?`, which counts where the module answers it.
 */
export const models = [
  { ...sierra, id: '1199:*', name: 'module' },
  { ...sierra, id: '1199:68a2', name: 'MC7710', legacy: mc77 },
  {
    ...sierra,
    id: '0f3d:68aa',
    name: 'AirCard 320U',
    legacy: {
      zeros: true,
      threeginfo: {
        mode: '{rat}[ {bands}]',
        'pband.other': '{band}',
        pband: '[RxCh:{channel}][ / TxCh:{ul_channel}][ / Bw:{dl} MHz]',
      },
    },
  },
  { ...sierra, id: '1199:9041', name: 'MC7355', legacy },
  {
    ...sierra,
    id: ['1199:9071', '1199:9079'],
    name: 'EM7455',
    bands: { lte: [...x7.lte] },
    bands_of: '(?:Sierra Wireless )?(?:EM|MC)7455',
    source: '!BAND=? of firmware SWI9X30C_02.33.03.00',
    ways_source: {
      qmi: 'proto qmi of OpenWrt, its list of carriers by uqmi (Qualcomm MDM9x30 and later)',
      mbim: 'proto mbim of OpenWrt with umbim, firmware SWI9X30C',
      modemmanager: 'its ports are named by ModemManager 1.24',
    },
    legacy: em7455,
  },
  {
    ...sierra,
    id: '413c:81b6',
    name: 'DW5811e',
    bands: { lte: [...x7.lte] },
    bands_of: 'DW5811e|EM7455',
    source: '!BAND=? of an EM7455, the module of this card',
    legacy: dell,
  },
  { ...sierra, id: '413c:81b1', name: 'DW5809e', legacy: dell },
  {
    ...sierra,
    id: '1199:9091',
    name: 'EM7565',
    bands: {
      lte: [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 18, 19, 20, 26, 28, 29, 30, 32, 41, 42, 43, 46, 48, 66],
    },
    bands_of: '(?:Sierra Wireless )?EM7565',
    source: '!BAND=? of firmware SWI9X50C_01.14.02.00',
    ways_source: {
      qmi: 'proto qmi of OpenWrt, its list of carriers by uqmi (Qualcomm MDM9x30 and later)',
      modemmanager: 'its ports are named by ModemManager 1.24',
    },
    legacy: em7565,
  },
  { ...sierra, id: '1199:90d3', name: 'EM9190', legacy: em9190 },
] as const satisfies readonly Model[]
