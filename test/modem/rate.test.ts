import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Question } from '../../src/asking/question.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { debugTalk } from '../../src/main/debug.ts'
import { legacy } from '../../src/main/legacy.ts'
import type { Model } from '../../src/models/model.ts'
import { createHost, type Host, type HostOptions, loadSource, repository } from '../world/memory/host.ts'
import { anyModem, fg621, recorded } from '../world/memory/modems.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const linesOf = (host: Host) => host.simulators[0]?.log.map(({ line }) => line.replace(/^AT/, '')) ?? []
const partsOf = (host: Host) => host.simulators[0]?.log.flatMap(({ parts }) => parts) ?? []

/** A person's own model for a modem: the built-in one with these facts. */
function withModel(host: Host, id: string, own: Partial<Model>): Host {
  const [vid, pid] = id.split(':')
  const model = { bus: 'usb', id, vendor: 'Maker', name: 'Model', dialect: 'standard', at: [2], ...own }
  host.nodes.set(`/etc/modem/models/usb/${vid}${pid}.json`, { text: JSON.stringify(model) })
  return host
}

/** The Dell DW5821e (T77W968), whose data session polling ends. */
const dell = (options?: HostOptions) => createHost([{ script: recorded('foxconn/dw5821e-lte') }], options)

const page = (host: Host, program: string, args: readonly string[] = []) =>
  legacy({ platform: host.platform, device: undefined, now: 0 }, program, args)

