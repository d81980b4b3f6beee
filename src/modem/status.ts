import type { Cause } from '../connection/causes.ts'
import { connectionTold } from '../connection/told.ts'
import type { ConditionKind } from '../contract/condition.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { StatusWord } from '../contract/status.ts'
import type { Holder } from './holder.ts'

export const radioOff = {
  status: 'radio_off',
  reason: 'The radio of the modem is switched off. Restart the modem, or switch it on with AT+CFUN=1.',
} as const

/** The words for what keeps a modem from being spoken to. */
const conditions = {
  no_driver: 'driver_missing',
  storage: 'storage_mode',
  no_at_port: 'no_at_port',
  hilink: 'hilink',
} as const satisfies Record<ConditionKind, StatusWord>

/**
 * The word for a modem's state, as far as `info` shows it, and the sentence that explains it. `holder` is who has its
 * port open, `cause` that of the last error of its interface.
 */
export function statusOf(
  info: ModemInfo,
  holder: Holder | null = null,
  cause: Cause | null = null,
): { status: StatusWord; reason: string } {
  const { sim, registration, connection, operator, port, condition } = info
  const say = (status: StatusWord, reason: string) => ({ status, reason })
  if (condition && info.port_state === 'absent') return say(conditions[condition.kind], condition.reason)
  if (info.port_state === 'absent')
    return say(
      'no_port',
      port === null
        ? 'The modem is there but has no AT port. Its USB mode may lack one, or a kernel driver is missing.'
        : `The AT port ${port} does not exist. Choose another one in the settings.`,
    )
  const other = holder === null ? 'Another program' : `${holder.name} (process ${holder.pid})`
  if (info.port_state === 'busy')
    return say('port_busy', `${other} holds the AT port ${port}. Stop it or let it use the same lock.`)
  if (info.port_state === 'silent')
    return say(
      'port_silent',
      holder === null
        ? `The modem does not answer on ${port}. It may be starting, stuck, or use another port.`
        : `The modem does not answer on ${port} while ${other} has it open. Stop that program.`,
    )
  if (info.port_state === 'slow')
    return say('port_silent', `The modem answers too slowly on ${port}: nothing whole came in time.`)
  if (sim.state === 'absent')
    return say('sim_missing', 'There is no SIM card in the modem, or it makes no contact.')
  if (sim.state === 'pin_required') return say('pin_required', 'The SIM card waits for its PIN.')
  if (sim.state === 'puk_required')
    return say('puk_required', 'The SIM card is blocked and waits for its PUK.')
  if (sim.state === 'failure' || sim.state === 'wrong')
    return say('sim_failure', 'The modem cannot use the SIM card. Try it in a phone, clean or replace it.')
  if (sim.state === 'locked_to_device' || sim.state === 'locked_to_network')
    return say('sim_failure', 'The modem accepts only the SIM cards of one device or operator.')
  const name = operator.name ?? 'the network'
  switch (registration.state) {
    case 'home':
    case 'roaming': {
      const where = registration.state === 'roaming' ? `roaming in ${name}` : `registered with ${name}`
      const isWithout = connection.device === null && connection.protocol !== 'ppp'
      if (connection.state !== 'connected' && condition?.kind === 'no_driver' && isWithout)
        return say('driver_missing', condition.reason)
      if (connection.state !== 'connected')
        return say('registered', `The modem is ${where}, but ${connectionTold(connection, cause)}`)
      const { addresses, device, default_route: isRouted } = connection
      const route = isRouted ? '.' : '; but no default route leads through it.'
      return say('connected', `Connected, ${where}; ${addresses[0]} on ${device}${route}`)
    }
    case 'searching':
      return say('searching', 'The modem is looking for a network. Check antenna and bands if this lasts.')
    case 'denied':
      return say(
        'denied',
        'The network refuses this SIM card. Check the contract, roaming and the allowed bands.',
      )
    case 'emergency':
      return say('denied', 'Only emergency calls are possible here with this SIM card.')
    default:
      if (sim.state === 'busy') return say('searching', 'The SIM card is still starting.')
      return say('not_registered', 'The modem is not registered and is not looking for a network.')
  }
}
