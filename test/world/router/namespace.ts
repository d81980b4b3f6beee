import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { lookup } from './qjs.ts'

/** A process of a namespace: its number inside, and its words. */
export interface Process {
  pid: number
  argv: string[]
}

/** Mount and process namespaces around a scratch root, alive until `close`. */
export interface Namespace {
  /** Words that, put before a command line, run it inside with `/` as working directory. */
  readonly enter: readonly string[]
  /** How many processes were started inside so far; null when the kernel does not tell. */
  started(): Promise<number | null>
  /** The processes alive inside, without the rig's own. */
  running(): Process[]
  /** Kills everything inside. */
  close(): Promise<void>
}

/**
 * Run in the new namespaces before the root is entered; $1 is the root, $2 the counter. The first process, which
 * stands for init, waits for the end of descriptor 3 and ignores SIGCHLD, so that the kernel reaps its orphans.
 */
const mounts = `
mount --make-rprivate / 2>/dev/null
mount -t proc proc "$1/proc" 2>/dev/null || mount --rbind /proc "$1/proc" || exit 1
mount --bind /dev/pts "$1/dev/pts" || exit 1
for node in null zero full random urandom; do mount --bind "/dev/$node" "$1/dev/$node" || exit 1; done
read -r pid _ </proc/self/stat
exec 4<&0
chroot "$1" /bin/busybox ash -c "$2" <&4 3<&- 4<&- &
echo "ready $pid $!"
exec env --ignore-signal=CHLD chroot "$1" /bin/busybox cat <&3 3<&- 4<&- >/dev/null
`

/** The longest wait for the counter; a program inside may have killed it. */
const answerMs = 2000

/** Answers every line with the number of the process started last, which \`/proc/loadavg\` tells per namespace. */
const counter = 'while read -r _; do read -r _ _ _ _ last </proc/loadavg; echo "$last"; done'

const unshareOptions = ['--mount', '--pid', '--fork', '--kill-child']
const asUser = ['--user', '--map-root-user']

/** Options that make the namespaces here: as root, else with a user namespace; or why neither works. */
function findOptions(): { options: readonly string[] } | { problem: string } {
  if (process.platform !== 'linux') return { problem: 'this is not Linux' }
  const unshare = lookup('unshare')
  if (unshare === null || lookup('nsenter') === null) {
    return { problem: 'unshare or nsenter (util-linux) is missing' }
  }
  let complaint = ''
  for (const user of process.getuid?.() === 0 ? [[], asUser] : [asUser]) {
    const options = [...user, ...unshareOptions]
    const tried = spawnSync(unshare, [...options, 'true'], { encoding: 'utf8' })
    if (tried.status === 0) return { options }
    complaint = tried.stderr.trim() || 'unshare failed'
  }
  return { problem: `neither root nor user namespaces are available (${complaint})` }
}

let found: ReturnType<typeof findOptions> | undefined

function options() {
  found ??= findOptions()
  return found
}

/** Why namespaces cannot be made here, as a sentence; null when they can. */
export function namespaceProblem(): string | null {
  const found = options()
  return 'problem' in found ? found.problem : null
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)]
  return a.ino === b.ino && a.dev === b.dev
}

/** Makes the namespaces and enters the root. The root must hold busybox and the mount points. */
export async function createNamespace(root: string): Promise<Namespace> {
  const [unshare, nsenter] = [lookup('unshare'), lookup('nsenter')]
  const found = options()
  if ('problem' in found || unshare === null || nsenter === null) {
    throw new Error('problem' in found ? found.problem : 'unshare or nsenter is missing')
  }
  const holder: ChildProcess = spawn(unshare, [...found.options, 'sh', '-c', mounts, 'sh', root, counter], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` },
  })
  const { stdin, stdout, stderr } = holder
  const life = holder.stdio[3]
  if (!stdin || !stdout || !stderr || !life || !('end' in life)) throw new Error('no pipes to the namespace')
  let complaint = ''
  stderr.on('data', chunk => {
    complaint += chunk
  })
  stdin.on('error', () => {})
  const ended = new Promise<void>(resolve => holder.once('close', () => resolve()))
  const lines = createInterface(stdout)[Symbol.asyncIterator]()
  const first = await lines.next()
  const [, pid, counterPid] = /^ready (\d+) (\d+)$/.exec(String(first.value)) ?? []
  if (pid === undefined) {
    await ended
    throw new Error(`The scratch root could not be entered: ${complaint.trim()}`)
  }
  while (!isSameFolder(`/proc/${pid}/root`, root)) await setTimeout(1)
  let asking: Promise<unknown> = Promise.resolve()
  return {
    enter: [
      nsenter,
      ...(found.options.includes('--user') ? ['--user', '--preserve-credentials'] : []),
      ...['--mount', '--pid', '--root', '--wd', '--target', pid, '--'],
    ],
    started() {
      const answer = asking.then(async () => {
        stdin.write('\n')
        const line = lines.next().then(({ value }) => value)
        const last = Number(await Promise.race([line, setTimeout(answerMs, null, { ref: false })]))
        return Number.isInteger(last) && last > 0 ? last : null
      })
      asking = answer
      return answer
    },
    running() {
      const proc = `/proc/${pid}/root/proc`
      return readdirSync(proc)
        .filter(name => /^\d+$/.test(name) && name !== '1' && name !== counterPid)
        .flatMap(name => {
          try {
            const text = readFileSync(`${proc}/${name}/cmdline`, 'utf8')
            return [{ pid: Number(name), argv: text.split('\0').slice(0, -1) }]
          } catch {
            return []
          }
        })
    },
    async close() {
      stdin.end()
      life.end()
      await ended
    },
  }
}
