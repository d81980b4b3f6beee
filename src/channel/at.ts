import { Failure } from '../contract/failure.ts'
import type { Deadline, Transport } from '../platform/platform.ts'
import { createLines } from './lines.ts'
import { type Text, textBehind } from './texts.ts'

/**
 * Final result of a command line (ITU-T V.250 §5.7, 3GPP TS 27.007 §9.2, TS 27.005 §3.2.5), or none in time: `heard`
 * says that something beside the echo and news came all the same, part of a line or more.
 */
export type Final =
  | { kind: 'ok'; text: string }
  | { kind: 'error'; cause: 'plain' | 'cme' | 'cms'; code: number | null; text: string }
  | { kind: 'timeout'; heard?: true }

/** What came back for one command line; a modem's "no" is a value, only a lost port throws. */
export interface Response {
  /** The line as sent, without carriage return. */
  request: string
  /** Answer lines without echo, final result and unsolicited lines. */
  lines: readonly string[]
  final: Final
}

/** How to wait for one command line. */
export interface SendOptions {
  /** Longest wait for the final result in milliseconds, default 5000. */
  timeoutMs?: number
  /** How long to listen for more lines after OK in milliseconds, default 0. */
  afterOkMs?: number
}

/** A conversation in AT commands over one open port, one command at a time. */
export interface Channel {
  /**
   * Sends `request` (beginning with AT, without line end). Throws Failure('port_lost' | 'port_silent' | 'port_slow' |
   * 'port_stuck').
   */
  send(request: string, options?: SendOptions): Promise<Response>
  /** Sends `request`, waits for the `>` prompt, then sends `body` (printable ASCII and line ends) and Ctrl-Z. */
  sendBody(request: string, body: string, options?: SendOptions): Promise<Response>
  /**
   * Waits at most `ms` for something the modem says by itself, and adds all that has come to `heard`: one entry a line,
   * the text that goes on in the lines behind it with it. Nothing is sent. False when nothing came, not even part of a line.
   */
  listen(heard: string[], ms: number): Promise<boolean>
  /** Unsolicited lines seen so far, oldest first, at most 100. */
  readonly unsolicited: readonly string[]
  /** Says that the last answer cannot belong to its command: the next command is preceded by a new `AT`. */
  distrust(): void
  /** Names further unsolicited lines, beyond those every modem may print. */
  expect(names: readonly string[]): void
}

/** What a channel needs beside the port. */
export interface ChannelOptions {
  now(): Deadline
  /** The call's end: no wait goes beyond it. */
  deadline: Deadline
  /** Told of everything that is sent and received, for `modem debug`. */
  trace?(direction: '>' | '<' | '!', line: string, at: Deadline): void
}

const finals =
  /^(?:OK|CONNECT(?: .*)?|(ERROR|NO CARRIER|NO DIALTONE|BUSY|NO ANSWER|ABORTED|COMMAND NOT SUPPORT|TOO MANY PARAMETERS)|\+(CME|CMS) ERROR\s*:\s*(.*))$/

/** Finals that may also be news about a call: then what came may be cut, and the answer to the command still to come. */
export const isCallNews = ({ kind, ...final }: Final): boolean =>
  kind === 'error' && 'text' in final && /^(?:NO |BUSY)/i.test(final.text)

