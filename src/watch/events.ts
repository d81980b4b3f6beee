import type { Rat, RegistrationState, SimState } from '../contract/info.ts'
import type { Deadline } from '../platform/platform.ts'
import { tell } from './event.ts'
import { countIfSet } from './options.ts'
import type { Observation, Policy, StoredMessages, Want } from './policy.ts'

/** A word that was told, and another one that is told when it is seen twice in a row. */
interface Word<Value extends string> {
  told: Value | null
  next: Value | null
}

/** What was told last of each thing. */
export interface EventsState {
  connected: boolean | null
  present: boolean | null
  registration: RegistrationState | null
  operator: Word<string>
  rat: Word<Rat>
  sim: SimState | null
  /** The signal that was told last, and when. */
  signal: { at: Deadline; rsrp: number } | null
  messages: StoredMessages | null
}

/** How often the signal is told at most, ms. */
const signalMs = 10_000

const none = { told: null, next: null } as const

const first: EventsState = {
  connected: null,
  present: null,
  registration: null,
  operator: none,
  rat: none,
  sim: null,
  signal: null,
  messages: null,
}

/** The word after a look: told where it is seen for the second time in a row. */
function heard<Value extends string>(word: Word<Value>, seen: Value | null): Word<Value> {
  if (seen === null) return word
  if (word.told === null || seen === word.told || seen === word.next) return { told: seen, next: null }
  return { told: word.told, next: seen }
}

function connectionWants(state: EventsState, { info, present }: Observation): [boolean | null, Want[]] {
  const { connection } = info ?? {}
  if (present && (connection === undefined || connection.state === 'unknown')) return [state.connected, []]
  const connected = present && connection?.state === 'connected'
  if (state.connected === null || connected === state.connected) return [connected, []]
  const name = connection?.interface ?? null
  if (!connected)
    return [
      connected,
      [
        tell('disconnected', {
          interface: name,
          state: (present && connection?.state) || null,
          error: (present && connection?.error?.code) || null,
        }),
      ],
    ]
  const address = connection?.addresses[0]?.split('/')[0] ?? null
  return [connected, [tell('connected', { interface: name, device: connection?.device ?? null, address })]]
}

function signalWants(
  state: EventsState,
  { info, now }: Observation,
  step: number | null,
): [EventsState['signal'], Want[]] {
  const rsrp = info?.signal.rsrp ?? null
  if (info === null || rsrp === null || step === null) return [state.signal, []]
  const last = state.signal
  if (last === null || last.at > now) return [{ at: now, rsrp }, []]
  if (Math.abs(rsrp - last.rsrp) < step || now - last.at < signalMs) return [last, []]
  const { rsrq, sinr, rssi } = info.signal
  return [{ at: now, rsrp }, [tell('signal', { rsrp, rsrq, sinr, rssi })]]
}

/** Tells what changes: the first look is where changes begin. */
export const events: Policy<EventsState, { signal_step: number | null }> = {
  name: 'events',
  first,
  options: { signal_step: countIfSet },
  wanted: () => true,
  step(before, seen, { signal_step }) {
    if (seen.ending) return { state: before, wants: [] }
    const { info, present } = seen
    const wants: Want[] = []
    if (before.present !== null && present !== before.present) wants.push(tell('presence', { present }))
    const [connected, changes] = connectionWants(before, seen)
    wants.push(...changes)

    const isRead = info?.port_state === 'ok'
    const registered = info?.registration.state ?? 'unknown'
    const registration = isRead && registered !== 'unknown' ? registered : before.registration
    if (registration !== null && before.registration !== null && registration !== before.registration)
      wants.push(tell('registration', { state: registration, was: before.registration }))

    const card = info?.sim.state ?? 'unknown'
    const sim = isRead && card !== 'unknown' ? card : before.sim
    if (sim !== null && before.sim !== null && sim !== before.sim)
      wants.push(tell('sim', { state: sim, was: before.sim }))

    const { mcc = null, mnc = null, name = null } = (isRead && info.operator) || {}
    const operator = heard(before.operator, mcc && mnc ? `${mcc}${mnc}` : null)
    if (operator.told !== null && before.operator.told !== null && operator.told !== before.operator.told)
      wants.push(tell('operator', { name, plmn: operator.told, was: before.operator.told }))

    const rat = heard(before.rat, (isRead && info.rat) || null)
    if (rat.told !== null && before.rat.told !== null && rat.told !== before.rat.told)
      wants.push(tell('technology', { rat: rat.told, was: before.rat.told }))

    const [signal, told] = signalWants(before, seen, signal_step)
    wants.push(...told)

    const messages = seen.messages ?? before.messages
    const counted = before.messages?.storage === messages?.storage ? before.messages : null
    if (messages !== null && counted !== null && messages.used > counted.used)
      wants.push(tell('message', { count: messages.used - counted.used, stored: messages.used }))

    return {
      state: { connected, present, registration, operator, rat, sim, signal, messages },
      wants,
    }
  },
}
