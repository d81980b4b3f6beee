import { createHost, type Host, type HostOptions } from '../memory/host.ts'
import type { Program } from '../memory/programs.ts'
import { drawDevice, type Hardware, homeOf } from '../sysfs.ts'
import type { Manager } from './mmcli.ts'
import type { Umbim } from './umbim.ts'

/** A modem with a control node, and perhaps serial ports that a test does not open. */
export interface ControlledModem {
  id: string
  manufacturer?: string
  product?: string
  /** Driver of the network function. */
  driver?: string
  ports?: Hardware['ports']
}

/** The hardware of such a modem at 1-1, its control node being /dev/cdc-wdm0. */
export const controlled = (modem: ControlledModem): Hardware => ({
  bus: 'usb',
  id: modem.id,
  address: '1-1',
  manufacturer: modem.manufacturer ?? null,
  product: modem.product ?? null,
  serial: null,
  ports: modem.ports ?? [],
  nets: [{ name: 'wwan0', driver: modem.driver ?? 'cdc_mbim', interface: 12 }],
  interfaces: [
    ...(modem.ports ?? []).map(({ interface: number }) => ({ number, driver: 'option' })),
    { number: 12, driver: modem.driver ?? 'cdc_mbim', control: 'cdc-wdm0' },
  ],
})

/** The directory of that modem below /sys. */
export const placeOfModem = homeOf({ bus: 'usb', address: '1-1' })

/** A host with such a modem alone, without AT ports that answer. */
export function hostWith(modem: ControlledModem, options: HostOptions = {}): Host {
  const host = createHost([], options)
  for (const [path, node] of drawDevice(controlled(modem))) host.nodes.set(path, node)
  host.nodes.set('/dev/cdc-wdm0', { text: '' })
  for (const { name } of modem.ports ?? []) host.nodes.set(`/dev/${name}`, { text: '' })
  return host
}

/** A stand-in as a program of a host in memory: a run takes 20 ms, and one that hangs goes on until it is ended. */
export const programOf =
  ({ run }: Pick<Manager | Umbim, 'run'>): Program =>
  ({ argv, until, clock }) => {
    const answer = run(argv)
    if (answer !== 'hangs') clock.advance(20)
    else clock.advanceTo(until)
    return answer === 'hangs' ? { code: null, stdout: '' } : answer
  }

/** The network section and netifd's entry of an interface of that modem. */
export function interfaceOf(proto: string, state: object): Pick<HostOptions, 'uci' | 'dump'> {
  const device = proto === 'modemmanager' ? placeOfModem : '/dev/cdc-wdm0'
  const entry = {
    interface: 'wan',
    up: false,
    pending: false,
    available: true,
    autostart: true,
    proto,
    ...state,
  }
  return {
    uci: { network: `config interface 'wan'\n\toption proto '${proto}'\n\toption device '${device}'\n` },
    dump: [entry],
  }
}
