import { describe, expect, it } from 'vitest'
import type { Cell, ModemInfo } from '../../src/contract/info.ts'
import { mistakesOf, recorded } from '../world/memory/modems.ts'
import { type QmiHost, qmiHost } from '../world/memory/qmi.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import {
  denied,
  em7565Aggregating,
  mr200,
  noCard,
  pinRequired,
  radioOff,
  rm520nEndc,
  searching,
  situations,
} from '../world/modem/qmi-situations.ts'
import { uqmiOf } from '../world/modem/uqmi-of.ts'

const infoOf = async ({ host }: QmiHost, args: object = { max_age: 0 }) =>
  (await host.call('info', args)) as unknown as ModemInfo

describe('a modem without an AT port', () => {
  it.each(Object.entries(situations))('is read over QMI: %s', async (_, situation) => {
    const made = qmiHost(situation)
    const info = await infoOf(made)
    expect(mistakesOf('info', info)).toBe('')
    expect(info).toMatchObject({ port: '/dev/cdc-wdm0', port_state: 'ok', ways: ['qmi'] })
    expect(info.imei).toMatch(/^\d{15}$/)
    expect(made.qmi.wrongs).toEqual([])
  })

  it('tells its session by the id that netifd has written down, and what its packets look like', async () => {
    const made = qmiHost(em7565Aggregating)
    expect(await infoOf(made)).toMatchObject({ session: { state: 'connected', format: 'raw_ip' } })
    made.wan.data = {}
    expect(await infoOf(made)).toMatchObject({ session: { state: null, format: 'raw_ip' } })
  })

  it.each([
    [noCard, 'sim_missing', {}],
    [pinRequired, 'pin_required', { pin_attempts: 2 }],
    [searching, 'searching', {}],
    [denied, 'denied', {}],
    [radioOff, 'radio_off', {}],
    [em7565Aggregating, 'connected', {}],
  ])('has the status it would have over AT', async (situation, status, sim) => {
    const made = qmiHost(situation)
    made.host.nodes.set('/sys/devices/platform/1e1c0000.xhci/usb1/1-1/power/connected_duration', {
      text: '900000\n',
    })
    Object.assign(made.wan, {
      'ipv4-address': [{ address: '10.1.2.3', mask: 30 }],
      up: status === 'connected',
    })
    expect((await made.host.call('status')).status).toBe(status)
    expect((await infoOf(made)).sim).toMatchObject(sim)
  })

  it('answers the methods that go by info, and tells its cells', async () => {
    const { host, qmi } = qmiHost(em7565Aggregating)
    expect(await host.call('signal')).toMatchObject({
      signal: { rsrp: -93, csq: 26 },
      carriers: [{ band: 3 }, {}, {}],
    })
    const { cells } = (await host.call('cells')) as unknown as { cells: Cell[] }
    expect(cells).toMatchObject([
      { role: 'serving', channel: 1300, pci: 77, cell_id: 27341059 },
      { role: 'secondary', channel: 66486, pci: 113 },
      { role: 'secondary', channel: 3350, pci: 12 },
      { role: 'neighbour', channel: 1300, pci: 301, rsrp: -104 },
      { role: 'neighbour', channel: 6300, pci: 5, band: 20 },
    ])
    expect(qmi.wrongs).toEqual([])
  })

  it('that starts may miss the first question', async () => {
    const made = qmiHost(rm520nEndc)
    made.qmi.fault = message => (message === 0 ? 'deaf' : undefined)
    expect(await infoOf(made)).toMatchObject({ port_state: 'ok', rat: 'nr_nsa' })
  })

  it('that answers nothing is silent, and its node is named', async () => {
    const made = qmiHost(rm520nEndc)
    made.qmi.fault = () => 'deaf'
    made.host.nodes.set('/sys/devices/platform/1e1c0000.xhci/usb1/1-1/power/connected_duration', {
      text: '900000\n',
    })
    const began = made.host.clock.now()
    expect(await infoOf(made)).toMatchObject({ port_state: 'silent', port: '/dev/cdc-wdm0' })
    expect(made.host.clock.now() - began).toBeLessThan(15_000)
    expect(await infoOf(made)).not.toHaveProperty('ways')
  })

  it('is none to read where uqmi is not installed', async () => {
    const made = qmiHost(rm520nEndc, { programs: {} })
    expect(await infoOf(made)).toMatchObject({ port_state: 'absent', port: null })
    expect(made.qmi.runs).toEqual([])
  })

  it('that refuses to reset is put online again', async () => {
    const { host, qmi } = qmiHost(rm520nEndc)
    const mode = '--set-device-operating-mode'
    Object.assign(qmi.answers, {
      [`${mode} offline`]: '',
      [`${mode} reset`]: '!Invalid transition',
      [`${mode} online`]: '',
    })
    expect(await host.call('restart')).toMatchObject({ error: 'refused_by_modem' })
    expect(qmi.runs.at(-1)?.slice(-2)).toEqual([mode, 'online'])
  })

  it('restarts over QMI, once, and is waited for', async () => {
    const { host, qmi, plug } = qmiHost(rm520nEndc)
    Object.assign(qmi.answers, {
      '--set-device-operating-mode offline': '',
      '--set-device-operating-mode reset': '',
    })
    qmi.fault = () => {
      if (!qmi.runs.at(-1)?.includes('reset') || !qmi.ids.get('dms')?.size) return undefined
      host.unplug()
      host.after(20_000, plug)
      return 'mute'
    }
    expect(await host.call('restart')).toMatchObject({ state: 'waiting' })
    await host.jobs.finish()
    const sent = qmi.runs.flatMap(words =>
      words.filter((_, i) => words[i - 1] === '--set-device-operating-mode'),
    )
    expect(sent).toEqual(['offline', 'reset'])
    expect(await host.call('restart_state')).toMatchObject({ state: 'back' })
    expect(qmi.wrongs).toEqual([])
  })
})

