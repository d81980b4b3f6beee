import Ajv from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import type { Schema } from '../../src/contract/schema.ts'
import type { Transport } from '../../src/platform/platform.ts'
import { hostOfFixture, takesAndForgets } from '../world/memory/changing.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { sim } from '../world/modem/sim.ts'
import { argumentsOf, mark } from './arguments.ts'

const ajv = new Ajv({ strict: false })
const fixtures = fc.constantFrom('fibocom/fg621-lte-a', 'fibocom/fm350-lte-a')
const isFailure = ajv.compile(schemas.failure)
const methods = Object.keys(schemas.args) as (keyof typeof schemas.args)[]

/** A modem that takes everything, and the bytes it was sent. */
function listeningHost(fixture = 'fibocom/fg621-lte-a', open = true) {
  const written: string[] = []
  const wrap = (port: Transport): Transport => ({
    ...port,
    async write(bytes, until) {
      written.push(String.fromCharCode(...bytes))
      await port.write(bytes, until)
    },
  })
  const takes = takesAndForgets(/^\+CFUN=/)
  const behaviours = [takes, sim({ open }), contexts({ 1: { type: 'IP', apn: 'internet' } }), ...fibocom()]
  const host = hostOfFixture(fixture, behaviours, {
    wrap,
    uci: { modem: "config modem 'main'\n\toption path '1-1'\n\toption mode 'lte'\n" },
  })
  return { host, written }
}

describe.each(methods)('%s', method => {
  const isAllowed = ajv.compile(schemas.args[method])
  const isReply = ajv.compile(schemas.replies[method])

  it('answers whatever it is called with by its schema or a failure, and nothing unchecked reaches the modem', async () => {
    await fc.assert(
      fc.asyncProperty(
        argumentsOf(schemas.args[method] as Schema),
        fixtures,
        fc.boolean(),
        async (args, fixture, open) => {
          const { host, written } = listeningHost(fixture, open)
          const reply = await host.call(method, args)
          expect(
            isFailure(reply) || isReply(reply),
            `${JSON.stringify(reply)} ${ajv.errorsText(isReply.errors)}`,
          ).toBe(true)
          expect(reply.error).not.toBe('internal')
          if (!isAllowed(args)) {
            expect(reply.error).toBe('invalid_argument')
            expect(written).toEqual([])
          }
          for (const bytes of written) expect(bytes).toMatch(/^(?:AT[ !-~]{0,1022}\r|\u001b)$/i)
          expect(written.filter(bytes => bytes.includes(mark))).toEqual([])
        },
      ),
      { numRuns: 60, seed: 20_250_913 },
    )
  })
})

it('no method changes the prototype of anything', async () => {
  const { host } = listeningHost()
  const args = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
  for (const method of methods)
    expect(await host.call(method, args)).toMatchObject({ error: 'invalid_argument' })
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

it.each([
  ['set_context', { cid: 1, apn: 'a"b' }],
  ['set_context', { cid: 1, apn: 'internet', auth: 'pap', user: 'me"', password: 'x' }],
  ['set_context', { cid: 1, apn: 'internet', auth: 'pap', user: 'me', password: 'a;b' }],
  ['set_context', { cid: 1.5, apn: 'internet' }],
  ['unlock_sim', { pin: '12345678901' }],
  ['unlock_sim', { pin: '12\n4' }],
  ['unlock_sim', { pin: '1234\n' }],
  ['unlock_sim', { pin: 1234 }],
  ['unlock_sim', { pin: '\u0661\u0662\u0663\u0664' }],
  ['set_usb_mode', { mode: '36;+CFUN=0' }],
  ['set_usb_mode', { mode: '36\n' }],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 504 }],
  ['lock_cell', { rat: 'lte', channel: 70_999 }],
  ['set_bands', { rat: 'lte', bands: [3, -1] }],
  ['set_bands', { rat: 'lte', bands: [] }],
  ['set_bands', { rat: 'lte', bands: ['3'] }],
  ['at', { command: 'AT+CSQ\r\nAT+CFUN=0' }],
  ['at', { command: 'AT+CSQ\n' }],
])('%s %j is a wrong argument', async (method, args) => {
  const { host, written } = listeningHost()
  expect(await host.call(method, args)).toMatchObject({ error: 'invalid_argument' })
  expect(written).toEqual([])
})
