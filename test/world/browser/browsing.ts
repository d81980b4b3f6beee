import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Pages, type PagesOptions, servePages, startBrowser } from './browser.ts'

/**
 * A browser for the tests of a suite, and what serves the pages to it. What a test has served ends with it, and nothing
 * in it may have complained.
 */
export function browsing(): { serve(options: PagesOptions): Promise<Pages> } {
  let browser: Browser
  let pages: Pages | null = null

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const complaints = pages?.complaints()
    await pages?.close()
    pages = null
    expect(complaints).toEqual([])
  })

  return {
    async serve(options) {
      pages = await servePages(browser, options)
      return pages
    },
  }
}