describe('a refresh', () => {
  it.each(Object.entries(situations))(
    'takes at most two runs of a modem that is known: %s',
    async (_, situation) => {
      const made = qmiHost(situation)
      for (let nth = 0; nth < 4; nth++) {
        await infoOf(made)
        made.host.clock.advance(3000)
      }
      made.runs()
      for (let nth = 0; nth < 30; nth++) {
        await infoOf(made)
        expect(made.runs()).toBeLessThanOrEqual(situation === radioOff ? 3 : 2)
        made.host.clock.advance(4000)
      }
      expect(made.qmi.wrongs).toEqual([])
    },
  )

  it('takes one run where nothing is refused, with the id that was kept', async () => {
    const made = qmiHost(em7565Aggregating)
    await infoOf(made)
    made.runs()
    await infoOf(made)
    expect(made.runs()).toBe(1)
    expect(made.qmi.runs.at(-1)?.slice(0, 8).join(' ')).toBe(
      'uqmi -s -d /dev/cdc-wdm0 -t 8000 --set-client-id nas,1',
    )
  })

  it('of several callers at once is one reading', async () => {
    const made = qmiHost(em7565Aggregating)
    await infoOf(made)
    made.runs()
    made.host.clock.advance(10_000)
    await Promise.all([1, 2, 3].map(() => infoOf(made, {})))
    expect(made.runs()).toBe(1)
  })

  it('looks at the card once a minute where the modem tells its numbers, and drops those of another card', async () => {
    const made = qmiHost(mr200)
    expect((await infoOf(made)).sim).toMatchObject({ imsi: '262011234567890', iccid: '8949020000012345678' })
    made.qmi.answers['--get-imsi'] = '"262019999999999"'
    made.host.clock.advance(30_000)
    expect((await infoOf(made)).sim.imsi).toBe('262011234567890')
    made.host.clock.advance(31_000)
    expect((await infoOf(made)).sim.imsi).toBe('262019999999999')
  })
})

describe('the node is not touched', () => {
  it('while netifd sets up an interface over it', async () => {
    const made = qmiHost(em7565Aggregating)
    Object.assign(made.wan, { up: false, pending: true })
    expect(await infoOf(made)).toMatchObject({ port_state: 'busy', port: '/dev/cdc-wdm0' })
    expect((await made.host.call('status')).reason).toMatch(/netifd is setting up the connection/)
    expect(made.qmi.runs).toEqual([])
    Object.assign(made.wan, { up: true, pending: false })
    expect(await infoOf(made)).toMatchObject({ port_state: 'ok' })
  })

  it('from the moment on in which netifd begins to, wherever the reading is', async () => {
    const calm = qmiHost(em7565Aggregating)
    await infoOf(calm)
    for (let nth = 0; nth < calm.qmi.messages; nth++) {
      const made = qmiHost(em7565Aggregating)
      made.qmi.fault = message => {
        if (message !== nth) return undefined
        Object.assign(made.wan, { up: false, pending: true })
        made.host.nodes.set('/proc/901/cmdline', { text: 'uqmi\0-s\0-d\0/dev/cdc-wdm0\0--get-imei\0' })
        return undefined
      }
      await infoOf(made)
      expect(made.qmi.wrongs).toEqual([])
    }
  })

  it.each([
    ['uqmi', ['/proc/901/cmdline', 'uqmi\0-s\0-d\0/dev/cdc-wdm0\0--sync\0']],
    ['umbim', ['/proc/901/cmdline', '/sbin/umbim\0-n\0-d\0/dev/cdc-wdm0\0caps\0']],
  ])('while %s of somebody else is at work on it', async (_, [path = '', text = '']) => {
    const made = qmiHost(em7565Aggregating)
    made.host.nodes.set(path, { text })
    expect(await infoOf(made)).toMatchObject({ port_state: 'busy' })
    expect(made.qmi.runs).toEqual([])
    made.host.nodes.set(path, { text: text.replace('cdc-wdm0', 'cdc-wdm1') })
    expect(await infoOf(made)).toMatchObject({ port_state: 'ok' })
  })

  it('while a program has it open', async () => {
    const made = qmiHost(em7565Aggregating)
    made.host.nodes.set('/proc/812/comm', { text: 'qmi-proxy\n' })
    made.host.nodes.set('/proc/812/fd/7', { link: '/dev/cdc-wdm0' })
    expect(await infoOf(made)).toMatchObject({ port_state: 'busy' })
    expect(made.qmi.runs).toEqual([])
  })

  it('is read while an interface that talks to nobody waits for its address', async () => {
    const made = qmiHost(em7565Aggregating)
    const host = qmiHost(em7565Aggregating, {
      dump: [
        made.wan,
        { interface: 'wan_4', proto: 'dhcp', pending: true, up: false, l3_device: 'wwan0', device: 'wwan0' },
      ],
    })
    expect(await infoOf(host)).toMatchObject({ port_state: 'ok' })
  })
})