describe('a modem that must not be asked often', () => {
  it.each(['info', 'signal', 'status'])(
    'is left alone by %s, which gives the last values and their age',
    async method => {
      const host = dell()
      await host.call('info')
      const asked = linesOf(host).length
      for (const [after, max_age] of [
        [2500, 2000],
        [17_000, 0],
        [10_000, 0],
      ] as const) {
        host.clock.advance(after)
        expect(await host.call(method, { max_age })).toMatchObject({ age_ms: expect.any(Number) })
      }
      expect(await host.call(method)).toMatchObject({ age_ms: 29_500 })
      expect(linesOf(host)).toHaveLength(asked)
      host.clock.advance(501)
      expect(await host.call(method)).toMatchObject({ age_ms: 0 })
      expect(linesOf(host).length).toBeGreaterThan(asked)
    },
  )

  it.each([
    ['3ginfo', []],
    ['detect', []],
    ['params', ['/dev/ttyUSB0']],
    ['product', ['/dev/ttyUSB0']],
  ])('is left alone by the legacy program %s', async (program, args) => {
    const host = dell()
    const first = await page(host, program, args)
    const asked = linesOf(host).length
    for (let i = 0; i < 5; i++) {
      host.clock.advance(5000)
      expect((await page(host, program, args)).length).toBe(first.length)
    }
    expect(linesOf(host)).toHaveLength(asked)
  })

  it('is asked once in half a minute by a page that asks every five seconds', async () => {
    const host = dell()
    const ages: unknown[] = []
    for (let i = 0; i < 24; i++) {
      ages.push((await host.call('info')).age_ms)
      host.clock.advance(5000)
    }
    expect(ages.filter(age => age === 0)).toHaveLength(4)
    expect(Math.max(...ages.map(Number))).toBe(25_000)
  })

  it('shows a person who asks for the talk a new one', async () => {
    const host = dell()
    await host.call('info')
    host.clock.advance(5000)
    expect(await debugTalk(host.platform, undefined)).toMatch(/> AT.*\^DEBUG\?/)
  })

  it('answers a person who asks for its bands or by a raw command at once', async () => {
    const host = dell()
    await host.call('info')
    const asked = linesOf(host).length
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: expect.any(Array) } })
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ ok: true })
    expect(linesOf(host)).toHaveLength(asked + 3)
  })

  it('is asked at once when it was plugged in anew', async () => {
    const host = dell()
    await host.call('info')
    host.unplug()
    host.plug(0, { port: 'ttyUSB4' })
    expect(await host.call('info')).toMatchObject({ age_ms: 0, port: '/dev/ttyUSB4' })
  })

  it('is asked at once when the last values are damaged', async () => {
    const host = dell()
    await host.call('info')
    host.nodes.set('/var/run/modem/usb-1-1.json', { text: '{"version":2,' })
    expect(await host.call('info')).toMatchObject({ age_ms: 0, port_state: 'ok' })
  })

  it('is asked as often as any other while it has no data session: not registered, no SIM, silent', async () => {
    const waiting = (port_state: string, state: string) => ({ port_state, registration: { state } })
    const searching: Behaviour = () => ({
      answer: part => (/^\+C(?:|G|E|5G)REG\?$/.test(part) ? reply([part.replace('?', ': 2,2')]) : undefined),
    })
    const locked: Behaviour = () => ({
      answer: part => (part === '+CPIN?' ? reply(['+CPIN: SIM PIN']) : undefined),
    })
    for (const [behaviours, told] of [
      [[searching], waiting('ok', 'searching')],
      [[searching, locked], { ...waiting('ok', 'searching'), sim: { state: 'pin_required' } }],
      [[neverAnswers()], waiting('silent', 'unknown')],
    ] as const) {
      const host = dell({ behaviours })
      expect(await host.call('info')).toMatchObject({ ...told, age_ms: 0 })
      host.clock.advance(2500)
      expect(await host.call('info')).toMatchObject({ ...told, age_ms: 0 })
    }
  })

  it('is told to be registered as soon as it is', async () => {
    let state = 2
    const behaviours: Behaviour[] = [
      () => ({
        answer: part =>
          /^\+C(?:|G|E|5G)REG\?$/.test(part) && state === 2 ? reply([part.replace('?', ': 2,2')]) : undefined,
      }),
    ]
    const host = dell({ behaviours })
    expect(await host.call('status')).toMatchObject({ status: 'searching' })
    state = 1
    host.clock.advance(2500)
    expect(await host.call('status')).toMatchObject({ status: 'connected', age_ms: 0 })
  })

  it('behind an id of several models is known by the name it gave', async () => {
    const base = { bus: 'usb', id: '1209:0001', vendor: 'Maker', dialect: 'standard', at: [2] }
    const models = [
      { ...base, name: 'usual' },
      { ...base, name: 'tender', product: 'LS-1', interval_ms: 20_000 },
    ]
    const registered: Behaviour = () => ({
      answer: part => (part === '+CREG?' ? reply(['+CREG: 2,1,"2F1A","01D4C503",7']) : undefined),
    })
    const tender = createHost([{ script: anyModem() }], { behaviours: [registered] })
    tender.nodes.set('/etc/modem/models/usb/12090001.json', { text: JSON.stringify(models) })
    expect(await tender.call('info')).toMatchObject({ model: 'LS-1', age_ms: 0 })
    tender.clock.advance(19_000)
    expect(await tender.call('info', { max_age: 0 })).toMatchObject({ age_ms: 19_000 })
  })

  it('is not asked by callers who waited for another', async () => {
    const host = dell()
    const replies = await Promise.all(Array.from({ length: 6 }, () => host.call('info', { max_age: 0 })))
    expect(new Set(replies.map(({ imei }) => imei)).size).toBe(1)
    expect(partsOf(host).filter(part => part === '^DEBUG?')).toHaveLength(1)
  })
})

