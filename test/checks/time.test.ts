import { describe, expect, test } from 'vitest'
import type { DoctorReply } from '../../src/contract/doctor.ts'
import { createHost, type Host, type HostOptions } from '../world/memory/host.ts'
import { fg621, fg621Host, recorded } from '../world/memory/modems.ts'
import { late, neverAnswers } from '../world/modem/behaviours.ts'

/** How long a doctor may take, ms. */
const longest = 15_000

/** Programs that never end: whoever starts one waits until he has waited enough. */
function hang(host: Host): void {
  host.platform.exec = async (_, until) => {
    const before = host.clock.now()
    await new Promise(resolve => setTimeout(resolve, 0))
    if (host.clock.now() < until) host.clock.advance(until - Math.max(before, host.clock.now()))
    return { code: null, stdout: '' }
  }
}

/** What the doctor says, and how long it takes. */
async function timed(host: Host, args: object = {}) {
  const before = host.clock.now()
  const reply = (await host.call('doctor', args)) as unknown as DoctorReply
  return { reply, ms: host.clock.now() - before }
}

const modem = (options: HostOptions) => createHost([{ script: fg621() }], options)

describe('the doctor is done in time', () => {
  test.each<[string, () => Host, RegExp]>([
    ['programs that hang', () => fg621Host(), /netifd does not answer/],
    ['a modem that never answers', () => modem({ behaviours: [neverAnswers()] }), /cannot be asked/],
    ['a modem that takes a second for each line', () => modem({ behaviours: [late(1000)] }), /./],
    ['a modem that takes four seconds for each line', () => modem({ behaviours: [late(4000)] }), /./],
    [
      'a modem that begins to take its time after what every page asks',
      () => createHost([{ script: recorded('quectel/em12-lte-a') }], { behaviours: [late(2500)] }),
      /./,
    ],
  ])('with %s', async (_, make, words) => {
    const host = make()
    hang(host)
    const { reply, ms } = await timed(host)
    expect(ms).toBeLessThanOrEqual(longest)
    expect(reply.unseen.join('; ')).toMatch(words)
    expect(reply.unseen.join('; ')).toMatch(/system log/)
  })

  test('with somebody else on the port', async () => {
    const host = fg621Host()
    hang(host)
    const lock = await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    const { reply, ms } = await timed(host)
    lock?.release()
    expect(ms).toBeLessThanOrEqual(longest)
    expect(reply.findings.map(({ check }) => check)).not.toContain('no_modem')
  })

  test('with three modems of which none answers', async () => {
    const host = createHost(
      ['1-1', '1-2', '1-3'].map(path => ({ script: fg621(), path })),
      { behaviours: [neverAnswers()] },
    )
    hang(host)
    const { reply, ms } = await timed(host, { all: true })
    expect(ms).toBeLessThanOrEqual(longest)
    expect(reply.others).toHaveLength(2)
  })
})

describe('a router on which there is nothing', () => {
  test.each<[string, HostOptions]>([
    ['no netifd', { dump: null }],
    ['no configuration', { uci: {}, dump: [] }],
    ['neither', { uci: {}, dump: null }],
  ])('(%s) is told what is missing in words', async (_, options) => {
    const host = createHost([], options)
    for (const path of [...host.nodes.keys()]) if (/^\/(?:sys|etc|proc)\//.test(path)) host.nodes.delete(path)
    const { reply, ms } = await timed(host)
    expect(ms).toBeLessThanOrEqual(2000)
    expect(reply).toMatchObject({ modem: null, findings: [{ check: 'no_modem', severity: 'fault' }] })
    for (const method of ['setup_plan', 'status', 'list'])
      expect(await host.call(method)).toEqual(expect.any(Object))
  })
})
