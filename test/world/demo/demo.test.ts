import { type ChildProcess, execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import Ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../memory/host.ts'
import { readFixture } from '../modem/fixture.ts'
import { hostOnPty, type PtyHost } from '../modem/pty.ts'
import { mustBeWritable, recordTo, startDesk } from './desk.ts'
import { nearest } from './near.ts'
import { contradiction, fixturePath, portsOf, readOptions } from './options.ts'
import { serveNear } from './ubus.ts'

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

describe('what npm start is asked for', () => {
  const read = (args: readonly string[]) => readOptions(args, { default: ['fibocom/fg621-lte-a'] })
  const mistakeOf = (work: () => unknown): string => {
    try {
      work()
      return 'nothing is wrong'
    } catch (error) {
      return error instanceof Error ? error.message : 'no error'
    }
  }

  it('is listed by --help', () => {
    const source = fs.readFileSync(path.join(repository, 'test/world/demo/start.ts'), 'utf8')
    const usage = /const usage = `([\s\S]*?[^\\])`/.exec(source)?.[1] ?? ''
    const listed = [...usage.matchAll(/^ {2}--(\w+)/gm)].map(([, word]) => word)
    const { help: _, ...known } = read([])
    for (const name of Object.keys(known)) expect(listed).toContain(name)
    expect(read(['-h']).help).toBe(true)
    for (const word of listed) expect(mistakeOf(() => read([`--${word}`]))).not.toContain('Unknown')
  })

  it('is a port of the server by a number, and the port of a modem by anything else', () => {
    expect(portsOf([])).toEqual({ server: 8080, serial: undefined })
    expect(portsOf(['/dev/ttyUSB2', '9000'])).toEqual({ server: 9000, serial: '/dev/ttyUSB2' })
    expect(mistakeOf(() => portsOf(['70000']))).toContain('no port')
  })

  it('that is no fixture is answered with those near it', () => {
    expect(mistakeOf(() => fixturePath('fibocom/fg612-lte'))).toMatch(/near it are fibocom\/fg621-lte, /)
  })

  it('that does not go together is said, and what goes together is not', () => {
    const told = (line: string) => contradiction(read(line.split(' ')), line.split(' '))
    expect(told('--write')).toContain('for a real modem')
    expect(told('--id 2c7c:0801')).toContain('for a real modem')
    expect(told('--port /dev/ttyUSB2 --modem zte/mf286d')).toContain('one of them')
    expect(told('--port /dev/ttyUSB2 --story stalled')).toContain('modem of its own')
    for (const line of [
      '--once',
      '--port 0 --modem zte/mf286d',
      '--port /dev/ttyUSB2 --write --id 1:2',
      '--story power',
    ])
      expect(told(line)).toBeNull()
  })

  it('that is no port or cannot be written is said before a modem is asked', async () => {
    await expect(startDesk({ port: '/dev/ttyUSB99' })).rejects.toThrow(
      /^there is no port \/dev\/ttyUSB99; there are: /,
    )
    await expect(startDesk({ port: repository })).rejects.toThrow(/ is no serial port; /)
    expect(mistakeOf(() => mustBeWritable('/no/such/folder/x.at'))).toBe(
      '/no/such/folder/x.at cannot be written',
    )
  })

  it('that is not understood is said in a sentence, without a stack', async () => {
    const wrong = promisify(execFile)('npx', ['tsx', 'test/world/demo/start.ts', '--wat'], {
      cwd: repository,
    })
    await expect(wrong).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Unknown option '--wat'; --help lists what there is\n$/),
    })
  }, 30_000)
})

it('of names the nearest are those with the fewest differences, a part of a name first', () => {
  expect(nearest(['a/one', 'a/one-two', 'b/ten', 'b/six'], 'one', 2)).toEqual(['a/one', 'a/one-two'])
  expect(nearest(['quectel/rm520n-nsa', 'zte/mf286d'], 'rm502n-nsa', 1)).toEqual(['quectel/rm520n-nsa'])
})

describe('a real modem at the desk', () => {
  let modem: PtyHost
  const port = { id: '2cb7:0a05' }

  beforeAll(async () => {
    modem = await hostOnPty(readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at')))
  })
  afterAll(() => modem?.close())

  it('is read as on a router, and not written to unless that was asked for', async () => {
    const desk = await startDesk({ ...port, port: modem.path })
    expect(await desk.call('info', {})).toMatchObject({ model: 'FG621-EA', rat: 'lte_a', port_state: 'ok' })
    expect(await desk.call('bands', {})).toMatchObject({ writable: ['lte'] })
    const before = modem.log.length
    for (const [method, args] of [
      ['set_bands', { rat: 'lte', bands: [3] }],
      ['at', { command: 'AT+CFUN=0' }],
      ['restart', {}],
    ] as const)
      expect(await desk.call(method, args)).toMatchObject({
        error: 'not_supported',
        message: expect.stringContaining('--write'),
      })
    expect(modem.log.length).toBe(before)
    desk.close()
    const writing = await startDesk({ ...port, port: modem.path, isWriting: true })
    expect(await writing.call('at', { command: 'AT+CGMM' })).toMatchObject({ ok: true })
    writing.close()
  }, 60_000)

  it('is recorded into a file', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'modem-desk-'))
    const desk = await startDesk({ ...port, port: modem.path })
    await recordTo(desk, path.join(folder, 'mine.at'))
    desk.close()
    const script = readFixture(path.join(folder, 'mine.at'))
    expect(script.device?.id).toBe('2cb7:0a05')
    expect(script.entries.size).toBeGreaterThan(10)
    fs.rmSync(folder, { recursive: true })
  }, 60_000)

  it('whose USB id nobody tells has to be named', async () => {
    await expect(startDesk({ port: modem.path })).rejects.toThrow('--id VID:PID')
    await expect(startDesk({ port: modem.path, id: 'none' })).rejects.toThrow('no USB id')
  })
})

it('the server takes the next free port where the wanted one is busy', async () => {
  const first = await serveNear(() => {}, 0)
  const second = await serveNear(() => {}, first.port)
  expect(second.port).not.toBe(first.port)
  for (const listener of [first, second]) listener.close()
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
