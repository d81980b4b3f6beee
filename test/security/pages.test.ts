import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserProblem, servePages, startBrowser } from '../world/browser/browser.ts'
import { soon } from '../world/browser/soon.ts'
import { repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

if (browserProblem !== null) console.warn(`Text of the modem in a browser is not tested: ${browserProblem}`)

const evil = "<img src=x onerror='window.owned=1'><script>window.owned=1</script>"

describe.skipIf(browserProblem !== null)('markup that the modem sends', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  it.each(['status', 'bands', 'console'])('is text on the page %s', async name => {
    const source = readFileSync(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'), 'utf8')
      .replace('"A1",16', `"A1${evil}",16`)
      .replaceAll('FG621-EA', `FG621-EA${evil}`)
      .replaceAll('16121.1000.00.01.01.02', `16121${evil}`)
      .replace('< +CSQ: 24,99', `< +CSQ: 24,99\n< ${evil}`)
    const pages = await servePages(browser, { modems: [parseFixture(source)], behaviours: () => [] })
    try {
      const page = await pages.open(name)
      await soon(() => page.locator('#view').innerText()).toMatch(/\S/)
      if (name === 'status') await soon(() => page.locator('.cm-operator').innerText()).toContain('<script>')
      if (name === 'console') {
        const input = page.getByRole('textbox', { name: 'AT command' })
        await input.fill('AT+CSQ')
        await input.press('Enter')
        await soon(() => page.locator('.cm-log').innerText()).toContain('<img')
      }
      expect(await page.locator('#view img, #view script').count()).toBe(0)
      expect(await page.evaluate("'owned' in window")).toBe(false)
    } finally {
      await pages.close()
    }
  })
})
