/** One rule that tells somebody; expressions are of metrics in the table alone. */
interface Alert {
  alert: string
  expr: string
  for: string
  summary: string
}

const alerts: readonly Alert[] = [
  {
    alert: 'ModemRouterSilent',
    expr: 'count by (instance) (modem_up offset 1h) unless count by (instance) (modem_up)',
    for: '10m',
    summary: 'Router {{ $labels.instance }} told of its modems an hour ago and does not any more.',
  },
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
