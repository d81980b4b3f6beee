import { type IdentityName, identityOf, standardIdentity } from '../dialects/baseline.ts'
import type { Answers, Dialect, Facts, IdentityCommands, Question } from '../dialects/dialect.ts'

const names: readonly IdentityName[] = ['vendor', 'model', 'firmware', 'imei', 'imsi', 'iccid']

function commandsOf(dialect: Dialect | null, options: unknown): Required<IdentityCommands> {
  const own = typeof dialect?.identity === 'function' ? dialect.identity(options) : dialect?.identity
  return { ...standardIdentity, ...own }
}

function candidates(command: IdentityCommands[IdentityName]): readonly string[] {
  if (command === null || command === undefined) return []
  return typeof command === 'string' ? [command] : command
}

/**
 * The identity questions: device values once per enumeration, SIM values once per inserted SIM. Further commands
 * for a value are asked only when the ones before gave nothing.
 */
export function identityQuestions(dialect: Dialect | null, options: unknown): Question[] {
  const commands = commandsOf(dialect, options)
  return names.flatMap(name => {
    const list = candidates(commands[name])
    return list.map((ask, i): Question => {
      const earlier = list.slice(0, i)
      return {
        ask,
        keep: name === 'imsi' || name === 'iccid' ? 'sim' : 'enumeration',
        ...(/[?=]$|ICCID|QCCID|CCID|[#^*!]/i.test(ask) ? { silent: true } : { bare: true }),
        ...(ask.toUpperCase() === 'I' ? { alone: true } : {}),
        ...(i > 0
          ? { when: answers => earlier.every(e => identityOf(name, answers.lines(e)) === null) }
          : {}),
      }
    })
  })
}

/** Reads the identity answers. */
export function readIdentity(answers: Answers, dialect: Dialect | null, options: unknown): Facts {
  const commands = commandsOf(dialect, options)
  const value = (name: IdentityName) => {
    for (const ask of candidates(commands[name])) {
      const text = identityOf(name, answers.lines(ask))
      if (text !== null) return text
    }
    return null
  }
  return {
    vendor: value('vendor'),
    model: value('model'),
    firmware: value('firmware'),
    imei: value('imei'),
    imsi: value('imsi'),
    iccid: value('iccid'),
  }
}
