import type { Facts } from '../asking/facts.ts'
import { after, csv, titleOf } from '../asking/fields.ts'
import type { Answers, Question } from '../asking/question.ts'
import { isUsable } from '../asking/standard.ts'
import type { SimState } from '../contract/info.ts'
import type { Dialect, IdentityCommands } from '../dialects/dialect.ts'

/** Identity commands of 27.007; a dialect names only the ones that differ. */
const standardIdentity: Required<IdentityCommands> = {
  vendor: '+CGMI',
  model: '+CGMM',
  firmware: '+CGMR',
  imei: '+CGSN',
  imsi: '+CIMI',
  iccid: ['+ICCID', '+CCID'],
}

/** What the identity questions are about, in the order they are asked. */
type IdentityName = keyof IdentityCommands

/** What the name in front of an identity value may be; a value behind another command's name is not ours. */
const titles: Readonly<Record<IdentityName, RegExp>> = {
  vendor: /GMI$|MANUFACTURER/,
  model: /GMM$|MODEL/,
  firmware: /GMR$|REVISION|VER/,
  imei: /GSN$|IMEI|SERIAL/,
  imsi: /IMSI|CIMI/,
  iccid: /CCID$/,
}

/** Labels of the lines of `ATI`. */
const labels: Partial<Record<IdentityName, string>> = {
  vendor: 'Manufacturer',
  model: 'Model',
  firmware: 'Revision',
}

/**
 * One identity value from its answer: the text behind the command's name or the bare line, unquoted; numbers must
 * look like numbers. Wire: `FG621-EA`, `+CGMM: "FM350-GL","…"`, `+CGSN: "86…"`, `ICCID: 89…F`, `Revision: …`; of
 * the labelled lines of `ATI` (`Manufacturer: …`, `Model: …`) the one with the label counts, of its bare ones the
 * first is the vendor, the second the model.
 */
function identityOf(name: IdentityName, lines: readonly string[] | null): string | null {
  const labelled = lines?.filter(line => after(line, labels[name] ?? '') !== null) ?? []
  const bare = name === 'model' && lines && lines.length > 2 ? lines.slice(1) : (lines ?? [])
  for (const line of labelled.length > 0 ? labelled : bare) {
    const title = /^[+^*#$!]/.test(line) ? titleOf(line) : null
    if (title !== null && !titles[name].test(title)) continue
    const text = line.replace(
      /^(?:[+^*#$!]?[A-Z_]{2,14}|Revision|Model|Manufacturer|Serial Number)\s*:\s*/i,
      '',
    )
    const value = text.startsWith('"') ? (csv(text)[0] ?? '') : text.trim()
    if (name === 'imei' && !/^\d{14,16}$/.test(value)) continue
    if (name === 'imsi' && !/^\d{14,15}$/.test(value)) continue
    if (name === 'iccid' && !/^\d{6}[\dA-F]{11,16}$/i.test(value)) continue
    if (value !== '') return value.slice(0, 200)
  }
  return null
}

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
