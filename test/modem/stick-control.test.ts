import { describe, expect, test } from 'vitest'
import { huaweiRouter } from '../world/stick/huawei-router.ts'
import { tclRouter, zteRouter } from '../world/stick/routers.ts'
import { overStick, stickRouter } from './stick-router.ts'

const made = {
  huawei: () => huaweiRouter(),
  zte: () => zteRouter(),
  tcl: () => tclRouter(),
} as const
type Kind = keyof typeof made
const kinds = Object.keys(made) as Kind[]
const open = (kind: Kind, server: ReturnType<(typeof made)[Kind]>) =>
  stickRouter(kind, server, [overStick('192.168.8.1')], { password: 'secret' })

describe('a stick that is a router of its own', () => {
  test.each(kinds)('of %s tells and takes its technologies, and they are read back', async kind => {
    const { host } = open(kind, made[kind]())
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      modes: expect.arrayContaining(['lte', 'auto']),
    })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode: 'lte' },
      verified: true,
    })
    expect(await host.call('set_modes', { mode: 'umts_nr' })).toMatchObject({ error: 'invalid_argument' })
  })

  test('of Huawei keeps what is not changed', async () => {
    const server = huaweiRouter()
    const { host } = open('huawei', server)
    expect(await host.call('modes')).toMatchObject({ modes: ['auto', 'umts', 'lte', 'umts_lte'] })
    await host.call('set_modes', { mode: 'umts_lte' })
    expect(server.state.net).toEqual({
      NetworkMode: '0302',
      NetworkBand: '3FFFFFFF',
      LTEBand: '7FFFFFFFFFFFFFFF',
    })
    expect(await host.call('bands')).toMatchObject({
      supported: { lte: [1, 3, 7, 8, 20] },
      enabled: { lte: [1, 3, 7, 8, 20] },
    })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3, 20] })).toMatchObject({
      after: [3, 20],
      verified: true,
    })
    expect(server.state.net).toEqual({ NetworkMode: '0302', NetworkBand: '3FFFFFFF', LTEBand: '80004' })
    expect(await host.call('set_bands', { rat: 'lte', default: true })).toMatchObject({ verified: true })
    expect(server.state.net.LTEBand).toBe('7FFFFFFFFFFFFFFF')
    expect(await host.call('set_bands', { rat: 'lte', bands: [5] })).toMatchObject({
      error: 'invalid_argument',
    })
  })

  test('of ZTE takes its LTE bands, with a mark of its own for each change', async () => {
    const server = zteRouter()
    const { host } = open('zte', server)
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: [1, 3, 7, 8, 20] } })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({
      after: [3],
      verified: true,
    })
    expect(await host.call('set_bands', { rat: 'lte', default: true })).toMatchObject({
      after: [1, 3, 7, 8, 20],
    })
    expect(server.state.values.lte_band_lock).toBe('0x800C5')
  })

  test('of TCL has no bands to choose, and keeps how it selects its network', async () => {
    const server = tclRouter()
    const { host } = open('tcl', server)
    expect(await host.call('bands')).toMatchObject({ error: 'not_supported' })
    await host.call('set_modes', { mode: 'lte' })
    expect(server.state.settings).toEqual({ NetworkMode: 3, NetselectionMode: 1 })
  })

  test.each(kinds)('of %s gives its connection up and takes it up again', async kind => {
    const { host } = open(kind, made[kind]())
    expect(await host.call('autoconnect')).toMatchObject({ enabled: true })
    expect(await host.call('set_autoconnect', { enabled: false })).toMatchObject({
      after: false,
      verified: true,
    })
    expect(await host.call('set_autoconnect', { enabled: true })).toMatchObject({
      after: true,
      verified: true,
    })
  })

  test.each(kinds)('of %s is restarted once, and is back when it answers', async kind => {
    const server = made[kind]()
    const { host } = open(kind, server)
    expect(await host.call('restart')).toMatchObject({ state: expect.stringMatching(/^(?:waiting|back)$/) })
    await host.jobs.finish()
    expect(server.state.restarts).toBe(1)
  })

  test.each(kinds)('of %s offers in its capabilities what it does, and no AT command', async kind => {
    const { host } = open(kind, made[kind]())
    const { capabilities } = (await host.call('capabilities')) as {
      capabilities: { name: string; read: boolean; write: boolean; why: string | null }[]
    }
    const of = (name: string) => capabilities.find(each => each.name === name)
    expect(of('modes')).toMatchObject({ read: true, write: true, why: null })
    expect(of('bands')).toMatchObject({ read: kind !== 'tcl' })
    expect(of('sim')).toMatchObject({ read: true, write: true })
    expect(of('contexts')).toMatchObject({ read: false, why: expect.stringContaining('web interface') })
    expect(await host.call('at', { command: 'ATI' })).toMatchObject({ error: 'no_port' })
    expect(await host.call('contexts')).toMatchObject({ error: 'no_port' })
  })

  test('whose firmware lacks something is not asked to promise it', async () => {
    const server = huaweiRouter()
    const { host } = stickRouter('huawei', request =>
      request.target.endsWith('/net/net-mode')
        ? { body: '<error><code>100002</code></error>' }
        : server(request),
    )
    expect(await host.call('modes')).toMatchObject({ mode: null })
    const told = JSON.stringify(await host.call('capabilities'))
    expect(told).toMatch(/"name":"modes","read":false,"write":false,"why":"the modem has refused it/)
  })

  test.each(kinds)('of %s that is asked by nobody over an interface takes no order', async kind => {
    const { host, places } = stickRouter(kind, made[kind](), [])
    for (const method of ['modes', 'sim', 'messages'])
      expect(await host.call(method)).toMatchObject({ error: 'no_port' })
    expect(places).toEqual([])
  })
})

