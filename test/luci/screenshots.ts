import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../host/host.ts'
import { browserProblem, type Pages, servePages, startBrowser, type Visit } from './browser.ts'
import { administrator } from './site.ts'

/** A picture of the README: which page of which modem, and what is done before it is taken. */
interface Picture extends Visit {
  file: string
  modem: string
  page: string
  /** Button that is pressed first. */
  press?: string
  /** Appears when the page is ready. */
  ready: string
  /** Seconds the page is left to itself, so that its lines have something to show. */
  seconds?: number
}

const lte = 'fibocom/fg621-lte-a'
const nsa = 'quectel/rm520n-nsa'

const pictures: readonly Picture[] = [
  { file: 'status', modem: lte, page: 'status', ready: '.cm-strip', seconds: 100 },
  {
    file: 'aim',
    modem: lte,
    page: 'status',
    ready: '.cm-big',
    press: 'Aim the antenna',
    width: 360,
    dark: true,
    seconds: 30,
  },
  { file: 'bands', modem: nsa, page: 'bands', ready: '.cm-chip' },
  { file: 'control', modem: lte, page: 'control', ready: '.cm-absent', seconds: 4 },
]

const folder = join(repository, 'docs/images')

/** Takes one picture of a running router. */
async function take(
  pages: Pages,
  { file, page: name, press, ready, seconds = 1, ...visit }: Picture,
): Promise<void> {
  const page = await pages.open(name, visit)
  if (press !== undefined) await page.getByRole('button', { name: press }).click()
  await page.locator(ready).first().waitFor()
  await page.waitForTimeout(1000 * seconds)
  const [box] = await Promise.all([
    page.locator('#view').boundingBox(),
    page.evaluate('window.scrollTo(0, 0)'),
  ])
  const height = Math.min(1400, Math.ceil((box?.y ?? 0) + (box?.height ?? 800) + 20))
  await page.setViewportSize({ width: visit.width ?? 1000, height })
  await page.screenshot({ path: join(folder, `${file}.png`) })
}

if (browserProblem !== null) {
  console.error(`No pictures can be taken: ${browserProblem}`)
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const browser = await startBrowser()
for (const picture of pictures) {
  const pages = await servePages(browser, { modems: [picture.modem], visitor: () => administrator })
  await take(pages, picture)
  await pages.close()
  console.log(`docs/images/${picture.file}.png`)
}
await browser.close()
