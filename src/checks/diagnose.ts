import type { Finding, Severity } from '../contract/doctor.ts'
import { type Check, type Saying, stages, type Told } from './check.ts'
import type { Evidence } from './evidence.ts'

const severities: readonly Severity[] = ['fault', 'warning', 'hint']

/** A saying with its names filled in. */
function fill(text: string, values: Told<string>['with'] = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '?'))
}

function findingOf(name: string, saying: Saying, { with: values, action }: Told<string>): Finding {
  return {
    check: name,
    severity: saying.severity,
    what: fill(saying.what, values),
    why: fill(saying.why, values),
    cure: fill(saying.cure, values),
    template: { what: saying.what, why: saying.why, cure: saying.cure, values: { ...values } },
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
