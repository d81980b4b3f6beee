import { describe, expect, it } from 'vitest'
import { managerJson } from '../../src/channel/mmcli.ts'
import type { MessagesReply } from '../../src/contract/messages.ts'
import { messageOf, numbersIn } from '../../src/messages/mmcli.ts'
import { type ManagedMessage, messageJson } from '../world/manager/answers.ts'
import { hostWith, interfaceOf, placeOfModem, programOf } from '../world/manager/host.ts'
import { createManager, type ManagerOptions } from '../world/manager/mmcli.ts'
import { mistakesOf } from '../world/memory/modems.ts'

const at = (minute: number) => ({
  timestamp: `2026-03-14T09:${String(minute).padStart(2, '0')}:00+01:00`,
})

const two: Record<number, ManagedMessage> = {
  3: { text: 'Saldo: 10 €', properties: at(3) },
  12: { text: 'Your code is 4711', number: 'Bank', properties: { ...at(12), storage: 'sm', class: '1' } },
}

function world(options: ManagerOptions = {}) {
  const manager = createManager({
    messages: two,
    ...options,
    modem: { device: placeOfModem, ports: ['cdc-wdm0 (qmi)', 'wwan0 (net)'], ...options.modem },
  })
  const host = hostWith(
    { id: '1bc7:1201', driver: 'qmi_wwan' },
    { ...interfaceOf('modemmanager', { up: true }), programs: { mmcli: programOf(manager) } },
  )
  const list = async (args: object = {}) => (await host.call('messages', args)) as unknown as MessagesReply
  const runs = (word: string) => manager.runs.filter(run => run.includes(word))
  return { manager, host, list, runs }
}

describe('messages of a modem that ModemManager drives', () => {
  it('are listed newest first, and are all', async () => {
    const reply = await world().list()
    expect(mistakesOf('messages', reply)).toBe('')
    expect(reply).toMatchObject({ found: 2, complete: true, storages: [], settings_restored: true })
    expect(reply.messages).toMatchObject([
      {
        number: 'Bank',
        text: 'Your code is 4711',
        class: 1,
        time: '2026-03-14T09:12:00+01:00',
        type: 'received',
      },
      { number: '+48601234567', text: 'Saldo: 10 €', parts: 1, missing: [], problem: null, unread: false },
    ])
    expect(reply.messages.map(({ id }) => id.replace(/-.*/, ''))).toEqual(['SM12', 'ME3'])
  })

  it('are told one at a time without PDUs, and the others are not asked for', async () => {
    const { host, list, manager, runs } = world()
    const id = (await list()).messages[1]?.id
    manager.runs.length = 0
    const reply = await host.call('message', { id })
    expect(mistakesOf('message', reply)).toBe('')
    expect(reply).toMatchObject({ message: { id, text: 'Saldo: 10 €' }, pdus: [] })
    expect(runs('-s ')).toEqual(['-s /org/freedesktop/ModemManager1/SMS/3 -J'])
  })

  it('are deleted by what they are', async () => {
    const { host, list, manager, runs } = world()
    const [first] = (await list()).messages
    expect(await host.call('delete_messages', { ids: [first?.id, 'ME3-00000000'] })).toMatchObject({
      deleted: [first?.id],
      failed: [{ id: 'ME3-00000000', message: expect.stringContaining('no such message') }],
    })
    expect(runs('delete')).toEqual([
      `-m ${manager.modem.path} --messaging-delete-sms=/org/freedesktop/ModemManager1/SMS/12`,
    ])
    expect((await list()).messages).toMatchObject([{ text: 'Saldo: 10 €' }])
  })

  it('that ModemManager does not delete are told with its reason', async () => {
    const { host, list } = world({ orders: 'refused' })
    const id = (await list()).messages[0]?.id
    expect(await host.call('delete_messages', { ids: [id] })).toMatchObject({
      deleted: [],
      failed: [{ id, message: expect.stringContaining('Unauthorized') }],
    })
  })

  it('of which one is gone meanwhile are the others, and are not called all', async () => {
    const isTwelve = (words: readonly string[]) => words[0] === '-s' && words[1]?.endsWith('/12')
    const { list } = world({
      before: words => (isTwelve(words) ? { code: 1, stdout: '' } : undefined),
    })
    expect(await list()).toMatchObject({ found: 1, complete: false, messages: [{ text: 'Saldo: 10 €' }] })
  })

  it('that are too many for a call are those that came last, within its time', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 255 }, (_, i) => [i, { text: `${i}`, properties: at(i % 60) }]),
    )
    const { host, list } = world({
      messages: many,
      before: words => {
        if (words[0] === '-s') host.clock.advance(200)
        return undefined
      },
    })
    const begin = host.platform.now()
    const { messages, found, complete } = await list({ limit: 300 })
    expect(host.platform.now() - begin).toBeLessThan(15_000)
    expect(complete).toBe(false)
    expect(found).toBeGreaterThan(10)
    const numbers = messages.map(({ text }) => Number(text)).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: found }, (_, i) => 255 - found + i))
  })

  it('that cannot be listed are an error in words', async () => {
    const { list } = world({ messages: null, modem: { state: 'locked' } })
    expect(await list()).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('its state is locked'),
    })
    const hanging = world({
      before: words => (words.includes('--messaging-list-sms') ? 'hangs' : undefined),
    })
    expect(await hanging.list()).toMatchObject({ error: 'port_silent' })
  })

  it('are not sent, because mmcli would show number and text to all who see the processes', async () => {
    const { host, manager } = world()
    const args = { to: '80001', text: 'STAN' }
    expect(await host.call('send_message', { ...args, dry_run: true })).toMatchObject({ state: 'planned' })
    expect(await host.call('send_message', args)).toMatchObject({
      error: 'port_busy',
      message: expect.stringContaining('list of processes'),
    })
    expect(manager.runs.join('\n')).not.toMatch(/80001|STAN|create/)
  })

  it('are all that is had of it without AT: codes, storages and the service centre are an error', async () => {
    const { host } = world()
    for (const [method, args] of [
      ['ussd', { code: '*100#' }],
      ['message_storage', {}],
      ['set_message_storage', { storage: 'SM' }],
      ['set_service_centre', { number: '+48602951111' }],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({
        error: 'port_busy',
        message: expect.stringContaining('ModemManager'),
      })
  })
})

