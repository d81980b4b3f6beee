import type { EventName, ModemEvents } from '../contract/events.ts'
import type { EventValues, Want } from './policy.ts'

/** An event of the contract, to be told. */
export const tell = <Name extends EventName>(event: Name, values: ModemEvents[Name]): Want => ({
  want: 'event',
  event,
  values: { ...values } as EventValues,
})
