import { Failure } from '../../../src/contract/failure.ts'
import type { Transport } from '../../../src/platform/platform.ts'
import type { VirtualClock } from '../modem/transport.ts'

/** One request as a stick's web server sees it. */
export interface StickRequest {
  method: string
  /** Path and query. */
  target: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** What a stick answers: a status with a body, raw bytes, or nothing at all. */
export type StickReply =
  | { status?: number; headers?: readonly string[]; body: string }
  | { raw: string }
  | null

/** The web server of a stick. */
export type StickServer = (request: StickRequest) => StickReply

/** A request from its bytes, one character each; null while it is not whole. */
export function requestOf(text: string): StickRequest | null {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const [method = '', target = ''] = first.split(' ')
  const headers = Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  const length = Number(headers['content-length'] ?? 0)
  const body = text.slice(end + 4)
  return end < 0 || body.length < length ? null : { method, target, headers, body }
}

/** The bytes of an answer, one character each. */
export function replyText(reply: Exclude<StickReply, null>): string {
  if ('raw' in reply) return reply.raw
  const { status = 200, headers = [], body } = reply
  const content = Buffer.from(body).toString('latin1')
  const lines = [
    `HTTP/1.1 ${status} x`,
    'Server: mini_httpd',
    ...headers,
    `Content-Length: ${content.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${content}`
}

/** A connection to a server in memory: it answers a whole request at once and closes, or never answers. */
export function connectTo(server: StickServer, clock: VirtualClock, log: StickRequest[] = []): Transport {
  let sent = ''
  let answer: string | null | undefined
  return {
    async write(bytes) {
      sent += String.fromCharCode(...bytes)
      const request = requestOf(sent)
      if (request === null) return
      log.push(request)
      const reply = server(request)
      answer = reply === null ? null : replyText(reply)
    },
    async read(until) {
      if (answer === null) {
        clock.advance(Math.max(0, until - clock.now()))
        return null
      }
      if (answer === undefined) throw new Failure('port_lost', 'closed')
      const bytes = Uint8Array.from(answer, c => c.charCodeAt(0))
      answer = undefined
      return bytes
    },
    close() {},
  }
}
