import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createHost, type Host } from '../world/memory/host.ts'
import { layout } from '../world/memory/layout.ts'
import { anyModem, fg621, fg621Host, recorded } from '../world/memory/modems.ts'
import { readyShell } from './ready-shell.ts'

const { scratch, lay, run, remove } = readyShell('rpcd/modem')
afterAll(remove)

/** What the plugin prints. */
const call = (method: string, given: string): string => run(['call', method], given)

/** The answer that lay ready; null where qjs was asked. */
function ready(host: Host, method: string, given: string): Record<string, unknown> | null {
  lay(host)
  const printed = call(method, given)
  return printed.startsWith('qjs ') ? null : JSON.parse(printed)
}

const methods = ['info', 'signal', 'status'] as const
type Name = (typeof methods)[number]

/** A router whose modem was asked for everything. */
async function warm(host = fg621Host()): Promise<Host> {
  for (const method of methods) await host.call(method, { modem: 'usb-1-1' })
  return host
}

/** The same answer, its ages rounded to the hundredths of a second that the kernel tells. */
const alike = (a: object | null, b: object) => {
  const { age_ms: one, ...rest } = a as { age_ms: number }
  const { age_ms: other, ...rests } = b as { age_ms: number }
  expect(rest).toEqual(rests)
  expect(Math.abs(one - other)).toBeLessThanOrEqual(20)
}

describe('an answer that lies ready', () => {
  test.each(methods)(
    'to %s is printed by the shell, with its age, as the backend would give it',
    async method => {
      const host = await warm()
      host.clock.advance(1230)
      const names = ['{}', '{"modem":"usb-1-1"}', '{"modem":"/dev/ttyUSB0"}', '{"max_age":60000}']
      for (const given of [...names, '{"modem":"usb-1-1","ubus_rpc_session":"00ff"}'])
        alike(ready(host, method, given), await host.call(method, JSON.parse(given)))
    },
  )

  test('is none where it is too old, and the arguments go on to qjs as they came', async () => {
    const host = await warm()
    host.clock.advance(2000)
    lay(host)
    expect(call('info', '{"modem":"usb-1-1"}').trimEnd()).toBe(
      'qjs /usr/share/modem/rpcd.js call info {"modem":"usb-1-1"}',
    )
    expect(call('info', '{"max_age":\n1}').trimEnd()).toBe(
      'qjs /usr/share/modem/rpcd.js call info {"max_age":\n1}',
    )
    expect(ready(host, 'info', '{"max_age":60000}')).not.toBeNull()
    expect(ready(host, 'status', '{"max_age":60000}')).toMatchObject({ status: 'connected', age_ms: 2000 })
    host.clock.advance(60_000)
    expect(ready(host, 'status', '{"max_age":3600000}')).toBeNull()
  })

  test('is that of the modem as it is plugged in now', async () => {
    const host = await warm()
    for (const [path, node] of layout([{ script: fg621(), devnum: 4 }])) host.nodes.set(path, node)
    for (const method of methods) expect(ready(host, method, '{}')).toBeNull()
    host.unplug()
    for (const method of methods) expect(ready(host, method, '{}')).toBeNull()
  })

  test('of one modem is not given for another, nor for nobody in particular where there are several', async () => {
    const host = createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }])
    await warm(host)
    expect(ready(host, 'info', '{}')).toBeNull()
    expect(ready(host, 'info', '{"modem":"usb-1-2"}')).toBeNull()
    expect(ready(host, 'info', '{"modem":"usb-1-1"}')).toMatchObject({ modem: 'usb-1-1' })
  })

  test('of a modem on PCI needs no number', async () => {
    const host = createHost([{ script: recorded('quectel/rm520n-pci-sa') }])
    await host.call('info')
    expect(ready(host, 'info', '{"modem":"pci-0000:01:00.0"}')).toMatchObject({ bus: 'pci' })
  })

  test('from a clock that is ahead is not believed', async () => {
    const host = await warm()
    lay(host)
    writeFileSync(join(scratch, 'proc/uptime'), '1.00 1.00\n')
    expect(call('info', '{}')).toMatch(/^qjs/)
    writeFileSync(join(scratch, 'proc/uptime'), '0.09 0.09\n')
    expect(call('info', '{}')).toMatch(/^qjs/)
  })

  test('is not taken from a folder that is a link', async () => {
    const host = await warm()
    lay(host)
    const run = join(scratch, 'var/run/modem')
    spawnSync('mv', [run, `${run}.kept`])
    spawnSync('ln', ['-s', `${run}.kept`, run])
    expect(call('info', '{}')).toMatch(/^qjs/)
    rmSync(run)
    spawnSync('mv', [`${run}.kept`, run])
    expect(call('info', '{}')).toMatch(/^\{"age_ms"/)
  })

  test('is gone with a card that was changed', async () => {
    const host = await warm()
    const { forgetSnapshot } = await import('../../src/modem/snapshot.ts')
    forgetSnapshot(host.platform.files, 'usb-1-1')
    for (const method of methods) expect(ready(host, method, '{"max_age":3600000}')).toBeNull()
  })

  test('with a first line that is damaged is left to the backend', async () => {
    const host = await warm()
    lay(host)
    const file = join(scratch, 'var/run/modem/usb-1-1.info')
    const sound = readFileSync(file, 'utf8')
    const head = sound.slice(0, sound.indexOf('\n'))
    const words = head.split(' ')
    const broken = [
      ...words.flatMap((_, i) =>
        i > 6 ? [] : ['', 'x', '2 3', '$(id)', '09'].map(word => words.with(i, word).join(' ')),
      ),
      '',
      '\0',
      head.slice(0, 9),
    ]
    const wrong: string[] = []
    for (const line of broken) {
      writeFileSync(
        file,
        sound.replace(head, () => line),
      )
      const printed = call('info', '{"max_age":3600000}')
      if (!/^(qjs|\{"age_ms":\d+,"modem")/.test(printed)) wrong.push(`${line} → ${printed.slice(0, 60)}`)
    }
    expect(wrong).toEqual([])
  })
})

