import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BandsReply } from '../../src/contract/bands.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host, mistakesOf, recorded } from '../world/memory/modems.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { gtact } from '../world/modem/gtact.ts'
import { quectel } from '../world/modem/quectel.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { lostAfter } from '../world/modem/transport.ts'

const parts = (host: Host) => host.simulators[0]?.log.flatMap(each => each.parts) ?? []
const writes = (host: Host) => parts(host).filter(part => /^\+GTACT=[^?]/.test(part))
const all = [1, 3, 5, 7, 8, 20, 28, 38, 40, 41]

/** Answers these parts with the final result, nothing else. */
const refusing =
  (pattern: RegExp, final: string): Behaviour =>
  () => ({
    answer: part => (pattern.test(part) ? reply([], final) : undefined),
  })

describe('set_bands', () => {
  it('writes, reads back and says that what holds is what was asked for', async () => {
    const host = fg621Host({ behaviours: [gtact()] })
    const answer = await host.call('set_bands', { rat: 'lte', bands: [20, 3, 3] })
    expect(mistakesOf('set_bands', answer)).toBe('')
    expect(answer).toMatchObject({
      modem: 'usb-1-1',
      rat: 'lte',
      requested: [3, 20],
      before: all,
      after: [3, 20],
      verified: true,
      answer: 'OK',
    })
    expect(writes(host)).toHaveLength(1)
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: [3, 20] }, supported: { lte: all } })
  })

  it('brings the default back', async () => {
    const host = fg621Host({ behaviours: [gtact()] })
    await host.call('set_bands', { rat: 'lte', bands: [7] })
    expect(await host.call('set_bands', { rat: 'lte', default: true })).toMatchObject({
      requested: all,
      before: [7],
      after: all,
      verified: true,
    })
  })

  it('sets the bands of several technologies in one change, each from what holds by then', async () => {
    const host = hostOfFixture('quectel/rm520n-nsa', quectel())
    const answer = await host.call('set_bands', {
      rat: 'lte',
      bands: [3, 7],
      also: [
        { rat: 'nr_sa', bands: [28, 78] },
        { rat: 'nr_nsa', bands: [78] },
      ],
    })
    expect(mistakesOf('set_bands', answer)).toBe('')
    expect(answer).toMatchObject({
      ...{ rat: 'lte', after: [3, 7], verified: true },
      also: [
        { rat: 'nr_sa', requested: [28, 78], after: [28, 78] },
        { rat: 'nr_nsa', after: [78] },
      ],
    })
    expect(await host.call('bands')).toMatchObject({
      enabled: { lte: [3, 7], nr_nsa: [78], nr_sa: [28, 78] },
    })
  })

  it('sends nothing of several technologies where one of them is not possible', async () => {
    const host = fg621Host({ behaviours: [gtact()] })
    const lte = { rat: 'lte', bands: [3] }
    for (const [more, error] of [
      [{ rat: 'nr_sa', bands: [78] }, 'not_supported'],
      [{ rat: 'lte', bands: [7] }, 'invalid_argument'],
      [{ rat: 'nr_nsa', bands: [] }, 'invalid_argument'],
    ] as const)
      expect(await host.call('set_bands', { ...lte, also: [more] })).toMatchObject({ error })
    expect(writes(host)).toEqual([])
  })

  it('says what was set before where a later technology is refused', async () => {
    const host = hostOfFixture('quectel/rm520n-nsa', [
      refusing(/^\+QNWPREFCFG="nr5g_band",/, 'ERROR'),
      ...quectel(),
    ])
    const also = [{ rat: 'nr_sa', bands: [78] }]
    expect(await host.call('set_bands', { rat: 'lte', bands: [3], also })).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('the bands of lte were set before it'),
    })
  })

  it('says so when the modem answers OK and keeps what it had', async () => {
    const host = fg621Host()
    expect(await host.call('set_bands', { rat: 'lte', bands: [3, 20] })).toMatchObject({
      before: all,
      after: all,
      verified: false,
      answer: 'OK',
    })
  })

  it('says so when it cannot be read back', async () => {
    let written = false
    const forgetful: Behaviour = () => ({
      answer: part => {
        written ||= /^\+GTACT=[^?]/.test(part)
        return written && part === '+GTACT?' ? reply([], 'ERROR') : undefined
      },
    })
    const answer = await fg621Host({ behaviours: [forgetful] }).call('set_bands', { rat: 'lte', bands: [3] })
    expect(answer).toMatchObject({ after: null, verified: false })
    expect(mistakesOf('set_bands', answer)).toBe('')
  })

  it('leaves state and snapshot as they were when the modem refuses', async () => {
    const host = fg621Host({ behaviours: [refusing(/^\+GTACT=/, '+CME ERROR: 50'), gtact()] })
    await host.call('info')
    const snapshot = host.nodes.get('/var/run/modem/usb-1-1.json')
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toEqual({
      error: 'refused_by_modem',
      message: 'The modem refused the command: +CME ERROR: 50',
    })
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: all } })
    expect(host.nodes.get('/var/run/modem/usb-1-1.json')).toBe(snapshot)
  })

  it.each([
    ['is refused', [refusing(/^\+GTACT\?$/, 'ERROR')]],
    ['is never answered', [neverAnswers(/GTACT\?/)]],
    ['is answered with nothing', [refusing(/^\+GTACT\?$/, 'OK')]],
    [
      'is answered with garbage',
      [() => ({ answer: (part: string) => (part === '+GTACT?' ? reply(['+GTACT: 10,,x,101']) : undefined) })],
    ],
  ] as readonly [string, Behaviour[]][])('writes nothing when the reading %s', async (_, behaviours) => {
    const host = fg621Host({ behaviours })
    const answer = await host.call('set_bands', { rat: 'lte', bands: [3] })
    expect(answer).toHaveProperty('error')
    expect(mistakesOf('set_bands', answer)).toBe('')
    expect(writes(host)).toEqual([])
  })

  it('writes nothing when the port is lost before', async () => {
    const host = fg621Host({ wrap: port => lostAfter(10, port) })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({ error: 'port_lost' })
    expect(writes(host)).toEqual([])
  })

  it.each([
    [
      'a band the model has not',
      { rat: 'lte', bands: [3, 99] },
      'invalid_argument',
      /99.*1, 3, 5, 7, 8, 20, 28, 38/,
    ],
    ['several of them', { rat: 'lte', bands: [2, 3, 4] }, 'invalid_argument', /2, 4/],
    ['a technology the model has not', { rat: 'nr_sa', bands: [78] }, 'not_supported', /nr_sa/],
    ['neither bands nor default', { rat: 'lte' }, 'invalid_argument', /either/],
    ['both', { rat: 'lte', bands: [3], default: true }, 'invalid_argument', /either/],
    ['default false', { rat: 'lte', default: false }, 'invalid_argument', /either/],
    ['no bands', { rat: 'lte', bands: [] }, 'invalid_argument', /bands/],
    ['no technology', { bands: [3] }, 'invalid_argument', /rat/],
    ['another technology', { rat: 'gsm', bands: [3] }, 'invalid_argument', /rat/],
    ['no number', { rat: 'lte', bands: ['3'] }, 'invalid_argument', /bands/],
    ['half a band', { rat: 'lte', bands: [3.5] }, 'invalid_argument', /bands/],
    ['a negative band', { rat: 'lte', bands: [-3] }, 'invalid_argument', /bands/],
  ])('refuses %s and sends no write', async (_, args, error, message) => {
    const host = fg621Host({ behaviours: [gtact()] })
    const answer = await host.call('set_bands', args)
    expect(answer).toMatchObject({ error, message: expect.stringMatching(message) })
    expect(writes(host)).toEqual([])
  })

  it('sends the bands of the technology alone where the modem refuses all of them in one list', async () => {
    const isLong = (part: string) => /^\+GTACT=/.test(part) && part.split(',').length > 3 + 5
    const short: Behaviour = () => ({
      answer: part => (isLong(part) ? reply([], '+CME ERROR: 50') : undefined),
    })
    const host = createHost([{ script: recorded('fibocom/fm150-nsa') }], { behaviours: [short, gtact()] })
    const { enabled } = (await host.call('bands')) as unknown as BandsReply
    expect(await host.call('set_bands', { rat: 'lte', bands: [3, 7, 20] })).toMatchObject({
      after: [3, 7, 20],
      verified: true,
    })
    expect(writes(host).map(part => part.split(',').slice(3))).toEqual([
      expect.arrayContaining(['103', '107', '120', '5078']),
      ['103', '107', '120'],
    ])
    expect(await host.call('bands')).toMatchObject({ enabled: { nr_sa: enabled.nr_sa } })
  })

  it('is not for a modem whose dialect cannot do it', async () => {
    const host = createHost([{ script: anyModem() }])
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({ error: 'not_supported' })
    expect(await host.call('bands')).toMatchObject({ error: 'not_supported' })
  })

  it.each([
    [
      'silent',
      () => createHost([{ script: recorded('standard/any-mute') }]),
      ['not_supported', 'port_silent'],
    ],
    [
      'several',
      () => createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }]),
      ['several_modems'],
    ],
    ['absent', () => createHost([]), ['no_modem']],
  ])('answers a failure for a modem that is %s', async (_, make, errors) => {
    expect(errors).toContain((await make().call('set_bands', { rat: 'lte', bands: [3] })).error)
  })

  it('waits for the port and says that another holds it', async () => {
    const host = fg621Host()
    await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    const began = host.clock.now()
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({ error: 'port_busy' })
    expect(host.clock.now() - began).toBeLessThan(15_000)
    expect(host.simulators[0]?.log).toEqual([])
  })

  it('sends, whatever it is given, only bands the model has', async () => {
    const anything = fc.oneof(
      fc.record({
        rat: fc.constantFrom('lte', 'nr_sa', 'x'),
        bands: fc.array(fc.oneof(fc.integer(), fc.constantFrom(...all))),
      }),
      fc.record({ rat: fc.constant('lte'), bands: fc.subarray(all, { minLength: 1 }) }),
      fc.dictionary(fc.constantFrom('rat', 'bands', 'default', 'modem', '__proto__'), fc.jsonValue()),
    )
    await fc.assert(
      fc.asyncProperty(anything, async args => {
        const host = fg621Host({ behaviours: [gtact()] })
        const answer = await host.call('set_bands', args)
        expect(mistakesOf('set_bands', answer)).toBe('')
        for (const part of writes(host)) {
          expect(part).toMatch(/^\+GTACT=\d+(?:,\d*)*$/)
          const codes = part.slice(7).split(',').slice(3).map(Number)
          expect(codes.filter(code => code > 100).every(code => all.includes(code - 100))).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})
