import type { Model } from './model.ts'

/** Interfaces: 0 diagnosis, 1 and 2 AT, 3 AT or another function. */
const ublox = { bus: 'usb', vendor: 'u-blox', dialect: 'standard', at: [1, 2] } as const

/** LTE modules of u-blox on USB, of which nothing but the standard is asked. */
export const models = [
  {
    ...ublox,
    id: ['1546:1311', '1546:1312', '1546:1313'],
    name: 'LARA-R6',
    source: 'LARA-R6 01B in its three compositions, option and qmi_wwan drivers of Linux',
  },
  {
    ...ublox,
    id: ['1546:1341', '1546:1342', '1546:1343'],
    name: 'LARA-L6',
    source: 'LARA-L6 in its three compositions, option and qmi_wwan drivers of Linux',
  },
] as const satisfies readonly Model[]
