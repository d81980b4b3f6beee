import { contexts } from '../modem/contexts.ts'
import { drift } from '../modem/drift.ts'
import { fibocom } from '../modem/fibocom.ts'
import { quectel } from '../modem/quectel.ts'
import type { ModemScript } from '../modem/script.ts'
import { sim } from '../modem/sim.ts'
import type { Behaviour } from '../modem/simulator.ts'

/** Line of the first answer to a command; empty without one. */
function answered(script: ModemScript, command: string): string {
  const step = script.entries.get(command)?.replies[0]?.steps.find(one => 'line' in one)
  return step && 'line' in step ? step.line : ''
}

/**
 * What makes a scripted modem live: values that drift, and everything its pages can change is remembered. A SIM that
 * waits for its PIN takes 1234, one that is ready has the same PIN and does not ask for it.
 */
export function lively(script: ModemScript): Behaviour[] {
  const vendor = script.device?.id.split(':')[0] ?? ''
  const card = answered(script, '+CPIN?')
  return [
    ...(/^(?:2cb7|0e8d|1508)$/.test(vendor) ? fibocom() : []),
    ...(vendor === '2c7c' ? quectel() : []),
    ...(/READY|SIM PIN/.test(card) ? [sim({ locked: card.includes('SIM PIN') })] : []),
    contexts({ 1: { type: 'IPV4V6', apn: 'internet.test' } }),
    drift(),
  ]
}
