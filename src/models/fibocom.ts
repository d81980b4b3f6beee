import type { FibocomOptions } from '../dialects/fibocom.ts'
import type { Model } from './model.ts'

const fibocom = { vendor: 'Fibocom', dialect: 'fibocom' } as const

/** Fibocom modules with the GT commands. */
export const models = [
  {
    ...fibocom,
    bus: 'usb',
    id: ['2cb7:0a05', '2cb7:0a04', '2cb7:0a06'],
    name: 'FG621-EA',
    at: [3],
    bands: { lte: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41] },
    options: { umts: [1, 3, 5, 8] },
    legacy: {
      threeginfo: {
        modem: 'Fibocom {model}',
        tac_dec: '',
        tac_hex: '',
        tac_h: '{tac_cell_x4}',
        tac_d: '{tac_cell}',
        pband: '{band}',
        sband: '{band}',
        lac_dec: '{lac_alone}',
        lac_hex: '{lac_alone_x}',
        rssi: '{rssi_cell}',
      },
      modemband: 'Fibocom {model}',
      modemdata: {
        '36': 'RSRP={rsrp.1} dBm',
        '37': 'RSRQ={rsrq.1} dB',
        '38': 'SINR={sinr.1} dB',
        '23': 'TAC={tac_cell} ({tac_cell_x4})',
        '56': 'RSRP={rsrp.1} dBm',
        '57': 'RSRQ={rsrq.1} dB',
        '58': 'SINR={sinr.1} dB',
        '10': 'Temperature={temp.1} &deg;C',
      },
    },
    source: 'GTACT and GTUSBMODE of an FG621-EA in a TP-Link Archer MR500v1',
  },
] as const satisfies readonly Model<FibocomOptions>[]
