import { type Channel, isCallNews, type Response, type SendOptions } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import { plainName, titleOf } from './fields.ts'
import type { Answer, Answers, Question } from './question.ts'

/** What is remembered of a modem between calls. */
export interface Memory {
  /** Answer lines that hold until the modem or its SIM changes, by question. */
  kept: Record<string, readonly string[]>
  /** When a question was refused as unsupported, by question; platform clock, ms. */
  refused: Record<string, number>
}

/** How long a refused question is not asked again, ms. */
const refusalMs = 60_000
/** Longest command line: firmwares stop between 200 and 400 characters. */
const longestLine = 180

const ok: Response['final'] = { kind: 'ok', text: 'OK' }

/** A question as it is put in this call. */
interface Asking extends Question<never> {
  /** The command sent: `ask`, or the fallback where `ask` was refused less than a minute ago. */
  text: string
  /** Asked once more: no line now is what the modem answers. */
  again?: true
}

function namesOf({ answers, text }: Asking): readonly string[] {
  return answers ?? [/^[^A-Za-z]?\w+/.exec(text)?.[0] ?? text]
}

/** Under what it is remembered that OK without a line came for a question that should have one. */
const mute = ({ text }: Asking) => `:${text}`

const commandLine = (questions: readonly Asking[]) => `AT${questions.map(q => q.text).join(';')}`

/** Packs questions into command lines: named answers together, bare answers together, loners alone. */
function pack(questions: readonly Asking[]): Asking[][] {
  const packs: Asking[][] = []
  for (const kind of ['named', 'bare'] as const) {
    let line: Asking[] = []
    let length = 2
    const members = questions.filter(q => !q.alone && !q.spare && (kind === 'bare') === (q.bare === true))
    for (const question of [...members.filter(q => !q.last), ...members.filter(q => q.last)]) {
      if (line.length > 0 && length + question.text.length > longestLine) {
        packs.push(line)
        line = []
        length = 2
      }
      line.push(question)
      length += question.text.length + 1
    }
    if (line.length > 0) packs.push(line)
  }
  const [first] = packs
  for (const question of questions)
    if (question.spare && first && !first[0]?.bare) {
      const place = first.findIndex(q => q.last)
      const isShort = commandLine(first).length + question.text.length < longestLine
      if (isShort) first.splice(place < 0 ? first.length : place, 0, question)
    } else if (question.alone) packs.push([question])
  return packs
}

/** Gives every line of a compound answer to the question it belongs to. */
function distribute(questions: readonly Asking[], lines: readonly string[]): string[][] {
  const parts = questions.map((): string[] => [])
  const names = questions.map(question => (question.bare ? [] : namesOf(question).map(plainName)))
  let rows = -1
  for (const line of lines) {
    const title = titleOf(line)
    const named = title === null ? [] : [...names.keys()].filter(i => names[i]?.includes(title))
    const owner = named.find(i => parts[i]?.length === 0) ?? named.at(-1)
    if (owner !== undefined && questions[owner]?.rows) rows = owner
    parts[owner ?? rows]?.push(line)
  }
  return parts
}

/** The answers, and how complete they are. */
export interface Asked extends Answers {
  /** Questions without an answer. */
  missing: string[]
  /** Whether the modem answered anything at all in this call. */
  heard: boolean
  /** Why the asking ended early: the port went silent or away. */
  broken: Failure | null
}

/**
 * Asks the questions in as few command lines as possible. A line that fails at one part loses only that part: the
 * rest is asked again. Answers of `keep` questions come from the memory when it has them. Stops when `stop` says that
 * the time is over and when the channel fails, and keeps what was answered until then.
 */
