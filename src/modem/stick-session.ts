import type { Facts } from '../asking/facts.ts'
import type { Channel, Response } from '../channel/at.ts'
import { dumpInterfaces } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { Settings } from '../dialects/settings.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Call } from './call.ts'
import type { CardOrder, StickControl } from './stick-control.ts'
import { huaweiControl } from './stick-huawei-orders.ts'
import { writeStickNotes } from './stick-notes.ts'
import { beginVisit, placeOfStick, readFamily } from './stick-reading.ts'
import { stickSettings } from './stick-settings.ts'
import { tclControl } from './stick-tcl-orders.ts'
import type { StickVisit } from './stick-visit.ts'
import { zteControl } from './stick-zte-orders.ts'

interface Family {
  vendor: string
  offers: readonly string[]
  control(at: StickVisit): StickControl
}

/** What the sticks of each maker can be told, by the vendor number of the device. */
const families: Readonly<Record<string, Family>> = {
  '12d1': { vendor: 'Huawei', offers: ['modes', 'bands', 'autoconnect'], control: huaweiControl },
  '19d2': { vendor: 'ZTE', offers: ['modes', 'bands', 'autoconnect'], control: zteControl },
  '1bbb': { vendor: 'Alcatel', offers: ['modes', 'autoconnect'], control: tclControl },
}

/** A stick that was begun to be visited, and what it can be told. */
export interface OpenStick {
  at: StickVisit
  control: StickControl
  /** Gives a login back and remembers what is to be remembered. */
  close(): Promise<void>
}

/** Begins to visit a stick; nothing is sent yet. Throws Failure('no_port') where it cannot be asked. */
export async function openStick(call: Call, modem: Modem): Promise<OpenStick> {
  const { platform, deadline } = call
  const address = await placeOfStick(platform, dumpInterfaces(platform, deadline), modem)
  const family = families[modem.found.id.slice(0, 4)]
  if (family === undefined) throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
  const at = beginVisit(call, modem, address)
  const control = family.control(at)
  const close = async () => {
    try {
      await control.leave()
    } finally {
      writeStickNotes(platform.files, modem, address, at.notes)
    }
  }
  return { at, control, close }
}

/** Orders about the PIN as the standard's commands have them (3GPP TS 27.007 §8.3, §7.4, §7.5). */
const cardCommands: readonly (readonly [RegExp, (words: readonly string[]) => CardOrder])[] = [
  [/^\+CPIN="(\d{4,8})"$/, ([pin = '']) => ({ do: 'verify', pin })],
  [/^\+CPIN="(\d{8})","(\d{4,8})"$/, ([puk = '', pin = '']) => ({ do: 'unblock', puk, pin })],
  [/^\+CLCK="SC",1,"(\d{4,8})"$/, ([pin = '']) => ({ do: 'lock', pin })],
  [/^\+CLCK="SC",0,"(\d{4,8})"$/, ([pin = '']) => ({ do: 'free', pin })],
  [/^\+CPWD="SC","(\d{4,8})","(\d{4,8})"$/, ([pin = '', fresh = '']) => ({ do: 'change', pin, fresh })],
]

/** Does what one command line wants; the lines of its answer. Null where a stick takes no such command. */
function obey(control: StickControl, text: string): Promise<string[]> | null {
  const [, name = '', value] = /^http (\w+)(?:=(.*))?$/.exec(text) ?? []
  const done = (promise: Promise<unknown>) => promise.then(() => [])
  const lines = (promise: Promise<unknown>) =>
    promise.then(found => (found === null ? [] : [JSON.stringify(found)]))
  if (name === 'sim') return lines(control.sim())
  if (name === 'restart') return done(control.restart())
  if (name === 'modes' || name === 'bands' || name === 'autoconnect') {
    const part = control[name]
    if (part === undefined) return null
    return value === undefined ? lines(part.read()) : done(part.write(JSON.parse(value) as never))
  }
  for (const [pattern, orderOf] of cardCommands) {
    const words = pattern.exec(text)
    if (words !== null) return done(control.card(orderOf(words.slice(1))))
  }
  return null
}

/** A conversation with a stick in the place of one over an AT port: AT commands are not taken, but for those about the PIN. */
function talkTo(modem: Modem, open: () => Promise<OpenStick>): Channel {
  const send = async (request: string): Promise<Response> => {
    const { control } = await open()
    const answer = obey(control, request.replace(/^AT/, ''))
    if (answer === null) throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
    try {
      return { request, lines: await answer, final: { kind: 'ok', text: 'OK' } }
    } catch (failure) {
      if (!(failure instanceof Failure) || !/^(?:refused_by_modem|not_supported)$/.test(failure.code))
        throw failure
      if (control.login()) throw failure
      const isAbsent = failure.code === 'not_supported'
      const text = failure.message.replace(/^[^:]*: /, '')
      const final = isAbsent
        ? ({ kind: 'error', cause: 'cme', code: 4, text } as const)
        : ({ kind: 'error', cause: 'cms', code: null, text } as const)
      return { request, lines: [], final }
    }
  }
  return {
    send,
    sendBody: request => send(request),
    listen: async () => false,
    unsolicited: [],
    distrust: () => {},
    expect: () => {},
  }
}

/** A stick that is worked with as a modem is over its port. */
export interface StickSession {
  call: Call
  modem: Modem
  model: Model
  isNamed: true
  channel: Channel
  settings: Settings
  /** Reads who stick and card are. */
  who(): Promise<Facts>
  /** Gives the stick up before the method is done. */
  release(): void
}

/** A stick as a model of its own, with what it can be told: what the dialect of its device knows counts for nothing while it is a router. */
export function stickModel(modem: Modem): Pick<StickSession, 'model' | 'settings'> {
  const { vendor, name, bus, id } = modelOf(modem, null)
  const family = families[modem.found.id.slice(0, 4)]
  const model: Model = {
    bus,
    id,
    vendor: vendor || (family?.vendor ?? ''),
    name: name || (modem.found.product ?? ''),
    dialect: 'http',
    at: [],
  }
  return { model, settings: stickSettings(family?.offers ?? []) }
}

/**
 * Works with a stick that is a router of its own as with a modem over AT, by what its web interface can be asked and told,
 * under the lock of the device.
 */
export async function withStick<T>(
  call: Call,
  modem: Modem,
  work: (session: StickSession) => Promise<T>,
): Promise<T> {
  const { platform, deadline } = call
  const lock = await platform.lock(`${modem.found.directory}/uevent`, deadline - 500)
  if (lock === null) throw new Failure('port_busy', modem.modem)
  let opened: OpenStick | null = null
  let isOver = false
  const open = async () => {
    opened ??= await openStick(call, modem)
    return opened
  }
  const release = () => {
    if (!isOver) lock.release()
    isOver = true
  }
  const who = async (): Promise<Facts> => (await readFamily((await open()).at, modem)).facts
  try {
    return await work({
      call,
      modem,
      ...stickModel(modem),
      isNamed: true,
      channel: talkTo(modem, open),
      who,
      release,
    })
  } finally {
    const own = opened as OpenStick | null
    try {
      if (!isOver) await own?.close()
    } finally {
      release()
    }
  }
}
