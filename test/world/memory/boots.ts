import type { ApplyStep } from '../../../src/contract/apply.ts'
import { dispatch } from '../../../src/main/dispatch.ts'
import type { Platform, Transport } from '../../../src/platform/platform.ts'
import type { Behaviour } from '../modem/simulator.ts'
import type { Host } from './host.ts'

/** The kernel's name of this start of the router. */
const bootId = '/proc/sys/kernel/random/boot_id'

/** Starts the router of a host: of an earlier one only what lay on flash is there. */
export function startOf(host: Host, name: string, earlier?: Pick<Host, 'nodes'>): Host {
  host.nodes.set(bootId, { text: `${name}\n` })
  for (const [path, node] of earlier?.nodes ?? [])
    if (path.startsWith('/etc/')) host.nodes.set(path, { ...node })
  return host
}

/** One device, whatever host it is plugged into: it keeps its state when the router starts anew. */
export function lasting(behaviour: Behaviour): Behaviour {
  let hooks: ReturnType<Behaviour> | null = null
  return script => {
    hooks ??= behaviour(script)
    return hooks
  }
}

/** The modem of a host leaves its bus and comes back, as after a restart, a few seconds later. */
export function replug(host: Host): void {
  host.unplug()
  host.clock.advance(8000)
  host.plug()
}

class Killed extends Error {}

/** A platform whose process is killed at its `nth` call: nothing it would do from there on happens. */
export function killedAt(platform: Platform, nth: number): Platform & { readonly isDead: boolean } {
  let left = nth
  const tick = () => {
    if (left <= 0) throw new Killed()
    left--
  }
  const guarded = <Arguments extends unknown[], Result>(work: (...args: Arguments) => Result) => {
    return (...args: Arguments): Result => {
      tick()
      return work(...args)
    }
  }
  const { files } = platform
  return {
    ...platform,
    get isDead() {
      return left <= 0
    },
    files: {
      read: guarded(files.read),
      list: guarded(files.list),
      realpath: guarded(files.realpath),
      exists: guarded(files.exists),
      stamp: guarded(files.stamp),
      trusted: guarded(files.trusted),
      write: guarded(files.write),
      remove: guarded(files.remove),
    },
    exec: guarded(platform.exec),
    lock: guarded(platform.lock),
    sleep: guarded(platform.sleep),
    openTty(path) {
      tick()
      const port = platform.openTty(path)
      const wrapped: Transport = {
        write: guarded((bytes, until) => port.write(bytes, until)),
        read: guarded(until => port.read(until)),
        close: () => port.close(),
      }
      return wrapped
    },
  }
}

/** Calls a method of a process that is killed at its `nth` call of the platform; whether it lived to the end. */
export async function callAndKill(
  host: Host,
  method: string,
  nth: number,
  args: object = {},
): Promise<boolean> {
  const platform = killedAt(host.platform, nth)
  try {
    await dispatch(platform, method, args)
  } catch (failure) {
    if (!(failure instanceof Killed)) throw failure
  }
  return !platform.isDead
}

/** The steps of an `apply`. */
export async function apply(host: Host, args: object = {}): Promise<ApplyStep[]> {
  return ((await host.call('apply', args)) as unknown as { steps: ApplyStep[] }).steps
}

/** The lines the host logged from here on. */
export function logOf(host: Host): string[] {
  const lines: string[] = []
  host.platform.log = line => void lines.push(line)
  return lines
}

/** A flash that takes no file more. */
export function fullFlash(host: Host): void {
  const { write } = host.platform.files
  host.platform.files.write = (path, text) => !path.startsWith('/etc/') && write(path, text)
}

/** What of the flash is there after a power cut: the files as they were at the last `sync`. */
export function syncedFlash(host: Host): () => Host['nodes'] {
  const flash = () =>
    new Map(
      [...host.nodes].filter(([path]) => path.startsWith('/etc/')).map(([path, node]) => [path, { ...node }]),
    )
  let synced = flash()
  const { exec } = host.platform
  host.platform.exec = (argv, until, how) => {
    if (argv[0] === 'sync') synced = flash()
    return exec(argv, until, how)
  }
  return () => synced
}
