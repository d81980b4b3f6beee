import type { SetupChange, SetupPlanReply, SetupQuestion } from '../contract/setup.ts'
import { option, type Section } from '../discovery/uci.ts'
import { handlerPackages, protoOfDriver } from './protos.ts'
import { isInZone, wordsOf } from './zones.ts'

/** What the plan needs to know of a modem. */
export interface SetupModem {
  modem: string
  /** Its directory under /sys/devices. */
  directory: string
  /** Kernel driver of its network function; null where there is none. */
  driver: string | null
  /** Network device, control channel (`/dev/cdc-wdm0`) and a serial port that can dial. */
  net: string | null
  control: string | null
  tty: string | null
  /** Access point names of its contexts, without those for the operator's own services. */
  apns: readonly string[]
  /** Whether its SIM card asks for a PIN at power-up; null where it does not tell. */
  asksPin: boolean | null
  /** Whether it dials by itself; null where it does not tell or cannot. */
  dials: boolean | null
}

/** What the plan needs to know of the router. */
export interface SetupRouter {
  network: readonly Section[]
  firewall: readonly Section[]
  /** The interface that is the modem's now; null: none is. All that name a part of it; and those of other modems. */
  interface: string | null
  own: readonly string[]
  taken: readonly string[]
  /** Whether what dials now is to be left alone: the interface has an address, or a program beside netifd dials. */
  works: boolean
  /** Protocol handlers that are installed; null where that cannot be seen. */
  protos: readonly string[] | null
  /** Whether ModemManager runs, or its handler alone is there. */
  managed: boolean
}

/** What a person asks for. */
export interface SetupWish {
  interface?: string
  proto?: string
  apn?: string
  pincode?: string
}

const needsApn = (proto: string) => !['dhcp', 'none', 'static'].includes(proto)

function protoFor({ driver, net, tty }: SetupModem, { protos, managed }: SetupRouter): string | null {
  if (managed) return 'modemmanager'
  const own = protoOfDriver[driver ?? '']
  if (own === 'ncm' && protos !== null && !protos.includes('ncm')) return 'dhcp'
  if (own !== undefined) return own
  return net === null && tty !== null ? '3g' : null
}

/** What the interface names as its device. */
function deviceFor(proto: string, { net, control, tty, directory }: SetupModem): string | null {
  if (proto === 'modemmanager') return directory
  if (proto === 'dhcp') return net
  if (proto === 'qmi' || proto === 'mbim') return control
  return proto === 'ncm' ? (control ?? tty) : tty
}

/** Protocols that find and dial a modem by themselves, whatever its driver. */
const choosing = ['wwan', 'wwand', 'quectel', 'qmid']

/** Whether the protocol of a section is left as it is. */
function isKept(section: Section | undefined, { works, protos, managed }: SetupRouter): boolean {
  const proto = option(section, 'proto')
  if (proto === undefined) return false
  return works || (!managed && choosing.includes(proto) && (protos === null || protos.includes(proto)))
}

/** Why a section must not become, or be joined by, an interface of this modem; null where it may. */
function objection(
  { directory }: SetupModem,
  { network, interface: current, own, taken }: SetupRouter,
  device: string | null,
  wanted: string | undefined,
): string | null {
  const name = wanted ?? current ?? 'wwan'
  const other = 'Choose another name: interface=…'
  const section = network.find(each => each.name === name)
  if (wanted !== undefined && current !== null && wanted !== current && !own.includes(wanted))
    return `network.${current} is the interface of this modem already, and two on one modem disturb each other. Leave interface=… out, or delete network.${current} first.`
  if (section === undefined) return null
  if (section.type !== 'interface') return `network.${name} is a ${section.type}, not an interface. ${other}`
  if (option(section, 'proto') === 'static')
    return `network.${name} has proto static, as the network behind the router has, and stays as it is. ${other}`
  if (taken.includes(name)) return `network.${name} is the interface of another modem. ${other}`
  if (own.includes(name) || wanted !== undefined) return null
  const named = ['device', 'devpath', 'ifname', 'modem'].flatMap(key => option(section, key) ?? [])
  const foreign = named.find(each => each !== device && each !== directory)
  return foreign === undefined ? null : `network.${name} uses ${foreign}. ${other}`
}