describe('what mmcli prints of messages', () => {
  const path = '/org/freedesktop/ModemManager1/SMS/5'
  const read = (message: ManagedMessage) => messageOf(5, managerJson(messageJson(path, message)))

  it('is a list of paths, or none', () => {
    expect(numbersIn({ 'modem.messaging.sms': [] })).toEqual([])
    for (const value of [null, {}, [], { modem: { messaging: { sms: [path] } } }])
      expect(numbersIn(value)).toBeNull()
  })

  it('takes no path of a message from ModemManager that is none', () => {
    const others = [
      '--send',
      '/etc/passwd',
      `${path} --send`,
      `${path}x`,
      '/org/freedesktop/ModemManager1/Modem/0',
      7,
    ]
    expect(numbersIn({ 'modem.messaging.sms': [...others, path] })).toEqual([5])
  })

  it('is a message that was sent, one that waits to be, or one of which parts have not come', () => {
    const submit = { 'pdu-type': 'submit', timestamp: '--' }
    const sent = { ...submit, state: 'sent', 'message-reference': '17', 'delivery-report': 'requested' }
    expect(read({ properties: sent })).toMatchObject({ state: 3, pdu: { reference: 17, report: true } })
    expect(read({ properties: { ...submit, state: 'stored' } })?.state).toBe(2)
    const receiving = read({ properties: { state: 'receiving' } })
    expect(receiving?.pdu).toMatchObject({ text: null, truncated: true })
  })

  it('is data where it is no text', () => {
    expect(read({ data: '0a1b' })?.pdu).toMatchObject({ text: null, data: '0A1B' })
    expect(read({ data: 'zz' })?.pdu).toMatchObject({ text: null, data: null })
  })

  it.each([
    ['completed-received', 0],
    ['temporary-error-in-sme', 0x25],
    ['error-validity-period-expired', 0x46],
    ['temporary-fatal-error-congestion', 0x60],
  ])('is a report: %s', (state, status) => {
    const properties = {
      ...{ 'pdu-type': 'status-report', 'delivery-state': state, 'message-reference': '17' },
      'discharge-timestamp': '2026-03-14T09:27:00+01',
    }
    expect(read({ properties })?.pdu).toMatchObject({
      ...{ type: 'report', reference: 17, status, ended: '2026-03-14T09:27:00+01:00' },
    })
  })

  it('is told as what cannot be read where ModemManager has no word for it', () => {
    const report = { 'pdu-type': 'status-report', 'delivery-state': 'error-sc-specific-reason' }
    for (const properties of [report, { 'pdu-type': 'unknown' }])
      expect(read({ properties })?.pdu.type).toBe('unreadable')
    for (const value of [null, {}, { sms: 'x' }, []]) expect(messageOf(5, value)).toBeNull()
    expect(messageOf(5, { sms: {} })?.pdu.type).toBe('unreadable')
  })

  it('is read with characters that mmcli does not escape, and with any quotes', () => {
    const text = 'a\u001fb "c" \\ \n<b>'
    expect(read({ text })?.pdu).toMatchObject({ text })
  })

  it.each([
    ['2026-03-14T09:26:53+05:30', '2026-03-14T09:26:53+05:30'],
    ['2026-03-14T09:26:53-0330', '2026-03-14T09:26:53-03:30'],
    ['2026-03-14T09:26:53Z', '2026-03-14T09:26:53+00:00'],
    ['2026-03-14T09:26:53', null],
    ['2026-13-14T09:26:53+01', null],
    ['--', null],
  ])('has the time %s', (timestamp, time) => {
    expect(read({ properties: { timestamp } })?.pdu).toMatchObject({ time })
  })
})
