import { describe, expect, it } from 'vitest'
import type { Managed } from '../world/manager/answers.ts'
import { hostWith, interfaceOf, placeOfModem, programOf } from '../world/manager/host.ts'
import { createManager, type ManagerOptions } from '../world/manager/mmcli.ts'
import { createHost } from '../world/memory/host.ts'
import { fg621, mistakesOf } from '../world/memory/modems.ts'

const telit = {
  id: '1bc7:1201',
  ports: [0, 4, 5].map(n => ({ name: `ttyUSB${n}`, interface: n })),
  driver: 'qmi_wwan',
}
const device = placeOfModem
const running = '/var/run/modemmanager/modemmanager.pid'

const anchor =
  'cell type: lte, serving: yes, operator id: 26202, tac: D6E, ci: 1A2B3C4, physical ci: 1B, earfcn: 1300, rsrp: -93.000000, rsrq: -11.000000'
const measured = { lte: { rssi: '-61.00', rsrp: '-93.00', rsrq: '-11.00', snr: '12.80' } }

const up = interfaceOf('modemmanager', {
  up: true,
  l3_device: 'wwan0',
  'ipv4-address': [{ address: '10.64.12.7', mask: 30 }],
  route: [{ target: '0.0.0.0', mask: 0, nexthop: '10.64.12.8' }],
})

function world(options: ManagerOptions = {}, modem: Managed = {}) {
  const manager = createManager({
    signal: measured,
    cells: [anchor],
    ...options,
    modem: {
      device,
      ports: ['cdc-wdm0 (qmi)', 'ttyUSB0 (ignored)', 'ttyUSB4 (at)', 'ttyUSB5 (at)', 'wwan0 (net)'],
      ...modem,
    },
  })
  const host = hostWith(telit, { ...up, programs: { mmcli: programOf(manager) } })
  host.nodes.set(running, { text: '512\n' })
  host.nodes.set('/proc/512/comm', { text: 'ModemManager\n' })
  const opened: string[] = []
  host.platform.openTty = path => {
    opened.push(path)
    throw new Error(`${path} was opened`)
  }
  return { manager, host, opened, info: () => host.call('info', { max_age: 0 }) }
}

