import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MetricRow } from '../../src/metrics/table.ts'
import { load } from '../load.ts'

/** The table of metrics of the project at `root`. */
export async function metricTable(root: string): Promise<readonly MetricRow[]> {
  return (await load(join(root, 'src/metrics/table.ts'))).metricRows as readonly MetricRow[]
}

/** `docs/metrics.md`: what is said in `metrics-about.md`, and the table. */
export async function metricsPage(root: string, header: string): Promise<string> {
  const about = readFileSync(join(root, 'build/derive/metrics-about.md'), 'utf8')
  return [
    `<!-- ${header} -->`,
    '# Metrics',
    '',
    about.trim(),
    '',
    '## Every metric',
    '',
    '| metric | type | what it tells | from |',
    '|---|---|---|---|',
    ...(await metricTable(root)).map(
      ({ name, type, help, from }) => `| \`${name}\` | ${type} | ${help} | ${from} |`,
    ),
    '',
  ].join('\n')
}
