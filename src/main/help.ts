import { nearest } from '../contract/nearest.ts'
import { type ArgumentHelp, type Help, type MethodHelp, positionsOf } from './arguments.ts'

/** What the exit codes of the command `modem` mean, by number. */
export const exitCodes = [
  'Done.',
  'A fault was found, a change does not hold, nothing was written down yet, or something of ours failed.',
  'The command line is wrong: a method, an argument or a value there is none of, or no modem named where there are several.',
  'There is no such modem, or none at all.',
  'The modem refused, cannot do it, or answered something that is not understood.',
  'The port is busy, silent or gone, or it took too long: later it may work.',
  'It was denied: only root may use modems.',
] as const

const optional = ([name, { required }]: readonly [string, ArgumentHelp]) =>
  required ? name.toUpperCase() : `[${name.toUpperCase()}]`

/** `Usage: modem set_bands [MODEM] rat=… [name=value …]` */
function usageOf(method: string, help: MethodHelp): string {
  const all = Object.entries(help.arguments)
  const bare = all.filter(([name]) => positionsOf(help).includes(name))
  const named = all.filter(entry => !bare.includes(entry))
  const words = [
    ...bare.map(optional),
    ...named.filter(([, { required }]) => required).map(([name]) => `${name}=…`),
    ...(named.some(([, { required }]) => !required) ? ['[name=value …]'] : []),
  ]
  return ['Usage: modem', method, ...words].join(' ')
}

const argumentLine = ([name, { summary, values, required }]: readonly [string, ArgumentHelp]) =>
  [
    `  ${`${name}=…`.padEnd(18)}`,
    required ? 'needed; ' : '',
    values === undefined ? '' : `${values}. `,
    summary,
  ]
    .join('')
    .trimEnd()

/** How `modem setup` is called, which is more than the method. */
export const setupUsage = `Usage: modem setup [MODEM] [name=value …]           what network and firewall should say, as commands
       modem setup --write [--confirm SECONDS] […]  does it, and takes it back unless there is an address in time
       modem setup --keep                           says that it stays
       modem setup --uci-defaults […]               the same as a script for the first boot
`

/** What the command can do beside the methods, with what it is for. */
export const commands: readonly (readonly [usage: string, what: string])[] = [
  ['modem', 'the state of every modem'],
  ['modem METHOD [MODEM] [name=value …]', 'one method; a modem is named where there are several'],
  ['modem METHOD … -', 'the rest on standard input, as PINs and passwords should be'],
  ['modem METHOD … --all', 'of every modem in turn'],
  ['modem METHOD … --json', 'as one line of JSON; in a pipe it is JSON of several lines without it'],
  ['modem METHOD … --detach', 'what goes on after the call is not waited for: `modem job`'],
  ['modem help METHOD', 'what a method takes; also `modem METHOD --help`'],
  [
    'modem watch [MODEM]',
    'a watched modem line by line; of another one everything, drawn anew every two seconds; until Ctrl-C',
  ],
  ['modem setup [--write]', 'what network and firewall should say for the modem; `--write` does it'],
  ['modem doctor --backup-calibration DIR', 'copies of the partitions that belong to this router alone'],
  [
    'modem metrics [--format NAME] [--identities]',
    'what is known of every modem: openmetrics, influx, json, netjson',
  ],
  ['modem model-check FILE', 'what is wrong with a model file'],
  ['modem debug [MODEM]', 'one talk with the modem, its persons and devices masked'],
  ['modem record [MODEM] [--wide]', 'a recording of the modem, masked, for `npm run fixture`'],
  ['modem report [MODEM] [--long]', 'what helpers ask for, masked'],
  ['modem probe [MODEM]', 'which dialect it speaks, and a model file for it'],
  ['modem --version', 'which version this is'],
]

/** The text of `modem --help`. */
export function helpText(help: Help): string {
  const width = Math.max(...commands.map(([usage]) => usage.length))
  return [
    'Usage:',
    ...commands.map(([usage, what]) => `  ${usage.padEnd(width)}  ${what}`),
    '',
    'Methods:',
    ...Object.entries(help).map(([name, { summary }]) => `  ${name.padEnd(20)}${summary}`),
    '',
    'Exit codes:',
    ...exitCodes.map((meaning, code) => `  ${code}  ${meaning}`),
    '',
  ].join('\n')
}

/** What the command can do under this word. */
const rowsOf = (topic: string) => commands.filter(([usage]) => usage.split(' ')[1] === topic)

/**
 * The text of `modem help TOPIC`: what a method or a command does, what it takes, and what that may be; null where there
 * is no such thing.
 */
export function topicText(topic: string, help: Help): string | null {
  const own = Object.hasOwn(help, topic) ? help[topic] : undefined
  const lines = Object.entries(own?.arguments ?? {}).map(argumentLine)
  if (topic === 'setup') return [setupUsage, ...lines, ''].join('\n')
  const rows = rowsOf(topic)
  if (own === undefined) {
    const told = rows.map(
      ([usage, what]) => `Usage: ${usage}\n\n${what.charAt(0).toUpperCase()}${what.slice(1)}.\n`,
    )
    return told.length === 0 ? null : told.join('\n')
  }
  const width = Math.max(...rows.map(([usage]) => usage.length))
  const beside = rows.map(([usage, what]) => `  ${usage.padEnd(width)}  ${what}`)
  return [
    usageOf(topic, own),
    '',
    own.summary,
    ...lines,
    ...(beside.length === 0 ? [] : ['', 'In a shell:', ...beside]),
    '',
  ].join('\n')
}

const perhaps = (given: string, names: readonly string[]) => {
  const name = given.length < 3 ? null : nearest(given, names)
  return name === null ? '' : `${name} is meant, perhaps. `
}

/** What helps somebody who named a method or a command there is none of. */
export function hintOnTopic(given: string, help: Help): string {
  const names = [...Object.keys(help), ...commands.map(([usage]) => usage.split(' ')[1] ?? '')]
  const words = names.filter(name => /^[a-z]/.test(name))
  return `${perhaps(given, [...new Set(words), '--help', '--version'])}What there is: modem --help\n`
}

/** What helps somebody whose argument was refused by this sentence: the argument as the help tells it, or the one meant. */
export function hintOnArgument(method: string, message: string, help: Help): string {
  const all = Object.entries(help[method]?.arguments ?? {})
  const [, name = ''] = /^Invalid argument: ([\w-]+)/.exec(message) ?? []
  const entry = all.find(([each]) => each === name)
  const meant = entry
    ? `${argumentLine(entry)}\n`
    : perhaps(
        name,
        all.map(([each]) => each),
      )
  return `${meant}More: modem help ${method}\n`
}
