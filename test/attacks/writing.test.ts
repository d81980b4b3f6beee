import fc from 'fast-check'
import { expect, it } from 'vitest'
import { longestCall } from '../faults/oracle.ts'
import { apply, callAndKill, logOf, startOf } from '../world/memory/boots.ts'
import { hostOfFixture, isWrite, sentTo, takesAndForgets } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { aroundWrites, behavioursOf, swap, twins, type Write, writes, written } from './writes.ts'

const kind = fc.constantFrom(...writes)

/** What is wrong with how a write ended: its reply, its time, or that it says to be done and was not even sent. */
async function troubleOf(host: Host, write: Write, args: object): Promise<string[]> {
  const began = host.clock.now()
  const reply = await host.call(write.method, args)
  const ms = host.clock.now() - began
  const lines = written(host, write)
  const isDone = reply.verified === true && JSON.stringify(reply.before) !== JSON.stringify(reply.after)
  return [
    mistakesOf(write.method, reply),
    ms > longestCall ? `took ${ms} ms` : '',
    reply.error === 'internal' ? JSON.stringify(reply) : '',
    isDone && lines.length === 0 ? `verified, but not sent: ${JSON.stringify(reply)}` : '',
  ].filter(text => text !== '')
}

it('a write never reaches the twin of its modem, whenever they swap their numbers', async () => {
  await fc.assert(
    fc.asyncProperty(
      kind,
      fc.nat({ max: 40 }),
      fc.constantFrom('usb-1-1', '/dev/ttyUSB0', 'roof'),
      async (write, point, modem) => {
        const sends = aroundWrites(nth => {
          if (nth === point) swap(host)
        })
        const section = "config modem 'roof'\n\toption port '/dev/ttyUSB0'\n"
        const uci = modem === 'roof' ? { modem: section } : {}
        const host: Host = twins(write.card ?? { open: true }, { wrap: sends, uci })
        expect(await troubleOf(host, write, { ...write.args, modem })).toEqual([])
        await host.jobs.finish()
        expect(written(host, write, 1)).toEqual([])
      },
    ),
    { numRuns: 200, seed: 12 },
  )
})

it('apply writes to the modem it has read, whenever the twins swap their numbers', async () => {
  const section = [
    "config modem 'roof'",
    "\toption port '/dev/ttyUSB0'",
    "\toption pin '1234'",
    "\toption iccid '894301'",
    "\toption mode 'lte'",
    "\toption bands_lte '3'",
    "\toption lock_lte '1300 211'",
  ].join('\n')
  for (let point = 0; point < 60; point += 3) {
    const wrap = aroundWrites(nth => {
      if (nth === point) swap(host)
    })
    const host: Host = twins({}, { wrap, uci: { modem: section } })
    await host.call('apply', { modem: 'roof' })
    const lines = host.simulators[1]?.log.flatMap(({ parts }) => parts.filter(isWrite))
    expect([point, lines]).toEqual([point, []])
  }
})

it('a modem that is enumerated anew in the middle of a write is written to once, and found again', async () => {
  await fc.assert(
    fc.asyncProperty(
      kind,
      fc.nat({ max: 40 }),
      fc.constantFrom(0, 300, 6000, 40_000),
      async (write, point, away) => {
        let isOver = false
        const wrap = aroundWrites(nth => {
          if (nth !== point || isOver) return
          host.unplug()
          if (away === 0) host.plug(0, { port: 'ttyUSB4' })
          else host.after(away, () => host.plug(0, { port: 'ttyUSB4' }))
        })
        const behaviours = [takesAndForgets(/^\+CFUN=1,1/), ...behavioursOf(write.card ?? { open: true })]
        const host: Host = hostOfFixture('fibocom/fg621-lte-a', behaviours, { wrap })
        expect(await troubleOf(host, write, write.args)).toEqual([])
        host.clock.advance(60_000)
        host.platform.now()
        await host.jobs.finish()
        isOver = true
        const isTrial = 'keep_if' in write.args
        expect(written(host, write).length).toBeLessThanOrEqual(isTrial ? 2 : 1)
        expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok' })
      },
    ),
    { numRuns: 200, seed: 12 },
  )
})

it('nothing of a write by hand is sent again at the next start, wherever its process was killed', async () => {
  const plain = writes.filter(({ args }) => !('keep_if' in args))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...plain), fc.nat({ max: 160 }), async (write, nth) => {
      const made = () => hostOfFixture('fibocom/fg621-lte-a', behavioursOf(write.card ?? { open: true }))
      const first = startOf(made(), 'a')
      await callAndKill(first, write.method, nth, write.args)
      first.jobs.kill()
      const second = startOf(made(), 'b', first)
      const lines = logOf(second)
      expect(await apply(second)).toEqual([])
      await second.jobs.finish()
      expect([sentTo(second).filter(line => line.split(';').some(isWrite)), lines]).toEqual([[], []])
    }),
    { numRuns: 100, seed: 12 },
  )
})
