import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host } from '../world/memory/modems.ts'
import { readyShell } from './ready-shell.ts'

const page = readyShell('rpcd/shim/3ginfo.sh')
const command = readyShell('rpcd/modem.sh')
afterAll(() => {
  page.remove()
  command.remove()
})

const began = 1_790_000_000_000
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: began }))
afterEach(() => void vi.useRealTimers())

/** Lets time pass, by the clock of the router and by its date. */
function pass(host: Host, ms: number): void {
  host.clock.advance(ms)
  vi.setSystemTime(Date.now() + ms)
}

/** What the backend prints for the page. */
const printed = (host: Host) =>
  legacy({ platform: host.platform, device: undefined, now: Date.now() }, '3ginfo', ['json'])

/** What the shell prints; null where it starts qjs. */
function shown(host: Host): string | null {
  page.lay(host)
  const text = page.run(['json'], '')
  return text.startsWith('qjs ') ? null : text
}

describe('the text of 3ginfo', () => {
  test('lies ready for two seconds after it was asked for, and is that of the backend to the letter', async () => {
    const host = fg621Host()
    const first = await printed(host)
    expect(JSON.parse(first)).toMatchObject({ registration: '1' })
    pass(host, 1900)
    expect(shown(host)).toBe(first)
    expect(await printed(host)).toBe(first)
    pass(host, 200)
    expect(shown(host)).toBeNull()
  })

  test('is made of what others have read, for five minutes after the page was asked for', async () => {
    const host = fg621Host()
    await host.call('info', { max_age: 0 })
    expect(shown(host)).toBeNull()
    await printed(host)
    for (const [minutes, isThere] of [
      [2, true],
      [2, true],
      [2, false],
    ] as const) {
      pass(host, minutes * 60_000)
      await host.call('signal', { max_age: 0 })
      pass(host, 700)
      const text = shown(host)
      expect(text !== null).toBe(isThere)
      if (text !== null) expect(text).toBe(await printedWithoutAsking(host))
    }
  })

  test('is none where the configuration is no older than it', async () => {
    const host = fg621Host()
    await printed(host)
    page.lay(host)
    const config = join(page.scratch, 'etc/config/3ginfo')
    writeFileSync(config, '')
    expect(page.run(['json'], '')).toMatch(/^qjs /)
    utimesSync(config, 1_000_000, 1_000_000)
    expect(page.run(['json'], '')).toMatch(/^\{\n"conn_time"/)
  })

  test('is none of a modem that was enumerated anew, nor after its card was changed', async () => {
    const host = fg621Host()
    await printed(host)
    const { forgetSnapshot } = await import('../../src/modem/snapshot.ts')
    forgetSnapshot(host.platform.files, 'usb-1-1')
    expect(shown(host)).toBeNull()
    await printed(host)
    expect(shown(host)).not.toBeNull()
    host.unplug()
    expect(shown(host)).toBeNull()
  })

  test('is that of the modem the page shows, where there are several', async () => {
    const uci = { '3ginfo': "config 3ginfo\n\toption device '/dev/ttyUSB5'\n" }
    const host = createHost([{ script: anyModem() }, { script: fg621(), path: '1-2' }], { uci })
    const first = await printed(host)
    await host.call('info', { modem: 'usb-1-1', max_age: 0 })
    expect(shown(host)).toBe(first)
  })

  test('for any age it is that of the backend, or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2500 }), { maxLength: 4 }), async ages => {
        const host = fg621Host()
        await printed(host)
        for (const age of ages) {
          pass(host, age)
          const text = shown(host)
          if (text !== null) expect(text).toBe(await printedWithoutAsking(host))
          await host.call('info', { max_age: age })
        }
      }),
      { numRuns: 15 },
    )
  })
})

/** What the backend prints, as if it had not been asked: the mark of it stays as it is. */
async function printedWithoutAsking(host: Host): Promise<string> {
  const place = '/var/run/modem/3ginfo-asked'
  const mark = host.nodes.get(place)
  const text = await printed(host)
  if (mark) host.nodes.set(place, mark)
  return text
}

describe('the command modem', () => {
  const asked = async () => {
    const host = fg621Host()
    for (const method of ['info', 'signal', 'status']) await host.call(method, {})
    pass(host, 500)
    command.lay(host)
    return host
  }

  test.each(['info', 'signal', 'status'])('prints %s for a program without qjs', async method => {
    const host = await asked()
    const answer = await host.call(method, {})
    for (const words of [
      [method, '--json'],
      ['--json', method, 'usb-1-1'],
      [method, '/dev/ttyUSB0', '--json'],
    ])
      expect(JSON.parse(command.run(words, ''))).toEqual({ ...answer, age_ms: expect.any(Number) })
  })

  test.each([
    [[], 'status'],
    [['status'], 'status'],
    [['info', 'usb-1-1'], 'info'],
    [['--json'], 'status'],
  ] as const)('hands what lies ready over to the small script: %j', async (words, method) => {
    await asked()
    const text = command.run(words, '')
    const handed = new RegExp(`cli-ready\\.js [^<]*<${method} 500 (?:-|\\d+)> "modem":"usb-1-1"`)
    expect(text).toMatch(handed)
  })

  test.each([
    [['status', 'usb-9']],
    [['status', 'max_age=0']],
    [['info', '--all']],
    [['info', 'usb-1-1', 'x']],
    [['info', 'two words']],
    [['bands']],
    [['info', '-']],
    [['']],
  ])('leaves everything else to the whole command: %j', async words => {
    await asked()
    expect(command.run(words, '')).toMatch(/^qjs (?:-m )?\/usr\/share\/modem\/cli.js/)
  })

  test('alone is left to it where there are several modems', async () => {
    const host = createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }])
    await host.call('status', { modem: 'usb-1-1' })
    command.lay(host)
    expect(command.run([], '')).toMatch(/cli\.js/)
    expect(command.run(['status', 'usb-1-1'], '')).toMatch(/cli-ready\.js/)
  })

  test('does not say READY to what it starts elsewhere', () => {
    expect(readFileSync(join(command.scratch, 'script'), 'utf8').match(/READY=/g)).toHaveLength(1)
  })
})