describe('a command that a model avoids', () => {
  /** Command lines of two calls of every reading method and of the legacy programs, on the FG621 with this list. */
  async function talkWith(avoid: readonly string[]): Promise<{ host: Host; info: Record<string, unknown> }> {
    const host = createHost([{ script: fg621() }])
    withModel(host, '2cb7:0a05', { dialect: 'fibocom', at: [3], avoid })
    const info = await host.call('info', { max_age: 0 })
    for (const method of ['info', 'signal', 'status']) await host.call(method, { max_age: 0 })
    host.clock.advance(5000)
    for (const program of ['3ginfo', 'detect']) {
      await page(host, program)
      host.clock.advance(5000)
    }
    await debugTalk(host.platform, undefined)
    return { host, info }
  }

  it('stands in no command line, and all the other values are there', async () => {
    const right = (await talkWith([])).info
    const { host, info } = await talkWith(['+GTCAINFO?', '+MTSM=1'])
    const lines = linesOf(host)
    expect(lines.some(line => line.includes('+GTCCINFO?;') || line.includes(';+GTCCINFO?'))).toBe(true)
    expect(lines.filter(line => /GTCAINFO|MTSM/.test(line))).toEqual([])
    const { carriers, rat, temperature, missing, ...others } = info
    expect(temperature).toBeNull()
    expect(right).toMatchObject(others)
    expect(missing).toEqual(right.missing)
    expect([carriers, rat]).not.toEqual([right.carriers, right.rat])
  })

  it('is not sent as the fallback of another either', async () => {
    const refuses: Behaviour = () => ({
      answer: part => (part === '+MTSM=1' ? reply([], 'ERROR') : undefined),
    })
    const host = createHost([{ script: fg621() }], { behaviours: [refuses] })
    withModel(host, '2cb7:0a05', { dialect: 'fibocom', at: [3], avoid: ['+GTSENRDTEMP=1'] })
    expect(await host.call('info')).toMatchObject({ temperature: null, missing: ['+MTSM=1'] })
    host.clock.advance(3000)
    await host.call('info')
    expect(linesOf(host).filter(line => line.includes('GTSENRDTEMP'))).toEqual([])
  })

  it('takes the question with it in which it is one of several', async () => {
    const { host } = await talkWith(['+CEREG=2'])
    expect(linesOf(host).filter(line => line.includes('+CEREG'))).toEqual([])
    expect(linesOf(host).some(line => line.includes('+CREG=2;+CREG?'))).toBe(true)
  })

  it('is not asked for the identity, nor once more by status', async () => {
    const { host, info } = await talkWith(['+CIMI?', '+CIMI'])
    expect(info).toMatchObject({ sim: { imsi: null }, imei: expect.any(String) })
    expect(partsOf(host).filter(part => part.startsWith('+CIMI'))).toEqual([])
    const idle: Behaviour = () => ({
      answer: part => (/^\+C\w*REG\?$/.test(part) ? reply([part.replace('?', ': 2,0')]) : undefined),
    })
    const off = createHost([{ script: anyModem('> AT+CFUN?\n< +CFUN: 4\n') }], { behaviours: [idle] })
    expect(await off.call('status')).toMatchObject({ status: 'radio_off' })
    withModel(off, '1209:0001', { avoid: ['+CFUN?'] })
    off.clock.advance(3000)
    expect(await off.call('status')).toMatchObject({ status: 'not_registered' })
  })

  it('may be asked by a person', async () => {
    const { host } = await talkWith(['+GTCAINFO?'])
    expect(await host.call('at', { command: 'AT+GTCAINFO?' })).toMatchObject({ ok: true })
  })
})

describe('what the models say about rate and commands', () => {
  it('has a sensible length, and names commands their dialect asks', async () => {
    const folder = path.join(repository, 'src/models')
    const wrong: string[] = []
    let limited = 0
    for (const file of fs.readdirSync(folder)) {
      const { models = [] } = (await import(path.join(folder, file))) as { models?: readonly Model[] }
      for (const { vendor, name, dialect: id, options, interval_ms, avoid = [] } of models) {
        const who = `${vendor} ${name}`
        if (interval_ms !== undefined) limited++
        if (interval_ms !== undefined && !(interval_ms > 2000 && interval_ms <= 60_000)) wrong.push(who)
        const room = (await loadSource('dialects', id)) as { dialect: Dialect }
        const asked = room.dialect
          .questions(options)
          .flatMap(({ ask, fallback }: Question) => [ask, fallback])
        wrong.push(
          ...avoid
            .filter(one => !asked.some(ask => ask?.split(';').includes(one)))
            .map(one => `${who} ${one}`),
        )
      }
    }
    expect(wrong).toEqual([])
    expect(limited).toBeGreaterThan(0)
  })
})
