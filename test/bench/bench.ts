import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { repository } from '../world/memory/host.ts'
import { late } from '../world/modem/behaviours.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { em7565Aggregating } from '../world/modem/qmi-situations.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { createQmiRouter } from '../world/router/qmi.ts'
import { type Router, routerProblem } from '../world/router/root.ts'
import { canTrace, type Run } from '../world/router/run.ts'
import { above } from './goals.ts'
import { instructionsOf, type Ready, readyInstructions, stageValgrind } from './instructions.ts'
import { benchMips } from './mips.ts'
import { warmModels } from './models.ts'
import { pageMinute } from './page.ts'
import { comparePeer } from './peer.ts'
import { benchWatch } from './watch.ts'

/** What one way of calling costs. */
interface Cost {
  name: string
  processes: number | null
  exchanges: number
  /** Bytes of JavaScript loaded, in KB; null without strace. */
  loaded: number | null
  /** User and system time of all processes of one call, ms. */
  cpu: number | null
  /** Share of it that is the kernel's, %. */
  kernel: number | null
  /** Instructions of the qjs process, or of shell and program where no qjs is started, in millions; null without callgrind. */
  instructions: number | null
  /** Peak resident memory of the largest process, KB. */
  memory: number | null
  /** Median wall time over the runs, ms. */
  wall: number
}

const peakIn = (text: string) => {
  const peak = /Maximum resident set size \(kbytes\): (\d+)/.exec(text)?.[1]
  return peak === undefined ? null : Number(peak)
}

/**
 * How much too large the peak is that this busybox tells: older ones multiply the kernel's kilobytes by four. A shell
 * that prints its own peak from /proc shows it.
 */
async function exaggeration(router: Router): Promise<number> {
  const shell = ['/bin/busybox', 'ash', '-c', 'while read -r line; do echo "$line"; done </proc/self/status']
  const { stdout, stderr } = await router.run(['/bin/busybox', 'time', '-v', ...shell])
  const own = Number(/VmHWM:\s*(\d+) kB/.exec(stdout)?.[1])
  return Math.max(1, Math.round((peakIn(stderr) ?? own) / own)) || 1
}

/** Peak resident memory, median of nine runs, KB. */
async function memoryOf(router: Router, argv: readonly string[], stdin: string): Promise<number | null> {
  const factor = await exaggeration(router)
  const peaks: number[] = []
  for (let i = 0; i < 9; i++) {
    const { stderr } = await router.run(['/bin/busybox', 'time', '-v', ...argv], { stdin })
    peaks.push((peakIn(stderr) ?? Number.NaN) / factor)
  }
  const median = peaks.sort((a, b) => a - b)[4] ?? Number.NaN
  return Number.isNaN(median) ? null : median
}

/** CPU time of calls, ms each, and how much of it is the kernel's. */
interface Used {
  cpu: number
  kernel: number
}

/** CPU time of one call: that of a loop of many, so many that it takes about two seconds, by their number. */
async function cpuOf(router: Router, { argv, stdin = '' }: Way, wall: number): Promise<Used | null> {
  const times = Math.max(40, Math.min(500, Math.round(2000 / wall)))
  router.write('/tmp/stdin', stdin)
  const call = `${argv.join(' ')} </tmp/stdin >/dev/null`
  const loop = `i=0; while [ $i -lt ${times} ]; do ${call}; i=$((i + 1)); done`
  const { stderr } = await router.run(['/bin/busybox', 'time', '-p', '/bin/busybox', 'ash', '-c', loop])
  const ms = (name: string) =>
    (Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(stderr)?.[1]) * 1000) / times
  const cpu = ms('user') + ms('sys')
  return Number.isNaN(cpu) ? null : { cpu, kernel: (100 * ms('sys')) / cpu }
}

