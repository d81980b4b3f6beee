import { dumpInterfaces } from '../connection/netifd.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Call } from '../modem/call.ts'
import type { Platform } from '../platform/platform.ts'
import type { Known } from './memory.ts'

/** How long the scripts of an interface may take to end; netifd kills them after 5 s. */
const teardownMs = 8000

async function order(platform: Platform, method: string, args: object): Promise<boolean> {
  const argv = ['ubus', 'call', 'network.interface', method, JSON.stringify(args)]
  return (await platform.exec(argv, platform.now() + 5000)).code === 0
}

const entryOf = async ({ platform, deadline }: Call, name: string) =>
  (await dumpInterfaces(platform, deadline)).find(each => each.interface === name)

/** Starts or stops an interface of netifd; false where netifd does not take it. */
export const orderInterface = (platform: Platform, name: string, up: boolean): Promise<boolean> =>
  order(platform, up ? 'up' : 'down', { interface: name })

/** Stops an interface and waits until its scripts have ended; false where netifd does not take that. */
export async function stopInterface(call: Call, name: string): Promise<boolean> {
  const { platform } = call
  if (!(await orderInterface(platform, name, false))) return false
  for (const until = platform.now() + teardownMs; platform.now() < until; ) {
    const entry = await entryOf(call, name)
    if (entry?.up !== true && entry?.pending !== true) break
    await platform.sleep(500)
  }
  return true
}

/**
 * Starts an interface, with the news that its device is there where netifd holds it for missing: only that lifts it
 * (`proto_set_available`, action 5).
 */
export async function startInterface(call: Call, name: string): Promise<boolean> {
  const { platform } = call
  if ((await entryOf(call, name))?.available === false)
    await order(platform, 'notify_proto', { action: 5, available: true, interface: name })
  return orderInterface(platform, name, true)
}

/**
 * Sets the shape of frames of a modem's network device to what it was while the connection was alive, which a modem that is
 * enumerated anew has forgotten; only while its interface is down. Whether something was written.
 */
export function restoreFrames(platform: Platform, { found }: Modem, { raw_ip: wanted }: Known): boolean {
  const { files } = platform
  if (wanted === null) return false
  return found.devices.some(({ name }) => {
    const place = `/sys/class/net/${name}/qmi/raw_ip`
    const now = files.read(place, 8)?.trim()
    return (now === 'Y' || now === 'N') && now !== wanted && files.put(place, wanted)
  })
}
