import { describe, expect, it } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { aJournal, anHour, answering, watching } from '../world/browser/watched.ts'

const lte = 'fibocom/fg621-lte-a'
const told = { watch: watching, history: anHour, journal: aJournal }

/** Notices how far what is shown moves after the first paint. */
const shifts = `
  window.shifted = 0
  window.painted = false
  new PerformanceObserver(list => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver(() => { window.painted = true }).observe({ type: 'paint', buffered: true })
`

/** How often a value stands in a text. */
const count = (text: string, value: string) =>
  [...text.matchAll(new RegExp(`(?<![−\\d.])${value}\\b`, 'g'))].length

describe.skipIf(browserProblem !== null)('the past on the status page', () => {
  const { serve } = browsing()

  it('goes back ten minutes, an hour, a day and a month, with what held and what happened', async () => {
    const { open, modem } = await serve({ modems: [lte] })
    answering(modem, told)
    const page = await open('status')
    await page.locator('.cm-timeline').waitFor()
    const buttons = page.getByRole('group', { name: 'Range of the chart' }).getByRole('button')
    expect(await buttons.allInnerTexts()).toEqual(['10 min', '1 h', '1 day', '30 days'])
    await soon(() => buttons.nth(1).isEnabled()).toBe(true)
    await buttons.nth(1).press('Enter')
    expect(await buttons.nth(1).getAttribute('aria-pressed')).toBe('true')
    const label = () => page.locator('.cm-strip svg').first().getAttribute('aria-label')
    await soon(label).toBe('RSRP in the last 1 h: lowest −100 dBm, highest −90 dBm, now −90 dBm')
    const path = await page.locator('.cm-strip .cm-line').first().getAttribute('d')
    expect(path?.match(/M/g), 'a line and another one after the gap').toHaveLength(2)
    const lane = (name: RegExp) => page.getByRole('img', { name })
    expect(await lane(/^Technology: 4G LTE-A, 5G NSA$/).count()).toBe(1)
    expect(await lane(/^Bands: B3\+B20, B3\+n78$/).count()).toBe(1)
    expect(await lane(/^Changes of the cell: 1, restarts: 1$/).count()).toBe(1)
    for (const [index, range] of [
      [2, 'day'],
      [3, 'month'],
    ] as const) {
      await buttons.nth(index).click()
      await soon(() =>
        modem.calls.filter(({ method }) => method === 'history').map(({ args }) => args.range),
      ).toContain(range)
    }
  })

  it('tells the values where the pointer is, and where the arrow keys lead', async () => {
    const { open, modem } = await serve({ modems: [lte] })
    answering(modem, told)
    const page = await open('status', { width: 390 })
    const hour = page.getByRole('button', { name: '1 h', exact: true })
    await soon(() => hour.isEnabled()).toBe(true)
    await hour.click()
    const slider = page.getByRole('slider', { name: 'Time in the chart' })
    const box = await slider.boundingBox()
    await slider.hover({ position: { x: (box?.width ?? 0) / 4, y: 30 } })
    const readout = page.locator('.cm-readout')
    expect(await readout.innerText()).toMatch(
      /RSRP −9[78] dBm · RSRQ −11 dB · SINR 12 dB · 4G LTE-A · B3\+B20$/,
    )
    await slider.focus()
    await slider.press('End')
    expect(await readout.innerText()).toMatch(/RSRP −90 dBm .* 5G NSA · B3\+n78$/)
    for (let nth = 0; nth < 3; nth++) await slider.press('PageDown')
    for (let nth = 0; nth < 3; nth++) await slider.press('ArrowLeft')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/ · Restart the modem$/)
    await slider.press('Home')
    await slider.press('Escape')
    expect(await readout.innerText()).toMatch(/^Point at the lines/)
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1000, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect(await accessibility(page)).toEqual([])
      expect(await overflows(page)).toBe(false)
      await shoot(page, `past-${width}`)
    }
  })

  it('is what the page has read itself where nobody watches, and says where more is to be had', async () => {
    const { open } = await serve({ modems: [lte] })
    const page = await open('status')
    await soon(() => page.locator('.cm-hint').isVisible()).toBe(true)
    expect(await page.locator('.cm-hint').innerText()).toMatch(/Longer ranges .* → Connection care/)
    expect(await page.getByRole('button', { name: '1 day' }).isDisabled()).toBe(true)
    await soon(() => page.getByRole('img', { name: /^Technology: 4G LTE-A$/ }).count()).toBe(1)
    await page.getByRole('slider', { name: 'Time in the chart' }).press('End')
    await soon(() => page.locator('.cm-readout').innerText()).toMatch(/RSRP −\d+ dBm .* 4G LTE-A · B3\+B20/)
  })

  it('has the modem asked by the watch alone while one runs, but for an antenna that is aimed', async () => {
    const { open, modem, router } = await serve({ modems: [lte] })
    answering(modem, told)
    const page = await open('status')
    await soon(() => modem.calls.some(({ method }) => method === 'journal')).toBe(true)
    const asked = () => router.modems[0]?.log.length
    const [before, calls] = [asked(), modem.calls.length]
    await soon(() => modem.calls.length).toBeGreaterThan(calls + 1)
    expect(asked()).toBe(before)
    await page.getByRole('button', { name: 'Aim the antenna' }).click()
    await soon(asked).toBeGreaterThan(before ?? 0)
  })

  it.each([1000, 390])('has its room from the first paint, %d px wide, and asks info first', async width => {
    const { open, modem } = await serve({ modems: [lte] })
    modem.fault = () => ({ delayMs: 150 })
    const page = await open('status', { width, before: shifts })
    await page.locator('.cm-cards dt').first().waitFor()
    expect(
      modem.calls
        .map(({ method }) => method)
        .filter(method => method !== 'list')
        .slice(0, 1),
    ).toEqual(['info'])
    await soon(() => modem.calls.filter(({ method }) => method === 'info').length).toBeGreaterThan(1)
    await soon(() => page.locator('.cm-hint').isVisible()).toBe(true)
    expect(await page.evaluate('window.painted')).toBe(true)
    expect(await page.evaluate('window.shifted')).toBeLessThan(0.05)
  })

  it('shows each number of the signal once', async () => {
    const { open } = await serve({ modems: [lte], behaviours: () => [] })
    const page = await open('status')
    await page.locator('.cm-carriers').waitFor()
    const values = await page.locator('.cm-value').allInnerTexts()
    expect(values).toHaveLength(4)
    const text = await page.locator('#view').innerText()
    for (const value of values) expect([value, count(text, value)], text).toEqual([value, 1])
  })

  it('tells gateway, name servers, IPv6 and MTU of the connection', async () => {
    const { open, modem, router } = await serve({ modems: [lte] })
    const info = (await router.call('info', {})) as ModemInfo
    const connection = {
      ...info.connection,
      gateway: '10.64.12.1',
      gateway6: 'fe80::1',
      dns: ['10.64.0.53', '2001:db8::53'],
      prefix: '2001:db8:1::/56',
      mtu: 1430,
    }
    answering(modem, { info: { ...info, connection } })
    const page = await open('status')
    await page.locator('.cm-cards dt').first().waitFor()
    const cards = await page.locator('.cm-cards').innerText()
    for (const row of [
      /Gateway\s+10\.64\.12\.1\s+fe80::1/,
      /DNS\s+10\.64\.0\.53\s+2001:db8::53/,
      /IPv6\s+2001:db8:1::\/56/,
      /MTU\s+1430/,
    ])
      expect(cards).toMatch(row)
  })
})
