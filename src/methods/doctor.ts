import { evidenceOf } from '../checks/collect/collect.ts'
import { diagnose } from '../checks/diagnose.ts'
import { checks } from '../checks/generated/table.ts'
import type { Diagnosis, DoctorArgs, DoctorReply } from '../contract/doctor.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/doctor.ts'
import type { Modem } from '../discovery/modem.ts'
import { listModems } from '../discovery/modems.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import type { Method } from './method.ts'

async function diagnosisOf(call: Call, modem: Modem | null): Promise<Diagnosis> {
  const { evidence, unseen } = await evidenceOf(call, modem)
  return { modem: modem?.modem ?? null, findings: diagnose(evidence, checks), unseen }
}

/** The modem a caller means; null where there is none at all. */
async function modemOf({ platform }: Call, wanted: string | undefined): Promise<Modem | null> {
  try {
    return await findModem(platform, wanted)
  } catch (failure) {
    if (failure instanceof Failure && failure.code === 'no_modem') return null
    throw failure
  }
}

/** `doctor`: what is wrong with a modem and the router around it, why, and what cures it. */
export const method: Method<DoctorArgs, DoctorReply> = {
  validate,
  async run({ modem: wanted, all }, call) {
    if (all !== true) return diagnosisOf(call, await modemOf(call, wanted))
    if (wanted !== undefined) throw new Failure('invalid_argument', 'modem and all do not go together')
    const [first = null, ...rest] = listModems(call.platform)
    const started = call.platform.now()
    const share = (call.deadline - started) / (rest.length + 1)
    const each = (index: number): Call => ({ ...call, deadline: started + share * (index + 1) })
    const reply: DoctorReply = await diagnosisOf(each(0), first)
    const others: Diagnosis[] = []
    for (const [index, modem] of rest.entries()) others.push(await diagnosisOf(each(index + 1), modem))
    return others.length > 0 ? { ...reply, others } : reply
  },
}
