import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

describe.skipIf(browserProblem !== null)('the bands page', () => {
  const { serve } = browsing()
  const lte = (page: Page) => page.locator('.cm-bands').first()
  const band = (page: Page, number: number) => lte(page).locator(`[data-band="${number}"] input`)

  /** Has a change stay, whatever comes of it. */
  const forGood = (page: Page) =>
    page.getByRole('checkbox', { name: 'Take it back unless the modem is' }).uncheck()

  it('shows every band with duplex and frequency, and which carry the connection', async () => {
    const { open } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('bands')
    await soon(() => page.locator('.cm-bands h3').allInnerTexts()).toEqual(['4G LTE', '5G NSA', '5G SA'])
    expect(await lte(page).locator('[data-band="3"]').innerText()).toMatch(
      /B3\s+FDD 1800 MHz\s+in use, primary/,
    )
    expect(await lte(page).locator('[data-band="38"]').innerText()).toMatch(/^B38\s+TDD 2600 MHz$/)
    expect(await page.locator('.cm-bands').nth(1).locator('.cm-used').innerText()).toMatch(/n78/)
    expect(await page.locator('.cm-bands').nth(2).locator('.cm-used').count()).toBe(0)
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'bands-nsa')
    await page.setViewportSize({ width: 360, height: 800 })
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await overflows(page)).toBe(false)
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'bands-phone-dark')
  })

  it('has those in use first, and finds one of many by number, name or frequency', async () => {
    const { open } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('bands')
    await lte(page).waitFor()
    const shown = () =>
      page
        .locator('.cm-chip:visible')
        .evaluateAll(nodes => nodes.map(node => node.querySelector('b')?.textContent))
    expect((await lte(page).locator('.cm-chip b').allInnerTexts()).slice(0, 3)).toEqual(['B3', 'B7', 'B1'])
    const search = page.getByRole('searchbox', { name: 'Search a band' })
    await search.fill('n78')
    expect(await shown()).toEqual(['n78', 'n78'])
    await search.fill('7')
    expect(await shown()).toEqual(['B7', 'n7', 'n7'])
    await search.fill('1800')
    expect(await shown()).toEqual(['B3', 'n3', 'n3'])
    await search.fill('')
    expect((await shown()).length).toBeGreaterThan(20)
  })

  it('sets bands in the modem and says what it reads back', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    await band(page, 7).uncheck()
    await band(page, 41).uncheck()
    await forGood(page)
    expect(await page.locator('.cm-change').innerText()).toBe('4G LTE: Will be switched off: B7, B41.')
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(
      /Done, and read back\.\s+Allowed now: 4G LTE: B1, B3, B5, B8, B20, B28, B38, B40\./,
    )
    expect(await router.call('bands', {})).toMatchObject({
      enabled: { lte: [1, 3, 5, 8, 20, 28, 38, 40] },
    })
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Restore the default' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(/B7.*B41/)
    expect(await band(page, 7).isChecked()).toBe(true)
  })

  it('warns before it cuts the band it sits on, and Escape means no', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    await band(page, 3).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(
      /Cut the present connection\?.*B3.*connected within 2 min, what held before is put back/s,
    )
    await page.keyboard.press('Escape')
    await soon(() => dialog.count()).toBe(0)
    await forGood(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await dialog.innerText()).toMatch(/lock yourself out/)
    await page.keyboard.press('Escape')
    await soon(() => dialog.count()).toBe(0)
    expect(modem.calls.map(({ method }) => method)).not.toContain('set_bands')
    await page.getByRole('button', { name: 'Apply' }).click()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(/Allowed now: 4G LTE: B1, B5/)
  })

  it('can be used with the keyboard alone', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    await band(page, 28).focus()
    await page.keyboard.press('Space')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    for (let i = 0; i < 16 && (await focused()) !== 'Apply'; i++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('Apply')
    await page.keyboard.press('Enter')
    await soon(async () => JSON.stringify(await router.call('bands', {}))).toContain(
      '[1,3,5,7,8,20,38,40,41]',
    )
  })

  it('does not let all bands be switched off', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('bands')
    await page.getByRole('button', { name: 'Only those in use' }).click()
    await band(page, 3).uncheck()
    await band(page, 20).uncheck()
    expect(await page.locator('.cm-change').innerText()).toBe('4G LTE: choose at least one band.')
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
  })

  it('tells when the modem takes a change and shows something else', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'], behaviours: () => [] })
    const page = await open('bands')
    await band(page, 7).uncheck()
    await forGood(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(/but shows something else/)
    expect(await band(page, 7).isChecked()).toBe(true)
  })

  it('sends a change once, also when no answer comes, and says so', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    modem.fault = method => (method === 'set_bands' ? { noAnswer: true } : null)
    const page = await open('bands')
    await band(page, 7).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(
      /No answer came to the change\s+It may have been made/,
    )
    expect(modem.calls.filter(({ method }) => method === 'set_bands')).toHaveLength(1)
  })

  it('lets a login that may only read look, and change nothing', async () => {
    const { open } = await serve({
      modems: ['fibocom/fg621-lte-a'],
      visitor: groups => ({ read: groups }),
    })
    const page = await open('bands')
    await soon(() => page.locator('.cm-note').innerText()).toMatch(/may only look/)
    expect(await band(page, 3).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Apply' }).count()).toBe(0)
  })

  it('keeps enabled bands that no table knows, of every technology, when others are changed', async () => {
    const fixture = readFileSync(join(repository, 'test/fixtures/quectel/rm520n-nsa.at'), 'utf8')
    const script = parseFixture(
      fixture
        .replace('"lte_band",1:3:7:20', '"lte_band",1:3:7:20:250')
        .replace('"nsa_nr5g_band",78', '"nsa_nr5g_band",78:500')
        .replace('"nr5g_band",1:3:28:78', '"nr5g_band",1:3:28:78:500'),
    )
    const { open, router, modem } = await serve({ modems: [script] })
    const page = await open('bands')
    for (const [index, off] of [20, 79, 28].entries()) {
      const section = page.locator('.cm-bands').nth(index)
      const box = section.locator(`[data-band="${off}"] input`)
      await box.click()
    }
    await forGood(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(
      /Done, and read back.*4G LTE: .*5G SA: /s,
    )
    expect(modem.calls.filter(({ method }) => method === 'set_bands')).toHaveLength(1)
    expect(await router.call('bands', {})).toMatchObject({
      enabled: { lte: [1, 3, 7, 250], nr_nsa: [78, 79, 500], nr_sa: [1, 3, 78, 500] },
    })
  })

  it('keeps a band it has no chip for, because it was allowed after the page was opened', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const { call } = modem
    modem.call = async (method, args, ...more) => {
      const reply = await call(method, args, ...more)
      if (method !== 'set_bands') return reply
      return { ...reply, after: [...(reply as { requested: number[] }).requested, 66] }
    }
    const page = await open('bands')
    await band(page, 7).uncheck()
    await forGood(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-result').innerText()).toMatch(/B66/)
    await band(page, 41).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => modem.calls.filter(({ method }) => method === 'set_bands').length).toBe(2)
    expect(modem.calls.findLast(({ method }) => method === 'set_bands')?.args.bands).toContain(66)
  })

  it('says calmly of a modem without band commands that nobody has described it', async () => {
    const { open } = await serve({ modems: ['standard/any-lte'] })
    const page = await open('bands')
    await soon(() => page.locator('#view').innerText()).toMatch(/Nobody has described this modem yet/)
    await soon(() => page.locator('#view .spinning').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  })
})
