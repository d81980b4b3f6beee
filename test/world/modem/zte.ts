import { registers } from './registers.ts'
import type { Behaviour } from './simulator.ts'

/** What a ZTE module remembers: bands, technologies, cell lock. */
export const zte = (): Behaviour[] => [
  registers(
    {
      name: '+ZNLOCKBAND',
      takes: /^1,0,[\dA-F]+,0$/,
      line: value => `+ZNLOCKBAND: ${value.split(',')[2]?.toLowerCase()},2000000680380`,
    },
    { name: '+ZSNT', takes: /^[01267],[01],[0-2]$/ },
    { name: '+ZLOCKCELL', takes: /^(?:0|\d{1,5},\d{1,3})$/ },
  ),
]
