import { Failure } from '../contract/failure.ts'
import type { Call } from '../modem/call.ts'
import { withModem } from '../modem/session.ts'
import { runDirectory, watchPlace } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'
import type { Write } from './bus.ts'
import { startInterface } from './interface.ts'

/** What must be done of a rung that was cut short, so that nothing stays off. */
export interface Repair {
  modem: string
  /** Values that were to be written back. */
  writes: readonly Write[]
  /** What the modem was still to be sent. */
  send: '+COPS=0' | '+CFUN=1' | null
  /** The interface that was to be started again. */
  interface: string | null
  /** How often it was tried in vain to put this right. */
  tries: number
}

/** After so many looks in vain what is left off is given up, and that is told. */
const mostTries = 20

const isWrite = (value: unknown): value is Write => {
  const { path, value: text } = (value ?? {}) as Partial<Write>
  return typeof path === 'string' && typeof text === 'string' && /^[01]$/.test(text)
}

/** Writes down what is to be done if this process is killed; false where that cannot be stored. */
export const noteRepair = (files: Files, repair: Repair): boolean =>
  files.write(watchPlace(repair.modem, 'repair'), JSON.stringify(repair))

/** What was done is whole: nothing is left to repair. */
export const dropRepair = (files: Files, modem: string): void => files.remove(watchPlace(modem, 'repair'))

function readRepair(files: Files, modem: string): Repair | null {
  try {
    const text = files.trusted(runDirectory) ? files.read(watchPlace(modem, 'repair')) : null
    const found = JSON.parse(text ?? 'null') as Partial<Repair> | null
    if (found === null || !Array.isArray(found.writes) || !found.writes.every(isWrite)) return null
    const name = typeof found.interface === 'string' ? found.interface : null
    const send = found.send === '+COPS=0' || found.send === '+CFUN=1' ? found.send : null
    const tries = typeof found.tries === 'number' ? found.tries : 0
    return { modem, writes: found.writes, send, interface: name, tries }
  } catch {
    return null
  }
}

/** What each of them ends, as the modem tells it (3GPP TS 27.007 §7.3, §8.2). */
const states: Readonly<Record<NonNullable<Repair['send']>, readonly [question: string, isOff: RegExp]>> = {
  '+COPS=0': ['+COPS?', /^\+COPS: ?2/],
  '+CFUN=1': ['+CFUN?', /^\+CFUN:(?! ?1\b)/],
}

/**
 * Whether a modem has taken what lets it look for its network: it is asked before it is sent that once more, because one that
 * is at it still begins anew with every command.
 */
async function isBack(call: Call, modem: string, send: NonNullable<Repair['send']>): Promise<boolean> {
  const [question, isOff] = states[send]
  try {
    return await withModem(call, modem, async ({ channel }) => {
      const { final, lines } = await channel.send(`AT${question}`, { timeoutMs: 3000 })
      if (final.kind === 'timeout') return false
      if (final.kind === 'ok' && !lines.some(line => isOff.test(line))) return true
      return (await channel.send(`AT${send}`, { timeoutMs: 6000 })).final.kind === 'ok'
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return false
  }
}

/**
 * Does what a rung has left to do: gives power back, lets the modem in, registers, starts the interface. What could not be
 * done now stays written down for the next look.
 */
export async function repairModem(call: Call, modem: string): Promise<void> {
  const { platform } = call
  const { files } = platform
  const { writes = [], send = null, interface: name = null, tries = 0 } = readRepair(files, modem) ?? {}
  const left = writes.filter(({ path, value }) => !files.put(path, value))
  const unsent = send !== null && !(await isBack(call, modem, send)) ? send : null
  if (name !== null) await startInterface(call, name)
  const isWhole = left.length === 0 && unsent === null
  if (!isWhole && tries < mostTries) {
    noteRepair(files, { modem, writes: left, send: unsent, interface: null, tries: tries + 1 })
    return
  }
  const off = [
    ...left.map(({ path, value }) => `${path} is not ${value}`),
    ...(unsent ? [`AT${unsent}`] : []),
  ]
  platform.log(
    isWhole
      ? `${modem}: what a rung of the ladder left off was put back`
      : `${modem}: what a rung of the ladder left off could not be put back: ${off.join(', ')}`,
  )
  dropRepair(files, modem)
}
