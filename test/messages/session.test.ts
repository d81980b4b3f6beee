import { describe, expect, it } from 'vitest'
import type { JobReply } from '../../src/contract/jobs.ts'
import type { UssdReply } from '../../src/contract/ussd.ts'
import { leaveWord, listJobs } from '../../src/jobs/file.ts'
import { hostOfFixture, notesOf, sentTo, whenAsked } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { unsolicitedInside } from '../world/modem/behaviours.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Said, type Ussd, ussd } from '../world/modem/ussd.ts'

const hostWith = (given: Ussd, ...behaviours: Behaviour[]) =>
  hostOfFixture('fibocom/fg621-lte-a', [...behaviours, ussd(given), ...fibocom()])

const call = async (host: Host, method: string, args: object = {}) =>
  (await host.call(method, args)) as unknown as UssdReply

const asked = (host: Host) => sentTo(host).filter(line => /^\+C(?:USD|SCS)/.test(line))
const sent = (host: Host) => sentTo(host).filter(line => line.startsWith('+CUSD=1'))

/** What a job came to in the end. */
async function endOf(host: Host, job: string | undefined): Promise<JobReply> {
  await host.jobs.finish()
  return (await host.call('job', { job })) as unknown as JobReply
}

const menu = { news: ['1,"1. Saldo', '2. Pakiety",15'] }
const balance = { news: ['0,"Saldo: 12,50 zl",15'] }

