import fc from 'fast-check'
import { expect, it } from 'vitest'
import acl from '../../acl.d/modem.json' with { type: 'json' }
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import type { Schema } from '../../src/contract/schema.ts'
import type { Platform, Transport } from '../../src/platform/platform.ts'
import { longestCall } from '../faults/oracle.ts'
import { argumentsOf } from '../security/arguments.ts'
import { isWrite } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { twins } from './writes.ts'

type Name = keyof typeof schemas.args
const methods = Object.keys(schemas.args) as Name[]
const readers = new Set<string>(acl['modem-status'].read.ubus.modem)

/** A method with arguments: whatever the schema says, and what it does not; often of a modem that is there. */
const anyCall = fc.constantFrom(...methods).chain(method => {
  const modem = fc.constantFrom(undefined, 'usb-1-1', 'usb-1-2', '/dev/ttyUSB4', '/dev/ttyUSB77', 'roof')
  return fc.tuple(argumentsOf(schemas.args[method] as Schema), modem).map(([args, named]) => {
    const isObject = typeof args === 'object' && args !== null && !Array.isArray(args)
    return { method, args: isObject && named !== undefined ? { ...args, modem: named } : args }
  })
})

/** What is kept for others than the caller: the flash, jobs, restarts that were ordered, the port that answered. */
function keptFor(host: Host): Map<string, string> {
  const kept = new Map<string, string>()
  for (const [path, node] of host.nodes) {
    if (!('text' in node) || !/^\/(?:etc|var\/run)\//.test(path)) continue
    if (path.endsWith('.job')) kept.set(path, 'a job, which goes on by itself')
    else if (/\.(?:word|restart)$/.test(path) || path.startsWith('/etc/')) kept.set(path, node.text)
    const port = path.endsWith('.json')
      ? (JSON.parse(node.text.split('\n')[2] ?? '{}') as { port?: string })
      : {}
    if (port.port) kept.set(path, port.port)
  }
  return kept
}

const writesOf = (host: Host) =>
  host.simulators.flatMap(({ log }) => log.flatMap(({ parts }) => parts.filter(isWrite)))

it('whoever calls what in whatever order gets an answer by the schema or a failure, in time, and reading changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 6 }), fc.boolean(), async (calls, open) => {
      const host = twins({ open })
      for (const modem of ['usb-1-1', 'usb-1-2']) await host.call('info', { modem })
      for (const { method, args } of calls) {
        const before = { kept: keptFor(host), writes: writesOf(host) }
        const began = host.clock.now()
        const reply = await host.call(method, args)
        expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
        expect([method, args, mistakesOf(method, reply)]).toEqual([method, args, ''])
        expect([method, args, reply.error, reply.message]).not.toContain('internal')
        // A rung goes on after its answer: what it writes is not what a reading beside it does.
        if (method === 'watch_now') await host.jobs.finish()
        if (readers.has(method)) expect({ kept: keptFor(host), writes: writesOf(host) }).toEqual(before)
        host.clock.advance(700)
      }
      await host.jobs.finish()
    }),
    { numRuns: 150, seed: 12 },
  )
})

it('in a flood of news that never ends every method answers in time, and no write is sent twice', async () => {
  const news = [
    'RING',
    '+CREG: 1,"5079","009ECE02",7',
    '+CMT: "+49170",,"26/01/01"',
    'OK',
    '+CUSD: 0,"a',
    'ERROR',
  ]
  await fc.assert(
    fc.asyncProperty(
      anyCall,
      fc.constantFrom(...news),
      fc.integer({ min: 1, max: 400 }),
      async ({ method, args }, line, gap) => {
        let platform: Platform | null = null
        const flooding = (port: Transport): Transport => ({
          ...port,
          async read(until) {
            const now = platform?.now() ?? 0
            const bytes = await port.read(Math.min(until, now + gap))
            return (
              bytes ?? ((platform?.now() ?? 0) < until ? new TextEncoder().encode(`\r\n${line}\r\n`) : null)
            )
          },
        })
        const host = twins({ open: true }, { wrap: flooding })
        platform = host.platform
        const began = host.clock.now()
        const reply = await host.call(method, args)
        expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
        expect([method, args, mistakesOf(method, reply)]).toEqual([method, args, ''])
        const lines = writesOf(host)
        // To close a session of codes that is closed changes nothing.
        const repeated = lines.filter((each, nth) => each !== '+CUSD=2' && lines.indexOf(each) !== nth)
        expect([method, args, repeated]).toEqual([method, args, []])
        host.jobs.kill()
      },
    ),
    { numRuns: 150, seed: 12 },
  )
})
