import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  accessibility,
  browserProblem,
  overflows,
  type PagesOptions,
  shoot,
} from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { interfaceDump } from '../world/memory/layout.ts'
import { createUci } from '../world/memory/uci.ts'
import type { Node } from '../world/sysfs.ts'

const lan = "config interface 'lan'\n\toption proto 'static'\n\toption device 'br-lan'\n"
const zone = "config zone\n\toption name 'wan'\n\tlist network 'wan'\n\toption masq '1'\n"

/** netifd and `uci` of a router: an interface that is configured is there, and never gets an address. */
function programs(argv: readonly string[], root: string) {
  const read = (config: string) => readFileSync(join(root, 'etc/config', config), 'utf8')
  if (argv.join(' ') === 'ubus call network.interface dump') {
    const isThere = existsSync(join(root, 'etc/config/network')) && read('network').includes("'wwan'")
    return { code: 0, stdout: isThere ? interfaceDump('eth1', null) : '{"interface":[]}' }
  }
  if (argv[0] === 'ubus' || argv[0] === 'service' || argv[0] === 'ifup') return { code: 0, stdout: '' }
  if (argv[0] !== 'uci') return null
  const staged = router.get(root) ?? stagedOf(root)
  const done = staged.uci(argv)
  if (argv[1] === 'commit')
    writeFileSync(join(root, 'etc/config', argv[2] ?? ''), staged.textOf(argv[2] ?? ''))
  return done
}

const router = new Map<string, ReturnType<typeof stagedOf>>()

/** The files of one router with what is not committed yet. */
function stagedOf(root: string) {
  const nodes = new Map<string, Node>(
    ['network', 'firewall'].map(config => [
      `/etc/config/${config}`,
      { text: readFileSync(join(root, 'etc/config', config), 'utf8') },
    ]),
  )
  const made = {
    uci: createUci(nodes),
    textOf(config: string) {
      const node = nodes.get(`/etc/config/${config}`)
      return node && 'text' in node ? node.text : ''
    },
  }
  router.set(root, made)
  return made
}

const fresh: PagesOptions = { modems: ['fibocom/fg621-lte-a'], programs }

