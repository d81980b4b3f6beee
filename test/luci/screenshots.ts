import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Pages, servePages, startBrowser, type Visit } from '../world/browser/browser.ts'
import { administrator } from '../world/browser/site.ts'
import { aJournal, answering, watching } from '../world/browser/watched.ts'
import { lively } from '../world/demo/behaviours.ts'
import { repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { messages, type Slot } from '../world/modem/messages.ts'
import { deliver } from '../world/modem/received.ts'
import type { ModemScript } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

/** A picture of the README: which page of which modem, and what is done before it is taken. */
interface Picture extends Visit {
  file: string
  modem: string | ModemScript
  page: string
  /** Text of what is pressed first. */
  press?: string
  /** Appears when the page is ready. */
  ready: string
  /** Seconds the page is left to itself, so that its lines have something to show. */
  seconds?: number
  /** The last thing in the picture; default: the end of the page. */
  last?: string
  /** What the modem does beside. */
  behaviours?: (script: ModemScript) => readonly Behaviour[]
  /** Sets up what the calls of the page answer. */
  prepare?: (pages: Pages) => void
}

/** Lines of the LTE fixture, and the same where the antenna stands well. */
const better: readonly (readonly [string, string])[] = [
  ['+CSQ: 24,99', '+CSQ: 29,99'],
  ['1300,211,3,100,26,47,47,20', '1300,211,3,100,46,65,65,25'],
  ['6200,87,,51,51,17', '6200,87,,63,63,23'],
  ['1300,100,100,47,20,26', '1300,100,100,65,25,46'],
  ['6200,50,50,51,21,18', '6200,50,50,63,23,36'],
]

/** The modem of the LTE fixture in a good place. */
function wellPlaced(): ModemScript {
  const fixture = readFileSync(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'), 'utf8')
  const source = better.reduce((text, [line, stronger]) => {
    if (!text.includes(line)) throw new Error(`the fixture has no ${line}`)
    return text.replace(line, stronger)
  }, fixture)
  return parseFixture(source, 'well placed')
}

const lte = wellPlaced()
const nsa = 'quectel/rm520n-nsa'

/** Messages of two who have written. */
const inbox: Record<number, Slot> = {
  1: [1, deliver('491701111111', 'Are you on your way?', 1)],
  2: [1, deliver('491701111111', 'The gate is open until eight.', 14)],
  3: [0, deliver('491702222222', 'Your allowance was renewed: 50 GB until the end of the month.', 30)],
}

/** The journal of the tests without what no operator calls itself. */
const calmJournal = {
  ...aJournal,
  entries: aJournal.entries.filter(entry => !JSON.stringify(entry).includes('<')),
}

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
  { file: 'bands', modem: nsa, page: 'bands', ready: '.cm-chip', last: '.cm-bands:nth-of-type(2)' },
  {
    file: 'control',
    modem: lte,
    page: 'control',
    ready: '.cm-absent',
    press: 'Cells and cell lock',
    seconds: 4,
    last: '.cm-control:nth-of-type(4)',
  },
  { file: 'checkup', modem: 'fibocom/fg621-no-sim', page: 'checkup', ready: '.cm-findings', seconds: 5 },
  {
    file: 'messages',
    modem: lte,
    page: 'messages',
    ready: '.cm-thread',
    seconds: 3,
    behaviours: script => [messages({ slots: { ME: inbox } }), ...lively(script)],
  },
  {
    file: 'care',
    modem: lte,
    page: 'care',
    ready: '.cm-care',
    seconds: 5,
    prepare: ({ modem }) => answering(modem, { watch: watching, journal: calmJournal }),
  },
]

const folder = join(repository, 'docs/images')

/** Takes one picture of a running router. */
async function take(
  pages: Pages,
  { file, page: name, press, ready, seconds = 1, last = '#view', prepare = () => {}, ...visit }: Picture,
): Promise<void> {
  prepare(pages)
  const page = await pages.open(name, visit)
  if (press !== undefined) await page.getByText(press, { exact: true }).click()
  await page.locator(ready).first().waitFor()
  await page.waitForTimeout(1000 * seconds)
  await page.evaluate('window.scrollTo(0, 0)')
  const box = await page.locator(last).boundingBox()
  const height = Math.ceil((box?.y ?? 0) + (box?.height ?? 800) + 20)
  await page.setViewportSize({ width: visit.width ?? 1000, height })
  await page.screenshot({ path: join(folder, `${file}.png`) })
}

mkdirSync(folder, { recursive: true })
const browser = await startBrowser()
for (const picture of pictures) {
  const { modem, behaviours } = picture
  const pages = await servePages(browser, {
    modems: [modem],
    visitor: () => administrator,
    ...(behaviours && { behaviours }),
  })
  await take(pages, picture)
  await pages.close()
  console.log(`docs/images/${picture.file}.png`)
}
await browser.close()
