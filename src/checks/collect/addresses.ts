import { attribute } from '../../discovery/attribute.ts'
import type { Files, Platform } from '../../platform/platform.ts'

const tree = '/sys/firmware/devicetree/base'

/** Wire: `54:af:97:01:02:03`. */
function octetsOf(text: string | null): Uint8Array[] {
  return /^[\da-f]{2}(?::[\da-f]{2}){5}$/i.test(text ?? '')
    ? [Uint8Array.from((text ?? '').split(':'), each => Number.parseInt(each, 16))]
    : []
}

/** Every text of a JSON tree that is the value of a key for an address. */
function addressesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return /macaddr$/.test(key) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => addressesIn(each, name))
}

/** What the first start wrote down of the board (`/etc/board.json`). */
function boardAddresses(files: Files): string[] {
  try {
    return addressesIn(JSON.parse(files.read('/etc/board.json') ?? 'null'))
  } catch {
    return []
  }
}

/** Addresses of Ethernet devices of the board, which the kernel did not make up (`addr_assign_type` 1 is random). */
function portAddresses(files: Files): string[] {
  return files.list('/sys/class/net').flatMap(name => {
    const folder = `/sys/class/net/${name}`
    const isOfBoard = files.exists(`${folder}/device/of_node`) && !files.exists(`${folder}/phy80211`)
    const address = attribute(files, `${folder}/address`)
    return isOfBoard && attribute(files, `${folder}/addr_assign_type`) !== '1' && address !== null
      ? [address]
      : []
  })
}

/** The address on the label, where the device tree names the device that has it. */
async function labelAddress(platform: Platform): Promise<Uint8Array[]> {
  const node = platform.files.read(`${tree}/aliases/label-mac-device`, 256)?.replace(/\0.*$/s, '')
  if (!node || !/^\/[\w@,.+/-]+$/.test(node) || node.includes('..')) return []
  for (const property of ['mac-address', 'local-mac-address']) {
    const octets = await platform.bytes(`${tree}${node}/${property}`, 0, 6)
    if (octets?.length === 6 && octets.some(each => each !== 0)) return [octets]
  }
  return []
}

/** The addresses of the router, apart from those its radios have in their calibration. */
export const addressesOfRouter = async (platform: Platform): Promise<Uint8Array[]> => [
  ...(await labelAddress(platform)),
  ...[...boardAddresses(platform.files), ...portAddresses(platform.files)].flatMap(octetsOf),
]
