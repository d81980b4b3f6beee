import { configuration } from '../../src/contract/configuration.ts'
import type { Section } from '../../src/discovery/uci.ts'

const wrong: readonly Section[] = configuration.map(({ type, options }) => ({
  type,
  name: `all_of_${type}`,
  options: Object.fromEntries(options.map(({ name }) => [name, '§\u0001'])),
}))

/** Sections of /etc/config/modem with every mistake that is known. */
export const everySlip: readonly Section[] = [
  ...wrong,
  { type: 'greenhouse', name: null, options: {} },
  { type: 'modems', name: 'x', options: {} },
  { type: 'watch', name: null, options: { intervall: '10', refrigerator: '1' } },
  { type: 'watch', name: null, options: { hosts: '1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5' } },
  { type: 'watch', name: 'a', options: { modem: 'lte' } },
  { type: 'watch', name: 'b', options: { modem: 'lte' } },
  { type: 'card', name: 'c', options: { ip_type: 'ip' } },
  { type: 'card', name: 'd', options: { iccid: '894921' } },
  { type: 'card', name: 'e', options: { iccid: '894921' } },
  { type: 'modem', name: 'f', options: { pin: '1234' } },
]
