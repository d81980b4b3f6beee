import { named } from '../../asking/fields.ts'
import type { Dialect } from '../dialect.ts'
import { indexed } from '../indexed.ts'

/**
 * 3GPP TS 27.007 alone: every modem nobody described. Signal from `+CESQ` (§8.69): values are the lower edge of the
 * index's step. Wire: `+CESQ: 99,99,255,255,25,58[,<ss_rsrq>,<ss_rsrp>,<ss_sinr>]`.
 */
export const dialect: Dialect = {
  identity: { imei: ['+CGSN', '+GSN'] },
  questions: () => [{ ask: '+CESQ' }],
  read(answers) {
    const v = named(answers.lines('+CESQ'), '+CESQ')
    if (v === null) return {}
    const nrRsrp = indexed(v[7], 255, 1, -157)
    return {
      rssi: indexed(v[0], 99, 1, -111),
      rscp: indexed(v[2], 255, 1, -121),
      ecio: indexed(v[3], 255, 0.5, -24.5),
      rsrq: indexed(v[4], 255, 0.5, -20) ?? indexed(v[6], 255, 0.5, -43.5),
      rsrp: indexed(v[5], 255, 1, -141) ?? nrRsrp,
      sinr: indexed(v[8], 255, 0.5, -23.5),
    }
  },
}