describe('beside AT', () => {
  const withAt = (more = '') =>
    parseFixture(
      `${rm520nEndc.device}@port ttyUSB2 2\n@accept ^\\+C(?:|E|G|5G)REG=2$\n${more}\n> AT+CGSN\n< 353533101234567\n`,
    )

  it('is not asked where AT tells enough', async () => {
    const script = recorded('quectel/rm520n-nsa')
    const made = qmiHost(rm520nEndc, { script })
    const info = await infoOf(made)
    expect(info).not.toHaveProperty('ways')
    expect(made.qmi.runs).toEqual([])
  })

  it('fills what AT leaves open, and what AT tells stands', async () => {
    const made = qmiHost(rm520nEndc, { script: withAt('> AT+CSQ\n< +CSQ: 11,99\n') })
    const info = await infoOf(made)
    expect(info).toMatchObject({ port: '/dev/ttyUSB2', port_state: 'ok', ways: ['at', 'qmi'], rat: 'nr_nsa' })
    expect(info.signal).toMatchObject({ csq: 11, rsrp: -93 })
    expect(info.operator).toMatchObject({ mcc: '262', mnc: '01' })
  })

  it('takes the place of AT where the port is silent', async () => {
    const made = qmiHost(rm520nEndc, { script: withAt(), behaviours: [neverAnswers(/./)] })
    expect(await infoOf(made)).toMatchObject({
      port: '/dev/cdc-wdm0',
      port_state: 'ok',
      ways: ['qmi'],
      rat: 'nr_nsa',
    })
    expect(made.qmi.wrongs).toEqual([])
  })

  it('is asked first, and alone where it tells enough, where the model says so', async () => {
    const made = qmiHost(mr200, { script: parseFixture(`${mr200.device}@port ttyUSB2 2\n`) })
    made.host.nodes.set('/tmp/sysinfo/board_name', { text: 'tplink,archer-mr200\n' })
    const info = await infoOf(made)
    expect(info).toMatchObject({ ways: ['qmi'], port: '/dev/cdc-wdm0', model: 'Qualcomm HSUSB Device' })
    expect(made.host.simulators[0]?.log).toEqual([])
  })

  it('changes nothing where it fails too', async () => {
    const made = qmiHost(rm520nEndc, { script: withAt(), behaviours: [neverAnswers(/./)] })
    made.qmi.fault = () => 'deaf'
    expect(await infoOf(made)).toMatchObject({
      port: '/dev/ttyUSB2',
      port_state: expect.stringMatching(/silent|starting/),
    })
  })
})

/** What both ways can tell: uqmi tells no index of `+CSQ`, no release of UMTS, no RSSI on NR, and domains in its own way. */
function comparable({ sim, registration, operator, rat, signal, cell, carriers, imei }: ModemInfo) {
  const { mcc, mnc, country } = operator
  const { rsrp, rsrq, sinr, rscp, ecio, rssi } = signal
  const { state, area, cell_id } = registration
  return {
    imei,
    sim: sim.state,
    registration: { state, area, cell_id },
    operator: { mcc, mnc, country },
    rat: /^h/.test(rat ?? '') ? 'umts' : rat,
    signal: { rsrp, rsrq, sinr, rscp, ecio, rssi: rat === 'nr_sa' ? null : rssi },
    cell,
    carriers: carriers.map(({ role, rat, band, channel, downlink_mhz, pci, active }) => ({
      ...{ role, rat, band, channel, downlink_mhz, pci, active },
    })),
  }
}

describe('one situation', () => {
  it.each([
    'quectel/rm520n-nsa',
    'quectel/em12-lte-a',
    'quectel/ep06-3g',
    'quectel/ep06-searching',
    'sierra/em7455-lte-a',
    'sierra/em9291-sa',
    'sierra/mc7455-no-sim',
  ])('is told alike by AT and by QMI, field by field: %s', async name => {
    const script = recorded(name)
    const overAt = await infoOf(qmiHost(em7565Aggregating, { script }))
    const { device } = script
    const net = { name: 'wwan0', driver: 'qmi_wwan' }
    const silent = { ...script, port: null, net, device: device && { ...device, bus: 'usb' as const } }
    const overQmi = await infoOf(qmiHost({ device: '', answers: uqmiOf(overAt) }, { script: silent }))
    expect(overQmi.ways).toEqual(['qmi'])
    expect(comparable(overQmi)).toEqual(comparable(overAt))
  })
})
