import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bus, ModemInfo } from '../../src/contract/info.ts'

/** A fixture as the modem table needs it: which device it is, and the `info` it gives. */
export interface Example {
  /** Below `test/fixtures`. */
  path: string
  /** The folder it lies in. */
  dialect: string
  bus: Bus
  id: string
  product: string | null
  board: string | null
  /** Whether its comments call it recorded. */
  recorded: boolean
  info: ModemInfo
}

const device = /^@(usb|pci) ([\da-f]{4}:[\da-f]{4})(?: ("(?:[^"\\]|\\.)*")(?: ("(?:[^"\\]|\\.)*"))?)?$/im

/** Every fixture that has its expected `info` beside it, in the order of the paths. */
export function examples(root: string): Example[] {
  const folder = join(root, 'test/fixtures')
  if (!existsSync(folder)) return []
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    path.endsWith('.at'),
  )
  return paths.sort().flatMap(path => {
    const text = readFileSync(join(folder, path), 'utf8')
    const expected = join(folder, path.replace(/\.at$/, '.json'))
    const [, bus, id, , product] = device.exec(text) ?? []
    if (bus === undefined || id === undefined || !existsSync(expected)) return []
    return [
      {
        path,
        dialect: path.replace(/[\\/].*/, ''),
        bus: bus === 'pci' ? 'pci' : 'usb',
        id: id.toLowerCase(),
        product: product === undefined ? null : (JSON.parse(product) as string),
        board: /^@board +(.+)$/m.exec(text)?.[1]?.trim() ?? null,
        recorded: /^#.*\brecorded\b/im.test(text),
        info: JSON.parse(readFileSync(expected, 'utf8')) as ModemInfo,
      } satisfies Example,
    ]
  })
}