/** Protocols of ways out beside a modem. */
const further = ['dhcp', 'pppoe', 'pptp', 'l2tp', 'pppoa']

/** Whether a switch of netifd is on; since 2026 it takes `true` for `1`. */
const isOn = (text: string | undefined) => /^(?:1|true|yes|on)$/.test(text ?? '')

/** Another interface that is a way out, the least preferred one; undefined where there is none. */
const otherWay = (network: readonly Section[], name: string): { name: string; metric: number } | undefined =>
  network
    .filter(
      each =>
        each.type === 'interface' &&
        each.name !== name &&
        !isOn(option(each, 'disabled')) &&
        (further.includes(option(each, 'proto') ?? '') || option(each, 'gateway') !== undefined),
    )
    .map(each => ({ name: each.name ?? '', metric: Number(option(each, 'metric')) || 0 }))
    .sort((a, b) => b.metric - a.metric)[0]

const quoted = (text: string) => `'${text.replace(/'/g, "'\\''")}'`

/** A change as a line for a shell; a list is written anew, so that a text of several words becomes one too. */
function commandOf({ config, section, option: key, value, before }: Omit<SetupChange, 'command'>): string {
  const place = [config, section, ...(key === null ? [] : [key])].join('.')
  if (value === null) return `uci delete ${place}`
  if (!Array.isArray(value)) return `uci set ${place}=${quoted(value)}`
  const lines = value.map(each => `uci add_list ${place}=${quoted(each)}`)
  return [...(before === null ? [] : [`uci delete ${place}`]), ...lines].join('; ')
}

/** A change with the line for a shell that makes it. */
export const changeOf = (change: Omit<SetupChange, 'command'>): SetupChange => ({
  ...change,
  command: commandOf(change),
})

/** The zone of the way out, with its name in UCI. */
function wanZone(firewall: readonly Section[]): { zone: Section; section: string } | null {
  const zones = firewall.filter(({ type }) => type === 'zone')
  const index = zones.findIndex(zone => option(zone, 'name') === 'wan')
  const zone = zones[index]
  return zone === undefined ? null : { zone, section: zone.name ?? `@zone[${index}]` }
}

/** What puts an interface into the zone of the way out; nothing where it is in a zone, or no zone is called wan. */
export function firewallChanges(
  firewall: readonly Section[],
  name: string,
  devices: readonly string[] = [],
): SetupChange[] {
  const zones = firewall.filter(({ type }) => type === 'zone')
  if (zones.some(zone => isInZone(zone, [name], devices))) return []
  const wan = wanZone(firewall)
  if (wan === null) return []
  const before = wan.zone.options.network
  return [
    changeOf({
      config: 'firewall',
      section: wan.section,
      option: 'network',
      before: before === undefined ? null : Array.isArray(before) ? [...before] : String(before),
      value: [...wordsOf(before), name],
      reason: `So that devices behind the router reach the internet through ${name}, and nobody reaches them.`,
    }),
  ]
}

/** Options that are another protocol's, and would be in the way of the one that is set. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  dhcp: ['apn', 'pincode', 'pdptype', 'auth', 'username', 'password', 'devpath', 'service'],
  qmi: ['service', 'iptype'],
  mbim: ['service', 'iptype'],
  modemmanager: ['pdptype', 'devpath', 'service'],
}

/**
 * What network and firewall should say so that the router uses the modem: an existing section is mended, a new one added
 * only where there is none. A text says why there is nothing right to propose. Pure.
 */
