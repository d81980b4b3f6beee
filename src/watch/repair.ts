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
}

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
    return { modem, writes: found.writes, send, interface: name }
  } catch {
    return null
  }
}

/** Does what a rung that was cut short has left to do: gives power back, lets the modem in, registers, starts the interface. */
export async function repairModem(call: Call, modem: string): Promise<void> {
  const { platform } = call
  const { files } = platform
  const repair = readRepair(files, modem)
  for (const { path, value } of repair?.writes ?? []) files.put(path, value)
  const { send = null, interface: name = null } = repair ?? {}
  if (send !== null)
    try {
      await withModem(call, modem, ({ channel }) => channel.send(`AT${send}`, { timeoutMs: 8000 }))
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
    }
  if (name !== null) await startInterface(call, name)
  platform.log(`${modem}: a rung of the ladder was cut short; what it left off was put back`)
  dropRepair(files, modem)
}