describe('a code', () => {
  it('is sent once, and what the network says comes back', async () => {
    const host = hostWith({ says: { '*100#': balance } })
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({
      state: 'done',
      text: 'Saldo: 12,50 zl',
      message: 'The session is over.',
      reason: null,
      round: 1,
      settings_restored: true,
    })
    expect(asked(host)).toEqual(['+CSCS?', '+CUSD?', '+CUSD=2', '+CUSD=1,"*100#",15'])
  })

  it('is answered before the final result by some modems, and among news by others', async () => {
    const early = hostWith({ says: { '*100#': { ...menu, early: true } } })
    expect(await call(early, 'ussd', { code: '*100#' })).toMatchObject({
      state: 'menu',
      text: '1. Saldo\n2. Pakiety',
    })
    const busy = hostWith({ says: { '*100#': balance } }, unsolicitedInside(['^RSSI: 17', '+CMTI: "SM",9']))
    expect(await call(busy, 'ussd', { code: '*100#' })).toMatchObject({ text: 'Saldo: 12,50 zl' })
  })

  it('that the network ends with a text is answered all the same', async () => {
    const host = hostWith({ says: { '*100#': { news: ['2,"Konto wazne",15'] } } })
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({ state: 'done', text: 'Konto wazne' })
  })

  it('whose answer is cut off is told as far as it came', async () => {
    const host = hostWith({ says: { '*100#': { news: ['0,"Pakiet 10 GB do'] } } })
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({ text: 'Pakiet 10 GB do' })
  })

  it('goes in packed form where the plain one is refused, and the next time at once', async () => {
    const host = hostWith({
      form: 'packed',
      says: { '*100#': { news: ['0,"D3309BFCD6816232D68C06D2B31B",15'] } },
    })
    const once = await call(host, 'ussd', { code: '*100#' })
    expect(once).toMatchObject({ state: 'done', text: 'Saldo: 12,34 zl' })
    expect(sent(host)).toEqual(['+CUSD=1,"*100#",15', '+CUSD=1,"AA180C3602",15'])
    await call(host, 'ussd', { code: '*100#' })
    expect(sent(host)).toEqual(['+CUSD=1,"*100#",15', '+CUSD=1,"AA180C3602",15', '+CUSD=1,"AA180C3602",15'])
  })

  it('is not sent in another form where the network said something', async () => {
    const host = hostWith({ says: { '*100#': { news: ['0,"Nieznany kod",15'] } } })
    await call(host, 'ussd', { code: '*100#' })
    expect(sent(host)).toHaveLength(1)
    const none = hostWith({ says: { '*100#': { final: '+CME ERROR: 30' } } })
    expect(await call(none, 'ussd', { code: '*100#' })).toMatchObject({
      state: 'refused',
      message: expect.stringContaining('no network service'),
    })
    expect(sent(none)).toHaveLength(1)
  })

  it('is written in UCS2 where the modem has no other character set, which else is put back', async () => {
    const host = hostWith({ charset: 'UCS2', says: { '*100#': balance } })
    await call(host, 'ussd', { code: '*100#' })
    expect(asked(host)).toEqual([
      '+CSCS?',
      '+CSCS=?',
      '+CSCS="GSM"',
      '+CUSD?',
      '+CUSD=2',
      '+CUSD=1,"*100#",15',
      '+CSCS="UCS2"',
    ])
    const only = hostWith({
      charset: 'UCS2',
      charsets: ['UCS2'],
      form: 'ucs2',
      says: { '*100#': { news: ['0,"00530061006C0064006F",15'] } },
    })
    expect(await call(only, 'ussd', { code: '*100#' })).toMatchObject({ text: 'Saldo' })
    expect(sent(only)).toEqual(['+CUSD=1,"002A0031003000300023",15'])
  })

  it('leaves the modem keeping answers to itself where it did before', async () => {
    const host = hostWith({ reports: 0, says: { '*100#': balance } })
    await call(host, 'ussd', { code: '*100#' })
    expect(asked(host).at(-1)).toBe('+CUSD=0')
  })

  it('is not taken for answered by the end of a session that was open before', async () => {
    const host = hostWith({ tellsEnd: true, says: { '*100#': balance } })
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({ text: 'Saldo: 12,50 zl' })
  })

  it('that nobody answers ends after two minutes, the session closed', async () => {
    const host = hostWith({ reports: 0 })
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({
      state: 'no_answer',
      text: null,
      message: expect.stringContaining('did not answer in time'),
    })
    expect(sent(host)).toHaveLength(1)
    expect(asked(host).slice(-2)).toEqual(['+CUSD=2', '+CUSD=0'])
  })

  it('in a network without a circuit-switched side is told so', async () => {
    const inLte: Behaviour = () => ({
      answer: part => (part === '+CREG?' ? reply(['+CREG: 0,6']) : undefined),
    })
    for (const said of [{ news: ['4'] }, { news: ['5'], after: 8000 }, { final: '+CME ERROR: 30' }]) {
      const host = hostWith({ says: { '*100#': said }, refuses: said }, inLte)
      expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({
        state: said.news?.[0] === '5' ? 'no_answer' : 'refused',
        reason: 'no_cs_service',
        message: expect.stringContaining('set_modes'),
      })
    }
  })

  it('that a modem registered for calls too does not get through is told as what it seems, one it does not know as that', async () => {
    const registered: Behaviour = () => ({
      answer: part =>
        part === '+CREG?'
          ? reply(['+CREG: 0,1'])
          : part === '+COPS?'
            ? reply(['+COPS: 0,0,"A1",7'])
            : undefined,
    })
    const refused = async (said: Said) =>
      call(hostWith({ says: { '*100#': said }, refuses: said }, registered), 'ussd', { code: '*100#' })
    expect(await refused({ news: ['4'] })).toMatchObject({
      reason: 'no_cs_service',
      message: expect.stringContaining('seems not to get to 2G or 3G'),
    })
    expect(await refused({ final: 'ERROR' })).toMatchObject({ state: 'refused', reason: null })
  })

  it('is checked before anything is sent', async () => {
    const host = hostWith({})
    for (const code of ['112', '+48601234567', '*100#;D112', '*1"#', '*100#\r', '**04*1*2*2#', '*21*5#', ''])
      expect(await call(host, 'ussd', { code })).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host)).toEqual([])
  })

  it('leaves no text in a file of its own but the job, which only its name opens, and none in the log', async () => {
    const host = hostWith({ says: { '*100#': menu, '7777': balance } })
    const logged: string[] = []
    host.platform.log = line => void logged.push(line)
    const { job } = await call(host, 'ussd', { code: '*100#' })
    await call(host, 'ussd_reply', { text: '7777' })
    await host.jobs.finish()
    const notes = [...notesOf(host)].filter(([name]) => !name.endsWith(`${job}.job`))
    expect(JSON.stringify([logged, notes])).not.toMatch(/Saldo|7777|\*100#/)
    expect(await host.call('job')).toMatchObject({ error: 'no_job' })
  })
})

