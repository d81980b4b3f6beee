import type { SimState } from '../contract/info.ts'
import { type IdentityName, identityOf, isUsable, standardIdentity } from '../dialects/baseline.ts'
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
 * Whether a SIM in this state can answer the question: a locked one tells its card number alone. What is not about
 * the SIM can always be asked.
 */
export function isAnswerable({ keep, ask }: Question, sim: SimState | null): boolean {
  return keep !== 'sim' || isUsable(sim) || (/_required$/.test(sim ?? '') && !/IMI/i.test(ask))
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
        sound: lines => identityOf(name, lines) !== null,
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
  const model = value('model')
  return {
    vendor: value('vendor'),
    model: (model && dialect?.modelName?.(model)) ?? model,
    firmware: value('firmware'),
    imei: value('imei'),
    imsi: value('imsi'),
    iccid: value('iccid'),
  }
}
