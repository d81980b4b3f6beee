import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JobReply } from '../../src/contract/jobs.ts'
import { hostOfFixture, writtenTo as linesTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { quectel } from '../world/modem/quectel.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const undoFile = '/etc/modem/undo/usb-1-1.json'

/** Finds a network only with bands it had at first, or with all, as `finds` says of a write. */
const network =
  (finds: (line: string) => boolean): Behaviour =>
  () => {
    let isLost = false
    return {
      answer(part) {
        if (/^\+GTACT=\d/.test(part)) isLost = !finds(part)
        return isLost && /^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,2`]) : undefined
      },
    }
  }

const hostOf = (finds: (line: string) => boolean, ...more: Behaviour[]) =>
  hostOfFixture('fibocom/fg621-lte-a', [network(finds), ...more, ...fibocom()])

/** What was written, without the chain of questions of a reading. */
const writtenTo = (host: Host) => linesTo(host).filter(line => !line.startsWith('+CSQ'))

const onlyBefore = (line: string) => /,103,105/.test(line)
const trial = { rat: 'lte', bands: [20], keep_if: 'registered', within_s: 30 }
const enabled = async (host: Host) => ((await host.call('bands')).enabled as { lte: number[] }).lte
const told = async (host: Host) => host.call('job')
const logOf = (host: Host) => {
  const lines: string[] = []
  host.platform.log = line => void lines.push(line)
  return lines
}

/** The router starts anew: jobs and what lies in memory are gone, and the modem is applied as hotplug does. */
async function reboot(host: Host) {
  host.jobs.kill()
  for (const name of [...host.nodes.keys()]) if (name.startsWith('/var/run/')) host.nodes.delete(name)
  return host.call('apply')
}

describe('a change with keep_if', () => {
  it('answers as always with its job, and is kept when the modem is registered', async () => {
    const host = hostOf(() => true)
    const answer = await host.call('set_bands', trial)
    expect(answer).toMatchObject({ requested: [20], after: [20], verified: true, job: expect.any(String) })
    expect(host.nodes.get(undoFile)).toMatchObject({ text: expect.stringContaining('"set_bands"') })
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({
      state: 'done',
      trial: { keep_if: 'registered', left_s: null },
      result: { outcome: 'kept', message: 'The modem is registered. The change is kept.' },
    })
    expect(host.nodes.has(undoFile)).toBe(false)
    expect(await enabled(host)).toEqual([20])
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('is put back once, read back and logged when the modem is not', async () => {
    const host = hostOf(onlyBefore)
    const log = logOf(host)
    const before = await enabled(host)
    await host.call('set_bands', trial)
    const { state, progress, trial: waiting } = (await told(host)) as unknown as JobReply
    expect({ state, waiting }).toEqual({
      state: 'running',
      waiting: { keep_if: 'registered', left_s: expect.any(Number) },
    })
    expect(waiting?.left_s).toBeGreaterThan(0)
    expect(waiting?.left_s).toBeLessThanOrEqual(30)
    expect(progress).toMatch(/to be registered; in \d+ s/)
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({ state: 'done', result: { outcome: 'taken_back' } })
    expect(await enabled(host)).toEqual(before)
    expect(writtenTo(host)).toHaveLength(2)
    expect(host.nodes.has(undoFile)).toBe(false)
    expect(log.join('\n')).toMatch(/not registered in time.*\n.*put back and read back/)
  })

  it('is not made when the way back cannot be stored', async () => {
    const host = hostOf(() => true)
    const { write } = host.platform.files
    host.platform.files.write = (path, text) => !path.startsWith('/etc/') && write(path, text)
    expect(await host.call('set_bands', trial)).toMatchObject({ error: 'not_stored' })
    expect(writtenTo(host)).toEqual([])
  })

  it('is not made when its job cannot be stored or started', async () => {
    const host = hostOf(() => true)
    const { spawn } = host.platform
    host.platform.spawn = async () => false
    expect(await host.call('set_bands', trial)).toMatchObject({ error: 'internal' })
    host.platform.spawn = spawn
    const { write } = host.platform.files
    host.platform.files.write = (path, text) => !path.endsWith('.job') && write(path, text)
    expect(await host.call('set_bands', trial)).toMatchObject({ error: 'not_stored' })
    expect(writtenTo(host)).toEqual([])
  })

  it('is refused as always, and nothing is remembered of it', async () => {
    const host = hostOf(() => true)
    expect(await host.call('set_bands', { ...trial, bands: [77] })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(await host.call('set_bands', { ...trial, keep_if: 'always' })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3], within_s: 20 })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('within_s needs keep_if'),
    })
    await host.jobs.finish()
    expect(host.nodes.has(undoFile)).toBe(false)
    expect(writtenTo(host)).toEqual([])
  })

  it('keeps another one, and a restart, away until it has ended', async () => {
    const host = hostOf(onlyBefore)
    await host.call('set_bands', trial)
    for (const [method, args] of [
      ['set_bands', { ...trial, bands: [3] }],
      ['restart', {}],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({ error: 'job_running' })
    await host.jobs.finish()
    expect(writtenTo(host)).toHaveLength(2)
  })

  it('is taken back at once by cancel_job, and kept at once with keep', async () => {
    for (const [keep, outcome, writes] of [
      [false, 'taken_back', 2],
      [true, 'kept', 1],
    ] as const) {
      const host = hostOf(onlyBefore)
      const { job } = await host.call('set_bands', { ...trial, within_s: 600 })
      await host.call('cancel_job', { job, keep })
      const began = host.clock.now()
      await host.jobs.finish()
      expect(host.clock.now() - began).toBeLessThan(60_000)
      expect(await told(host)).toMatchObject({ state: 'done', result: { outcome } })
      expect(writtenTo(host)).toHaveLength(writes)
      expect(await host.call('cancel_job', { job })).toMatchObject({ state: 'done', result: { outcome } })
      expect(writtenTo(host)).toHaveLength(writes)
    }
  })

  it('leaves what somebody has set meanwhile', async () => {
    const host = hostOf(line => /,101$/.test(line))
    await host.call('set_bands', trial)
    await host.call('set_bands', { rat: 'lte', bands: [7] })
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({ result: { outcome: 'left' } })
    expect(await enabled(host)).toEqual([7])
  })

  it('is put back at the next start when the router was restarted, before anything else is applied', async () => {
    const host = hostOf(onlyBefore)
    const before = await enabled(host)
    await host.call('set_bands', trial)
    const { steps } = await reboot(host)
    expect(steps).toMatchObject([{ what: 'undo', result: 'changed' }])
    expect(await enabled(host)).toEqual(before)
    expect(await reboot(host)).toMatchObject({ steps: [] })
    expect(writtenTo(host)).toHaveLength(2)
  })

  it('is told as a difference by a dry run, and left to its job while that lives', async () => {
    const host = hostOf(onlyBefore)
    await host.call('set_bands', trial)
    expect(await host.call('apply')).toMatchObject({ steps: [] })
    host.jobs.kill()
    expect(await host.call('apply', { dry_run: true })).toMatchObject({
      steps: [{ what: 'undo', result: 'different' }],
    })
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('whose job was killed is told as failed, and taken back or kept by cancel_job', async () => {
    for (const keep of [false, true]) {
      const host = hostOf(onlyBefore)
      const { job } = await host.call('set_bands', trial)
      host.jobs.kill()
      expect(await host.call('job', { job })).toMatchObject({
        state: 'failed',
        failure: { error: 'job_lost' },
      })
      expect(writtenTo(host)).toHaveLength(1)
      const outcome = keep ? 'kept' : 'taken_back'
      const ended = { state: 'done', failure: null, result: { outcome } }
      expect(await host.call('cancel_job', { job, keep })).toMatchObject(ended)
      expect(await host.call('cancel_job', { job, keep: !keep })).toMatchObject(ended)
      expect(host.nodes.has(undoFile)).toBe(false)
      expect(writtenTo(host)).toHaveLength(keep ? 1 : 2)
    }
  })

  it('is not put back into another modem at the same place', async () => {
    const host = hostOf(onlyBefore)
    await host.call('set_bands', trial)
    const node = host.nodes.get(undoFile)
    if (!node || !('text' in node)) throw new Error('no undo')
    host.nodes.set(undoFile, { text: node.text.replace(/"imei":"\d/, '"imei":"9') })
    expect(await reboot(host)).toMatchObject({ steps: [{ what: 'undo', result: 'kept' }] })
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('waits to be put back until the modem tells which one it is', async () => {
    let isMute = false
    const mute: Behaviour = () => ({
      answer: part => (isMute && /GSN/.test(part) ? reply([], 'ERROR') : undefined),
    })
    const host = hostOf(onlyBefore, mute)
    const before = await enabled(host)
    await host.call('set_bands', trial)
    isMute = true
    expect(await reboot(host)).toMatchObject({
      steps: [{ what: 'undo', result: 'failed', message: expect.stringMatching(/which one it is/) }],
    })
    expect(writtenTo(host)).toHaveLength(1)
    isMute = false
    expect(await reboot(host)).toMatchObject({ steps: [{ what: 'undo', result: 'changed' }] })
    expect(await enabled(host)).toEqual(before)
  })

  it('is left alone by apply, which does all the rest meanwhile', async () => {
    const host = hostOf(onlyBefore)
    await host.call('set_bands', trial)
    const wishes = "\toption bands_lte '3'\n\toption lock_lte '1300 211'\n"
    host.nodes.set('/etc/config/modem', { text: `config modem 'main'\n\toption path '1-1'\n${wishes}` })
    expect(await host.call('apply')).toMatchObject({
      steps: [
        { what: 'bands.lte', result: 'not_ready', message: expect.stringContaining('on trial') },
        { what: 'cell_lock.lte', result: 'changed' },
      ],
    })
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({ result: { outcome: 'taken_back' } })
    expect(await host.call('apply')).toMatchObject({ steps: [{ what: 'bands.lte', result: 'changed' }, {}] })
  })

  it('is not sent back again to a modem that does not take it', async () => {
    let writes = 0
    const stuck: Behaviour = () => ({
      answer: part => (/^\+GTACT=\d/.test(part) && ++writes > 1 ? reply([]) : undefined),
    })
    const host = hostOf(() => false, stuck)
    await host.call('set_bands', trial)
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({ state: 'failed', failure: { error: 'refused_by_modem' } })
    for (let nth = 0; nth < 3; nth++) await reboot(host)
    expect(writes).toBe(2)
  })

  it('killed at any point, then started anew: what was before holds, and no way back is sent twice', async () => {
    const whole = hostOf(onlyBefore)
    let most = 0
    whole.jobs.watch = nth => {
      most = nth
    }
    const before = await enabled(whole)
    await whole.call('set_bands', trial)
    await whole.jobs.finish()
    expect(most).toBeGreaterThan(30)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: most }), async point => {
        const host = hostOf(onlyBefore)
        host.jobs.watch = nth => {
          if (nth === point) host.jobs.kill()
        }
        await host.call('set_bands', trial)
        await host.jobs.finish()
        host.jobs.watch = null
        for (let nth = 0; nth < 3; nth++) await reboot(host)
        const changes = writtenTo(host).filter(line => line.startsWith('+GTACT='))
        expect(changes.filter(onlyBefore).length).toBeLessThanOrEqual(1)
        expect(changes.length - changes.filter(onlyBefore).length).toBeLessThanOrEqual(1)
        const isMarked = changes.length === 1 && !changes.some(onlyBefore)
        const now = await enabled(host)
        expect(now.join() === before.join() || isMarked).toBe(true)
        expect(host.nodes.has(undoFile)).toBe(false)
      }),
      { numRuns: 120, seed: 12 },
    )
  }, 120_000)
})

describe('keep_if of the other changes', () => {
  const lost = (pattern: RegExp): Behaviour => {
    let isLost = false
    return () => ({
      answer(part) {
        if (pattern.test(part)) isLost = true
        return isLost && /^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,2`]) : undefined
      },
    })
  }

  it.each([
    ['set_modes', { mode: 'lte' }, 'modes', /^\+GTACT=\d/],
    ['lock_cell', { rat: 'lte', channel: 1300, pci: 211 }, 'cell_lock', /^\+GTCELLLOCK=/],
    ['set_context', { cid: 1, apn: 'wrong.example', force: true }, 'contexts', /^\+CGDCONT=/],
    ['set_usb_mode', { mode: '38' }, 'usb_mode', /^\+GTUSBMODE=/],
    ['set_autoconnect', { enabled: true }, 'autoconnect', /^\+GTAUTOCONNECT=/],
  ])('%s puts back what was before', async (method, args, read, pattern) => {
    const behaviours = [lost(pattern), contexts({ 1: { type: 'IP', apn: 'right.example' } }), ...fibocom()]
    const host = hostOfFixture('fibocom/fg621-lte-a', behaviours)
    const before = await host.call(read)
    expect(await host.call(method, { ...args, keep_if: 'registered', within_s: 20 })).toMatchObject({
      job: expect.any(String),
    })
    await host.jobs.finish()
    expect(await told(host)).toMatchObject({ state: 'done', result: { outcome: 'taken_back' } })
    expect(await host.call(read)).toEqual(before)
  })

  it.each([
    [
      'set_bands',
      { rat: 'lte', bands: [3], also: [{ rat: 'nr_sa', bands: [28] }] },
      'bands',
      [['set_bands', { rat: 'lte', bands: [7], also: [{ rat: 'nr_nsa', bands: [78] }] }]],
      /^\+QNWPREFCFG="nr5g_band",28/,
    ],
    [
      'lock_cell',
      { rat: 'lte', channel: 1300, pci: 9 },
      'cell_lock',
      [['lock_cell', { rat: 'lte', channel: 1300, pci: 7, also: [{ channel: 3050, pci: 8 }] }]],
      /^\+QNWLOCK="common\/4g",1/,
    ],
  ] as const)(
    '%s puts back all of it, where it is more than one thing',
    async (method, args, read, first, pattern) => {
      const host = hostOfFixture('quectel/rm520n-nsa', [lost(pattern), ...quectel()])
      for (const [order, wish] of first)
        expect(await host.call(order, wish)).toMatchObject({ verified: true })
      const before = await host.call(read)
      await host.call(method, { ...args, keep_if: 'registered', within_s: 20 })
      expect(await host.call(read)).not.toEqual(before)
      await host.jobs.finish()
      expect(await told(host)).toMatchObject({ state: 'done', result: { outcome: 'taken_back' } })
      expect(await host.call(read)).toEqual(before)
    },
  )

  it('is refused where what holds now could not be put back', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [
      contexts({ 1: { type: 'IP', apn: 'x' } }),
      ...fibocom(),
    ])
    const keep = { keep_if: 'connected' }
    expect(await host.call('set_context', { cid: 5, apn: 'new.example', ...keep })).toMatchObject({
      error: 'not_supported',
      message: expect.stringContaining('does not exist yet'),
    })
    expect(writtenTo(host)).toEqual([])
  })
})
