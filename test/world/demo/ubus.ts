import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { Session } from '../router/acl.ts'

/** ubus status codes the server answers (libubus `enum ubus_msg_status`). */
export const status = { ok: 0, methodNotFound: 3, notFound: 4, noData: 5, denied: 6 } as const

/** An object of the bus: what it can do, and how it is done. */
export interface BusObject {
  /** Example value by argument, by method: what `list` shows. */
  signature: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** The reply; null: none came, ubus status 5. */
  call(method: string, args: Record<string, unknown>, session: Session): Promise<object | null>
}

/** A session that is open. */
export interface OpenSession extends Session {
  /** Names of its ACL groups. */
  groups: readonly string[]
}

/** The bus and who may use it. */
export interface Bus {
  objects: Readonly<Record<string, BusObject>>
  /** The session of a user; null for a wrong name or password. */
  login(username: string, password: string): OpenSession | null
  /** Told of every call that is refused or fails before it reaches an object, in words. */
  refused?(why: string): void
}

/** The server's side of the bus. */
export interface Server {
  handle(request: http.IncomingMessage, response: http.ServerResponse): void
  /** Opens a session and gives its id. */
  open(session: OpenSession): string
}

interface Request {
  jsonrpc?: unknown
  id?: unknown
  method?: unknown
  params?: unknown
}

const anonymous = '0'.repeat(32)

/** The JSON-RPC errors of uhttpd's ubus plugin. */
const errors = {
  parse: { code: -32700, message: 'Parse error' },
  request: { code: -32600, message: 'Invalid request' },
  method: { code: -32601, message: 'Method not found' },
  params: { code: -32602, message: 'Invalid parameters' },
  object: { code: -32000, message: 'Object not found' },
  access: { code: -32002, message: 'Access denied' },
} as const

/**
 * A bus behind HTTP with the protocol of uhttpd's ubus plugin: JSON-RPC 2.0 `call` with `[session, object, method,
 * arguments]` and `list`, sessions by `session login`, single requests and batches.
 */
export function createServer(bus: Bus): Server {
  const sessions = new Map<string, OpenSession>()
  const open = (session: OpenSession) => {
    const id = randomBytes(16).toString('hex')
    sessions.set(id, session)
    return id
  }

  const session = (method: string, args: Record<string, unknown>, sid: string): [number, object?] => {
    if (method === 'login') {
      const opened = bus.login(String(args.username), String(args.password))
      if (opened === null) return [status.denied]
      const acls = { 'access-group': Object.fromEntries(opened.groups.map(g => [g, ['read', 'write']])) }
      const data = { username: args.username }
      return [status.ok, { ubus_rpc_session: open(opened), timeout: 300, expires: 300, acls, data }]
    }
    if (method === 'access') {
      const { scope = 'ubus', object, function: name } = args
      const access = sessions.get(sid)?.allowed(String(scope), String(object), String(name)) ?? false
      return [status.ok, { access }]
    }
    return [status.methodNotFound]
  }

  const answer = async (request: Request): Promise<object> => {
    const { id = null, method, params } = request
    const fail = (error: { code: number; message: string }) => ({ jsonrpc: '2.0', id, error })
    const result = (value: unknown) => ({ jsonrpc: '2.0', id, result: value })
    if (request.jsonrpc !== '2.0' || typeof method !== 'string') return fail(errors.request)
    if (method === 'list') {
      const names = Array.isArray(params)
        ? params.filter((p): p is string => typeof p === 'string' && p in bus.objects)
        : []
      if (names.length === 0) return result(Object.keys(bus.objects))
      return result(Object.fromEntries(names.map(name => [name, bus.objects[name]?.signature])))
    }
    if (method !== 'call') return fail(errors.method)
    if (!Array.isArray(params)) return fail(errors.params)
    const [sid, object, name, args = {}] = params as readonly unknown[]
    if (typeof sid !== 'string' || typeof object !== 'string' || typeof name !== 'string')
      return fail(errors.params)
    if (typeof args !== 'object' || args === null || Array.isArray(args)) return fail(errors.params)
    if (object === 'session' && sid !== anonymous && !sessions.has(sid)) return fail(errors.access)
    if (object === 'session') return result(session(name, args as Record<string, unknown>, sid))
    const opened = sessions.get(sid)
    if (!opened?.allowed('ubus', object, name)) {
      if (sid !== anonymous) bus.refused?.(`${object} ${name} is not granted`)
      return fail(errors.access)
    }
    const target = bus.objects[object]
    if (target === undefined) return fail(errors.object)
    if (!(name in target.signature)) {
      bus.refused?.(`${object} has no method ${name}`)
      return result([status.methodNotFound])
    }
    const reply = await target.call(name, { ...args, ubus_rpc_session: sid }, opened)
    return result(reply === null ? [status.noData] : [status.ok, reply])
  }

  return {
    open,
    handle(request, response) {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text
        if (body.length > 65_536) request.destroy()
      })
      request.on('end', async () => {
        let reply: object
        try {
          const value = JSON.parse(body) as Request | Request[]
          reply = Array.isArray(value) ? await Promise.all(value.map(answer)) : await answer(value)
        } catch {
          reply = { jsonrpc: '2.0', id: null, error: errors.parse }
        }
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        response.end(JSON.stringify(reply))
      })
    },
  }
}

/** Serves requests on 127.0.0.1; port 0 picks a free one. */
export function serve(
  routes: (request: http.IncomingMessage, response: http.ServerResponse) => void,
  port: number,
): Promise<{ port: number; close(): void }> {
  const server = http.createServer(routes)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      resolve({
        port: bound,
        close() {
          server.closeAllConnections()
          server.close()
        },
      })
    })
  })
}

/** Serves at the port, or where it is busy at the next free one. */
export async function serveNear(
  routes: Parameters<typeof serve>[0],
  wanted: number,
): ReturnType<typeof serve> {
  for (let port = wanted; port < wanted + 20; port++)
    try {
      return await serve(routes, port)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  return serve(routes, 0)
}
