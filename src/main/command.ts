import type { FailureReply } from '../contract/failure.ts'
import type { ModemList } from '../contract/list.ts'
import { plain } from '../platform/plain.ts'
import type { Platform } from '../platform/platform.ts'
import { type Help, inputWords, parseArguments } from './arguments.ts'
import { dispatch } from './dispatch.ts'
import { exitCode } from './exit.ts'

/** What the command prints and ends with. */
export interface Outcome {
  out: string
  /** For standard error. */
  err: string
  code: number
}

/** Who has called, and how he is talked to. */
export interface Caller {
  /** Whether a person reads standard output. */
  reads: boolean
  /** Whether he sees standard error as well, so that he is told how far a job is. */
  waits: boolean
  colour: boolean
  isRoot: boolean
  /** Standard input. */
  input(): string
  /** Prints on standard error, or on standard output, at once. */
  complain(text: string): void
  show(text: string): void
}

const readHelp = ({ files, data }: Platform): Help =>
  JSON.parse(files.read(`${data}/methods.json`) ?? '{}') as Help

const done = (out: string, code = 0): Outcome => ({ out, err: '', code })
const failed = (err: string, code: number): Outcome => ({ out: '', err, code })

const flags = ['--json', '--detach', '--all', '--help', '-h', '--version', '-']

/** The words of a command, its flags apart. */
const partsOf = (words: readonly string[]) => ({
  flags: new Set(words.filter(word => flags.includes(word))),
  rest: words.filter(word => !flags.includes(word)),
})

const messageOf = (reply: object) => ('message' in reply ? `${reply.message}\n` : '')

/** The error that says that the command line is wrong; that of the last one where several have failed. */
const errorOf = (replies: readonly object[]) =>
  (replies.findLast(reply => 'error' in reply) as FailureReply | undefined)?.error ?? 'internal'

/** The warnings of a reply (`list`), a line each. */
const warningsOf = (reply: object) =>
  'warnings' in reply && Array.isArray(reply.warnings) ? reply.warnings.map(text => `${text}\n`).join('') : ''

/** One method, or the same of every modem in turn. */
async function runMethod(
  platform: Platform,
  caller: Caller,
  method: string,
  args: unknown,
  { isDetached, isForAll }: { isDetached: boolean; isForAll: boolean },
): Promise<{ replies: object[]; whole: object }> {
  const one = async (given: unknown) => {
    const first = await dispatch(platform, method, given, isDetached)
    return caller.waits && !isDetached && !/job$/.test(method)
      ? await (await import('./progress.ts')).lastReply(platform, first, caller.complain)
      : first
  }
  if (!isForAll) {
    const whole = await one(args)
    return { replies: [whole], whole }
  }
  const list = await dispatch(platform, 'list', {})
  const modems = 'modems' in list ? (list as ModemList).modems : []
  if (modems.length === 0) {
    const whole = await one(args)
    return { replies: [whole], whole }
  }
  const replies: object[] = []
  for (const { modem } of modems) replies.push(await one({ ...(args as object), modem }))
  return { replies, whole: { modems: replies } }
}

/** `modem METHOD …` */
async function call(platform: Platform, caller: Caller, words: readonly string[]): Promise<Outcome> {
  const help = readHelp(platform)
  const { flags: given, rest } = partsOf(words)
  const [method = 'status', ...named] = rest
  const own = help[method]
  const isOwnAll = own !== undefined && Object.hasOwn(own.arguments, 'all')
  const isForAll = rest.length === 0 || (given.has('--all') && !isOwnAll)
  const args = parseArguments(
    [
      ...named,
      ...(given.has('-') ? inputWords(caller.input()) : []),
      ...(given.has('--all') && isOwnAll ? ['all=true'] : []),
    ],
    own,
  )
  const { replies, whole } = await runMethod(platform, caller, method, args, {
    isDetached: given.has('--detach'),
    isForAll,
  })
  const worst = Math.max(...replies.map(reply => exitCode(method, reply)))
  const troubles = replies.map(reply => ('error' in reply ? messageOf(reply) : '')).join('')
  const isDenied = troubles !== '' && !caller.isRoot
  const code = isDenied ? 6 : worst
  const hint = code === 2 ? (await import('./hint.ts')).hintOf(errorOf(replies), method, help) : ''
  const err = plain(`${troubles}${isDenied ? 'Only root may use modems.\n' : ''}${hint}`)
  const isJson = given.has('--json')
  const isText = !isJson && (caller.reads || (method === 'doctor' && troubles === ''))
  if (!isText)
    return {
      out: plain(`${JSON.stringify(whole, null, isJson ? undefined : 2)}\n`),
      err: err + plain(replies.map(warningsOf).join('')),
      code,
    }
  const { coloured, colourless } = await import('./text/paint.ts')
  const { replyText } = await import('./text/reply.ts')
  const sound = replies.filter(reply => !('error' in reply))
  const out = sound.map(reply => replyText(method, reply, caller.colour ? coloured : colourless)).join('\n')
  return { out, err, code }
}

