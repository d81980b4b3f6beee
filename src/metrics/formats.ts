import type { Metric, Sample } from '../contract/metrics.ts'

/** A label's value as OpenMetrics writes it: backslash, quote and line break escaped. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`

const labelsOf = ({ labels }: Sample) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(',')

/**
 * OpenMetrics 1.0: the name of a counter's family is without `_total`, that of an info without `_info`; `# EOF` ends it.
 * Classic Prometheus (text format 0.0.4) reads it too, where the exporter says which of the two it is.
 */
export function openMetrics(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, type, help, samples }) => {
    const family = name.replace(type === 'counter' ? /_total$/ : type === 'info' ? /_info$/ : /$^/, '')
    const values = samples.map(sample => `${name}{${labelsOf(sample)}} ${sample.value}`)
    return [`# TYPE ${family} ${type}`, `# HELP ${family} ${help.replace(/[\\"]/g, '\\$&')}`, ...values]
  })
  return [...lines, '# EOF', ''].join('\n')
}

const escaped = (text: string) => text.replace(/[\r\n]/g, ' ').replace(/[ ,=\\]/g, '\\$&')

/**
 * InfluxDB line protocol without a time, which the receiver puts in: one line for each set of labels, measurement `modem`,
 * the rest of the metric's name as the field. What says something by its labels alone is left out.
 */
export function influx(metrics: readonly Metric[], host: string): string {
  const lines = new Map<string, string[]>()
  for (const { name, type, samples } of metrics)
    for (const { labels, value } of type === 'info' ? [] : samples) {
      const tags = Object.entries({ host, ...labels })
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([tag, text]) => `,${escaped(tag)}=${escaped(text)}`)
      const line = `modem${tags.join('')}`
      const field = `${name.replace(/^modem_/, '')}=${value}`
      lines.set(line, [...(lines.get(line) ?? []), field])
    }
  return [...lines].map(([line, fields]) => `${line} ${fields.join(',')}\n`).join('')
}
