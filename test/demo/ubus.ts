import { randomBytes } from 'node:crypto'
import http from 'node:http'

/** ubus status codes the server answers (libubus `enum ubus_msg_status`). */
export const status = { ok: 0, methodNotFound: 3, notFound: 4, noData: 5 } as const

/** An object of the bus: what it can do, and how it is done. */
export interface BusObject {
  /** Example value by argument, by method: what `list` shows. */
  signature: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  call(method: string, args: Record<string, unknown>): Promise<object | null>
}

/** The bus and who may use it. */
export interface Bus {
  objects: Readonly<Record<string, BusObject>>
  /** Whether a session with these ACL groups may call the method. */
  allowed(groups: readonly string[], object: string, method: string): boolean
  /** Groups of a user, null for a wrong name or password. */
  login(username: string, password: string): readonly string[] | null
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
 * An HTTP handler with the protocol of uhttpd's ubus plugin: JSON-RPC 2.0 `call` with `[session, object, method,
 * arguments]` and `list`, sessions by `session login`, single requests and batches.
 */
export function ubusHandler(
  bus: Bus,
): (request: http.IncomingMessage, response: http.ServerResponse) => void {
  const sessions = new Map<string, readonly string[]>()

  const session = (method: string, args: Record<string, unknown>, sid: string): [number, object?] => {
    if (method === 'login') {
      const groups = bus.login(String(args.username), String(args.password))
      if (groups === null) return [6]
      const id = randomBytes(16).toString('hex')
      sessions.set(id, groups)
      const acls = { 'access-group': Object.fromEntries(groups.map(g => [g, ['read', 'write']])) }
      return [
        0,
        { ubus_rpc_session: id, timeout: 300, expires: 300, acls, data: { username: args.username } },
      ]
    }
    if (method === 'access') {
      const groups = sessions.get(sid) ?? []
      return [0, { access: bus.allowed(groups, String(args.object), String(args.function)) }]
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
    if (object === 'session') return result(session(name, args as Record<string, unknown>, sid))
    const groups = sessions.get(sid)
    if ((sid !== anonymous && groups === undefined) || !bus.allowed(groups ?? [], object, name))
      return fail(errors.access)
    const target = bus.objects[object]
    if (target === undefined) return fail(errors.object)
    if (!(name in target.signature)) return result([status.methodNotFound])
    const reply = await target.call(name, { ...args, ubus_rpc_session: sid })
    return result(reply === null ? [status.noData] : [status.ok, reply])
  }

  return (request, response) => {
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
  }
}

/** Serves handlers by path on 127.0.0.1; port 0 picks a free one. */
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
      resolve({ port: bound, close: () => server.close() })
    })
  })
}
