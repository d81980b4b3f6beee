import type { StickReply, StickServer } from './server.ts'

const xml = (elements: Readonly<Record<string, string>>) =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<response>\r\n${Object.entries(elements)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('\r\n')}\r\n</response>`

const failed = (code: number): StickReply => ({
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<error>\n<code>${code}</code>\n<message></message>\n</error>`,
})

/** Answers of a HiLink stick on LTE by endpoint, made up in the form of public examples. */
export const huaweiLte = {
  'device/signal': {
    pci: '251',
    sc: '',
    cell_id: '51700236',
    rsrq: '-9.0dB',
    rsrp: '-93dBm',
    rssi: '-65dBm',
    sinr: '12dB',
    rscp: '',
    ecio: '',
    mode: '7',
    band: '3',
    earfcn: 'DL:1300 UL:19300',
    dlbandwidth: '20MHz',
    ulbandwidth: '20MHz',
    tac: '4711',
  },
  'monitoring/status': {
    ConnectionStatus: '901',
    SignalIcon: '4',
    CurrentNetworkType: '19',
    CurrentNetworkTypeEx: '1011',
    RoamingStatus: '0',
    ServiceStatus: '2',
    SimStatus: '1',
  },
  'net/current-plmn': { State: '0', FullName: 'Orange F', ShortName: 'Orange', Numeric: '20801', Rat: '7' },
  'device/information': {
    DeviceName: 'E3372h-320',
    Imei: '867569040123529',
    Imsi: '208011234500022',
    Iccid: '89330111111111110047',
    HardwareVersion: 'CL4E3372HM',
    SoftwareVersion: '11.0.1.1&#40;H697SP1C983&#41;',
    WebUIVersion: 'WEBUI 11.0.1.1',
    Classify: 'hilink',
  },
} as const satisfies Record<string, Record<string, string>>

/** A HiLink stick: every reading wants the cookie of its last session, which ends when another one begins. */
export function huaweiStick(
  answers: Readonly<Record<string, Readonly<Record<string, string>>>> = huaweiLte,
  refused: Readonly<Record<string, number>> = {},
): StickServer & { end(): void } {
  let sessions = 0
  let isOpen = false
  const serve = ({ target, headers }: Parameters<StickServer>[0]): StickReply => {
    if (target === '/api/webserver/SesTokInfo') {
      sessions++
      isOpen = true
      return { body: xml({ SesInfo: `SessionID=s${sessions}`, TokInfo: 'token' }) }
    }
    if (!target.startsWith('/api/')) return { body: '<html></html>' }
    if (!isOpen || headers.cookie !== `SessionID=s${sessions}`) return failed(125_002)
    const name = target.slice('/api/'.length)
    const code = refused[name]
    if (code !== undefined) return failed(code)
    const answer = answers[name]
    return answer === undefined ? failed(100_002) : { body: xml(answer) }
  }
  return Object.assign(serve, {
    end() {
      isOpen = false
    },
  })
}

/** Values of a ZTE stick on LTE by key. */
export const zteLte: Readonly<Record<string, string>> = {
  manufacturer_name: 'ZTE',
  model_name: 'MF79U',
  wa_inner_version: 'BD_IT_MF79UV1.0.0B05',
  network_provider: 'PLAY',
  network_type: 'LTE',
  lte_rsrp: '-95',
  lte_rsrq: '-11',
  lte_rssi: '-67',
  lte_snr: '8.2',
  cell_id: '27ae51e',
  lac_code: 'd6d8',
  rmcc: '260',
  rmnc: '6',
  rssi: '-67',
  wan_active_band: 'LTE BAND 7',
  wan_active_channel: '3350',
  lte_pci: '1a',
  ppp_status: 'ppp_connected',
  modem_main_state: 'modem_init_complete',
  simcard_roam: 'Home',
  imei: '867569040123529',
}

/** A ZTE stick: without a referrer, and for what it does not know, its values are empty. */
export const zteStick =
  (values: Readonly<Record<string, string>> = zteLte): StickServer =>
  ({ target, headers }) => {
    const keys = decodeURIComponent(/[?&]cmd=([^&]*)/.exec(target)?.[1] ?? '').split(',')
    const isTold = target.includes('multi_data=1') && /^http:/.test(headers.referer ?? '')
    return {
      body: JSON.stringify(Object.fromEntries(keys.map(key => [key, isTold ? (values[key] ?? '') : '']))),
    }
  }

/** Results of a TCL stick by verb. */
export const tclLte: Readonly<Record<string, object>> = {
  GetSystemStatus: {
    NetworkType: 9,
    NetworkName: 'Orange',
    SignalStrength: 4,
    ConnectionStatus: 2,
    Roaming: 0,
  },
  GetSimStatus: { SIMState: 7, PinState: 3, PinRemainingTimes: 3 },
  GetSystemInfo: {
    SwVersion: 'HH70_E1_02.00_19',
    DeviceName: 'HH70',
    IMEI: '354862070123919',
    ICCID: '8933010000000000047',
    IMSI: '208010000000022',
  },
  GetNetworkInfo: {
    PLMN: '20801',
    CellId: '51700236',
    RSSI: '-67',
    RSRP: '-97',
    RSRQ: '-10',
    SINR: '11',
    Band: '3',
    LAC: '',
  },
}

/** A TCL stick: it answers verbs only to who knows the constant of its pages, and some only after a login. */
export const tclStick =
  (results: Readonly<Record<string, object>> = tclLte, locked: readonly string[] = []): StickServer =>
  ({ target, headers, body }) => {
    const name = /^\/jrd\/webapi\?api=(\w+)$/.exec(target)?.[1]
    if (name === undefined || headers._tclrequestverificationkey === undefined)
      return { status: 404, body: 'no' }
    const { id } = JSON.parse(body) as { id: string }
    const result = results[name]
    return {
      body: JSON.stringify(
        locked.includes(name) || result === undefined
          ? { jsonrpc: '2.0', error: { code: '-32699', message: 'Authentication Failure' }, id }
          : { jsonrpc: '2.0', result, id },
      ),
    }
  }

/** An older Alcatel stick, which has no verbs. */
export const alcatelStick: StickServer = ({ target }) => {
  const answers: Readonly<Record<string, object>> = {
    getWanInfo: { wan_state: 2, wan_ip: '10.64.12.34', network_type: 11, network_name: 'Orange', error: 0 },
    getImgInfo: { signal: 4, sim_state: 5, pin_state: 1, error: 0 },
    getSysteminfo: { dev_name: 'IK40V', imei: '354862070123919', sw_version: 'IK40_00_02.00_02', error: 0 },
  }
  const answer = answers[/^\/goform\/(\w+)\?rand=\d+$/.exec(target)?.[1] ?? '']
  return answer === undefined ? { status: 404, body: '' } : { body: JSON.stringify(answer) }
}
