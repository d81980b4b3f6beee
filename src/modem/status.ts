import type { Cause } from '../connection/causes.ts'
import { connectionTold } from '../connection/told.ts'
import type { ConditionKind } from '../contract/condition.ts'
import type { ModemInfo, SimState } from '../contract/info.ts'
import type { StatusWord } from '../contract/status.ts'
import { type Ages, isRestless, type Span, unknownAges, usualMs } from './ages.ts'
import type { Holder } from './holder.ts'
import { loginReason } from './login-words.ts'
import { overSerial } from './owner.ts'

/** What is told of a modem: a word, and the sentence that explains it. */
export interface Told {
  status: StatusWord
  reason: string
}

/** The words for what keeps a modem from being spoken to. */
const conditions = {
  no_driver: 'driver_missing',
  storage: 'storage_mode',
  no_at_port: 'no_at_port',
  hilink: 'hilink',
} as const satisfies Record<ConditionKind, StatusWord>

const say = (status: StatusWord, reason: string): Told => ({ status, reason })

/** A time in words. */
function duration(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
  ] as const
  const [unit, name] = units.find(([each]) => ms >= each) ?? [1000, 'second']
  const count = Math.floor(ms / unit)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** For how long it has been so, where that is worth a word. */
const lasting = ({ least }: Span, from = 60_000) => (least >= from ? ` for ${duration(least)}` : '')

/** States of the SIM that a modem may tell of a good card while it starts. */
const unripe: readonly SimState[] = ['absent', 'failure', 'wrong', 'busy', 'unknown']

/** What is told while the modem starts, when it has been there for less than the usual time; null when it has not. */
function startingOf({ sim, registration, port_state }: ModemInfo, ages: Ages): Told | null {
  const { modem } = ages
  const age = modem.least >= 1000 ? ` ${duration(modem.least)} ago` : ' moments ago'
  const started = `The modem started${age}`
  if (isRestless(ages)) return null
  if (port_state === 'starting')
    return say('starting', `${started}: it is there, but cannot be asked yet. Wait a minute.`)
  const isServed = ['home', 'roaming', 'searching', 'denied', 'emergency'].includes(registration.state)
  if (port_state !== 'ok' || isServed) return null
  if (unripe.includes(sim.state) && modem.most < usualMs.sim)
    return say('starting', `${started} and has not read a SIM card yet. Wait a minute.`)
  const isReady = !/_required$|^locked/.test(sim.state)
  return isReady && modem.most < usualMs.register
    ? say('starting', `${started} and is not looking for a network yet. Wait a minute.`)
    : null
}

/** Whether what stands for the port is a control node. */
const isNode = (port: string | null) => /^\/dev\/(?:cdc-wdm|wwan\d+(?:qmi|mbim))/.test(port ?? '')

/** What is told of a port that cannot be used. */
function portOf({ port, port_state, connection }: ModemInfo, holder: Holder | null, ages: Ages): Told | null {
  const noun = isNode(port) ? 'control node' : 'AT port'
  if (port_state === 'busy' && isNode(port) && connection.state === 'connecting')
    return say('port_busy', `netifd is setting up the connection over ${port}. Wait until that is done.`)
  const other = holder === null ? 'Another program' : `${holder.name} (process ${holder.pid})`
  const { state, restless } = ages
  if (isRestless(ages) && port_state !== 'busy' && port_state !== 'ok')
    return say(
      'port_silent',
      `The modem starts again and again, ${restless + 1} times within minutes. Check its power supply and its cable.`,
    )
  if (port_state === 'absent')
    return say(
      'no_port',
      port === null
        ? 'The modem is there but has no AT port. Its USB mode may lack one, or a kernel driver is missing.'
        : `The AT port ${port} does not exist. Choose another one in the settings.`,
    )
  if (port_state === 'busy' && overSerial.test(holder?.name ?? ''))
    return say(
      'port_busy',
      `${other} dials over ${port}: what is written there would get into the connection. It can be read while ${connection.interface ?? 'the interface'} is down.`,
    )
  if (port_state === 'busy')
    return say('port_busy', `${other} holds the ${noun} ${port}. Stop it or let it use the same lock.`)
  if (port_state === 'slow')
    return say('port_silent', `The modem answers too slowly on ${port}: nothing whole came in time.`)
  if (port_state !== 'silent') return null
  if (holder !== null)
    return say(
      'port_silent',
      `The modem does not answer on ${port} while ${other} has it open. Stop that program.`,
    )
  return state.least >= usualMs.answer
    ? say(
        'port_silent',
        `The modem has not answered on ${port}${lasting(state)}: it is stuck, or uses another port. Restart it, or take its power away.`,
      )
    : say(
        'port_silent',
        `The modem does not answer on ${port}. It may be starting, stuck, or use another port.`,
      )
}