export async function askAll<O>(
  channel: Channel,
  questions: readonly Question<O>[],
  options: O,
  memory: Memory,
  now: () => number,
  stop: () => boolean,
): Promise<Asked> {
  const given = new Map<string, Answer>()
  const missing = new Set<string>()
  let heard = false
  let broken: Failure | null = null

  const isRefused = (text: string) => {
    const since = memory.refused[text]
    return since !== undefined && now() >= since && now() - since < refusalMs
  }

  /** Sends a line, and once more where news of a call came instead of its final result. */
  const send = async (line: string, wait?: SendOptions): Promise<Response> => {
    const response = await channel.send(line, wait)
    return isCallNews(response.final) ? channel.send(line, wait) : response
  }

  /** Whether a line is to be there that is not, and was not asked for twice of late. */
  const isLacking = (question: Asking, lines: readonly string[] = []) =>
    lines.length === 0 && !question.silent && !question.again && !isRefused(mute(question))

  const take = (question: Asking, answer: Answer) => {
    const known = given.get(question.ask)
    heard ||= answer.final.kind !== 'timeout'
    given.set(question.ask, known && known.lines.length > 0 && answer.lines.length === 0 ? known : answer)
    if (answer.final.kind === 'ok') {
      const isAnswered = question.silent || answer.lines.length > 0
      if (isAnswered) {
        missing.delete(question.ask)
        delete memory.refused[mute(question)]
      } else {
        missing.add(question.ask)
        if (!isRefused(mute(question))) memory.refused[mute(question)] = now()
      }
      delete memory.refused[question.text]
      if (question.keep && answer.lines.length > 0 && question.sound?.(answer.lines) !== false)
        memory.kept[question.ask] = answer.lines
      return
    }
    missing.add(question.ask)
    const final = answer.final
    const unsupported =
      final.kind === 'timeout' ||
      (final.cause === 'plain' && !isCallNews(final)) ||
      [3, 4, 100].includes(final.code ?? -1)
    if (unsupported && !question.last) memory.refused[question.text] = now()
  }

  /** One question alone: every line is its own. */
  const askOne = async (question: Asking): Promise<void> => {
    const response = await send(`AT${question.text}`, {
      timeoutMs: question.timeoutMs ?? 5000,
      ...(question.afterOkMs ? { afterOkMs: question.afterOkMs } : {}),
    })
    if (response.final.kind === 'ok' && isLacking(question, response.lines) && !stop()) {
      channel.distrust()
      return askOne({ ...question, again: true })
    }
    take(question, response)
  }

  /** Whether it is a spare question; then, because a line ended at it, no line has room for it for a while. */
  const isGivenUp = ({ spare, text }: Asking) => {
    if (spare) memory.refused[`;${text}`] = now()
    return spare
  }

  /** One command line of named questions; returns the ones still to ask. */
  const askNamed = async (line: Asking[]): Promise<Asking[]> => {
    const timeoutMs = Math.max(...line.map(q => q.timeoutMs ?? 5000))
    const response = await send(commandLine(line), { timeoutMs })
    const parts = distribute(line, response.lines)
    if (response.final.kind === 'ok') {
      const isEmpty = !line[0]?.again && parts.every(p => p.length === 0)
      const lacking = new Set(line.filter((q, i) => isEmpty || isLacking(q, parts[i])))
      for (const [i, q] of line.entries()) if (!lacking.has(q)) take(q, { lines: parts[i] ?? [], final: ok })
      if (lacking.size > 0) channel.distrust()
      return [...lacking].map(q => ({ ...q, again: true }))
    }
    if (response.final.kind === 'timeout' && parts.every(p => p.length === 0))
      return line.filter(q => !isGivenUp(q)).map(q => ({ ...q, alone: true }))
    const furthest = parts.findLastIndex(p => p.length > 0)
    for (const [i, q] of line.slice(0, furthest + 1).entries()) {
      if (i === furthest && response.final.kind === 'timeout') missing.add(q.ask)
      else take(q, { lines: parts[i] ?? [], final: ok })
    }
    const open = line.slice(furthest + 1)
    const suspects = open.findIndex(q => !q.silent) + 1 || open.length
    if (open[0] && isGivenUp(open[0])) return open.slice(1)
    if (suspects > 1 && response.final.kind === 'error') {
      const [first, ...rest] = open
      if (first) await askOne(first)
      return rest
    }
    const failed = open[0]
    if (failed) take(failed, { lines: [], final: response.final })
    return open.slice(1)
  }

  /** One command line of bare questions: one line each, else each alone; returns the ones still to ask. */
  const askBare = async (line: Asking[]): Promise<Asking[]> => {
    const { lines, final } = await send(commandLine(line))
    if (final.kind === 'ok' && lines.length === line.length) {
      for (const [i, q] of line.entries()) take(q, { lines: lines.slice(i, i + 1), final: ok })
      return []
    }
    const [first, ...rest] = line
    if (first && final.kind === 'error' && lines.length === 0) {
      take(first, { lines, final })
      return rest
    }
    if (final.kind === 'ok' && lines.length === 0) channel.distrust()
    for (const question of line) {
      if (stop()) missing.add(question.ask)
      else await askOne(question)
    }
    return []
  }

  const round = async (wanted: readonly Question<O>[]) => {
    const open: Asking[] = []
    for (const question of wanted as readonly Question<never>[]) {
      if (open.some(q => q.ask === question.ask)) continue
      const kept = question.keep ? memory.kept[question.ask] : undefined
      if (kept) given.set(question.ask, { lines: kept, final: ok })
      else {
        const text = [question.ask, question.fallback ?? question.ask].find(
          each => !isRefused(question.spare ? `;${each}` : each),
        )
        if (text !== undefined) open.push({ ...question, text })
        else if (!question.spare) missing.add(question.ask)
      }
    }
    for (const line of pack(open)) {
      let rest = line
      while (rest.some(q => !q.spare) && !stop()) {
        const [first, second] = rest
        if (first && (first.alone || second === undefined)) {
          await askOne(first)
          rest = rest.slice(1)
        } else rest = await (first?.bare ? askBare(rest) : askNamed(rest))
      }
      for (const question of rest) if (!question.spare) missing.add(question.ask)
    }
    for (const question of open) {
      const { ask, fallback: text, text: sent } = question
      if (text === undefined || text === sent || given.get(ask)?.final.kind !== 'error' || stop()) continue
      await askOne({ ...question, text })
    }
  }

  const answers = {
    lines: (ask: string) => {
      const answer = given.get(ask)
      const { lines = [], final } = answer ?? {}
      return final?.kind === 'ok' || (final?.kind === 'error' && lines.length > 0) ? lines : null
    },
    answer: (ask: string) => given.get(ask),
  }
  try {
    await round(questions.filter(q => !q.when))
    await round(questions.filter(q => q.when?.(answers, options)))
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    broken = failure
    for (const question of questions)
      if (!question.when && !question.spare && !given.has(question.ask)) missing.add(question.ask)
  }
  return { ...answers, missing: [...missing], heard, broken }
}
