import { describe, expect, it } from 'vitest'
import type { ContextsReply } from '../../src/contract/contexts.ts'
import { hostOfFixture, refuses, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import { contexts } from '../world/modem/contexts.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const first = {
  1: { type: 'IPV4V6', apn: 'internet', auth: { kind: '1', user: 'guest' } },
  3: { type: 'IP', apn: 'ims' },
}
const hostOf = (...behaviours: Parameters<typeof hostOfFixture>[1] & object) =>
  hostOfFixture('standard/any-lte', [...behaviours, contexts(first)])

describe('contexts', () => {
  it('are told with their state and addresses, and no password', async () => {
    const { contexts: told } = await hostOf().call('contexts')
    expect(told).toEqual([
      {
        cid: 1,
        type: 'ipv4v6',
        apn: 'internet',
        auth: 'pap',
        user: 'guest',
        active: true,
        addresses: ['10.64.0.1'],
      },
      { cid: 3, type: 'ip', apn: 'ims', auth: null, user: null, active: false, addresses: ['10.64.0.3'] },
    ])
  })

  it.each([
    [
      'of +CGPADDR, IPv6 as RFC 5952 writes it',
      ['+CGPADDR: 1,"10.64.0.1","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"', '+CGPADDR: 3,"0.0.0.0"'],
      [],
      ['10.64.0.1', '2001:db8::1'],
    ],
    [
      'of +CGCONTRDP where the other one tells none, without its masks, its name and the addresses of others',
      ['+CGPADDR: 1'],
      [
        '+CGCONTRDP: 1,5,"10.20.30.40","10.64.0.1.255.255.255.0","10.64.0.2","10.64.0.3"',
        `+CGCONTRDP: 1,5,"10.20.30.40","32.1.13.184.${'0.'.repeat(11)}1.${'255.'.repeat(8)}${'0.'.repeat(7)}0","254.128.${'0.'.repeat(13)}1"`,
        '+CGCONTRDP: 3,6,"ims","10.9.9.9.255.0.0.0"',
      ],
      ['10.64.0.1', '2001:db8::1'],
    ],
  ])('have the addresses %s', async (_, paddr, contrdp, addresses) => {
    const answers = { '+CGPADDR': paddr, '+CGCONTRDP': contrdp } as Record<string, string[]>
    const told: Behaviour = () => ({
      answer: part => (answers[part] ? reply(answers[part]) : undefined),
    })
    const reading = (await hostOf(told).call('contexts')) as unknown as ContextsReply
    expect(reading.contexts[0]).toMatchObject({ cid: 1, addresses })
  })

  it('are none, which is no failure', async () => {
    expect(await hostOfFixture('standard/any-lte', [contexts()]).call('contexts')).toMatchObject({
      contexts: [],
    })
  })
})

