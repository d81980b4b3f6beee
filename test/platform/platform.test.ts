import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createNodePlatform } from '../../src/platform/node/platform.ts'
import { loadSource } from '../host/host.ts'
import { hardwareOf } from '../rig/modems.ts'
import { engine, lookup } from '../rig/qjs.ts'
import { createRouter, type Router, routerProblem } from '../rig/root.ts'
import { hostOnPty, type PtyHost } from '../sim/pty.ts'
import { cases } from './cases.ts'
import { bundleForQjs, fakeStage, modemScript, nodeStage, type Stage, unpluggable } from './stages.ts'

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
    hosts = [await unpluggable('ttyUSB0')]
    router = await createRouter({
      dist: null,
      modems: [hardwareOf(modemScript('ttyUSB0'), hosts[0]?.path ?? null, '1-1')],
      files: {
        [script]: await bundleForQjs(),
        '/usr/share/modem/dialects/sample.js': 'export const dialect = "loaded"\n',
        '/usr/share/modem/dialects/sample.settings.js': 'export const dialect = "settings"\n',
      },
    })
    await router.run(['mkdir', '/tmp/cases'])
    const run = router.run([...argv, 'cases', '/tmp/cases', '/dev/ttyUSB0', '/dev/ttyUSB1'])
    const isReady = () => {
      if (router.read('/tmp/cases/ready') === null) throw new Error('the cases do not come to their end')
    }
    await vi.waitFor(isReady, { timeout: 20_000, interval: 50 })
    const doomed = await unpluggable('ttyUSB1')
    hosts.push(doomed)
    router.plug(hardwareOf(modemScript('ttyUSB1'), doomed.path, '1-2'))
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