/** Arguments as callers send them, and as they should not. */
const argument = fc.oneof(
  fc
    .record(
      {
        modem: fc.constantFrom(
          'usb-1-1',
          '/dev/ttyUSB0',
          '/dev/ttyUSB9',
          'usb-1-2',
          '',
          'a b',
          'usb-1-1"',
          '*',
          '../x',
          'lté',
        ),
        max_age: fc.oneof(fc.integer({ min: -5, max: 5_000_000 }), fc.constantFrom('7', null, 1.5, true)),
        ubus_rpc_session: fc.constantFrom('0123abcd', '', 7),
        other: fc.constant(1),
      },
      { requiredKeys: [] },
    )
    .map(value => JSON.stringify(value)),
  fc.constantFrom(
    '',
    '[]',
    'null',
    '{',
    '{,}',
    '{"modem":}',
    '{"max_age":007}',
    '{"max_age": 5000}',
    '{"modem":"usb-1-1",}',
  ),
  fc.constantFrom(
    '{"modem":"a\\u0062"}',
    '{"ubus_rpc_session":"a"b"}',
    '{"max_age":1e4}',
    '{"modem":"usb-1-1","modem":"x"}',
  ),
)

describe('for any arguments and any age', () => {
  test('the shell gives the answer of the backend, or none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Name>(...methods),
        argument,
        fc.integer({ min: 0, max: 15_000 }),
        async (method, given, age) => {
          const host = await warm()
          host.clock.advance(age)
          const answer = ready(host, method, given)
          if (answer === null) return
          alike(answer, await host.call(method, JSON.parse(given)))
        },
      ),
      { numRuns: 60 },
    )
  })
})
