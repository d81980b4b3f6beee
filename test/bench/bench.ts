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
import type { Router } from '../world/router/root.ts'
import { canTrace, type Run } from '../world/router/run.ts'
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
  /** Instructions of the qjs process, or of shell and program where no qjs is started, in millions; null without callgrind. */
  instructions: number | null
  /** Peak resident memory of the largest process, KB. */
  memory: number | null
  /** Median wall time over the runs, ms. */
  wall: number
}

const valgrind = ['/usr/bin/valgrind', '/usr/bin/valgrind.bin', '/usr/libexec/valgrind'].filter(file =>
  fs.existsSync(file),
)

/** Lays valgrind into the router; its launcher needs the C library the router has for qjs. */
function stageValgrind(router: Router): boolean {
  if (valgrind.length < 2) return false
  for (const file of valgrind) fs.cpSync(file, path.join(router.root, file), { recursive: true })
  return true
}

/** Instructions of one program in millions, without those it becomes or starts. */
async function instructionsOf(
  router: Router,
  argv: readonly string[],
  stdin: string,
): Promise<number | null> {
  const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null', '--trace-children=no']
  const { stderr } = await router.run(
    [
      fs.existsSync(path.join(router.root, '/usr/bin/valgrind.bin'))
        ? '/usr/bin/valgrind.bin'
        : '/usr/bin/valgrind',
      ...options,
      ...argv,
    ],
    { stdin, timeoutMs: 120_000 },
  )
  const counted = /Collected : (\d+)/.exec(stderr)?.[1]
  return counted === undefined ? null : Number(counted) / 1e6
}

/**
 * Instructions of the plugin's shell that ends as `cat` of a file, in millions: of a shell that exits there instead
 * (callgrind does not count a program that becomes another one), and of that `cat`.
 */
async function readyInstructions(
  router: Router,
  { qjs, stdin = '' }: Way,
  body: string,
): Promise<number | null> {
  const plugin = '/usr/libexec/rpcd/modem'
  const text = fs.readFileSync(path.join(router.root, plugin), 'utf8')
  router.write('/tmp/plugin', text.replace('exec cat', 'exit'))
  const words = qjs.map(word => (word === plugin ? '/tmp/plugin' : word))
  const shell = await instructionsOf(router, words, stdin)
  const cat = await instructionsOf(router, ['/bin/busybox', 'cat', body], '')
  return shell === null || cat === null ? null : shell + cat
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

/** CPU time of one call, ms: the time of a loop of many by its number, so many that it takes about two seconds. */
async function cpuOf(
  router: Router,
  argv: readonly string[],
  stdin: string,
  wall: number,
): Promise<number | null> {
  const times = Math.max(40, Math.min(500, Math.round(2000 / wall)))
  router.write('/tmp/stdin', stdin)
  const call = `${argv.join(' ')} </tmp/stdin >/dev/null`
  const loop = `i=0; while [ $i -lt ${times} ]; do ${call}; i=$((i + 1)); done`
  const found: number[] = []
  for (let round = 0; round < 3; round++) {
    const { stderr } = await router.run(['/bin/busybox', 'time', '-p', '/bin/busybox', 'ash', '-c', loop])
    const seconds = (name: string) => Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(stderr)?.[1])
    found.push(((seconds('user') + seconds('sys')) * 1000) / times)
  }
  const least = Math.min(...found)
  return Number.isNaN(least) ? null : least
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
  /** The file the shell prints where it starts no qjs. */
  ready?: string
  before?(): Promise<unknown>
  /** Each call must be the first one: there is nothing to repeat in a loop. */
  isFirst?: true
}

