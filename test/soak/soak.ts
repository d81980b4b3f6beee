import path from 'node:path'
import { parseArgs } from 'node:util'
import Ajv from 'ajv'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../host/host.ts'
import { setUp } from '../rig/modems.ts'
import { routerProblem } from '../rig/root.ts'
import { oneByteAtATime, unsolicitedInside } from '../sim/behaviours.ts'
import { drift } from '../sim/drift.ts'
import { readFixture } from '../sim/fixture.ts'
import type { Behaviour } from '../sim/simulator.ts'

/** What a soak found; every list is empty when all is well. */
export interface SoakReport {
  rounds: number
  killed: number
  /** Answers that were not valid, with the round. */
  invalid: string[]
  /** Processes still alive at the end. */
  processes: string[]
  /** Files in /var/run/modem at the end. */
  files: string[]
  /** Growth of this process' heap between the first and the last quarter, MB: the simulated modem lives in it. */
  growthMb: number
}

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

/**
 * Refreshes a modem over and over on the staged tree under real qjs, kills a caller now and then at a random moment,
 * and looks for what is left behind. Throws where no scratch router can be made.
 */
export async function soak(rounds: number, seed: number): Promise<SoakReport> {
  const problem = routerProblem()
  if (problem !== null) throw new Error(problem)
  const valid = new Ajv({ strict: false }).compile(schemas.replies.info)
  const script = readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
  const setup = await setUp([script], { behaviours: difficult(seed) })
  const report: SoakReport = { rounds, killed: 0, invalid: [], processes: [], files: [], growthMb: 0 }
  const heap: number[] = []
  const next = random(seed + 1)
  try {
    for (let round = 0; round < rounds; round++) {
      const timeoutMs = next() < 0.15 ? 4 + Math.floor(next() * 30) : 20_000
      const run = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], {
        stdin: '{"max_age":0}',
        timeoutMs,
      })
      if (run.killed) report.killed++
      else {
        const reply = JSON.parse(run.stdout || 'null') as object | null
        if (!valid(reply))
          report.invalid.push(`round ${round}: ${run.stdout.slice(0, 200)} ${run.stderr.slice(0, 200)}`)
      }
      heap.push(process.memoryUsage().heapUsed)
    }
    await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], { stdin: '{"max_age":0}' })
    report.processes = setup.router.running().map(({ argv }) => argv.join(' '))
    const { stdout } = await setup.router.run(['ls', '/var/run/modem'])
    report.files = stdout.split('\n').filter(name => name !== '' && name !== 'usb-1-1.json')
  } finally {
    await setup.close()
  }
  const least = (part: readonly number[]) => Math.min(...part)
  const quarter = Math.max(1, Math.floor(heap.length / 4))
  report.growthMb = (least(heap.slice(-quarter)) - least(heap.slice(0, quarter))) / 2 ** 20
  return report
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  })
  console.log(JSON.stringify(await soak(Number(values.rounds), Number(values.seed)), null, 2))
}
