import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Transport } from '../../src/platform/platform.ts'
import { apply, lasting, startOf, syncedFlash } from '../world/memory/boots.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { late } from '../world/modem/behaviours.ts'
import { sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { behavioursOf } from './writes.ts'

/** How the flash fails from one of its writes on: it is full, has become read-only, or fails once. */
const failures = ['full', 'read-only', 'once'] as const

/** A flash that fails so from its `nth` write on. */
function failing(host: Host, how: (typeof failures)[number], nth: number): void {
  const { write, remove } = host.platform.files
  let count = 0
  const isFailing = () => (how === 'once' ? count === nth : count >= nth)
  host.platform.files.write = (path, text) => {
    if (!path.startsWith('/etc/')) return write(path, text)
    count++
    return !isFailing() && write(path, text)
  }
  host.platform.files.remove = path => {
    if (how !== 'read-only' || !path.startsWith('/etc/') || !isFailing()) remove(path)
  }
}

/** Calls `seen` with every command line that writes, and with what a power cut at that moment would leave. */
function watched(
  seen: (line: string, flash: Host['nodes']) => void,
  make: (wrap: (port: Transport) => Transport) => Host,
): Host {
  let flash: (() => Host['nodes']) | null = null
  const host = make(port => ({
    ...port,
    async write(bytes, until) {
      const line = String.fromCharCode(...bytes).trim()
      if (flash && /^AT\+(?:GTACT=\d|GTCELLLOCK=[01]|CPIN=")/.test(line)) seen(line, flash())
      await port.write(bytes, until)
    },
  }))
  flash = syncedFlash(host)
  return host
}

const noted = (flash: Host['nodes'], path: RegExp, text: RegExp) =>
  [...flash].some(([name, node]) => path.test(name) && 'text' in node && text.test(node.text))

const section = (pin: string) =>
  [
    "config modem 'main'",
    "\toption path '1-1'",
    `\toption pin '${pin}'`,
    "\toption mode 'lte'",
    "\toption bands_lte '3'",
    "\toption lock_lte '1300 211'",
  ].join('\n')

it('apply sends no PIN without its mark and nothing without its record, both safe from a power cut, however the flash fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...failures),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('1234', '9999'),
      fc.boolean(),
      async (how, nth, pin, isLost) => {
        const bare: string[] = []
        const codes: string[] = []
        const device: Behaviour[] = [lasting(sim()), ...behavioursOf({}).slice(1).map(lasting)]
        let host: Host | undefined
        for (const name of ['a', 'b', 'c']) {
          const made = watched(
            (line, flash) => {
              if (line.startsWith('AT+CPIN')) codes.push(line)
              const isNoted = line.startsWith('AT+CPIN')
                ? noted(flash, /\/pin-/, /"outcome":"sent"/)
                : noted(flash, /wishes\/usb-1-1\./, /"outcome":"sent"/)
              if (!isNoted) bare.push(line)
            },
            wrap => {
              const silent = isLost ? [late(60_000, /^AT\+CPIN="/)] : []
              return hostOfFixture('fibocom/fg621-lte-a', [...silent, ...device], {
                wrap,
                uci: { modem: section(pin) },
              })
            },
          )
          host = startOf(made, name, host)
          host.nodes.set('/etc/config/modem', { text: section(pin) })
          failing(host, how, nth)
          for (let i = 0; i < 2; i++) {
            await apply(host)
            host.clock.advance(120_000)
          }
        }
        expect(bare).toEqual([])
        if (pin === '9999') expect(codes.length).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 25, seed: 12 },
  )
})

const trial = { rat: 'lte', bands: [20], keep_if: 'connected', within_s: 10 }
const undo = '/etc/modem/undo/usb-1-1.json'

/** A host on which a change for `connected` is never kept, unless its interface is up. */
const onTrial = (device: readonly Behaviour[], up = false, wrap = (port: Transport) => port) =>
  hostOfFixture('fibocom/fg621-lte-a', device, { wrap, uptime: up ? 100 : null })

const enabled = async (host: Host) => (await host.call('bands')).enabled

it('a change on trial is not written before its way back is safe from a power cut, nor the way back before its mark', async () => {
  for (const how of failures)
    for (let nth = 1; nth < 6; nth++) {
      const bare: string[] = []
      const host = watched(
        (line, flash) => {
          const node = flash.get(undo)
          const isFirst = !host.simulators[0]?.log.some(one => /\+GTACT=\d/.test(one.line))
          const isMarked = node === undefined ? !isFirst : 'text' in node && /"isSent":true/.test(node.text)
          if (isFirst ? node === undefined : !isMarked) bare.push(line)
        },
        wrap => onTrial(behavioursOf({ open: true }), false, wrap),
      )
      failing(host, how, nth)
      await host.call('set_bands', trial)
      await host.jobs.finish()
      expect([how, nth, bare]).toEqual([how, nth, []])
    }
})

it('after a power cut at any point of a trial what was before holds again, and one that was kept stays', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async point => {
      const device = behavioursOf({ open: true }).map(lasting)
      const host = onTrial(device)
      const before = await enabled(host)
      const flash = syncedFlash(host)
      let left: Host['nodes'] | null = null
      host.jobs.watch = nth => {
        if (nth !== point) return
        left = flash()
        host.jobs.kill()
      }
      await host.call('set_bands', trial)
      await host.jobs.finish()
      const next = startOf(onTrial(device), 'b', { nodes: left ?? flash() })
      for (let i = 0; i < 2; i++) await apply(next)
      const marks = left === null ? false : noted(left, /undo/, /"isSent":true/)
      if (!marks) expect(await enabled(next)).toEqual(before)
    }),
    { numRuns: 25, seed: 12 },
  )
  const device = behavioursOf({ open: true }).map(lasting)
  const host = onTrial(device, true)
  const flash = syncedFlash(host)
  await host.call('set_bands', trial)
  await host.jobs.finish()
  expect(await host.call('job')).toMatchObject({ result: { outcome: 'kept' } })
  expect(await apply(startOf(onTrial(device), 'b', { nodes: flash() }))).toEqual([])
})
