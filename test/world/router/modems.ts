import { hostOnPty, type PtyHost, type PtyOptions } from '../modem/pty.ts'
import type { ModemScript } from '../modem/script.ts'
import { createRouter, type Router, type RouterOptions } from './root.ts'
import type { Hardware } from './sysfs.ts'

/**
 * The hardware a fixture or corpus case describes, with `tty` as its AT port. The network device is on the interface
 * behind the usual AT ports. Throws when the script does not say which device it is.
 */
export function hardwareOf(script: ModemScript, tty: string | null, address?: string): Hardware {
  const { device, port, net } = script
  if (!device || !port) throw new Error(`${script.name}: the script has no device or no port`)
  const at = port.interface ?? 0
  return {
    bus: device.bus,
    id: device.id,
    address: address ?? (device.bus === 'usb' ? '1-1' : '0000:01:00.0'),
    manufacturer: device.manufacturer,
    product: device.product,
    serial: null,
    ports: [{ name: port.name, interface: at, tty }],
    net: net && { ...net, interface: at === 4 ? 5 : 4 },
  }
}

/** A router with simulated modems on its ports. */
export interface Setup {
  router: Router
  /** The simulated modems in the order given; `log` tells what each was asked. */
  hosts: readonly Pick<PtyHost, 'path' | 'log' | 'close'>[]
  close(): Promise<void>
}

/** Hosts every script on a PTY of its own and boots a router that has them; the first one is `wwan`. */
export async function setUp(
  scripts: readonly ModemScript[],
  options: RouterOptions & PtyOptions = {},
): Promise<Setup> {
  const { behaviours, maker, ...routerOptions } = options
  const hosts: PtyHost[] = []
  const closeHosts = () => hosts.forEach(host => void host.close())
  try {
    for (const script of scripts) {
      hosts.push(await hostOnPty(script, { ...(behaviours && { behaviours }), ...(maker && { maker }) }))
    }
    const modems = scripts.map((script, index) => {
      const address = script.device?.bus === 'pci' ? `0000:0${index + 1}:00.0` : `1-${index + 1}`
      return hardwareOf(script, hosts[index]?.path ?? null, address)
    })
    const router = await createRouter({ board: scripts[0]?.board ?? null, modems, ...routerOptions })
    return {
      router,
      hosts,
      async close() {
        await router.close()
        closeHosts()
      },
    }
  } catch (error) {
    closeHosts()
    throw error
  }
}
