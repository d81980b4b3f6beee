import { createServer, type Server } from 'node:http'
import { createRouter, type FleetRouter } from './router.ts'

/** A router that can be scraped. */
export interface Member extends FleetRouter {
  /** `127.0.0.1:40001`. */
  address: string
  /** How many bytes its page had last. */
  bytes(): number
  /** It is gone: nobody answers there any more. */
  die(): Promise<void>
}

/** Routers that serve their metrics on the loopback, each on a port of its own. */
export interface Fleet {
  members: readonly Member[]
  close(): Promise<void>
}

const type = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

const listening = (server: Server) =>
  new Promise<string>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '')
    })
  })

const closed = (server: Server) =>
  new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

async function serve(router: FleetRouter): Promise<Member> {
  let bytes = 0
  await router.look()
  const server = createServer((request, response) => {
    const isPage = request.url === '/metrics'
    const page = isPage ? router.page() : ''
    bytes = Buffer.byteLength(page)
    response.writeHead(isPage ? 200 : 404, { 'content-type': type }).end(page)
    // What it looks at after a scrape is what the next one gets: a scrape itself waits for no modem.
    if (isPage) void router.look()
  })
  const address = await listening(server)
  return { ...router, address, bytes: () => bytes, die: () => closed(server) }
}

/** Starts a fleet of so many routers in this process. */
export async function startFleet(routers: number): Promise<Fleet> {
  const members: Member[] = []
  for (let nth = 0; nth < routers; nth++) members.push(await serve(createRouter(nth)))
  return {
    members,
    close: async () => {
      await Promise.all(members.map(member => member.die()))
    },
  }
}
