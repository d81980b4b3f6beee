import { chmodSync, copyFileSync, cpSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Layout, layOut, type RouterOptions } from './layout.ts'
import { createNamespace, namespaceProblem, type Process } from './namespace.ts'
import { engine, lookup, type Staged, stage } from './qjs.ts'
import { type Run, type RunOptions, runInside } from './run.ts'

export type { RouterOptions } from './layout.ts'

/** A router in a scratch root. */
export interface Router extends Omit<Layout, 'remove'> {
  /** Runs a program, found in the router's PATH. */
  run(argv: readonly string[], options?: RunOptions): Promise<Run>
  /** Processes started since boot; null when the kernel does not tell. */
  started(): Promise<number | null>
  /** Processes alive now. */
  running(): Process[]
  /** Kills what runs and removes the root. */
  close(): Promise<void>
}

/** Programs a scratch root cannot do without, with their places there. */
const needed = [
  ['busybox', '/bin/busybox'],
  ['flock', '/usr/bin/flock'],
] as const

let stagedFiles: Staged[] | string | undefined

/** Files every root gets, or why they cannot be had. */
function baseFiles(): Staged[] | string {
  if (stagedFiles !== undefined) return stagedFiles
  const current = engine()
  const files: Staged[] = []
  const programs: [string | null, string][] = needed.map(([name, place]) => [lookup(name), place])
  programs.push([current.kind === 'wasm' ? null : current.binary, '/usr/bin/qjs'])
  for (const [binary, place] of programs) {
    const staged = binary === null ? null : stage(binary, place)
    if (staged === null) {
      stagedFiles = `${place.replace(/.*\//, '')} is missing${place.endsWith('qjs') ? ' (test/world/router/fetch-qjs.sh gets it)' : ''}`
      return stagedFiles
    }
    files.push(...staged.filter(({ to }) => !files.some(file => file.to === to)))
  }
  stagedFiles = files
  return files
}

let problem: string | null | undefined

/** Why no router can be made on this machine, as a sentence; null when one can. */
export function routerProblem(): string | null {
  if (problem === undefined) {
    const files = baseFiles()
    problem = typeof files === 'string' ? files : namespaceProblem()
  }
  return problem
}

/** Lays programs, stand-ins and mount points into a root. */
function furnish(root: string, files: readonly Staged[]): void {
  for (const node of ['null', 'zero', 'full', 'random', 'urandom']) writeFileSync(join(root, 'dev', node), '')
  for (const { from, to } of files) {
    mkdirSync(dirname(join(root, to)), { recursive: true })
    copyFileSync(from, join(root, to))
    chmodSync(join(root, to), 0o755)
  }
  const here = import.meta.dirname
  for (const applet of readFileSync(join(here, 'applets.txt'), 'utf8').trim().split(/\s+/)) {
    linkSync(join(root, 'bin/busybox'), join(root, 'bin', applet))
  }
  for (const program of ['uci', 'ubus', 'logger']) {
    cpSync(join(here, 'stubs', program), join(root, 'sbin', program))
    chmodSync(join(root, 'sbin', program), 0o755)
  }
  cpSync(join(here, 'stubs/uci.awk'), join(root, 'usr/share/rig/uci.awk'))
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/ash\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n')
}

/** Builds a router and boots it. Throws when this machine cannot; ask `routerProblem` first. */
export async function createRouter(options: RouterOptions = {}): Promise<Router> {
  const base = baseFiles()
  if (typeof base === 'string') throw new Error(base)
  const { remove, ...layout } = layOut(options)
  furnish(layout.root, base)
  const inside = await createNamespace(layout.root).catch(error => {
    remove()
    throw error
  })
  let active = 0
  let overlaps = 0
  let open = true
  return {
    ...layout,
    async run(argv, runOptions) {
      if (active++ > 0) overlaps++
      const overlapsBefore = overlaps
      const aloneBefore = active === 1
      const before = await inside.started()
      const run = await runInside(inside, argv, runOptions).finally(() => active--)
      const after = await inside.started()
      const alone = aloneBefore && overlaps === overlapsBefore && before !== null && after !== null
      return { ...run, processes: alone ? after - before : null }
    },
    started: inside.started,
    running: inside.running,
    async close() {
      if (!open) return
      open = false
      await inside.close()
      remove()
    },
  }
}
