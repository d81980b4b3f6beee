import { aggregation } from './aggregation.ts'
import { type AnyPolicy, anyPolicy } from './concern.ts'
import { events } from './events.ts'
import { heat } from './heat.ts'
import { history } from './history.ts'
import { journal } from './journal.ts'
import { lights } from './leds.ts'
import { lows } from './lows.ts'
import { recovery } from './recovery.ts'
import { schedule } from './schedule.ts'
import { traffic } from './traffic.ts'
import { values } from './values.ts'

/** Everything the watch does, in the order of what goes first; a policy more is one line more. */
export const policies: readonly AnyPolicy[] = [
  anyPolicy(traffic),
  anyPolicy(recovery),
  anyPolicy(heat),
  anyPolicy(schedule),
  anyPolicy(aggregation),
  anyPolicy(events),
  anyPolicy(lows),
  anyPolicy(values),
  anyPolicy(lights),
  anyPolicy(history),
  anyPolicy(journal),
]
