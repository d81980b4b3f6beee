import { Failure, type FailureReply } from '../contract/failure.ts'
import type { JobReply } from '../contract/jobs.ts'
import type { SendMessageReply, SentPart } from '../contract/messages.ts'
import type { UssdReply } from '../contract/ussd.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { followJob } from '../jobs/start.ts'
import { sessionOf } from '../jobs/ussd-session.ts'
import type { Call } from '../modem/call.ts'
import { withModem } from '../modem/session.ts'
import { listStorage, messageRefusal, withMessages } from '../modem/storage.ts'
import { placeOf } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import {
  numberOf,
  renderMessages,
  type SmsToolOutput,
  type SmsToolRequest,
  smsToolRequest,
  smsToolUsage,
} from '../shim/sms-tool.ts'
import { dispatch } from './dispatch.ts'

/** Where the original lies, for ports of which nothing is known here. */
const original = '/usr/share/modem/compat/kept/usr/bin/sms_tool'

/** Longest time of a listing, ms. */
const listMs = 25_000

/** Longest time a job is waited for, ms; whoever started this may end it earlier, which ends no job. */
const jobMs = 600_000

const printed = (out: string): SmsToolOutput => ({ out, err: '', code: 0 })
const complained = (err: string, code = 1): SmsToolOutput => ({ out: '', err: `${err}\n`, code })
const silent = (why: string) => complained(`No response from modem.\n${why}`, 2)

const isFailure = (reply: object): reply is FailureReply => 'error' in reply && 'message' in reply

/** The storage in question: the one that is told, else the one that was told last, which is remembered as `CPMS` was. */
function storageOf({ files }: Platform, { modem }: Modem, storage: string | null): string | null {
  const place = placeOf(modem, 'storage')
  if (storage !== null) files.write(place, storage)
  return storage ?? /^[A-Z]{2}$/.exec(files.read(place, 8) ?? '')?.[0] ?? null
}

/** A reply, and where a job goes on behind it, what that came to. */
async function whole<Reply extends { job?: string }>(
  platform: Platform,
  reply: Reply | FailureReply,
  isOver: (reply: Reply) => boolean,
): Promise<Reply | FailureReply> {
  if (isFailure(reply) || isOver(reply) || reply.job === undefined) return reply
  const isTold = (result: object | null) => result !== null && isOver(result as Reply)
  const end = platform.now() + jobMs
  const { failure, result } = await followJob(
    { platform },
    reply.job,
    () => end,
    file => isTold(file.result),
  )
  return failure ?? ((result as JobReply['result'] as Reply | null) || reply)
}

const partLine = ({ reference }: SentPart, index: number, { length }: readonly SentPart[]) =>
  length === 1
    ? `sms sent successfully: ${reference}\r\n`
    : `sms part ${index + 1}/${length} sent successfully: ${reference}\n`

async function send(platform: Platform, modem: string, [to = '', text = '']: readonly string[]) {
  const args = { modem, to: numberOf(to), text }
  const first = (await dispatch(platform, 'send_message', args)) as SendMessageReply | FailureReply
  const reply = await whole(platform, first, ({ state }) => state !== 'sending')
  if (isFailure(reply)) return complained(`sms not sent: ${reply.message}`)
  const out = reply.parts
    .filter(({ state }) => state === 'sent')
    .map(partLine)
    .join('')
  if (reply.state === 'sent') return printed(out)
  if (reply.state === 'unknown') return { ...silent(reply.message), out }
  const code = /ERROR: ?(\d+)/.exec(reply.message)?.[1]
  return { ...complained(`sms not sent${code ? `, code:  ${code}` : ''}\n${reply.message}`), out }
}

async function ussd(platform: Platform, modem: string, [text = '']: readonly string[]) {
  const isMenu = (sessionOf(platform, modem)?.result as UssdReply | null | undefined)?.state === 'menu'
  const [method, args] = isMenu ? ['ussd_reply', { text }] : ['ussd', { code: text }]
  const first = (await dispatch(platform, method, { modem, ...args })) as UssdReply | FailureReply
  const reply = await whole(platform, first, ({ state }) => state !== 'waiting')
  if (isFailure(reply)) return complained(reply.message)
  if (reply.state === 'no_answer' || reply.state === 'waiting') return silent(reply.message)
  return reply.state === 'refused' ? complained(reply.message) : printed(`${reply.text ?? reply.message}\n`)
}

