import fs from 'node:fs'
import path from 'node:path'
import { build } from '../../../build/build.ts'
import { signature } from '../browser/bus.ts'
import { administrator, createSite, sessionOf } from '../browser/site.ts'
import { uciObject } from '../browser/uci.ts'
import { repository } from '../memory/host.ts'
import { readFixture } from '../modem/fixture.ts'
import { lively } from './behaviours.ts'
import { mustBeWritable, recordTo, startDesk } from './desk.ts'
import { contradiction, fixturePath, portsOf, readOptions } from './options.ts'
import { startRouter } from './router.ts'
import { stories, tellStory } from './story.ts'
import { createServer, serveNear } from './ubus.ts'

/** What `npm start -- --help` prints. */
const usage = `Usage: npm start -- [--once] [--modem FIXTURE …] [--port NUMBER]
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

/** Newest change below a directory, milliseconds; 0 when there is none. */
function changed(folder: string): number {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  return Math.max(0, ...files.map(file => fs.statSync(path.join(folder, file)).mtimeMs))
}

/** Whether the built tree is older than what it is made of. */
function isStale(): boolean {
  const sources = ['src', 'build', 'rpcd', 'acl.d'].map(folder => changed(path.join(repository, folder)))
  return changed(path.join(repository, 'dist/root')) <= Math.max(...sources)
}

/** Calls one after the other, as a careful rpcd would, however many pages are open. */
function oneByOne(call: (method: string, args: unknown) => Promise<object>): typeof call {
  let last: Promise<unknown> = Promise.resolve()
  return (method, args) => {
    const turn = last.then(() => call(method, args))
    last = turn.catch(() => null)
    return turn
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2)
  const values = readOptions(args, { default: ['fibocom/fg621-lte-a'] })
  if (values.help) {
    console.log(usage)
    return
  }
  const wrong = contradiction(values, args)
  if (wrong !== null) throw new Error(wrong)
  if (values.story !== undefined) {
    await tellStory(values.story, values.once ? 0 : 60, line => console.log(line))
    return
  }
  const { server: port, serial } = portsOf(values.port)
  if (values.record !== undefined) mustBeWritable(values.record)
  const scripts = serial === undefined ? values.modem.map(name => readFixture(fixturePath(name))) : []
  if (isStale()) await build(repository)
  const router =
    serial === undefined
      ? await startRouter(scripts, lively)
      : await startDesk({ port: serial, id: values.id, isWriting: values.write })
  if (values.record !== undefined) console.error(await recordTo(router, values.record))
  const info = await router.call('info', scripts.length > 1 ? { modem: 'usb-1-1' } : {})
  console.log(JSON.stringify(info, null, 2))
  if (values.once) {
    router.close()
    process.exit('error' in info ? 1 : 0)
  }
  const server = createServer({
    objects: {
      modem: { signature: signature(), call: oneByOne(router.call) },
      uci: uciObject(router.root),
    },
    login: () => sessionOf(administrator),
  })
  const listener = await serveNear(await createSite({ server }), port)
  if (port !== 0 && listener.port !== port) console.error(`Port ${port} is busy.`)
  const address = `http://127.0.0.1:${listener.port}`
  const what =
    serial === undefined
      ? 'simulated modem'
      : `modem, which is ${values.write ? 'read and written' : 'only read'},`
  console.error(`\nThe ${what} is on ${router.modems.map(({ path }) => path).join(', ')}.`)
  console.error(`Pages: ${address}/   JSON-RPC: ${address}/ubus (any name and password)   Stop: Ctrl-C`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      listener.close()
      router.close()
      process.exit(0)
    })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
