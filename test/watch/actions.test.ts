import { describe, expect, test } from 'vitest'
import { noteRepair } from '../../src/watch/repair.ts'
import { readReboots } from '../../src/watch/store.ts'
import { sentTo } from '../world/memory/changing.ts'
import { createLivingRouter, type LivingRouter } from '../world/time/living.ts'

/** Orders a rung as a person does and waits for its end. */
async function order(router: LivingRouter, args: object): Promise<Record<string, unknown>> {
  const { host } = router
  const begun = await host.call('watch_now', args)
  if ('error' in begun) return begun
  await host.jobs.finish()
  return host.call('job', { job: begun.job })
}

const put = ({ happenings }: LivingRouter) =>
  happenings.flatMap(({ text }) => (text.startsWith('kernel: ') ? text.slice(8) : []))
const orders = ({ happenings }: LivingRouter) =>
  happenings.flatMap(({ text }) => (text.startsWith('netifd: ') ? text.slice(8) : []))
const connectionOf = async ({ host }: LivingRouter) =>
  (await host.call('info', { max_age: 0 })).connection as { state: string }

describe('A rung at a person’s wish', () => {
  test('is a job that tells what was done', async () => {
    const router = createLivingRouter()
    expect(await order(router, { rung: 'reconnect' })).toMatchObject({
      method: 'watch_now',
      state: 'done',
      result: { modem: 'usb-1-1', rung: 'reconnect', done: true, message: 'wwan was stopped and started.' },
    })
    expect(orders(router)).toEqual(['down wwan', 'up wwan'])
  })

  test('ends what the dialler has left behind at this modem, by force where it must, and nothing else', async () => {
    const router = createLivingRouter()
    const { nodes, platform } = router.host
    const port = ((await router.host.call('list')).modems as { ports: string[] }[])[0]?.ports[0] ?? ''
    const begin = (pid: number, name: string, device: string, age: number) => {
      nodes.set(`/proc/${pid}/comm`, { text: `${name}\n` })
      nodes.set(`/proc/${pid}/fd/3`, { link: device })
      const started = (93_784 - age) * 100
      nodes.set(`/proc/${pid}/stat`, { text: `${pid} (${name}) S ${'0 '.repeat(18)}${started} 0\n` })
    }
    begin(71, 'uqmi', port, 900)
    begin(72, 'uqmi', '/dev/cdc-wdm7', 900)
    begin(73, 'uqmi', port, 5)
    begin(74, 'picocom', port, 900)
    const { exec } = platform
    const kills: string[] = []
    platform.exec = async (argv, until) => {
      if (argv[0] !== 'kill') return exec(argv, until)
      kills.push(argv.join(' '))
      if (argv[1] === '-9')
        for (const path of [...nodes.keys()]) if (path.startsWith('/proc/71/')) nodes.delete(path)
      return { code: 0, stdout: '' }
    }
    expect(await order(router, { rung: 'reconnect' })).toMatchObject({
      result: { message: 'A program of the dialler that hung was ended. wwan was stopped and started.' },
    })
    expect(kills).toEqual(['kill -15 71', 'kill -9 71'])
  })

  test('reboots the router only by force, and only once that is on flash', async () => {
    const router = createLivingRouter()
    expect(await order(router, { rung: 'reboot' })).toMatchObject({ error: 'invalid_argument' })
    const { write } = router.host.platform.files
    router.host.platform.files.write = (path, text) => !path.startsWith('/etc/') && write(path, text)
    expect(await order(router, { rung: 'reboot', force: true })).toMatchObject({
      failure: { error: 'not_stored' },
    })
    expect(router.effects).toEqual([])
    router.host.platform.files.write = write
    expect(await order(router, { rung: 'reboot', force: true })).toMatchObject({ result: { done: true } })
    expect(router.effects).toEqual(['reboot'])
    expect(readReboots(router.host.platform.files)).toMatchObject({ ages_s: [0], series: 1 })
  })

  test.each([
    ['lies in memory', 'tmpfs / tmpfs rw 0 0'],
    ['could not use its flash', 'overlayfs:/tmp/root / overlay rw,lowerdir=/,upperdir=/tmp/root/upper 0 0'],
  ])('reboots no router whose root %s: it would forget that it did', async (_, mount) => {
    const router = createLivingRouter()
    router.host.nodes.set('/proc/mounts', {
      text: `rootfs / rootfs rw 0 0\n/dev/root /rom squashfs ro 0 0\n${mount}\n`,
    })
    expect(await order(router, { rung: 'reboot', force: true })).toMatchObject({
      failure: { error: 'not_stored' },
    })
    expect(router.effects).toEqual([])
  })

  test('has the modem look for its network anew as the person chose it: by hand stays by hand', async () => {
    const router = createLivingRouter({ operator: '+COPS: 1,2,"22610",7' })
    expect(await order(router, { rung: 'register' })).toMatchObject({
      result: { done: true, message: expect.stringContaining('radio of the modem was switched off and on') },
    })
    expect(sentTo(router.host).filter(line => /^\+(?:COPS=[02]|CFUN=)/.test(line))).toEqual([
      '+CFUN=4',
      '+CFUN=1',
    ])
  })

  test('leaves an interface stopped that a person stopped, but for reconnect', async () => {
    const router = createLivingRouter()
    await router.host.platform.exec(['ubus', 'call', 'network.interface', 'down', '{"interface":"wwan"}'], 0)
    await order(router, { rung: 'register' })
    expect(await connectionOf(router)).toMatchObject({ state: 'stopped' })
    await order(router, { rung: 'reconnect' })
    router.host.clock.advance(5000)
    expect(await connectionOf(router)).toMatchObject({ state: 'connected' })
  })

  test('takes power away by the line that is named, and by no other value than it had', async () => {
    const section = "\toption power_line 'lte_power'\n"
    const router = createLivingRouter({ section })
    expect(await order(router, { rung: 'power' })).toMatchObject({ result: { done: true } })
    expect(put(router)).toEqual(['0 for lte_power/value', '1 for lte_power/value'])
    const inverted = createLivingRouter({ section, line: '0' })
    await order(inverted, { rung: 'power' })
    expect(put(inverted)).toEqual(['1 for lte_power/value', '0 for lte_power/value'])
  })

  test.each([
    ['no line is named and the board is not known', '', {}],
    ['the line cannot be read', "\toption power_line 'gone'\n", {}],
    ['the line is an input', "\toption power_line 'lte_power'\n", { direction: 'in' }],
    ['the name is a number', "\toption power_line 'gpio483'\n", {}],
    ['the name leads elsewhere', "\toption power_line '../../leds/x'\n", {}],
  ] as const)('takes no power away where %s', async (_, section, more) => {
    const router = createLivingRouter({ section, ...more })
    expect(await order(router, { rung: 'power' })).toMatchObject({ failure: { error: 'not_supported' } })
    expect(put(router)).toEqual([])
    expect(await connectionOf(router)).not.toMatchObject({ state: 'stopped' })
  })

  test('switches no socket that something else hangs on', async () => {
    const router = createLivingRouter()
    const { nodes } = router.host
    const socket = '/sys/bus/usb/devices/1-0:1.0/usb1-port1'
    nodes.set(`${socket}/device`, { link: '/sys/devices/platform/1e1c0000.xhci/usb1/1-2' })
    nodes.set('/sys/devices/platform/1e1c0000.xhci/usb1/1-2/idVendor', { text: '0781\n' })
    router.begin({ kind: 'stalled', cure: 'power' })
    await order(router, { rung: 'reenumerate' })
    expect(put(router)).toEqual(['0 for 1-1/authorized', '1 for 1-1/authorized'])
  })

  test('switches the socket where letting it in again does not bring the modem back', async () => {
    const router = createLivingRouter({ isDeaf: true })
    await order(router, { rung: 'reenumerate' })
    expect(put(router)).toEqual([
      '0 for 1-1/authorized',
      '1 for 1-1/authorized',
      '1 for usb1-port1/disable',
      '0 for usb1-port1/disable',
    ])
  })

  test('sets raw_ip while its interface is down, to what it was while the connection was alive', async () => {
    const router = createLivingRouter({ section: "\toption power_line 'lte_power'\n" })
    const frames = '/sys/class/net/eth1/qmi/raw_ip'
    const place = router.host.platform.files.realpath('/sys/class/net/eth1') ?? ''
    router.host.nodes.set(`${place}/qmi/raw_ip`, { text: 'Y\n' })
    await router.watch(60)
    router.host.nodes.set(`${place}/qmi/raw_ip`, { text: 'N\n' })
    await order(router, { rung: 'reconnect' })
    expect(router.host.platform.files.read(frames)).toBe('Y\n')
    const told = router.happenings.map(({ text }) => text)
    const written = told.indexOf('kernel: Y for qmi/raw_ip')
    expect(told.slice(0, written)).toContain('netifd: down wwan')
    expect(told.slice(0, written)).not.toContain('netifd: up wwan')
  })
})

