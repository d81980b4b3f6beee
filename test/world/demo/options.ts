import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { repository } from '../memory/host.ts'
import { nearest } from './near.ts'

/** The options of a command line, with the modem that is shown by default. Throws a sentence for what is none. */
export function readOptions(args: readonly string[], modem: { default: string[] }) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        story: { type: 'string' },
        modem: { type: 'string', multiple: true, ...modem },
        port: { type: 'string', multiple: true, default: [] },
        id: { type: 'string' },
        write: { type: 'boolean', default: false },
        record: { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message.split('. ')[0] : error}; --help lists what there is`,
    )
  }
}

/** The two ports there are: that of the server and, of a real modem, the serial one. */
export function portsOf(given: readonly string[]): { server: number; serial: string | undefined } {
  const server = given.filter(text => /^\d+$/.test(text)).at(-1) ?? '8080'
  if (Number(server) > 65_535) throw new Error(`${server} is no port: 0 to 65535`)
  return { server: Number(server), serial: given.find(text => !/^\d+$/.test(text)) }
}

/** What of these options does not go together, as a sentence; null where all of it does. */
export function contradiction(
  values: ReturnType<typeof readOptions>,
  args: readonly string[],
): string | null {
  const { serial } = portsOf(values.port)
  const ofDesk = ['write', 'record', 'id'] as const
  if (serial === undefined && ofDesk.some(name => values[name] !== undefined && values[name] !== false))
    return '--write, --record and --id are for a real modem: --port /dev/ttyUSB2'
  const hasModem = args.some(word => /^--modem(?:=|$)/.test(word))
  if (serial !== undefined && hasModem)
    return `--modem is a simulated modem, ${serial} a real one: one of them`
  if (values.story !== undefined && (serial !== undefined || hasModem))
    return '--story has a modem of its own: it goes without --modem and --port'
  return null
}

/** The file of a fixture by its name or path. Throws a sentence with the names near it. */
export function fixturePath(name: string): string {
  const folder = path.join(repository, 'test/fixtures')
  const candidates = [name, path.join(folder, name), path.join(folder, `${name}.at`)]
  const found = candidates.find(file => fs.existsSync(file) && fs.statSync(file).isFile())
  if (found !== undefined) return found
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.at'))
    .map(file => file.replace(/\.at$/, ''))
  throw new Error(`there is no fixture ${name}; near it are ${nearest(names, name).join(', ')}`)
}
