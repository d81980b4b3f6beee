import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inputWords, parseArguments } from '../../src/main/arguments.ts'
import { debugTalk } from '../../src/main/debug.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { repository } from '../world/memory/host.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'
import { sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { startRpcd } from '../world/router/rpcd.ts'
import { canTrace } from '../world/router/run.ts'

const problem = routerProblem() ?? (canTrace() ? null : 'strace is missing')
if (problem !== null) console.warn(`Words of programs are not traced for secrets: ${problem}`)

/** Repeats in its answer what it was sent, as modems with a damaged echo do, and takes or refuses it. */
const repeats =
  (final: 'OK' | '+CME ERROR: 16' | null): Behaviour =>
  () => ({
    answer: part =>
      final !== null && /^\+(?:CPIN=|CPWD=|CLCK="SC",[01],|CGAUTH=)/.test(part)
        ? reply([`you said ${part}`], final)
        : undefined,
  })

describe('a PIN, a PUK or a password', () => {
  const code = fc.stringMatching(/^[1-9]\d{7}$/)
  const calls = fc.oneof(
    code.map(pin => ['unlock_sim', { pin }, [pin]] as const),
    fc
      .tuple(code, code)
      .map(([puk, fresh]) => ['unlock_sim', { puk, new_pin: fresh }, [puk, fresh]] as const),
    code.map(pin => ['set_sim_lock', { enabled: false, pin }, [pin]] as const),
    fc
      .tuple(code, code)
      .map(([pin, fresh]) => ['change_pin', { pin, new_pin: fresh }, [pin, fresh]] as const),
    fc
      .stringMatching(/^[A-Za-z]{12}$/)
      .map(
        password =>
          [
            'set_context',
            { cid: 1, apn: 'internet', auth: 'pap', user: 'me', password, force: true },
            [password],
          ] as const,
      ),
  )

  it('is in no reply, file, log line or word of a program, whatever the modem repeats', async () => {
    await fc.assert(
      fc.asyncProperty(
        calls,
        fc.constantFrom('OK' as const, '+CME ERROR: 16' as const, null),
        fc.constantFrom(0, 3),
        async ([method, args, secrets], final, pinAttempts) => {
          const card = sim({ pinAttempts, ...(method === 'unlock_sim' ? {} : { open: true }) })
          const behaviours = [repeats(final), card, contexts({ 1: { type: 'IP', apn: 'x' } }), ...fibocom()]
          const host = hostOfFixture('fibocom/fg621-lte-a', behaviours)
          const logged: string[] = []
          host.platform.log = line => void logged.push(line)
          const told = [
            await host.call(method, args),
            await host.call(method, { ...args, cid: -1, modem: 'usb-9-9' }),
            await host.call('info', { max_age: 0 }),
            await host.call('sim'),
            await host.call('contexts'),
            await debugTalk(host.platform, undefined),
            [...host.nodes],
            host.processes,
            logged,
          ].map(each => JSON.stringify(each))
          const sent = host.simulators[0]?.log.map(({ line }) => line).join() ?? ''
          if (final !== null && method === 'set_context') expect(sent).toContain(secrets[0])
          for (const secret of secrets) expect(told.filter(text => text.includes(secret))).toEqual([])
        },
      ),
      { numRuns: 150, seed: 7 },
    )
  })

  it('that is refused is not repeated in the message', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [sim()])
    for (const [method, args] of [
      ['unlock_sim', { pin: '98765x' }],
      ['unlock_sim', { pin: 987_651 }],
      ['unlock_sim', { pin: '987651', puk: '98765100' }],
      ['unlock_sim', '987651'],
      ['change_pin', { pin: ['987651'], new_pin: '987651' }],
      ['set_context', { cid: 1, apn: 'x', auth: 'pap', user: 'u', password: 'se987651"cret' }],
    ] as const) {
      const answer = await host.call(method, args)
      expect(answer).toMatchObject({ error: 'invalid_argument' })
      expect(JSON.stringify(answer)).not.toContain('98765')
    }
  })

  it('of the configuration is in no reply, file, log line or word of a program', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [sim({ pin: '7391' }), ...fibocom()], {
      uci: { modem: "config modem 'lte'\n\toption path '1-1'\n\toption pin '7391'\n" },
    })
    const logged: string[] = []
    host.platform.log = line => void logged.push(line)
    const replies: unknown[] = []
    for (const [method, args] of [
      ['apply', { dry_run: true }],
      ['apply', {}],
      ['list', {}],
      ['info', { max_age: 0 }],
    ] as const)
      replies.push(await host.call(method, args))
    const files = [...host.nodes].filter(([name]) => name !== '/etc/config/modem')
    for (const each of [replies, files, logged, host.processes])
      expect(JSON.stringify(each)).not.toContain('7391')
    expect(host.simulators[0]?.log.map(({ line }) => line).join()).toContain('7391')
  })
})

describe('standard input of the command modem', () => {
  const help = {
    summary: '',
    access: 'control',
    arguments: {
      pin: { type: 'string', summary: '' },
      force: { type: 'boolean', summary: '' },
    },
  } as const

  it('holds name=value lines or one JSON object', () => {
    const parse = (text: string) => parseArguments(inputWords(text), help)
    expect(parse('pin=0412\n')).toEqual({ pin: '0412' })
    expect(parse('\n pin=0412 \r\n\nforce=true')).toEqual({ pin: '0412', force: true })
    expect(parse('{"pin":"0412",\n"force":true}\n')).toEqual({ pin: '0412', force: true })
    expect(parse('')).toEqual({})
  })
})

describe.skipIf(problem !== null)('on a router', () => {
  let setup: Setup
  beforeAll(async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    setup = await setUp([script], { behaviours: [sim({ pin: '73914682' }), ...fibocom()] })
  })
  afterAll(() => setup?.close())

  const received = () => setup.hosts[0]?.log.filter(({ line }) => line.includes('73914682')).length ?? 0

  it('a PIN from rpcd is a word of no program', async () => {
    const rpcd = await startRpcd(setup.router, { trace: true })
    const { data, run } = await rpcd.call('modem', 'unlock_sim', { pin: '73914682' })
    expect(data).toMatchObject({ verified: true })
    expect(run?.programs?.length).toBeGreaterThan(1)
    expect(JSON.stringify([data, run?.programs, run?.stderr])).not.toContain('73914682')
    expect(received()).toBe(1)
  })

  it('a PIN given to modem on standard input is a word of no program', async () => {
    const before = received()
    const run = await setup.router.run(['/usr/bin/modem', 'set_sim_lock', 'enabled=false', '-'], {
      stdin: 'pin=73914682\n',
      trace: true,
    })
    expect(JSON.parse(run.stdout)).toMatchObject({ verified: true })
    expect(run.programs?.length).toBeGreaterThan(1)
    expect(JSON.stringify([run.stdout, run.stderr, run.programs])).not.toContain('73914682')
    expect(received()).toBe(before + 1)
    const { stdout } = await setup.router.run(['/bin/sh', '-c', 'cat /tmp/run/modem/* /tmp/log/messages'])
    expect(stdout).not.toContain('73914682')
  })
})
