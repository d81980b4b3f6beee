import { check } from './check.ts'
import { isConnected } from './seen.ts'

/** Days without a second carrier, and hours with traffic in them, after which it is no chance. */
const days = 2
const enough = 3

/** Carriers that were joined before, and are not any more. */
export const aggregation_lost = check({
  name: 'aggregation_lost',
  stage: 'quality',
  looks:
    'Whether the modem used several carriers in this cell before, and since when it has one alone although traffic flows',
  says: {
    lost: {
      severity: 'warning',
      what: 'The modem has used one carrier alone for {days} days, although traffic flows.',
      why: 'In this same cell it has joined several before. In {hours} hours with traffic since then it did not: some modems lose that until they are restarted; or the operator has changed the cell.',
      cure: 'Restart the modem when nobody needs it: modem restart. If the carriers do not come back within a day, it is the operator.',
    },
  },
  look(evidence) {
    const { aggregation } = evidence
    if (aggregation === null || !aggregation.same_cell || !isConnected(evidence)) return []
    const gone = Math.floor(aggregation.last_seen_s_ago / 86_400)
    if (gone < days || aggregation.busy_hours < enough) return []
    return [
      {
        says: 'lost',
        with: { days: gone, hours: aggregation.busy_hours },
        action: { method: 'restart', arguments: {} },
      },
    ]
  },
})
