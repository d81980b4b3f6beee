import type { LegacyLayout } from './model.ts'

/** What every page shows of a Quectel modem: configured secondary carriers too, nothing measured on 2G and 3G. */
const pages = { zeros: true, idle: 'lte_a', filler: true } as const satisfies LegacyLayout

/** TAC in the fields `tac_dec` and `tac_hex`, or in `tac_d` and `tac_h`. */
const tacLong = { tac_h: '', tac_d: '', 'rssi.other': '' } as const
const tacShort = { tac_dec: '', tac_hex: '', 'rssi.other': '' } as const

const bothWidths = { pband: '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]' } as const

/** SINR of a secondary carrier that is not measured is the modem's 0. */
const plainRatio = { '38': 'SINR={sinr}', '58': 'SINR={sinr}', '58.lte': 'SINR={sinr|=0}' } as const

const bandWithWidth = { '50': 'band={band}[ @{dl} MHz]', '52': '' } as const

/** EC20 under Qualcomm's id. */
export const ec20Layout = {
  ...pages,
  threeginfo: { ...tacShort, ...bothWidths, sinr: '{sinr.0}' },
  modemband: 'Quectel EC20',
} as const satisfies LegacyLayout

/** EC2x and EG25. */
export const ec25Layout = {
  ...pages,
  threeginfo: { ...tacLong, ...bothWidths },
  modemband: 'Quectel EC25',
} as const satisfies LegacyLayout

/** EC200. */
export const ec200Layout = {
  ...pages,
  threeginfo: { ...tacShort, ...bothWidths },
  modemband: 'Quectel EC200T-CN',
} as const satisfies LegacyLayout

/** EP06, EG06, EM06. */
export const ep06Layout = {
  ...pages,
  threeginfo: { ...tacShort, ...bothWidths, 'mode.lte': '{rat}[ {bands}]' },
  modemdata: { '30': 'Primary Band={band}', ...bandWithWidth },
  modemband: 'Quectel {product}',
} as const satisfies LegacyLayout

const widthApart = { ...plainRatio, '52': 'bandwidth DL={dl} MHz' } as const

/** EG120K and its relatives. */
export const eg120kLayout = {
  ...pages,
  threeginfo: { ...tacShort, ...bothWidths, 'mode.lte': '{rat}[ {bands}]', simslot: '' },
  modemdata: widthApart,
} as const satisfies LegacyLayout

/** EM12, EG12, EG18. */
export const em12Layout = {
  ...pages,
  threeginfo: tacLong,
  modemdata: widthApart,
  modemband: 'Quectel {product}',
} as const satisfies LegacyLayout

/** EM160R. */
export const em160Layout = {
  ...pages,
  threeginfo: tacShort,
  modemdata: widthApart,
} as const satisfies LegacyLayout

/** 5G modules on USB. */
export const nrLayout = {
  ...pages,
  threeginfo: {
    ...tacLong,
    lac_dec: '{lac}',
    lac_hex: '{lac_x}',
    'csq.nr_sa': '{csq_floor}',
    'signal.nr_sa': '{percent_estimate}',
    'rssi.nr_sa': '{rssi_estimate}',
  },
  modemdata: {
    ...plainRatio,
    ...bandWithWidth,
    '30': 'Primary band={band}[ @{dl} MHz]',
    '30.nr_sa': 'Primary band={band}',
    '32.nr_sa': 'Bandwidth={dl} MHz',
    '35.nr_sa': 'RSSI={rssi_estimate} dBm',
    'signal.nr_sa': '{percent_estimate}',
  },
  modemband: 'Quectel {product}',
} as const satisfies LegacyLayout

/** The same where the pages do not know how the modem's network device is driven. */
export const nrPciLayout = { ...nrLayout, protocol: { '*': '' } } as const satisfies LegacyLayout
