import { type ModemScript, type Reply, reply, type Step, splitParts } from './script.ts'

/** One command line the modem received. */
export interface Exchange {
  /** When its carriage return came. */
  at: number
  /** The line as received, without carriage return. */
  line: string
  /** The parts that ran; those behind a failing one are not here. */
  parts: string[]
  /** Final result; null when none was given. */
  final: string | null
  /** What came after the prompt, without Ctrl-Z. */
  body?: string
}

/** What a behaviour changes. Where several behaviours have an opinion, the first answer counts and all revise. */
export interface Hooks {
  /** Whether the modem echoes at first. */
  echo?: boolean
  /** Nothing ever comes out, not even an echo. */
  mute?: boolean
  /** Milliseconds between single bytes. */
  byteGapMs?: number
  /** The line is received and never answered. */
  ignores?(line: string): boolean
  /** Milliseconds before the answer to the line begins. */
  delayMs?(line: string): number
  /** Answers a part before the script is asked. */
  answer?(part: string, now: number): Reply | undefined
  /** Answers a part the script does not know. */
  otherwise?(part: string, now: number): Reply | undefined
  /** Changes what was found for a part. */
  revise?(part: string, answer: Reply, now: number): Reply
}

/** A property of a simulated modem, made anew for each simulator so that its state is that modem's own. */
export type Behaviour = (script: ModemScript) => Hooks

/** A modem at the other end of a serial line; it has no clock, every call says what time it is (ms). */
export interface Simulator {
  readonly script: ModemScript
  /** Every command line received, oldest first. */
  readonly log: readonly Exchange[]
  /** Bytes from the host. */
  input(bytes: Uint8Array, now: number): void
  /** The bytes that have come out by `now`, null for none, and when to ask again (null: only after input). */
  output(now: number): { bytes: Uint8Array | null; nextAt: number | null }
}

interface Piece {
  at: number
  bytes: Uint8Array
}

type Played = Step | { final: string }

const encoder = new TextEncoder()
const CR = 13
const BACKSPACE = 8
const CTRL_Z = 26
const ESCAPE = 27

