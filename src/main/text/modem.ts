import type { Connection } from '../../contract/connection.ts'
import type { Carrier, ModemInfo, Cell as ServingCell, Signal } from '../../contract/info.ts'
import type { ListedModem, ModemList } from '../../contract/list.ts'
import type { SignalReply, StatusReply } from '../../contract/status.ts'
import {
  bandText,
  bytesText,
  durationText,
  operatorText,
  ratText,
  registrationText,
  spoken,
  toneOf,
} from './names.ts'
import type { Paint } from './paint.ts'
import { type Cell, factsText, pageText, tableText } from './table.ts'

/** The state of a modem: the word, the reason, and what it has to do with. */
export function statusText(
  { modem, status, reason, operator, rat, percent, registration, since_s }: StatusReply,
  paint: Paint,
): string {
  const word = paint(toneOf(status), spoken(status))
  const head = modem === null ? word : `${modem}: ${word}`
  const since = since_s !== null && since_s > 0 ? ` (for ${durationText(since_s)})` : ''
  return pageText([
    `${head}${since}\n${reason}\n`,
    factsText(
      [
        ['Operator', operator],
        ['Technology', ratText(rat)],
        ['Signal', percent === null ? null : `${percent} %`],
        ['Network', registration && registrationText(registration)],
      ],
      paint,
    ),
  ])
}

/** The carriers in use, with what each receives. */
export const carriersText = (carriers: readonly Carrier[], paint: Paint): string =>
  tableText(
    ['', 'band', 'channel', 'MHz', 'width', 'PCI', 'RSSI', 'RSRP', 'RSRQ', 'SINR', 'state'],
    carriers.map(carrier => [
      carrier.role.toUpperCase(),
      bandText(carrier),
      carrier.channel,
      carrier.downlink_mhz,
      carrier.bandwidth_mhz,
      carrier.pci,
      carrier.rssi,
      carrier.rsrp,
      carrier.rsrq,
      carrier.sinr,
      carrier.active ? '' : 'not active',
    ]),
    paint,
  )

const withUnit = (value: number | null, unit: string) => (value === null ? null : `${value} ${unit}`)

const signalFacts = (signal: Signal): [string, Cell][] => [
  ['Signal', withUnit(signal.percent, '%')],
  ['RSSI', withUnit(signal.rssi, 'dBm')],
  ['RSRP', withUnit(signal.rsrp, 'dBm')],
  ['RSRQ', withUnit(signal.rsrq, 'dB')],
  ['SINR', withUnit(signal.sinr, 'dB')],
  ['RSCP', withUnit(signal.rscp, 'dBm')],
  ['Ec/Io', withUnit(signal.ecio, 'dB')],
]

const cellFacts = ({ cell_id, cell_id_hex, enb, gnb, rnc, tac, lac }: ServingCell): [string, Cell][] => [
  ['Cell', cell_id === null ? null : `${cell_id} (${cell_id_hex})`],
  ['Node', enb ?? gnb ?? rnc],
  ['Area', tac ?? lac],
]

function connectionFacts(connection: Connection): [string, Cell][] {
  const { state, interface: name, device, proto, addresses, uptime_s, rx_bytes, tx_bytes, error } = connection
  return [
    [
      'Connection',
      [spoken(state), name && `interface ${name}`, proto && `proto ${proto}`, device]
        .filter(Boolean)
        .join(', '),
    ],
    ['Since', durationText(uptime_s)],
    ['Addresses', addresses.join(' ')],
    ['Received', bytesText(rx_bytes)],
    ['Sent', bytesText(tx_bytes)],
    ['Error', error && `${error.code}${error.text === null ? '' : `: ${error.text}`}`],
  ]
}

/** Everything about a modem; numbers that name a person or a device are shown as they are. */
export const infoText = (info: ModemInfo, paint: Paint): string =>
  pageText([
    `${paint('head', info.modem)}  ${[info.vendor, info.model].filter(Boolean).join(' ')}\n`,
    factsText(
      [
        ['Firmware', info.firmware],
        ['IMEI', info.imei],
        ['Port', info.port === null ? spoken(info.port_state) : `${info.port}, ${spoken(info.port_state)}`],
        ['Trouble', info.condition?.reason],
        ['SIM', spoken(info.sim.state)],
        ['ICCID', info.sim.iccid],
        ['IMSI', info.sim.imsi],
        ['Temperature', withUnit(info.temperature, '°C')],
      ],
      paint,
    ),
    factsText(
      [
        ['Network', registrationText(info.registration)],
        ['Operator', operatorText(info.operator)],
        ['Technology', ratText(info.rat)],
        ...signalFacts(info.signal),
        ...cellFacts(info.cell),
      ],
      paint,
    ),
    carriersText(info.carriers, paint),
    factsText(connectionFacts(info.connection), paint),
    info.missing.length > 0 ? paint('warn', `Not told by the modem: ${info.missing.join(' ')}\n`) : '',
  ])

/** What changes from second to second. */
export const signalText = ({ modem, rat, signal, carriers }: SignalReply, paint: Paint): string =>
  pageText([
    factsText([['Modem', modem], ['Technology', ratText(rat)], ...signalFacts(signal)], paint),
    carriersText(carriers, paint),
  ])

const listRow = ({
  modem,
  path,
  id,
  model,
  product,
  dialect,
  port,
  devices,
  condition,
}: ListedModem): Cell[] => [
  modem,
  path,
  id,
  model ?? product,
  dialect,
  port,
  devices.join(' '),
  condition && spoken(condition.kind),
]

/** The modems of the host. */
export const listText = ({ modems, warnings }: ModemList, paint: Paint): string =>
  pageText([
    modems.length === 0
      ? 'No modem was found.\n'
      : tableText(
          ['modem', 'path', 'id', 'model', 'dialect', 'port', 'devices', 'trouble'],
          modems.map(listRow),
          paint,
        ),
    modems.flatMap(({ condition }) => (condition ? `${condition.reason}\n` : [])).join(''),
    warnings.map(text => paint('warn', `${text}\n`)).join(''),
  ])
