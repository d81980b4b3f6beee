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

/** One rule that tells somebody; expressions are of metrics in the table alone. */
interface Alert {
  alert: string
  expr: string
  for: string
  summary: string
}

const alerts: readonly Alert[] = [
  {
    alert: 'ModemNotAnswering',
    expr: 'modem_up == 0',
    for: '10m',
    summary: 'Modem {{ $labels.modem }} of {{ $labels.instance }} does not answer.',
  },
  {
    alert: 'ModemNotRegistered',
    expr: 'modem_registered == 0',
    for: '10m',
    summary: 'Modem {{ $labels.modem }} of {{ $labels.instance }} is not registered.',
  },
  {
    alert: 'ModemSessionDown',
    expr: 'modem_session_up == 0',
    for: '10m',
    summary: 'Interface {{ $labels.interface }} of {{ $labels.instance }} has no connection.',
  },
  {
    alert: 'ModemSessionFlapping',
    expr: 'changes(modem_session_up[1h]) > 6',
    for: '0m',
    summary: 'Interface {{ $labels.interface }} of {{ $labels.instance }} goes up and down.',
  },
  {
    alert: 'ModemSignalWeak',
    expr: 'modem_rsrp_dbm{carrier="pcc"} < -115',
    for: '30m',
    summary: 'RSRP of {{ $labels.instance }} is {{ $value }} dBm.',
  },
  {
    alert: 'ModemTooHot',
    expr: 'modem_temperature_celsius > 80',
    for: '15m',
    summary: 'Modem {{ $labels.modem }} of {{ $labels.instance }} has {{ $value }} °C.',
  },
  {
    alert: 'ModemRoaming',
    expr: 'modem_roaming == 1',
    for: '15m',
    summary: 'Modem {{ $labels.modem }} of {{ $labels.instance }} is roaming.',
  },
  {
    alert: 'ModemValuesOld',
    expr: 'modem_age_seconds > 600',
    for: '10m',
    summary: 'Nobody has read modem {{ $labels.modem }} of {{ $labels.instance }} for {{ $value }} s.',
  },
  {
    alert: 'ModemRecovering',
    expr: 'sum by (instance, modem) (modem_recoveries_last_day) > 3',
    for: '0m',
    summary: 'The watch of {{ $labels.instance }} had to act {{ $value }} times within a day.',
  },
]

/** Alert rules for Prometheus. */
export const alertRules = (header: string): string =>
  [
    `# ${header}`,
    'groups:',
    '  - name: modem',
    '    rules:',
    ...alerts.flatMap(({ alert, expr, for: duration, summary }) => [
      `      - alert: ${alert}`,
      `        expr: ${JSON.stringify(expr)}`,
      `        for: ${duration}`,
      '        annotations:',
      `          summary: ${JSON.stringify(summary)}`,
    ]),
    '',
  ].join('\n')

const prometheus = { type: 'prometheus', uid: ['$', '{source}'].join('') }

interface Panel {
  title: string
  type: 'timeseries' | 'stat' | 'table' | 'state-timeline'
  expr: string
  legend: string
  unit: string
  width: number
}

const ofRouter = '{instance=~"$instance"}'

