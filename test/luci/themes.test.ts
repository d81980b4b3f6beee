import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, ofLooks, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { repository } from '../world/memory/host.ts'

const themes = ['openwrt-2020', 'argon', 'material'] as const
type Theme = (typeof themes)[number]

/** Has a page wear the rules of a theme that bite, before its own style sheet as LuCI has them. */
async function wear(page: Page, theme: Theme): Promise<void> {
  const rules = readFileSync(join(repository, `test/world/browser/host/themes/${theme}.css`), 'utf8')
  await page.evaluate(text => {
    document.getElementById('worn')?.remove()
    const style = Object.assign(document.createElement('style'), { id: 'worn', textContent: text })
    document.querySelector('link[href*="modem/style.css"]')?.before(style)
  }, rules)
}

/** What of the page reaches beyond the window, but for what scrolls by itself. */
const beyond = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('#view *')]
      .filter(node => !node.closest('.cm-scroll') && node.getBoundingClientRect().right > innerWidth + 0.5)
      .map(node => `${node.tagName}.${node.className}`),
  )

/** How far the content of each section stands from its edge, px. */
const edges = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.cm-section')].flatMap(section => {
      const left = section.getBoundingClientRect().left
      const shown = [...section.querySelectorAll('h3, p, dl, table, button, label, .cm-meter-head')]
      return shown
        .filter(node => node.checkVisibility())
        .map(node => node.getBoundingClientRect().left - left)
    }),
  )

describe.skipIf(browserProblem !== null)('under the rules of other themes', () => {
  const { serve } = browsing()
  const pages = [
    ['status', '.cm-carriers td'],
    ['bands', '.cm-chip'],
    ['control', '.cm-control'],
    ['messages', '.cm-count'],
    ['console', '.cm-known'],
    ['settings', '.cm-section'],
  ] as const

  it.each(pages)(
    '%s stays readable, within the window and off the edges, dark and light',
    async (name, sign) => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open(name)
      await page.locator(sign).first().waitFor()
      if (name === 'control') await page.getByRole('heading', { name: 'Cells and cell lock' }).click()
      await soon(() => page.locator('.spinning').count()).toBe(0)
      for (const theme of themes) {
        await wear(page, theme)
        for (const [width, colorScheme] of [
          [390, 'dark'],
          [1000, 'light'],
          [1000, 'dark'],
          [390, 'light'],
        ] as const) {
          await page.setViewportSize({ width, height: 800 })
          await page.emulateMedia({ colorScheme })
          expect({ theme, width, beyond: await beyond(page) }).toEqual({ theme, width, beyond: [] })
          expect(Math.min(...(await edges(page)))).toBeGreaterThanOrEqual(8)
          // A theme changes nothing but looks: the other rules are asked once.
          const rules = theme === themes[0] && width === 390 && colorScheme === 'dark' ? undefined : ofLooks
          expect(await accessibility(page, rules), `${theme} ${width} ${colorScheme}`).toEqual([])
          await shoot(page, `${name}-${theme}-${width}-${colorScheme}`)
        }
      }
    },
  )

  it('a command to choose is shown as it is sent, and within its button', async () => {
    const { open } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('console')
    await page.locator('.cm-known').first().waitFor()
    await wear(page, 'material')
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const wrong = await page.locator('.cm-known').evaluateAll(buttons =>
        buttons
          .filter(({ clientWidth, clientHeight, scrollWidth, scrollHeight }) => {
            return scrollWidth > clientWidth || scrollHeight > clientHeight
          })
          .map(({ textContent }) => textContent),
      )
      expect({ width, wrong }).toEqual({ width, wrong: [] })
    }
    await shoot(page, 'commands-material')
    const longest = page.getByRole('button', { name: 'AT+QNWPREFCFG="ue_capability_band"' })
    expect((await longest.innerText()).replaceAll('\n', '')).toBe('AT+QNWPREFCFG="ue_capability_band"')
  })

  it('nothing is laid over a cell of the carriers, and each is named once', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status', { width: 390 })
    await page.locator('.cm-carriers td').first().waitFor()
    await wear(page, 'openwrt-2020')
    const drawn = await page.locator('.cm-carriers td').evaluateAll(cells =>
      cells.map(cell => ({
        over: getComputedStyle(cell, '::after').content,
        title: getComputedStyle(cell, '::before').content,
      })),
    )
    expect(new Set(drawn.map(({ over }) => over))).toEqual(new Set(['none']))
    expect(drawn.map(({ title }) => title)).toContain('"RSRP"')
  })

  it('a fold shows by a triangle that it is one, and how it stands', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    await page.locator('.cm-control').first().waitFor()
    await wear(page, 'openwrt-2020')
    const marker = () =>
      page
        .locator('.cm-control > summary')
        .first()
        .evaluate(node => {
          const { width, borderRightWidth, transform } = getComputedStyle(node, '::before')
          return { isSeen: Number.parseFloat(width) > 4 && borderRightWidth !== '0px', transform }
        })
    const closed = await marker()
    expect(closed.isSeen).toBe(true)
    await page.locator('.cm-control > summary').first().press('Enter')
    expect((await marker()).transform).not.toBe(closed.transform)
  })

  it('the heading of a fold stands beside its triangle, also where it needs several lines', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control', { width: 240 })
    await page.locator('.cm-control').first().waitFor()
    await wear(page, 'openwrt-2020')
    const placed = await page.locator('.cm-fold > summary').evaluateAll(folds =>
      folds.map(fold => {
        const heading = fold.querySelector('h3')?.getBoundingClientRect()
        const { left, top, right } = fold.getBoundingClientRect()
        const isBeside = heading && heading.left - left > 8 && heading.top - top < 8
        return isBeside && heading.right <= right ? 'beside it' : fold.textContent
      }),
    )
    expect(placed.length).toBeGreaterThan(3)
    expect(new Set(placed)).toEqual(new Set(['beside it']))
  })

  it.each([
    ['bands', 'number'],
    ['messages', 'tel'],
  ])('a field of %s shows where it is, whatever its kind', async (name, kind) => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open(name)
    const field = page.locator(`.cm-page input[type=${kind}]`).first()
    await field.waitFor({ state: 'attached' })
    await wear(page, 'openwrt-2020')
    expect(await field.evaluate(node => getComputedStyle(node).borderBottomWidth)).not.toBe('0px')
  })

  it('buttons that need several lines begin at one edge', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('settings', { width: 240 })
    const buttons = page.locator('.cm-actions > button')
    await buttons.first().waitFor()
    await wear(page, 'openwrt-2020')
    const lefts = await buttons.evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect().left))
    expect(lefts).toHaveLength(2)
    expect(new Set(lefts).size).toBe(1)
  })
})
