import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { lively } from '../demo/behaviours.ts'
import { type DemoRouter, startRouter } from '../demo/router.ts'
import { createServer, serve } from '../demo/ubus.ts'
import { repository } from '../memory/host.ts'
import { readFixture } from '../modem/fixture.ts'
import type { ModemScript } from '../modem/script.ts'
import type { Behaviour } from '../modem/simulator.ts'
import type { Login } from '../router/acl.ts'
import { type StrictModem, strictModem } from './bus.ts'
import { createSite } from './site.ts'
import { uciObject } from './uci.ts'

const executablePath = '/usr/bin/chromium'

/** Why there can be no browser, as a sentence; null when there is one. */
export const browserProblem = existsSync(executablePath) ? null : `${executablePath} is not installed`

if (browserProblem !== null) console.warn(`Browser tests are skipped: ${browserProblem}`)

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--process-per-site',
]

/** Starts the browser, with a profile of its own. */
export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: quiet })

/**
 * Where a browser keeps its pages. An empty one stays, and with it the process that has read the scripts of all others:
 * a page in a new process takes several times as long.
 */
async function placeIn(browser: Browser, address: string): Promise<BrowserContext> {
  const [place] = browser.contexts()
  if (place !== undefined) return place
  const made = await browser.newContext({ reducedMotion: 'reduce' })
  await (await made.newPage()).goto(`${address}/host/theme.css`)
  return made
}

/** How many pages were opened so far. */
let opened = 0

/** How a page is opened. */
export interface Visit {
  width?: number
  dark?: boolean
  language?: string
  /** Runs in the page before its scripts. */
  before?: string
}

/** A router with its pages, and a browser that visits them. */
export interface Pages {
  router: DemoRouter
  modem: StrictModem
  /** Opens a page of `admin/modem/cellular`, or with a slash in front any other. */
  open(name: string, visit?: Visit): Promise<Page>
  /** What went wrong in pages and calls since the last question. */
  complaints(): string[]
  close(): Promise<void>
}

/** How the pages are set up. */
export interface PagesOptions {
  /** Fixtures of the modems; none: no modem. */
  modems?: readonly (string | ModemScript)[]
  behaviours?(script: ModemScript): readonly Behaviour[]
  /** Answers for programs of the router, as `startRouter` takes it. */
  programs?: Parameters<typeof startRouter>[2]
  /** Answers the calls in the place of the router's modems. */
  call?: DemoRouter['call']
  /** Who opens a page with these ACL groups; default: somebody with these groups and no other. */
  visitor?(groups: readonly string[]): Login
}

const scriptOf = (modem: string | ModemScript) =>
  typeof modem === 'string' ? readFixture(join(repository, 'test/fixtures', `${modem}.at`)) : modem

/** Serves the pages of a simulated router; a session has the ACL groups its page depends on, and no other. */
export async function servePages(browser: Browser, options: PagesOptions = {}): Promise<Pages> {
  const {
    modems = [],
    behaviours = lively,
    programs,
    visitor = groups => ({ read: groups, write: groups }),
    call,
  } = options
  const router = await startRouter(modems.map(scriptOf), behaviours, programs)
  const modem = strictModem(call ?? router.call)
  const refused: string[] = []
  const server = createServer({
    objects: { modem, uci: uciObject(router.root) },
    login: () => null,
    refused: why => refused.push(why),
  })
  const answer = await createSite({ server, visitor })
  const listener = await serve(async (request, response) => {
    // The call of a page that was left goes on: it is not the fault of the next page, which comes when it has ended.
    const isPage = request.url?.startsWith('/cgi-bin/luci/') ?? false
    while (isPage && !modem.isIdle()) await new Promise(resolve => setTimeout(resolve, 5))
    answer(request, response)
  }, 0)
  const site = `router.localhost:${listener.port}`
  const wrong: string[] = []
  return {
    router,
    modem,
    async open(name, { width = 1000, dark = false, language, before } = {}) {
      // A host of its own: no page finds what another one has stored.
      opened += 1
      const address = `http://visit-${opened}.${site}`
      const context = await placeIn(browser, `http://${site}`)
      if (language !== undefined)
        await context.addCookies([{ name: 'luci_language', value: language, url: address }])
      const page = await context.newPage()
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      if (before !== undefined) await page.addInitScript(before)
      page.setDefaultTimeout(10_000)
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`)
      })
      page.on('pageerror', error => wrong.push(`page: ${error.message}`))
      const path = name.startsWith('/') ? name : `/cgi-bin/luci/admin/modem/cellular/${name}`
      await page.goto(address + path)
      return page
    },
    complaints: () => [...wrong.splice(0), ...refused.splice(0), ...modem.complaints.splice(0)],
    async close() {
      for (const page of browser.contexts().flatMap(context => context.pages().slice(1))) await page.close()
      listener.close()
      router.close()
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules of axe-core that depend on colours and room; all others hold on a screen of any kind when they hold on one. */
export const ofLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable']

/** What axe-core finds wrong with the content of a page by WCAG 2.2 A and AA or by some rules, one text per place. */
export async function accessibility(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  // What holds is not described place by place, and does not leave the page.
  const options = JSON.stringify({ runOnly: rules ?? tags, resultTypes: ['violations'] })
  const violations = (await page.evaluate(
    `axe.run('#view', ${options}).then(({ violations }) => violations)`,
  )) as AxeResults['violations']
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** Keeps what the page looks like, below dist/screenshots. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(join(repository, 'dist/screenshots'), { recursive: true })
  await page.screenshot({ path: join(repository, `dist/screenshots/${name}.png`), fullPage: true })
}

/** Whether something of the page is wider than the window. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
