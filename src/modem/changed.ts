import type { Channel } from '../channel/at.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'

/** What puts a setting of a port back: the command, and until when on the platform's clock whoever changed it is at work. */
interface Back {
  line: string
  until: number
}

/** What was changed of one port of a modem, since that was plugged in, and is to be put back. */
interface Changed {
  enumeration: string
  port: string
  back: Back[]
}

/** Who has a port, as a session does; without a port there is nothing to write down. */
interface User {
  call: Pick<Call, 'platform'>
  modem: Modem
  port?: string
}

/** The settings a job or a call changes while it has the port; nothing else is sent from a file. */
const known = /^\+(?:CSCS="[\w-]{1,16}"|CUSD=0|CMGF=1|CPMS="\w{2}")$/

function readChanged({ files }: Platform, { modem, found }: Modem): Changed | null {
  try {
    const text = files.trusted(runDirectory) ? files.read(placeOf(modem, 'changed')) : null
    const told = JSON.parse(text ?? 'null') as Changed | null
    if (told?.enumeration !== found.enumeration) return null
    return { ...told, back: told.back.filter(({ line }) => known.test(line)) }
  } catch {
    return null
  }
}

/** What is to be put back of one port. */
function backOf(platform: Platform, modem: Modem, port: string | undefined): Back[] {
  const told = readChanged(platform, modem)
  return told !== null && told.port === port ? told.back : []
}

function write({ files }: Platform, { modem, found }: Modem, port: string, back: readonly Back[]): void {
  const place = placeOf(modem, 'changed')
  if (back.length === 0) files.remove(place)
  else files.write(place, JSON.stringify({ enumeration: found.enumeration, port, back }))
}

/** Whether somebody before has left this to be put back. */
export const isLeft = ({ call, modem, port }: User, line: string): boolean =>
  backOf(call.platform, modem, port).some(each => each.line === line)

/**
 * Writes down what puts a setting back before it is changed: where the process that does so is killed, whoever has the port
 * next does it. `until`: how long it may stay changed while others have the port; default: not at all.
 */
export function noteChanged({ call: { platform }, modem, port }: User, line: string, until = 0): void {
  if (port === undefined) return
  const others = backOf(platform, modem, port).filter(each => each.line !== line)
  write(platform, modem, port, [...others, { line, until }])
}

/** It is as it was. */
export function dropChanged({ call: { platform }, modem, port }: User, line: string): void {
  const back = backOf(platform, modem, port)
  if (port === undefined || back.every(each => each.line !== line)) return
  write(
    platform,
    modem,
    port,
    back.filter(each => each.line !== line),
  )
}

/** Sends what puts a setting back; false where the modem does not take it. `timeoutMs`: longest wait for its answer, ms. */
export async function putBack(
  user: User & { channel: Channel },
  line: string,
  timeoutMs = 5000,
): Promise<boolean> {
  const { final } = await user.channel.send(`AT${line}`, { timeoutMs })
  if (final.kind === 'ok') dropChanged(user, line)
  return final.kind === 'ok'
}

/**
 * Puts back what somebody who is gone has changed of this port; what is not answered stays for later. Sent twice, because
 * the first one may get lost in a message whose sender was killed, which the channel ends then.
 */
export async function putBackChanged(
  { platform }: Call,
  modem: Modem,
  channel: Channel,
  port: string,
): Promise<void> {
  const told = readChanged(platform, modem)
  if (told !== null && told.port !== port) return
  const { back } = told ?? { back: [] }
  const kept = back.filter(({ until }) => platform.now() < until)
  let tries = 2
  for (const each of back.filter(({ until }) => platform.now() >= until)) {
    let isAnswered = false
    for (; !isAnswered && tries > 0; tries -= isAnswered ? 0 : 1)
      isAnswered = (await channel.send(`AT${each.line}`, { timeoutMs: 3000 })).final.kind !== 'timeout'
    if (!isAnswered) kept.push(each)
  }
  if (kept.length < back.length || back.length === 0) write(platform, modem, port, kept)
}
