import { describe, expect, it } from 'vitest'
import { Failure } from '../../src/contract/failure.ts'
import { debugTalk } from '../../src/main/debug.ts'
import { notesOf } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fg621Host } from '../world/memory/modems.ts'

const usual = '/dev/ttyUSB0'
const other = '/dev/ttyUSB5'
const raw = '/dev/ttyUSB9'

/** An FG621 that has, beside its AT port on interface 3, another one there and a port that is for something else. */
function hostWithPorts(): { host: Host; opened: string[] } {
  const host = fg621Host({ uci: {} })
  const device = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'
  for (const [name, number] of [
    ['ttyUSB0', 3],
    ['ttyUSB5', 3],
    ['ttyUSB9', 0],
  ] as const) {
    const home = `${device}/1-1:1.${number}`
    const tty = `${home}/${name}/tty/${name}`
    host.nodes.set(`${home}/driver`, { link: '/sys/bus/usb/drivers/option' })
    host.nodes.set(`${tty}/dev`, { text: '188:0\n' })
    host.nodes.set(`/sys/class/tty/${name}`, { link: tty })
    host.nodes.set(`/dev/${name}`, { text: '' })
  }
  const opened: string[] = []
  const { lock, openTty } = host.platform
  host.platform.lock = (path, until) => lock([other, raw].includes(path) ? usual : path, until)
  host.platform.openTty = path => {
    opened.push(path)
    return openTty([other, raw].includes(path) ? usual : path)
  }
  return { host, opened }
}

const readers = ['info', 'signal', 'status', 'bands', 'cells', 'contexts', 'sim', 'capabilities', 'usb_mode']

describe('a port that is no AT port of the model', () => {
  it.each([...readers, 'set_bands'])(
    'is not opened by %s, and nothing of what is remembered changes',
    async name => {
      const { host, opened } = hostWithPorts()
      await host.call('info')
      const before = notesOf(host)
      opened.splice(0)
      host.clock.advance(5000)
      const args = { modem: raw, ...(name === 'set_bands' ? { rat: 'lte', bands: [3] } : {}) }
      expect(await host.call(name, args)).toEqual({
        error: 'invalid_argument',
        message: `Invalid argument: ${raw} is no AT port of usb-1-1; name the modem, or use the method at`,
      })
      expect(opened).toEqual([])
      expect(notesOf(host)).toEqual(before)
    },
  )

  it('can be named for at and for modem debug, and what they do there is remembered for nobody', async () => {
    const { host, opened } = hostWithPorts()
    const told = await host.call('info')
    const before = notesOf(host)
    opened.splice(0)
    expect(await host.call('at', { modem: raw, command: 'AT+CSQ' })).toMatchObject({ ok: true })
    expect(await debugTalk(host.platform, raw)).toContain('+CSQ')
    expect(opened).toEqual([raw, raw])
    expect(notesOf(host)).toEqual(before)
    expect(await host.call('info', { max_age: 0 })).toEqual(told)
    expect(opened.at(-1)).toBe(usual)
  })
})

describe('an AT port', () => {
  it('names its modem, which is read and written over the port it always uses', async () => {
    const { host, opened } = hostWithPorts()
    const first = await host.call('info', { modem: other, max_age: 0 })
    expect(first).toMatchObject({ modem: 'usb-1-1', port: usual, port_state: 'ok' })
    await host.call('bands', { modem: other })
    await host.call('set_bands', { modem: other, rat: 'lte', bands: [3] })
    expect(new Set(opened)).toEqual(new Set([usual]))
    expect(await host.call('info', { max_age: 3_600_000 })).toMatchObject({ port: usual })
  })
})

describe('of several candidate ports', () => {
  const failing = (code: 'port_silent' | 'port_missing' | 'port_busy'): Failure => new Failure(code, 'x')

  /** An FG621 whose ports fail as they are told to, in their order: its AT ports first. */
  function hostOfFailures(
    failures: Readonly<Record<string, 'port_silent' | 'port_missing' | 'port_busy' | undefined>>,
  ) {
    const { host } = hostWithPorts()
    const { openTty } = host.platform
    host.platform.openTty = path => {
      const code = failures[path]
      if (code === undefined) return openTty(path)
      if (code !== 'port_silent') throw failing(code)
      return {
        write: async () => undefined,
        async read(until) {
          host.clock.advanceTo(until)
          return null
        },
        close() {},
      }
    }
    return host
  }

  it.each([
    [
      'the first is silent and the second busy',
      { [usual]: 'port_silent', [other]: 'port_busy' },
      usual,
      'silent',
    ],
    [
      'all are silent',
      { [usual]: 'port_silent', [other]: 'port_silent', [raw]: 'port_silent' },
      usual,
      'silent',
    ],
    [
      'the first is gone and the others are silent',
      { [usual]: 'port_missing', [other]: 'port_silent', [raw]: 'port_silent' },
      other,
      'silent',
    ],
    [
      'the first is silent and the last gone',
      { [usual]: 'port_silent', [other]: 'port_silent', [raw]: 'port_missing' },
      usual,
      'silent',
    ],
    ['the first is busy', { [usual]: 'port_busy' }, usual, 'busy'],
    [
      'all are gone',
      { [usual]: 'port_missing', [other]: 'port_missing', [raw]: 'port_missing' },
      usual,
      'absent',
    ],
  ] as const)(
    'the best that exists is told with its own reason: %s',
    async (_, failures, port, port_state) => {
      const host = hostOfFailures(failures)
      expect(await host.call('info', { max_age: 0 })).toMatchObject({ port, port_state })
      const reply = await host.call('bands')
      const codes = { silent: 'port_silent', busy: 'port_busy', absent: 'port_missing' }
      expect(reply).toMatchObject({
        error: codes[port_state],
        message: expect.stringContaining(port_state === 'silent' ? port : ''),
      })
    },
  )
})
