import type { EventName } from '../contract/events.ts'
import { Failure } from '../contract/failure.ts'
import type { AccessMode, ModesReply, SetModesReply } from '../contract/modes.ts'
import type { Call } from '../modem/call.ts'
import { dropFromFlash, keepOnFlash } from '../modem/flash.ts'
import { watchFlashPlace } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import type { EventValues } from './policy.ts'

/** A value as scripts get it: one line of bounded length, without control characters and what a shell takes for its own. */
const plainValue = (value: EventValues[string]) =>
  value === null
    ? ''
    : String(value)
        .replace(/[^ -~\xa0-\uffff]|["'`\\$]/g, '')
        .slice(0, 200)

/** Tells an event to whoever listens on ubus, and to the scripts in /etc/hotplug.d/modem, which are not waited for. */
export async function tellEvent(
  platform: Platform,
  modem: string,
  event: EventName,
  values: EventValues,
): Promise<void> {
  const text = JSON.stringify({ event, modem, ...values })
  await platform.exec(['ubus', 'send', 'modem', text], platform.now() + 2000)
  if (platform.files.list('/etc/hotplug.d/modem').length === 0) return
  const named = Object.entries(values).filter(([name]) => /^[a-z][a-z\d_]{0,30}$/.test(name))
  const words = named.map(([name, value]) => `${name.toUpperCase()}=${plainValue(value)}`)
  await platform.spawn(['env', ...words, `ACTION=${event}`, `MODEM=${modem}`, '/sbin/hotplug-call', 'modem'])
}

/** Calls a method of the object `modem` for one modem. Throws its failure. */
async function callMethod<Reply>(call: Call, name: string, args: object): Promise<Reply> {
  type Room = {
    method: { validate(args: object): string | null; run(args: object, call: Call): Promise<object> }
  }
  const room = await call.platform.load<Room>('methods', name)
  const mistake = room?.method?.validate(args) ?? null
  if (room?.method === undefined || mistake !== null) throw new Failure('invalid_argument', mistake ?? name)
  return (await room.method.run(args, call)) as Reply
}

/** What the technologies were before they were changed, and what they were changed to. */
function keptModes(text: string | null): { before: string | null; lowered: string | null } {
  const [, before = null, lowered = null] = /^(\w{1,20})(?: (\w{1,20}))?$/.exec(text?.trim() ?? '') ?? []
  return { before, lowered }
}

/**
 * Chooses the technologies of a modem for a while, or with null those it had before, which are kept on flash from before
 * the change until they are back; what somebody else has chosen meanwhile stays. Null: there was nothing to do.
 */
export async function changeModes(
  call: Call,
  modem: string,
  mode: AccessMode | null,
): Promise<string | null> {
  const { platform } = call
  const { files } = platform
  const place = watchFlashPlace(modem, 'modes')
  const { before, lowered } = keptModes(files.read(place, 64))
  if (mode === null && before === null) return null
  const set = (to: string) => callMethod<SetModesReply>(call, 'set_modes', { modem, mode: to })
  const now = await callMethod<ModesReply>(call, 'modes', { modem })
  if (mode === null) {
    const isOurs = lowered === null || now.mode === null || now.mode === lowered
    if (isOurs && before !== null) await set(before)
    await dropFromFlash(platform, place)
    return isOurs
      ? `The modem may use ${before} again.`
      : `The modem may use ${now.mode}, as was chosen meanwhile.`
  }
  if (now.mode === null || !now.modes.includes(mode))
    throw new Failure('not_supported', `the mode ${mode}, or the present one is not known`)
  if (now.mode === mode) return null
  if (before === null && !(await keepOnFlash(platform, place, `${now.mode} ${mode}`)))
    throw new Failure('not_stored', 'the present mode')
  await set(mode)
  return `The modem may use ${mode} alone.`
}
