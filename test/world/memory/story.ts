import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CorpusCase, fromCorpusCase } from '../modem/corpus.ts'
import { drawDevice, type Hardware, homeOf, type Node } from '../sysfs.ts'
import { createHost, type Host } from './host.ts'

/** A USB interface of a story's modem. */
interface StoryInterface {
  n: number
  driver?: string
  tty?: string
  net?: string
  wdm?: string
}

/** A router as the corpus of routers describes it. */
export interface Story {
  name: string
  /** The check that must come first; null where nothing is wrong. */
  finding: string | null
  usb: { vid: string; pid: string; manufacturer?: string; product?: string } | null
  ifs: readonly StoryInterface[]
  at_ports: readonly string[]
  at: CorpusCase['at']
  /** `silent`: no port answers. */
  fault?: string
  uci: Readonly<Record<string, string>>
  dump: readonly object[]
}

const folder = fileURLToPath(new URL('../../../../shared/corpus/routers/', import.meta.url))

/** The stories beside the repository, or null where there are none. */
export function loadStories(): Story[] | null {
  if (!existsSync(folder)) return null
  const files = readdirSync(folder).filter(file => file.endsWith('.json'))
  return files.sort().map(file => JSON.parse(readFileSync(folder + file, 'utf8')) as Story)
}

/** UCI files from what `uci show` prints of them. */
function uciFiles(shown: Story['uci']): Record<string, string> {
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
    [`${path}/device`, { link: parent }],
    [`/sys/class/usbmisc/${name}`, { link: path }],
    [`/dev/${name}`, { text: '' }],
  ])
}

/** A host in memory that is the router of a story. */
export function storyHost(story: Story): Host {
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
  const hardware: Hardware = {
    ...place,
    id: `${story.usb.vid}:${story.usb.pid}`,
    manufacturer: story.usb.manufacturer ?? null,
    product: story.usb.product ?? null,
    serial: null,
    ports: story.ifs.flatMap(({ n, tty, driver }) =>
      tty ? [{ name: tty, interface: n, ...(driver ? { driver } : {}) }] : [],
    ),
    nets: story.ifs.flatMap(({ n, net, driver = '' }) => (net ? [{ name: net, interface: n, driver }] : [])),
  }
  const nodes = story.ifs.flatMap(({ n, wdm }) => (wdm ? [...drawControlNode(wdm, n)] : []))
  for (const [path, node] of [...drawDevice(hardware), ...nodes]) host.nodes.set(path, node)
  for (const { name } of hardware.ports) host.nodes.set(`/dev/${name}`, { text: '' })
  return host
}
