import type { HostOptions } from '../world/memory/host.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { type Card, sim } from '../world/modem/sim.ts'

/** A call that writes, and how its command lines begin. */
export interface Write {
  method: string
  args: object
  sends: RegExp
  /** The card it needs; default: one that is open. */
  card?: Card
}

/** Every kind of write of the FG621. */
export const writes: readonly Write[] = [
  { method: 'set_bands', args: { rat: 'lte', bands: [3, 20] }, sends: /^\+GTACT=\d/ },
  { method: 'set_modes', args: { mode: 'lte' }, sends: /^\+GTACT=\d/ },
  { method: 'lock_cell', args: { rat: 'lte', channel: 1300, pci: 211 }, sends: /^\+GTCELLLOCK=1/ },
  { method: 'unlock_cell', args: {}, sends: /^\+GTCELLLOCK=0/ },
  { method: 'set_context', args: { cid: 1, apn: 'new.example', force: true }, sends: /^\+CGDCONT=/ },
  { method: 'set_usb_mode', args: { mode: '38' }, sends: /^\+GTUSBMODE=\d/ },
  { method: 'set_autoconnect', args: { enabled: true }, sends: /^\+GTAUTOCONNECT=\d/ },
  { method: 'unlock_sim', args: { pin: '1234' }, sends: /^\+CPIN=/, card: {} },
  { method: 'set_sim_lock', args: { enabled: false, pin: '1234' }, sends: /^\+CLCK="SC",[01]/ },
  { method: 'change_pin', args: { pin: '1234', new_pin: '8642' }, sends: /^\+CPWD=/ },
  { method: 'restart', args: {}, sends: /^\+CFUN=1,1/ },
  {
    method: 'set_bands',
    args: { rat: 'lte', bands: [20], keep_if: 'registered', within_s: 10 },
    sends: /^\+GTACT=\d/,
  },
  {
    method: 'set_usb_mode',
    args: { mode: '38', keep_if: 'connected', within_s: 10 },
    sends: /^\+GTUSBMODE=\d/,
  },
]

/** Command lines by which the modem at `index` was written to. */
export const written = (host: Host, { sends }: Pick<Write, 'sends'>, index = 0): string[] =>
  (host.simulators[index]?.log ?? [])
    .map(({ line }) => line.replace(/^AT/i, ''))
    .filter(line => sends.test(line))

/** The wrapper of ports that calls `work` before and behind everything that is written to any of them. */
export function aroundWrites(work: (nth: number, text: string) => void): NonNullable<HostOptions['wrap']> {
  let nth = 0
  return port => ({
    ...port,
    async write(bytes, until) {
      const text = String.fromCharCode(...bytes)
      work(nth++, text)
      await port.write(bytes, until)
      work(nth++, text)
    },
  })
}

/** Two modems of one kind, which differ in nothing but their places. */
export function twins(card: Card, options: HostOptions = {}): Host {
  const script = fg621()
  const second = {
    ...fg621(),
    port: { name: 'ttyUSB4', interface: 3 },
    net: { name: 'eth2', driver: 'cdc_ncm' },
  }
  return createHost([{ script }, { script: second, path: '1-2' }], {
    behaviours: behavioursOf(card),
    ...options,
  })
}

/** What the modem remembers, and its card. */
export const behavioursOf = (card: Card) => [
  sim(card),
  contexts({ 1: { type: 'IP', apn: 'old.example' } }),
  ...fibocom(),
]

/** Both twins leave the bus and come back at their places, each under the number of the other. */
export function swap(host: Host): void {
  const ports = ['ttyUSB0', 'ttyUSB4']
  const isSwapped = host.nodes.has('/sys/devices/platform/1e1c0000.xhci/usb1/1-1/1-1:1.3/ttyUSB4')
  for (const index of [0, 1]) host.unplug(index)
  for (const [index, port] of (isSwapped ? ports : [...ports].reverse()).entries()) host.plug(index, { port })
}