async function measure(setup: Setup, way: Way, hasValgrind: boolean, runs: number): Promise<Cost> {
  const { router, hosts } = setup
  const { argv, qjs, stdin = '', before = async () => {} } = way
  const isRepeatable = !way.isFirst
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
    way.ready ? readyInstructions(router, way, way.ready) : instructionsOf(router, qjs, stdin)
  const instructions = hasValgrind ? await count() : null
  await before()
  const memory = await memoryOf(router, qjs, stdin)
  walls.sort((a, b) => a - b)
  const wall = walls[Math.floor(walls.length / 2)] ?? 0
  const cpu = isRepeatable ? await cpuOf(router, argv, stdin, wall) : null
  return {
    name: way.name,
    processes,
    exchanges,
    loaded: traced && loadedBy(router, traced),
    cpu,
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
  const fresh = (method: string): Way => {
    const argv = ['/usr/libexec/rpcd/modem', 'call', method]
    const before = () => router.run(argv, { stdin: '{}' })
    return {
      name: `${method}, lying ready`,
      argv,
      qjs: ['/bin/busybox', 'ash', ...argv],
      ready: `/var/run/modem/usb-1-1.${method}`,
      stdin: '{"modem":"usb-1-1","max_age":9000}',
      before,
    }
  }
  return [
    { name: 'empty qjs script', argv: ['qjs', '-m', '/tmp/empty.js'], qjs: ['qjs', '-m', '/tmp/empty.js'] },
    { name: 'info cold', ...info, stdin: '{"max_age":0}', before: forget, isFirst: true },
    { name: 'info warm', ...info, stdin: '{"max_age":0}', before: remember },
    fresh('info'),
    fresh('signal'),
    fresh('status'),
    {
      name: '3ginfo.sh cold',
      argv: ['/usr/share/3ginfo-lite/3ginfo.sh', 'json'],
      qjs: ['qjs', '-m', `${share}/shim.js`, '3ginfo', 'json'],
      before: forget,
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

const usage = `Usage: npm run bench -- [--only calls|watch] [--watchcat FILE]

Measures what calls cost, and what the watch costs all the time, on a scratch router.

  --only calls|watch   one of the two; the watch takes ten minutes
  --watchcat FILE      measures this script beside the watch: watchcat.sh of openwrt/packages
  --help               this`

async function benchCalls(): Promise<void> {
  const heads = 'processes,exchanges,JS KB,CPU ms,÷ floor,M instr.,÷ floor,peak KB,− floor,wall ms'.split(',')
  console.log(' '.repeat(24) + heads.map(head => head.padStart(11)).join(''))
  await withModem([], async setup => {
    const hasValgrind = stageValgrind(setup.router)
    let floor: Cost | null = null
    for (const way of await waysOf(setup)) {
      const cost = await measure(setup, way, hasValgrind, 9)
      floor ??= cost
      console.log(row(cost, floor))
    }
  })
  const { router } = await createQmiRouter(em7565Aggregating)
  try {
    const setup = { router, hosts: [], close: async () => {} }
    const [, , warm] = await waysOf(setup)
    if (warm) {
      const cost = await measure(setup, { ...warm, name: 'info warm over QMI' }, stageValgrind(router), 9)
      console.log(row(cost, cost))
    }
  } finally {
    await router.close()
  }
  await withModem([late(30)], async setup => {
    const [, , warm] = await waysOf(setup)
    if (warm) {
      const { wall } = await measure(setup, warm, false, 9)
      console.log(
        `\nA warm info from a modem that answers after 30 ms takes ${wall.toFixed(1)} ms (median of 9).`,
      )
    }
  })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      watchcat: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const { only, watchcat = null } = values
  if (values.help) return console.log(usage)
  if (only !== undefined && only !== 'calls' && only !== 'watch')
    throw new Error('--only takes calls or watch')
  if (watchcat !== null && !fs.existsSync(watchcat)) throw new Error(`there is no file ${watchcat}`)
  const memory = '/dev/shm'
  if (isRunnable(memory)) process.env.TMPDIR = memory
  else console.log(`The scratch router lies on a disk: no program can be run from ${memory}.`)
  if (only !== 'watch') await benchCalls()
  if (only !== 'calls') await benchWatch(watchcat)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