describe('the card of a stick', () => {
  const lock = {
    huawei: () => {
      const server = huaweiRouter()
      server.state.sim = '260'
      return { server }
    },
    zte: () => {
      const server = zteRouter({ values: { modem_main_state: 'modem_waitpin' } })
      return { server }
    },
    tcl: () => {
      const server = tclRouter()
      server.state.sim.SIMState = 2
      return { server }
    },
  } as const

  test.each(kinds)('of %s takes its PIN', async kind => {
    const { host } = open(kind, lock[kind]().server)
    expect(await host.call('sim')).toMatchObject({ state: 'pin_required', pin_attempts: 3, puk_attempts: 10 })
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      after: { state: 'ready' },
      verified: true,
    })
  })

  test.each(kinds)('of %s is not given a PIN twice that it has refused', async kind => {
    const { server } = lock[kind]()
    const { host } = open(kind, server)
    expect(await host.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'refused_by_modem' })
    expect(await host.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'invalid_argument' })
    expect(server.state.pins).toBe(1)
  })

  test('is beside a stick that gets what its section wishes, once', async () => {
    const server = huaweiRouter()
    const options = { password: 'secret', mode: 'lte', bands_lte: '3 20' }
    const { host } = stickRouter('huawei', server, [overStick('192.168.8.1')], options)
    expect(await host.call('apply')).toMatchObject({
      steps: [
        { what: 'modes', result: 'changed' },
        { what: 'bands.lte', result: 'changed' },
      ],
    })
    expect(server.state.net).toMatchObject({ NetworkMode: '03', LTEBand: '80004' })
    expect(await host.call('apply')).toMatchObject({ steps: [{ result: 'kept' }, { result: 'kept' }] })
  })

  test('takes the PIN of its section by itself, once', async () => {
    const { server } = lock.huawei()
    const { host } = stickRouter('huawei', server, [overStick('192.168.8.1')], {
      password: 'secret',
      pin: '1234',
    })
    expect(await host.call('apply')).toMatchObject({ steps: [{ what: 'pin', result: 'changed' }] })
    expect(server.state.sim).toBe('257')
  })
})