describe('a modem that ModemManager drives', () => {
  it('is read by mmcli alone, and its ports are left alone', async () => {
    const { info, opened, host } = world()
    const told = await info()
    expect(mistakesOf('info', told)).toBe('')
    expect(told).toMatchObject({
      ways: ['modemmanager'],
      port_state: 'ok',
      model: 'LE910C4-EU',
      imei: '353338976168895',
      sim: {
        state: 'ready',
        imsi: '262021234567890',
        iccid: '8949200000001234567',
        pin_attempts: 3,
        puk_attempts: 10,
      },
      registration: { state: 'home', domain: 'cereg' },
      operator: { name: 'vodafone.de', mcc: '262', mnc: '02' },
      rat: 'lte',
      signal: { rsrp: -93, rsrq: -11, sinr: 12.8, rssi: -61 },
      cell: { cell_id: 0x1a2b3c4, tac: 0xd6e },
      carriers: [{ role: 'pcc', band: 3, channel: 1300, pci: 27 }],
      radio: 'full',
      session: { state: 'connected' },
      missing: [],
    })
    expect(opened).toEqual([])
    expect(host.processes.filter(([name]) => /uqmi|umbim|qmicli|mbimcli/.test(name ?? ''))).toEqual([])
  })

  it('names the owner in its status', async () => {
    const { host } = world()
    const { status, reason } = await host.call('status')
    expect(status).toBe('connected')
    expect(reason).toContain('ModemManager')
  })

  it('has its signal measured from the first reading on, which is said once, and then never ordered again', async () => {
    const { manager, host, info } = world({ rate: 0 })
    const said: string[] = []
    host.platform.log = line => said.push(line)
    expect(await info()).toMatchObject({ signal: { sinr: 12.8 } })
    await info()
    expect(manager.runs.filter(run => run.includes('signal-setup'))).toEqual([
      `-m ${manager.modem.path} --signal-setup=10`,
    ])
    expect(said.filter(line => line.includes('ModemManager measures'))).toHaveLength(1)
  })

  it('keeps the rate that somebody else has chosen', async () => {
    const { manager, info } = world({ rate: 30 })
    await info()
    expect(manager.rate).toBe(30)
  })

  it('is not asked to measure anything while it is locked', async () => {
    const { manager, info } = world({ rate: 0 }, { state: 'locked', lock: 'sim-pin', registration: '--' })
    expect(await info()).toMatchObject({ sim: { state: 'pin_required' }, registration: { state: 'unknown' } })
    expect(manager.runs.some(run => run.includes('signal'))).toBe(false)
  })

  it('needs three runs of mmcli when nothing is new', async () => {
    const { manager, info } = world()
    await info()
    const first = manager.runs.length
    await info()
    expect(manager.runs.slice(first)).toHaveLength(3)
  })

  it('asks where the modem is when it lists no cells, and does not ask for cells again for a while', async () => {
    const { manager, info } = world({
      cells: null,
      location: { tac: '000D6E', cid: '01A2B3C4', lac: 'FFFE' },
    })
    expect(await info()).toMatchObject({
      cell: { cell_id: 0x1a2b3c4, tac: 0xd6e },
      missing: ['mmcli --get-cell-info'],
    })
    await info()
    expect(manager.runs.filter(run => run.includes('cell-info'))).toHaveLength(1)
  })

  it('is found by its ports where a udev rule hides its place', async () => {
    const other = { device: '/sys/devices/other', ports: ['cdc-wdm7 (mbim)'], model: 'Another' }
    const { info } = world({ isPlaced: false, others: [other] }, { device: 'Modem1' })
    expect(await info()).toMatchObject({ ways: ['modemmanager'], model: 'LE910C4-EU' })
  })

  it('is asked for its card again after a minute: ModemManager counts cards anew when it starts', async () => {
    const { manager, host, info } = world()
    await info()
    host.clock.advance(61_000)
    await info()
    expect(manager.runs.filter(run => run.startsWith('-i '))).toHaveLength(2)
  })

  it('is told busy, and left alone, while ModemManager does not answer', async () => {
    const { info, opened } = world({ before: () => 'hangs' })
    expect(await info()).toMatchObject({ port_state: 'busy' })
    expect(opened).toEqual([])
  })

  it('tells a whole answer whatever one run comes to', async () => {
    const faults = [
      'hangs',
      { code: 1, stdout: '' },
      { code: 0, stdout: '{"modem":' },
      { code: 0, stdout: '[]' },
      { code: 0, stdout: 'ł\u0000' },
    ] as const
    const wrong: unknown[] = []
    for (const fault of faults)
      for (let at = 0; at < 6; at++) {
        let run = 0
        const { info, opened } = world({ before: () => (run++ === at ? fault : undefined) })
        const told = await info()
        if (mistakesOf('info', told) !== '') wrong.push(told)
        if (at > 0) wrong.push(...opened)
      }
    expect(wrong).toEqual([])
  })

  it.each([
    [
      { state: 'failed', failed: 'sim-missing', lock: '--', sim: null, registration: '--' },
      'absent',
      'sim_missing',
    ],
    [{ state: 'locked', lock: 'sim-puk', registration: '--' }, 'puk_required', 'puk_required'],
    [{ state: 'searching', registration: 'searching' }, 'ready', 'searching'],
    [{ state: 'enabled', registration: 'denied' }, 'ready', 'denied'],
  ] as const)('tells the state of card and registration: %o', async (modem, sim, status) => {
    const { host } = world({}, modem)
    host.clock.advance(600_000)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({
      sim: { state: sim },
      ways: ['modemmanager'],
    })
    host.clock.advance(600_000)
    expect(await host.call('status')).toMatchObject({ status })
  })
})

