import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newQuickJSWASMModule, type QuickJSHandle, type QuickJSWASMModule } from 'quickjs-emscripten'
import type { ModemScript } from '../modem/script.ts'
import { type Behaviour, createSimulator } from '../modem/simulator.ts'
import { layOut, type RouterOptions } from './layout.ts'
import { type Setup, wiredModem } from './modems.ts'
import type { Run, RunOptions } from './run.ts'
import { osSource, stdSource } from './wasm-guest.ts'
import { createProcess, type WasmMachine, type WasmPort } from './wasm-host.ts'

/** How a program of the WASM engine ended. */
type Ended = Pick<Run, 'code' | 'signal' | 'stdout' | 'stderr' | 'killed'>

let engine: Promise<QuickJSWASMModule> | undefined

/** Runs a module of the router under the WASM engine until nothing is left to wait for. */
async function evaluate(machine: WasmMachine, argv: readonly string[], options: RunOptions): Promise<Ended> {
  const { stdin = '', env = {}, timeoutMs = 60_000 } = options
  const [path = ''] = argv
  const host = createProcess(machine, Buffer.from(stdin), env)
  const deadline = machine.now() + timeoutMs
  const late = () => machine.now() >= deadline
  engine ??= newQuickJSWASMModule()
  const quickjs = await engine
  const runtime = quickjs.newRuntime()
  runtime.setInterruptHandler(() => host.exited() !== null || late())
  runtime.setModuleLoader(
    name => {
      if (name === 'os') return osSource
      if (name === 'std') return stdSource
      return machine.layout.read(name) ?? { error: new Error(`could not load ${name}`) }
    },
    (base, name) => (/^\.{0,2}\//.test(name) ? posix.resolve(posix.dirname(base), name) : name),
  )
  const context = runtime.newContext()
  const complain = (error: QuickJSHandle) => {
    const { name, message, stack } = context.dump(error) as {
      name?: string
      message?: string
      stack?: string
    }
    host.call('writeText', [2, `${name}: ${message}\n${stack ?? ''}`])
    error.dispose()
  }
  let failed = false
  try {
    const bridge = context.newFunction('__host', (name, json) =>
      context.newString(
        JSON.stringify(host.call(context.getString(name), JSON.parse(context.getString(json)))) ?? 'null',
      ),
    )
    context.setProp(context.global, '__host', bridge)
    bridge.dispose()
    const globals = `globalThis.scriptArgs = ${JSON.stringify(argv)}`
    context.unwrapResult(context.evalCode(globals)).dispose()
    context.unwrapResult(context.evalCode("import 'os'; import 'std'", '<rig>', { type: 'module' })).dispose()
    const evaluated = context.evalCode(machine.layout.read(path) ?? '', path, { type: 'module' })
    if (evaluated.error) {
      failed = true
      complain(evaluated.error)
    } else {
      const ask = (code: string) => context.unwrapResult(context.evalCode(code))
      for (;;) {
        const jobs = runtime.executePendingJobs()
        if (jobs.error) complain(jobs.error)
        else jobs.dispose()
        if (host.exited() !== null || late()) break
        const answer = ask('__pending()')
        const { fds, at } = JSON.parse(context.getString(answer)) as { fds: number[]; at: number | null }
        answer.dispose()
        if (fds.length === 0 && at === null) break
        const { ready, nextAt } = host.readable(fds)
        if (ready.length === 0) {
          const until = Math.min(at ?? Number.POSITIVE_INFINITY, nextAt ?? Number.POSITIVE_INFINITY, deadline)
          const wait = until - machine.now()
          if (wait > 0) await sleep(Math.min(wait, 20))
        }
        const fired = context.evalCode(`__fire(${JSON.stringify(JSON.stringify(ready))})`)
        if (fired.error) complain(fired.error)
        else fired.value.dispose()
      }
      const state = host.exited() === null ? context.getPromiseState(evaluated.value) : null
      if (state?.type === 'rejected') {
        failed = true
        complain(state.error)
      } else if (state?.type === 'fulfilled' && state.notAPromise !== true) state.value.dispose()
      evaluated.value.dispose()
    }
  } finally {
    host.end()
    try {
      context.dispose()
      runtime.dispose()
    } catch {
      // A program that was interrupted may leave values behind; the engine then aborts and is not used again.
      engine = undefined
    }
  }
  const killed = host.exited() === null && late()
  const code = killed ? null : (host.exited() ?? (failed ? 1 : 0))
  return { ...host.output(), code, signal: killed ? 'SIGKILL' : null, killed }
}

/** A `qjs` that only writes down how it was called. */
const recorder = '#!/bin/sh\nprintf \'%s\\0\' "$@" >"$RIG_QJS"\n'

/**
 * A stand-in for a router where neither a real `qjs` nor a scratch root can be had: the bundles run under the WASM
 * engine with stand-ins for `std` and `os`, the shell wrappers run under this machine's `/bin/sh`, and the ports lead
 * straight into the simulators. No process is counted, no busybox takes part.
 */
export async function setUpWasm(
  scripts: readonly ModemScript[],
  options: RouterOptions & { behaviours?: readonly Behaviour[] } = {},
): Promise<Setup> {
  const { behaviours = [], ...rest } = options
  const simulators = scripts.map(script => createSimulator(script, behaviours))
  const modems = scripts.map((script, index) => {
    const address = script.device?.bus === 'pci' ? `0000:0${index + 1}:00.0` : `1-${index + 1}`
    return wiredModem(script, `/dev/pts/${index}`, address)
  })
  const ports = new Map<string, WasmPort>()
  simulators.forEach((simulator, index) => {
    for (const port of modems[index]?.ports ?? [])
      ports.set(`/dev/${port.name}`, { simulator, unread: Buffer.alloc(0) })
  })
  const { remove, ...layout } = layOut({ board: scripts[0]?.board ?? null, modems, ...rest })
  const recording = mkdtempSync(join(tmpdir(), 'modem-wasm-'))
  writeFileSync(join(recording, 'qjs'), recorder, { mode: 0o755 })
  const machine: WasmMachine = {
    layout: { ...layout, remove },
    ports,
    locks: new Map(),
    lastPid: 1,
    now: () => performance.now(),
  }
  let calls = 0

  /** Runs a wrapper script; answers its output and the words it gave to `qjs`, null when it did not get there. */
  const wrap = (path: string, words: readonly string[], { stdin = '', env = {} }: RunOptions) => {
    const record = join(recording, `call-${++calls}`)
    const { status, stdout, stderr } = spawnSync('/bin/sh', [join(layout.root, path), ...words], {
      encoding: 'utf8',
      input: stdin,
      env: { PATH: `${recording}:/usr/bin:/bin`, ...env, RIG_QJS: record },
    })
    const argv = existsSync(record) ? readFileSync(record, 'utf8').split('\0').slice(0, -1) : null
    rmSync(record, { force: true })
    return { argv, code: status, stdout: stdout ?? '', stderr: stderr ?? '' }
  }

  const run = async (argv: readonly string[], runOptions: RunOptions = {}): Promise<Run> => {
    const begin = performance.now()
    const [program = '', ...words] = argv
    const folders = program.startsWith('/') ? [''] : ['/usr/sbin/', '/usr/bin/', '/sbin/', '/bin/']
    const path = folders.map(folder => folder + program).find(each => existsSync(join(layout.root, each)))
    const wrapped =
      program === 'qjs'
        ? { argv: words, code: 0, stdout: '', stderr: '' }
        : path === undefined
          ? { argv: null, code: 127, stdout: '', stderr: `${program}: not found\n` }
          : wrap(path, words, runOptions)
    const rest = { processes: null, programs: null, opened: null }
    if (wrapped.argv === null) {
      const { argv: _, ...ended } = wrapped
      return { ...ended, ...rest, signal: null, killed: false, ms: performance.now() - begin }
    }
    const module = wrapped.argv.slice(wrapped.argv.findIndex(word => !word.startsWith('-')))
    const ended = await evaluate(machine, module, runOptions)
    return {
      ...ended,
      ...rest,
      stdout: wrapped.stdout + ended.stdout,
      stderr: wrapped.stderr + ended.stderr,
      ms: performance.now() - begin,
    }
  }
  return {
    router: {
      ...layout,
      run,
      started: async () => null,
      running: () => [],
      async close() {
        remove()
        rmSync(recording, { recursive: true, force: true })
      },
    },
    hosts: simulators.map((simulator, index) => ({
      path: `/dev/${modems[index]?.ports[0]?.name}`,
      log: simulator.log,
      close() {},
    })),
    async close() {
      remove()
      rmSync(recording, { recursive: true, force: true })
    },
  }
}
