import type { DoctorReply } from '../contract/doctor.ts'
import { plain } from '../platform/plain.ts'
import type { Files } from '../platform/platform.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'
import {
  complain,
  detachInput,
  finish,
  isTerminal,
  leaveSession,
  readInput,
  words,
} from '../platform/quickjs/process.ts'
import { type Help, helpText, inputWords, parseArguments } from './arguments.ts'
import { debugTalk } from './debug.ts'
import { dispatch } from './dispatch.ts'

function readHelp(files: Files, data: string): Help {
  return JSON.parse(files.read(`${data}/methods.json`) ?? '{}') as Help
}

/** The warnings of a reply (`list`), a line each. */
const warningsOf = (reply: object) =>
  'warnings' in reply && Array.isArray(reply.warnings) ? reply.warnings.map(text => `${text}\n`).join('') : ''

/** `--all` is short for `all=true`. */
const allOf = (given: readonly string[]) => given.map(word => (word === '--all' ? 'all=true' : word))

const isDiagnosis = (reply: object): reply is DoctorReply => 'findings' in reply

leaveSession()
const platform = createPlatform()
const help = readHelp(platform.files, platform.data)
const [method, ...rest] = words
if (method === undefined || words.includes('--help') || words.includes('-h')) {
  const topic = words.find(word => !word.startsWith('-'))
  finish(helpText(help, topic), method === undefined ? 1 : 0)
}
if (method === 'model-check') {
  const { text, code } = (await import('./model-check.ts')).checkModelFile(platform, rest[0])
  finish(plain(text), code)
}
const given = rest.includes('-')
  ? [...rest.filter(word => word !== '-'), ...inputWords(readInput(65_536))]
  : rest
detachInput()
if (method === 'debug') finish(await debugTalk(platform, rest[0]))
if (method === 'setup') {
  const { text, code, job } = await (await import('./setup.ts')).setup(platform, given)
  if (job === undefined || !isTerminal()) finish(plain(text), code)
  complain(plain(text))
  const { reply, code: end } = await (await import('./progress.ts')).lastReply(platform, job, complain)
  finish(plain(`${'message' in reply ? reply.message : JSON.stringify(reply)}\n`), end)
}
if (method === 'doctor' && given[0] === '--backup-calibration') {
  const { text, code } = await (await import('./backup.ts')).backup(platform, given[1])
  finish(plain(text), code)
}
if (method === 'doctor' && !given.includes('--json')) {
  const { doctorText, hasFault } = await import('./doctor.ts')
  const reply = await dispatch(platform, method, parseArguments(allOf(given), help[method]))
  if (isDiagnosis(reply)) finish(plain(doctorText(reply)), hasFault(reply) ? 1 : 0)
  finish(plain(`${JSON.stringify(reply, null, 2)}\n`), 1)
}
const isDetached = given.includes('--detach')
if (/^(?:record|probe|report)$/.test(method) && !isDetached && !given.includes('--json')) {
  const { toldByJob } = await import('./told.ts')
  const { text, notes, code } = await toldByJob(
    platform,
    method,
    given,
    help,
    isTerminal() ? complain : () => {},
  )
  complain(plain(notes))
  finish(plain(text), code)
}
const args = parseArguments(
  allOf(given).filter(word => word !== '--detach' && word !== '--json'),
  help[method],
)
const first = await dispatch(platform, method, args, isDetached)
const isWaited = isTerminal() && !isDetached && !/job$/.test(method)
const { reply, code } = isWaited
  ? await (await import('./progress.ts')).lastReply(platform, first, complain)
  : { reply: first, code: 'error' in first ? 1 : 0 }
complain(plain(warningsOf(reply)))
finish(plain(`${JSON.stringify(reply, null, 2)}\n`), code)
