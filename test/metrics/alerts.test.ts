import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { metricRows } from '../../src/metrics/table.ts'
import { repository } from '../world/memory/host.ts'

const hasPromtool = spawnSync('promtool', ['--version']).error === undefined
if (!hasPromtool) console.warn('Alerts and dashboard are not tried with Prometheus: there is no promtool')

const folder = mkdtempSync(join(tmpdir(), 'modem-alerts-'))
afterAll(() => rmSync(folder, { recursive: true }))
const rules = join(repository, 'rpcd/fleet/alerts.yml')

/** Runs promtool on a file with this text; JSON is YAML. */
function promtool(words: readonly string[], content: unknown) {
  const file = join(folder, 'file.yml')
  writeFileSync(file, JSON.stringify(content))
  const { status, stdout, stderr } = spawnSync('promtool', [...words, file], { encoding: 'utf8' })
  return [status, status === 0 ? '' : stdout + stderr]
}

/** How a modem behaves for hours, minute by minute, and which alerts fire for that. */
interface Case {
  what: string
  /** Values by series without the labels `instance` and `modem`, as promtool writes them: `0x60`, `0 1`. */
  series: Readonly<Record<string, string>>
  /** Minutes after the beginning. */
  at: number
  fires: readonly string[]
}

const healthy = {
  modem_up: '1x180',
  modem_age_seconds: '30x180',
  modem_registered: '1x180',
  modem_roaming: '0x180',
  'modem_session_up{interface="wwan"}': '1x180',
  'modem_rsrp_dbm{carrier="pcc",rat="lte"}': '-95x180',
  'modem_rsrp_dbm{carrier="lte_scc1",rat="lte"}': '-125x180',
  modem_temperature_celsius: '50x180',
  'modem_recoveries_last_day{rung="reconnect"}': '2x180',
}
const flapping = Array.from({ length: 181 }, (_, minute) => Math.floor(minute / 5) % 2).join(' ')

const cases: readonly Case[] = [
  { what: 'a healthy modem, with a weak secondary carrier', series: {}, at: 120, fires: [] },
  { what: 'no answer for nine minutes', series: { modem_up: '1x100 0x60' }, at: 110, fires: [] },
  { what: 'no answer for longer', series: { modem_up: '1x100 0x60' }, at: 112, fires: ['ModemNotAnswering'] },
  { what: 'no network', series: { modem_registered: '0x180' }, at: 30, fires: ['ModemNotRegistered'] },
  {
    what: 'no connection',
    series: { 'modem_session_up{interface="wwan"}': '0x180' },
    at: 30,
    fires: ['ModemSessionDown'],
  },
  {
    what: 'a connection that comes and goes',
    series: { 'modem_session_up{interface="wwan"}': flapping },
    at: 120,
    fires: ['ModemSessionFlapping'],
  },
  {
    what: 'a weak signal',
    series: { 'modem_rsrp_dbm{carrier="pcc",rat="lte"}': '-119x180' },
    at: 60,
    fires: ['ModemSignalWeak'],
  },
  { what: 'heat', series: { modem_temperature_celsius: '85x180' }, at: 60, fires: ['ModemTooHot'] },
  { what: 'a foreign network', series: { modem_roaming: '1x180' }, at: 60, fires: ['ModemRoaming'] },
  {
    what: 'nobody who reads',
    series: { modem_age_seconds: '700+60x180' },
    at: 60,
    fires: ['ModemValuesOld'],
  },
  {
    what: 'a watch that has much to do',
    series: { 'modem_recoveries_last_day{rung="restart"}': '3x180' },
    at: 60,
    fires: ['ModemRecovering'],
  },
  {
    what: 'a router that is gone',
    series: Object.fromEntries(
      Object.entries(healthy).map(([name, values]) => [name, values.replace('x180', 'x90')]),
    ),
    at: 115,
    fires: ['ModemRouterSilent'],
  },
]

