import type { FailureCode } from '../contract/failure.ts'
import { nearest } from '../discovery/configuration.ts'
import type { Help } from './arguments.ts'
import { commands } from './help.ts'

/** The first words of the command that are no methods. */
const verbs = commands.flatMap(([usage]) => /^modem ([a-z][\w-]*)/.exec(usage)?.[1] ?? [])

/** What to do about a command line that is not understood: a line, or nothing where the failure is of another kind. */
export function hintOf(error: FailureCode, method: string, help: Help): string {
  if (error === 'invalid_argument' && Object.hasOwn(help, method))
    return `What it takes: modem help ${method}\n`
  if (error !== 'unknown_method') return ''
  const name = nearest(method.slice(0, 40), [...Object.keys(help), ...verbs])
  return name === null
    ? 'What there is: modem help\n'
    : `modem ${name} is meant, perhaps; what there is: modem help\n`
}