/** What is told of a SIM that cannot be used. */
function simOf({ sim, registration }: ModemInfo, { modem, state }: Ages): Told | null {
  const hedge = modem.least < usualMs.sim ? ' If the modem has only just started, wait a minute.' : ''
  switch (sim.state) {
    case 'absent':
      return say('sim_missing', `There is no SIM card in the modem, or it makes no contact.${hedge}`)
    case 'pin_required':
      return say('pin_required', 'The SIM card waits for its PIN.')
    case 'puk_required':
      return say('puk_required', 'The SIM card is blocked and waits for its PUK.')
    case 'failure':
    case 'wrong':
      return say(
        'sim_failure',
        `The modem cannot use the SIM card. Try it in a phone, clean or replace it.${hedge}`,
      )
    case 'locked_to_device':
    case 'locked_to_network':
      return say('sim_failure', 'The modem accepts only the SIM cards of one device or operator.')
    case 'busy':
      if (registration.state === 'home' || registration.state === 'roaming') return null
      return state.least >= usualMs.sim
        ? say(
            'sim_failure',
            `The SIM card has been starting${lasting(state)}: it is stuck. Restart the modem; if that does not help, clean or replace the card.`,
          )
        : say('starting', 'The SIM card is still starting.')
    default:
      return null
  }
}

/** What is told of a stick that is a router of its own, by what its web interface says. */
function stickOf({ condition, login, port, session, registration }: ModemInfo): Told | null {
  if (condition?.kind !== 'hilink') return null
  if (login !== undefined)
    return say(
      'needs_login',
      `The stick at ${port} tells its values only to who logs in to its web pages. ${loginReason(login)}`,
    )
  const isServed = registration.state === 'home' || registration.state === 'roaming'
  return isServed && session?.state === 'disconnected'
    ? say(
        'registered',
        `The stick at ${port} has no connection of its own to the network. Connect it on its web pages, and check its APN there.`,
      )
    : null
}

/** What is told of a modem whose device on the bus shows that it cannot be spoken to. */
const bareOf = ({ condition, port_state }: ModemInfo): Told | null =>
  condition && port_state === 'absent' ? say(conditions[condition.kind], condition.reason) : null

/**
 * The word for a modem's state, as far as `info` shows it, and the sentence that explains it. `holder` is who has its
 * port open, `cause` that of the last error of its interface.
 */
export function statusOf(
  info: ModemInfo,
  holder: Holder | null = null,
  ages: Ages = unknownAges,
  cause: Cause | null = null,
): Told {
  const { registration, connection, operator, condition } = info
  const { state } = ages
  const told =
    startingOf(info, ages) ?? bareOf(info) ?? portOf(info, holder, ages) ?? simOf(info, ages) ?? stickOf(info)
  if (told !== null) return told
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
      return state.least >= usualMs.search
        ? say(
            'searching',
            `The modem has been looking for a network${lasting(state)} and finds none. Check antenna and bands.`,
          )
        : say('searching', 'The modem is looking for a network. Check antenna and bands if this lasts.')
    case 'denied':
      return say(
        'denied',
        `The network refuses this SIM card${lasting(state)}. Check the contract, roaming and the allowed bands.`,
      )
    case 'emergency':
      return say('denied', `Only emergency calls are possible here with this SIM card${lasting(state)}.`)
    default:
      return say(
        'not_registered',
        `The modem is not registered and is not looking for a network${lasting(state)}.`,
      )
  }
}