const radioLines = ({ host }: LivingRouter) =>
  sentTo(host).filter(line => /^\+(?:COPS=[02]|CFUN=[14])$/.test(line))

describe('A SIM card whose PIN only a person knows', () => {
  const card = { locked: true, open: true }
  const restarted = ({ effects, happenings }: LivingRouter) => [
    effects.includes('restart'),
    happenings.some(({ text }) => text === 'netifd: down wwan'),
  ]

  test.each(['restart', 'reenumerate', 'power'])('is not locked by a rung, but by force: %s', async rung => {
    const section = "\toption power_line 'lte_power'\n"
    const router = createLivingRouter({ section, card })
    expect(await order(router, { rung })).toMatchObject({ failure: { error: 'not_supported' } })
    expect([put(router), restarted(router)]).toEqual([[], [false, false]])
    expect(await order(router, { rung, force: true })).toMatchObject({ state: 'done' })
  })

  /** A router with these sections besides. */
  function withSections(modem: string, network: string): LivingRouter {
    const router = createLivingRouter({ card })
    const { nodes } = router.host
    const append = (name: string, text: string) => {
      const node = nodes.get(`/etc/config/${name}`)
      const before = node && 'text' in node ? node.text : ''
      if (text !== '') nodes.set(`/etc/config/${name}`, { text: `${before}\n${text}` })
    }
    append('modem', modem)
    append('network', network)
    return router
  }
  const dialled = (...lines: readonly string[]) =>
    `config interface 'lte'\n${lines.map(line => `\toption ${line}\n`).join('')}`
  const wwand = (card: string, pin: string) =>
    `${dialled("proto 'wwand'", "modem 'm0'")}config wwand_modem 'm0'\n\toption device '/dev/ttyUSB0'\n${pin}config wwand_sim 'card'\n\toption iccid '${card}'\n\toption pincode '1234'\n`
  const own = (...lines: readonly string[]) =>
    `config modem\n${lines.map(line => `\toption ${line}\n`).join('')}`

  test.each([
    [own("path '1-1'", "pin '1234'"), ''],
    [own("path '1-1'", "pin '1234'", "iccid '894301'"), ''],
    ["config card\n\toption iccid '894301'\n\toption pin '1234'\n", ''],
    ['', dialled("proto '3g'", "device '/dev/ttyUSB0'", "pincode '1234'")],
    ['', dialled("proto 'modemmanager'", "device '/sys/bus/usb/devices/1-1'", "pincode '1234'")],
    ['', wwand('8943010000000000019F', '')],
    ['', wwand('8949999999999999999F', "\toption pincode '1234'\n")],
  ])('is left to netifd or apply where it is configured: %j %j', async (modem, network) => {
    const router = withSections(modem, network)
    expect(await order(router, { rung: 'restart' })).toMatchObject({ result: { done: true } })
  })

  test.each([
    ['of another modem', own("path '1-9'", "pin '1234'"), ''],
    [
      'for whichever modem has a tty, which apply does not give',
      own("port '/dev/ttyUSB0'", "pin '1234'"),
      '',
    ],
    ['of another card', own("path '1-1'", "pin '1234'", "iccid '894921'"), ''],
    ['of another card’s section', "config card\n\toption iccid '894921'\n\toption pin '1234'\n", ''],
    ['of wwand for another card', '', wwand('8949999999999999999F', '')],
    ['nobody dials with', '', dialled("proto 'dhcp'", "device 'eth1'", "pincode '1234'")],
    [
      'of an interface that is off',
      '',
      dialled("proto '3g'", "device '/dev/ttyUSB0'", "pincode '1234'", "disabled '1'"),
    ],
    ['of another modem’s interface', '', dialled("proto '3g'", "device '/dev/ttyUSB77'", "pincode '1234'")],
  ])('is locked by a rung where the PIN is one %s', async (_, modem, network) => {
    const router = withSections(modem, network)
    expect(await order(router, { rung: 'restart' })).toMatchObject({ failure: { error: 'not_supported' } })
    expect(restarted(router)).toEqual([false, false])
  })

  test.each([
    [own("path '1-1'", "pin '9999'"), ''],
    ['', dialled("proto '3g'", "device '/dev/ttyUSB0'", "pincode '9999'")],
  ])(
    'is locked by a rung where it has refused the PIN that would be given: %j %j',
    async (modem, network) => {
      const router = withSections(modem, network)
      await router.host.call('change_pin', { pin: '9999', new_pin: '4321' })
      expect(await order(router, { rung: 'restart' })).toMatchObject({ failure: { error: 'not_supported' } })
      expect(restarted(router)).toEqual([false, false])
    },
  )

  test('that asks for none does not matter', async () => {
    const router = createLivingRouter({ card: { locked: false, open: true } })
    expect(await order(router, { rung: 'restart' })).toMatchObject({ result: { done: true } })
  })
})

