import { describe, expect, test } from 'vitest'
import { type HuaweiOptions, huaweiRouter } from '../world/stick/huawei-router.ts'
import { tclRouter, zteRouter } from '../world/stick/routers.ts'
import type { StickServer } from '../world/stick/server.ts'
import { huaweiLte } from '../world/stick/sticks.ts'
import { overStick, type StickRouter, stickRouter } from './stick-router.ts'

const everything = (path: string) => path !== 'user/state-login'
const open = (kind: 'huawei' | 'zte' | 'tcl', server: StickServer, password = 'secret') =>
  stickRouter(kind, server, [overStick('192.168.8.1')], { password })
const anew = { max_age: 0 }

/** Everything a person or a report may come to see. */
const shown = ({ host, logged }: StickRouter, ...told: unknown[]) =>
  JSON.stringify([told, host.processes, logged])

describe('a stick that tells its values only to who logs in', () => {
  test.each(['0', '4', 'scram'] as const)(
    'of Huawei, whose login is %s, is read with its password',
    async login => {
      const server = huaweiRouter({ login, locked: everything })
      const { host, log } = open('huawei', server)
      expect(await host.call('info')).toMatchObject({ rat: 'lte_a', imei: '867569040123529', ways: ['http'] })
      expect(await host.call('status')).toMatchObject({ status: 'connected' })
      log.length = 0
      expect(await host.call('info', anew)).toMatchObject({ rat: 'lte_a' })
      expect(log.map(({ target }) => target)).toHaveLength(3)
      expect(server.state).toMatchObject({ logins: 1, wrong: 0, logouts: 0 })
    },
  )

  test('of Huawei takes a password of any letters', async () => {
    const server = huaweiRouter({ password: Buffer.from('żółw').toString('latin1'), locked: everything })
    const { host } = open('huawei', server, 'żółw')
    expect(await host.call('info')).toMatchObject({ rat: 'lte_a' })
  })

  test('of ZTE is, in one request when it is logged in', async () => {
    const server = zteRouter({ isLocked: true })
    const { host, log } = open('zte', server)
    expect(await host.call('info')).toMatchObject({ model: 'MF79U', rat: 'lte' })
    log.length = 0
    expect(await host.call('info', anew)).toMatchObject({ rat: 'lte' })
    expect(log).toHaveLength(1)
    expect(server.state.logins).toBe(1)
  })

  test.each(['HH70', 'MW40V'])('of TCL, a %s, tells its cell, in three requests', async model => {
    const server = tclRouter({ model })
    const { host, log } = open('tcl', server)
    expect(await host.call('info')).toMatchObject({ model, signal: { rsrp: -97 }, missing: [] })
    log.length = 0
    expect(await host.call('info', anew)).toMatchObject({ signal: { rsrp: -97 } })
    expect(log).toHaveLength(3)
    expect(server.state.logins).toBe(1)
  })

  test('is entered with another password when that is changed, and says what helps until then', async () => {
    const server = huaweiRouter({ locked: everything })
    const made = open('huawei', server, 'wrong')
    const { host } = made
    expect(await host.call('info')).toMatchObject({ login: 'refused', rat: null })
    expect(await host.call('status', anew)).toMatchObject({
      status: 'needs_login',
      reason: expect.stringContaining('refused the password'),
    })
    expect(await host.call('doctor')).toMatchObject({
      findings: [{ check: 'stick_login', severity: 'warning', cure: expect.stringContaining('correct it') }],
    })
    for (let nth = 0; nth < 5; nth++) {
      host.clock.advance(3_600_000)
      await host.call('info', anew)
    }
    expect(server.state.wrong).toBe(1)
    host.nodes.set('/etc/config/modem', {
      text: "config modem 'stick'\n\toption path '1-1'\n\toption password 'secret'\n",
    })
    expect(await host.call('info', anew)).toMatchObject({ rat: 'lte_a' })
    expect(server.state).toMatchObject({ wrong: 1, logins: 2 })
    const marks = [...host.nodes].filter(([name]) => name.includes('/login-'))
    expect(marks).toHaveLength(1)
    expect(JSON.stringify(marks)).not.toMatch(/wrong|secret/)
  })

  test.each([
    ['to another wrong one and back', 'also wrong', 2],
    ['to the right one and back', 'secret', 1],
  ])('whose password is changed %s is not sent the first again', async (_, between, wrong) => {
    const server = huaweiRouter({ locked: everything })
    const { host } = open('huawei', server, 'wrong')
    for (const password of ['wrong', between, 'wrong', between]) {
      host.nodes.set('/etc/config/modem', {
        text: `config modem 'stick'\n\toption path '1-1'\n\toption password '${password}'\n`,
      })
      server.end()
      host.clock.advance(3_600_000)
      await host.call('info', anew)
      await host.call('info', anew)
    }
    expect(server.state.wrong).toBe(wrong)
  })

  test('is sent a wrong password once, though the power was cut while it was judged', async () => {
    const server = huaweiRouter({ locked: everything })
    const { host } = open('huawei', server, 'wrong')
    server.state.losesLogin = true
    const { write } = host.platform.files
    host.platform.files.write = (name, text) => !text.includes('refused') && write(name, text)
    await host.call('info')
    for (const name of [...host.nodes.keys()]) if (name.startsWith('/var/run/')) host.nodes.delete(name)
    host.platform.files.write = write
    host.clock.advance(3_600_000)
    expect(await host.call('info', anew)).toMatchObject({ login: 'unanswered' })
    expect(server.state.logins).toBe(1)
  })

  test.each(['zte', 'tcl'] as const)('of %s is sent a wrong password once, whatever asks', async kind => {
    const server = kind === 'zte' ? zteRouter({ isLocked: true }) : tclRouter()
    const { host } = open(kind, server, 'wrong')
    for (const call of ['info', 'modes', 'messages', 'sim', 'info']) {
      host.clock.advance(3_600_000)
      await host.call(call, call === 'info' ? anew : {})
    }
    expect(server.state.logins).toBe(1)
  })

  test('whose answer to the password was lost is not sent it again, until a person asks for it', async () => {
    const server = huaweiRouter({ locked: everything })
    server.state.losesLogin = true
    const { host } = open('huawei', server)
    await host.call('info')
    server.state.losesLogin = false
    host.clock.advance(3_600_000)
    expect(await host.call('info', anew)).toMatchObject({ login: 'unanswered' })
    expect(server.state.logins).toBe(1)
    await host.call('apply', { force: true })
    expect(await host.call('info', anew)).toMatchObject({ rat: 'lte_a' })
    expect(server.state.logins).toBe(2)
  })

  test('gets no password that could not be written down before', async () => {
    const server = huaweiRouter({ locked: everything })
    const { host } = open('huawei', server)
    const { write } = host.platform.files
    host.platform.files.write = (name, text) => !name.startsWith('/etc/modem/wishes') && write(name, text)
    await host.call('info')
    expect(server.state.logins).toBe(0)
  })

  test('in which somebody else is logged in is left alone for a minute', async () => {
    const server = huaweiRouter({ locked: everything })
    server.state.isTaken = true
    const { host } = open('huawei', server)
    expect(await host.call('info')).toMatchObject({ login: 'elsewhere' })
    host.clock.advance(30_000)
    await host.call('info', anew)
    expect(server.state.logins).toBe(1)
    server.state.isTaken = false
    host.clock.advance(31_000)
    expect(await host.call('info', anew)).toMatchObject({ rat: 'lte_a' })
  })

  test('that puts its reader out is not entered again at once', async () => {
    const server = huaweiRouter({ locked: everything })
    const { host } = open('huawei', server)
    await host.call('info')
    server.end()
    host.clock.advance(5000)
    expect(await host.call('info', anew)).toMatchObject({ login: 'elsewhere' })
    host.clock.advance(60_000)
    expect(await host.call('info', anew)).toMatchObject({ rat: 'lte_a' })
    expect(server.state.logins).toBe(2)
  })
})

