import { describe, expect, it } from 'vitest'
import type { MessagesReply } from '../../src/contract/messages.ts'
import { indicesIn, slotOf } from '../../src/messages/uqmi.ts'
import { qmiHost } from '../world/memory/qmi.ts'
import { em7565Aggregating } from '../world/modem/qmi-situations.ts'

const hello = '07918406921511F1040B918406214365F70000623041906235400DC8329BFD6681EE6F399B1C02'
const raw = (hex: string) => `"${(hex.toLowerCase().match(/../g) ?? []).join(' ')}"`

const hostWith = (answers: Readonly<Record<string, string>>) =>
  qmiHost({ ...em7565Aggregating, answers: { ...em7565Aggregating.answers, ...answers } })

const two = {
  '--list-messages sim': '[ 0, 3 ]',
  '--list-messages me': '[ ]',
  '--get-raw-message sim 0': raw(hello),
  '--get-raw-message sim 3': raw('0791'),
  '--delete-message sim 0': '',
}

describe('messages of a modem without an AT port', () => {
  it('are listed over QMI, and it is told that these are not all', async () => {
    const { host, qmi } = hostWith(two)
    const reply = (await host.call('messages')) as unknown as MessagesReply
    expect(reply).toMatchObject({ found: 2, complete: false, storages: [] })
    expect(reply.messages).toMatchObject([
      { number: '+48601234567', text: 'Hello, world!', unread: true },
      { type: 'unreadable' },
    ])
    expect(await host.call('message', { id: reply.messages[0]?.id })).toMatchObject({
      pdus: [{ storage: 'SM', index: 0, pdu: hello }],
    })
    expect(qmi.wrongs).toEqual([])
  })

  it('are deleted by what they are', async () => {
    const { host, qmi } = hostWith(two)
    const { messages } = (await host.call('messages')) as unknown as MessagesReply
    const id = messages[0]?.id
    expect(await host.call('delete_messages', { ids: [id, 'SM7-00000000'] })).toMatchObject({
      deleted: [id],
      failed: [{ id: 'SM7-00000000' }],
    })
    const words = qmi.runs.map(run => run.join(' ')).filter(run => run.includes('--delete-message'))
    expect(words).toHaveLength(1)
    expect(words[0]).toMatch(/--storage sim .*--delete-message 0$/)
    expect(qmi.wrongs).toEqual([])
  })

  it('of which one is gone meanwhile are the others', async () => {
    const { host } = hostWith({ ...two, '--get-raw-message sim 0': '!No entry' })
    expect(await host.call('messages')).toMatchObject({ found: 1, messages: [{ type: 'unreadable' }] })
  })

  it('that cannot be listed are an error in words, as are sending and codes', async () => {
    const { host } = hostWith({})
    expect(await host.call('messages')).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('Not supported'),
    })
    for (const [method, args] of [
      ['send_message', { to: '80001', text: 'STAN' }],
      ['ussd', { code: '*100#' }],
      ['message_storage', {}],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({ error: 'no_port' })
  })
})

describe('what uqmi prints', () => {
  it('is a list of places, or none', () => {
    expect(indicesIn([0, 3, -1, 'x', 1.5, 70_000])).toEqual([0, 3])
    for (const value of [null, {}, '0', 3]) expect(indicesIn(value)).toBeNull()
  })

  it('is a PDU in hexadecimal with blanks, or nothing', () => {
    expect(slotOf('SM', 3, { kind: 'value', value: '07 91' })).toMatchObject({ hex: '0791', index: 3 })
    expect(slotOf('SM', 3, { kind: 'error' })).toBeNull()
    expect(slotOf('SM', 3, { kind: 'value', value: 7 })).toBeNull()
    expect(slotOf('SM', 3, undefined)).toBeNull()
  })
})
