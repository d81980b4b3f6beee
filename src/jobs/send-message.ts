import { isCallNews } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import type { SendMessageArgs, SendMessageReply, SentPart } from '../contract/messages.ts'
import { findModem } from '../discovery/remembered.ts'
import { writeSubmit } from '../messages/pdu.ts'
import { type Plan, planText } from '../messages/sms.ts'
import { type Session, withModem } from '../modem/session.ts'
import { inPduMode, messageRefusal } from '../modem/storage.ts'
import type { Job } from './task.ts'

/** How a text would be sent, nothing of it sent yet. */
export function plannedReply(
  plan: Plan,
): Pick<SendMessageReply, 'alphabet' | 'language' | 'parts' | 'settings_restored'> {
  return {
    alphabet: plan.alphabet,
    language: plan.shifts.single,
    parts: plan.parts.map(part => ({
      characters: [...part].length,
      state: 'not_sent',
      reference: null,
      message: null,
    })),
    settings_restored: true,
  }
}

/** Longest time of one part, which vendors give as 120 s; the first refused or unanswered one is the last, ms. */
const partMs = 120_000

/** Longest time of the job, ms. */
export const limitOf = (parts: number): number => partMs + 30_000 + 40_000 * (parts - 1)

/** A part is not begun with less time for its answer, ms. */
const leastMs = 40_000

/** What became of one part: the modem's word, or that there was none. It is sent once, whatever happens. */
async function sendPart(
  session: Session,
  pdu: string,
  length: number,
): Promise<Omit<SentPart, 'characters'>> {
  const unknown = (why: string) => ({ state: 'unknown' as const, reference: null, message: why })
  const { call, channel } = session
  try {
    const timeoutMs = Math.min(partMs, call.deadline - call.platform.now() - 8000)
    const { final, lines } = await channel.sendBody(`AT+CMGS=${length}`, pdu, { timeoutMs })
    if (final.kind === 'timeout' || isCallNews(final))
      return unknown('The modem did not say whether it was sent.')
    if (final.kind === 'error')
      return { state: 'refused', reference: null, message: `The modem refused it: ${messageRefusal(final)}.` }
    const reference = lines.map(line => /^\+CMGS: ?(\d+)/i.exec(line)?.[1]).find(text => text !== undefined)
    if (reference !== undefined) return { state: 'sent', reference: Number(reference), message: null }
    return unknown('The modem said OK, but not that it was sent.')
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return unknown(`Whether it was sent is not known. ${failure.message}`)
  }
}

function summary(parts: readonly SentPart[]): Pick<SendMessageReply, 'state' | 'message'> {
  const sent = parts.filter(({ state }) => state === 'sent').length
  const how = `${sent} of ${parts.length} parts ${sent === 1 ? 'is' : 'are'} sent.`
  const last = parts.find(({ state }) => state === 'refused' || state === 'unknown')
  if (sent === parts.length) return { state: 'sent', message: how }
  if (last === undefined) return { state: 'incomplete', message: `${how} There was no time for the others.` }
  if (last.state === 'unknown') return { state: 'unknown', message: `${how} ${last.message}` }
  return { state: sent === 0 ? 'refused' : 'incomplete', message: `${how} ${last.message}` }
}

/** Sends the parts of a message one after another, each once; the first that is not known to be sent is the last. */
export async function sendMessage(
  { modem: wanted, to, text, report = false }: SendMessageArgs,
  job: Job,
): Promise<SendMessageReply> {
  const plan = planText(text)
  const { alphabet, shifts, parts: texts } = plan
  const reference = Number.parseInt(/[0-9a-f]{1,2}$/.exec(job.name)?.[0] ?? '0', 16)
  const planned = plannedReply(plan)
  const parts = [...planned.parts]
  const call = job.call(job.deadline - job.platform.now())
  /** Where the modem has no AT port: by the next way, which cuts the text into parts itself. */
  const sendWhole = async (failure: Failure): Promise<SendMessageReply> => {
    const found = await findModem(call.platform, wanted)
    const { orderByWays } = await import('../modem/ways.ts')
    job.say('It is given to the modem as a whole.')
    const done = await orderByWays(call, found, ({ sendMessage: give }, task) =>
      give?.(task, { to, text, alphabet }),
    )
    if (done === null) throw failure
    const told = parts.map(({ characters }) => ({ characters, ...done }))
    return { modem: found.modem, ...planned, parts: told, ...summary(told) }
  }
  const sendParts = withModem(call, wanted, async session => {
    if (session.model.dialect === 'modemmanager')
      throw new Failure(
        'port_busy',
        'ModemManager, by which nothing is sent: mmcli takes number and text as words that all who see the list of processes can read',
      )
    const { restored } = await inPduMode(session, async () => {
      for (const [index, part] of texts.entries()) {
        if (job.wanted() !== null)
          throw new Failure('job_cancelled', `${index} of ${texts.length} parts were sent before`)
        const isLate = job.deadline - job.platform.now() < leastMs
        if (isLate && index === 0) throw new Failure('deadline', 'nothing was sent')
        if (isLate) break
        job.say(`Part ${index + 1} of ${texts.length} is being sent.`)
        const place =
          texts.length > 1 ? { reference, bits: 8 as const, total: texts.length, part: index + 1 } : null
        const { pdu, length } = writeSubmit({ to, text: part, alphabet, shifts, place, report })
        const done = await sendPart(session, pdu, length)
        parts[index] = { characters: [...part].length, ...done }
        if (done.state !== 'sent') break
      }
    })
    return { modem: session.modem.modem, ...planned, parts, ...summary(parts), settings_restored: restored }
  })
  return sendParts.catch((failure: unknown) => {
    if (!(failure instanceof Failure) || failure.code !== 'no_port') throw failure
    return sendWhole(failure)
  })
}
