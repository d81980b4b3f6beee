import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../../build/build.ts'
import { repository } from '../host/host.ts'
import { drift } from '../sim/drift.ts'
import { readFixture } from '../sim/fixture.ts'
import { gtact } from '../sim/gtact.ts'
import { startRouter } from './router.ts'
import { serve, ubusHandler } from './ubus.ts'

const usage = `Usage: npm start -- [--once] [--modem FIXTURE] [--port NUMBER]

Builds the backend, starts a simulated modem on a pseudo-terminal, prints what
\`ubus call modem info\` prints, and serves the ubus object as JSON-RPC.

  --once           print and exit
  --modem FIXTURE  a file of test/fixtures, for example fibocom/fg621-lte or a path
  --port NUMBER    port of the server, default 8080, 0 for a free one`

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    modem: { type: 'string', default: 'fibocom/fg621-lte-a' },
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

/** The ACL groups of the build: which methods a group may call, reading and writing. */
function groups(): Record<string, string[]> {
  const acl = JSON.parse(fs.readFileSync(path.join(repository, 'acl.d/modem.json'), 'utf8')) as Record<
    string,
    { [Mode in 'read' | 'write']?: { ubus?: { modem?: string[] } } }
  >
  return Object.fromEntries(
    Object.entries(acl).map(([name, group]) => [
      name,
      [...(group.read?.ubus?.modem ?? []), ...(group.write?.ubus?.modem ?? [])],
    ]),
  )
}

/** The signatures that `rpcd/modem list` tells rpcd. */
function signature(): Record<string, Record<string, unknown>> {
  const text = fs.readFileSync(path.join(repository, 'rpcd/modem'), 'utf8')
  return JSON.parse(/list\) printf '%s\\n' '(.*)' ;;/.exec(text)?.[1] ?? '{}')
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(usage)
    return
  }
  const script = readFixture(fixturePath(values.modem))
  if (isStale()) await build(repository)
  const router = await startRouter(script, [gtact(), drift()])
  const info = await router.call('info', {})
  console.log(JSON.stringify(info, null, 2))
  if (values.once) {
    router.close()
    process.exit('error' in info ? 1 : 0)
  }
  const methods = groups()
  const handler = ubusHandler({
    objects: { modem: { signature: signature(), call: (method, args) => router.call(method, args) } },
    allowed: (names, object, method) =>
      object === 'modem' && names.some(name => methods[name]?.includes(method)),
    login: () => Object.keys(methods),
  })
  const server = await serve((request, response) => {
    if (request.url === '/ubus' && request.method === 'POST') return handler(request, response)
    response.writeHead(404).end()
  }, Number(values.port))
  console.error(`\nSimulated modem on ${router.pty}; JSON-RPC at http://127.0.0.1:${server.port}/ubus`)
  console.error('Log in with any name and password. Stop with Ctrl-C.')
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      server.close()
      router.close()
      process.exit(0)
    })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
