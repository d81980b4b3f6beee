import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Why there is no Prometheus, as a sentence; null when there is one. */
export const prometheusProblem: string | null =
  spawnSync('prometheus', ['--version']).error === undefined ? null : 'there is no program prometheus'

/** What is to be scraped, and how. */
export interface Scraping {
  targets: readonly { name: string; address: string }[]
  /** Seconds between two scrapes of a router, and between two looks at the rules. */
  interval: number
  /** Text of a file of rules. */
  rules: string
}

/** One series of an answer: its labels and its value now. */
export interface Found {
  labels: Readonly<Record<string, string>>
  value: number
}

/** What Prometheus takes of the machine. */
export interface Taken {
  resident_mb: number
  cpu_s: number
}

/** A Prometheus that runs. */
export interface Prometheus {
  url: string
  query(expr: string): Promise<Found[]>
  taken(): Taken
  close(): Promise<void>
}

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const running = (program: ChildProcess) => program.exitCode === null && program.signalCode === null

/**
 * Starts the real Prometheus on the loopback, with a folder of its own that goes with it, on one processor and with 200 MB,
 * which its collector of garbage keeps to.
 */
export async function startPrometheus({ targets, interval, rules }: Scraping): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'modem-prometheus-'))
  writeFileSync(join(folder, 'rules.yml'), rules)
  const config = {
    global: {
      scrape_interval: `${interval}s`,
      scrape_timeout: `${interval}s`,
      evaluation_interval: `${interval}s`,
    },
    rule_files: ['rules.yml'],
    scrape_configs: [
      {
        job_name: 'modem',
        static_configs: targets.map(({ name, address }) => ({
          targets: [address],
          labels: { instance: name },
        })),
      },
    ],
  }
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  const port = await freePort()
  const program = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      '--storage.tsdb.retention.time=1d',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore', env: { ...process.env, GOMAXPROCS: '1', GOMEMLIMIT: '200MiB' } },
  )
  // However this process ends, it leaves none behind.
  const end = () => program.kill('SIGKILL')
  process.once('exit', end)
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    process.off('exit', end)
    if (running(program)) {
      const gone = new Promise(resolve => program.once('exit', resolve))
      program.kill()
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  }
  const ready = async () => {
    try {
      return (await fetch(`${url}/-/ready`)).ok
    } catch {
      return false
    }
  }
  while (!(await ready())) {
    if (!running(program)) {
      await close()
      throw new Error('Prometheus ended before it was ready')
    }
    await setTimeout(100)
  }
  return {
    url,
    async query(expr) {
      const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}`)
      const { status, error, data } = (await answer.json()) as {
        status: string
        error?: string
        data: { result: { metric: Record<string, string>; value: [number, string] }[] }
      }
      if (status !== 'success') throw new Error(`${expr}: ${error}`)
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }))
    },
    taken() {
      const status = readFileSync(`/proc/${program.pid}/status`, 'utf8')
      const times = readFileSync(`/proc/${program.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return {
        resident_mb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
        cpu_s: (Number(times[11]) + Number(times[12])) / 100,
      }
    },
    close,
  }
}