describe('what ModemManager can be told of a modem', () => {
  it('is the choice of bands, which is read back', async () => {
    const { host, manager } = world()
    expect(await host.call('bands')).toMatchObject({
      enabled: { lte: [1, 3, 7, 20] },
      supported: { lte: [1, 3, 7, 20] },
    })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3, 20] })).toMatchObject({
      before: [1, 3, 7, 20],
      after: [3, 20],
      verified: true,
    })
    expect(manager.runs.some(run => run.endsWith('--set-current-bands=utran-1|eutran-3|eutran-20'))).toBe(
      true,
    )
    expect(await host.call('set_bands', { rat: 'lte', default: true })).toMatchObject({
      after: [1, 3, 7, 20],
      verified: true,
    })
  })

  it('is no band that it does not list', async () => {
    const { host, manager } = world()
    expect(await host.call('set_bands', { rat: 'lte', bands: [28] })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(manager.runs.some(run => run.includes('set-current-bands'))).toBe(false)
  })

  it('is the choice of technologies, which is read back', async () => {
    const { host, manager } = world()
    expect(await host.call('modes')).toMatchObject({ mode: 'auto', modes: ['umts', 'lte', 'auto'] })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      after: { mode: 'lte' },
      verified: true,
    })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({
      after: { mode: 'auto' },
      verified: true,
    })
    expect(manager.runs.filter(run => run.includes('set-allowed'))).toEqual([
      `-m ${manager.modem.path} --set-allowed-modes=4g`,
      `-m ${manager.modem.path} --set-allowed-modes=3g|4g --set-preferred-mode=4g`,
    ])
  })

  it('is not verified where it does not take hold, and says why where it is refused', async () => {
    expect(await world({ orders: 'ignored' }).host.call('set_modes', { mode: 'lte' })).toMatchObject({
      verified: false,
    })
    const refused = await world({ orders: 'refused' }).host.call('set_modes', { mode: 'lte' })
    expect(refused).toMatchObject({ error: 'refused_by_modem' })
    expect(refused.message).toContain('Unauthorized')
  })

  it('is read with the cells beside the one in use, and with the card', async () => {
    const neighbour =
      'cell type: lte, serving: no, physical ci: 7A, earfcn: 1300, rsrp: -101.000000, rsrq: -15.000000'
    const { host } = world({ cells: [anchor, neighbour] })
    expect(await host.call('cells')).toMatchObject({
      cells: [
        { role: 'serving', pci: 27, channel: 1300, cell_id: 0x1a2b3c4 },
        { role: 'neighbour', pci: 122, rsrp: -101 },
      ],
    })
    expect(await host.call('sim')).toMatchObject({
      state: 'ready',
      lock_enabled: false,
      pin_attempts: 3,
      puk_attempts: 10,
    })
  })

  it('is a restart', async () => {
    const { host, manager } = world()
    const reply = await host.call('restart')
    expect(mistakesOf('restart', reply)).toBe('')
    expect(manager.runs.filter(run => run.endsWith('--reset'))).toHaveLength(1)
  })

  it('is no AT command, and no message', async () => {
    const { host, opened } = world()
    for (const [method, args] of [
      ['at', { command: 'AT+CSQ' }],
      ['message_storage', {}],
      ['contexts', {}],
    ] as const) {
      const reply = await host.call(method, args)
      expect(reply).toMatchObject({ error: 'port_busy' })
      expect(reply.message).toContain('ModemManager')
    }
    expect(opened).toEqual([])
  })

  it('is told by the capabilities', async () => {
    const { host } = world()
    const { capabilities } = (await host.call('capabilities')) as {
      capabilities: { name: string; read: boolean; write: boolean }[]
    }
    const of = (name: string) => capabilities.find(each => each.name === name)
    expect([of('bands'), of('modes')]).toMatchObject([
      { read: true, write: true },
      { read: true, write: true },
    ])
    expect([of('contexts'), of('usb_mode')]).toMatchObject([
      { read: false, write: false },
      { read: false, write: false },
    ])
  })
})

describe('a modem beside ModemManager', () => {
  it('is read over AT where ModemManager does not know it', async () => {
    const manager = createManager({
      modem: { device: '/sys/devices/other', ports: ['cdc-wdm7 (mbim)'] },
      isPlaced: false,
    })
    const host = createHost([{ script: fg621() }], { programs: { mmcli: programOf(manager) } })
    host.nodes.set(running, { text: '512\n' })
    host.nodes.set('/proc/512/comm', { text: 'ModemManager\n' })
    expect(await host.call('info')).toMatchObject({ model: 'FG621-EA', port: '/dev/ttyUSB0' })
    expect(await host.call('info')).not.toHaveProperty('ways.1')
  })

  it('costs a plain AT reading no run of mmcli where ModemManager does not run', async () => {
    const host = createHost([{ script: fg621() }], { programs: { mmcli: () => ({ code: 1, stdout: '' }) } })
    host.nodes.set(running, { text: '512\n' })
    await host.call('info')
    expect(host.processes.filter(([name]) => name === 'mmcli')).toEqual([])
  })

  it('is talked to over a port that ModemManager ignores, which its model names', async () => {
    const script = fg621()
    const port = `${script.port?.name}`
    const manager = createManager({
      modem: { device, ports: ['cdc-wdm0 (mbim)', `${port} (ignored)`] },
      signal: measured,
    })
    const host = createHost([{ script }], { programs: { mmcli: programOf(manager) } })
    host.nodes.set(running, { text: '512\n' })
    host.nodes.set('/proc/512/comm', { text: 'ModemManager\n' })
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({
      lines: [expect.stringContaining('+CSQ')],
    })
    expect(await host.call('info')).toMatchObject({ ways: ['modemmanager'] })
  })
})
