import { processesOf } from '../checks/collect/processes.ts'
import type { Modem } from '../discovery/modem.ts'
import { controlNodes } from '../discovery/networks.ts'
import type { Platform } from '../platform/platform.ts'

/** Tools of netifd's protocol handlers that ask one thing and end. */
const tools = /^(?:uqmi|umbim|gcom|comgt)$/
/** None has a reason to live so long, s. */
const oldS = 60
/** How long one that was told to end is waited for, ms. */
const endMs = 2000

/**
 * Ends what the dialler of an interface that was stopped has left behind: a tool that hangs holds the modem's channel, and
 * whoever dials next waits behind it. Whether there was one.
 */
export async function endStaleDiallers(platform: Platform, { found }: Modem): Promise<boolean> {
  const { files } = platform
  const nodes = [...found.ports.map(({ path }) => path), ...controlNodes(files, found)]
  const stale = () =>
    (processesOf(files, nodes) ?? []).filter(
      ({ name, holds, age_s }) => tools.test(name) && holds.length > 0 && age_s !== null && age_s > oldS,
    )
  const order = (signal: string) =>
    Promise.all(stale().map(({ pid }) => platform.exec(['kill', signal, `${pid}`], platform.now() + 1000)))
  if (stale().length === 0) return false
  await order('-15')
  for (const until = platform.now() + endMs; platform.now() < until && stale().length > 0; )
    await platform.sleep(200)
  await order('-9')
  return true
}
