import { modelRules, parseModels } from '#host'
import type { Files, Platform } from '../platform/platform.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'
import { complain, detachInput, finish, words } from '../platform/quickjs/process.ts'
import { debugTalk } from './debug.ts'
import { dispatch } from './dispatch.ts'
import { setup } from './setup.ts'

/** What `/usr/share/modem/methods.json` says about one method: derived from the contract at build time. */
interface MethodHelp {
  summary: string
  access: string
  arguments: Readonly<Record<string, { type: 'string' | 'integer' | 'boolean' | 'array'; summary: string }>>
}

type Help = Readonly<Record<string, MethodHelp>>

function readHelp(files: Files, data: string): Help {
  return JSON.parse(files.read(`${data}/methods.json`) ?? '{}') as Help
}

/** The text of `modem --help`, or of `modem METHOD --help`. */
export function helpText(help: Help, method: string | undefined): string {
  const one = method === undefined ? undefined : help[method]
  if (one === undefined) {
    const rows = Object.entries(help).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`)
    return [
      'Usage: modem METHOD [name=value …]',
      '       modem METHOD --help',
      '       modem model-check FILE',
      '       modem debug [MODEM]',
      '       modem setup [--write]',
      '',
      'Methods:',
      ...rows,
      '',
    ].join('\n')
  }
  const rows = Object.entries(one.arguments).map(
    ([name, { summary }]) => `  ${`${name}=…`.padEnd(18)}${summary}`,
  )
  return [
    `Usage: modem ${method} ${rows.length > 0 ? '[name=value …]' : ''}`.trim(),
    '',
    one.summary,
    ...rows,
    '',
  ].join('\n')
}

/** Arguments from `name=value` words, or from one JSON object as `ubus call` takes it. */
export function parseArguments(words: readonly string[], help: MethodHelp | undefined): unknown {
  const [first] = words
  if (first?.startsWith('{')) {
    try {
      return JSON.parse(first)
    } catch {
      return first
    }
  }
  const args = Object.create(null) as Record<string, unknown>
  for (const word of words) {
    const at = word.indexOf('=')
    const name = (at < 0 ? word : word.slice(0, at)).replace(/^--/, '').replace(/-/g, '_')
    const text = at < 0 ? 'true' : word.slice(at + 1)
    const type = help?.arguments[name]?.type
    const value = (part: string) => (/^-?\d+$/.test(part) ? Number(part) : part)
    if (type === 'array')
      args[name] = text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(value)
    else if (type === 'integer') args[name] = value(text)
    else if (type === 'boolean')
      args[name] = text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
    else args[name] = text
  }
  return { ...args }
}

/** `modem model-check FILE`: what is wrong with a model file, or that nothing is. */
function checkModel(platform: Platform, path: string | undefined): { text: string; code: number } {
  const content = path === undefined ? null : platform.files.read(path)
  if (content === null) return { text: `${path ?? 'modem model-check FILE'}: cannot be read\n`, code: 1 }
  const { models, mistakes } = parseModels(content, modelRules(platform.files, platform.data))
  if (mistakes.length > 0) return { text: mistakes.map(text => `${path}: ${text}\n`).join(''), code: 1 }
  return {
    text: models
      .map(({ id, vendor, name }) => `${path}: ${[id].flat().join(', ')} ${vendor} ${name}: sound\n`)
      .join(''),
    code: 0,
  }
}

/** The warnings of a reply (`list`), a line each. */
const warningsOf = (reply: object) =>
  'warnings' in reply && Array.isArray(reply.warnings) ? reply.warnings.map(text => `${text}\n`).join('') : ''

const platform = createPlatform()
const help = readHelp(platform.files, platform.data)
const [method, ...rest] = words
if (method === undefined || words.includes('--help') || words.includes('-h')) {
  const topic = words.find(word => !word.startsWith('-'))
  finish(helpText(help, topic), method === undefined ? 1 : 0)
}
if (method === 'model-check') {
  const { text, code } = checkModel(platform, rest[0])
  finish(text, code)
}
if (method === 'setup') {
  const { text, code } = await setup(platform, rest)
  finish(text, code)
}
detachInput()
if (method === 'debug') finish(await debugTalk(platform, rest[0]))
const reply = await dispatch(platform, method, parseArguments(rest, help[method]))
complain(warningsOf(reply))
finish(`${JSON.stringify(reply, null, 2)}\n`, 'error' in reply ? 1 : 0)
