import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hardwareOf } from '../memory/layout.ts'
import { parseFixture } from '../modem/fixture.ts'
import type { QmiSituation } from '../modem/qmi-situations.ts'
import { createRouter, type Router } from './root.ts'

/** Where the stand-in of `ubus` has what netifd tells. */
const dumpPlace = '/usr/share/rig/ubus/network.interface.dump.json'

/** A router with a modem that has no AT port, and the stand-in of uqmi; what that remembers lies in `/tmp/qmi`. */
export interface QmiRouter {
  router: Router
  /** Changes what netifd tells of the interface `wan`. */
  netifd(change: object): void
}

/** Makes such a router. */
export async function createQmiRouter({ device, answers }: QmiSituation): Promise<QmiRouter> {
  const wan = {
    interface: 'wan',
    proto: 'qmi',
    up: true,
    pending: false,
    available: true,
    l3_device: 'wwan0',
    data: {},
  }
  const dump = (change: object) => JSON.stringify({ interface: [{ ...wan, ...change }] })
  const hardware = hardwareOf(parseFixture(device))
  const lines = Object.entries({ '--get-versions': '{"service_3":"1,25"}', ...answers }).map(
    ([action, line]) => [`/usr/share/rig/uqmi/${action.slice(2).replace(' ', '=')}`, line],
  )
  const router = await createRouter({
    modems: [
      {
        ...hardware,
        nets: hardware.nets.map(net => ({ ...net, interface: 8 })),
        ports: [],
        interfaces: [{ number: 8, kind: 'ff/ff/ff', driver: 'qmi_wwan', control: 'cdc-wdm0' }],
      },
    ],
    uci: { network: `config interface 'wan'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n` },
    files: {
      ...Object.fromEntries(lines),
      '/sbin/uqmi': readFileSync(join(import.meta.dirname, 'stubs/uqmi'), 'utf8'),
      '/dev/cdc-wdm0': '',
      [dumpPlace]: dump({}),
    },
  })
  return { router, netifd: change => router.write(dumpPlace, dump(change)) }
}