describe('a login', () => {
  test.each([
    ['huawei', huaweiRouter],
    ['zte', zteRouter],
    ['tcl', tclRouter],
  ] as const)('whose call was killed is given back by the next: %s', async (kind, make) => {
    const server = make()
    const { host } = open(kind, server)
    const { connect } = host.platform
    host.platform.connect = async (address, port) => {
      if (server.state.logins > 0) throw new Error('killed')
      return connect(address, port)
    }
    await Promise.resolve(host.call('set_modes', { mode: 'lte' })).catch(() => null)
    expect(server.state).toMatchObject({ logins: 1, logouts: 0 })
    host.platform.connect = connect
    await host.call('info', anew)
    expect(server.state).toMatchObject({ logins: 1, logouts: 1 })
  })

  test.each(['told', 'mixed'] as const)('of TCL goes on with its token as it is %s', async token => {
    const server = tclRouter({ token })
    const { host } = open('tcl', server)
    expect(await host.call('info')).toMatchObject({ signal: { rsrp: -97 }, missing: [] })
    expect(server.state.logins).toBe(1)
  })

  test.each(['pkcs1', 'oaep'] as const)('of Huawei is encrypted where its pages do: %s', async seal => {
    const asked = ['user/state-login', 'global/module-switch', 'webserver/publickey']
    const server = huaweiRouter({ seal, locked: path => !asked.includes(path) })
    const { host, log } = open('huawei', server)
    server.state.sim = '260'
    server.state.values['monitoring/status'] = { ...huaweiLte['monitoring/status'], SimStatus: '0' }
    expect(await host.call('info')).toMatchObject({ model: 'E3372h-320' })
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({ verified: true })
    expect(server.state).toMatchObject({ logins: 1, wrong: 0, pins: 1 })
    const sent = log.filter(({ target }) => /user\/login|pin\/operate/.test(target)).map(({ body }) => body)
    expect(sent.every(body => /^[\da-f]{512,}$/.test(body))).toBe(true)
  })

  test.each([
    ['MW45V', tclRouter({ model: 'MW45V' })],
    ['HUB71', tclRouter({ model: 'HUB71' })],
    ['one that encrypts what it answers', () => ({ body: '{"jsonrpc":"2.0","result":"U2FsdGVkX1+abc="}' })],
  ] as const)('that is not known is not tried, and that is said: %s', async (_, server) => {
    const { host, log } = open('tcl', server)
    await host.call('info')
    expect(JSON.stringify(log)).not.toContain('api=Login')
    expect(await host.call('messages')).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('not known here'),
    })
  })

  test('for who it is alone is given back', async () => {
    const server = huaweiRouter({ locked: path => path === 'device/information' })
    const { host } = open('huawei', server)
    expect(await host.call('info')).toMatchObject({ imei: '867569040123529' })
    expect(server.state).toMatchObject({ logins: 1, logouts: 1 })
    await host.call('info', anew)
    expect(server.state.logins).toBe(1)
  })

  test.each([
    ['huawei', huaweiRouter],
    ['zte', zteRouter],
  ] as const)('for one order is given back: %s', async (kind, make) => {
    const server = make()
    const { host } = open(kind, server)
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ verified: true })
    expect(server.state).toMatchObject({ logins: 2, logouts: 2 })
  })

  test('is not tried where no password is configured', async () => {
    const server = huaweiRouter({ locked: everything })
    const { host } = stickRouter('huawei', server)
    expect(await host.call('info')).toMatchObject({ login: 'needed' })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('option password'),
    })
    expect(server.state.logins).toBe(0)
  })

  test('shows its password nowhere: not in an answer, the log, a trace, a report or the words of a program', async () => {
    const password = 'Tr0ub4dor&3'
    const form: HuaweiOptions = { password, login: '0', locked: everything }
    const server = huaweiRouter(form)
    const made = open('huawei', server, password)
    const { host } = made
    const told = [await host.call('info'), await host.call('status')]
    for (const method of ['report', 'capabilities', 'doctor', 'apply', 'list', 'modes'])
      told.push(await host.call(method, method === 'apply' ? { dry_run: true } : {}))
    const { debugTalk } = await import('../../src/main/debug.ts')
    told.push({ debug: await debugTalk(host.platform, undefined) })
    const text = shown(made, ...told)
    const cookie = /SessionID=\w+/.exec(JSON.stringify([...host.nodes]))?.[0]
    expect(cookie).toBeDefined()
    for (const secret of [password, Buffer.from(password).toString('base64'), cookie ?? ''])
      expect(text.includes(secret), secret).toBe(false)
    const files = [...host.nodes].filter(([name]) => !name.startsWith('/etc/config/'))
    expect(JSON.stringify(files)).not.toContain(password)
  })
})
