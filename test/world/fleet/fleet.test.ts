import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from '../memory/host.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { type Prometheus, prometheusProblem, startPrometheus } from './prometheus.ts'
import { createRouter } from './router.ts'

if (prometheusProblem !== null) console.warn(`The fleet is not scraped: ${prometheusProblem}`)

/** The rules of the project, with no patience: what they wait for in minutes is tried in seconds. */
const rules = readFileSync(join(repository, 'rpcd/fleet/alerts.yml'), 'utf8')
  .replace(/for: \d+m/g, 'for: 0s')
  .replaceAll('offset 1h', 'offset 5s')

const samplesOf = (page: string) => page.split('\n').filter(line => line.startsWith('modem_'))

test('routers of a fleet are not all alike, and none is the same at its next look', async () => {
  const routers = [0, 1, 2, 3, 4].map(createRouter)
  for (const router of routers) await router.look()
  const first = routers.map(router => router.page())
  expect(new Set(first).size).toBe(routers.length)
  for (const page of first) expect(samplesOf(page).length).toBeGreaterThan(15)
  for (let nth = 0; nth < 5; nth++) for (const router of routers) await router.look()
  routers.forEach((router, nth) => {
    expect(router.page()).not.toBe(first[nth])
  })
})

describe.skipIf(prometheusProblem !== null)('a fleet that a real Prometheus scrapes', () => {
  const routers = 6
  let fleet: Fleet
  let prometheus: Prometheus
  beforeAll(async () => {
    fleet = await startFleet(routers)
    const targets = fleet.members.map(({ name, address }) => ({ name, address }))
    prometheus = await startPrometheus({ targets, interval: 1, rules })
  }, 60_000)
  afterAll(async () => {
    await prometheus?.close()
    await fleet?.close()
  })

  /** Waits until a question has an answer that fits. */
  const until = (expr: string, fits: (values: number[]) => boolean) =>
    expect
      .poll(async () => fits((await prometheus.query(expr)).map(({ value }) => value)), {
        timeout: 60_000,
        interval: 200,
        message: expr,
      })
      .toBe(true)
  const is = (value: number) => (values: number[]) => values.length === 1 && values[0] === value

  test('has every router with every value', { timeout: 90_000 }, async () => {
    await until('sum(modem_up)', is(routers))
    await until('count(count by (instance) (modem_rsrp_dbm))', is(routers))
    for (const { name, page } of fleet.members) {
      const told = await prometheus.query(`count({__name__=~"modem_.+",instance="${name}"})`)
      expect([name, told[0]?.value]).toEqual([name, samplesOf(page()).length])
    }
  })

  test('has something in every panel of the dashboard', { timeout: 90_000 }, async () => {
    const dashboard = JSON.parse(readFileSync(join(repository, 'rpcd/fleet/grafana.json'), 'utf8'))
    const [cell] = await prometheus.query('modem_serving_cell_info')
    for (const { targets = [] } of dashboard.panels as { targets?: { expr: string }[] }[])
      for (const { expr } of targets) {
        const asked = expr.replaceAll('$instance', '.*').replaceAll('$cell', cell?.labels.cell_id ?? '')
        await until(asked, values => values.length > 0)
      }
  })

  test('forgets a router that is gone, and an alert says so', { timeout: 90_000 }, async () => {
    const [lost] = fleet.members
    await lost?.die()
    await until(`up{instance="${lost?.name}"}`, is(0))
    await until(`{__name__=~"modem_.+",instance="${lost?.name}"}`, values => values.length === 0)
    await until('sum(modem_up)', is(routers - 1))
    await until(
      `ALERTS{alertname="ModemRouterSilent",alertstate="firing",instance="${lost?.name}"}`,
      values => values.length === 1,
    )
  })

  test('has an alert for a modem that does not answer, and for no other', { timeout: 90_000 }, async () => {
    const mute = fleet.members.at(-1)
    mute?.silence()
    await until('ALERTS{alertname="ModemNotAnswering",alertstate="firing"}', values => values.length > 0)
    const firing = await prometheus.query('ALERTS{alertname="ModemNotAnswering",alertstate="firing"}')
    expect(firing.map(({ labels }) => labels.instance)).toEqual([mute?.name])
  })
})
