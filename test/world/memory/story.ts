import { type CorpusCase, fromCorpusCase } from '../modem/corpus.ts'
import { drawStory, hardwareOfStory, type Story } from '../story.ts'
import { homeOf, type Node } from '../sysfs.ts'
import { createHost, type Host } from './host.ts'

/** A router as the corpus of routers describes it. */
export interface RouterStory extends Story {
  /** Which of the ttys answer. */
  at_ports: readonly string[]
  at: CorpusCase['at']
  /** `silent`: no port answers. */
  fault?: string
  /** A program and the tty it has open. */
  holder?: readonly [program: string, tty: string]
  uci: Readonly<Record<string, string>>
  dump: readonly object[]
}

/** UCI files from what `uci show` prints of them. */
function uciFiles(shown: RouterStory['uci']): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(shown)) {
    const [file = '', section = '', option] = key.split('.')
    const name = section.startsWith('@') ? '' : ` '${section}'`
    texts[file] ??= ''
    texts[file] += option === undefined ? `config ${value}${name}\n` : `\toption ${option} '${value}'\n`
  }
  return texts
}

const place = { bus: 'usb', address: '1-1' } as const

/** A control node of QMI or MBIM, as the kernel shows it below the interface it belongs to. */
export function drawControlNode(name: string, number: number): Map<string, Node> {
  const parent = `${homeOf(place)}/${place.address}:1.${number}`
  const path = `${parent}/usbmisc/${name}`
  return new Map<string, Node>([
    [`${path}/dev`, { text: '180:176\n' }],
    [`${path}/uevent`, { text: `DEVNAME=${name}\n` }],
    [`${path}/device`, { link: parent }],
    [`/sys/class/usbmisc/${name}`, { link: path }],
    [`/dev/${name}`, { text: '' }],
  ])
}

/** A process that has a tty open. */
function drawHolder([program, tty]: readonly [program: string, tty: string]): Map<string, Node> {
  return new Map<string, Node>([
    ['/proc/812/comm', { text: `${program}\n` }],
    ['/proc/812/stat', { text: `812 (${program}) S 1 812 812 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1000 0 0\n` }],
    ['/proc/812/fd/7', { link: `/dev/${tty}` }],
  ])
}

/** A host in memory that is the router of a story. */
export function storyHost(story: RouterStory): Host {
  const surroundings = { uci: uciFiles(story.uci), dump: story.dump }
  if (story.usb === null) return createHost([], surroundings)
  const isSilent = story.fault === 'silent'
  const answering = story.ifs.filter(({ tty = '' }) => story.at_ports.includes(tty))
  const home = (isSilent ? answering.at(-2) : undefined) ?? answering[0]
  const script = fromCorpusCase(
    { usb: story.usb, at: story.at, ...(home?.tty ? { port: home.tty, if: home.n } : {}) },
    story.name,
  )
  script.silent = isSilent
  const host = createHost([{ script }], surroundings)
  const device = hardwareOfStory(story)
  for (const key of [...host.nodes.keys()]) if (key.startsWith('/sys/')) host.nodes.delete(key)
  for (const [path, node] of drawStory(story)) host.nodes.set(path, node)
  for (const { name } of device?.ports ?? []) host.nodes.set(`/dev/${name}`, { text: '' })
  for (const { wdm } of story.ifs) if (wdm !== undefined) host.nodes.set(`/dev/${wdm}`, { text: '' })
  if (story.holder) for (const [path, node] of drawHolder(story.holder)) host.nodes.set(path, node)
  return host
}
