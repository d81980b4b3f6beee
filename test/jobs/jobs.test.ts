import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/contract/failure.ts'
import { listJobs, readJob, writeJob } from '../../src/jobs/file.ts'
import { startJob } from '../../src/jobs/start.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { hostOfFixture, notesOf, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'

/** A modem that takes a restart and stays where it is. */
const restarts = () => hostOfFixture('fibocom/fg621-lte-a', [takesAndForgets(/^\+CFUN=/), ...fibocom()])

const orders = (host: Host) => writtenTo(host).filter(line => line.startsWith('+CFUN='))
const call = (host: Host) => ({ platform: host.platform, deadline: host.clock.now() + 14_000 })
const sleeping = { method: 'restart', args: { modem: 'none' }, limitMs: 60_000 }

describe('a job', () => {
  it('is told while it runs and for ten minutes after its end, and reading changes nothing', async () => {
    const host = restarts()
    const { job } = await host.call('restart')
    await host.jobs.finish()
    const before = notesOf(host)
    for (let nth = 0; nth < 3; nth++)
      expect(await host.call('job', { job })).toMatchObject({ state: 'done', result: { state: 'back' } })
    expect(await host.call('job')).toMatchObject({ job, method: 'restart', modem: 'usb-1-1' })
    expect(notesOf(host)).toEqual(before)
    host.clock.advance(590_000)
    expect(await host.call('job', { job })).toMatchObject({ state: 'done' })
    host.clock.advance(20_000)
    expect(await host.call('job', { job })).toMatchObject({ error: 'no_job' })
    expect(await host.call('job', { job: 'restart-0' })).toMatchObject({ error: 'no_job' })
  })

  it('whose process was killed is told as failed, and nothing of it is sent again', async () => {
    const host = restarts()
    host.jobs.watch = nth => {
      if (nth === 6) host.jobs.kill()
    }
    const reply = await host.call('restart')
    const sent = orders(host).length
    host.jobs.watch = null
    expect(await host.call('job')).toMatchObject({ state: 'failed', failure: { error: 'job_lost' } })
    expect(reply).toMatchObject({ error: 'job_lost' })
    await host.jobs.finish()
    expect(orders(host)).toHaveLength(sent)
    expect(await host.call('restart')).toMatchObject({ state: 'waiting', left: false })
  })

  it('is told as failed when its process never began, and is then not begun late', async () => {
    const host = restarts()
    const { spawn } = host.platform
    host.platform.spawn = async () => true
    const job = await startJob(call(host), { ...sleeping, modem: null })
    expect(await host.call('job', { job })).toMatchObject({ state: 'running', progress: null })
    host.clock.advance(30_000)
    expect(await host.call('job', { job })).toMatchObject({ state: 'failed', failure: { error: 'job_lost' } })
    host.platform.spawn = spawn
    await host.jobs.spawn(['qjs', job])
    await host.jobs.finish()
    expect(orders(host)).toEqual([])
  })

  it('is begun by one process, once', async () => {
    const host = restarts()
    const { job } = await host.call('restart')
    await host.jobs.spawn(['qjs', String(job)])
    await host.jobs.finish()
    await host.jobs.spawn(['qjs', String(job)])
    await host.jobs.finish()
    expect(orders(host)).toHaveLength(1)
  })

  it('that says it is running beyond its deadline is told as failed', async () => {
    const host = restarts()
    const job = await startJob(call(host), { ...sleeping, modem: null })
    await host.jobs.finish()
    const file = readJob(host.platform, job)
    if (file === null) throw new Error('no job')
    host.nodes.set('/proc/77/stat', { text: `77 (qjs) S ${'1 '.repeat(18)}9 0` })
    writeJob(host.platform.files, { ...file, state: 'running', ended: null, failure: null, process: '77 9' })
    expect(await host.call('job', { job })).toMatchObject({ state: 'running' })
    host.clock.advance(71_000)
    expect(await host.call('job', { job })).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining('stuck') },
    })
  })

  it('has its modem for itself, and four are at work at most', async () => {
    const host = restarts()
    host.platform.spawn = async () => true
    const start = (modem: string | null) => startJob(call(host), { ...sleeping, modem })
    await start('usb-1-1')
    await expect(start('usb-1-1')).rejects.toMatchObject({ code: 'job_running' })
    for (const modem of ['usb-1-2', null, null]) await start(modem)
    await expect(start('usb-1-3')).rejects.toMatchObject({ code: 'job_running' })
  })

  it('has its modem for itself where two callers begin at the same moment, whichever is quicker', async () => {
    const winners = new Set<string>()
    for (const digit of ['0', 'f'])
      for (let nth = 0; nth < 24; nth++) {
        const host = restarts()
        const wish = { ...sleeping, modem: 'usb-1-1' }
        const spawned: (readonly string[])[] = []
        host.platform.spawn = async argv => spawned.push(argv) > 0
        const { files } = host.platform
        const start = (platform: Platform) =>
          startJob({ ...call(host), platform }, wish).catch(({ code }: Failure) => code)
        let left = nth
        let second: Promise<string> | null = null
        /** Another process has its turn before what the first one does next. */
        const turn = () => {
          if (left-- === 0) second = start({ ...host.platform, files })
        }
        const behind =
          <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
          (...args: Args) => {
            turn()
            return work(...args)
          }
        const [list, write, read] = [behind(files.list), behind(files.write), behind(files.read)]
        const uuid = `${digit.repeat(8)}-0000-4000-8000-000000000000`
        const named = (path: string, limit?: number) => (path.endsWith('/uuid') ? uuid : read(path, limit))
        const answers = [await start({ ...host.platform, files: { ...files, list, write, read: named } })]
        if (second !== null) answers.push(await second)
        const refused = answers.filter(each => each === 'job_running').length
        const running = listJobs(host.platform).filter(({ state }) => state === 'running')
        expect([nth, spawned.length, running.length, refused]).toEqual([nth, 1, 1, answers.length - 1])
        winners.add(answers[0] === 'job_running' ? 'second' : 'first')
      }
    expect([...winners].sort()).toEqual(['first', 'second'])
  })

  it('that has ended is forgotten when there are too many or its time is over', async () => {
    const host = restarts()
    const files = () => [...host.nodes.keys()].filter(name => name.endsWith('.job'))
    for (let nth = 0; nth < 20; nth++) {
      await startJob(call(host), { ...sleeping, modem: null })
      await host.jobs.finish()
      host.clock.advance(1)
    }
    expect(files().length).toBeLessThanOrEqual(13)
    host.clock.advance(700_000)
    await startJob(call(host), { ...sleeping, modem: null })
    expect(files()).toHaveLength(1)
  })

  it('of a method with private answers is told only to those who know its name, which cannot be guessed', async () => {
    const host = restarts()
    const job = await startJob(call(host), { ...sleeping, modem: null, isPrivate: true })
    expect(job).toMatch(/^restart-[0-9a-f]{20}$/)
    await host.jobs.finish()
    expect(await host.call('job')).toMatchObject({ error: 'no_job' })
    expect(await host.call('job', { job })).toMatchObject({ job })
  })

  it('gives its arguments, which may hold secrets, to its process alone', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [
      contexts({ 1: { type: 'IP', apn: 'x' } }),
      ...fibocom(),
    ])
    const spawned: (readonly string[])[] = []
    const { spawn } = host.platform
    host.platform.spawn = argv => {
      spawned.push(argv)
      return spawn(argv)
    }
    const secret = { cid: 1, apn: 'x', auth: 'pap', user: 'me', password: 'geheimwort' }
    const reply = await host.call('set_context', { ...secret, keep_if: 'registered', within_s: 10 })
    expect(JSON.stringify([reply, spawned])).not.toContain('geheimwort')
    await host.jobs.finish()
    expect(JSON.stringify([...host.nodes])).not.toContain('geheimwort')
  })

  it('of a restart is ended by cancel_job, and the modem is not waited for any more', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [takesAndForgets(/^\+CFUN=/), ...fibocom()])
    host.after(500, () => host.unplug())
    const { job } = await host.call('restart')
    expect(await host.call('cancel_job', { job, keep: true })).toMatchObject({ error: 'invalid_argument' })
    expect(await host.call('cancel_job', { job })).toMatchObject({
      state: 'cancelled',
      failure: { error: 'job_cancelled' },
    })
    expect(orders(host)).toHaveLength(1)
  })
})
