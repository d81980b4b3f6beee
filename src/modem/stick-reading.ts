import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { isStickAddress } from '../channel/http.ts'
import { type DumpedInterface, entriesOf, text } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { DataSession, StickLogin } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Call } from './call.ts'
import type { Reader } from './reading.ts'
import { askHuawei } from './stick-huawei.ts'
import { readStickNotes, writeStickNotes } from './stick-notes.ts'
import { askTcl } from './stick-tcl.ts'
import type { StickAnswer, StickVisit } from './stick-visit.ts'
import { askZte } from './stick-zte.ts'

/** What asks the sticks of each maker, by the vendor number of the device. */
const families: Readonly<Record<string, (visit: StickVisit) => Promise<StickAnswer>>> = {
  '12d1': askHuawei,
  '19d2': askZte,
  '1bbb': askTcl,
}

/** Whether this modem is a stick whose web interface is known. */
export const isReadableStick = ({ found, condition }: Modem): boolean =>
  condition?.kind === 'hilink' && families[found.id.slice(0, 4)] !== undefined

/**
 * Where the stick is: the next hop of the default route of the interface that uses its network device. Null where there is
 * no such interface, and where the address is one of the router's own: then the router would ask itself.
 */
export function stickAddress(dump: readonly DumpedInterface[], { found }: Modem): string | null {
  const devices = found.devices.map(({ name }) => name)
  const own = dump.flatMap(each => entriesOf(each['ipv4-address']).map(({ address }) => address))
  for (const each of dump) {
    if (!devices.some(device => device === each.l3_device || device === each.device)) continue
    const route = entriesOf(each.route).find(({ target, mask }) => target === '0.0.0.0' && mask === 0)
    const address = text(route?.nexthop)
    if (address !== null && isStickAddress(address) && !own.includes(address)) return address
  }
  return null
}

/** Reads a stick during a visit. */
export function readFamily(at: StickVisit, { found, modem }: Modem): Promise<StickAnswer> {
  const ask = families[found.id.slice(0, 4)]
  if (ask === undefined) throw new Failure('no_port', modem)
  return ask({ ...at, until: Math.min(at.until, at.platform.now() + 8000) })
}

/** A stick's word for its own connection as that of a session. */
const sessions: Readonly<Record<StickLink, DataSession['state']>> = {
  connected: 'connected',
  connecting: 'authenticating',
  disconnected: 'disconnected',
  failed: 'disconnected',
}

/** What a stick has told as facts: its connection and that it wants a login among them. */
function factsOf({ link, ...facts }: Facts & { link: StickLink | null }, login: StickLogin | null): Facts {
  const more = {
    ...(link === null ? {} : { session: { state: sessions[link], format: null } }),
    ...(login === null ? {} : { login }),
  }
  return { ...facts, more }
}

/** A visit at this stick, with what is remembered of it and the login that is configured. */
export function beginVisit({ platform, deadline, trace }: Call, modem: Modem, address: string): StickVisit {
  const notes = readStickNotes(platform.files, modem, address)
  const until = deadline - 1500
  const enter: StickVisit['enter'] = async attempt =>
    (await import('./stick-login.ts')).enter(modem, { platform, notes, until }, attempt)
  return { platform, address, until, notes, enter, ...(trace ? { trace } : {}) }
}

/** Visits a stick, and remembers what comes of it, whatever does. */
export async function visiting<T>(
  call: Call,
  modem: Modem,
  address: string,
  work: (at: StickVisit) => Promise<T>,
): Promise<T> {
  const at = beginVisit(call, modem, address)
  try {
    return await work(at)
  } finally {
    writeStickNotes(call.platform.files, modem, address, at.notes)
  }
}

/** Where the stick is; throws Failure('no_port') where it cannot be asked. */
export async function placeOfStick(dump: Promise<readonly DumpedInterface[]>, modem: Modem): Promise<string> {
  const address = stickAddress(await dump, modem)
  if (address === null || !isReadableStick(modem))
    throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
  return address
}

/**
 * Reads a stick that is a router of its own through its web interface, and never anywhere but on its own interface. Throws
 * Failure('no_port') where that interface is not up, Failure('port_silent') where the stick does not answer.
 */
export const readStick: Reader = async ({ call, modem, interfaces }) => {
  const address = await placeOfStick(interfaces(), modem)
  const { facts, login, missing } = await visiting(call, modem, address, at => readFamily(at, modem))
  return { facts: factsOf(facts, login), missing, port: address }
}
