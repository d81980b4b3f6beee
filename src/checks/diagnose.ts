import type { Finding, FindingTemplate, Severity } from '../contract/doctor.ts'
import { fill } from '../contract/phrase.ts'
import { type Check, type Saying, stages, type Told } from './check.ts'
import type { Evidence } from './evidence.ts'

const severities: readonly Severity[] = ['fault', 'warning', 'hint']

type Values = Record<string, string | number>

/** What is put in, in English, and what of it is words. */
function valuesOf(told: Told<string>['with'] = {}): Pick<FindingTemplate, 'values' | 'phrases'> {
  const values: Values = {}
  const phrases: NonNullable<FindingTemplate['phrases']> = {}
  for (const [name, value] of Object.entries(told)) {
    values[name] = typeof value === 'object' ? value.english : value
    if (typeof value !== 'object' || value.phrases.length === 0) continue
    phrases[name] = value.phrases.map(({ text, with: inner = {} }) => ({ text, values: { ...inner } }))
  }
  return Object.keys(phrases).length > 0 ? { values, phrases } : { values }
}

function findingOf(name: string, saying: Saying, { with: told, action }: Told<string>): Finding {
  const { values, phrases } = valuesOf(told)
  return {
    check: name,
    severity: saying.severity,
    what: fill(saying.what, values).trim(),
    why: fill(saying.why, values).trim(),
    cure: fill(saying.cure, values).trim(),
    template: { what: saying.what, why: saying.why, cure: saying.cure, values, ...(phrases && { phrases }) },
    ...(action ? { action } : {}),
  }
}

/** What the checks find in the evidence: the worst first, of equals what comes earlier on the way from device to traffic. */
export function diagnose(evidence: Evidence, checks: readonly Check[]): Finding[] {
  const inOrder = [...checks].sort(
    (a, b) =>
      stages.indexOf(a.stage) - stages.indexOf(b.stage) || Number(a.follows ?? 0) - Number(b.follows ?? 0),
  )
  const findings: Finding[] = []
  for (const { name, says, look, follows } of inOrder) {
    if (follows && findings.some(({ severity }) => severity === 'fault')) continue
    for (const told of look(evidence)) {
      const saying = says[told.says]
      if (saying !== undefined) findings.push(findingOf(name, saying, told))
    }
  }
  return findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}
