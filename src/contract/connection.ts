/** How the host's network device talks to the modem, from the driver. */
export type ConnectionProtocol = 'qmi' | 'mbim' | 'ecm' | 'ncm' | 'rndis' | 'sierra' | 'hso' | 'ppp' | 'mhi'

/**
 * How the connection stands: `not_configured` (no interface uses this modem), `disabled` (`option disabled`),
 * `not_loaded` (configured, but netifd has not read it yet), `handler_missing` (the program for its `proto` is not
 * installed), `device_missing` (what it names as its device is not there, or netifd holds it for missing), `stopped`
 * (by ifdown or `option auto 0`), `blocked` (its protocol handler gave up for good), `down` (it failed, or waits for a
 * link), `connecting`, `up_without_address`, `connected`, `unknown` (netifd does not answer).
 */
export type ConnectionState =
  | 'not_configured'
  | 'disabled'
  | 'not_loaded'
  | 'handler_missing'
  | 'device_missing'
  | 'stopped'
  | 'blocked'
  | 'down'
  | 'connecting'
  | 'up_without_address'
  | 'connected'
  | 'unknown'

/** Why the last attempt to connect failed, in netifd's words. */
export interface ConnectionError {
  /** What the protocol handler or netifd calls it, `CALL_FAILED`. */
  code: string
  /** Who says so: the protocol handler, or `interface` for netifd itself. */
  subsystem: string | null
  /** What was said besides the code. */
  text: string | null
  /** Failed attempts since the interface was last started by hand or was up; protocols with PPP tell the last alone. */
  count: number
}

/** What the configuration of an interface names as its device. */
export interface ConfiguredDevice {
  /** As it stands there: `/dev/cdc-wdm0`, `eth1`, a path below /sys. */
  name: string
  /** Whether that exists. */
  exists: boolean
  /** What the modem has of the same kind now, where the named one does not exist; null when it has none. */
  now: string | null
}

/** The data connection as the configuration, netifd and the kernel see it. */
export interface Connection {
  /** netifd interface (`network.<name>`); null when none uses this modem. */
  interface: string | null
  /** `option proto` of the interface: `qmi`, `dhcp`, `modemmanager`. */
  proto: string | null
  state: ConnectionState
  /** Null when nothing failed since the interface was last up or started by hand. */
  error: ConnectionError | null
  /** Null when the interface names none. */
  configured_device: ConfiguredDevice | null
  /** Network device, for example `wwan0`. */
  device: string | null
  protocol: ConnectionProtocol | null
  /** Whether the netifd interface is up. */
  up: boolean
  /** Seconds since the interface came up. */
  uptime_s: number | null
  /** Bytes received and sent by the device since it appeared. */
  rx_bytes: number | null
  tx_bytes: number | null
  /** Largest packet the device sends, bytes. */
  mtu: number | null
  /** Addresses with prefix length, `10.20.30.40/24`, those of IPv4 first; also of the interfaces that belong to it (`wan_4`, `wan_6`). */
  addresses: string[]
  /** IPv6 prefix handed to the router for its networks, `2001:db8:1::/56`. */
  prefix: string | null
  /** Whether a default route leads through it, IPv4 or IPv6. */
  default_route: boolean
  /** Next hop of the default route of IPv4; null also where the route needs none. */
  gateway: string | null
  /** Next hop of the default route of IPv6. */
  gateway6: string | null
  /** Name servers, of IPv4 and IPv6. */
  dns: string[]
}