/** How often `modem watch` draws, ms. */
const drawMs = 2000

/**
 * `modem watch [MODEM]`: what happens to a modem that is watched, a line each; of another one everything, drawn anew; until
 * somebody ends it. Where no person reads, what the method `watch` tells.
 */
async function watch(platform: Platform, caller: Caller, words: readonly string[]): Promise<Outcome> {
  if (!caller.reads || words.includes('--json')) return call(platform, caller, ['watch', ...words])
  const args = parseArguments(words, readHelp(platform).watch)
  const told = await dispatch(platform, 'watch', args)
  if ('configured' in told && told.configured) {
    const { follow } = await import('./follow.ts')
    const code = await follow(platform, args, line => caller.show(`${plain(line)}\n`))
    return { out: '', err: '', code }
  }
  for (;;) {
    const parts = []
    for (const method of ['info', 'watch']) parts.push(await call(platform, caller, [method, ...words]))
    const drawn = [...parts.map(({ out }) => out), ...parts.map(({ err }) => err)].filter(Boolean)
    caller.show(`\x1b[H\x1b[J${drawn.join('\n')}`)
    await platform.sleep(drawMs)
  }
}

async function setup(platform: Platform, caller: Caller, words: readonly string[]): Promise<Outcome> {
  const { text, code, job } = await (await import('./setup.ts')).setup(platform, words)
  if (code !== 0) return failed(plain(text), code)
  if (job === undefined || !caller.waits) return done(plain(text))
  caller.complain(plain(text))
  const last = await (await import('./progress.ts')).lastReply(platform, job, caller.complain)
  const end = exitCode('setup', last)
  const told = plain(messageOf(last) || `${JSON.stringify(last)}\n`)
  return end === 0 ? done(told) : failed(told, end)
}

async function backup(platform: Platform, folder: string | undefined): Promise<Outcome> {
  const { text, code } = await (await import('./backup.ts')).backup(platform, folder)
  return code === 2 ? failed(plain(text), code) : done(plain(text), code)
}

async function usage(platform: Platform, topic: string | undefined): Promise<Outcome> {
  const { helpText, methodText } = await import('./help.ts')
  const help = readHelp(platform)
  if (topic === undefined || topic === 'help') return done(helpText(help))
  const own = Object.hasOwn(help, topic) ? help[topic] : undefined
  if (own !== undefined) return done(methodText(topic, own))
  const { hintOf } = await import('./hint.ts')
  return failed(
    plain(`There is no method ${topic.slice(0, 40)}\n${hintOf('unknown_method', topic, help)}`),
    2,
  )
}

/** What the command `modem` does with these words. */
export async function command(
  platform: Platform,
  caller: Caller,
  words: readonly string[],
): Promise<Outcome> {
  const { flags: given, rest } = partsOf(words)
  const [verb, ...others] = rest
  if (given.has('--version'))
    return done(`modem ${platform.files.read(`${platform.data}/version`)?.trim() ?? 'unknown'}\n`)
  if (verb === 'help') return usage(platform, others[0])
  if (given.has('--help') || given.has('-h')) return usage(platform, verb)
  if (verb === 'model-check') {
    if (others[0] === undefined) return failed('Usage: modem model-check FILE\n', 2)
    const { text, code } = (await import('./model-check.ts')).checkModelFile(platform, others[0])
    return done(plain(text), code)
  }
  if (verb === 'debug') {
    const [modem] = others
    return done(await (await import('./debug.ts')).debugTalk(platform, modem?.replace(/^modem=/, '')))
  }
  if (verb === 'setup')
    return setup(platform, caller, [...others, ...(given.has('-') ? inputWords(caller.input()) : [])])
  if (verb === 'doctor' && others[0] === '--backup-calibration') return backup(platform, others[1])
  if (verb === 'metrics' && !given.has('--json')) {
    const { text, isUsage } = (await import('./metrics.ts')).metricsCommand(platform, others)
    return isUsage ? failed(plain(text), 2) : done(text)
  }
  if (/^(?:record|probe|report)$/.test(verb ?? '') && !given.has('--detach') && !given.has('--json')) {
    const { toldByJob } = await import('./told.ts')
    const say = caller.waits ? caller.complain : () => {}
    const { text, notes, code } = await toldByJob(platform, verb ?? '', others, readHelp(platform), say)
    return { out: plain(text), err: plain(notes), code }
  }
  if (verb === 'watch') return watch(platform, caller, words.toSpliced(words.indexOf('watch'), 1))
  return call(platform, caller, words)
}
