import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, ofLooks, overflows } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import type { Fault } from '../world/browser/bus.ts'
import { soon } from '../world/browser/soon.ts'

const names = ['status', 'bands', 'control', 'console', 'settings', 'overview'] as const
type Name = (typeof names)[number]

/** How a modem can be, and what each page shows of it; null: no section of ours. */
interface State {
  /** What the router is like, as in `a page of …`. */
  name: string
  modems: readonly string[]
  fault?: Fault
  shows: Readonly<Record<Name, RegExp | null>>
}

const lte = 'fibocom/fg621-lte-a'
const healthy: State['shows'] = {
  status: /Connected.*4G LTE-A · B3 \+ B20.*primary.*home network/s,
  bands: /10 of 10 bands are allowed.*B3\s+FDD 1800 MHz\s+in use, primary/s,
  control: /SIM card.*Technology.*APN.*cell lock.*Restart.*USB mode/s,
  console: /AT\+GTCAINFO\?\s+carriers in use/,
  settings: /Add a modem by name.*Compare/s,
  overview: /A1 · 4G LTE-A · −\d+ dBm/,
}

const states: readonly State[] = [
  { name: 'a healthy modem', modems: [lte], shows: healthy },
  {
    name: 'a modem on 5G NSA',
    modems: ['quectel/rm520n-nsa'],
    shows: {
      ...healthy,
      status: /5G NSA · B3 \+ B7 \+ n78.*n78 TDD 3500 MHz/s,
      bands: /5G NSA.*n78\s+TDD 3500 MHz\s+in use.*5G SA/s,
      control: /SIM card.*APN.*Cells/s,
      console: /AT\+QCAINFO/,
      overview: /vodafone IT · 5G NSA · −\d+ dBm/,
    },
  },
  {
    name: 'a modem that looks for a network',
    modems: ['fibocom/fg621-searching'],
    shows: {
      ...healthy,
      status: /Looking for a network.*→ Bands/s,
      bands: /bands are allowed/,
      control: /SIM card.*Restart/s,
      overview: /Looking for a network/,
    },
  },
  {
    name: 'a modem without a SIM card',
    modems: ['fibocom/fg621-no-sim'],
    shows: {
      ...healthy,
      status: /No SIM card.*Insert a SIM card/s,
      bands: /bands are allowed/,
      control: /SIM card.*Restart/s,
      overview: /No SIM card/,
    },
  },
  {
    name: 'a modem whose SIM card waits for its PIN',
    modems: ['fibocom/fg621-pin'],
    shows: {
      ...healthy,
      status: /The SIM card waits for its PIN.*→ Control/s,
      bands: /bands are allowed/,
      control: /SIM card.*State\s+waits for its PIN.*Unlock/s,
      overview: /The SIM card waits for its PIN/,
    },
  },
  {
    name: 'a router without a modem',
    modems: [],
    shows: {
      status: /No modem found.*Plug it in/s,
      bands: /No modem found.*Plug it in/s,
      control: /No modem found.*Plug it in/s,
      console: /No modem found.*Plug it in/s,
      settings: /Add a modem by name/,
      overview: null,
    },
  },
  {
    name: 'a modem service that gives no answer (ubus status 5)',
    modems: [lte],
    fault: { noAnswer: true },
    shows: {
      status: /No answer came from the modem service.*restart rpcd/s,
      bands: /No answer came from the modem service.*restart rpcd/s,
      control: /No answer came from the modem service.*restart rpcd/s,
      console: /No answer came from the modem service.*restart rpcd/s,
      settings: /No answer came from the modem service.*Add a modem by name/s,
      overview: /No answer came from the modem service/,
    },
  },
  { name: 'a modem that answers slowly', modems: [lte], fault: { delayMs: 700 }, shows: healthy },
]

const pathOf = (name: Name) => (name === 'overview' ? '/cgi-bin/luci/admin/status/overview' : name)

/** What stands on the page when it has come to rest. */
async function textOf(page: Page, expected: RegExp | null): Promise<string> {
  const view = page.locator('#view')
  if (expected === null) await page.locator('#view[data-ready]').waitFor()
  else await soon(() => view.innerText()).toMatch(expected)
  await soon(() => view.locator('.spinning').count()).toBe(0)
  return view.innerText()
}

describe.skipIf(browserProblem !== null)('in a browser', () => {
  const { serve } = browsing()

  it.each(states.map(state => [state.name, state] as const))(
    'the pages of %s say what is the matter, readable for everybody',
    async (_name, state) => {
      const { modems, fault, shows } = state
      const pages = await serve({ modems })
      pages.modem.fault = () => fault ?? null
      for (const name of names) {
        const page = await pages.open(pathOf(name))
        const text = await textOf(page, shows[name])
        expect(text, name).not.toMatch(/\b(?:null|undefined|NaN)\b|\[object/)
        if (shows[name] === null) expect(text).not.toContain('Cellular modem')
        expect(await accessibility(page), name).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.setViewportSize({ width: 360, height: 800 })
        expect(await accessibility(page, ofLooks), name).toEqual([])
        expect(await overflows(page), name).toBe(false)
        await page.close()
        await soon(() => pages.modem.isIdle()).toBe(true)
      }
    },
  )

  it.each(names)('everything on %s that can be used is reached with the Tab key', async name => {
    const pages = await serve({ modems: [lte] })
    const page = await pages.open(pathOf(name))
    await textOf(page, healthy[name])
    const usable = (await page.evaluate(`(() => {
      const all = [...document.querySelectorAll('#view :is(button, input, select, summary, a[href])')]
      const shown = all.filter(node => !node.disabled && node.checkVisibility({ visibilityProperty: true }))
      for (const node of shown) node.dataset.walked = 'no'
      return shown.length
    })()`)) as number
    expect(usable).toBeGreaterThan(0)
    await page.evaluate('document.activeElement.blur()')
    for (let step = 0; step < usable + 15; step++) {
      await page.keyboard.press('Tab')
      await page.evaluate(`document.activeElement.dataset.walked = 'yes'`)
    }
    const left = await page.locator('#view [data-walked="no"]').allInnerTexts()
    expect(left).toEqual([])
  })

  it('waits in words while a slow modem is read', async () => {
    const pages = await serve({ modems: [lte] })
    pages.modem.fault = () => ({ delayMs: 1500 })
    for (const [name, text] of [
      ['status', 'Reading the modem …'],
      ['bands', 'Reading the bands …'],
      ['control', 'Reading the modem …'],
    ] as const) {
      const page = await pages.open(name)
      await page.locator('.cm-body .spinning', { hasText: text }).waitFor()
      await page.close()
      await new Promise(resolve => setTimeout(resolve, 1600))
    }
  })

  it.each([
    ['bands', /5G NSA.*n78/s],
    ['control', /Quectel|Cells/],
    ['console', /AT\+QCAINFO/],
  ] as const)('%s is about the chosen one of several modems', async (name, expected) => {
    const pages = await serve({ modems: [lte, 'quectel/rm520n-nsa'] })
    const page = await pages.open(name)
    await page.getByRole('tab', { name: /usb-1-2/ }).click()
    await textOf(page, expected)
    const own = pages.modem.calls.filter(({ method }) => method !== 'status' && method !== 'watch')
    const asked = own.map(({ args }) => args.modem).filter(modem => modem !== undefined)
    if (name !== 'console') expect(asked.at(-1)).toBe('usb-1-2')
  })
})
