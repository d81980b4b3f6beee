import type { Reporter, TestModule } from 'vitest/node'

/** Tests of one file that were skipped for one reason. */
export interface Skipped {
  file: string
  count: number
  /** Why, in words; null where nobody said it. */
  why: string | null
}

/** The skipped tests of a file by their reasons; `said`: what the file itself said about it when it was loaded. */
export function skippedIn(module: TestModule, said: string | undefined): Skipped[] {
  const file = module.relativeModuleId
  const reasons = new Map<string | null, number>()
  for (const test of module.children.allTests()) {
    const result = test.result()
    if (result.state !== 'skipped') continue
    const why = result.note ?? said ?? /\((.*)\)/.exec(test.fullName)?.[1] ?? null
    reasons.set(why, (reasons.get(why) ?? 0) + 1)
  }
  return [...reasons].map(([why, count]) => ({ file, count, why }))
}

/** The table that ends a run: what was skipped and why; empty where nothing was. */
export function skippedTable(skipped: readonly Skipped[]): string {
  if (skipped.length === 0) return ''
  const width = Math.max(...skipped.map(({ file }) => file.length))
  const lines = skipped.map(
    ({ file, count, why }) => `${String(count).padStart(7)}  ${file.padEnd(width)}  ${why ?? 'see the file'}`,
  )
  const all = skipped.reduce((sum, { count }) => sum + count, 0)
  return `\n${all} tests were skipped:\n${lines.sort().join('\n')}\n`
}

/** Ends a run of whole files with the table of what was skipped; what a person leaves out by name is not. */
export function closing(): Reporter {
  const said = new Map<string, string>()
  let isWhole = true
  return {
    onInit({ config }) {
      isWhole = config.testNamePattern === undefined
    },
    onUserConsoleLog({ type, content, taskId }) {
      if (type === 'stderr' && taskId !== undefined && !said.has(taskId)) said.set(taskId, content.trim())
    },
    onTestRunEnd(modules) {
      if (!isWhole) return
      process.stdout.write(skippedTable(modules.flatMap(module => skippedIn(module, said.get(module.id)))))
    },
  }
}