describe('set_context', () => {
  it('changes the access point name alone, with the type and the authentication as they were', async () => {
    const host = hostOf()
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'web.example' })).toMatchObject({
      requested: { cid: 1, type: 'ipv4v6', apn: 'web.example', auth: null, user: null },
      before: { apn: 'internet' },
      after: { apn: 'web.example', type: 'ipv4v6', auth: 'pap', user: 'guest' },
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+CGDCONT=1,"IPV4V6","web.example"'])
  })

  it('in use needs force, and says that the connection has to be made anew', async () => {
    const host = hostOf()
    expect(await host.call('set_context', { cid: 1, apn: 'web.example' })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('context 1 is in use'),
    })
    expect(writtenTo(host)).toEqual([])
    const wish = { cid: 1, apn: 'web.example', force: true }
    expect(await host.call('set_context', wish)).toMatchObject({ verified: true, reconnect_needed: true })
  })

  it('as it is already needs neither force nor a new connection', async () => {
    const wish = { cid: 1, apn: 'INTERNET', type: 'ipv4v6' }
    expect(await hostOf().call('set_context', wish)).toMatchObject({
      verified: true,
      reconnect_needed: false,
    })
  })

  it.each(['ims', 'IMS', 'sos', 'xcap', 'ims.mnc001.mcc001.gprs'])(
    'of the operator, %s, needs force although it is not active',
    async apn => {
      const host = hostOfFixture('standard/any-lte', [contexts({ ...first, 3: { type: 'IPV4V6', apn } })])
      expect(await host.call('set_context', { cid: 3, apn: 'internet' })).toMatchObject({
        error: 'invalid_argument',
        message: expect.stringContaining('operator'),
      })
      expect(writtenTo(host)).toEqual([])
      const wish = { cid: 3, apn: 'internet', force: true }
      expect(await host.call('set_context', wish)).toMatchObject({ verified: true, reconnect_needed: false })
    },
  )

  it('makes a context that did not exist', async () => {
    const host = hostOf()
    expect(await host.call('set_context', { cid: 2, apn: '', type: 'ipv6' })).toMatchObject({
      before: null,
      after: { cid: 2, apn: '', type: 'ipv6' },
      verified: true,
    })
  })

  it('sets the authentication and tells no password', async () => {
    const host = hostOf()
    const wish = { cid: 1, force: true, apn: 'corp', auth: 'chap', user: 'me@example', password: 's3cret' }
    const reply = await host.call('set_context', wish)
    expect(reply).toMatchObject({ after: { auth: 'chap', user: 'me@example' }, verified: true })
    expect(JSON.stringify(reply)).not.toContain('s3cret')
    expect(writtenTo(host).at(-1)).toBe('+CGAUTH=1,2,"me@example","s3cret"')
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'corp', auth: 'none' })).toMatchObject({
      after: { auth: 'none' },
      verified: true,
    })
  })

  it('with an authentication the modem does not tell sends nothing', async () => {
    const host = hostOfFixture('standard/any-lte', [contexts(first, { auth: false })])
    const wish = { cid: 1, force: true, apn: 'corp', auth: 'pap', user: 'me', password: 'x' }
    expect(await host.call('set_context', wish)).toMatchObject({ error: 'not_supported' })
    expect(writtenTo(host)).toEqual([])
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'corp' })).toMatchObject({
      verified: true,
    })
  })

  it('sends nothing when the contexts cannot be read', async () => {
    const host = hostOf(refuses(/^\+CGDCONT\?$/))
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'corp' })).toMatchObject({
      error: 'not_understood',
    })
    expect(writtenTo(host)).toEqual([])
  })

  it('is not verified when the modem keeps the old name', async () => {
    const host = hostOf(takesAndForgets(/^\+CGDCONT=/))
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'corp' })).toMatchObject({
      after: { apn: 'internet' },
      verified: false,
    })
  })

  it('that is refused says so, and how far it came', async () => {
    const host = hostOf(refuses(/^\+CGDCONT=/, '+CME ERROR: 50'))
    expect(await host.call('set_context', { cid: 1, force: true, apn: 'corp' })).toEqual({
      error: 'refused_by_modem',
      message: 'The modem refused the command: +CME ERROR: 50',
    })
    const half = hostOf(refuses(/^\+CGAUTH=/))
    const wish = { cid: 1, force: true, apn: 'corp', auth: 'pap', user: 'me', password: 'x' }
    expect(await half.call('set_context', wish)).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('1 of 2 commands'),
    })
  })

  it.each([
    { cid: 1, apn: 'a', auth: 'pap' },
    { cid: 1, apn: 'a', auth: 'none', user: 'me', password: 'x' },
    { cid: 1, apn: 'a', user: 'me', password: 'x' },
    { cid: 0, apn: 'a' },
    { cid: 17, apn: 'a' },
    { cid: 1, apn: 'two words' },
  ])('%j is wrong', async args => {
    const host = hostOf()
    expect(await host.call('set_context', args)).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })
})
