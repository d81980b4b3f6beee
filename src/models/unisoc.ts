import type { Model } from './model.ts'

/** Modems with a chip of Unisoc (Spreadtrum) under the maker's own id. */
export const models = [
  {
    bus: 'usb',
    id: '1782:4055',
    vendor: 'Tozed',
    name: 'LT70-C',
    dialect: 'unisoc',
    at: [8],
    source:
      'ZLT S12 PRO with LT70-C V1.0.1-B7, luci-app-3ginfo-lite issue 96; interfaces: option driver of Linux, 12 is ADB',
  },
  {
    bus: 'usb',
    id: '1782:4e00',
    vendor: 'Luat',
    name: 'Air724UG',
    dialect: 'standard',
    at: [2, 3],
    source: 'Air72*U in the option driver of Linux: 2 AT, 3 PPP and AT, 4 debug',
  },
] as const satisfies readonly Model[]
