import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { login, readAcls } from '../world/router/acl.ts'
import { distRoot } from '../world/router/layout.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Callers of the plugin are not tested on a router: ${problem}`)

const groups = readAcls(join(repository, 'acl.d'))

describe('the ACL groups', () => {
  it('grant methods of the object modem and its configuration, and nothing else', () => {
    const scopes = Object.values(groups).flatMap(({ read = {}, write = {} }) => [read, write])
    for (const { ubus = {}, uci = [], ...others } of scopes) {
      expect(others).toEqual({})
      expect(Object.keys(ubus).filter(name => name !== 'modem')).toEqual([])
      expect(uci).toEqual(Array.isArray(uci) && uci.length === 0 ? [] : ['modem'])
      const methods = Object.values(ubus).flat()
      expect(methods.filter(name => !Object.hasOwn(schemas.args, name))).toEqual([])
    }
  })

  it('let those who only look see no configuration, which may hold a PIN', () => {
    for (const read of [['modem-status'], ['modem-at']])
      expect(login(groups, { read, write: ['modem-at'] }).allowed('uci', 'modem', 'read')).toBe(false)
    expect(login(groups, { write: ['modem-control'] }).allowed('uci', 'modem', 'write')).toBe(true)
    expect(login(groups, { read: ['*'] }).allowed('uci', 'modem', 'write')).toBe(false)
  })

  it.skipIf(!existsSync(distRoot))(
    'of ubusd, which would let other users of the router in, are not extended',
    () => {
      expect(existsSync(join(distRoot, 'usr/share/rpcd/acl.d/modem.json'))).toBe(true)
      expect(existsSync(join(distRoot, 'usr/share/acl.d'))).toBe(false)
    },
  )

  it('of the compatibility package let the existing page read what it reads, and add no right to write', () => {
    const added = JSON.parse(readFileSync(join(repository, 'rpcd/compat/acl.json'), 'utf8')) as object
    expect(Object.entries(added).map(([name, group]) => [name, Object.keys(group as object)])).toEqual([
      ['luci-app-3ginfo-lite', ['description', 'read']],
    ])
  })
})

describe.skipIf(problem !== null)('the plugin on a router', () => {
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))])
  })
  afterAll(() => setup?.close())

  const call = async (method: string, stdin: string) => {
    const { stdout, ms } = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', method], { stdin })
    return { reply: JSON.parse(stdout) as Record<string, unknown>, ms }
  }

  it.each([
    ['cut off at 64 KB', `{"modem":"${'x'.repeat(65_525)}`],
    ['a megabyte', `{"modem":"${'x'.repeat(1_000_000)}"}`],
    ['lists in each other', `{"modem":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['objects in each other', `${'{"modem":'.repeat(7000)}1${'}'.repeat(7000)}`],
    ['a prototype', '{"__proto__":{"max_age":0}}'],
    ['no JSON', '{modem:1}'],
    ['no object', '"usb-1-1"'],
    ['bytes that are no text', '{"modem":"\ud800\u0000"}'],
    ['a session that is no text', '{"ubus_rpc_session":{"a":1},"max_age":"x"}'],
  ])('answers arguments that are %s with a failure, soon', async (_, stdin) => {
    const before = setup.hosts[0]?.log.length
    for (const method of ['info', 'signal', 'set_bands']) {
      const { reply, ms } = await call(method, stdin)
      expect(reply).toMatchObject({ error: 'invalid_argument', message: expect.any(String) })
      expect(JSON.stringify(reply).length).toBeLessThan(1000)
      expect(ms).toBeLessThan(3000)
    }
    expect(setup.hosts[0]?.log.length).toBe(before)
  })

  it.each([
    '../dialects/standard',
    'info.js',
    '/usr/share/modem/cli',
    'constructor',
    '__proto__',
    'INFO',
    '-h',
    '',
  ])('knows no method %j', async method => {
    expect((await call(method, '{}')).reply).toMatchObject({ error: 'unknown_method' })
  })
})
