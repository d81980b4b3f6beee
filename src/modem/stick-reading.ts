import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { isStickAddress } from '../channel/http.ts'
import { type DumpedInterface, entriesOf, text } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { DataSession, StickLogin } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { sectionFor } from '../discovery/modems.ts'
import { option } from '../discovery/uci.ts'
import type { Platform } from '../platform/platform.ts'
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

/** An IPv4 address as a number; null where it is none. */
function numberOf(address: unknown): number | null {
  const parts = String(address).split('.').map(Number)
  const isSound = parts.length === 4 && parts.every(part => Number.isInteger(part) && part >= 0 && part < 256)
  return isSound ? parts.reduce((sum, part) => sum * 256 + part, 0) : null
}

/** The longest prefix of an interface's own IPv4 networks that have this address in them; -1 where none has. */
function prefixOver(address: string, entry: DumpedInterface): number {
  const place = numberOf(address)
  const prefixes = entriesOf(entry['ipv4-address']).flatMap(({ address: own, mask }) => {
    const [number, bits] = [numberOf(own), Number(mask)]
    if (number === null || place === null || !(bits > 0 && bits <= 32)) return []
    const size = 2 ** (32 - bits)
    return Math.floor(number / size) === Math.floor(place / size) ? [bits] : []
  })
  return Math.max(-1, ...prefixes)
}

const deviceOf = ({ l3_device, device }: DumpedInterface) => text(l3_device) ?? text(device)

/** Where its interface says that the stick may be: the next hop of its default route, else the DHCP server that gave the address. */
function toldPlace({ route, data }: DumpedInterface): string | null {
  const way = entriesOf(route).find(({ target, mask }) => target === '0.0.0.0' && mask === 0)
  return text(way?.nexthop) ?? text((data as { dhcpserver?: unknown } | undefined)?.dhcpserver)
}

/**
 * Where the stick is, on the interface that uses its network device: at the address that is configured, else where that
 * interface says. Null where there is no such interface; where the address is one of the router's own, which then would ask
 * itself; and where it is in no network of that interface. `clash` is another interface whose network has the same address in
 * it: then nobody knows who would answer.
 */
export function stickAddress(
  dump: readonly DumpedInterface[],
  { found }: Modem,
  configured: string | undefined,
): { address: string; clash: string | null } | null {
  const devices = found.devices.map(({ name }) => name)
  const isStick = (each: DumpedInterface) =>
    devices.some(device => device === each.l3_device || device === each.device)
  const own = dump.flatMap(each => entriesOf(each['ipv4-address']).map(({ address }) => address))
  for (const each of dump.filter(isStick)) {
    const address = configured ?? toldPlace(each)
    if (address === null || !isStickAddress(address) || own.includes(address)) continue
    const prefix = prefixOver(address, each)
    if (prefix < 0) continue
    const other = dump.find(
      some => !isStick(some) && deviceOf(some) !== deviceOf(each) && prefixOver(address, some) >= prefix,
    )
    return { address, clash: other === undefined ? null : (text(other.interface) ?? 'another') }
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
    (await import('./stick-login.ts')).enter(modem, { platform, address, notes, until }, attempt)
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
export async function placeOfStick(
  platform: Platform,
  dump: Promise<readonly DumpedInterface[]>,
  modem: Modem,
): Promise<string> {
  const place = stickAddress(await dump, modem, option(sectionFor(platform, modem), 'address'))
  if (place === null || !isReadableStick(modem))
    throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
  if (place.clash !== null)
    throw new Failure(
      'no_port',
      `the interface ${place.clash} has the network of the stick at ${place.address} too, so that it cannot be told who answers: give one of the two another network`,
    )
  return place.address
}

/**
 * Reads a stick that is a router of its own through its web interface, and never anywhere but on its own interface. Throws
 * Failure('no_port') where that interface is not up, Failure('port_silent') where the stick does not answer.
 */
export const readStick: Reader = async ({ call, modem, interfaces }) => {
  const address = await placeOfStick(call.platform, interfaces(), modem)
  const { facts, login, missing } = await visiting(call, modem, address, at => readFamily(at, modem))
  return { facts: factsOf(facts, login), missing, port: address }
}
