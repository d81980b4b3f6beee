import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, ofLooks, overflows } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import type { Fault } from '../world/browser/bus.ts'
import { soon } from '../world/browser/soon.ts'
import { lively } from '../world/demo/behaviours.ts'
import { messages } from '../world/modem/messages.ts'
import { deliver } from '../world/modem/received.ts'
import type { ModemScript } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const names = ['status', 'bands', 'control', 'console', 'settings', 'overview'] as const
/** Pages with suites of their own, looked at here in every state on a phone in the dark. */
const further = ['checkup', 'messages', 'care', 'setup'] as const
type Name = (typeof names)[number] | (typeof further)[number]

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
  checkup: /All is well|What helps:/,
  messages: /Are you there\?.*New message.*USSD/s,
  care: /What it does.*Do something now.*Journal/s,
  setup: /is as it should be/,
}

const states: readonly State[] = [
  { name: 'a healthy modem', modems: [lte], shows: healthy },
  {
    name: 'a modem on 5G NSA',
    modems: ['quectel/rm520n-nsa'],
    shows: {
      ...healthy,
      setup: /as it should be|What will be changed/,
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
      checkup: /finds no network|is looking for a network|What helps:/,
      messages: /New message.*USSD/s,
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
      checkup: /No SIM|sees no SIM card/,
      messages: /New message.*USSD/s,
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
      checkup: /waits for its PIN/,
      messages: /New message.*USSD/s,
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
      checkup: /no modem/i,
      messages: /No modem found.*Plug it in/s,
      care: /No modem found.*Settings of the care/s,
      setup: /No modem found.*Plug it in/s,
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
      checkup: /No answer came from the modem service.*restart rpcd/s,
      messages: /No answer came from the modem service.*restart rpcd/s,
      care: /No answer came from the modem service.*Settings of the care/s,
      setup: /No answer came from the modem service.*restart rpcd/s,
      overview: /No answer came from the modem service/,
    },
  },
  { name: 'a modem that answers slowly', modems: [lte], fault: { delayMs: 700 }, shows: healthy },
]

/** A modem that has a message. */
const behaviours = (script: ModemScript): readonly Behaviour[] => [
  messages({ slots: { ME: { 1: [1, deliver('491701111111', 'Are you there?', 1)] } } }),
  ...lively(script),
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
      const pages = await serve({ modems, behaviours })
      pages.modem.fault = () => fault ?? null
      const page = await pages.open('/cgi-bin/luci/admin/status/overview')
      const base = new URL(page.url()).origin
      for (const name of [...names, ...further]) {
        const isFurther = further.some(each => each === name)
        await page.goto('about:blank')
        await soon(() => pages.modem.isIdle()).toBe(true)
        await page.emulateMedia({ colorScheme: isFurther ? 'dark' : 'light' })
        await page.setViewportSize({ width: isFurther ? 390 : 1000, height: 800 })
        await page.goto(
          `${base}${name === 'overview' ? pathOf(name) : `/cgi-bin/luci/admin/modem/cellular/${name}`}`,
        )
        const text = await textOf(page, shows[name])
        expect(text, name).not.toMatch(/\b(?:null|undefined|NaN)\b|\[object/)
        if (shows[name] === null) expect(text).not.toContain('Cellular modem')
        expect(await accessibility(page), name).toEqual([])
        if (!isFurther) {
          await page.emulateMedia({ colorScheme: 'dark' })
          await page.setViewportSize({ width: 360, height: 800 })
          expect(await accessibility(page, ofLooks), name).toEqual([])
        }
        expect(await overflows(page), name).toBe(false)
      }
    },
  )

  it.each([...names, ...further])(
    'everything on %s that can be used is reached with the Tab key',
    async name => {
      const pages = await serve({ modems: [lte], behaviours })
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
    },
  )

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
