/** What a test says of a modem under ModemManager; everything else is that of a modem at home on LTE. */
export interface Managed {
  path?: string
  device?: string
  ports?: readonly string[]
  state?: string
  failed?: string
  lock?: string
  registration?: string
  technologies?: readonly string[]
  plmn?: string
  operator?: string
  manufacturer?: string
  model?: string
  revision?: string
  imei?: string
  sim?: string | null
  bands?: readonly string[]
  supported?: readonly string[]
  modes?: string
  supportedModes?: readonly string[]
  slot?: string
}

const modemPath = '/org/freedesktop/ModemManager1/Modem/0'
const simPath = '/org/freedesktop/ModemManager1/SIM/0'

/** `mmcli -m … -J` of ModemManager 1.20, in the order and the form of its printer: texts, lists, `--`. */
export function modemJson(managed: Managed = {}): string {
  const { failed = '--', lock = 'sim-pin2', sim = simPath } = managed
  const registration = managed.registration ?? 'home'
  const isServed = /^(?:home|roaming)/.test(registration)
  const told = (value: string | undefined, usual: string) => value ?? (isServed ? usual : '--')
  return `${JSON.stringify({
    modem: {
      '3gpp': {
        '5gnr': { 'registration-settings': { 'drx-cycle': '--', 'mico-mode': '--' } },
        'enabled-locks': ['fixed-dialing'],
        eps: {
          'initial-bearer': {
            'dbus-path': '--',
            settings: { apn: 'internet', 'ip-type': 'ipv4', password: '--', user: '--' },
          },
          'ue-mode-operation': 'csps-2',
        },
        imei: managed.imei ?? '353338976168895',
        'operator-code': told(managed.plmn, '26202'),
        'operator-name': told(managed.operator, 'vodafone.de'),
        'packet-service-state': isServed ? 'attached' : '--',
        pco: '--',
        'registration-state': registration,
      },
      cdma: { 'activation-state': '--', esn: '--', meid: '--', nid: '--', sid: '--' },
      'dbus-path': managed.path ?? modemPath,
      generic: {
        'access-technologies': managed.technologies ?? (isServed ? ['lte'] : []),
        bearers: [],
        'carrier-configuration': 'default',
        'current-bands': managed.bands ?? ['utran-1', 'eutran-1', 'eutran-3', 'eutran-7', 'eutran-20'],
        'current-capabilities': ['gsm-umts, lte'],
        'current-modes': managed.modes ?? 'allowed: 3g, 4g; preferred: 4g',
        device: managed.device ?? '/sys/devices/platform/usb/usb1/1-1',
        'device-identifier': 'e867aad23fc10dc614959ad025a9d1049b3ad213',
        drivers: ['option', 'qmi_wwan'],
        'equipment-identifier': managed.imei ?? '353338976168895',
        'hardware-revision': '1.20',
        manufacturer: managed.manufacturer ?? 'Telit',
        model: managed.model ?? 'LE910C4-EU',
        'own-numbers': [],
        plugin: 'telit',
        ports: managed.ports ?? [
          'cdc-wdm0 (qmi)',
          'ttyUSB0 (ignored)',
          'ttyUSB1 (at)',
          'ttyUSB2 (at)',
          'wwan0 (net)',
        ],
        'power-state': failed === '--' ? 'on' : '--',
        'primary-port': 'cdc-wdm0',
        'primary-sim-slot': managed.slot ?? '--',
        revision: managed.revision ?? '25.21.660',
        'signal-quality': { recent: 'yes', value: isServed ? '61' : '0' },
        sim: sim ?? '--',
        'sim-slots': [],
        state: managed.state ?? (isServed ? 'connected' : 'enabled'),
        'state-failed-reason': failed,
        'supported-bands': managed.supported ?? ['utran-1', 'eutran-1', 'eutran-3', 'eutran-7', 'eutran-20'],
        'supported-capabilities': ['gsm-umts, lte'],
        'supported-ip-families': ['ipv4', 'ipv6', 'ipv4v6'],
        'supported-modes': managed.supportedModes ?? [
          'allowed: 3g; preferred: none',
          'allowed: 4g; preferred: none',
          'allowed: 3g, 4g; preferred: 4g',
          'allowed: 3g, 4g; preferred: 3g',
        ],
        'unlock-required': lock,
        'unlock-retries': ['sim-pin (3)', 'sim-puk (10)', 'sim-pin2 (3)', 'sim-puk2 (10)'],
      },
    },
  })}\n`
}

