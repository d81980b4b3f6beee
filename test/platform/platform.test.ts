import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { createNodePlatform } from '../../src/platform/node/platform.ts'
import { loadSource } from '../world/memory/host.ts'
import { hostOnPty, type PtyHost } from '../world/modem/pty.ts'
import { wiredModem } from '../world/router/modems.ts'
import { engine, lookup } from '../world/router/qjs.ts'
import { createRouter, type Router, routerProblem } from '../world/router/root.ts'
import { cases, connectionCase } from './cases.ts'
import {
  bundleForQjs,
  deafHost,
  fakeStage,
  modemScript,
  nodeStage,
  type Stage,
  unpluggable,
} from './stages.ts'

/** A server on loopback that sends back what it gets, and closes when that ends with `end`. */
async function echoServer(): Promise<{ port: number; close(): void }> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.on('data', bytes => {
      if (bytes.toString('latin1').endsWith('end')) socket.destroy()
      else socket.write(bytes)
    })
  })
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  return { port, close: () => server.close() }
}

const names = Object.keys(cases)
const hasFlock = lookup('flock') !== null
if (!hasFlock) console.warn('Locks are not tested with Node.js: flock (util-linux) is missing')

describe.each([
  ['the fake', true, async () => fakeStage()],
  ['Node.js with serialport', hasFlock, nodeStage],
])('the platform of %s', (_, locks, make) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await make()
  })
  afterAll(() => stage?.close())

  it.each(names.filter(name => locks || !name.startsWith('a lock')))('%s', async name => {
    await cases[name]?.(stage)
  })
})

test('a connection of Node.js goes both ways and tells its end', async () => {
  const server = await echoServer()
  const platform = createNodePlatform({ load: loadSource })
  const told = await connectionCase(platform, '127.0.0.1', server.port)
  server.close()
  expect(told).toEqual([true, null, 'port_lost', 'port_lost'])
})

const problem = routerProblem()
if (problem !== null) console.warn(`The QuickJS platform is not tested: ${problem}`)

describe.skipIf(problem !== null)(`the platform of QuickJS (${problem ?? engine().description})`, () => {
  const script = '/usr/share/modem/cases.js'
  // QuickJS 2025-04-26 ends when an async function throws before its first await, although somebody awaits it.
  const argv = ['qjs', '--no-unhandled-rejection', '-m', script]
  let hosts: PtyHost[]
  let router: Router
  let results: Record<string, string | null>

  beforeAll(async () => {
    hosts = [await unpluggable('ttyUSB0'), await deafHost()]
    router = await createRouter({
      dist: null,
      modems: [
        wiredModem(modemScript('ttyUSB0'), hosts[0]?.path ?? null, '1-1'),
        wiredModem(modemScript('ttyUSB2'), hosts[1]?.path ?? null, '1-3'),
      ],
      files: {
        [script]: await bundleForQjs(),
        '/usr/share/modem/dialects/sample.js': 'export const dialect = "loaded"\n',
        '/usr/share/modem/dialects/sample.settings.js': 'export const dialect = "settings"\n',
      },
    })
    await router.run(['mkdir', '/tmp/cases'])
    const run = router.run([...argv, 'cases', '/tmp/cases', '/dev/ttyUSB0', '/dev/ttyUSB1', '/dev/ttyUSB2'])
    const isReady = () => {
      if (router.read('/tmp/cases/ready') === null) throw new Error('the cases do not come to their end')
    }
    await vi.waitFor(isReady, { timeout: 20_000, interval: 50 })
    const doomed = await unpluggable('ttyUSB1')
    hosts.push(doomed)
    router.plug(wiredModem(modemScript('ttyUSB1'), doomed.path, '1-2'))
    const { stdout, stderr } = await run
    if (!stdout.startsWith('{')) throw new Error(stderr)
    results = JSON.parse(stdout)
  })
  afterAll(async () => {
    await router?.close()
    for (const host of hosts ?? []) host.close()
  })

  it.each(names)('%s', name => {
    expect(results).toHaveProperty([name], null)
  })

  it('a lock is freed when its holder is killed, and waited for until then', async () => {
    const holder = router.run([...argv, 'hold', '/dev/ttyUSB0', '/tmp/held'], { timeoutMs: 1500 })
    await expect.poll(() => router.read('/tmp/held'), { timeout: 3000 }).toBe('held')
    expect((await router.run([...argv, 'take', '/dev/ttyUSB0', '100'])).stdout).toBe('null')
    const taken = await router.run([...argv, 'take', '/dev/ttyUSB0', '8000'])
    expect(await holder).toMatchObject({ killed: true, signal: 'SIGKILL' })
    expect(JSON.parse(taken.stdout)).toMatchObject({ waited: expect.any(Number) })
    expect(router.running().map(each => each.argv[0])).not.toContain('flock')
  })

  it('a lock keeps out other processes of the same program alone for the same port', async () => {
    const holder = router.run([...argv, 'hold', '/dev/ttyUSB0', '/tmp/held2'], { timeoutMs: 800 })
    await expect.poll(() => router.read('/tmp/held2'), { timeout: 3000 }).toBe('held')
    expect(JSON.parse((await router.run([...argv, 'take', '/tmp/held2', '100'])).stdout)).toEqual({
      waited: 0,
    })
    await holder
  })

  it('a module is loaded from where it is installed', async () => {
    const load = async (id: string) => JSON.parse((await router.run([...argv, 'load', id])).stdout) as unknown
    expect(await load('sample')).toEqual(['loaded', '/usr/share/modem'])
    expect(await load('sample.settings')).toEqual(['settings', '/usr/share/modem'])
    expect(await load('../dialects/sample')).toEqual([null, '/usr/share/modem'])
  })

  it('a line for the log is one argument, whatever it says, and the clock is the one of all processes', async () => {
    const { stdout } = await router.run([...argv, 'log', 'model X; $(reboot) "y"'])
    await expect
      .poll(() => router.log())
      .toContainEqual(expect.stringContaining('modem: model X; $(reboot) "y"'))
    const here = createNodePlatform({ load: loadSource }).now()
    expect(Math.abs(here - Number(stdout))).toBeLessThan(5000)
  })

  it('a connection goes through nc, both ways, tells its end, and leaves no process', async () => {
    const server = await echoServer()
    try {
      const { stdout } = await router.run([...argv, 'connect', '127.0.0.1', `${server.port}`])
      expect(JSON.parse(stdout)).toEqual([true, null, 'port_lost', 'port_lost'])
      expect(router.running().map(each => each.argv[0])).not.toContain('nc')
    } finally {
      server.close()
    }
  })

  it('leaves no process behind', () => {
    expect(router.running().filter(({ argv: [program] }) => program === 'qjs')).toEqual([])
  })
})

describe.skipIf(!hasFlock)('a lock on a pseudo-terminal', () => {
  it('is freed when its holder is killed with its children', async () => {
    const host = await hostOnPty(modemScript('ttyUSB0'))
    const holder = spawn('flock', [host.path, 'sleep', '20'], { stdio: 'ignore', detached: true })
    const platform = createNodePlatform({ load: loadSource })
    const atOnce = async () => {
      const lock = await platform.lock(host.path, platform.now())
      lock?.release()
      return lock !== null
    }
    try {
      await expect.poll(atOnce).toBe(false)
      process.kill(-Number(holder.pid), 'SIGKILL')
      const lock = await platform.lock(host.path, platform.now() + 3000)
      expect(lock).not.toBeNull()
      lock?.release()
    } finally {
      host.close()
    }
  })
})