/** The least CPU time of each way in three rounds, in which the ways take turns: what disturbs them disturbs all. */
async function cpuOfAll({ router }: Setup, ways: readonly Way[], costs: readonly Cost[]): Promise<void> {
  for (let round = 0; round < 3; round++)
    for (const [nth, way] of ways.entries()) {
      const cost = costs[nth]
      if (way.isFirst || cost === undefined) continue
      await way.before?.()
      const used = await cpuOf(router, way, cost.wall)
      if (used !== null && (cost.cpu === null || used.cpu < cost.cpu)) Object.assign(cost, used)
    }
}

function loadedBy(router: Router, run: Run): number {
  const scripts = (run.opened ?? []).filter(file => /^\/usr\/share\/modem\/.*\.js$/.test(file))
  const sizes = [...new Set(scripts)].map(file => fs.statSync(path.join(router.root, file)).size)
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** One way of calling: what runs, with what on standard input, and what must be done before each run. */
interface Way {
  name: string
  argv: readonly string[]
  /** The same without the shell where it only starts qjs, for counting instructions. */
  qjs: readonly string[]
  stdin?: string
  /** What the shell becomes where an answer lies ready. */
  ready?: Ready
  before?(): Promise<unknown>
  /** Each call must be the first one: there is nothing to repeat in a loop. */
  isFirst?: true
}

async function measure(setup: Setup, way: Way, hasValgrind: boolean, runs: number): Promise<Cost> {
  const { router, hosts } = setup
  const { argv, qjs, stdin = '', before = async () => {} } = way
  const walls: number[] = []
  let processes: number | null = null
  let exchanges = 0
  for (let i = 0; i < runs; i++) {
    await before()
    const asked = hosts[0]?.log.length ?? 0
    const run = await router.run(argv, { stdin })
    walls.push(run.ms)
    processes = run.processes
    exchanges = (hosts[0]?.log.length ?? 0) - asked
  }
  await before()
  const traced = canTrace() ? await router.run(argv, { stdin, trace: true }) : null
  await before()
  const count = () =>
    way.ready ? readyInstructions(router, argv, stdin, way.ready) : instructionsOf(router, qjs, stdin)
  const instructions = hasValgrind ? await count() : null
  await before()
  const memory = await memoryOf(router, qjs, stdin)
  walls.sort((a, b) => a - b)
  const wall = walls[Math.floor(walls.length / 2)] ?? 0
  return {
    name: way.name,
    processes,
    exchanges,
    loaded: traced && loadedBy(router, traced),
    cpu: null,
    kernel: null,
    instructions,
    memory,
    wall,
  }
}

function row(cost: Cost, floor: Cost): string {
  const over = (own: number | null, empty: number | null) => (own && empty ? own / empty : null)
  const extra = cost.memory !== null && floor.memory !== null ? cost.memory - floor.memory : null
  const cells: readonly (readonly [number | null, number])[] = [
    [cost.processes, 0],
    [cost.exchanges, 0],
    [cost.loaded, 1],
    [cost.cpu, 2],
    [over(cost.cpu, floor.cpu), 1],
    [cost.kernel, 0],
    [cost.instructions, 2],
    [over(cost.instructions, floor.instructions), 1],
    [cost.memory, 0],
    [extra, 0],
    [cost.wall, 1],
  ]
  return cost.name.padEnd(24) + cells.map(([n, d]) => (n === null ? '-' : n.toFixed(d)).padStart(11)).join('')
}

async function waysOf(setup: Setup): Promise<Way[]> {
  const { router } = setup
  router.write('/tmp/empty.js', 'export {}\n')
  const share = '/usr/share/modem'
  const info = {
    argv: ['/usr/libexec/rpcd/modem', 'call', 'info'],
    qjs: ['qjs', '-m', `${share}/rpcd.js`, 'call', 'info'],
  }
  const forget = () => router.run(['rm', '-rf', '/var/run/modem'])
  const remember = async () => router.run(info.argv, { stdin: '{}' })
  const fresh = (method: string, modem = 'usb-1-1', name = ''): Way => {
    const argv = ['/usr/libexec/rpcd/modem', 'call', method]
    return {
      name: `${method}${name}, ready`,
      argv,
      qjs: ['/bin/busybox', 'ash', ...argv],
      ready: { file: `/var/run/modem/usb-1-1.${method}` },
      stdin: `{"modem":"${modem}","max_age":9000}`,
      before: () => router.run(argv, { stdin: '{}' }),
    }
  }
  const page = {
    argv: ['/usr/share/3ginfo-lite/3ginfo.sh', 'json'],
    qjs: ['qjs', '-m', `${share}/shim.js`, '3ginfo', 'json'],
  }
  const { port } = JSON.parse((await remember()).stdout || '{}') as { port?: string }
  const old = () => router.run(['sleep', '2.1'])
  return [
    { name: 'empty qjs script', argv: ['qjs', '-m', '/tmp/empty.js'], qjs: ['qjs', '-m', '/tmp/empty.js'] },
    {
      name: 'empty sh script',
      argv: ['/bin/busybox', 'ash', '-c', ':'],
      qjs: ['/bin/busybox', 'ash', '-c', ':'],
    },
    { name: 'info cold', ...info, stdin: '{"max_age":0}', before: forget, isFirst: true },
    { name: 'info warm', ...info, stdin: '{"max_age":0}', before: remember },
    ...['info', 'signal', 'status'].map(method => fresh(method)),
    fresh('info', port, ' by port'),
    { name: '3ginfo.sh cold', ...page, before: forget, isFirst: true },
    {
      name: '3ginfo.sh warm',
      ...page,
      before: async () => {
        await router.run(page.argv)
        await old()
      },
      isFirst: true,
    },
    {
      name: '3ginfo.sh, ready',
      argv: page.argv,
      qjs: ['/bin/busybox', 'ash', ...page.argv],
      ready: { file: '/var/run/modem/usb-1-1.3ginfo' },
      before: () => router.run(page.argv),
      isFirst: true,
    },
    {
      name: 'modem status, ready',
      argv: ['/usr/bin/modem', 'status'],
      qjs: ['/bin/busybox', 'ash', '/usr/bin/modem', 'status'],
      ready: { file: '/var/run/modem/usb-1-1.status', program: `${share}/cli-ready.js` },
      before: () => router.run(['/usr/libexec/rpcd/modem', 'call', 'status'], { stdin: '{"max_age":0}' }),
      isFirst: true,
    },
    {
      name: 'modemband.sh json',
      argv: ['/usr/bin/modemband.sh', 'json'],
      qjs: ['qjs', '-m', `${share}/shim.js`, 'modemband', 'json'],
      before: remember,
    },
  ]
}

async function withModem<T>(
  behaviours: readonly Behaviour[],
  work: (setup: Setup) => Promise<T>,
): Promise<T> {
  const script = readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
  const setup = await setUp([script], { behaviours })
  try {
    return await work(setup)
  } finally {
    await setup.close()
  }
}

/** Whether programs can be run from a folder in memory: there a router keeps `/var/run`. */
function isRunnable(folder: string): boolean {
  const probe = path.join(folder, `modem-bench-${process.pid}`)
  try {
    fs.writeFileSync(probe, '#!/bin/sh\n', { mode: 0o700 })
    return spawnSync(probe).status === 0
  } catch {
    return false
  } finally {
    fs.rmSync(probe, { force: true })
  }
}

const usage = `Usage: npm run bench -- [--only calls|watch] [--watchcat FILE] [--check] [--peer DIR] [--mips QJS]

Measures what calls cost, and what the watch costs all the time, on a scratch router.

  --only calls|watch   one of the two; the watch takes ten minutes
  --watchcat FILE      measures this script beside the watch: watchcat.sh of openwrt/packages
  --check              counts instructions alone, and fails where a call costs more than it may
  --peer DIR           runs the legacy scripts of this tree and ours in turns on the same modem
  --mips QJS           counts the instructions of this qjs for mipsel, under qemu-mipsel-static
  --help               this`

/** Everything that is counted in instructions against what it may cost; true where something costs more. */
async function check(): Promise<boolean> {
  const problem = routerProblem()
  if (problem !== null) {
    console.log(`Instructions are not counted: ${problem}`)
    return false
  }
  const counted: [string, number][] = []
  await withModem([], async setup => {
    if (!stageValgrind(setup.router)) return
    for (const way of await waysOf(setup)) {
      await way.before?.()
      const { argv, qjs, stdin = '', ready } = way
      const found = ready
        ? await readyInstructions(setup.router, argv, stdin, ready)
        : await instructionsOf(setup.router, qjs, stdin)
      if (found !== null) counted.push([way.name, found])
    }
  })
  if (counted.length === 0) {
    console.log('Instructions are not counted: valgrind is missing.')
    return false
  }
  const { median, worst } = await warmModels()
  for (const [name, millions] of counted) console.log(name.padEnd(24) + millions.toFixed(2).padStart(11))
  console.log(`info warm of ten models: median ${median.toFixed(1)}, worst ${worst.toFixed(1)} M`)
  const faults = above([...counted, ['info warm, median', median], ['info warm, worst', worst]])
  for (const line of faults) console.log(line)
  if (faults.length === 0) console.log('No call costs more instructions than it may.')
  return faults.length > 0
}

/** Every way of calling, floor and rows taking turns. */
async function benchCalls(): Promise<void> {
  const heads =
    'processes,exchanges,JS KB,CPU ms,÷ floor,% kernel,M instr.,÷ floor,peak KB,− floor,wall ms'.split(',')
  console.log(' '.repeat(24) + heads.map(head => head.padStart(11)).join(''))
  await withModem([], async setup => {
    const hasValgrind = stageValgrind(setup.router)
    const ways = await waysOf(setup)
    const costs: Cost[] = []
    for (const way of ways) costs.push(await measure(setup, way, hasValgrind, 9))
    await cpuOfAll(setup, ways, costs)
    for (const cost of costs) console.log(row(cost, costs[0] ?? cost))
  })
  const { router } = await createQmiRouter(em7565Aggregating)
  try {
    const setup = { router, hosts: [], close: async () => {} }
    const warm = (await waysOf(setup)).find(({ name }) => name === 'info warm')
    if (warm) {
      const cost = await measure(setup, { ...warm, name: 'info warm over QMI' }, stageValgrind(router), 9)
      console.log(row(cost, cost))
    }
  } finally {
    await router.close()
  }
  const { count, median, worst, name } = await warmModels()
  if (count > 0)
    console.log(
      `\ninfo warm of ${count} models: median ${median.toFixed(1)} M instructions, worst ${worst.toFixed(1)} M (${name}).`,
    )
  await withModem([late(30)], async setup => {
    const warm = (await waysOf(setup)).find(({ name }) => name === 'info warm')
    if (warm) {
      const { wall } = await measure(setup, warm, false, 9)
      console.log(
        `A warm info from a modem that answers after 30 ms takes ${wall.toFixed(1)} ms (median of 9).`,
      )
    }
  })
  for (const isWatched of [false, true])
    await withModem([late(30)], async setup => console.log(await pageMinute(setup, isWatched)))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      watchcat: { type: 'string' },
      check: { type: 'boolean', default: false },
      peer: { type: 'string' },
      mips: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const { only, watchcat = null, peer, mips } = values
  if (values.help) return console.log(usage)
  if (only !== undefined && only !== 'calls' && only !== 'watch')
    throw new Error('--only takes calls or watch')
  for (const file of [watchcat, mips ?? null])
    if (file !== null && !fs.existsSync(file)) throw new Error(`there is no file ${file}`)
  const memory = '/dev/shm'
  if (isRunnable(memory)) process.env.TMPDIR = memory
  else console.log(`The scratch router lies on a disk: no program can be run from ${memory}.`)
  if (values.check) {
    process.exitCode = (await check()) ? 1 : 0
    return
  }
  if (peer !== undefined) return comparePeer(peer)
  if (mips !== undefined) return benchMips(mips)
  if (only !== 'watch') await benchCalls()
  if (only !== 'calls') await benchWatch(watchcat)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