describe('A modem that does not take at once what lets it look for its network', () => {
  test.each([
    ['detached', '+COPS: 0,0,"orange",7', '+COPS=0'],
    ['with its radio off', '+COPS: 1,2,"22610",7', '+CFUN=1'],
  ])('is not left %s: it is sent that until it has', async (_, operator, line) => {
    for (const refusals of [1, 2, 5, 9]) {
      const router = createLivingRouter({ operator, refusals })
      await order(router, { rung: 'register' })
      await router.watch(600)
      const sent = radioLines(router)
      expect(sent.filter(each => each === line)).toHaveLength(refusals + 1)
      expect(sent.at(-1)).toBe(line)
      expect(await connectionOf(router)).toMatchObject({ state: 'connected' })
    }
  })

  test.each(['+COPS=0', '+CFUN=1'] as const)('is not sent %s where it has taken that already', async send => {
    const router = createLivingRouter()
    noteRepair(router.host.platform.files, { modem: 'usb-1-1', writes: [], send, interface: null, tries: 0 })
    await router.watch(120)
    expect(radioLines(router)).toEqual([])
    expect(router.happenings.map(({ text }) => text)).toContain(
      'log: usb-1-1: what a rung of the ladder left off was put back',
    )
  })

  test('is given up after twenty looks, and that is told', async () => {
    const router = createLivingRouter({ refusals: 999 })
    await order(router, { rung: 'register' })
    await router.watch(1500)
    expect(radioLines(router).length).toBeLessThan(30)
    expect(router.happenings.map(({ text }) => text)).toContain(
      'log: usb-1-1: what a rung of the ladder left off could not be put back: AT+COPS=0',
    )
  })
})

