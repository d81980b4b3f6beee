import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/records.ts'
import type { RecordsReply } from '../contract/records.ts'
import { momentOf, recordsOf } from '../desired/record.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import type { Who } from '../modem/card.ts'
import { cardNumber } from '../modem/card-number.ts'
import { refresh } from '../modem/refresh.ts'
import type { Method } from './method.ts'

/** How old the modem's word on who it and its card are may be, ms. */
const oldest = 600_000

/** Who the modem and its card are, as they were read last; what they do not tell differs from nobody. */
async function whoWas(call: Call, modem: Modem, place: string): Promise<Who> {
  try {
    const { imei, firmware, sim } = await refresh(call, modem, oldest)
    return { place, imei, firmware, iccid: sim.iccid === null ? null : cardNumber(sim.iccid) }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { place, imei: null, firmware: null, iccid: null }
  }
}

/** `records`: what `apply` has tried of this modem and its card, and why it does not try it again. */
export const method: Method<ModemArgs, RecordsReply> = {
  validate,
  async run({ modem: wanted }, call) {
    const { platform } = call
    const modem = await findModem(platform, wanted)
    const place = `${modem.found.bus}-${modem.found.path}`
    const who = await whoWas(call, modem, place)
    return { modem: modem.modem, records: recordsOf(platform.files, who, momentOf(platform)) }
  },
}
