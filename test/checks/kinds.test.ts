import { describe, expect, test } from 'vitest'
import type { DoctorReply } from '../../src/contract/doctor.ts'
import type { SetupPlanReply } from '../../src/contract/setup.ts'
import type { Host } from '../world/memory/host.ts'
import { type RouterStory, storyHost } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { faulty } from './faulty-routers.ts'
import { furtherFaulty } from './further-faulty.ts'
import { furtherHealthy } from './further-healthy.ts'
import { healthy } from './healthy-routers.ts'

function hostOf(router: RouterStory, nodes: readonly [string, Node][] = []): Host {
  const host = storyHost(router)
  host.nodes.set('/proc/uptime', { text: '93784.10 180000.00\n' })
  for (const [path, node] of nodes) host.nodes.set(path, node)
  return host
}

const findings = async (router: RouterStory, nodes?: readonly [string, Node][]) =>
  ((await hostOf(router, nodes).call('doctor')) as unknown as DoctorReply).findings

const well = [...healthy, ...furtherHealthy]

describe('a healthy router', () => {
  test.each(well.map(([router, nodes]) => [router.name, router, nodes] as const))(
    'with %s has no finding worse than a hint',
    async (_, router, nodes) => {
      const found = await findings(router, nodes)
      expect(found.filter(({ severity }) => severity !== 'hint')).toEqual([])
    },
  )

  test.each(
    well
      // What is set by hand, and what waits to be started, is for a person to say.
      .filter(([{ uci }]) => !Object.keys(uci).some(key => /\.(?:ipaddr|auto)$/.test(key)))
      .filter(([{ dump }]) =>
        dump.some(each => 'ipv4-address' in each && JSON.stringify(each).includes('"mask"')),
      )
      .map(([router, nodes]) => [router.name, router, nodes] as const),
  )('with %s is left by modem setup as it is', async (_, router, nodes) => {
    const plan = await hostOf(router, nodes).call('setup_plan')
    expect(plan).toMatchObject({ changes: [], questions: [] })
  })
})

const every = [...faulty, ...furtherFaulty]

describe('a router with one fault', () => {
  test.each(
    every.map(([check, words, router, nodes]) => [router.name, check, words, router, nodes] as const),
  )('with %s is told %s first', async (_, check, words, router, nodes) => {
    const [first, ...rest] = (await findings(router, nodes)).filter(({ severity }) => severity !== 'hint')
    expect(first?.check, JSON.stringify([first, ...rest], null, 1)).toBe(check)
    expect(`${first?.what} ${first?.why} ${first?.cure}`).toMatch(words)
  })

  test.each(
    every
      .filter(([check]) => ['protocol_mismatch', 'device_renamed', 'dialler_unsupported'].includes(check))
      // A protocol that chooses by itself is left to a person: setup does not know that it has found nothing.
      .filter(([, , { uci }]) => uci['network.wwan.proto'] !== 'wwan')
      .map(([, , router, nodes]) => [router.name, router, nodes] as const),
  )('with %s gets from modem setup what the doctor advises', async (_, router, nodes) => {
    const [finding] = await findings(router, nodes)
    const plan = (await hostOf(router, nodes).call('setup_plan')) as unknown as SetupPlanReply
    const [, proto] = /\.proto=(\w+)/.exec(finding?.cure ?? '') ?? []
    const [, device] = /\.(?:device|devpath)=([^,\s]+)/.exec(finding?.cure ?? '') ?? []
    const planned = (name: string) => plan.changes.find(({ option }) => option === name)?.value
    expect(plan.changes.length).toBeGreaterThan(0)
    if (proto !== undefined) expect(planned('proto')).toBe(proto)
    const set = planned('device') ?? router.uci[`network.${plan.interface}.device`]
    if (device !== undefined && planned('proto') === proto) expect(set).toBe(device)
  })
})

test('a stick whose web pages do not answer is told for what it is', async () => {
  const [, , router] = every.find(([, , { name }]) => name.startsWith('a stick in no zone')) ?? []
  const host = router && hostOf(router)
  expect(await host?.call('info')).toMatchObject({ port_state: 'absent', connection: { interface: 'lte' } })
  expect(await host?.call('status')).toMatchObject({ status: 'hilink' })
})
