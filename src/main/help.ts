import { type ArgumentHelp, type Help, type MethodHelp, positionsOf } from './arguments.ts'

/** What the exit codes of the command `modem` mean, by number. */
export const exitCodes = [
  'Done.',
  'A fault was found, a change does not hold, or something of ours failed.',
  'The command line is wrong: a method, an argument or a value there is none of, or no modem named where there are several.',
  'There is no such modem, none at all, or nothing written down of it.',
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

/** The text of `modem METHOD --help`: what it does, what it takes, and what that may be. */
export function methodText(method: string, help: MethodHelp): string {
  const rows = Object.entries(help.arguments).map(argumentLine)
  return [usageOf(method, help), '', help.summary, ...rows, ''].join('\n')
}

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
