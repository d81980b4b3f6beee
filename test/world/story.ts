import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './memory/host.ts'
import { drawDevice, type Enumeration, type Hardware, type Node } from './sysfs.ts'

/** One USB interface of a story. */
export interface StoryInterface {
  n: number
  class?: string
  sub?: string
  prot?: string
  driver?: string
  tty?: string
  net?: string
  wdm?: string
  raw_ip?: string
  rx?: number
  tx?: number
  operstate?: string
}

/** A situation of a whole router, as far as the device on the bus goes; the rest is for those who look at more. */
export interface Story {
  name: string
  /** Null where nothing is on the bus. */
  usb: { vid: string; pid: string; manufacturer?: string; product?: string } | null
  ifs: readonly StoryInterface[]
  /** Mbit/s. */
  speed?: string
  /** The check that must stand first; null where nothing is wrong. */
  finding: string | null
}

/** Where recorded stories lie, beside the project; absent in most places. */
export const storyFolder = join(repository, '../shared/corpus/routers')

/** The recorded stories; empty where there are none. */
export function readStories<Kind extends Story>(): Kind[] {
  if (!existsSync(storyFolder)) return []
  const names = readdirSync(storyFolder).filter(name => name.endsWith('.json'))
  return names.map(name => JSON.parse(readFileSync(join(storyFolder, name), 'utf8')) as Kind)
}

/** The device of a story; null where nothing is on the bus. An interface without a class has its driver's, else the maker's own. */
export function hardwareOfStory({ usb, ifs, speed }: Story, address = '1-1'): Hardware | null {
  if (usb === null) return null
  return {
    bus: 'usb',
    id: `${usb.vid}:${usb.pid}`,
    address,
    manufacturer: usb.manufacturer ?? null,
    product: usb.product ?? null,
    serial: null,
    ...(speed === undefined ? {} : { speed }),
    ports: ifs.flatMap(({ n, tty, driver }) =>
      tty === undefined ? [] : [{ name: tty, interface: n, ...(driver === undefined ? {} : { driver }) }],
    ),
    nets: ifs.flatMap(({ n, net, driver = '' }) =>
      net === undefined ? [] : [{ name: net, driver, interface: n }],
    ),
    interfaces: ifs.map(({ n, class: kind, sub, prot, driver, wdm, raw_ip, rx, tx, operstate }) => ({
      number: n,
      driver: driver ?? null,
      ...(kind === undefined ? {} : { kind: [kind, sub ?? '00', prot ?? '00'].join('/') }),
      ...(wdm === undefined ? {} : { control: wdm }),
      ...(raw_ip === undefined ? {} : { rawIp: raw_ip }),
      traffic: {
        ...(rx === undefined ? {} : { rx }),
        ...(tx === undefined ? {} : { tx }),
        ...(operstate === undefined ? {} : { operstate }),
      },
    })),
  }
}

/** What the kernel makes of a story's device below `/sys`; empty where nothing is on the bus. */
export function drawStory(story: Story, address?: string, enumeration?: Enumeration): Map<string, Node> {
  const hardware = hardwareOfStory(story, address)
  return hardware === null ? new Map() : drawDevice(hardware, enumeration)
}