/** The echo of a command line. */
const echoes = /^AT(?:I?$|[+^!#$*&])/i

/** News about the registration has no `<n>` before the state (3GPP TS 27.007 §7.2) and is never an answer. */
const indications =
  /^(?:\+C5?G?E?REG: ?\d(?:,"|$)|RING$|SMS DONE$|PB DONE$|RDY$|CALL READY$|SMS READY$|(\+(?:C5?G?E?REG|CMTI?|CDSI?|CBMI?|CUSD|CGEV|CTZ[VED]\w*|CIEV|CRING|CLIP|CSSU|CSSI|CPIN|CFUN|QIND|QUSIM|ZUSIMR|ZPASR|ZDONR|ZEND|XCIEV)|\^(?:RSSI|HCSQ|MODE|SRVST|SIMST|NDISSTAT|STIN|BOOT|DSFLOWRPT|CSNR|SMMEMFULL|DEND))\s*:?)/

/**
 * Reads a final result from a whole line; null when it is none.
 * Wire: `OK`, `ERROR`, `+CME ERROR: 10`, `+CME ERROR: SIM not inserted`, `COMMAND NOT SUPPORT`.
 */
export function finalOf(line: string): Final | null {
  const match = finals.exec(line.toUpperCase())
  if (!match) return null
  if (match[2]) {
    const detail = (match[3] ?? '').trim()
    const cause = match[2] === 'CME' ? 'cme' : 'cms'
    return { kind: 'error', cause, code: /^\d+$/.test(detail) ? Number(detail) : null, text: line }
  }
  if (match[1]) return { kind: 'error', cause: 'plain', code: null, text: line }
  return { kind: 'ok', text: line }
}

/** Opens the conversation; nothing is sent until the first command. */
export function openChannel(port: Transport, options: ChannelOptions): Channel {
  const unsolicited: string[] = []
  const lines = createLines()
  const names: string[] = []
  const quietMs = 150
  let dirty = false
  let fresh = true
  let foreign = false
  let text: Text | null = null

  const trace = (direction: '>' | '<' | '!', line: string) => options.trace?.(direction, line, options.now())
  const until = (ms: number) => Math.min(options.now() + ms, options.deadline)
  const write = (text: string, end: Deadline) =>
    port.write(
      Uint8Array.from(text, c => c.charCodeAt(0)),
      end,
    )
  const isIndication = (line: string, request: string): boolean => {
    const upper = line.toUpperCase()
    const own = (name: string) => request.toUpperCase().includes(name)
    if (names.some(name => upper.startsWith(name) && !own(name))) return true
    const match = indications.exec(upper)
    return match !== null && !(match[1] && own(match[1].replace(/\s*:$/, '')))
  }

  /**
   * Whether a line belongs to the text of what stands before it. The empty line behind an echo is not sure to be one;
   * what looks like the answer to it is then none of the text.
   */
  const isText = (line: string, echo = ''): boolean => {
    if (text?.(line, lines.gap())) return true
    const name = (each: string) => /^\W\w+(?=\s*:)/.exec(each)?.[0]
    text = textBehind(line, lines.gap(), each => echo.includes(name(each)?.toUpperCase() ?? '\n'))
    return false
  }

  /** Sets news aside. */
  const note = (line: string) => {
    trace('!', line)
    if (unsolicited.length < 100) unsolicited.push(line)
  }

  /**
   * Passes over what nobody waits for. An echo in it without its final result means that this is still to come, a final
   * result that answers are out of step.
   */
  function skim(heard: string[] = []): void {
    for (let line = lines.next(); line !== null; line = lines.next()) {
      note(line)
      const isMore = isText(line)
      const isFinal = !isMore && finalOf(line) !== null
      dirty ||= isFinal
      foreign = echoes.test(line) || (foreign && !isFinal)
      heard.push(isMore ? `${heard.pop() ?? ''}\n${line}` : line)
    }
  }

  /** Reads and passes over everything until the line has been quiet. */
  async function drain(ms: number): Promise<void> {
    const end = until(2000)
    let bytes: Uint8Array | null
    do {
      bytes = await port.read(Math.min(until(ms), end))
      lines.push(bytes ?? Uint8Array.of(13))
      skim()
    } while (bytes && options.now() < end)
  }

  /** After a time-out: silence, then a bare `AT` that must be answered by OK and nothing else. */
  async function resync(): Promise<void> {
    let heard = false
    for (let attempt = 0; attempt < 3 && options.now() < options.deadline; attempt++) {
      if (attempt > 0) await write('\x1b', until(1000))
      await drain(quietMs)
      const answer = await exchange('AT', until(1000))
      heard ||= answer.final.kind !== 'timeout' || 'heard' in answer.final
      if (answer.final.kind !== 'ok' || answer.lines.length > 0) continue
      dirty = false
      await drain(quietMs)
      if (!dirty) return
    }
    throw new Failure(heard ? 'port_slow' : 'port_silent', 'no answer to AT')
  }

  /**
   * Sends and reads to the final result or `end`. The echo, also behind the rest of an old line or in pieces with other
   * lines between them, drops what came before it; where it never becomes whole, no piece of it is an answer. The echo
   * of another command, also one seen before this is sent, drops everything up to its final result. Without a final
   * result the lines count only where no news came: after a restart the last one may be the beginning of a line. A text
   * that was answered keeps its final results to itself, but for the last line where there is no other one.
   */
  async function exchange(request: string, end: Deadline, afterOkMs = 0, body?: string): Promise<Response> {
    const answer: string[] = []
    const command = request.trim().toUpperCase()
    let final: Final | null = null
    let waitingBody = body
    let echoed = false
    let unechoed = command
    let bodyEcho: string[] = []
    let size = 0
    let news = false
    let isOwn = false
    let behindEcho = false
    const push = (line: string) => {
      trace('<', line)
      size += line.length
      if (size < 262_144) answer.push(line)
    }
    trace('>', request)
    await write(`${request}\r`, end)
    for (;;) {
      const line = lines.next()
      if (line === null) {
        if (waitingBody !== undefined && lines.prompt()) {
          await write(`${waitingBody}\x1a`, end)
          if (echoed) bodyEcho = waitingBody.trim().split(/\s*[\r\n]\s*/)
          waitingBody = undefined
        }
        const bytes = options.now() > end ? null : await port.read(end)
        if (bytes === null) break
        lines.push(bytes)
        continue
      }
      const upper = line.toUpperCase()
      if (upper.endsWith(command) || upper === unechoed) {
        answer.length = 0
        size = 0
        final = null
        echoed = true
        unechoed = ''
        foreign = false
        text = null
        behindEcho = true
        continue
      }
      const isBehindEcho = behindEcho
      behindEcho = false
      if (isText(line, isBehindEcho ? command : '')) {
        if (isOwn) push(line)
        else note(line)
        continue
      }
      const isPiece = !echoed && unechoed.startsWith(upper)
      if (isPiece) unechoed = unechoed.slice(upper.length).trimStart()
      const alike = upper.slice(0, 6) === command.slice(0, 6) || upper.slice(-6) === command.slice(-6)
      if (!echoed && echoes.test(upper)) {
        foreign = !alike
        answer.length = 0
        continue
      }
      const typed = bodyEcho.length > 0 ? line.replace(/^[> ]+|\x1a$/g, '') : null
      if (typed === '' || (typed !== null && typed === bodyEcho[0])) {
        if (typed !== '') bodyEcho.shift()
        continue
      }
      const result = finalOf(line)
      if (result !== null) {
        trace('<', line)
        if (foreign) {
          foreign = false
          answer.length = 0
          continue
        }
        if (final !== null) continue
        final = result
        if (isCallNews(result)) {
          dirty = true
          answer.length = 0
        }
        if (afterOkMs === 0 || result.kind !== 'ok') break
        end = until(afterOkMs)
        continue
      }
      if (isIndication(line, request)) {
        note(line)
        isOwn = false
        news = true
        continue
      }
      if (isPiece || (!echoed && command.includes(upper) && /[A-Z?]/.test(upper))) continue
      isOwn = true
      push(line)
    }
    const last = isOwn && final === null ? finalOf(answer.at(-1) ?? '') : null
    if (last !== null) {
      answer.pop()
      final = last
    }
    const heard = answer.length > 0 || lines.begun()
    if (final === null && news) answer.length = 0
    return { request, lines: answer, final: final ?? { kind: 'timeout', ...(heard ? { heard } : {}) } }
  }

  async function send(request: string, wait: SendOptions, body?: string): Promise<Response> {
    if (!/^AT[ -~]*$/i.test(request))
      throw new Failure('invalid_argument', 'not one printable AT command line')
    if (!/^[\r\n -~]*$/.test(body ?? '')) throw new Failure('invalid_argument', 'not a printable body')
    if (fresh) await drain(0)
    fresh = false
    skim()
    if (dirty) await resync()
    const response = await exchange(request, until(wait.timeoutMs ?? 5000), wait.afterOkMs, body)
    if (response.final.kind === 'timeout') dirty = true
    return response
  }

  return {
    send: (request, wait = {}) => send(request, wait),
    sendBody: (request, body, wait = {}) => send(request, wait, body),
    async listen(heard, ms) {
      const bytes = await port.read(until(ms))
      if (bytes) lines.push(bytes)
      skim(heard)
      return bytes !== null
    },
    unsolicited,
    distrust() {
      dirty = true
    },
    expect(further) {
      names.push(...further.map(name => name.toUpperCase()))
    },
  }
}
