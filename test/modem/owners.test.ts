import { describe, expect, it } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import { familyStory } from '../checks/families.ts'
import { hostWith, interfaceOf, placeOfModem, programOf } from '../world/manager/host.ts'
import { createManager } from '../world/manager/mmcli.ts'
import { createHost } from '../world/memory/host.ts'
import { anyModem, fg621 } from '../world/memory/modems.ts'
import { storyHost } from '../world/memory/story.ts'

const reasonOf = async (host: ReturnType<typeof createHost>) => String((await host.call('status')).reason)

describe('a modem that another program drives', () => {
  it('is named as wwand’s by its interface, and left alone on the port that wwand has open', async () => {
    const script = anyModem()
    const network = `config interface 'wan'\n\toption proto 'wwand'\n\toption device '/dev/${script.port?.name}'\n`
    const host = createHost([{ script }], { uci: { network } })
    expect(await host.call('info')).toMatchObject({ port_state: 'ok' })
    expect(await reasonOf(host)).toContain('wwand drives the modem.')
    host.nodes.set('/proc/60/fd/4', { link: `/dev/${script.port?.name}` })
    host.nodes.set('/proc/60/comm', { text: 'wwand\n' })
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({
      error: 'port_busy',
      message: expect.stringContaining('wwand'),
    })
    const before = host.simulators[0]?.log.length
    host.clock.advance(61_000)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'busy' })
    expect(host.simulators[0]?.log).toHaveLength(before ?? -1)
  })

  it('is left alone on its one port while pppd has a connection there', async () => {
    const script = anyModem()
    const device = `/dev/${script.port?.name}`
    const network = `config interface 'wan'\n\toption proto '3g'\n\toption device '${device}'\n`
    const host = createHost([{ script }], { uci: { network } })
    expect(await host.call('info')).toMatchObject({ port_state: 'ok' })
    host.nodes.set('/proc/60/fd/4', { link: device })
    host.nodes.set('/proc/60/comm', { text: 'pppd\n' })
    const before = host.simulators[0]?.log.length
    host.clock.advance(61_000)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'busy' })
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ error: 'port_busy' })
    expect(host.simulators[0]?.log).toHaveLength(before ?? -1)
    expect(await reasonOf(host)).toContain(`pppd (process 60) dials over ${device}`)
  })

  it.each([
    ['3g', 'pppd', 'pppd (process 60) dials over /dev/ttyUSB2'],
    ['wwand', 'wwand', 'wwand (process 60) holds the AT port'],
  ])(
    'has no port asked that is for other things, where %s has the one for AT commands',
    async (proto, program, words) => {
      const dialled = { wan: { proto, device: '/dev/ttyUSB2', apn: 'internet.example' } }
      const host = storyHost(familyStory('one port for AT commands of several', 'sierra', dialled, []))
      host.nodes.set('/proc/60/fd/4', { link: '/dev/ttyUSB2' })
      host.nodes.set('/proc/60/comm', { text: `${program}\n` })
      expect(await host.call('info')).toMatchObject({ port: '/dev/ttyUSB2', port_state: 'busy' })
      expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ error: 'port_busy' })
      expect(await reasonOf(host)).toContain(words)
    },
  )

  it.each([
    ['enabled', true],
    ['disabled', false],
  ])('is named as QModem’s where its configuration has it %s', async (state, isNamed) => {
    const qmodem = `config modem-device '1_1'\n\toption path '/sys/bus/usb/devices/1-1/'\n\toption state '${state}'\n`
    const host = createHost([{ script: fg621() }], { uci: { qmodem } })
    expect((await reasonOf(host)).includes('QModem drives the modem.')).toBe(isNamed)
  })

  it('is nobody’s where QModem has another one', async () => {
    const qmodem = `config modem-device '2_1'\n\toption path '/sys/bus/usb/devices/2-1/'\n`
    const host = createHost([{ script: fg621() }], { uci: { qmodem } })
    expect(await reasonOf(host)).not.toContain('drives')
  })

  it('is named as ModemManager’s by its interface while that does not answer', async () => {
    const mmcli = programOf(createManager({ before: () => 'hangs' }))
    const host = hostWith({ id: '1bc7:1201' }, { ...interfaceOf('modemmanager', {}), programs: { mmcli } })
    expect(await reasonOf(host)).toContain('ModemManager drives the modem.')
  })
})

describe('modemdata’s reader of modems under ModemManager', () => {
  const run = async (...args: readonly string[]) => {
    const ports = ['cdc-wdm0 (qmi)', 'wwan0 (net)']
    const manager = createManager({
      modem: { device: placeOfModem, ports },
      signal: { lte: { rssi: '-61.00', rsrp: '-93.00', rsrq: '-11.00', snr: '12.80' } },
    })
    const around = interfaceOf('modemmanager', { up: true, uptime: 60, l3_device: 'wwan0' })
    const host = hostWith(
      { id: '1bc7:1201', driver: 'qmi_wwan' },
      { ...around, programs: { mmcli: programOf(manager) } },
    )
    const text = await legacy({ platform: host.platform, device: undefined, now: 0 }, 'md_modemmanager', args)
    return { text, told: JSON.parse(text) as Record<string, unknown>[] }
  }

  it.each([placeOfModem, '/org/freedesktop/ModemManager1/Modem/0', '0'])(
    'prints product, network and values of the modem named %s',
    async path => {
      const { text, told } = await run(path, 'wan', '')
      expect(text).toMatch(/^\[\n\{\n.*\n\}\n,\n\{\n.*\n\}\n,\n\{\n.*\n\}\n\]\n$/s)
      expect(told).toMatchObject([
        { vendor: 'Telit', product: 'LE910C4-EU', imei: '353338976168895' },
        { status: 'CONNECTED' },
        { signal: '83', operator_name: 'vodafone.de', operator_mcc: '262', registration: '1' },
      ])
      expect(told[2]?.addon).toContainEqual({ idx: 36, key: 'RSRP', value: '-93 dBm' })
    },
  )

  it.each(['7', '/sys/devices/none', '/org/freedesktop/ModemManager1/Modem/0; reboot', ''])(
    'prints empty objects for %j, which names none',
    async path => {
      expect((await run(path, 'wan', '')).told).toMatchObject([{}, { status: 'CONNECTED' }, {}])
    },
  )
})
