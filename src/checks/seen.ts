import { isInZone } from '../connection/zones.ts'
import type { PdpContext } from '../contract/contexts.ts'
import { option, type Section } from '../discovery/uci.ts'
import { isAbout } from '../discovery/wwand.ts'
import { isServiceName } from '../radio/access-point.ts'
import type { Evidence, NetEvidence, NetifdEvidence } from './evidence.ts'

/** The section of /etc/config/network that is the modem's. */
export const sectionOf = ({
  network,
  interface: name,
}: Pick<Evidence, 'network' | 'interface'>): Section | undefined =>
  name === null ? undefined : network.find(section => section.type === 'interface' && section.name === name)

/** The protocol of the modem's interface, as it is configured, else as netifd has it. */
export const protoOf = (evidence: Evidence): string | undefined =>
  option(sectionOf(evidence), 'proto') ?? entryOf(evidence)?.proto

/** What netifd says of the modem's interface. */
export const entryOf = ({ netifd, interface: name }: Evidence): NetifdEvidence | undefined =>
  name === null ? undefined : netifd?.find(entry => entry.interface === name)

/** Zones of the firewall whose lists of networks or devices have the modem's interface. */
export function zonesOf(evidence: Evidence): { zones: Section[]; mine: Section[] } {
  const zones = evidence.firewall.filter(({ type }) => type === 'zone')
  const family = familyOf(evidence)
  const names = [evidence.interface ?? '', ...family.map(each => each.interface)]
  const devices = family.flatMap(({ l3_device, device }) => [l3_device ?? [], device ?? []].flat())
  const mine = zones.filter(zone => isInZone(zone, names, devices))
  return { zones, mine }
}

/** The interface with the children its protocol handler made, `wan_4` and `wan_6`. */
export function familyOf(evidence: Evidence): NetifdEvidence[] {
  const { netifd, interface: name } = evidence
  const isOne = (entry: NetifdEvidence) =>
    entry.interface === name || (entry.dynamic && entry.interface.startsWith(`${name}_`))
  return name === null ? [] : (netifd ?? []).filter(isOne)
}

/** Every address netifd has on the modem's interface. */
export const addressesOf = (evidence: Evidence): string[] =>
  familyOf(evidence).flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6])

/** Whether the interface is up, perhaps without an address. */
export const isUp = (evidence: Evidence): boolean => entryOf(evidence)?.up === true

/** Whether the interface is up with an address. */
export const isConnected = (evidence: Evidence): boolean => isUp(evidence) && addressesOf(evidence).length > 0

/** The code the protocol handler left last; null where there is none, or the interface is up. */
export const lastError = (evidence: Evidence): string | null =>
  isUp(evidence) ? null : (entryOf(evidence)?.errors.at(-1)?.code ?? null)

/** Codes by which handlers tell that the network did not give a connection. */
const failed =
  /^(?:CALL_FAILED|CONNECT_FAILED|ATTACH_FAILED|MM_CONNECT_FAILED|NO_CID|AUTH_FAILED|MM_INIT_EPS_BEARER_SET_FAILED)$/
/** Codes that mean it where the modem tells a cause. */
const perhaps = /^(?:CONFIGURE_FAILED|FINALIZE_FAILED|NEGOTIATION_FAILED|HANGUP)$/

/** A connection the network did not give. */
export interface Refusal {
  /** What the handler calls it; null where the modem dials by itself. */
  code: string | null
  /** What the modem, else the handler says of the cause; empty where nobody tells. */
  cause: string
  /** Whether the handler is at its next attempt. */
  isRetried: boolean
}

/** Contexts for what goes through the router, the first one first. */
export const ownContexts = ({ contexts }: Pick<Evidence, 'contexts'>): PdpContext[] =>
  (contexts ?? []).filter(({ apn }) => !isServiceName(apn))

/** How long a modem may take to find its network and dial after it has appeared, ms. */
const usualMs = 120_000

/** Whether the modem has appeared so lately that it may still search, and may not have dialled. */
export const isFresh = ({ present_ms }: Pick<Evidence, 'present_ms'>): boolean =>
  present_ms !== null && present_ms < usualMs

/** Whether an interface with proto dhcp waits for an address of a modem that has dialled nothing. */
export function isIdle(evidence: Evidence): boolean {
  const entry = entryOf(evidence)
  const own = ownContexts(evidence)
  const isWaiting = entry?.available && entry.autostart && !isConnected(evidence)
  const isBare = own.length > 0 && own.every(({ active }) => active === false)
  return isWaiting === true && protoOf(evidence) === 'dhcp' && isBare && isRegistered(evidence)
}

/** The connection the network did not give last; null where nothing shows that it was asked for one. */
export function refusalOf(evidence: Evidence): Refusal | null {
  const { last_cause: cause, info } = evidence
  const code = lastError(evidence)
  if (isIdle(evidence) && cause !== null) return { code: null, cause, isRetried: false }
  const told = cause ?? info?.connection.error?.text ?? ''
  if (code === null || !isRegistered(evidence)) return null
  if (!failed.test(code) && !(told !== '' && perhaps.test(code))) return null
  return { code, cause: told, isRetried: entryOf(evidence)?.pending === true }
}

/** Whether the modem is in a network that serves it. */
export const isRegistered = ({ info }: Pick<Evidence, 'info'>): boolean =>
  info !== null && ['home', 'roaming'].includes(info.registration.state)

/** What codes of protocol handlers tell of the card of a modem that cannot be asked; those that mean several things are not among them. */
const cardCodes: readonly (readonly [codes: RegExp, state: string])[] = [
  [
    /^(?:PIN_NOT_SPECIFIED|PIN_TRIES_BELOW_LIMIT|SIM_PIN_REQUIRED|MM_PINCODE_(?:REQUIRED|WRONG))$/,
    'pin_required',
  ],
  [/^(?:PUK_NEEDED|SIM_PUK_REQUIRED)$/, 'puk_required'],
  [/^MM_FAILED_REASON_SIM_MISSING$/, 'absent'],
  [/^SIM_FAILED$/, 'failure'],
]

/** State of the SIM, from the closest look at it: by AT, else by what the protocol handler was told. */
export function simStateOf(evidence: Evidence): string {
  const { sim, info } = evidence
  const told = sim?.state ?? info?.sim.state ?? 'unknown'
  const code = lastError(evidence)
  if (told !== 'unknown' || code === null) return told
  return cardCodes.find(([codes]) => codes.test(code))?.[1] ?? told
}

/**
 * Where a PIN for the card is configured: `network.wwan`, `network.wwan.pin` of qmid, `network.main` of wwand or its section
 * of some card, `/etc/config/modem`; null: nowhere.
 */
export function placeOfPin(evidence: Evidence): string | null {
  const section = sectionOf(evidence)
  const modem = option(section, 'modem')
  if (protoOf(evidence) === 'qmid' && option(section, 'pin')) return `network.${section?.name}.pin`
  const described = modem === undefined ? [] : evidence.network.filter(isAbout(modem))
  const giving = [section, ...described].find(each => option(each, 'pincode'))
  return giving
    ? `network.${giving.name ?? `@${giving.type}`}`
    : evidence.own_pin
      ? '/etc/config/modem'
      : null
}

/** The network device the traffic of the modem goes through. */
export function netOf(evidence: Evidence): NetEvidence | undefined {
  const through = familyOf(evidence).map(({ l3_device, device }) => l3_device ?? device)
  return evidence.nets.find(({ name }) => through.includes(name)) ?? evidence.nets[0]
}

/** For a sentence: the name of the modem. */
export const nameOf = ({ device }: Evidence): string => device?.name ?? 'The modem'
