import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileOperators } from '../../../build/operators.ts'
import { Failure } from '../../../src/contract/failure.ts'
import schemas from '../../../src/contract/generated/schema.json' with { type: 'json' }
import { dispatch } from '../../../src/main/dispatch.ts'
import type { Model } from '../../../src/models/model.ts'
import { isKernelPlace } from '../../../src/platform/places.ts'
import type { Files, Platform, Transport } from '../../../src/platform/platform.ts'
import { type Behaviour, createSimulator, type Simulator } from '../modem/simulator.ts'
import { createClock, simulatedTransport, type VirtualClock } from '../modem/transport.ts'
import { type Node, vanishing } from '../sysfs.ts'
import {
  drawModem,
  hardwareOf,
  interfaceDump,
  layout,
  type PluggedModem,
  type Surroundings,
  usualUci,
} from './layout.ts'
import { createProcesses, type Processes } from './processes.ts'
import { type Program, startProgram } from './programs.ts'

/** The repository's root directory. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Turns of the event loop in which the holder of a lock may do something before it counts as gone to sleep. */
const patience = 100

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
  /** Jobs, which go on beside the calls. */
  jobs: Processes
  /** Calls a method as rpcd would. */
  call(method: string, args?: unknown): Promise<Record<string, unknown>>
  /** Takes a modem off its bus: its files and its device node vanish, and whoever has the port open loses it. */
  unplug(index?: number): void
  /** Puts it back, enumerated anew, perhaps as another device or under another port name. */
  plug(index?: number, as?: { port?: string; id?: string }): void
  /** Does something `ms` from now, as soon as anybody looks at the clock. */
  after(ms: number, work: () => void): void
}

/** How a host differs from the usual one. */
export interface HostOptions extends Surroundings {
  behaviours?: readonly Behaviour[]
  /** Wraps the port, to inject faults. */
  wrap?(port: Transport): Transport
  /** Programs that are installed, by name. */
  programs?: Readonly<Record<string, Program>>
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
  made.set('options-schema.json', JSON.stringify(schemas.options))
  for (const [file, entries] of byId) made.set(file, JSON.stringify(entries))
  return made
}

const data = await compileData()

