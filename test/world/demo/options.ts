import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { repository } from '../memory/host.ts'
import { nearest } from './near.ts'
import { stories } from './story.ts'

/** What `npm start -- --help` prints. */
export const usage = `Usage: npm start -- [--once] [--modem FIXTURE …] [--port NUMBER]
       npm start -- --story NAME
       npm start -- --port /dev/ttyUSB2 [--id VID:PID] [--write] [--record FILE]

Builds the backend, starts a simulated modem on a pseudo-terminal, prints what
\`ubus call modem info\` prints, and serves the pages and the ubus object as JSON-RPC.
With a serial port it does the same for a real modem on this computer, reading only.

  --once           print and exit
  --story NAME     tells how a router lives through something, with its watch:
                   ${Object.keys(stories).join(', ')}
  --modem FIXTURE  a file of test/fixtures, for example fibocom/fg621-lte, or a path;
                   may stand several times
  --port NUMBER    port of the server, default 8080, 0 for a free one; where it is busy
                   the next free one is taken
  --port DEVICE    serial port of a real modem: /dev/ttyUSB2, COM3
  --id VID:PID     its USB id, where the system does not tell it
  --write          let through what changes something of it
  --record FILE    write a recording of it, as \`modem record\` does, before anything else
  --help           this`

/** The options of a command line. Throws a sentence for what is none. */
export function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        story: { type: 'string' },
        modem: { type: 'string', multiple: true, default: ['fibocom/fg621-lte-a'] },
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
