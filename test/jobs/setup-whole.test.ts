import { describe, expect, test } from 'vitest'
import { takeBackChanges, writeChanges } from '../../src/connection/uci-write.ts'
import type { SetupPlanReply } from '../../src/contract/setup.ts'
import { parseUci } from '../../src/discovery/uci.ts'
import { entry, failed, modems, story } from '../checks/routers.ts'
import type { RouterStory } from '../world/memory/story.ts'
import { storyHost } from '../world/memory/story.ts'
import { createUci } from '../world/memory/uci.ts'

const network = {
  fresh: "config interface 'lan'\n\toption proto 'static'\n\toption device 'br-lan'\n",
  wired:
    "config interface 'lan'\n\toption proto 'static'\nconfig interface 'wan'\n\toption proto 'dhcp'\n\toption device 'eth9'\n",
  disabled:
    "config interface 'wwan'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n\toption disabled '1'\n\toption auto '0'\n",
  other:
    "config interface 'wwan'\n\toption proto 'mbim'\n\toption device '/dev/cdc-wdm3'\n\toption apn 'old.example'\n\toption pincode '1234'\n\tlist dns '192.0.2.1'\n",
  old: "config interface 'wwan'\n\toption proto 'dhcp'\n\toption ifname 'wwan9'\n",
}
const firewall = {
  none: null,
  'lists and names': "config zone 'wan'\n\toption name 'wan'\n\tlist network 'wan'\n\tlist network 'wan6'\n",
  'a text and no name':
    "config zone\n\toption name 'lan'\n\toption network 'lan'\nconfig zone\n\toption name 'wan'\n\toption network 'wan wan6'\n",
  'a zone without networks': "config zone\n\toption name 'wan'\n\toption masq '1'\n",
  'no zone wan': "config zone\n\toption name 'lan'\n\tlist network 'lan'\n",
}
type Configuration = Readonly<Record<'network' | 'firewall', string | null>>

const routers = (Object.keys(modems) as (keyof typeof modems)[]).flatMap(modem =>
  Object.entries(network).flatMap(([title, sections]) =>
    Object.entries(modem === 'qmi' ? firewall : { some: firewall['a text and no name'] }).map(
      ([zones, text]): [string, RouterStory, Configuration] => [
        `${modem}, ${title}, firewall with ${zones}`,
        story(modem, modem, {}, [entry('wwan', 'none', failed('interface', 'NO_DEVICE'))]),
        { network: sections, firewall: text },
      ],
    ),
  ),
)

/** A router of a story with these files, with `uci` over them; `failing`: the call of it, counted from 0, that fails. */
function hostOf(router: RouterStory, configuration: Configuration) {
  const host = storyHost(router)
  for (const [config, text] of Object.entries(configuration))
    if (text === null) host.nodes.delete(`/etc/config/${config}`)
    else host.nodes.set(`/etc/config/${config}`, { text })
  const uci = createUci(host.nodes)
  const { exec } = host.platform
  let failing = Number.POSITIVE_INFINITY
  let calls = 0
  host.platform.exec = async (argv, until) => {
    if (argv[0] !== 'uci') return exec(argv, until)
    return calls++ === failing ? { code: 1, stdout: '' } : uci(argv)
  }
  const state = () =>
    Object.keys(configuration).map(config => {
      const node = host.nodes.get(`/etc/config/${config}`)
      const sections = node && 'text' in node ? parseUci(node.text) : []
      return sections.map(each => ({ ...each, options: Object.entries(each.options).sort() }))
    })
  const failAt = (call: number) => {
    failing = call
    calls = 0
  }
  return { host, state, failAt, calls: () => calls }
}

async function planOf({ host }: Pick<ReturnType<typeof hostOf>, 'host'>): Promise<SetupPlanReply | null> {
  const reply = await host.call('setup_plan', { apn: 'new.example' })
  return 'changes' in reply ? (reply as unknown as SetupPlanReply) : null
}

describe('a set-up, on every layout of the configuration', () => {
  test('leaves nothing to change when it is done, and all as it was when it is taken back', async () => {
    const wrong: string[] = []
    let planned = 0
    for (const [title, router, configuration] of routers) {
      const rig = hostOf(router, configuration)
      const before = rig.state()
      const plan = await planOf(rig)
      if (plan === null || plan.changes.length === 0) continue
      planned++
      await writeChanges(rig.host.platform, plan.changes)
      const again = await planOf(rig)
      if (again?.changes.length !== 0) wrong.push(`${title}: left to do: ${JSON.stringify(again)}`)
      await takeBackChanges(rig.host.platform, plan.changes)
      if (JSON.stringify(rig.state()) !== JSON.stringify(before)) wrong.push(`${title}: not taken back`)
    }
    expect(wrong).toEqual([])
    expect(planned).toBeGreaterThan(routers.length / 2)
  })

  test('changes nothing where any command of it fails', async () => {
    const wrong: string[] = []
    for (const [title, router, configuration] of routers.filter(([name]) =>
      /^(?:qmi|ecm), (?!old)/.test(name),
    )) {
      const rig = hostOf(router, configuration)
      const before = JSON.stringify(rig.state())
      const plan = await planOf(rig)
      if (plan === null) continue
      for (let call = 0; call < 40; call++) {
        rig.failAt(call)
        const isDone = await writeChanges(rig.host.platform, plan.changes).then(
          () => true,
          () => false,
        )
        const isAsBefore = JSON.stringify(rig.state()) === before
        if (isDone) break
        if (!isAsBefore) wrong.push(`${title}: half of it is left after call ${call}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