function memoryFiles(nodes: Map<string, Node>): Files {
  /** A path with the first link in it followed; null when there is none. */
  const firstLink = (name: string): string | null => {
    for (let end = name.indexOf('/', 1); ; end = name.indexOf('/', end + 1)) {
      const node = nodes.get(end < 0 ? name : name.slice(0, end))
      if (node && 'link' in node) return node.link + (end < 0 ? '' : name.slice(end))
      if (end < 0) return null
    }
  }
  const resolve = (name: string): string | null => {
    let at = name
    for (let hops = 0; hops < 20; hops++) {
      const hop = firstLink(at)
      if (hop === null) break
      at = hop
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
    stamp: name => {
      const node = nodes.get(resolve(name) ?? '')
      return node && 'text' in node ? createHash('sha256').update(node.text).digest('hex') : null
    },
    exists(name) {
      const dialect = /^\/usr\/share\/modem\/dialects\/([a-z\d_-]+)\.js$/.exec(name)?.[1]
      return dialect
        ? fs.existsSync(path.join(repository, `src/dialects/${dialect}/read.ts`))
        : resolve(name) !== null
    },
    trusted: name => {
      const node = nodes.get(name)
      return node === undefined || !('link' in node)
    },
    write(name, text) {
      nodes.set(name, { text })
      return true
    },
    put(name, value) {
      const node = isKernelPlace(name) ? nodes.get(resolve(name) ?? '') : undefined
      if (!node || !('text' in node)) return false
      node.text = `${value}\n`
      return true
    },
    remove(name) {
      nodes.delete(name)
    },
  }
}

/** Loads methods and the halves of dialects from the sources. */
export const loadSource: Platform['load'] = async (room, id) => {
  const [name, half = 'read'] = id.split('.')
  const file = path.join(repository, 'src', room, room === 'methods' ? `${id}.ts` : `${name}/${half}.ts`)
  return /^[a-z0-9_.-]+$/.test(id) && fs.existsSync(file) ? import(file) : null
}

/** Makes a host with these modems plugged in. */
export function createHost(modems: readonly PluggedModem[], options: HostOptions = {}): Host {
  const clock = createClock(1_000_000)
  const first = modems[0]?.script
  const uci = options.uci ?? (first && modems.length === 1 ? usualUci(first) : {})
  const plugged: (PluggedModem | null)[] = modems.map(modem => ({ ...modem }))
  const nodes = layout(modems, { ...options, uci })
  for (const { script } of modems) if (script.port) nodes.set(`/dev/${script.port.name}`, { text: '' })
  for (const name of Object.keys(options.programs ?? {})) nodes.set(`/usr/sbin/${name}`, { text: '' })
  const events: { at: number; work: () => void }[] = []
  const now = () => {
    for (const event of events.filter(({ at }) => at <= clock.now())) {
      events.splice(events.indexOf(event), 1)
      event.work()
    }
    return clock.now()
  }
  const simulators = modems.map(({ script }) => createSimulator(script, options.behaviours))
  const processes: (readonly string[])[] = []
  let enumerations = 0
  const held = new Set<string>()
  const indexOf = (port: string) => plugged.findIndex(m => m && `/dev/${m.script.port?.name}` === port)
  const uptime = options.uptime === undefined ? 93_784 : options.uptime
  const jobs = createProcesses(clock, nodes, () => platform)
  const files = memoryFiles(nodes)
  let random = 0
  const platform: Platform = {
    now,
    files: {
      ...files,
      read: (name, limit) =>
        name === '/proc/sys/kernel/random/uuid'
          ? `${String(++random).padStart(8, '0')}-5eed-4000-8000-000000000000\n`
          : files.read(name, limit),
    },
    spawn: argv => jobs.spawn(argv),
    data: '/usr/share/modem',
    load: loadSource,
    log: () => {},
    bytes: async (name, offset, length) => {
      const node = nodes.get(platform.files.realpath(name) ?? '')
      return node && 'text' in node
        ? Uint8Array.from(Buffer.from(node.text, 'latin1').subarray(offset, offset + length))
        : null
    },
    sleep: ms => jobs.sleep(ms),
    async exec(argv, until, how = {}) {
      processes.push(argv)
      const program = options.programs?.[argv[0] ?? '']
      if (program) return startProgram(program, { argv, until, gently: how.gently === true, clock, nodes })
      const isDump = argv.join(' ') === 'ubus call network.interface dump'
      if (!isDump || options.dump === null) return { code: 4, stdout: '' }
      const told = options.dump && JSON.stringify({ interface: options.dump })
      return { code: 0, stdout: told ?? interfaceDump(first?.net?.name ?? null, uptime) }
    },
    async connect(address) {
      throw new Failure('port_lost', address)
    },
    openTty(port) {
      const simulator = simulators[indexOf(port)]
      if (!simulator) throw new Failure('port_missing', nodes.has(port) ? `${port} is a plain file` : port)
      const modem = plugged[indexOf(port)]
      const transport = simulatedTransport(simulator, clock)
      const check = () => {
        now()
        if (!modem || !plugged.includes(modem)) throw new Failure('port_lost', port)
      }
      const there: Transport = {
        async write(bytes, until) {
          check()
          await transport.write(bytes, until)
        },
        async read(until) {
          for (;;) {
            const next = Math.min(until, ...events.map(({ at }) => at))
            check()
            const bytes = await transport.read(next)
            check()
            if (bytes || next === until) return bytes
          }
        },
        close: () => transport.close(),
      }
      return options.wrap?.(there) ?? there
    },
    async lock(port, until) {
      processes.push(['flock', '-n', '0'])
      if (indexOf(port) < 0 && !nodes.has(port)) throw new Failure('port_missing', port)
      const began = clock.now()
      for (let idle = 0; held.has(port); ) {
        const before = clock.now()
        if (before >= until) return null
        await new Promise(resolve => setTimeout(resolve, 1))
        idle = clock.now() === before ? idle + 1 : 0
        if (idle > patience) clock.advanceTo(until)
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
    jobs,
    async call(method, args = {}) {
      if (jobs.alive > 0) await jobs.catchUp()
      return (await dispatch(platform, method, args)) as Record<string, unknown>
    },
    unplug(index = 0) {
      const modem = plugged[index]
      if (!modem) return
      const gone = vanishing(hardwareOf(modem.script, modem.path), drawModem(modem))
      for (const key of [...nodes.keys()])
        if (gone.some(path => key === path || key.startsWith(`${path}/`))) nodes.delete(key)
      nodes.delete(`/dev/${modem.script.port?.name}`)
      while (simulators[index]?.output(Number.POSITIVE_INFINITY).bytes);
      plugged[index] = null
    },
    plug(index = 0, { port: name, id } = {}) {
      const modem = modems[index]
      if (!modem || plugged[index]) return
      const { port, device } = modem.script
      const script = {
        ...modem.script,
        ...(port && name ? { port: { ...port, name } } : {}),
        ...(device && id ? { device: { ...device, id } } : {}),
      }
      enumerations++
      const made = { ...modem, script, devnum: 3 + enumerations }
      for (const [key, node] of layout([made])) nodes.set(key, node)
      nodes.set(`/dev/${script.port?.name}`, { text: '' })
      plugged[index] = made
    },
    after: (ms, work) => void events.push({ at: clock.now() + ms, work }),
  }
}
