import type { Carrier, ModemInfo } from '../../../src/contract/info.ts'
import type { Managed } from './answers.ts'
import type { ManagerOptions } from './mmcli.ts'
import type { UmbimAnswer } from './umbim.ts'
import { capsText, pinText, registrationText, subscriberText } from './umbim-texts.ts'

const technologies: Readonly<Record<string, readonly string[]>> = {
  lte: ['lte'],
  lte_a: ['lte'],
  nr_nsa: ['lte', '5gnr'],
  nr_sa: ['5gnr'],
  umts: ['umts'],
  hspa: ['hspa'],
  edge: ['edge'],
}

const hexOf = (value: number | null) => (value === null ? undefined : value.toString(16).toUpperCase())
const decibel = (value: number | null) => (value === null ? '--' : value.toFixed(2))

/** A cell in use as ModemManager lists it. */
function cellLine(
  { rat, channel, pci, rsrp, rsrq, sinr }: Carrier,
  { cell, operator }: ModemInfo,
  isFirst: boolean,
) {
  const [name, key] = rat === 'nr' ? ['5gnr', 'nrarfcn'] : ['lte', 'earfcn']
  const values: [string, string | undefined][] = [
    ['operator id', isFirst ? `${operator.mcc}${operator.mnc}` : undefined],
    ['tac', isFirst ? hexOf(cell.tac) : undefined],
    ['ci', isFirst ? hexOf(cell.cell_id) : undefined],
    ['physical ci', hexOf(pci)],
    [key ?? '', channel === null ? undefined : String(channel)],
    ['rsrp', rsrp === null ? undefined : rsrp.toFixed(6)],
    ['rsrq', rsrq === null ? undefined : rsrq.toFixed(6)],
    ['sinr', rat !== 'nr' || sinr === null ? undefined : sinr.toFixed(6)],
  ]
  const told = values.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`]))
  return [`cell type: ${name}`, 'serving: yes', ...told].join(', ')
}

/** Where ModemManager has a SIM lock or a SIM that fails. */
function cardOf({ sim, registration }: ModemInfo): Partial<Managed> {
  if (sim.state === 'absent') return { state: 'failed', failed: 'sim-missing', lock: '--', sim: null }
  if (sim.state === 'pin_required') return { state: 'locked', lock: 'sim-pin', registration: '--' }
  const state = { home: 'connected', roaming: 'connected', searching: 'searching' } as Record<string, string>
  return { state: state[registration.state] ?? 'enabled' }
}

/** What ModemManager would tell of the situation that an answer of `info` shows. */
export function managedAs(info: ModemInfo, device: string, ports: readonly string[]): ManagerOptions {
  const { sim, operator, signal, carriers, cell, registration, rat } = info
  const nr = carriers.find(carrier => carrier.rat === 'nr')
  const isStandAlone = carriers[0]?.rat === 'nr'
  const lte = isStandAlone
    ? {}
    : {
        rssi: decibel(signal.rssi),
        rsrp: decibel(signal.rsrp),
        rsrq: decibel(signal.rsrq),
        snr: decibel(signal.sinr),
      }
  const leg = nr && { rsrp: decibel(nr.rsrp), rsrq: decibel(nr.rsrq), snr: decibel(nr.sinr) }
  const isOld = carriers.every(carrier => carrier.rat !== 'lte' && carrier.rat !== 'nr')
  const listed = carriers.filter((carrier, i) => carrier.rat === 'nr' || (carrier.rat === 'lte' && i === 0))
  const place = {
    cid: hexOf(cell.cell_id) ?? '--',
    lac: hexOf(cell.lac) ?? 'FFFE',
    tac: hexOf(cell.tac) ?? '0',
  }
  return {
    modem: {
      device,
      ports,
      ...(info.vendor === null ? {} : { manufacturer: info.vendor }),
      ...(info.model === null ? {} : { model: info.model }),
      ...(info.firmware === null ? {} : { revision: info.firmware }),
      ...(info.imei === null ? {} : { imei: info.imei }),
      ...(operator.name === null ? {} : { operator: operator.name }),
      ...(operator.mcc === null ? {} : { plmn: `${operator.mcc}${operator.mnc}` }),
      technologies: technologies[rat ?? ''] ?? [],
      registration: registration.state,
      bands: carriers.flatMap(each =>
        each.rat === 'nr' && each.band !== null ? [`ngran-${each.band}`] : [],
      ),
      ...cardOf(info),
    },
    sim: { imsi: sim.imsi ?? '--', iccid: sim.iccid ?? '--', 'operator-name': '--' },
    signal: {
      ...(isOld || isStandAlone ? {} : { lte }),
      ...(leg === undefined ? {} : { '5g': leg }),
      ...(isOld
        ? { umts: { rssi: decibel(signal.rssi), rscp: decibel(signal.rscp), ecio: decibel(signal.ecio) } }
        : {}),
    },
    cells: isOld ? null : listed.map((carrier, i) => cellLine(carrier, info, i === 0)),
    location: cell.cell_id === null ? {} : place,
  }
}

/** What qmicli would tell of the LTE carriers. */
export function aggregationAs({ carriers }: ModemInfo): string {
  const lte = carriers.filter(({ rat }) => rat === 'lte')
  const parts = lte.map(({ channel, pci, band, bandwidth_mhz, active }, i) => [
    i === 0 ? 'Primary Cell Info' : `Secondary Cell ${i} Info`,
    `\tPhysical Cell ID: '${pci}'`,
    `\tRX Channel: '${(channel ?? 0) % 65_536}'`,
    `\tDL Bandwidth: '${String(bandwidth_mhz).replace('.', '-')}'`,
    `\tLTE Band: 'eutran-${band}'`,
    ...(i === 0 ? [] : [`\tState: '${active ? 'activated' : 'deactivated'}'`, `\tCell index: '${i}'`]),
  ])
  return `[/dev/cdc-wdm0] Successfully got carrier aggregation info\n${parts.flat().join('\n')}\n`
}

const states: Readonly<Record<string, string>> = {
  home: '0003 - home',
  roaming: '0004 - roaming',
  searching: '0002 - searching',
  denied: '0006 - denied',
  idle: '0001 - deregistered',
}
const classes: Readonly<Record<string, string>> = {
  nr_sa: '0080 - (null)',
  nr_nsa: '0060 - (null)',
  umts: '0004 - umts',
}

/** What umbim would tell of it. */
export function umbimAs({
  sim,
  registration,
  operator,
  rat,
  imei,
  firmware,
}: ModemInfo): Readonly<Record<string, UmbimAnswer>> {
  const ready = { absent: '0002 - sim-not-inserted', pin_required: '0006 - device-locked' } as Record<
    string,
    string
  >
  const isServed = registration.state === 'home' || registration.state === 'roaming'
  return {
    caps: capsText()
      .replace(/deviceid: .*/, `deviceid: ${imei}`)
      .replace(/firmwareinfo: .*/, `firmwareinfo: ${firmware ?? '(null)'}`),
    subscriber: subscriberText(ready[sim.state] ?? '0001 - initialized', {
      simiccid: sim.iccid ?? '(null)',
      subscriberid: sim.imsi ?? '(null)',
    }),
    registration: registrationText(states[registration.state] ?? '0000 - unknown', {
      classes: isServed ? (classes[rat ?? ''] ?? '0020 - lte') : '0000 - none',
      id: operator.mcc === null ? '(null)' : `${operator.mcc}${operator.mnc}`,
      name: operator.name ?? '(null)',
    }),
    pinstate: sim.state === 'pin_required' ? pinText('2 - pin1', 3) : 'Pin Unlocked\n',
  }
}
