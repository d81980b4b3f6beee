import { check } from './check.ts'
import { nameOf } from './seen.ts'

/** Seconds without aggregation after which chance is no longer the cause. */
const long = 2 * 86_400

/** A modem that used to aggregate carriers and no longer does. */
export const aggregation_lost = check({
  name: 'aggregation_lost',
  stage: 'quality',
  looks: 'When the modem last aggregated carriers, since the router was started',
  says: {
    lost: {
      severity: 'hint',
      what: '{name} has not aggregated carriers for {days} days, and did before.',
      why: 'Some modems lose aggregation after weeks and do not find it again until they are restarted.',
      cure: 'Restart the modem when nobody needs it: modem restart.',
    },
  },
  look(evidence) {
    const { aggregated_s: since, info } = evidence
    const active = info?.carriers.filter(({ active }) => active).length ?? 0
    if (since === null || since < long || active !== 1 || !info?.connection.up) return []
    return [
      {
        says: 'lost',
        with: { name: nameOf(evidence), days: Math.floor(since / 86_400) },
        action: { method: 'restart', arguments: {} },
      },
    ]
  },
})
