import type { Model } from './model.ts'

const askey = { bus: 'usb', vendor: 'Askey', name: 'WWHC050', dialect: 'askey', at: [2] } as const

const modemdata = {
  30: 'Primary band={band}[ @{dl} MHz]',
  50: 'band={band}[ @{dl} MHz]',
} as const

/** Askey modules with Gobi firmware. */
export const models = [
  {
    ...askey,
    id: '1690:7588',
    legacy: {
      zeros: true,
      secondary: '(S) ',
      threeginfo: {
        mode: '{rat}[ {bands}]',
        sband: '{band}',
      },
      modemdata: {
        ...modemdata,
        30: 'Primary band={band}[ @{dl.1} MHz]',
        50: 'band={band}[ @{dl.1} MHz]',
      },
    },
  },
  { ...askey, id: '05c6:9026', legacy: { zeros: true, secondary: '(S) ', modemdata } },
] as const satisfies readonly Model[]
