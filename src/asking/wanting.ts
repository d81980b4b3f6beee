import type { Facts } from './facts.ts'
import { registered } from './standard.ts'

/**
 * Whether something is open that another way to talk may tell: the registration, the signal of a modem that is served, or
 * who it is. The index of `+CSQ` is no signal here.
 */
export function isWanting({ registrations = [], imei, carriers = [], rsrp, rscp, rssi }: Facts): boolean {
  const isServed = registrations.some(({ stat }) => registered(stat))
  const [primary] = carriers
  const signal = rsrp ?? rscp ?? rssi ?? primary?.rsrp ?? primary?.rssi ?? null
  return registrations.length === 0 || !imei || (isServed && signal === null)
}
