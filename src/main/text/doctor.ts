import type { Diagnosis, DoctorReply, Finding, Severity } from '../../contract/doctor.ts'
import type { Paint, Tone } from './paint.ts'

const titles: Readonly<Record<Severity, string>> = { fault: 'FAULT', warning: 'WARNING', hint: 'HINT' }

const tones: Readonly<Record<Severity, Tone>> = { fault: 'bad', warning: 'warn', hint: 'head' }

/** Breaks a text at blanks so that a line with its indent has at most 100 characters. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last === undefined || indent.length + last.length + 1 + word.length > 100) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map(line => `${indent}${line}\n`).join('')
}

function shown({ check, severity, what, why, cure, action }: Finding, paint: Paint): string {
  const words = Object.entries(action?.arguments ?? {}).map(([name, value]) => ` ${name}=${value}`)
  const button = action === undefined ? '' : `  Does it: modem ${action.method}${words.join('')}\n`
  return [
    `${paint(tones[severity], titles[severity])} ${check}\n`,
    wrapped(what, '  '),
    wrapped(why, '  '),
    wrapped(`Cure: ${cure}`, '  '),
    button,
  ].join('')
}

function page({ modem, findings, unseen }: Diagnosis, paint: Paint): string {
  const rest = unseen.map(text => wrapped(`Not looked at: ${text}`, '')).join('')
  const body =
    findings.length === 0
      ? paint('good', 'Nothing is wrong.\n')
      : findings.map(each => shown(each, paint)).join('\n')
  return `${modem ?? 'No modem'}\n\n${body}${rest === '' ? '' : `\n${rest}`}`
}

/** What `modem doctor` prints for a person. */
export const doctorText = ({ others = [], ...first }: DoctorReply, paint: Paint): string =>
  [first, ...others].map(each => page(each, paint)).join('\n')
