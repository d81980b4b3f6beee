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

const ajv = new Ajv({ strict: false })
const fixtures = fc.constantFrom('fibocom/fg621-lte-a', 'fibocom/fm350-lte-a')
const isFailure = ajv.compile(schemas.failure)
const methods = Object.keys(schemas.args) as (keyof typeof schemas.args)[]

/** Stands in every hostile text, and in nothing a modem could rightly be sent. */
const mark = 'zqx'
const hostileText = fc
  .constantFrom(
    `${mark};+CFUN=0`,
    `";+CFUN=0;+X="${mark}`,
    `${mark}"`,
    `'${mark}`,
    `${mark}\r\nAT+CFUN=0`,
    `${mark}\rAT+CFUN=0\r`,
    `\u0000${mark}`,
    `${mark}\u001a`,
    `\u001b${mark}`,
    `$(${mark})`,
    `\`${mark}\``,
    `../../etc/${mark}`,
    `/dev/../${mark}`,
    `${mark}\u00e9\u2028\ud800`,
    mark.repeat(3500),
    `1234${mark}`,
    `12,34,"${mark}"`,
    `lte ${mark}`,
  )
  .chain(text => fc.constantFrom(text, text.toUpperCase().replaceAll(mark.toUpperCase(), mark)))
const hostile = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  fc.constantFrom<unknown>(-1, -0.5, 1.5, 1e21, 2 ** 53, 99_999_999, null, true, [], {}, '', '__proto__'),
  fc.array(fc.oneof(hostileText, fc.integer(), fc.double({ noNaN: true })), { maxLength: 4 }),
  fc.constant(JSON.parse(`{"__proto__":{"force":true,"pin":"${mark}"},"constructor":"${mark}"}`) as unknown),
)

/** Values a schema allows. */
function allowed(schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = -10, maximum = 10, minItems = 0, maxItems = 3, pattern = '.*', items = {} } = schema
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'integer' || schema.type === 'number') return fc.integer({ min: minimum, max: maximum })
  if (schema.type === 'array')
    return fc.array(allowed(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) })
  return fc.stringMatching(new RegExp(pattern)).filter(text => !text.includes(mark))
}

/** Values that lead to a write, where few of the allowed ones do. */
const fitting: Readonly<Record<string, readonly unknown[]>> = {
  pin: ['1234'],
  bands: [[3], [20, 3]],
  mode: ['lte', '38', '40'],
  slot: [1, 2],
  channel: [1300, 6200],
  auth: ['pap', 'none'],
}

/** Arguments of a method: each is left out, allowed or hostile; sometimes there is one too many, or none at all. */
function argumentsOf(schema: Schema): fc.Arbitrary<unknown> {
  const each = Object.entries(schema.properties ?? {}).map(([name, inner]) => {
    const isModem = name === 'modem'
    const some = fitting[name] ? fc.constantFrom(...fitting[name]) : allowed(inner)
    return fc
      .oneof(
        { weight: isModem ? 16 : schema.required?.includes(name) ? 0 : 6, arbitrary: fc.constant(undefined) },
        { weight: isModem ? 0 : 4, arbitrary: some },
        { weight: isModem ? 0 : 4, arbitrary: allowed(inner) },
        { weight: 1, arbitrary: hostile },
      )
      .map(value => [name, value] as const)
  })
  const extra = fc.tuple(fc.constantFrom('__proto__', 'constructor', mark, 'Modem', 'cid;'), hostile)
  const more = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: extra.map(one => [one]) },
  )
  const objects = fc.tuple(fc.tuple(...each), more).map(([known, unknown]) => {
    const text = [...known, ...unknown]
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    return JSON.parse(`{${text.join()}}`) as unknown
  })
  return fc.oneof({ weight: 20, arbitrary: objects }, { weight: 1, arbitrary: hostile })
}

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