describe('the messages of a stick', () => {
  test('of Huawei are listed, told one by one, and deleted', async () => {
    const server = huaweiRouter()
    const { host } = open('huawei', server)
    const listed = (await host.call('messages')) as { messages: { id: string }[] }
    expect(listed).toMatchObject({
      complete: true,
      messages: [
        {
          type: 'received',
          number: '+48111',
          text: 'Hi & bye',
          unread: true,
          time: expect.stringMatching(/^2026-03-14T09:26:53[+-]/),
        },
        { type: 'sent', number: '+48222', text: 'sent' },
      ],
    })
    const id =
      listed.messages.find((each): each is { id: string } => each.id.startsWith('ME40001-'))?.id ?? ''
    expect(await host.call('message', { id })).toMatchObject({ message: { text: 'Hi & bye' } })
    expect(await host.call('delete_messages', { ids: [id] })).toMatchObject({ deleted: [id], failed: [] })
    expect(server.state.messages).toHaveLength(1)
  })

  test('of Huawei are all told, however many pages they fill', async () => {
    const server = huaweiRouter()
    server.state.messages = Array.from({ length: 45 }, (_, nth) => ({
      Index: String(40_000 + nth),
      Smstat: '1',
      Phone: '+48111',
      Content: `number ${nth}`,
      Date: '2026-03-14 09:26:53',
      box: '1',
    }))
    const { host } = open('huawei', server)
    const { messages, complete } = (await host.call('messages')) as { messages: unknown[]; complete: boolean }
    expect([messages.length, complete]).toEqual([45, true])
  })

  test.each(['zte', 'tcl'] as const)('of %s are listed and deleted', async kind => {
    const server = made[kind]()
    const { host } = open(kind, server as ReturnType<typeof made.zte>)
    const { messages } = (await host.call('messages')) as { messages: { id: string }[] }
    const text = kind === 'zte' ? 'Zażółć 😀' : 'Hello'
    expect(messages).toMatchObject([{ number: '+48111', text, unread: true, type: 'received' }])
    const ids = messages.map(({ id }) => id)
    expect(await host.call('delete_messages', { ids })).toMatchObject({ deleted: ids })
    expect(server.state.messages).toEqual([])
  })

  test.each(kinds)('of %s go out as a whole, once, and what became of it is told', async kind => {
    const server = made[kind]()
    const { host } = open(kind, server)
    const order = { to: '+48600', text: 'Zażółć <gęślą> & jaźń\n😀' }
    expect(await host.call('send_message', order)).toMatchObject({
      state: 'sent',
      parts: [{ state: 'sent' }],
    })
    expect(server.state.sent).toHaveLength(1)
  })

  test('that the stick could not send are refused, and not sent again', async () => {
    const server = huaweiRouter()
    server.state.outcome = 'FailPhone'
    const { host } = open('huawei', server)
    expect(await host.call('send_message', { to: '+48600', text: 'x' })).toMatchObject({ state: 'refused' })
    expect(server.state.sent).toHaveLength(1)
  })

  test.each(kinds)('of %s whose answer is lost may have been sent, and are not sent again', async kind => {
    const server = made[kind]()
    let orders = 0
    const { host } = stickRouter(
      kind,
      request => {
        const reply = server(request)
        const isOrder = /send-sms|SEND_SMS|api=SendSMS/.test(`${request.target}${request.body}`)
        const isTaken = server.state.sent.length > orders
        orders = server.state.sent.length
        return isOrder && isTaken ? { raw: '' } : reply
      },
      [overStick('192.168.8.1')],
      { password: 'secret' },
    )
    expect(await host.call('send_message', { to: '+48600', text: 'x' })).toMatchObject({ state: 'unknown' })
    expect(server.state.sent).toHaveLength(1)
  })

  test('that nobody may send without a login say so', async () => {
    const { host } = stickRouter('huawei', huaweiRouter())
    expect(await host.call('send_message', { to: '+48600', text: 'x' })).toMatchObject({
      state: 'refused',
      message: expect.stringContaining('option password'),
    })
  })

  test('whose text holds signs of the language of the stick arrive as they were', async () => {
    const server = huaweiRouter()
    const { host } = open('huawei', server)
    await host.call('send_message', { to: '+48600', text: '</Content><Phone>1</Phone>&' })
    expect(server.state.sent).toEqual([
      { phone: '+48600', content: '&#60;/Content&#62;&#60;Phone&#62;1&#60;/Phone&#62;&#38;' },
    ])
  })
})
