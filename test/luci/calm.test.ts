import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { lively } from '../world/demo/behaviours.ts'
import { refuses } from '../world/memory/changing.ts'

const everybody = () => ({ read: ['*'], write: ['*'] })
const unknown = 'standard/any-lte'

/** The text of a page on which nothing is waited for any more. */
async function restOf(page: Page, expected: RegExp): Promise<string> {
  const view = page.locator('#view')
  await soon(() => view.innerText()).toMatch(expected)
  await soon(() => view.locator('.spinning').count()).toBe(0)
  return view.innerText()
}

/** The answer of uhttpd to every call. */
const answering = (error: (object: string) => { code: number; message: string }) => async (page: Page) => {
  await page.route('**/ubus', async route => {
    const { id, params } = route.request().postDataJSON()
    await route.fulfill({ json: { jsonrpc: '2.0', id, error: error(params[1]) } })
  })
  await page.reload()
}

describe.skipIf(browserProblem !== null)('where there is little to show, a page', () => {
  const { serve } = browsing()

  it('says calmly what is known of a modem nobody has described, and where it goes on', async () => {
    const { open, modem } = await serve({ modems: [unknown], visitor: everybody })
    for (const name of ['status', 'bands', 'control', 'checkup', 'settings']) {
      const page = await open(name)
      const text = await restOf(
        page,
        /Nobody has described this modem yet.*Example Devices LTE Stick.*1209:0001/s,
      )
      expect(text, name).not.toMatch(/Nothing was changed|cannot do that|\b(?:null|undefined)\b/)
      if (name === 'bands') {
        expect(await page.locator('.cm-trouble').innerText()).toBe('')
        expect(await accessibility(page)).toEqual([])
        await shoot(page, 'undescribed')
      }
      await page.close()
      await soon(() => modem.isIdle()).toBe(true)
    }
    const page = await open('bands')
    await page.getByRole('link', { name: 'A modem nobody has described' }).click()
    await page.getByRole('button', { name: 'Find out' }).click()
    await expect
      .poll(() => page.locator('.cm-result').innerText(), { timeout: 40_000 })
      .toMatch(/standard\s+1 of 1.*No dialect makes more/s)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await accessibility(page)).toEqual([])
    expect(await overflows(page)).toBe(false)
  })

  it('does not say so of a modem that is described', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    expect(await restOf(page, /bands are allowed/)).not.toMatch(/Nobody has described/)
  })

  it('says quietly that the modem does not say what it refuses to tell', async () => {
    const { open } = await serve({
      modems: ['fibocom/fg621-lte-a'],
      behaviours: script => [refuses(/^\+GT(?:USBMODE|CELLLOCK|AUTO)/), ...lively(script)],
    })
    const page = await open('control')
    await page.locator('.cm-control summary', { hasText: 'Dial by itself' }).click()
    expect(await restOf(page, /The modem does not say\./)).not.toMatch(/refused|Nothing was changed/)
    expect(await page.locator('.cm-note.cm-bad').count()).toBe(0)
  })

  it('tells rpcd that is gone, a session that is over and a missing package apart', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    const gone = { code: -32000, message: 'Object not found' }
    const over = { code: -32002, message: 'Access denied' }
    for (const [error, words] of [
      [() => gone, /The program rpcd is not running/],
      [() => over, /The session is over.*log in again/s],
    ] as const) {
      await answering(error)(page)
      await soon(() => page.locator('.cm-trouble').innerText()).toMatch(words)
      expect(await page.locator('#view').innerText()).not.toMatch(/package/)
      await page.unroute('**/ubus')
    }
    await page.route('**/ubus', async route => {
      const { id, params } = route.request().postDataJSON()
      const isSession = params[1] === 'session'
      await route.fulfill({
        json: { jsonrpc: '2.0', id, ...(isSession ? { result: [0, { access: true }] } : { error: gone }) },
      })
    })
    await page.reload()
    await soon(() => page.locator('.cm-trouble').innerText()).toMatch(/Install the package rpcd-mod-modem/)
  })
})