describe.skipIf(browserProblem !== null)('first steps on a router whose modem has no interface', () => {
  const { serve } = browsing()

  async function serveFresh(options: Partial<PagesOptions> = {}) {
    const pages = await serve({ ...fresh, ...options })
    writeFileSync(join(pages.router.root, 'etc/config/network'), lan)
    writeFileSync(join(pages.router.root, 'etc/config/firewall'), zone)
    return pages
  }
  const network = ({ router: { root } }: Awaited<ReturnType<typeof serveFresh>>) =>
    readFileSync(join(root, 'etc/config/network'), 'utf8')

  it('give a reason the whole width of a phone', async () => {
    const { open } = await serveFresh()
    const page = await open('setup', { width: 390 })
    const reason = page.locator('.cm-plan td', { hasText: 'An interface for the modem.' })
    await reason.waitFor()
    const share = await reason.evaluate(
      cell => cell.getBoundingClientRect().width / (cell.parentElement?.getBoundingClientRect().width ?? 0),
    )
    expect(share).toBeGreaterThan(0.9)
  })

  it('are offered by the status page and the overview, which do not say that an interface is down', async () => {
    const pages = await serveFresh()
    const page = await pages.open('status')
    const summary = page.locator('.cm-summary')
    await soon(() => summary.innerText()).toMatch(/no interface uses the modem.*→ First steps/s)
    expect(await summary.innerText()).not.toMatch(/is down/)
    const overview = await pages.open('/cgi-bin/luci/admin/status/overview')
    const line = overview.locator('.cm-overview a')
    await soon(() => line.innerText()).toMatch(/no interface uses the modem · A1/)
    expect(await line.getAttribute('href')).toMatch(/\/setup$/)
    await overview.close()
    await summary.getByRole('link', { name: 'First steps' }).click()
    await soon(() => page.locator('.cm-plan').innerText()).toMatch(/network\.wwan/)
  })

  it('show every change with its reason before anything is written, do them, and keep them by a word', async () => {
    const pages = await serveFresh()
    const page = await pages.open('setup')
    const plan = page.locator('.cm-plan')
    await soon(() => plan.innerText()).toMatch(/network\.wwan\s+proto\s+–\s+dhcp\s+It is what goes with/)
    expect(await plan.innerText()).toMatch(/firewall\.@zone\[0\]\s+network\s+wan\s+wan wwan/)
    expect(network(pages)).toBe(lan)
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'setup')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await accessibility(page)).toEqual([])
    expect(await overflows(page)).toBe(false)
    await page.getByRole('button', { name: 'Set it up' }).focus()
    await page.keyboard.press('Enter')
    const notice = page.locator('.cm-notice')
    await soon(() => notice.innerText()).toMatch(/On trial: Interface\s+In .* what held before is put back/)
    await soon(() => network(pages)).toContain("config interface 'wwan'")
    await notice.getByRole('button', { name: 'Keep now' }).click()
    await soon(() => notice.innerText()).toMatch(/The change is kept\./)
    await soon(() => page.locator('.cm-body').innerText()).toMatch(/wwan is as it should be/)
    expect(network(pages)).toContain("option proto 'dhcp'")
  })

  it('are taken back by a word, to what the files said before', async () => {
    const pages = await serveFresh()
    const page = await pages.open('setup')
    await page.getByRole('button', { name: 'Set it up' }).click()
    const notice = page.locator('.cm-notice')
    await soon(() => network(pages)).toContain("config interface 'wwan'")
    await notice.getByRole('button', { name: 'Take back now' }).click()
    await soon(() => notice.innerText()).toMatch(/The change was taken back\./)
    expect(network(pages)).not.toContain('wwan')
  })

  it('show the plan to a login that may only look, without a button', async () => {
    const pages = await serveFresh({ visitor: groups => ({ read: groups }) })
    const page = await pages.open('setup')
    await soon(() => page.locator('.cm-body').innerText()).toMatch(
      /Your login may only look\..*network\.wwan/s,
    )
    expect(await page.getByRole('button', { name: 'Set it up' }).count()).toBe(0)
  })

  it('ask for what only a person knows, check it, and plan with it, a PIN unseen', async () => {
    const { open, modem } = await serveFresh()
    const change = (option: string, value: string) => ({
      config: 'network',
      section: 'wwan',
      option,
      before: null,
      value,
      reason: 'As you say.',
      command: `uci set network.wwan.${option}='${value}'`,
    })
    const { call } = modem
    modem.call = async (method, args, session) => {
      const real = await call(method, args, session)
      const { apn, pincode } = args
      const asked = [
        { argument: 'apn', reason: 'The operator has to tell it.', optional: false },
        { argument: 'pincode', reason: 'The SIM card asks for it.', optional: true },
      ].filter(({ argument }) => args[argument] === undefined)
      const changes = [
        ...(apn ? [change('apn', `${apn}`)] : []),
        ...(pincode ? [change('pincode', `${pincode}`)] : []),
      ]
      return method === 'setup_plan'
        ? { ...real, proto: 'ncm', questions: asked, changes: [change('proto', 'ncm'), ...changes] }
        : real
    }
    const page = await open('setup', { width: 390 })
    const apn = page.getByLabel('Access point name (APN)')
    const pin = page.getByLabel('PIN of the SIM card')
    const show = page.getByRole('button', { name: 'Show the changes' })
    await apn.waitFor()
    expect(await pin.getAttribute('type')).toBe('password')
    expect(await page.getByRole('button', { name: 'Set it up' }).count(), 'the APN is not known').toBe(0)
    expect(await accessibility(page)).toEqual([])
    await apn.fill('not a name')
    await show.click()
    await apn.fill('internet.example')
    await pin.fill('12')
    await show.click()
    expect(modem.calls.filter(({ method }) => method === 'setup_plan')).toHaveLength(1)
    await pin.fill('1234')
    await show.press('Enter')
    const plan = page.locator('.cm-plan')
    await soon(() => plan.innerText()).toMatch(/apn\s.*internet\.example.*pincode\s.*••••/s)
    expect(await plan.innerText()).not.toContain('1234')
    expect(await page.getByRole('button', { name: 'Set it up' }).count()).toBe(1)
    expect(modem.calls.at(-1)?.args).toMatchObject({ apn: 'internet.example', pincode: '1234' })
  })

  it('say that nothing is to be done where the interface is there', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('setup')
    await soon(() => page.locator('.cm-body').innerText()).toMatch(/wwan is as it should be/)
  })
})