export function planSetup(
  modem: SetupModem,
  router: SetupRouter,
  wish: SetupWish = {},
): SetupPlanReply | string {
  const name = wish.interface ?? router.interface ?? 'wwan'
  const section = router.network.find(each => each.name === name)
  const keeps = wish.proto === undefined && isKept(section, router)
  const proto = keeps ? (option(section, 'proto') ?? null) : (wish.proto ?? protoFor(modem, router))
  if (proto === null)
    return 'The modem has neither a network device nor a port to dial with: a kernel driver is missing, or its USB mode has none. modem doctor tells more.'
  const device = deviceFor(proto, modem)
  const reason = objection(modem, router, device, wish.interface)
  if (reason !== null) return reason
  if (device === null && !keeps)
    return `The modem has no device for proto ${proto} in its present USB mode. modem doctor tells more.`

  const changes: SetupChange[] = []
  const set = (key: string | null, value: string | null, reason: string) => {
    const now = key === null ? (section?.type ?? null) : (section?.options[key] ?? null)
    const before = now === null || typeof now === 'string' ? now : [...now]
    if (before !== value)
      changes.push(changeOf({ config: 'network', section: name, option: key, before, value, reason }))
  }
  const speaks = modem.driver === null ? 'the port' : `the driver ${modem.driver}`
  set(null, 'interface', 'An interface for the modem.')
  set('proto', proto, router.managed ? 'ModemManager drives the modem.' : `It is what goes with ${speaks}.`)
  const isByPath = section?.options.devpath === modem.directory && (proto === 'qmi' || proto === 'mbim')
  if (!keeps && !isByPath) set('device', device, 'It is what the modem has now.')
  const before = otherWay(router.network, name)
  if (section === undefined && before !== undefined)
    set(
      'metric',
      `${Math.max(20, before.metric + 10)}`,
      `So that ${before.name} stays the way out while it is up.`,
    )
  if (!keeps && section?.options.ifname !== undefined)
    set('ifname', null, 'option device has taken its place.')
  if (isOn(option(section, 'disabled'))) set('disabled', null, 'So that the interface is started.')
  if (/^(?:0|false|no|off)$/.test(option(section, 'auto') ?? ''))
    set('auto', null, 'So that it is started at boot.')
  for (const key of foreign[proto] ?? [])
    if (section?.options[key] !== undefined && option(section, 'proto') !== proto)
      set(key, null, `proto ${proto} has no such option.`)

  const questions: SetupQuestion[] = []
  const apn = wish.apn ?? option(section, 'apn') ?? (keeps ? undefined : modem.apns[0])
  if (needsApn(proto) && apn !== undefined && apn !== '')
    set('apn', apn, wish.apn !== undefined ? 'As you say.' : 'It is what the modem has stored.')
  else if (needsApn(proto) && !keeps)
    questions.push({
      argument: 'apn',
      reason: 'The operator has to tell it; the modem has none stored.',
      optional: proto === 'qmi' || proto === 'modemmanager',
    })
  if (wish.pincode !== undefined && needsApn(proto))
    set('pincode', wish.pincode, 'The handler gives it to the SIM card before it dials.')
  else if (modem.asksPin === true && needsApn(proto) && !keeps && option(section, 'pincode') === undefined)
    questions.push({ argument: 'pincode', reason: 'The SIM card asks for it at power-up.', optional: true })
  if (proto === '3g' && option(section, 'service') === undefined)
    set('service', 'umts', 'The handler asks for one; umts lets the modem choose.')

  const handler = handlerPackages[proto]
  const isThere = router.protos === null || router.protos.includes(proto)
  return {
    modem: modem.modem,
    interface: name,
    proto,
    changes: [...changes, ...firewallChanges(router.firewall, name, modem.net === null ? [] : [modem.net])],
    packages: handler === undefined || isThere ? [] : [handler],
    questions,
    dials: proto === 'dhcp' ? modem.dials : null,
  }
}
