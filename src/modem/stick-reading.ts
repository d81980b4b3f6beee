import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { isStickAddress } from '../channel/http.ts'
import { type DumpedInterface, entriesOf, text } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { DataSession, StickLogin } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Reader } from './reading.ts'
import { askHuawei } from './stick-huawei.ts'
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

/**
 * Reads a stick that is a router of its own through its web interface, and never anywhere but on its own interface. Throws
 * Failure('no_port') where that interface is not up, Failure('port_silent') where the stick does not answer.
 */
export const readStick: Reader = async ({ call, modem, snapshot, interfaces }) => {
  const { platform, deadline } = call
  const address = stickAddress(await interfaces(), modem)
  const ask = families[modem.found.id.slice(0, 4)]
  if (address === null || ask === undefined)
    throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
  const until = Math.min(platform.now() + 8000, deadline - 1500)
  const notes = snapshot.notes?.http
  const answer = await ask({ platform, address, until, notes: Object(notes) as StickVisit['notes'] })
  snapshot.notes = { ...snapshot.notes, http: answer.notes }
  return { facts: factsOf(answer.facts, answer.login), missing: answer.missing, port: address }
}