/** Prints the lines of the answer, and of what comes behind it as long as that is listened to. */
const at = (call: Call, modem: string, { words: [command = ''], waitMs }: SmsToolRequest) =>
  withModem(call, modem, async ({ channel }): Promise<SmsToolOutput> => {
    channel.distrust()
    const { lines, final } = await channel.send(command, { timeoutMs: 10_000 })
    const heard: string[] = []
    const end = call.platform.now() + waitMs
    while (final.kind === 'ok' && call.platform.now() < end)
      await channel.listen(heard, end - call.platform.now())
    const out = [...lines, ...heard].map(line => `${line}\n`).join('')
    if (final.kind === 'timeout') return { ...silent(''), out }
    return final.kind === 'ok' ? printed(out) : { out, err: `${final.text}\n`, code: 1 }
  })

async function messages(call: Call, modem: Modem, request: SmsToolRequest): Promise<SmsToolOutput> {
  const wanted = storageOf(call.platform, modem, request.storage)
  return withModem(call, modem.modem, async session => {
    const { value } = await withMessages(session, async (box): Promise<SmsToolOutput> => {
      const storage = wanted ?? box.state.current.list
      if (request.command === 'status') {
        if (!(await box.select(storage))) return complained(`the modem has no storage ${storage}`)
        const use = box.state.uses.find(each => each.storage === storage)
        return printed(`Storage type: ${storage}, used: ${use?.used ?? 0}, total: ${use?.total ?? 0}\n`)
      }
      const [index = ''] = request.words
      const isListed = request.command === 'recv' || index === 'all'
      const { slots, final } = isListed
        ? await listStorage(session, box, storage)
        : { slots: [], final: (await box.select(storage)) ? ({ kind: 'ok', text: 'OK' } as const) : null }
      if (final === null) return complained(`the modem has no storage ${storage}`)
      if (final.kind === 'error') return silent(messageRefusal(final))
      if (request.command === 'recv') return printed(renderMessages(slots, request))
      const places = index === 'all' ? slots.map(slot => slot.index) : [Number(index)]
      const lines = [`delete msg from ${places[0] ?? 0} to ${places.at(-1) ?? 0}`]
      for (const place of places) {
        const { final: end } = await session.channel.send(`AT+CMGD=${place}`, { timeoutMs: 10_000 })
        const code = end.kind === 'error' ? (end.code ?? end.text) : 'no answer'
        lines.push(
          end.kind === 'ok' ? `Deleted message ${place}` : `Error deleting message ${place}: ${code}`,
        )
        if (end.kind === 'timeout') break
      }
      return printed(`${lines.join('\n')}\n`)
    })
    return value
  })
}

/** The original, under the lock of the port, for ports that are no modem’s that is known. */
async function originally(
  platform: Platform,
  device: string,
  args: readonly string[],
): Promise<SmsToolOutput> {
  if (!platform.files.exists(original) || !platform.files.exists(device))
    return complained(`${device}: no port of a modem`)
  const { code, stdout } = await platform.exec(['flock', device, original, ...args], platform.now() + 130_000)
  return { out: stdout, err: '', code: code ?? 1 }
}

/** `/usr/bin/sms_tool` by its words: the same lines as the original, without its faults. */
export async function smsTool(platform: Platform, args: readonly string[]): Promise<SmsToolOutput> {
  const request = smsToolRequest(args)
  if (request === null) return { out: '', err: smsToolUsage, code: 2 }
  const { device, command, words } = request
  try {
    let modem: Modem
    try {
      modem = findModemAnew(platform, device)
    } catch (failure) {
      if (failure instanceof Failure) return await originally(platform, device, args)
      throw failure
    }
    const call: Call = { platform, deadline: platform.now() + listMs }
    if (command === 'send') return await send(platform, modem.modem, words)
    if (command === 'ussd') return await ussd(platform, modem.modem, words)
    if (command === 'at') return await at(call, modem.modem, request)
    return await messages(call, modem, request)
  } catch (failure) {
    if (failure instanceof Failure) return silent(failure.message)
    throw failure
  }
}
