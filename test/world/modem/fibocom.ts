import { gtact } from './gtact.ts'
import { registers } from './registers.ts'
import type { Behaviour } from './simulator.ts'

/** What a Fibocom module of the GT dialect remembers: bands, technologies, cell lock, USB mode, dialling, SIM slot. */
export const fibocom = (): Behaviour[] => [
  gtact(),
  registers(
    { name: '+GTUSBMODE', takes: /^\d{1,2}$/ },
    { name: '+GTCELLLOCK', takes: /^(?:0|1,0,(?:1,\d+|0,\d+,\d+)|1,1,(?:1,\d+,|0,\d+,\d+),[01],50\d+)$/ },
    { name: '+GTAUTOCONNECT', takes: /^[01]$/ },
    {
      name: '+GTDUALSIM',
      takes: /^[01]$/,
      line: value => `+GTDUALSIM : ${value}, "SUB${Number(value) + 1}", "NO SERVICE"`,
    },
  ),
]