const series = (own: Case['series']) =>
  Object.entries({ ...healthy, ...own }).map(([name, values]) => ({
    series: `${name.includes('{') ? name.replace('{', '{instance="r1",modem="lte",') : `${name}{instance="r1",modem="lte"}`}`,
    values: /^[\d-]+x\d+$/.test(values)
      ? values.replace('x', '+0x')
      : values.replace(/(?<=^| )(-?\d+)x/g, '$1+0x'),
  }))

describe('alerts', () => {
  test('are each tried', () => {
    const named = [...readFileSync(rules, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect([...new Set(cases.flatMap(({ fires }) => fires))].sort()).toEqual(named.sort())
  })

  test.skipIf(!hasPromtool)('are what Prometheus takes', () => {
    const { status, stdout } = spawnSync('promtool', ['check', 'rules', rules], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([0, expect.stringContaining('rules found')])
  })

  test.skipIf(!hasPromtool)('fire for what they are for, and for nothing else', () => {
    const tests = cases.map(({ what, series: own, at, fires }) => ({
      name: what,
      interval: '1m',
      input_series: series(own),
      promql_expr_test: [
        {
          expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
          eval_time: `${at}m`,
          exp_samples: fires.map(name => ({ labels: `{alertname="${name}"}`, value: 1 })),
        },
      ],
    }))
    expect(promtool(['test', 'rules'], { rule_files: [rules], evaluation_interval: '1m', tests })).toEqual([
      0,
      '',
    ])
  })
})

interface Panel {
  title: string
  type: string
  gridPos: { h: number; w: number; x: number; y: number }
  targets?: { expr: string }[]
}
const dashboard: { panels: Panel[]; templating: { list: { name: string; query: string }[] } } = JSON.parse(
  readFileSync(join(repository, 'rpcd/fleet/grafana.json'), 'utf8'),
)
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

describe('the dashboard', () => {
  test('has a view of the fleet, of one router and of one cell, and panels in each', () => {
    const views: Record<string, string[]> = {}
    let view = ''
    for (const { title, type, targets = [] } of dashboard.panels)
      if (type === 'row') {
        view = title
        views[view] = []
      } else views[view]?.push(...targets.map(({ expr }) => expr))
    const isOf: Readonly<Record<string, (expr: string) => boolean>> = {
      Fleet: expr => !expr.includes('$'),
      Router: expr => expr.includes('instance=~"$instance"'),
      Cell: expr => expr.includes('cell_id="$cell"'),
    }
    expect(Object.keys(views)).toEqual(Object.keys(isOf))
    for (const [name, own] of Object.entries(views)) {
      expect(own.length).toBeGreaterThan(3)
      expect(own.filter(expr => !isOf[name]?.(expr))).toEqual([])
    }
  })

  test('knows every variable it uses, and its panels do not lie over each other', () => {
    const known = dashboard.templating.list.map(({ name }) => name)
    const used = JSON.stringify(dashboard).match(/(?<=\$\{?)[a-z]+/g) ?? []
    expect([...new Set(used)].sort()).toEqual([...known].sort())
    const boxes = dashboard.panels.map(({ gridPos }) => gridPos)
    const over = boxes.filter((a, i) =>
      boxes.some((b, j) => i < j && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
    )
    expect([over, boxes.filter(({ x, w }) => x + w > 24)]).toEqual([[], []])
  })

  test.skipIf(!hasPromtool)('asks what Prometheus understands', () => {
    const groups = [
      {
        name: 'panels',
        rules: expressions.map((expr, i) => ({ record: `panel:${i}`, expr: expr.replaceAll('$', '') })),
      },
    ]
    expect(promtool(['check', 'rules'], { groups })).toEqual([0, ''])
  })
})

test.each(['rpcd/fleet/grafana.json', 'rpcd/fleet/alerts.yml', 'rpcd/fleet/collectd.lua'])(
  '%s names metrics that exist, and no others',
  file => {
    const names = new Set(metricRows.map(({ name }) => name))
    const found = readFileSync(join(repository, file), 'utf8').match(/\bmodem_[a-z_]+/g) ?? []
    expect(found.length).toBeGreaterThan(3)
    expect([...new Set(found)].filter(name => !names.has(name))).toEqual([])
  },
)
