import type { TreeFile } from './tree.ts'

/** The size of one part of the router tree, in bytes, and what it may be at most. */
export interface BudgetRow {
  part: string
  bytes: number
  limit: number
}

const kilobyte = 1024
const modules = /^usr\/share\/modem\/((?:methods\/|dialects\/)?[^/]+)\.js$/

/** What a call loads: its name, the bundles (`methods/info.js`), and the most they may have together, in KB. */
export interface Load {
  part: string
  bundles: readonly string[]
  limit: number
}

/** Sizes against limits: one row per bundle, what the usual calls load, and the whole installed tree. */
export function budget(
  files: ReadonlyMap<string, Pick<TreeFile, 'content'>>,
  loads: readonly Load[] = [],
): BudgetRow[] {
  const rows = new Map<string, number>()
  let total = 0
  for (const [path, { content }] of files) {
    const bytes = Buffer.byteLength(content)
    total += bytes
    const part = path.match(modules)?.[1]
    if (part !== undefined) rows.set(part, bytes)
  }
  const sum = (parts: readonly string[]) =>
    parts.reduce((bytes, part) => bytes + (rows.get(part.replace(/\.js$/, '')) ?? 0), 0)
  return [
    ...[...rows].map(([part, bytes]) => ({ part, bytes, limit: limitOf(part) })),
    ...loads.map(({ part, bundles, limit }) => ({ part, bytes: sum(bundles), limit: limit * kilobyte })),
    { part: 'whole tree', bytes: total, limit: 950 * kilobyte },
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
  if (part === 'core') return 21 * kilobyte
  if (part === 'asking') return 24 * kilobyte
  if (part === 'rpcd') return 1 * kilobyte
  if (part === 'host') return 12 * kilobyte
  return /^(?:methods|dialects)\//.test(part) ? 8 * kilobyte : Infinity
}