describe('A line that takes no value while it is off', () => {
  test('is given it at the next look: the modem has its power again', async () => {
    const router = createLivingRouter({ section: "\toption power_line 'lte_power'\n" })
    const { files } = router.host.platform
    const { put } = files
    let refused = 0
    files.put = (path, value) =>
      path.endsWith('lte_power/value') && value === '1' && refused++ < 6 ? false : put(path, value)
    await order(router, { rung: 'power' })
    expect(files.read('/sys/class/gpio/lte_power/value')).toBe('0\n')
    await router.watch(300)
    expect(files.read('/sys/class/gpio/lte_power/value')).toBe('1\n')
    expect(await connectionOf(router)).toMatchObject({ state: 'connected' })
  })
})

describe('A rung that is killed at any point', () => {
  test.each(['reconnect', 'register', 'reenumerate', 'power'])(
    'leaves nothing off once the watch looks again: %s',
    async rung => {
      for (let nth = 1; nth <= 24; nth++) {
        const router = createLivingRouter({ section: "\toption power_line 'lte_power'\n" })
        const { host } = router
        host.jobs.watch = at => {
          if (at === nth) host.jobs.kill()
        }
        await host.call('watch_now', { rung })
        await host.jobs.finish()
        host.jobs.watch = null
        await router.watch(120)
        const { files } = host.platform
        expect([nth, files.read('/sys/class/gpio/lte_power/value')]).toEqual([nth, '1\n'])
        expect([nth, files.read('/sys/bus/usb/devices/1-1/authorized')]).toEqual([nth, '1\n'])
        expect([nth, files.read('/sys/bus/usb/devices/1-0:1.0/usb1-port1/disable')]).toEqual([nth, '0\n'])
        expect([nth, (await connectionOf(router)).state]).toEqual([nth, 'connected'])
        const radio = sentTo(host).filter(line => /^\+(?:COPS=[02]|CFUN=[14])$/.test(line))
        expect([nth, radio.at(-1) ?? '+COPS=0']).toEqual([nth, '+COPS=0'])
      }
    },
  )
})
