import type { Exec } from '../../../src/platform/platform.ts'
import type { VirtualClock } from '../modem/transport.ts'
import type { Node } from '../sysfs.ts'

/** One run of a program on a host in memory. */
export interface Run {
  argv: readonly string[]
  /** When it is told to end: at once and for good, or gently as `Platform.exec` says. */
  until: number
  gently: boolean
  clock: VirtualClock
  /** The file system. */
  nodes: Map<string, Node>
}

/** What a program does: the time it takes is spent on the clock of the run. */
export type Program = (run: Run) => Exec | Promise<Exec>

/** Numbers of the processes of all hosts. */
let pids = 20_000

/** Runs a program: while it runs, others find it in /proc by the words it was started with. */
export async function startProgram(program: Program, run: Run): Promise<Exec> {
  const place = `/proc/${++pids}`
  run.nodes.set(`${place}/cmdline`, { text: `${run.argv.join('\0')}\0` })
  run.nodes.set(`${place}/comm`, { text: `${run.argv[0]?.replace(/^.*\//, '').slice(0, 15)}\n` })
  try {
    return await program(run)
  } finally {
    for (const name of ['cmdline', 'comm']) run.nodes.delete(`${place}/${name}`)
  }
}
