import type { Evidence, NetifdEvidence } from '../../src/checks/evidence.ts'
import type { ModemInfo } from '../../src/contract/info.ts'
import { parseUci } from '../../src/discovery/uci.ts'
import { fg621Host } from '../world/memory/modems.ts'

const told = (await fg621Host().call('info')) as unknown as ModemInfo

/** The interface of a QMI modem and its child, as netifd shows them while they are up. */
const parent: NetifdEvidence = {
  interface: 'wwan',
  up: true,
  pending: false,
  available: true,
  autostart: true,
  dynamic: false,
  proto: 'qmi',
  device: null,
  l3_device: 'wwan0',
  uptime_s: 3600,
  ipv4: [],
  ipv6: [],
  routes_ipv4: false,
  routes_ipv6: false,
  errors: [],
}
const child: NetifdEvidence = {
  ...parent,
  interface: 'wwan_4',
  dynamic: true,
  proto: 'dhcp',
  ipv4: ['10.64.12.7/30'],
  routes_ipv4: true,
}

/** /etc/config/network of a router with a QMI modem, with further options of its interface. */
export const networkWith = (options = '', proto = 'qmi', device = '/dev/cdc-wdm0') =>
  parseUci(
    `config interface 'lan'\n\toption proto 'static'\n\toption device 'br-lan'\nconfig interface 'wwan'\n\toption proto '${proto}'\n\toption device '${device}'\n\toption apn 'internet'\n${options}`,
  )

/** Everything about a healthy router with a QMI modem; nothing is to be found in it. */
export const healthy: Evidence = {
  device: {
    modem: 'usb-1-1',
    bus: 'usb',
    path: '1-1',
    directory: '/sys/devices/platform/1e1c0000.xhci/usb1/1-1',
    id: '2c7c:0125',
    name: 'Quectel EC25',
    is_5g: false,
    speed_mbit: 480,
    interfaces: [
      {
        number: 2,
        class: 'ff',
        subclass: '00',
        protocol: '00',
        driver: 'option',
        attached: [{ kind: 'tty', name: 'ttyUSB2' }],
      },
      {
        number: 4,
        class: 'ff',
        subclass: 'ff',
        protocol: 'ff',
        driver: 'qmi_wwan',
        attached: [
          { kind: 'net', name: 'wwan0' },
          { kind: 'wdm', name: 'cdc-wdm0' },
        ],
      },
    ],
    ports: ['ttyUSB2'],
    controls: ['cdc-wdm0'],
    nets: ['wwan0'],
    dial: '/dev/ttyUSB2',
    condition: null,
  },
  info: {
    ...told,
    port: '/dev/ttyUSB2',
    temperature: 45,
    connection: {
      ...told.connection,
      interface: 'wwan',
      device: 'wwan0',
      protocol: 'qmi',
      up: true,
      uptime_s: 3600,
      addresses: ['10.64.12.7/30'],
    },
  },
  status: { status: 'connected', reason: 'Connected.' },
  present_ms: 3_600_000,
  restless: false,
  sim: {
    modem: 'usb-1-1',
    state: 'ready',
    slot: 1,
    slots: [1, 2],
    lock_enabled: true,
    pin_attempts: 3,
    puk_attempts: 10,
  },
  sim_detect: null,
  contexts: [
    {
      cid: 1,
      type: 'ipv4v6',
      apn: 'internet',
      auth: 'none',
      user: null,
      active: true,
      addresses: ['10.64.12.7'],
    },
  ],
  usb_mode: null,
  restrictions: [],
  messages: {
    current: { list: 'SM', write: 'SM', receive: 'SM' },
    uses: [{ storage: 'SM', used: 3, total: 50, full: false }],
  },
  radio_off: null,
  last_cause: null,
  aggregation: { last_seen_s_ago: 40, busy_hours: 0, same_cell: true },
  autoconnect: null,
  network: networkWith(),
  firewall: parseUci(
    "config zone\n\toption name 'lan'\n\tlist network 'lan'\nconfig zone\n\toption name 'wan'\n\toption masq '1'\n\tlist network 'wan'\n\tlist network 'wwan'\n",
  ),
  own_pin: false,
  mistakes: [],
  interface: 'wwan',
  netifd: [parent, child],
  protos: ['static', 'dhcp', 'qmi', 'mbim', 'ncm', 'modemmanager'],
  nets: [
    {
      name: 'wwan0',
      driver: 'qmi_wwan',
      rx_bytes: 5_000_000,
      tx_bytes: 400_000,
      raw_ip: true,
    },
  ],
  processes: [],
  packages: ['uqmi', 'rpcd-mod-modem'],
  log: ['usb 1-1: new high-speed USB device number 3 using xhci-mtk'],
  calibration: [{ phy: 'phy0', verdict: 'calibrated', why: 'The calibration is one for this chip.' }],
}

/** The same router with its interface down after these failures, or in another state. */
export const down = (codes: readonly string[], state: Partial<NetifdEvidence> = {}): Partial<Evidence> => ({
  netifd: [
    {
      ...parent,
      up: false,
      l3_device: null,
      uptime_s: null,
      errors: codes.map(code => ({ subsystem: 'qmi', code })),
      ...state,
    },
  ],
})

/** The interface up, with these differences of its child. */
export const upWith = (difference: Partial<NetifdEvidence>): Partial<Evidence> => ({
  netifd: [parent, { ...child, ...difference }],
})
