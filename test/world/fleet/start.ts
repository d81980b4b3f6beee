import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { repository } from '../memory/host.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { type Prometheus, prometheusProblem, startPrometheus } from './prometheus.ts'

/** What `npm run fleet -- --help` prints. */
const usage = `Usage: npm run fleet -- [--routers 50] [--interval 15] [--minutes 60] [--figures]

Starts simulated routers and a real Prometheus that scrapes them, all on the loopback, and ends with it.

  --routers NUMBER   how many, 1 to 500
  --interval NUMBER  seconds between two scrapes, 1 to 300
  --minutes NUMBER   when it ends by itself, 1 to 600
  --figures          prints what it takes after that time, instead of a line now and then
  --help             this`

function numberOf(text: string, name: string, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name} is 1 to ${most}`)
  return value
}

/** The options of a command line. Throws a sentence for what is none. */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      routers: { type: 'string', default: '50' },
      interval: { type: 'string', default: '15' },
      minutes: { type: 'string', default: '60' },
      figures: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    routers: numberOf(values.routers, 'routers', 500),
    interval: numberOf(values.interval, 'interval', 300),
    minutes: numberOf(values.minutes, 'minutes', 600),
    figures: values.figures,
    help: values.help,
  }
}

const firstOf = async (prometheus: Prometheus, expr: string) => (await prometheus.query(expr))[0]?.value ?? 0

/** What the fleet takes, as a row of the table in docs/metrics.md. */
async function figures(
  { members }: Fleet,
  prometheus: Prometheus,
  interval: number,
  before: number,
  seconds: number,
) {
  const series = await firstOf(prometheus, 'count({__name__=~"modem_.+"})')
  const samples = await firstOf(prometheus, 'sum(scrape_samples_scraped)')
  const scrape = await firstOf(prometheus, 'avg(scrape_duration_seconds)')
  const { resident_mb, cpu_s } = prometheus.taken()
  const page = members.reduce((sum, member) => sum + member.bytes(), 0) / members.length
  return `| ${[
    members.length,
    series,
    (series / members.length).toFixed(0),
    `${(page / 1024).toFixed(1)} KB`,
    (samples / interval).toFixed(1),
    `${(scrape * 1000).toFixed(0)} ms`,
    `${resident_mb.toFixed(0)} MB`,
    `${(((cpu_s - before) / seconds) * 100).toFixed(1)} %`,
  ].join(' | ')} |`
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return console.log(usage)
  if (prometheusProblem !== null) throw new Error(prometheusProblem)
  const { routers, interval, minutes } = options
  const fleet = await startFleet(routers)
  const targets = fleet.members.map(({ name, address }) => ({ name, address }))
  const rules = readFileSync(join(repository, 'rpcd/fleet/alerts.yml'), 'utf8')
  const prometheus = await startPrometheus({ targets, interval, rules })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  console.log(`${routers} routers, scraped every ${interval} s by ${prometheus.url} for ${minutes} min`)
  const before = prometheus.taken().cpu_s
  const end = performance.now() + minutes * 60_000
  while (!stop.signal.aborted && performance.now() < end) {
    await setTimeout(Math.min(60_000, Math.max(0, end - performance.now())), null, {
      signal: stop.signal,
    }).catch(() => null)
    if (!options.figures) {
      const up = await firstOf(prometheus, 'sum(modem_up)')
      const firing = await firstOf(prometheus, 'count(ALERTS{alertstate="firing"})')
      console.log(`${up} modems answer, ${firing} alerts fire`)
    }
  }
  if (options.figures) console.log(await figures(fleet, prometheus, interval, before, minutes * 60))
  await prometheus.close()
  await fleet.close()
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
