import { configuration } from '../contract/configuration.ts'
import type { Metric } from '../contract/metrics.ts'
import { optionMistake, valuesOf } from '../discovery/configuration.ts'
import { readUci, type Section } from '../discovery/uci.ts'
import { publishedPlace } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import { discoveryOf, type Place, stateOf } from './home-assistant.ts'
import { hostOf, metricsNow } from './known.ts'

/** One message for the broker; an empty one takes back what is kept. */
export interface Message {
  topic: string
  text: string
  /** Whether the broker keeps it for who comes later: not values, which would be told as those of now for ever. */
  isKept: boolean
}

/** What the broker holds of a modem. */
interface Published {
  place: Place
  /** Topic of the discovery, and what was said there; null: nowhere. */
  discovery: Message | null
  online: boolean
  /** When discovery and availability were published last; platform clock. */
  at: number
}

/** What was published, by modem, and whether that was not possible last time. */
interface Memory {
  modems: Record<string, Published>
  trouble: string
}

/** Where to publish. */
interface Broker {
  /** Words of `mosquitto_pub` that name it. */
  words: readonly string[]
  router: string
  topic: string
  /** Null: Home Assistant is told of no device. */
  discovery: string | null
  expire_s: number
}

/** A broker that has forgotten what it kept is told again after so long, ms. */
const againMs = 3_600_000
/** How long one message may take, ms. */
const messageMs = 8000

const rules = configuration.find(({ type }) => type === 'mqtt')?.options ?? []

/** The options of a section that are as they have to be: one that is wrong counts as absent, and the doctor tells it. */
const soundOptions = ({ options }: Section): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rules.flatMap(rule => {
      const [value] = valuesOf(options[rule.name], rule)
      const isSound = value !== undefined && optionMistake(rule, options[rule.name]) === null
      return isSound ? [[rule.name, value] as const] : []
    }),
  )

/** What /etc/config/modem says of the broker; null where nothing is to be published. */
function brokerOf(platform: Platform): Broker | null {
  const sections = readUci(platform.files, 'modem')
  const section = sections.find(({ type }) => type === 'mqtt')
  if (section === undefined) return null
  const { enabled = '1', host, port, router, topic = 'openwrt', discovery } = soundOptions(section)
  if (/^(?:0|no|off|false|disabled)$/.test(enabled)) return null
  const every = sections
    .filter(({ type }) => type === 'watch')
    .map(({ options }) => Number(options.values_every))
    .filter(seconds => seconds > 0 && seconds <= 3600)
  return {
    words: [...(host === undefined ? [] : ['-h', host]), ...(port === undefined ? [] : ['-p', port])],
    router: router ?? hostOf(platform).replace(/[^\w-]/g, '_'),
    topic,
    discovery: discovery === '0' ? null : (discovery ?? 'homeassistant'),
    expire_s: Math.max(180, 3 * Math.max(0, ...every)),
  }
}

function placeOf({ router, topic, expire_s }: Broker, modem: string): Place {
  const own = modem.replace(/[^\w-]/g, '_')
  const base = `${topic}/${router}/modem/${own}`
  return {
    node: `${router}_${own}`,
    state_topic: `${base}/state`,
    availability_topic: `${base}/online`,
    expire_s,
  }
}

function memoryOf({ files }: Platform): Memory {
  try {
    const { modems = {}, trouble = '' } = JSON.parse(files.read(publishedPlace) ?? '{}') as Partial<Memory>
    return { modems, trouble }
  } catch {
    return { modems: {}, trouble: '' }
  }
}

