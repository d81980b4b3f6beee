import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileOperators } from '../../build/operators.ts'
import { Failure } from '../../src/contract/failure.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { dispatch } from '../../src/main/dispatch.ts'
import type { Model } from '../../src/models/model.ts'
import type { Files, Platform, Transport } from '../../src/platform/platform.ts'
import { type Behaviour, createSimulator, type Simulator } from '../sim/simulator.ts'
import { createClock, simulatedTransport, type VirtualClock } from '../sim/transport.ts'
import { interfaceDump, layout, type Node, type PluggedModem, type Surroundings, usualUci } from './layout.ts'

/** The repository's root directory. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A host in memory: simulated modems, virtual clock, the built data. Nothing of it touches the machine. */
export interface Host {
  platform: Platform
  clock: VirtualClock
  /** By modem, in the order given. */
  simulators: readonly Simulator[]
  /** The file system; tests may add and remove. */
  nodes: Map<string, Node>
  /** Number of programs started so far. */
  readonly processes: readonly (readonly string[])[]
  /** Calls a method as rpcd would. */
  call(method: string, args?: unknown): Promise<Record<string, unknown>>
}

/** How a host differs from the usual one. */
export interface HostOptions extends Surroundings {
  behaviours?: readonly Behaviour[]
  /** Wraps the port, to inject faults. */
  wrap?(port: Transport): Transport
}

/** The data of `/usr/share/modem` as the build would write it, made from the sources: models and operators. */
async function compileData(): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  for (const [name, text] of compileOperators()) made.set(`operators/${name}`, text)
  const folder = path.join(repository, 'src/models')
  const byId = new Map<string, object[]>()
  for (const name of fs.readdirSync(folder)) {
    const { models = [] } = (await import(path.join(folder, name))) as { models?: readonly Model[] }
    for (const { source, ...model } of models)
      for (const id of [model.id].flat()) {
        const file = `models/${model.bus}/${id.replace(/:\*?/, '')}.json`
        byId.set(file, [...(byId.get(file) ?? []), { ...model, id }])
      }
  }
  made.set('model-schema.json', JSON.stringify(schemas.model))
  for (const [file, entries] of byId) made.set(file, JSON.stringify(entries))
  return made
}

const data = await compileData()

function memoryFiles(nodes: Map<string, Node>): Files {
  const resolve = (name: string): string | null => {
    let at = name
    for (let hops = 0; hops < 20; hops++) {
      const hop = [...nodes].find(([key, node]) => 'link' in node && (at === key || at.startsWith(`${key}/`)))
      if (!hop) break
      at = (hop[1] as { link: string }).link + at.slice(hop[0].length)
    }
    const known = nodes.has(at) || [...nodes.keys()].some(key => key.startsWith(`${at}/`))
    return known ? at : null
  }
  return {
    read(name, limit = 262_144) {
      const real = resolve(name)
      const node = real === null ? undefined : nodes.get(real)
      if (node && 'text' in node) return node.text.slice(0, limit)
      return data.get(name.replace('/usr/share/modem/', ''))?.slice(0, limit) ?? null
    },
    list(name) {
      const real = resolve(name) ?? name
      const below = [...nodes.keys()].filter(key => key.startsWith(`${real}/`))
      return [...new Set(below.map(key => key.slice(real.length + 1).split('/')[0] ?? ''))].sort()
    },
    realpath: resolve,
    exists(name) {
      const dialect = /^\/usr\/share\/modem\/dialects\/([a-z\d_-]+)\.js$/.exec(name)?.[1]
      return dialect
        ? fs.existsSync(path.join(repository, `src/dialects/${dialect}.ts`))
        : resolve(name) !== null
    },
    write(name, text) {
      nodes.set(name, { text })
      return true
    },
    remove(name) {
      nodes.delete(name)
    },
  }
}

/** Loads methods and dialects from the sources; `<dialect>.control` is the same file. */
export const loadSource: Platform['load'] = async (room, id) => {
  const file = path.join(repository, 'src', room, `${id.replace(/\.control$/, '')}.ts`)
  return /^[a-z0-9_.-]+$/.test(id) && fs.existsSync(file) ? import(file) : null
}

/** Makes a host with these modems plugged in. */
export function createHost(modems: readonly PluggedModem[], options: HostOptions = {}): Host {
  const clock = createClock(1_000_000)
  const first = modems[0]?.script
  const uci = options.uci ?? (first && modems.length === 1 ? usualUci(first) : {})
  const nodes = layout(modems, { ...options, uci })
  for (const { script } of modems) if (script.port) nodes.set(`/dev/${script.port.name}`, { text: '' })
  const simulators = modems.map(({ script }) => createSimulator(script, options.behaviours))
  const processes: (readonly string[])[] = []
  const held = new Set<string>()
  const indexOf = (port: string) => modems.findIndex(m => `/dev/${m.script.port?.name}` === port)
  const uptime = options.uptime === undefined ? 93_784 : options.uptime
  const platform: Platform = {
    now: clock.now,
    files: memoryFiles(nodes),
    data: '/usr/share/modem',
    load: loadSource,
    log: () => {},
    sleep: async ms => clock.advance(ms),
    async exec(argv) {
      processes.push(argv)
      const isDump = argv.join(' ') === 'ubus call network.interface dump'
      return isDump
        ? { code: 0, stdout: interfaceDump(first?.net?.name ?? null, uptime) }
        : { code: 4, stdout: '' }
    },
    openTty(port) {
      const simulator = simulators[indexOf(port)]
      if (!simulator) throw new Failure('port_missing', port)
      const transport = simulatedTransport(simulator, clock)
      return options.wrap?.(transport) ?? transport
    },
    async lock(port, until) {
      processes.push(['flock', '-n', '0'])
      if (indexOf(port) < 0) throw new Failure('port_missing', port)
      const began = clock.now()
      while (held.has(port)) {
        if (clock.now() >= until) return null
        clock.advance(10)
        await Promise.resolve()
      }
      held.add(port)
      return { waited: clock.now() - began, release: () => held.delete(port) }
    },
  }
  return {
    platform,
    clock,
    simulators,
    nodes,
    processes,
    call: async (method, args = {}) => (await dispatch(platform, method, args)) as Record<string, unknown>,
  }
}