type Measured = Readonly<Record<string, string>>

/** `--signal-get -J`: what is measured by technology, at `rate` seconds; 0: nobody asked for it. */
export function signalJson(measured: Readonly<Record<string, Measured>> = {}, rate = '10'): string {
  const none = (keys: string) => Object.fromEntries(keys.split(' ').map(key => [key, '--']))
  const signal: Record<string, Record<string, string>> = {
    '5g': none('error-rate rsrp rsrq snr'),
    cdma1x: none('ecio error-rate rssi'),
    evdo: none('ecio error-rate io rssi sinr'),
    gsm: none('error-rate rssi'),
    lte: none('error-rate rsrp rsrq rssi snr'),
    refresh: { rate },
    threshold: { 'error-rate': 'no', rssi: '0' },
    umts: none('ecio error-rate rscp rssi'),
  }
  for (const [name, values] of Object.entries(measured)) signal[name] = { ...signal[name], ...values }
  return `${JSON.stringify({ modem: { signal } })}\n`
}

/** `--get-cell-info -J`. */
export const cellsJson = (...lines: string[]): string =>
  `${JSON.stringify({ modem: { generic: { 'cell-info': lines } } })}\n`

/** `--location-get -J`. */
export function locationJson(at: Readonly<Record<string, string>> = {}): string {
  const nowhere = { cid: '--', lac: '--', mcc: '--', mnc: '--', tac: '--' }
  const gps = { altitude: '--', latitude: '--', longitude: '--', nmea: [], utc: '--' }
  return `${JSON.stringify({ modem: { location: { '3gpp': { ...nowhere, ...at }, 'cdma-bs': {}, gps } } })}\n`
}

/** What a test says of a message; everything else is that of one that came. */
export interface ManagedMessage {
  number?: string
  text?: string
  data?: string
  /** Beside those of a message that came. */
  properties?: Readonly<Record<string, string>>
}

/** `mmcli --messaging-list-sms -J`: the dots are part of the name. */
export const messageListJson = (paths: readonly string[]): string =>
  `${JSON.stringify({ 'modem.messaging.sms': paths })}\n`

/** `mmcli -s … -J`; U+001F stays as it is. */
export function messageJson(path: string, { number, text, data, properties }: ManagedMessage = {}): string {
  const answer = {
    sms: {
      content: { data: data ?? '--', number: number ?? '+48601234567', text: text ?? '--' },
      'dbus-path': path,
      properties: {
        class: '--',
        'delivery-report': '--',
        'delivery-state': '--',
        'discharge-timestamp': '--',
        'message-reference': '--',
        'pdu-type': 'deliver',
        'service-category': 'unknown',
        smsc: '+48602951111',
        state: 'received',
        storage: 'me',
        'teleservice-id': 'unknown',
        timestamp: '2026-03-14T09:26:53+01:00',
        validity: '--',
        ...properties,
      },
    },
  }
  return `${JSON.stringify(answer).replaceAll('\\u001f', '\u001f')}\n`
}

/** `mmcli -i … -J`. */
export function simJson(properties: Readonly<Record<string, string>> = {}): string {
  return `${JSON.stringify({
    sim: {
      'dbus-path': simPath,
      properties: {
        active: 'yes',
        eid: '--',
        'emergency-numbers': [],
        gid1: 'FFFFFFFFFF',
        iccid: '8949200000001234567',
        imsi: '262021234567890',
        'operator-code': '26202',
        'operator-name': 'vodafone.de',
        ...properties,
      },
    },
  })}\n`
}