describe('a menu', () => {
  it('is answered in the same session and in the same form', async () => {
    const host = hostWith({
      form: 'packed',
      says: {
        '*100#': { news: ['1,"D3309BFC06",15'] },
        '12': { news: ['0,"D3309BFCD6816232D68C06D2B31B",15'] },
      },
    })
    const { job } = await call(host, 'ussd', { code: '*100#' })
    expect(await call(host, 'ussd_reply', { text: '12' })).toMatchObject({
      state: 'done',
      text: 'Saldo: 12,34 zl',
      round: 2,
      job,
    })
    expect(asked(host).filter(line => line === '+CUSD=2')).toHaveLength(2)
  })

  it('leaves the port to others while it waits', async () => {
    const host = hostWith({ says: { '*100#': menu } })
    await call(host, 'ussd', { code: '*100#' })
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok' })
    expect(await call(host, 'ussd', { code: '*101#' })).toMatchObject({ error: 'job_running' })
  })

  it('is closed when somebody says so, and when nobody answers in two minutes', async () => {
    const host = hostWith({ says: { '*100#': menu } })
    const { job } = await call(host, 'ussd', { code: '*100#' })
    expect(await call(host, 'ussd_cancel')).toMatchObject({
      state: 'cancelled',
      message: 'The session is closed.',
    })
    expect(asked(host).at(-1)).toBe('+CUSD=2')
    expect(await endOf(host, job)).toMatchObject({ state: 'cancelled' })

    const left = hostWith({ says: { '*100#': menu } })
    const second = await call(left, 'ussd', { code: '*100#' })
    const { result } = await endOf(left, second.job)
    expect(result).toMatchObject({ state: 'cancelled', message: expect.stringContaining('Nobody answered') })
    expect(asked(left).at(-1)).toBe('+CUSD=2')
  })

  it('of nobody is not answered, but a session of others is ended', async () => {
    const host = hostWith({})
    expect(await call(host, 'ussd_reply', { text: '1' })).toMatchObject({ error: 'no_job' })
    expect(sentTo(host)).toEqual([])
    expect(await call(host, 'ussd_cancel')).toMatchObject({ state: 'cancelled', round: 0 })
    expect(asked(host)).toEqual(['+CUSD=2'])
  })

  it('is not answered into a modem that was restarted meanwhile', async () => {
    const host = hostWith({ says: { '*100#': menu, '1': balance } })
    await call(host, 'ussd', { code: '*100#' })
    host.unplug()
    host.plug()
    expect(await call(host, 'ussd_reply', { text: '1' })).toMatchObject({ error: 'port_lost' })
    expect(sent(host)).toHaveLength(1)
  })

  it('takes no text that could end a command', async () => {
    const host = hostWith({ says: { '*100#': menu } })
    await call(host, 'ussd', { code: '*100#' })
    for (const text of ['1"', '1;D112', '1\r', '1\x1a', 'ą', ''])
      expect(await call(host, 'ussd_reply', { text })).toMatchObject({ error: 'invalid_argument' })
  })

  it('can be ended while the network is still asked', async () => {
    const host: Host = hostWith(
      { says: { '*100#': { ...balance, after: 100_000 } } },
      whenAsked(/^\+CUSD=1/, () => {
        const [job] = listJobs(host.platform)
        if (job !== undefined) leaveWord(host.platform.files, job.job, 'cancel')
      }),
    )
    expect(await call(host, 'ussd', { code: '*100#' })).toMatchObject({ error: 'job_cancelled' })
    expect(asked(host).at(-1)).toBe('+CUSD=2')
    expect(host.clock.now()).toBeLessThan(1_000_000 + 14_000)
  })
})
