import { Failure } from '../contract/failure.ts'
import type { Deadline, Platform, Transport } from '../platform/platform.ts'

/** What is asked of a web server. */
export interface HttpRequest {
  method: 'GET' | 'POST'
  /** Path and query, ASCII without blanks. */
  path: string
  headers: Readonly<Record<string, string>>
  /** Text of a POST. */
  body?: string
}

/** What a web server answered. */
export interface HttpResponse {
  status: number
  /** Header lines in their order, names in lower case. */
  headers: readonly (readonly [name: string, value: string])[]
  /** The body as text. */
  body: string
}

/** Longest answer that is read, bytes: those of sticks have a few hundred. */
const longest = 131_072

const bytesOf = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0))

/** UTF-8 as a text with one character a byte. */
export const encoded = (text: string): string =>
  encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).replace(/%(..)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )

/**
 * A text with one character a byte as UTF-8; also as CESU-8, in which sticks write each half of a surrogate pair by itself
 * (three bytes from ED A0). What is neither becomes U+FFFD.
 */
export function decoded(bytes: string): string {
  const sequence = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]/g
  return bytes.replace(sequence, part => {
    if (part.length === 1) return '\ufffd'
    const first = part.charCodeAt(0) & (0xff >> (part.length + 1))
    const code = [...part.slice(1)].reduce((sum, c) => (sum << 6) | (c.charCodeAt(0) & 0x3f), first)
    return code > 0x10ffff ? '\ufffd' : code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)
  })
}

/**
 * The bytes of a request, one character each. Throws Failure('internal') where a header or the path would break out of its
 * line: no such text is ever sent.
 */
export function requestText(host: string, { method, path, headers, body }: HttpRequest): string {
  const content = body === undefined ? '' : encoded(body)
  const all: Record<string, string> = {
    Host: host,
    Connection: 'close',
    ...headers,
    ...(body === undefined ? {} : { 'Content-Length': `${content.length}` }),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  if (!/^\/[!-~]*$/.test(path) || !lines.every(line => /^[\w-]+: [ -~]*$/.test(line)))
    throw new Failure('internal', 'a request that cannot be sent')
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${content}`
}

/** The pieces of a chunked body put together; null where the last one is still to come. */
function unchunked(text: string): string | null {
  let body = ''
  for (let at = 0; ; ) {
    const line = /^([0-9A-Fa-f]{1,6})[^\r\n]*\r?\n/.exec(text.slice(at, at + 80))
    if (line === null) return null
    const length = Number.parseInt(line[1] ?? '', 16)
    const begin = at + line[0].length
    if (length === 0) return body
    if (text.length < begin + length) return null
    body += text.slice(begin, begin + length)
    at = begin + length + (/^\r?\n/.exec(text.slice(begin + length, begin + length + 2))?.[0].length ?? 0)
  }
}

/** Answers that only say that another is to come. */
const interim = /^(?:HTTP\/1\.[01] 1\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n){1,8}/

/**
 * An answer of what was received so far, one character a byte; null where it is not whole or is none. Whole is what its
 * `Content-Length` or its last chunk says, else what came until the server closed (`isEnded`). What closed early is no
 * answer, and neither is one that only says that another is to come (1xx).
 */
export function responseOf(received: string, isEnded: boolean): HttpResponse | null {
  const text = received.replace(interim, '')
  const end = /\r?\n\r?\n/.exec(text)
  if (end === null) return null
  const rest = text.slice(end.index + end[0].length)
  const [, code, fields = ''] =
    /^HTTP\/1\.[01] (\d{3})[^\n]*(?:\n([\s\S]*))?$/.exec(text.slice(0, end.index)) ?? []
  if (code === undefined) return null
  const headers = fields.split('\n').flatMap(line => {
    const [, name, value = ''] = /^([^:\s]+):[ \t]*(.*?)\s*$/.exec(line) ?? []
    return name === undefined ? [] : [[name.toLowerCase(), value] as const]
  })
  const header = (wanted: string) => headers.find(([name]) => name === wanted)?.[1]
  const isBare = code === '204' || code === '304'
  const length = /^\d{1,7}$/.exec(header('content-length') ?? '')?.[0]
  const isChunked = /chunked/i.test(header('transfer-encoding') ?? '')
  const body = isBare
    ? ''
    : isChunked
      ? unchunked(rest)
      : length !== undefined
        ? rest.length < Number(length)
          ? null
          : rest.slice(0, Number(length))
        : isEnded
          ? rest
          : null
  return body === null ? null : { status: Number(code), headers, body: decoded(body) }
}

/** Whether an address is one of a private IPv4 network: a stick is never anywhere else. */
export const isStickAddress = (address: string): boolean =>
  /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){2,3}$/.test(address) &&
  address.split('.').length === 4

/** Reads until the answer is whole. */
async function receive(port: Transport, until: Deadline): Promise<HttpResponse | null> {
  let text = ''
  for (;;) {
    try {
      const bytes = await port.read(until)
      if (bytes === null) return null
      text += String.fromCharCode(...bytes)
    } catch (failure) {
      if (!(failure instanceof Failure) || text === '') throw failure
      return responseOf(text, true)
    }
    const whole = responseOf(text, false)
    if (whole !== null || text.length > longest) return whole
  }
}

/**
 * Asks a web server over a connection of its own. Throws Failure('port_silent') where no whole answer came by `until`, and
 * Failure('port_missing') where nothing takes the connection.
 */
export async function ask(
  platform: Platform,
  address: string,
  request: HttpRequest,
  until: Deadline,
): Promise<HttpResponse> {
  if (!isStickAddress(address)) throw new Failure('internal', 'not the address of a stick')
  const bytes = bytesOf(requestText(address, request))
  let port: Transport | null = null
  try {
    port = await platform.connect(address, 80)
    await port.write(bytes, until)
    const response = await receive(port, until)
    if (response === null) throw new Failure('port_silent', address)
    return response
  } catch (failure) {
    // Whoever refuses the connection closes it without a word, before the question is sent or behind it.
    const isRefused = failure instanceof Failure && failure.code === 'port_lost'
    throw isRefused ? new Failure('port_missing', address) : failure
  } finally {
    port?.close()
  }
}
