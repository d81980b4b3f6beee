import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type Server, serve, status } from '../demo/ubus.ts'
import { type StrictModem, strictModem } from './bus.ts'
import { sessionOf } from './site.ts'

describe('the host of the pages', () => {
  let modem: StrictModem
  let server: Server
  let listener: { port: number; close(): void }
  const refused: string[] = []

  beforeAll(async () => {
    modem = strictModem(async method => ({ method }))
    server = createServer({ objects: { modem }, login: () => null, refused: why => refused.push(why) })
    listener = await serve((request, response) => server.handle(request, response), 0)
  })
  afterAll(() => listener?.close())

  const call = async (sid: string, method: string, args: object = {}) => {
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'call',
      params: [sid, 'modem', method, args],
    })
    const reply = await fetch(`http://127.0.0.1:${listener.port}/ubus`, { method: 'POST', body })
    return (await reply.json()) as Record<string, unknown>
  }
  const visitor = () => server.open(sessionOf({ read: ['modem-status'], write: ['modem-status'] }))

  it('refuses a call while another one runs, and notices it', async () => {
    const sid = visitor()
    modem.fault = () => ({ delayMs: 200 })
    const replies = await Promise.all([call(sid, 'list'), call(sid, 'status')])
    modem.fault = () => null
    expect(replies.map(({ result }) => (result as [number])[0]).sort()).toEqual([status.ok, status.noData])
    expect(modem.complaints.splice(0)).toEqual([
      expect.stringMatching(/^(list|status) was called while (list|status) was running$/),
    ])
  })

  it('takes calls one after the other', async () => {
    const sid = visitor()
    expect(await call(sid, 'list')).toMatchObject({ result: [status.ok, { method: 'list' }] })
    expect(await call(sid, 'status')).toMatchObject({ result: [status.ok, { method: 'status' }] })
    expect(modem.complaints).toEqual([])
  })

  it('refuses a method outside the access groups of the page, and notices it', async () => {
    expect(await call(visitor(), 'set_bands', { bands: [3] })).toMatchObject({ error: { code: -32002 } })
    expect(refused.splice(0)).toEqual(['modem set_bands is not granted'])
  })

  it('refuses an unknown method, and notices it', async () => {
    const sid = server.open({ ...sessionOf({ read: ['*'], write: ['*'] }), allowed: () => true })
    expect(await call(sid, 'nonsense')).toMatchObject({ result: [status.methodNotFound] })
    expect(refused.splice(0)).toEqual(['modem has no method nonsense'])
  })
})
