import type { TreeFile } from './tree.ts'

/** The size of one part of the router tree, in bytes, and what it may be at most. */
export interface BudgetRow {
  part: string
  bytes: number
  limit: number
}

const kilobyte = 1024
const modules = /^usr\/share\/modem\/((?:methods\/|dialects\/|contract\/)?[^/]+)\.js$/

/** What a call of `info` loads: answered from the snapshot, and by asking a modem that was found before. */
const snapshot = ['rpcd', 'files']
const warm = [...snapshot, 'backend', 'contract/failure', 'contract/schema', 'core', 'methods/info']

/**
 * Sizes against limits: one row per bundle, what the usual calls load, and the whole installed tree. The halves of a
 * dialect count by themselves: no call that only reads loads the writing one.
 */
export function budget(files: ReadonlyMap<string, Pick<TreeFile, 'content'>>): BudgetRow[] {
  const rows = new Map<string, number>()
  let total = 0
  for (const [path, { content }] of files) {
    const bytes = Buffer.byteLength(content)
    total += bytes
    const part = path.match(modules)?.[1]
    if (part !== undefined) rows.set(part, bytes)
  }
  const sum = (parts: readonly string[]) => parts.reduce((bytes, part) => bytes + (rows.get(part) ?? 0), 0)
  const dialects = [...rows].filter(([part]) => /^dialects\/[^.]+$/.test(part)).map(([, bytes]) => bytes)
  const loads = [
    { part: 'info loads, snapshot', bytes: sum(snapshot), limit: 4 * kilobyte },
    { part: 'info loads, warm', bytes: sum(warm) + Math.max(0, ...dialects), limit: 42 * kilobyte },
  ]
  return [
    ...[...rows].map(([part, bytes]) => ({ part, bytes, limit: limitOf(part) })),
    ...(rows.has('methods/info') ? loads : []),
    { part: 'whole tree', bytes: total, limit: 450 * kilobyte },
  ]
}

/** The rows as a table for a person, what is over its limit marked. */
export function budgetTable(rows: readonly BudgetRow[]): string {
  const kb = (bytes: number) => (bytes === Infinity ? '' : (bytes / kilobyte).toFixed(1))
  const width = Math.max(...rows.map(({ part }) => part.length))
  const lines = rows.map(({ part, bytes, limit }) => {
    const cells = [part.padEnd(width), kb(bytes).padStart(8), kb(limit).padStart(8)]
    return `${cells.join('')}${bytes > limit ? '  over budget' : ''}`.trimEnd()
  })
  return `${[`${'KB'.padEnd(width)}${'size'.padStart(8)}${'limit'.padStart(8)}`, ...lines].join('\n')}\n`
}

function limitOf(part: string): number {
  if (part === 'core') return 26 * kilobyte
  if (part === 'rpcd') return 6 * kilobyte
  if (part === 'host') return 8 * kilobyte
  return /^(?:methods|dialects)\//.test(part) ? 8 * kilobyte : Infinity
}
