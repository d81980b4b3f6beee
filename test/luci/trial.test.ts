import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  accessibility,
  browserProblem,
  overflows,
  type Pages,
  type PagesOptions,
  shoot,
} from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { lively } from '../world/demo/behaviours.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const lte = 'fibocom/fg621-lte-a'
const allBands = [1, 3, 5, 7, 8, 20, 28, 38, 40, 41]
const keepIf = 'Take it back unless the modem is'

/** Finds a network only where band 7 is allowed, so that a change without it is on trial to the end of its time. */
const needsBand7: Behaviour = () => {
  let isLost = false
  return {
    answer(part) {
      if (/^\+GTACT=\d/.test(part)) isLost = !/,107/.test(part)
      return isLost && /^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,2`]) : undefined
    },
  }
}

const withoutNetwork: PagesOptions = {
  modems: [lte],
  behaviours: script => [needsBand7, ...lively(script)],
}

describe.skipIf(browserProblem !== null)('a change on trial', () => {
  const { serve } = browsing()
  const notice = (page: Page) => page.locator('.cm-notice')
  const offer = (page: Page) => page.getByRole('checkbox', { name: keepIf })
  const seconds = (page: Page) => page.getByRole('spinbutton', { name: 'Within seconds' })
  const longer = (page: Page) => seconds(page).fill('600')
  const enabled = async ({ router }: Pages) =>
    ((await router.call('bands', {})) as { enabled: { lte: number[] } }).enabled.lte
  const sent = ({ modem }: Pages, method: string) => modem.calls.filter(call => call.method === method)

  /** Opens the bands and switches one off. */
  async function withoutBand(
    pages: Pages,
    band: number,
    more: (page: Page) => Promise<unknown> = async () => {},
  ) {
    const page = await pages.open('bands')
    await page.locator(`.cm-bands [data-band="${band}"] input`).uncheck()
    await more(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    return page
  }

  it('is offered where there is a connection to lose, is found again by a page opened anew, and kept by a button', async () => {
    const pages = await serve(withoutNetwork)
    const page = await withoutBand(pages, 7, async open => {
      expect(await offer(open).isChecked()).toBe(true)
      expect(await seconds(open).inputValue()).toBe('120')
      await longer(open)
    })
    await soon(() => notice(page).innerText()).toMatch(
      /On trial: Bands\s+In \d+ min( \d+ s)? what held before is put back, unless the modem is connected\./,
    )
    expect(sent(pages, 'set_bands')[0]?.args).toMatchObject({ keep_if: 'connected', within_s: 600 })
    expect(await accessibility(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await overflows(page)).toBe(false)
    expect(await accessibility(page)).toEqual([])
    expect(await notice(page).getByRole('button', { name: 'Keep now' }).isVisible()).toBe(true)
    await shoot(page, 'trial-phone-dark')
    await page.reload()
    await soon(() => notice(page).innerText()).toMatch(/In \d/)
    await notice(page).getByRole('button', { name: 'Keep now' }).click()
    await soon(() => notice(page).innerText()).toMatch(/The change is kept\./)
    expect(sent(pages, 'cancel_job')[0]?.args).toMatchObject({ keep: true })
    await soon(() => page.locator('.cm-bands [data-band="7"] input').isChecked()).toBe(false)
    expect(await enabled(pages)).toEqual(allBands.filter(band => band !== 7))
    await page.reload()
    await page.locator('.cm-bands').first().waitFor()
    expect(await notice(page).innerText()).toBe('')
  })

  it('is seen on every page of the modem, and taken back there at once; its end is told until it is put away', async () => {
    const pages = await serve(withoutNetwork)
    const bands = await withoutBand(pages, 7, longer)
    await soon(() => notice(bands).innerText()).toMatch(/In \d/)
    await bands.close()
    const page = await pages.open('control')
    await soon(() => notice(page).innerText()).toMatch(/On trial: Bands/)
    await notice(page).getByRole('button', { name: 'Take back now' }).click()
    await soon(() => notice(page).innerText()).toMatch(
      /The change was taken back\.\s+It was told to\..*read back/,
    )
    expect(await enabled(pages)).toEqual(allBands)
    await page.reload()
    await soon(() => notice(page).innerText()).toMatch(/The change was taken back/)
    await notice(page).getByRole('button', { name: 'Close' }).click()
    await page.reload()
    await page.locator('.cm-control').first().waitFor()
    expect(await notice(page).innerText()).toBe('')
  })

  it('is taken back by itself when the modem finds no network, and the page shows what holds again', async () => {
    const pages = await serve(withoutNetwork)
    const page = await withoutBand(pages, 7, open => seconds(open).fill('10'))
    await soon(() => page.locator('.cm-bands [data-band="7"] input').isChecked()).toBe(false)
    await expect
      .poll(() => notice(page).innerText(), { timeout: 40_000 })
      .toMatch(
        /The change was taken back\.\s+The modem is not connected in time\. .*put back and read back\./,
      )
    await soon(() => page.locator('.cm-bands [data-band="7"] input').isChecked()).toBe(true)
    expect(await enabled(pages)).toEqual(allBands)
  }, 60_000)

  it('is not offered by default where no connection is to be lost, and nothing is sent of it', async () => {
    const pages = await serve({ modems: ['fibocom/fg621-pin'] })
    const page = await pages.open('control')
    await page.getByRole('heading', { name: 'Technology' }).click()
    const form = page.locator('.cm-control form', { has: page.getByRole('combobox', { name: 'Use' }) })
    expect(await form.getByRole('checkbox', { name: keepIf }).isChecked()).toBe(false)
    expect(await form.getByRole('spinbutton').count()).toBe(0)
    await form.getByRole('combobox', { name: 'Use' }).selectOption('lte')
    await form.getByRole('button', { name: 'Apply' }).click()
    await soon(() => sent(pages, 'set_modes').length).toBe(1)
    expect(sent(pages, 'set_modes')[0]?.args).not.toHaveProperty('keep_if')
  })

  it('is not sent with a time that is too short or too long', async () => {
    const pages = await serve({ modems: [lte] })
    const page = await withoutBand(pages, 7, open => seconds(open).fill('5'))
    await seconds(page).fill('601')
    await page.getByRole('button', { name: 'Apply' }).click()
    await seconds(page).fill('')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(sent(pages, 'set_bands')).toEqual([])
  })

  it('that could not be taken back is not made, and the page says so', async () => {
    const pages = await serve({ modems: [lte] })
    const { call } = pages.modem
    pages.modem.call = async (method, args, ...more) =>
      method === 'set_bands' && args.keep_if !== undefined
        ? { error: 'not_supported', message: 'keep_if: <b>no way</b>' }
        : call(method, args, ...more)
    const page = await withoutBand(pages, 7)
    await soon(() => page.locator('.cm-apply .cm-result').innerText()).toMatch(
      /Nothing was changed: there would be no way back\..*switch off.*<b>no way<\/b>/s,
    )
    await offer(page).uncheck()
    await page.getByRole('button', { name: 'Apply' }).click()
    await soon(() => page.locator('.cm-apply .cm-result').innerText()).toMatch(/Done, and read back/)
  })

  it('can be decided about when the job that watched over it is gone', async () => {
    const pages = await serve({ modems: [lte] })
    const { call } = pages.modem
    const lost = {
      job: 'set-bands-x',
      method: 'set_bands',
      modem: '1-1',
      state: 'failed',
      progress: null,
      trial: { keep_if: 'connected', left_s: null },
      elapsed_ms: 1000,
      result: null,
      failure: { error: 'job_lost', message: 'its process was ended' },
    }
    const settled = { modem: '1-1', outcome: 'taken_back', message: 'What was before was put back.' }
    const cancelled: unknown[] = []
    pages.modem.call = async (method, args, ...more) => {
      if (method === 'job') return lost
      if (method !== 'cancel_job') return call(method, args, ...more)
      cancelled.push(args)
      return { ...lost, state: 'done', failure: null, result: settled }
    }
    const page = await pages.open('bands')
    await soon(() => notice(page).innerText()).toMatch(/A job ended without a result.*its process was ended/s)
    await notice(page).getByRole('button', { name: 'Take back now' }).click()
    await soon(() => notice(page).innerText()).toMatch(/The change was taken back/)
    expect(cancelled).toMatchObject([{ job: 'set-bands-x' }])
    await page.locator('.cm-bands').first().waitFor()
  })

  it('is followed also while the router does not answer', async () => {
    const pages = await serve(withoutNetwork)
    const page = await withoutBand(pages, 7, longer)
    await soon(() => notice(page).innerText()).toMatch(/In \d/)
    pages.modem.fault = method => (method === 'job' ? { noAnswer: true } : null)
    await soon(() => notice(page).innerText()).toMatch(/In \d.*does not answer now.*goes on/s)
    pages.modem.fault = () => null
    await soon(() => notice(page).innerText()).not.toMatch(/does not answer/)
    await notice(page).getByRole('button', { name: 'Keep now' }).click()
    await soon(() => notice(page).innerText()).toMatch(/kept/)
  })

  it('is seen, and decided by nobody, with a login that may only read', async () => {
    const pages = await serve({ ...withoutNetwork, visitor: groups => ({ read: groups }) })
    await pages.router.call('set_bands', { rat: 'lte', bands: [3, 20], keep_if: 'connected', within_s: 600 })
    const page = await pages.open('bands')
    await soon(() => notice(page).innerText()).toMatch(/On trial: Bands\s+In \d/)
    expect(await notice(page).getByRole('button').count()).toBe(0)
    expect(await page.getByRole('checkbox', { name: keepIf }).count()).toBe(0)
  })

  describe('of the control page', () => {
    const part = (page: Page, title: string) =>
      page.locator('.cm-control', { has: page.getByRole('heading', { name: title, exact: true }) })
    const insist = (page: Page, name: string) =>
      page.getByRole('alertdialog').getByRole('button', { name }).click()

    it.each([
      {
        method: 'set_modes',
        title: 'Technology',
        keeps: 'connected',
        async change(section: ReturnType<typeof part>) {
          await section.getByRole('combobox', { name: 'Use' }).selectOption('lte')
          await section.getByRole('button', { name: 'Apply' }).click()
        },
      },
      {
        method: 'lock_cell',
        title: 'Cells and cell lock',
        keeps: 'connected',
        async change(section: ReturnType<typeof part>, page: Page) {
          await section.getByRole('button', { name: 'Bind: LTE channel 1300, PCI 212' }).click()
          expect(await page.getByRole('alertdialog').innerText()).toMatch(/connected within 2 min, what held/)
          await insist(page, 'Bind')
        },
      },
      {
        method: 'set_context',
        title: 'Access point (APN)',
        keeps: 'connected',
        async change(section: ReturnType<typeof part>, page: Page) {
          await section.getByRole('textbox', { name: 'APN' }).fill('web.example')
          await section.getByRole('button', { name: 'Save' }).click()
          await insist(page, 'Save')
        },
      },
      {
        method: 'set_usb_mode',
        title: 'USB mode',
        keeps: 'registered',
        async change(section: ReturnType<typeof part>, page: Page) {
          await section.getByRole('combobox', { name: 'Mode' }).selectOption('38')
          await section.getByRole('button', { name: 'Change' }).click()
          await insist(page, 'Change')
        },
      },
      {
        method: 'set_autoconnect',
        title: 'Dial by itself',
        keeps: 'connected',
        async change(section: ReturnType<typeof part>) {
          await section.getByRole('button', { name: /^Let the/, disabled: false }).click()
        },
      },
    ])('$method is kept only while the modem is $keeps', async ({ method, title, keeps, change }) => {
      const pages = await serve({ modems: [lte] })
      const page = await pages.open('control')
      await page.getByRole('heading', { name: title, exact: true }).click()
      await change(part(page, title), page)
      await soon(() => notice(page).innerText()).toMatch(/On trial: /)
      expect(sent(pages, method)[0]?.args).toMatchObject({ keep_if: keeps, within_s: 120 })
      expect(await accessibility(page)).toEqual([])
    })

    it('is not offered for an access point of which the modem could not be given back what it has', async () => {
      const pages = await serve({ modems: [lte] })
      await pages.router.call('set_context', { cid: 2, apn: 'a.b', auth: 'pap', user: 'me', password: 'x' })
      const page = await pages.open('control')
      const section = part(page, 'Access point (APN)')
      await section.getByRole('heading').click()
      const box = section.getByRole('checkbox', { name: keepIf })
      await soon(() => box.isVisible()).toBe(true)
      await section.getByRole('combobox', { name: 'Number' }).selectOption('2')
      expect(await box.isVisible()).toBe(true)
      await section.getByLabel('Password').fill('other')
      expect(await box.isVisible()).toBe(false)
      expect(await section.innerText()).toMatch(/does not tell the password/)
      await section.getByRole('combobox', { name: 'Number' }).selectOption('3')
      expect(await section.innerText()).toMatch(/A new access point is not taken back/)
      await section.getByRole('combobox', { name: 'Number' }).selectOption('1')
      expect(await box.isChecked()).toBe(true)
      expect(sent(pages, 'set_context')).toEqual([])
    })
  })
})
