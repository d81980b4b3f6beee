import { describe, expect, it } from 'vitest'
import type { SendMessageReply, TextMessage } from '../../src/contract/messages.ts'
import { leaveWord, listJobs } from '../../src/jobs/file.ts'
import { readPdu } from '../../src/messages/pdu.ts'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
} from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { neverAnswers, unsolicitedInside } from '../world/modem/behaviours.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { type Messages, messages } from '../world/modem/messages.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const hostWith = (given: Messages, ...behaviours: Behaviour[]) =>
  hostOfFixture('fibocom/fg621-lte-a', [...behaviours, messages(given), ...fibocom()])

/** A message of +48601234567 on that day of March 2026, in UCS2, as one of several parts where `of` says so. */
function received(
  text: string,
  day = '41',
  of: readonly [part: number, total: number] | null = null,
): string {
  const hex = (value: number) => value.toString(16).padStart(2, '0').toUpperCase()
  const header = of === null ? '' : `0500035A${hex(of[1])}${hex(of[0])}`
  const data = header + Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
  const first = of === null ? '04' : '44'
  return `07918406921511F1${first}0B918406214365F700086230${day}90623540${hex(data.length / 2)}${data}`
}

const report = '07918406921511F1062A0B918406214365F7623041906235406230419072104000'

const asked = (host: Host) => sentTo(host).filter(line => /^\+C(?:MG|PMS)/.test(line))
const ordered = (host: Host) => sentTo(host).filter(line => line.startsWith('+CMGS='))
const list = async (host: Host, args: object = {}) =>
  (await host.call('messages', args)) as unknown as { messages: TextMessage[] }

const stored: Messages = {
  format: 1,
  uses: ['ME', 'ME', 'ME'],
  slots: {
    SM: { 1: [1, received('zweite', '51')], 2: [0, received('welt', '31', [2, 2])], 7: [1, '0791'] },
    ME: { 0: [0, received('hallo ', '31', [1, 2])], 3: [1, report], 4: [1, received('', '61', [1, 3])] },
  },
}

