import { isOtherBoot } from './clock.ts'
import type { Observation } from './policy.ts'
import { bytesOf } from './verdict.ts'

/** What the counters of the devices showed that a connection has used, last one last. */
export interface Counters {
  boot: string | null
  at: number
  devices: readonly (readonly [device: string, rx: number, tx: number])[]
}

/** Nothing was seen yet. */
export const noCounters: Counters = { boot: null, at: 0, devices: [] }

/** Most devices whose counters are remembered. */
const mostDevices = 4

/** Where the counters of some drivers end, which count in 32 bits on small routers. */
const end = 2 ** 32

/**
 * What a counter has counted since. One that is smaller than it was began anew; or it came to its end, where the other
 * counter of the device went on.
 */
function since(before: number, now: number, doesOtherGo: boolean): number {
  if (now >= before) return now - before
  const isOver = doesOtherGo && before < end && before - now > end / 2
  return isOver ? end - before + now : now
}

/**
 * What has come and gone since the last look. The first counters of all are where counting begins, as are those of another
 * device in the same run of the router: they may hold what was counted already. After a restart of the router a device has
 * counted nothing that was.
 */
export function counted(
  before: Counters,
  seen: Pick<Observation, 'now' | 'boot' | 'info'>,
): { counters: Counters; rx: number; tx: number } {
  const { now: at, boot } = seen
  const bytes = bytesOf(seen.info)
  if (bytes === null) return { counters: before, rx: 0, tx: 0 }
  const { device, rx, tx } = bytes
  const isNew = before.devices.length > 0 && isOtherBoot(before, seen)
  const rest = isNew ? [] : before.devices.filter(([name]) => name !== device)
  const known = isNew ? ([device, 0, 0] as const) : before.devices.find(([name]) => name === device)
  const counters = { boot, at, devices: [...rest, [device, rx, tx] as const].slice(-mostDevices) }
  return known === undefined
    ? { counters, rx: 0, tx: 0 }
    : { counters, rx: since(known[1], rx, tx >= known[2]), tx: since(known[2], tx, rx >= known[1]) }
}