/** Fleet first, one router below, its cell last. */
const panels: readonly Panel[] = [
  { title: 'Modems that answer', type: 'stat', expr: 'sum(modem_up)', legend: 'up', unit: 'none', width: 6 },
  {
    title: 'Modems that do not',
    type: 'stat',
    expr: 'count(modem_up == 0) or vector(0)',
    legend: 'down',
    unit: 'none',
    width: 6,
  },
  {
    title: 'Connected',
    type: 'stat',
    expr: 'sum(modem_session_up)',
    legend: 'connected',
    unit: 'none',
    width: 6,
  },
  {
    title: 'Recoveries, last day',
    type: 'stat',
    expr: 'sum(modem_recoveries_last_day) or vector(0)',
    legend: 'recoveries',
    unit: 'none',
    width: 6,
  },
  {
    title: 'Weakest signals',
    type: 'table',
    expr: 'bottomk(20, modem_rsrp_dbm{carrier="pcc"})',
    legend: '{{instance}}',
    unit: 'dBm',
    width: 12,
  },
  {
    title: 'Firmware',
    type: 'table',
    expr: 'count by (model, firmware) (modem_info)',
    legend: '{{model}} {{firmware}}',
    unit: 'none',
    width: 12,
  },
  {
    title: 'RSRP',
    type: 'timeseries',
    expr: `modem_rsrp_dbm${ofRouter}`,
    legend: '{{instance}} {{carrier}} {{rat}}',
    unit: 'dBm',
    width: 12,
  },
  {
    title: 'SINR',
    type: 'timeseries',
    expr: `modem_sinr_db${ofRouter}`,
    legend: '{{instance}} {{carrier}} {{rat}}',
    unit: 'dB',
    width: 12,
  },
  {
    title: 'Received',
    type: 'timeseries',
    expr: `rate(modem_receive_bytes_total${ofRouter}[5m]) * 8`,
    legend: '{{instance}} {{interface}}',
    unit: 'bps',
    width: 12,
  },
  {
    title: 'Sent',
    type: 'timeseries',
    expr: `rate(modem_transmit_bytes_total${ofRouter}[5m]) * 8`,
    legend: '{{instance}} {{interface}}',
    unit: 'bps',
    width: 12,
  },
  {
    title: 'Carriers',
    type: 'timeseries',
    expr: `modem_carriers${ofRouter}`,
    legend: '{{instance}}',
    unit: 'none',
    width: 8,
  },
  {
    title: 'Temperature',
    type: 'timeseries',
    expr: `modem_temperature_celsius${ofRouter}`,
    legend: '{{instance}}',
    unit: 'celsius',
    width: 8,
  },
  {
    title: 'Connected',
    type: 'state-timeline',
    expr: `modem_session_up${ofRouter}`,
    legend: '{{instance}} {{interface}}',
    unit: 'none',
    width: 8,
  },
  {
    title: 'Technology',
    type: 'state-timeline',
    expr: `modem_registration_info${ofRouter}`,
    legend: '{{instance}} {{rat}}',
    unit: 'none',
    width: 12,
  },
  {
    title: 'Bands',
    type: 'table',
    expr: `modem_carrier_info${ofRouter}`,
    legend: '{{carrier}} {{rat}} {{band}}',
    unit: 'none',
    width: 12,
  },
  {
    title: 'Cell',
    type: 'table',
    expr: `modem_serving_cell_info${ofRouter}`,
    legend: '{{cell_id}} {{tac}} {{pci}}',
    unit: 'none',
    width: 24,
  },
]

/** A dashboard for Grafana. */
export function dashboard(): object {
  let x = 0
  let y = 0
  const placed = panels.map(({ title, type, expr, legend, unit, width }, i) => {
    const h = type === 'stat' ? 4 : 8
    if (x + width > 24) x = 0
    if (x === 0 && i > 0) y += 8
    const gridPos = { h, w: width, x, y }
    x += width
    return {
      id: i + 1,
      title,
      type,
      datasource: prometheus,
      gridPos,
      fieldConfig: { defaults: { unit }, overrides: [] },
      targets: [
        {
          refId: 'A',
          expr,
          legendFormat: legend,
          ...(type === 'table' ? { format: 'table', instant: true } : {}),
        },
      ],
    }
  })
  return {
    title: 'Cellular modems',
    uid: 'cellular-modems',
    schemaVersion: 39,
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'source', type: 'datasource', query: 'prometheus' },
        {
          name: 'instance',
          type: 'query',
          datasource: prometheus,
          query: 'label_values(modem_up, instance)',
          multi: true,
          includeAll: true,
        },
      ],
    },
    panels: placed,
  }
}
