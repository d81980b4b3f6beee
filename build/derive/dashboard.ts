const prometheus = { type: 'prometheus', uid: ['$', '{source}'].join('') }

/** What a dashboard for Grafana shows: three views, one below the other. */
interface Panel {
  title: string
  type: 'timeseries' | 'stat' | 'table' | 'state-timeline'
  expr: string
  legend: string
  unit?: string
  /** Of 24 columns. */
  width: number
}

const ofRouter = '{instance=~"$instance"}'

/** A quantity of every modem that is served by the chosen cell. */
const inCell = (expr: string) =>
  `${expr} * on (instance, modem) group_left () modem_serving_cell_info{cell_id="$cell"}`

const views: Readonly<Record<string, readonly Panel[]>> = {
  Fleet: [
    { title: 'Modems that answer', type: 'stat', expr: 'sum(modem_up)', legend: 'up', width: 6 },
    {
      title: 'Modems that do not',
      type: 'stat',
      expr: 'count(modem_up == 0) or vector(0)',
      legend: 'down',
      width: 6,
    },
    { title: 'Connected', type: 'stat', expr: 'sum(modem_session_up)', legend: 'connected', width: 6 },
    {
      title: 'Recoveries, last day',
      type: 'stat',
      expr: 'sum(modem_recoveries_last_day) or vector(0)',
      legend: 'recoveries',
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
      expr: 'count by (vendor, model, firmware) (modem_info)',
      legend: '{{model}} {{firmware}}',
      width: 12,
    },
    {
      title: 'Technologies',
      type: 'timeseries',
      expr: 'count by (rat) (modem_registration_info)',
      legend: '{{rat}}',
      width: 12,
    },
    {
      title: 'Fullest cells',
      type: 'table',
      expr: 'topk(20, count by (cell_id, tac) (modem_serving_cell_info))',
      legend: '{{cell_id}}',
      width: 12,
    },
  ],
  Router: [
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
      width: 8,
    },
    {
      title: 'Technology',
      type: 'state-timeline',
      expr: `modem_registration_info${ofRouter}`,
      legend: '{{instance}} {{rat}}',
      width: 12,
    },
    {
      title: 'Band',
      type: 'state-timeline',
      expr: `modem_carrier_info${ofRouter}`,
      legend: '{{instance}} {{carrier}} {{rat}} {{band}}',
      width: 12,
    },
  ],
  Cell: [
    {
      title: 'Modems in the cell',
      type: 'table',
      expr: 'modem_serving_cell_info{cell_id="$cell"}',
      legend: '{{instance}} {{modem}}',
      width: 12,
    },
    {
      title: 'RSRP in the cell',
      type: 'timeseries',
      expr: inCell('modem_rsrp_dbm{carrier="pcc"}'),
      legend: '{{instance}}',
      unit: 'dBm',
      width: 12,
    },
    {
      title: 'SINR in the cell',
      type: 'timeseries',
      expr: inCell('modem_sinr_db{carrier="pcc"}'),
      legend: '{{instance}}',
      unit: 'dB',
      width: 12,
    },
    {
      title: 'Received in the cell',
      type: 'timeseries',
      expr: `sum(${inCell('rate(modem_receive_bytes_total[5m])')}) * 8`,
      legend: 'all modems',
      unit: 'bps',
      width: 12,
    },
  ],
}

/** A variable whose values are those of a label. */
const variable = (name: string, metric: string, label: string, multi: boolean) => ({
  name,
  type: 'query',
  datasource: prometheus,
  query: `label_values(${metric}, ${label})`,
  refresh: 2,
  multi,
  includeAll: multi,
})

/** The panels of all views, placed: a view begins with a row that has its name. */
function placed(): object[] {
  const all: object[] = []
  let [x, y, height] = [0, 0, 0]
  const below = () => {
    ;[x, y, height] = [0, y + height, 0]
  }
  for (const [view, panels] of Object.entries(views)) {
    below()
    all.push({ id: all.length + 1, title: view, type: 'row', gridPos: { h: 1, w: 24, x: 0, y }, panels: [] })
    y++
    for (const { title, type, expr, legend, unit, width } of panels) {
      if (x + width > 24) below()
      const h = type === 'stat' ? 4 : 8
      height = Math.max(height, h)
      all.push({
        id: all.length + 1,
        title,
        type,
        datasource: prometheus,
        gridPos: { h, w: width, x, y },
        fieldConfig: { defaults: { unit: unit ?? 'none' }, overrides: [] },
        targets: [
          {
            refId: 'A',
            expr,
            legendFormat: legend,
            ...(type === 'table' ? { format: 'table', instant: true } : {}),
          },
        ],
      })
      x += width
    }
  }
  return all
}

/** A dashboard for Grafana. */
export const dashboard = (): object => ({
  title: 'Cellular modems',
  uid: 'cellular-modems',
  schemaVersion: 39,
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      { name: 'source', type: 'datasource', query: 'prometheus' },
      variable('instance', 'modem_up', 'instance', true),
      variable('cell', 'modem_serving_cell_info', 'cell_id', false),
    ],
  },
  panels: placed(),
})
