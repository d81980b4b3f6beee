import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import Ajv from 'ajv'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../world/memory/host.ts'
import { oneByteAtATime, unsolicitedInside } from '../world/modem/behaviours.ts'
import { drift } from '../world/modem/drift.ts'
import { readFixture } from '../world/modem/fixture.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { setUp } from '../world/router/modems.ts'
import { type Router, routerProblem } from '../world/router/root.ts'

/** A quantity in the first and in the last quarter of a series: the least of each. */
export interface Trend {
  first: number
  last: number
}

/** What a soak found; every list is empty when all is well. */
export interface SoakReport {
  rounds: number
  killed: number
  /** Answers that were not valid, with the round. */
  invalid: string[]
  /** Processes still alive at the end. */
  processes: string[]
  /** Files that are there at the end and were not after the first call. */
  files: string[]
  /** Size of what is remembered of the modem, bytes. */
  remembered: Trend
  /** Peak memory of single calls, KB. */
  peakKb: Trend
  /** Memory of one process that refreshes all the time, KB. */
  lastingKb: Trend
  /** What that process has open. */
  descriptors: Trend
  /** Heap of this process, MB: the simulated modem lives in it. */
  heapMb: Trend
  /** What this process has open: the other ends of the ports. */
  ownDescriptors: Trend
}

function trendOf(series: readonly number[]): Trend {
  const quarter = Math.max(1, Math.floor(series.length / 4))
  return { first: Math.min(...series.slice(0, quarter)), last: Math.min(...series.slice(-quarter)) }
}

/** Run by qjs: refreshes in one process and tells, a line each time, what it has open and how much memory it has. */
const lasting = `import * as os from 'os'
import * as std from 'std'
import { answer } from '/usr/share/modem/backend.js'

function memory() {
  const file = std.open('/proc/self/status', 'r')
  const text = file.readAsString()
  file.close()
  return Number(/VmRSS:[^0-9]*([0-9]+)/.exec(text)?.[1])
}
const [, rounds = '100', every = '10'] = scriptArgs
for (let round = 1; round <= Number(rounds); round++) {
  const reply = JSON.parse(await answer('info', { max_age: 0 }))
  if (round % Number(every) > 0) continue
  std.gc()
  const descriptors = os.readdir('/proc/self/fd')[0].length
  print(
    JSON.stringify({
      round,
      descriptors,
      kb: memory(),
      port_state: reply.port_state ?? reply.error,
    }),
  )
  std.out.flush()
}
std.exit(0)
`

/** busybox takes what Linux counts in KB for pages of 4 KB. */
const busyboxFactor = 4

const plugin = ['/usr/libexec/rpcd/modem', 'call', 'info']
const bare = ['qjs', '-m', '/usr/share/modem/rpcd.js', 'call', 'info']
const snapshot = '/var/run/modem/usb-1-1.json'
const stdin = '{"max_age":0}'

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The modem of the soak: values that move, chatter, slow and lost answers now and then. */
function difficult(seed: number): Behaviour[] {
  const next = random(seed)
  const lost = () => next() < 0.01
  const slow = () => next() < 0.05
  return [
    drift(seed),
    unsolicitedInside(['RING', '+CREG: 1']),
    oneByteAtATime(0),
    () => ({ delayMs: () => (slow() ? 120 : 0), ignores: () => lost() }),
  ]
}

/** One process that refreshes `rounds` times: its memory and descriptors, looked at some thirty times. */
async function last(router: Router, rounds: number): Promise<Pick<SoakReport, 'lastingKb' | 'descriptors'>> {
  const script = '/tmp/lasting.js'
  router.write(script, lasting)
  const every = Math.max(1, Math.floor(rounds / 30))
  const run = await router.run(['qjs', '-m', script, String(rounds), String(every)], {
    timeoutMs: 600_000 + rounds * 1000,
  })
  const looks = run.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { descriptors: number; kb: number })
  if (looks.length < Math.floor(rounds / every))
    throw new Error(`the lasting process ended early: ${run.stderr}`)
  return {
    lastingKb: trendOf(looks.map(({ kb }) => kb)),
    descriptors: trendOf(looks.map(({ descriptors }) => descriptors)),
  }
}

/** Every file of the router that programs may write, except the system log and what the tests keep there. */
async function filesOf(router: Router): Promise<string[]> {
  const { stdout } = await router.run(['find', '/tmp', '/var/run/', '/etc', '/root', '-type', 'f'])
  return [...new Set(stdout.trim().split('\n'))].filter(file => !file.startsWith('/tmp/log/')).sort()
}

/**
 * Refreshes a modem over and over on the staged tree under real qjs, kills a caller now and then at a random moment,
 * lets one process go on for as many rounds, and looks for what is left behind and what grows. Throws where no scratch
 * router can be made.
 */
export async function soak(rounds: number, seed: number): Promise<SoakReport> {
  const problem = routerProblem()
  if (problem !== null) throw new Error(problem)
  const valid = new Ajv({ strict: false }).compile(schemas.replies.info)
  const script = readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
  const setup = await setUp([script], { behaviours: difficult(seed) })
  const { router } = setup
  const invalid: string[] = []
  const series = {
    heap: [] as number[],
    own: [] as number[],
    peak: [] as number[],
    remembered: [] as number[],
  }
  let killed = 0
  const next = random(seed + 1)
  const peakEvery = Math.max(1, Math.floor(rounds / 24))
  try {
    await router.run(plugin, { stdin })
    const before = await filesOf(router)
    for (let round = 0; round < rounds; round++) {
      const timeoutMs = next() < 0.15 ? 4 + Math.floor(next() * 30) : 20_000
      const run = await router.run(plugin, { stdin, timeoutMs })
      if (run.killed) killed++
      else {
        const reply = JSON.parse(run.stdout || 'null') as object | null
        if (!valid(reply))
          invalid.push(`round ${round}: ${run.stdout.slice(0, 200)} ${run.stderr.slice(0, 200)}`)
      }
      series.heap.push(process.memoryUsage().heapUsed / 2 ** 20)
      series.own.push(readdirSync('/proc/self/fd').length)
      series.remembered.push(router.read(snapshot)?.length ?? 0)
      if (round % peakEvery === 0) {
        const { stderr } = await router.run(['/bin/busybox', 'time', '-v', ...bare], { stdin })
        const peak = /Maximum resident set size \(kbytes\): (\d+)/.exec(stderr)?.[1]
        if (peak !== undefined) series.peak.push(Number(peak) / busyboxFactor)
      }
    }
    await router.run(plugin, { stdin })
    const processes = router.running().map(({ argv }) => argv.join(' '))
    const files = (await filesOf(router)).filter(file => !before.includes(file))
    return {
      rounds,
      killed,
      invalid,
      processes,
      files,
      remembered: trendOf(series.remembered),
      peakKb: trendOf(series.peak),
      ...(await last(router, rounds)),
      heapMb: trendOf(series.heap),
      ownDescriptors: trendOf(series.own),
    }
  } finally {
    await setup.close()
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  })
  console.log(JSON.stringify(await soak(Number(values.rounds), Number(values.seed)), null, 2))
}
