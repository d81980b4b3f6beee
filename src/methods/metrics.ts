import { validate } from '../contract/generated/validate/metrics.ts'
import type { MetricsArgs, MetricsReply } from '../contract/metrics.ts'
import { metricsNow } from '../metrics/known.ts'
import type { Method } from './method.ts'

/** `metrics`: what is known of every modem as numbers, from the last answers; no modem is asked. */
export const method: Method<MetricsArgs, MetricsReply> = {
  validate,
  run: async ({ identities = false }, { platform }) => metricsNow(platform, identities),
}