/** What is to be published of one modem, and what the broker then holds. */
function newsOf(
  broker: Broker,
  metrics: readonly Metric[],
  modem: string,
  before: Published | undefined,
  now: number,
): { messages: Message[]; after: Published } {
  const place = placeOf(broker, modem)
  const online = metrics.some(
    ({ name, samples }) =>
      name === 'modem_up' && samples.some(({ labels, value }) => labels.modem === modem && value === 1),
  )
  const discovery = broker.discovery && {
    topic: `${broker.discovery}/device/${place.node}/config`,
    text: JSON.stringify(discoveryOf(metrics, modem, place)),
    isKept: true,
  }
  const isOld = before === undefined || before.at > now || now - before.at >= againMs
  const isNew =
    isOld || JSON.stringify([before.place, before.discovery]) !== JSON.stringify([place, discovery])
  const moved = before === undefined ? [] : leftTopics(before, { place, discovery: discovery || null })
  const messages: Message[] = [
    ...moved.map(topic => ({ topic, text: '', isKept: true })),
    ...(isNew && discovery ? [discovery] : []),
    ...(isNew || before.online !== online
      ? [{ topic: place.availability_topic, text: online ? 'online' : 'offline', isKept: true }]
      : []),
    { topic: place.state_topic, text: JSON.stringify(stateOf(metrics, modem)), isKept: false },
  ]
  return { messages, after: { place, discovery: discovery || null, online, at: isNew ? now : before.at } }
}

/** Topics under which the broker keeps something. */
const topicsOf = ({ place, discovery }: Pick<Published, 'place' | 'discovery'>) => [
  ...(discovery === null ? [] : [discovery.topic]),
  place.availability_topic,
]

/** Topics that are not used any more. */
const leftTopics = (before: Published, after: Pick<Published, 'place' | 'discovery'>) =>
  topicsOf(before).filter(topic => !topicsOf(after).includes(topic))

/** Sends messages in their order until one does not arrive; what is told of that one, else nothing. */
async function send(platform: Platform, broker: Broker, messages: readonly Message[]): Promise<string> {
  for (const { topic, text, isKept } of messages) {
    const { code, stdout } = await platform.exec(
      [
        'mosquitto_pub',
        ...broker.words,
        '-q',
        '1',
        ...(isKept ? ['-r'] : []),
        '-t',
        topic,
        ...(text === '' ? ['-n'] : ['-m', text]),
      ],
      platform.now() + messageMs,
      { withErrors: true },
    )
    if (code === null) return 'mosquitto_pub is missing, or the broker did not answer in time'
    if (code !== 0) return stdout.trim().split('\n')[0]?.slice(0, 200) || `mosquitto_pub ended with ${code}`
  }
  return ''
}

/**
 * Publishes what is known of every modem where /etc/config/modem has a section of type `mqtt`: the
 * values each time; that a modem is there, and which entities it has, when it changed and once an hour. Who publishes waits
 * for nothing: while the broker does not answer, that is logged once.
 */
export async function publish(platform: Platform): Promise<void> {
  const broker = brokerOf(platform)
  if (broker === null) return
  const memory = memoryOf(platform)
  const now = platform.now()
  const { metrics } = metricsNow(platform, false)
  const modems = (metrics.find(({ name }) => name === 'modem_up')?.samples ?? []).map(
    ({ labels }) => labels.modem ?? '',
  )
  const after: Record<string, Published> = { ...memory.modems }
  let trouble = ''
  for (const modem of new Set([...modems, ...Object.keys(memory.modems)])) {
    const before = memory.modems[modem]
    if (modems.includes(modem)) {
      const news = newsOf(broker, metrics, modem, before, now)
      trouble = await send(platform, broker, news.messages)
      if (trouble === '') after[modem] = news.after
    } else if (before?.online) {
      const topic = before.place.availability_topic
      trouble = await send(platform, broker, [{ topic, text: 'offline', isKept: true }])
      if (trouble === '') after[modem] = { ...before, online: false }
    }
    if (trouble !== '') break
  }
  if (trouble !== '' && trouble !== memory.trouble) platform.log(`mqtt: ${trouble}`)
  platform.files.write(publishedPlace, JSON.stringify({ modems: after, trouble } satisfies Memory))
}

/** Takes back everything the broker keeps of this router: its devices and entities vanish from Home Assistant. */
export async function withdraw(platform: Platform): Promise<void> {
  const broker = brokerOf(platform)
  if (broker === null) return
  const left = Object.values(memoryOf(platform).modems).flatMap(topicsOf)
  await send(
    platform,
    broker,
    left.map(topic => ({ topic, text: '', isKept: true })),
  )
  platform.files.remove(publishedPlace)
}
