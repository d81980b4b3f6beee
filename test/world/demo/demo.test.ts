import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import Ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../memory/host.ts'

const start = ['start', '--silent', '--']
const valid = new Ajv({ strict: false }).compile(schemas.replies.info)

describe('npm start', () => {
  it('with --once prints what ubus call modem info prints and exits', async () => {
    const { stdout } = await promisify(execFile)('npm', [...start, '--once'], { cwd: repository })
    const info = JSON.parse(stdout)
    expect(valid(info), JSON.stringify(valid.errors)).toBe(true)
    expect(info).toMatchObject({ model: 'FG621-EA', rat: 'lte_a', registration: { state: 'home' } })
    expect(info.carriers).toHaveLength(2)
  }, 60_000)

  it('with --modem shows another fixture, and says so when there is none of that name', async () => {
    const args = [...start, '--once', '--modem', 'standard/any-lte']
    const { stdout } = await promisify(execFile)('npm', args, { cwd: repository })
    expect(JSON.parse(stdout)).toMatchObject({ rat: 'lte', port_state: 'ok' })
    const none = promisify(execFile)('npm', [...start, '--once', '--modem', 'no/such'], { cwd: repository })
    await expect(none).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no fixture no/such'),
    })
  }, 60_000)
})

describe('the JSON-RPC server of npm start', () => {
  let server: ChildProcess
  let url = ''

  beforeAll(async () => {
    server = spawn('npx', ['tsx', 'test/world/demo/start.ts', '--port', '0'], {
      cwd: repository,
      detached: true,
    })
    let text = ''
    url = await new Promise((resolve, reject) => {
      server.on('exit', () => reject(new Error(text)))
      server.stderr?.on('data', chunk => {
        text += chunk
        const found = /http:\/\/[\d.:]+\/ubus/.exec(text)
        if (found) resolve(found[0])
      })
    })
  }, 60_000)
  afterAll(() => {
    if (server?.pid) process.kill(-server.pid, 'SIGTERM')
  })

  const rpc = async (method: string, params: unknown) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params })
    return (await fetch(url, { method: 'POST', body })).json() as Promise<Record<string, unknown>>
  }
  const anonymous = '0'.repeat(32)
  const login = async () => {
    const reply = await rpc('call', [anonymous, 'session', 'login', { username: 'root', password: 'x' }])
    return (reply.result as [number, { ubus_rpc_session: string }])[1].ubus_rpc_session
  }

  it('lists the object modem with its methods and argument types', async () => {
    const { result } = await rpc('list', ['modem'])
    expect(result).toMatchObject({ modem: { info: { modem: '', max_age: 0 }, set_bands: { bands: [] } } })
  })

  it('answers a session call with status 0 and the reply', async () => {
    const sid = await login()
    const reply = await rpc('call', [sid, 'modem', 'info', {}])
    expect(reply).toMatchObject({ jsonrpc: '2.0', id: 7, result: [0, { model: 'FG621-EA' }] })
  })

  it('sets bands in the simulated modem', async () => {
    const sid = await login()
    const reply = await rpc('call', [sid, 'modem', 'set_bands', { rat: 'lte', bands: [3, 20] }])
    expect(reply.result).toMatchObject([0, { after: [3, 20], verified: true }])
  })

  it('serves the pages, their files, and nothing else', async () => {
    const at = (path: string) => fetch(new URL(path, url))
    const page = await at('/')
    expect(new URL(page.url).pathname).toBe('/cgi-bin/luci/admin/modem/cellular/status')
    expect(await page.text()).toContain('<div id="view">')
    const file = await at('/luci-static/resources/view/modem/status.js')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    for (const path of [
      '/luci-static/resources/../../../package.json',
      '/luci-static/resources/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/luci-static/resources/none.js',
      '/cgi-bin/luci/admin/none',
      '/etc/passwd',
    ])
      expect((await at(path)).status, path).toBe(404)
  })

  it('refuses callers without a session and unknown methods, as uhttpd does', async () => {
    expect(await rpc('call', [anonymous, 'modem', 'info', {}])).toMatchObject({ error: { code: -32002 } })
    const sid = await login()
    expect(await rpc('call', [sid, 'modem', 'nothing', {}])).toMatchObject({ error: { code: -32002 } })
    expect(await rpc('nonsense', [])).toMatchObject({ error: { code: -32601 } })
    expect(await (await fetch(url, { method: 'POST', body: '{' })).json()).toMatchObject({
      error: { code: -32700 },
    })
  })
})