describe('messages', () => {
  it('are those of the card and of the modem, newest first, their parts joined', async () => {
    const host = hostWith(stored)
    const reply = await host.call('messages')
    expect(reply).toMatchObject({
      modem: 'usb-1-1',
      found: 5,
      complete: true,
      settings_restored: true,
      storages: [
        { storage: 'ME', used: 3, total: 23, full: false },
        { storage: 'SM', used: 3, total: 50, full: false },
      ],
      messages: [
        { type: 'received', parts: 3, missing: [2, 3], problem: expect.stringContaining('2, 3 of 3') },
        { type: 'received', text: 'zweite', number: '+48601234567', time: '2026-03-15T09:26:53+01:00' },
        { type: 'report', report: { reference: 42, outcome: 'delivered', status: 0 } },
        { type: 'received', text: 'hallo welt', unread: true, parts: 2, missing: [] },
        { type: 'unreadable', text: null, problem: expect.stringContaining('it ends') },
      ],
    })
  })

  it('of one sender with one reference are told apart by when they came, whichever slots were free', async () => {
    const slots = {
      1: [1, received('erste ', '31', [1, 2])],
      2: [1, received('zwei', '41', [2, 2])],
      3: [1, received('zweite ', '41', [1, 2])],
      4: [1, received('eins', '31', [2, 2])],
    } as const
    const { messages: all } = await list(hostWith({ slots: { ME: slots } }))
    expect(all.map(({ text }) => text)).toEqual(['zweite zwei', 'erste eins'])
  })

  it('leave the modem’s settings as they were found', async () => {
    const host = hostWith(stored)
    await host.call('messages')
    expect(asked(host)).toEqual([
      '+CMGF?',
      '+CMGF=0',
      '+CPMS?',
      '+CPMS=?',
      '+CMGL=4',
      '+CPMS="SM"',
      '+CMGL=4',
      '+CPMS="ME"',
      '+CMGF=1',
    ])
  })

  it('may be chosen by their time and number', async () => {
    const host = hostWith(stored)
    const { messages: since } = await list(host, { since: '2026-03-15' })
    expect(since.map(({ time }) => time)).toEqual([
      '2026-03-16T09:26:53+01:00',
      '2026-03-15T09:26:53+01:00',
      null,
    ])
    expect(await list(host, { limit: 1 })).toMatchObject({ found: 5, messages: [{ parts: 3 }] })
    expect(await host.call('messages', { since: 'yesterday' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('say that a storage is full', async () => {
    const host = hostWith({ ...stored, sizes: { SM: 3, ME: 23 } })
    expect(await host.call('messages')).toMatchObject({
      storages: [{ full: false }, { storage: 'SM', used: 3, total: 3, full: true }],
    })
  })

  it('are found among news', async () => {
    const host = hostWith(stored, unsolicitedInside(['^RSSI: 17', '+CMTI: "SM",9']))
    expect(await host.call('messages')).toMatchObject({ found: 5, complete: true })
  })

  it('of 255 places are listed within the time of a call', async () => {
    const slots = Object.fromEntries(
      Array.from({ length: 255 }, (_, index) => [index, [1, received(`${'ж'.repeat(60)}${index}`)] as const]),
    )
    const host = hostWith({ slots: { SM: slots }, sizes: { SM: 255, ME: 23 } })
    expect(await host.call('messages', { limit: 300 })).toMatchObject({ found: 255, complete: true })
    expect(asked(host).filter(line => line === '+CMGL=4')).toHaveLength(2)
  })

  it('of a storage that is refused are missed, which is told, and of a busy card are an error in words', async () => {
    const host = hostWith(stored, refuses(/^\+CPMS="SM"$/, '+CMS ERROR: 310'))
    expect(await host.call('messages')).toMatchObject({ complete: false, found: 3 })
    const busy = hostWith(stored, refuses(/^\+CMGL=4$/, '+CMS ERROR: 314'))
    expect(await busy.call('messages')).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('the card is busy'),
    })
    expect(asked(busy).slice(-2)).toEqual(['+CPMS="ME"', '+CMGF=1'])
  })

  it('can be looked at one by one, with what came over the air', async () => {
    const host = hostWith(stored)
    const { messages: all } = await list(host)
    const id = all.find(({ text }) => text === 'hallo welt')?.id
    expect(await host.call('message', { id })).toMatchObject({
      message: { text: 'hallo welt' },
      pdus: [
        { storage: 'ME', index: 0, pdu: received('hallo ', '31', [1, 2]) },
        { storage: 'SM', index: 2, pdu: received('welt', '31', [2, 2]) },
      ],
    })
    expect(await host.call('message', { id: 'SM9-00000000' })).toMatchObject({ error: 'invalid_argument' })
  })
})

describe('deleting messages', () => {
  it('takes all parts of each, and no other ones', async () => {
    const host = hostWith(stored)
    const { messages: all } = await list(host)
    const id = String(all.find(({ text }) => text === 'hallo welt')?.id)
    expect(await host.call('delete_messages', { ids: [id] })).toMatchObject({
      deleted: [id],
      failed: [],
      settings_restored: true,
    })
    const left = await list(host)
    expect(left.messages.map(message => message.id)).toEqual(
      all.map(message => message.id).filter(each => each !== id),
    )
    expect(asked(host).slice(-1)).toEqual(['+CMGF=1'])
  })

  it('never takes what came into the same place later', async () => {
    const host = hostWith({ slots: { ME: { 5: [1, received('neu')] } } })
    const old = hostWith({ slots: { ME: { 5: [1, received('alt')] } } })
    const [message] = (await list(old)).messages
    expect(await host.call('delete_messages', { ids: [message?.id] })).toMatchObject({
      deleted: [],
      failed: [{ id: message?.id, message: expect.stringContaining('no such message') }],
    })
    expect(asked(host).some(line => line.startsWith('+CMGD'))).toBe(false)
  })

  it('never takes what came into its place while it was listed', async () => {
    const others: Behaviour = () => ({
      answer: part => (part === '+CMGR=5' ? reply(['+CMGR: 0,,22', received('neu')]) : undefined),
    })
    const host = hostWith({ slots: { ME: { 5: [1, received('alt')], 6: [1, received('zwei')] } } }, others)
    const ids = (await list(host)).messages.map(({ id }) => id).sort()
    expect(await host.call('delete_messages', { ids })).toMatchObject({
      deleted: [ids[1]],
      failed: [{ id: ids[0], message: expect.stringContaining('Another message has its place') }],
    })
    expect(asked(host).filter(line => line.startsWith('+CMGD'))).toEqual(['+CMGD=6'])
  })

  it('are looked for in their own storage, also where the modem is once slow to change over to it', async () => {
    let isSlow = false
    const slow: Behaviour = () => ({
      ignores: line => {
        const isNow = isSlow && line.includes('+CPMS="ME"')
        if (isNow) isSlow = false
        return isNow
      },
    })
    const slots: Messages['slots'] = {
      ME: { 1: [1, received('ha', '31', [1, 2])], 2: [1, received('llo', '31', [2, 2])] },
      SM: { 1: [1, received('a', '41')], 2: [1, received('b', '51')] },
    }
    const host = hostWith({ slots }, slow, refuses(/^\+CMGR=/, '+CMS ERROR: 303'))
    const { messages: all } = await list(host)
    isSlow = true
    await host.call('delete_messages', { ids: all.flatMap(({ id, text }) => (text === 'hallo' ? id : [])) })
    expect(isSlow).toBe(false)
    const left = (await list(host)).messages.map(({ text }) => text)
    expect(left.slice(0, 2)).toEqual(['b', 'a'])
  })

  it('that is refused says why, and goes on with the others', async () => {
    const host = hostWith(
      { slots: { ME: { 1: [1, received('a')], 2: [1, received('b', '51')] } } },
      refuses(/^\+CMGD=2$/, '+CMS ERROR: 320'),
    )
    const [second, first] = (await list(host)).messages.map(({ id }) => id)
    expect(await host.call('delete_messages', { ids: [second, first] })).toMatchObject({
      deleted: [first],
      failed: [{ id: second, message: expect.stringContaining('the storage failed') }],
    })
  })
})

describe('the storage of messages', () => {
  it('is told with the service centre', async () => {
    expect(await hostWith(stored).call('message_storage')).toMatchObject({
      current: { list: 'ME', write: 'ME', receive: 'ME' },
      storages: [{ storage: 'ME', used: 3, total: 23 }],
      possible: ['SM', 'ME'],
      service_centre: '+48602951111',
    })
  })

  it('is set for all three uses and read back', async () => {
    const host = hostWith(stored)
    expect(await host.call('set_message_storage', { storage: 'SM' })).toMatchObject({
      before: { receive: 'ME' },
      after: { list: 'SM', write: 'SM', receive: 'SM' },
      verified: true,
    })
    expect(await host.call('set_message_storage', { storage: 'MT' })).toMatchObject({
      error: 'invalid_argument',
    })
  })
})

describe('the service centre', () => {
  it('is set and read back, in the writing of the modem', async () => {
    const host = hostWith({})
    expect(await host.call('set_service_centre', { number: '+436640501' })).toMatchObject({
      requested: '+436640501',
      before: '+48602951111',
      after: '+436640501',
      verified: true,
    })
    expect(sentTo(host)).toContain('+CSCA="+436640501",145')
    const ucs2 = hostWith({ centre: '"002B003400380036",145' })
    expect(await ucs2.call('set_service_centre', { number: '06640501' })).toMatchObject({
      before: '+486',
      after: '06640501',
    })
    expect(sentTo(ucs2)).toContain('+CSCA="00300036003600340030003500300031",129')
  })

  it('that the modem does not take is told, and it is never made empty', async () => {
    const host = hostWith({}, takesAndForgets(/^\+CSCA=/))
    expect(await host.call('set_service_centre', { number: '+436640501' })).toMatchObject({
      after: '+48602951111',
      verified: false,
    })
    for (const number of ['', '+', '12', '1"', 'mum', '+43;+CFUN=0'])
      expect(await host.call('set_service_centre', { number })).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host).filter(line => line.startsWith('+CSCA='))).toHaveLength(1)
  })
})

/** Sends, and lets the job come to its end. */
async function send(host: Host, args: object): Promise<SendMessageReply> {
  const reply = (await host.call('send_message', args)) as unknown as SendMessageReply
  if (reply.state !== 'sending') return reply
  await host.jobs.finish()
  const { result } = await host.call('job', { job: reply.job })
  return result as SendMessageReply
}

const to = '+48601234567'
const long = `${'Grüße von unterwegs. '.repeat(10)}€`

describe('sending a message', () => {
  it('sends nothing when it is only to be told how', async () => {
    const host = hostWith({})
    expect(await host.call('send_message', { to, text: long, dry_run: true })).toMatchObject({
      state: 'planned',
      alphabet: 'gsm7',
      parts: [{ characters: 153, state: 'not_sent' }, { characters: 58 }],
    })
    expect(sentTo(host)).toEqual([])
  })

  it('sends each part once, in order, and puts the settings back', async () => {
    const host = hostWith({ format: 1 })
    expect(await send(host, { to, text: long, report: true })).toMatchObject({
      state: 'sent',
      parts: [
        { state: 'sent', reference: 42 },
        { state: 'sent', reference: 43 },
      ],
      settings_restored: true,
    })
    const bodies = host.simulators[0]?.log.flatMap(({ body }) => body ?? []) ?? []
    const read = bodies.map(body => readPdu(body))
    expect(read.map(pdu => (pdu.type === 'submit' ? pdu.text : null)).join('')).toBe(long)
    expect(read).toMatchObject([
      { number: to, report: true, header: { place: { part: 1, total: 2 } } },
      { number: to, report: true, header: { place: { part: 2, total: 2 } } },
    ])
    expect(asked(host).slice(-1)).toEqual(['+CMGF=1'])
  })

  it('that is refused says why', async () => {
    const host = hostWith({ fates: [{ refused: '+CMS ERROR: 38' }] })
    expect(await send(host, { to, text: 'hi' })).toMatchObject({
      state: 'refused',
      parts: [{ state: 'refused', message: expect.stringContaining('out of order') }],
    })
  })

  it('into a full storage says so', async () => {
    const host = hostWith({
      fates: [{ refused: '+CMS ERROR: 322' }],
      slots: stored.slots ?? {},
      sizes: { SM: 3, ME: 3 },
    })
    expect(await send(host, { to, text: 'hi', report: true })).toMatchObject({
      state: 'refused',
      parts: [{ message: expect.stringContaining('the storage is full') }],
    })
  })

  it('whose second part is refused tells what was sent, and ends there', async () => {
    const host = hostWith({ fates: ['sent', { refused: '+CMS ERROR: 42' }] })
    expect(await send(host, { to, text: long.repeat(2) })).toMatchObject({
      state: 'incomplete',
      parts: [{ state: 'sent' }, { state: 'refused' }, { state: 'not_sent' }],
      message: expect.stringContaining('1 of 3 parts is sent'),
    })
    expect(ordered(host)).toHaveLength(2)
  })

  it('is never sent again where the modem does not say whether it was', async () => {
    const host = hostWith({ format: 1, fates: ['silent'] })
    const reply = await send(host, { to, text: long })
    expect(reply).toMatchObject({
      state: 'unknown',
      parts: [{ state: 'unknown' }, { state: 'not_sent' }],
    })
    expect(ordered(host)).toHaveLength(1)
  })

  it('nor where the modem restarts in between', async () => {
    const host: Host = hostWith(
      {},
      whenAsked(/^\+CMGS=/, () => {
        if (ordered(host).length < 2) return
        host.after(500, () => host.unplug())
        host.after(4000, () => host.plug())
      }),
    )
    expect(await send(host, { to, text: long })).toMatchObject({
      state: 'unknown',
      parts: [{ state: 'sent' }, { state: 'unknown' }],
    })
    expect(ordered(host)).toHaveLength(2)
  })

  it('fails before anything is sent where the modem is mute', async () => {
    const host = hostWith({}, neverAnswers())
    const reply = (await host.call('send_message', { to, text: 'hi' })) as { error?: string }
    expect(reply.error).toMatch(/^port_/)
    expect(ordered(host)).toEqual([])
  })

  it('needs no storage of messages', async () => {
    const host = hostWith({}, refuses(/^\+CPMS/, '+CMS ERROR: 303'))
    expect(await send(host, { to, text: 'hi' })).toMatchObject({ state: 'sent' })
    expect(await host.call('messages')).toMatchObject({ error: 'refused_by_modem' })
  })

  it('ends between two parts where somebody cancels it, and the modem’s settings are put back', async () => {
    const host: Host = hostWith(
      { format: 1 },
      whenAsked(/^\+CMGS=/, () => {
        const [job] = listJobs(host.platform)
        if (job !== undefined) leaveWord(host.platform.files, job.job, 'cancel')
      }),
    )
    expect(await host.call('send_message', { to, text: long })).toMatchObject({ error: 'job_cancelled' })
    const job = listJobs(host.platform)[0]?.job
    expect(await host.call('job', { job })).toMatchObject({
      state: 'cancelled',
      failure: { message: expect.stringContaining('1 of 2 parts') },
    })
    expect(ordered(host)).toHaveLength(1)
    expect(asked(host).slice(-1)).toEqual(['+CMGF=1'])
  })

  it('takes no more than ten parts, and no number that is none', async () => {
    const host = hostWith({})
    const tooLong = 'ж'.repeat(700)
    for (const args of [
      { to, text: tooLong },
      { to: 'mum', text: 'hi' },
      { to: '1;+CFUN=0', text: 'hi' },
      { to, text: '' },
    ])
      expect(await host.call('send_message', args)).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host)).toEqual([])
  })

  it('leaves neither text nor number behind', async () => {
    const host = hostWith({})
    const logged: unknown[] = []
    host.platform.log = (...told) => void logged.push(told)
    await send(host, { to, text: 'a secret of mine' })
    expect(JSON.stringify([...notesOf(host)])).not.toMatch(/secret|601234567/)
    expect(JSON.stringify(logged)).not.toMatch(/secret|601234567/)
    expect(await host.call('job')).toMatchObject({ error: 'no_job' })
  })
})
