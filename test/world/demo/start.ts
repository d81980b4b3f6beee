import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../../../build/build.ts'
import { administrator, createSite, sessionOf } from '../browser/site.ts'
import { uciObject } from '../browser/uci.ts'
import { repository } from '../memory/host.ts'
import { readFixture } from '../modem/fixture.ts'
import { lively } from './behaviours.ts'
import { startRouter } from './router.ts'
import { stories, tellStory } from './story.ts'
import { createServer, serve } from './ubus.ts'

const usage = `Usage: npm start -- [--once] [--modem FIXTURE] [--port NUMBER]

Builds the backend, starts a simulated modem on a pseudo-terminal, prints what
\`ubus call modem info\` prints, and serves the ubus object as JSON-RPC.

  --once           print and exit
  --story NAME     tells how a router lives through something, with its watch:
                   ${Object.keys(stories).join(', ')}
  --modem FIXTURE  a file of test/fixtures, for example fibocom/fg621-lte or a path
  --port NUMBER    port of the server, default 8080, 0 for a free one`

const { values } = parseArgs({
  options: {
    story: { type: 'string' },
    once: { type: 'boolean', default: false },
    modem: { type: 'string', multiple: true, default: ['fibocom/fg621-lte-a'] },
    port: { type: 'string', default: '8080' },
    help: { type: 'boolean', default: false },
  },
})

function fixturePath(name: string): string {
  const candidates = [
    name,
    path.join(repository, 'test/fixtures', name),
    path.join(repository, 'test/fixtures', `${name}.at`),
  ]
  const found = candidates.find(file => fs.existsSync(file) && fs.statSync(file).isFile())
  if (found === undefined) throw new Error(`there is no fixture ${name}`)
  return found
}

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

/** The signatures that `rpcd/modem list` tells rpcd. */
function signature(): Record<string, Record<string, unknown>> {
  const text = fs.readFileSync(path.join(repository, 'rpcd/modem'), 'utf8')
  return JSON.parse(/ printf '%s\\n' '(\{"list.*)'$/m.exec(text)?.[1] ?? '{}')
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
  if (values.help) {
    console.log(usage)
    return
  }
  if (values.story !== undefined) {
    await tellStory(values.story, values.once ? 0 : 60, line => console.log(line))
    return
  }
  const scripts = values.modem.map(name => readFixture(fixturePath(name)))
  if (isStale()) await build(repository)
  const router = await startRouter(scripts, lively)
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
  const listener = await serve(await createSite({ server }), Number(values.port))
  const address = `http://127.0.0.1:${listener.port}`
  console.error(`\nThe simulated modem is on ${router.modems.map(({ path }) => path).join(', ')}.`)
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
