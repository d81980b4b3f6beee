import { hardwareOf } from '../memory/layout.ts'
import { hostOnPty, type PtyHost, type PtyOptions } from '../modem/pty.ts'
import type { ModemScript } from '../modem/script.ts'
import type { WiredModem } from './layout.ts'
import { createRouter, type Router, type RouterOptions } from './root.ts'

/**
 * The modem a fixture or corpus case describes, with `tty` as its AT port. The network device is on the interface
 * behind the usual AT ports. Throws when the script does not say which device it is.
 */
export function wiredModem(script: ModemScript, tty: string | null, address?: string): WiredModem {
  if (!script.device || !script.port) throw new Error(`${script.name}: the script has no device or no port`)
  const hardware = hardwareOf(script, address)
  return { ...hardware, ports: hardware.ports.map(port => ({ ...port, tty })) }
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
  const { behaviours, maker, deaf = false, ...routerOptions } = options
  const hosts: PtyHost[] = []
  const closeHosts = () => hosts.forEach(host => void host.close())
  try {
    for (const script of scripts) {
      hosts.push(
        await hostOnPty(script, { deaf, ...(behaviours && { behaviours }), ...(maker && { maker }) }),
      )
    }
    const modems = scripts.map((script, index) => {
      const address = script.device?.bus === 'pci' ? `0000:0${index + 1}:00.0` : `1-${index + 1}`
      return wiredModem(script, hosts[index]?.path ?? null, address)
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
