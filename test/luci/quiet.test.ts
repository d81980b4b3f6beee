import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { watchModem } from '../../src/watch/loop.ts'
import { policies } from '../../src/watch/policies.ts'
import { readPlans } from '../../src/watch/settings.ts'
import { browserProblem, type Pages } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import type { ModemScript } from '../world/modem/script.ts'

const overview = '/cgi-bin/luci/admin/status/overview'

/** A modem that looks for no network, because its radio is off. */
const off = parseFixture(`@usb 1209:0001 "Maker" "Module"
@port ttyUSB2 2
@net wwan0 qmi_wwan
@accept ^\\+CREG=2$
> AT+CREG?
< +CREG: 2,0

> AT+CFUN?
< +CFUN: 4
`)

/** Modems, and what stands on their pages when they have come to rest. */
const cases: readonly (readonly [string, string | ModemScript, Readonly<Record<string, RegExp>>])[] = [
  [
    'in service',
    'fibocom/fg621-lte-a',
    {
      status: /Connected/,
      checkup: /Look now/,
      bands: /In use now\s+B3 \+ B20\s.*Read the bands/s,
      control: /SIM card.*Technology/s,
      messages: /Read the messages.*New message.*USSD/s,
      care: /What it does.*Journal/s,
      settings: /Add a modem by name/,
      console: /Commands of this modem/,
      setup: /Look now/,
      [overview]: /Connected/,
    },
  ],
  ['that looks for a network', 'fibocom/fg621-searching', { status: /Looking for a network/ }],
  [
    'that waits for its PIN',
    'fibocom/fg621-pin',
    { status: /waits for its PIN/, control: /waits for its PIN\s+Enter the PIN\.\s+SIM card/ },
  ],
  ['whose radio is off', off, { status: /The radio is switched off/, [overview]: /radio is switched off/ }],
]

/** What ends the watches of a test. */
let ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends) await end()
  ends = []
})

/** Has the watch of the router run, and waits for its first look. */
async function watched({ router, modem }: Pages): Promise<void> {
  const { platform, root } = router
  writeFileSync(join(root, 'etc/config/modem'), 'config watch\n\toption interval 300\n')
  const [plan] = readPlans(platform.files, policies).plans
  if (plan === undefined) throw new Error('nothing is watched')
  let isEnding = false
  let wake = () => {}
  const running = watchModem(
    {
      platform,
      date: () => new Date(),
      pause: () =>
        new Promise(resolve => {
          wake = resolve
        }),
      isEnding: () => isEnding,
      lay: async name => void (await router.call('status', { modem: name, max_age: 60_000 })),
    },
    plan,
  )
  ends.push(async () => {
    isEnding = true
    wake()
    await running
  })
  await soon(() => modem.call('watch', {}, { allowed: () => true })).toMatchObject({ running: true })
}

describe.skipIf(browserProblem !== null)(
  'while the watch runs, no page sends anything by itself to a modem',
  () => {
    const { serve } = browsing()

    it.each(cases)('%s', async (_name, script, shown) => {
      const pages = await serve({ modems: [script], visitor: () => ({ read: ['*'], write: ['*'] }) })
      await watched(pages)
      const log = pages.router.modems[0]?.log ?? []
      const before = log.length
      expect(before).toBeGreaterThan(0)
      for (const [page, expected] of Object.entries(shown)) {
        const opened = await pages.open(page)
        await soon(() => opened.locator('#view').innerText()).toMatch(expected)
        await soon(() => opened.locator('.spinning').count()).toBe(0)
        expect(
          log.slice(before).map(({ line }) => line),
          page,
        ).toEqual([])
        await opened.close()
        await soon(() => pages.modem.isIdle()).toBe(true)
      }
    })
  },
)
