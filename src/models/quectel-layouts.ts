import type { LegacyLayout } from './model.ts'

/** What every page shows of a Quectel modem: configured secondary carriers too. */
const pages = { zeros: true, idle: 'lte_a', filler: true } as const satisfies LegacyLayout

const bothWidths = { pband: '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]' } as const

/** SINR of a secondary carrier that is not measured is the modem's 0. */
const plainRatio = { '38': 'SINR={sinr}', '58': 'SINR={sinr}', '58.lte': 'SINR={sinr|=0}' } as const

const bandWithWidth = { '50': 'band={band}[ @{dl} MHz]' } as const

/** EC20 under Qualcomm's id. */
export const ec20Layout = {
  ...pages,
  threeginfo: { ...bothWidths, sinr: '{sinr.0}' },
} as const satisfies LegacyLayout

/** EC2x and EG25. */
export const ec25Layout = {
  ...pages,
  threeginfo: { ...bothWidths },
} as const satisfies LegacyLayout

/** EC200. */
export const ec200Layout = {
  ...pages,
  threeginfo: { ...bothWidths },
  modemband: 'Quectel EC200T-CN',
} as const satisfies LegacyLayout

/** EP06, EG06, EM06. */
export const ep06Layout = {
  ...pages,
  threeginfo: { ...bothWidths, 'mode.lte': '{rat}[ {bands}]' },
  modemdata: { '30': 'Primary Band={band}', ...bandWithWidth },
  modemband: 'Quectel {product|model}',
} as const satisfies LegacyLayout

const widthApart = { ...plainRatio, '52': 'bandwidth DL={dl} MHz' } as const

/** EG120K and its relatives. */
export const eg120kLayout = {
  ...pages,
  threeginfo: { ...bothWidths, 'mode.lte': '{rat}[ {bands}]' },
  modemdata: widthApart,
} as const satisfies LegacyLayout

/** EM12, EG12, EG18. */
export const em12Layout = {
  ...pages,
  modemdata: widthApart,
  modemband: 'Quectel {product|model}',
} as const satisfies LegacyLayout

/** EM160R. */
export const em160Layout = {
  ...pages,
  modemdata: widthApart,
} as const satisfies LegacyLayout

/** 5G modules on USB. */
export const nrLayout = {
  ...pages,
  threeginfo: {
    lac_dec: '{lac}',
    lac_hex: '{lac_x}',
    'csq.nr_sa': '{csq|csq_floor}',
    'signal.nr_sa': '{signal|percent_estimate}',
    'rssi.nr_sa': '{rssi|rssi_estimate}',
  },
  modemdata: {
    ...plainRatio,
    ...bandWithWidth,
    '30': 'Primary band={band}[ @{dl} MHz]',
    '30.nr_sa': 'Primary band={band}',
    '32.nr_sa': 'Bandwidth={dl} MHz',
    '35.nr_sa': 'RSSI={rssi|rssi_estimate} dBm',
    'signal.nr_sa': '{signal|percent_estimate}',
  },
  modemband: 'Quectel {product|model}',
} as const satisfies LegacyLayout
