import type { QualcommOptions } from '../dialects/qualcomm/options.ts'
import type { Model } from './model.ts'

/** Modules that speak Qualcomm's `$QC` commands or nothing but the standard. */
export const models = [
  {
    bus: 'usb',
    id: '1435:d181',
    vendor: 'WNC',
    name: 'D18QC',
    dialect: 'qualcomm',
    at: [1],
    legacy: { zeros: true, modemdata: { mode: '{rat}' } },
  },
  {
    bus: 'usb',
    id: '1435:d191',
    vendor: 'WNC',
    name: 'D19QA',
    dialect: 'qualcomm',
    at: [1],
    legacy: { zeros: true, modemdata: { mode: '{rat}' } },
  },
  {
    bus: 'usb',
    id: '1bbb:0196',
    vendor: 'Alcatel',
    name: 'IK40',
    dialect: 'qualcomm',
    at: [1],
    options: { qcsq: true, sites: true },
    legacy: {
      zeros: true,
      idle: true,
      threeginfo: { mode: '{rat}' },
      modemdata: { 24: 'Cell ID={cid_dec} ({cid_hex})' },
    },
    source: 'MDM9207, LTE category 4: it cannot aggregate carriers',
  },
  {
    bus: 'usb',
    id: '05c6:6000',
    vendor: 'Qualcomm',
    name: 'MSM',
    dialect: 'standard',
    at: [2],
    legacy: {
      zeros: true,
      threeginfo: { modem: '{product|model}', rssi: '{rssi_measured}' },
    },
    source: 'sticks of many makers behind one id',
  },
  {
    bus: 'usb',
    id: '05c6:9025',
    board: ['tplink,archer-mr200'],
    vendor: 'Qualcomm',
    name: '',
    dialect: 'standard',
    at: [],
    ways: ['qmi', 'at'],
    source: 'the id is that of many modules; the one of this router has no tty',
    ways_source: { qmi: '4IceG/luci-app-3ginfo-lite#126' },
  },
  { bus: 'usb', id: '05c6:9091', vendor: 'Alcatel', name: '', dialect: 'standard', at: [] },
] as const satisfies readonly Model<QualcommOptions>[]