/** Starts a simulated modem that follows `script`, changed by `behaviours`. */
export function createSimulator(script: ModemScript, behaviours: readonly Behaviour[] = []): Simulator {
  const hooks = behaviours.map(behaviour => behaviour(script))
  const mute = script.silent || hooks.some(hook => hook.mute)
  const byteGapMs = hooks.find(hook => hook.byteGapMs !== undefined)?.byteGapMs
  const log: Exchange[] = []
  const queue: Piece[] = []
  const calls = new Map<string, number>()
  let echo = hooks.find(hook => hook.echo !== undefined)?.echo ?? script.echo
  let operatorFormat = '0'
  let line = ''
  let waiting: { rest: Played[]; exchange: Exchange } | null = null
  let busyUntil = Number.NEGATIVE_INFINITY
  let lastByteAt = Number.NEGATIVE_INFINITY

  const emit = (at: number, bytes: Uint8Array) => {
    if (mute || bytes.length === 0) return
    const later = queue.findIndex(piece => piece.at > at)
    queue.splice(later < 0 ? queue.length : later, 0, { at, bytes })
  }

  const listed = (part: string): Reply | undefined => {
    const command = part.toUpperCase()
    const entry = script.entries.get(`${command}#${operatorFormat}`) ?? script.entries.get(command)
    if (!entry) return undefined
    const call = calls.get(entry.command) ?? 0
    calls.set(entry.command, call + 1)
    const answer = entry.replies[Math.min(call, entry.replies.length - 1)]
    if (answer) script.used.add(answer)
    return answer
  }

  const builtIn = (part: string): Reply | undefined => {
    const format = /^\+COPS=3,([0-2])$/i.exec(part)?.[1]
    const known =
      /^(?:E[01]?)?$/i.test(part) || (format !== undefined && script.entries.has(`+COPS?#${format}`))
    return known || script.accept.some(pattern => pattern.test(part)) ? reply([]) : undefined
  }

  const first = (kind: 'answer' | 'otherwise', part: string, now: number): Reply | undefined => {
    for (const hook of hooks) {
      const answer = hook[kind]?.(part, now)
      if (answer) return answer
    }
    return undefined
  }

  const answerTo = (part: string, now: number): Reply => {
    const found =
      first('answer', part, now) ??
      listed(part) ??
      builtIn(part) ??
      first('otherwise', part, now) ??
      reply([], script.unknown)
    if (found.final === 'OK') {
      if (/^E[01]?$/i.test(part)) echo = part.endsWith('1')
      operatorFormat = /^\+COPS=3,([0-2])$/i.exec(part)?.[1] ?? operatorFormat
    }
    return hooks.reduce((answer, hook) => hook.revise?.(part, answer, now) ?? answer, found)
  }

  /** Puts steps on the line from `start` on; at a prompt the rest waits for the body. */
  const play = (steps: readonly Played[], start: number, exchange: Exchange) => {
    let at = start
    for (const [index, step] of steps.entries()) {
      if ('silence' in step) at += step.silence
      else if ('prompt' in step) {
        emit(at, encoder.encode('\r\n> '))
        waiting = { rest: steps.slice(index + 1), exchange }
        busyUntil = at
        return
      } else if ('final' in step) {
        emit(at, encoder.encode(`\r\n${step.final}\r\n`))
        exchange.final = step.final
        busyUntil = at
      } else emit(at, encoder.encode(`\r\n${'line' in step ? step.line : step.unsolicited}\r\n`))
    }
  }

  const run = (received: string, now: number) => {
    const command = /AT(.*)$/i.exec(received)?.[1]
    if (command === undefined) return
    const exchange: Exchange = { at: now, line: received, parts: [], final: null }
    log.push(exchange)
    if (mute || hooks.some(hook => hook.ignores?.(received))) return
    const start = hooks.reduce((at, hook) => at + (hook.delayMs?.(received) ?? 0), Math.max(now, busyUntil))
    const steps: Step[] = []
    const after: Step[] = []
    let final = 'OK'
    const parts = splitParts(command)
    for (const part of parts.length > 0 ? parts : ['']) {
      const answer = answerTo(part, start)
      if (part !== '') exchange.parts.push(part)
      steps.push(...answer.steps)
      after.push(...answer.after)
      final = answer.final
      if (final !== 'OK') break
    }
    play([...steps, { final }, ...after], start, exchange)
  }

  const endBody = (sent: boolean, now: number) => {
    if (!waiting) return
    const { rest, exchange } = waiting
    waiting = null
    exchange.body = line
    play(sent ? rest : [{ final: 'OK' }], Math.max(now, busyUntil), exchange)
    line = ''
  }

  return {
    script,
    log,
    input(bytes, now) {
      let echoed: number[] = []
      const sendEcho = () => {
        if (echo) emit(Math.max(now, busyUntil), Uint8Array.from(echoed))
        echoed = []
      }
      for (const byte of bytes) {
        const ends = waiting ? byte === CTRL_Z || byte === ESCAPE : byte === CR
        if (!waiting && byte < 32 && byte !== CR && byte !== BACKSPACE) continue
        if (!(waiting && ends)) echoed.push(byte)
        if (!ends) {
          line = byte === BACKSPACE ? line.slice(0, -1) : line + String.fromCharCode(byte)
          continue
        }
        sendEcho()
        if (waiting) endBody(byte === CTRL_Z, now)
        else {
          const received = line
          line = ''
          run(received, now)
        }
      }
      sendEcho()
    },
    output(now) {
      const head = queue[0]
      if (!head) return { bytes: null, nextAt: null }
      if (byteGapMs === undefined) {
        const due: number[] = []
        while (queue[0] && queue[0].at <= now) due.push(...(queue.shift()?.bytes ?? []))
        return { bytes: due.length > 0 ? Uint8Array.from(due) : null, nextAt: queue[0]?.at ?? null }
      }
      const at = Math.max(head.at, lastByteAt + byteGapMs)
      if (at > now) return { bytes: null, nextAt: at }
      lastByteAt = at
      const bytes = head.bytes.subarray(0, 1)
      head.bytes = head.bytes.subarray(1)
      if (head.bytes.length === 0) queue.shift()
      const next = queue[0]
      return { bytes, nextAt: next ? Math.max(next.at, at + byteGapMs) : null }
    },
  }
}
