import { type Channel, openChannel } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import { countedAt, isEnumerated } from '../discovery/enumeration.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf } from '../platform/places.ts'
import type { Deadline, Lock, Transport } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { mayBeOwned } from './owner.ts'

/** How to use the port. */
export interface PortUse<T> {
  /** What to do while the port is open and locked; `release` gives both up before the work is done. */
  work(channel: Channel, port: string, release: () => void): Promise<T>
  /** True for work that only reads: when the port falls silent, it may begin again on another one. */
  mayRepeat?: true
  /** True where it is known that nobody else has the modem's ports. */
  isFree?: boolean
  /** How long to wait for the lock; default: to the end of the call. */
  lockUntil?: Deadline | undefined
  /** Asked once the lock is held: an answer somebody else got meanwhile, or null. */
  alreadyDone?(): T | null
}

/** The failure to tell of several ports: that of the best-ranked one that exists. */
function toTell(ports: readonly string[], failures: ReadonlyMap<string, Failure>): Failure | undefined {
  const told = ports.flatMap(path => failures.get(path) ?? [])
  return told.find(({ code }) => code !== 'port_missing') ?? told[0]
}

/** Says which port gives no answer where a failure does not yet. */
function withPath(failure: unknown, path: string): unknown {
  if (!(failure instanceof Failure) || !/^port_/.test(failure.code)) return failure
  const detail = failure.message.replace(/^.*?: /, '')
  const isNamed = !/^port_s[il]/.test(failure.code) || failure.message.includes(path)
  return new Failure(failure.code, isNamed ? detail : `${path}, ${detail}`, path)
}

/**
 * Opens the modem's port under its lock, works, and closes it whatever happens. With several candidate ports the
 * first that answers `AT` is taken, the one that answered last time first; where none does, the best-ranked one that
 * exists says why.
 */
export async function withPort<T>(
  call: Call,
  modem: Modem,
  known: string | null,
  use: PortUse<T>,
): Promise<T> {
  const { platform, deadline } = call
  const isOwned = !use.isFree && mayBeOwned(platform.files, modem)
  const usable = isOwned ? await (await import('./owners.ts')).portsLeft(call, modem) : modem.ports
  const remembered = known !== null && usable.includes(known) ? [known] : []
  const ports = [...new Set([...remembered, ...usable])]
  const failures = new Map<string, Failure>()
  for (const path of ports) {
    let lock: Lock | null = null
    let port: Transport | null = null
    let begun = false
    const work = async (channel: Channel) => {
      if (platform.files.exists(placeOf(modem.modem, 'changed')))
        await (await import('./changed.ts')).putBackChanged(call, modem, channel, path)
      begun = use.mayRepeat !== true
      return use.work(channel, path, release)
    }
    const release = () => {
      lock?.release()
      port?.close()
      port = lock = null
    }
    try {
      lock = await platform.lock(path, use.lockUntil ?? deadline - 500)
      if (lock === null) throw new Failure('port_busy', path)
      const done = use.alreadyDone?.() ?? null
      if (done !== null) return done
      port = platform.openTty(path)
      if (!isEnumerated(platform.files, countedAt(modem.found), modem.found.enumeration))
        throw new Failure('port_lost', path)
      const { trace } = call
      const channel = openChannel(port, { now: () => platform.now(), deadline, ...(trace ? { trace } : {}) })
      if (ports.length === 1 || remembered.includes(path)) return await work(channel)
      const hello = await channel.send('AT', { timeoutMs: 700 })
      if (hello.final.kind === 'ok') return await work(channel)
      failures.set(path, new Failure('heard' in hello.final ? 'port_slow' : 'port_silent', path, path))
    } catch (caught) {
      const failure = withPath(caught, path)
      if (!(failure instanceof Failure) || begun || ports.length === 1) throw failure
      failures.set(path, failure)
      if (failure.code === 'port_busy') throw toTell(modem.ports, failures) ?? failure
      if (!/^port_[ms]/.test(failure.code)) throw failure
    } finally {
      release()
    }
  }
  throw toTell(modem.ports, failures) ?? new Failure('no_port', modem.condition?.reason ?? modem.modem)
}
