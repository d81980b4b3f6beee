import type { BandsReply } from '../../../src/contract/bands.ts'
import type { Connection } from '../../../src/contract/connection.ts'
import type { Carrier, ModemInfo } from '../../../src/contract/info.ts'
import type { LegacyContext } from '../../../src/shim/values.ts'

/** A carrier with what a test says about it and nothing else. */
export function carrier(told: Partial<Carrier>): Carrier {
  return {
    role: 'pcc',
    rat: 'lte',
    band: null,
    channel: null,
    downlink_mhz: null,
    pci: null,
    bandwidth_mhz: null,
    uplink_bandwidth_mhz: null,
    active: true,
    rssi: null,
    rsrp: null,
    rsrq: null,
    sinr: null,
    ...told,
  }
}

/** A connection that is up since 1 day, 2 hours, 3 minutes and 4 seconds. */
export const connected: Connection = {
  interface: 'wwan',
  proto: 'dhcp',
  state: 'connected',
  error: null,
  configured_device: { name: 'eth1', exists: true, now: null },
  device: 'eth1',
  protocol: 'ncm',
  up: true,
  uptime_s: 93784,
  rx_bytes: 1234567890,
  tx_bytes: 234567890,
  mtu: 1500,
  addresses: ['10.20.30.40/24'],
  prefix: null,
  default_route: true,
  gateway: '10.20.30.1',
  gateway6: null,
  dns: ['10.20.30.1'],
}

/** A modem at home on LTE-A B3 + B20, with what a test says otherwise. */
export function modem(told: Partial<ModemInfo> = {}): ModemInfo {
  return {
    modem: 'usb-1-1',
    bus: 'usb',
    id: '2cb7:0a05',
    vendor: 'Fibocom Wireless Inc.',
    model: 'FG621-EA',
    firmware: '16121.1009.00.01.02.13',
    imei: '861234567890131',
    port: '/dev/ttyUSB0',
    port_state: 'ok',
    condition: null,
    sim: { state: 'ready', imsi: '226101234567890', iccid: '8940101234567890125', slot: null },
    registration: { state: 'home', domain: 'creg', stat: 1, act: 16, area: 0x5079, cell_id: 0x9ece02 },
    operator: { name: 'orange', mcc: '226', mnc: '10', country: 'Romania', named_by_modem: true },
    rat: 'lte_a',
    rat_text: null,
    signal: {
      csq: 20,
      percent: 64,
      rssi: -73,
      rssi_from: 'csq',
      rsrp: -104,
      rsrq: -12,
      sinr: 0,
      rscp: null,
      ecio: null,
    },
    cell: {
      cell_id: 0x9ece02,
      cell_id_hex: '9ECE02',
      enb: 40654,
      gnb: null,
      rnc: null,
      sector: 2,
      lac: null,
      tac: 0x5079,
      area_hex: '5079',
    },
    carriers: [
      carrier({ band: 3, channel: 1600, pci: 115, bandwidth_mhz: 20, uplink_bandwidth_mhz: 20, rsrp: -104 }),
      carrier({ role: 'scc', band: 20, channel: 6250, pci: 44, bandwidth_mhz: 10, rsrp: -99, rsrq: -10 }),
    ],
    temperature: 42,
    connection: connected,
    age_ms: 0,
    missing: [],
    ...told,
  }
}

/** A modem that looks for a network. */
export const searching: Partial<ModemInfo> = {
  registration: { state: 'searching', domain: 'creg', stat: 2, act: null, area: null, cell_id: null },
  operator: { name: null, mcc: null, mnc: null, country: null, named_by_modem: false },
  rat: null,
  signal: {
    csq: null,
    percent: null,
    rssi: null,
    rssi_from: null,
    rsrp: null,
    rsrq: null,
    sinr: null,
    rscp: null,
    ecio: null,
  },
  cell: {
    cell_id: null,
    cell_id_hex: null,
    enb: null,
    gnb: null,
    rnc: null,
    sector: null,
    lac: null,
    tac: null,
    area_hex: null,
  },
  carriers: [],
}

/** 2 January 2026, 03:04:05 local time. */
export const context: LegacyContext = {
  now: new Date(2026, 0, 2, 3, 4, 5).getTime(),
  manufacturer: 'Fibocom Wireless Inc.',
  product: 'FG621 Module',
}

/** An answer of `bands` for LTE alone. */
export function bands(told: Partial<BandsReply> = {}): BandsReply {
  return {
    modem: 'usb-1-1',
    name: 'Quectel EC25',
    supported: { lte: [1, 3, 5, 7, 8, 20, 38, 40, 41] },
    enabled: { lte: [1, 3, 7, 20] },
    writable: ['lte'],
    ...told,
  }
}
