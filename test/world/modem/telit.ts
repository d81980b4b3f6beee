import { registers } from './registers.ts'
import type { Behaviour } from './simulator.ts'

/** What Telit modules remember: technologies and bands. */
export const telit = (): Behaviour[] => [
  registers(
    { name: '+WS46', takes: /^(?:12|22|25|28|29|30|31)$/ },
    { name: '#BND', takes: /^\d+,\d+,[\dA-F]+(?:,[\dA-F]+)*$/ },
  ),
]
