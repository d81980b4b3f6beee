import { runJob } from '../../../src/jobs/run.ts'
import type { Platform } from '../../../src/platform/platform.ts'
import type { VirtualClock } from '../modem/transport.ts'
import type { Node } from '../sysfs.ts'

/** The processes of a host in memory beside the call of a test: jobs. The clock goes on when all of them sleep. */
export interface Processes {
  /** Starts a job in a process of its own. */
  spawn(argv: readonly string[]): Promise<boolean>
  /** What sleeps is woken in its order; without jobs the clock goes on at once. */
  sleep(ms: number): Promise<void>
  /** Lets the jobs do what is due, without the clock going on. */
  catchUp(): Promise<void>
  /** Lets the clock go on until no job is left. */
  finish(): Promise<void>
  /** Ends all jobs as SIGKILL does: nothing of them is done any more. */
  kill(): void
  /** Number of jobs alive. */
  readonly alive: number
  /** Called before everything a job does with its host: a file written or removed, a port written to, a sleep. */
  watch: ((nth: number) => void) | null
}

interface Sleeper {
  at: number
  pid: number
  wake(): void
}

/** A process as `/proc/PID/stat` tells it. */
const statOf = (pid: number) =>
  `${pid} (qjs) S 1 ${pid - 1} ${pid - 1} 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${pid * 7} 0`

const never = new Promise<never>(() => {})

/** Makes the processes of a host. `platform` is that of its calls. */
export function createProcesses(
  clock: VirtualClock,
  nodes: Map<string, Node>,
  platform: () => Platform,
): Processes {
  const living = new Map<number, { dead: boolean }>()
  const blocked = new Set<number>()
  let sleepers: Sleeper[] = []
  let pids = 4000
  let done = 0
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const wakeUntil = (at: number) => {
    const due = sleepers.filter(sleeper => sleeper.at <= at)
    sleepers = sleepers.filter(sleeper => sleeper.at > at)
    for (const sleeper of due) sleeper.wake()
    return due.length > 0
  }
  const isIdle = (pid: number) => blocked.has(pid) || sleepers.some(sleeper => sleeper.pid === pid)

  /** Waits until every job sleeps or waits for a lock, however long this machine takes to load its code. */
  const settle = async () => {
    while (![...living.keys()].every(isIdle)) await turn()
  }

  const sleepAs = (pid: number, ms: number) =>
    new Promise<void>(wake => sleepers.push({ at: clock.now() + ms, pid, wake }))

  /** The platform of a process: what it does counts, and after its death it does nothing. */
  const platformOf = (pid: number, life: { dead: boolean }): Platform => {
    const base = platform()
    const act = () => {
      if (!life.dead) processes.watch?.(++done)
      if (life.dead) throw new Error('killed')
    }
    const alive = async <T>(work: () => Promise<T>): Promise<T> => {
      if (life.dead) return never
      const result = await work()
      return life.dead ? never : result
    }
    return {
      ...base,
      sleep: ms =>
        alive(() => {
          act()
          return sleepAs(pid, ms)
        }),
      exec: (argv, until, how) => alive(() => base.exec(argv, until, how)),
      lock: (path, until) =>
        alive(() => {
          blocked.add(pid)
          return base.lock(path, until).finally(() => blocked.delete(pid))
        }),
      openTty(path) {
        const port = base.openTty(path)
        return {
          async write(bytes, until) {
            act()
            await port.write(bytes, until)
          },
          read: until => alive(() => port.read(until)),
          close: () => port.close(),
        }
      },
      files: {
        ...base.files,
        read: (path, limit) =>
          base.files.read(path === '/proc/self/stat' ? `/proc/${pid}/stat` : path, limit),
        write(path, text) {
          act()
          return base.files.write(path, text)
        },
        remove(path) {
          act()
          base.files.remove(path)
        },
      },
    }
  }

  const end = (pid: number) => {
    living.delete(pid)
    nodes.delete(`/proc/${pid}/stat`)
    sleepers = sleepers.filter(sleeper => sleeper.pid !== pid)
  }

  const processes: Processes = {
    watch: null,
    get alive() {
      return living.size
    },
    async spawn(argv) {
      const pid = ++pids
      const life = { dead: false }
      living.set(pid, life)
      nodes.set(`/proc/${pid}/stat`, { text: statOf(pid) })
      const job = argv.at(-1) ?? ''
      void turn()
        .then(() => runJob(platformOf(pid, life), job))
        .catch(() => {})
        .finally(() => end(pid))
      return true
    },
    async sleep(ms) {
      if (living.size === 0) return clock.advance(ms)
      const until = clock.now() + ms
      for (;;) {
        await settle()
        if (living.size === 0 || clock.now() >= until) break
        const next = Math.min(until, ...sleepers.map(({ at }) => at))
        clock.advanceTo(next)
        wakeUntil(clock.now())
      }
      clock.advanceTo(until)
    },
    async catchUp() {
      for (let rounds = 0; rounds < 50; rounds++) {
        await settle()
        if (!wakeUntil(clock.now())) return
      }
    },
    async finish() {
      while (living.size > 0) await processes.sleep(1000)
    },
    kill() {
      for (const [pid, life] of [...living]) {
        life.dead = true
        end(pid)
      }
    },
  }
  return processes
}
