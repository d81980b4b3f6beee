import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { aJournal, answering, watching } from '../world/browser/watched.ts'

const lte = 'fibocom/fg621-lte-a'

describe.skipIf(browserProblem !== null)('the page Connection care', () => {
  const { serve } = browsing()

  it('says calmly that it is not installed, then that nobody watches, and switches it on', async () => {
    const { open, router } = await serve({ modems: [lte] })
    const service = join(router.root, 'etc/init.d/modem-watch')
    unlinkSync(service)
    const page = await open('care')
    const state = page.locator('.cm-care')
    await soon(() => state.innerText()).toMatch(/not installed.*package modem-watch/s)
    expect(await page.locator('.cm-bad').count()).toBe(0)
    expect(await accessibility(page)).toEqual([])
    writeFileSync(service, '')
    await soon(() => state.innerText()).toMatch(/Nobody watches this modem.*add a section/s)
    await page.getByRole('button', { name: 'Watch a modem' }).click()
    const choices = page.locator('[data-name=modem] datalist option')
    await soon(() => choices.allTextContents()).toEqual(['FG621-EA · usb-1-1'])
    await page.getByLabel('Seconds between two looks').fill('2')
    await page.getByLabel('Seconds between two looks').blur()
    expect(await page.locator('[data-name=interval]').innerText()).toMatch(/from 5 to 300/)
    await page.getByLabel('Seconds between two looks').fill('20')
    await page.getByText('Ladder', { exact: true }).click()
    await page.getByLabel('Restart the router').check()
    await page.getByText('Schedule', { exact: true }).click()
    await page.getByLabel('Restart the modem at').fill('sun,wed 04:30')
    await page.getByRole('button', { name: 'Save & Apply' }).click()
    const saved = () => readFileSync(join(router.root, 'etc/config/modem'), 'utf8').replace(/^#.*\n/gm, '')
    await soon(saved).toMatch(/config watch/)
    for (const line of ["interval '20'", "reboot '1'", "restart_at 'sun,wed 04:30'"])
      expect(saved()).toContain(`\toption ${line}`)
    expect(saved()).not.toContain('recovery')
    await soon(() => state.innerText()).toMatch(/is to be watched, but the service does not run/)
  })

  it('tells what it did, what it would do and what keeps it from that, and the journal as a list', async () => {
    const { open, modem } = await serve({ modems: [lte] })
    answering(modem, {
      journal: aJournal,
      watch: {
        ...watching,
        verdict: 'dead',
        dead_s: 200,
        next: { rung: 'restart', in_s: 60, why: 'Looking for the network did not help.' },
        holds: ['A job is at work.'],
        mistakes: ['option interval must be 5 to 300 seconds.'],
      },
    })
    const page = await open('care')
    const state = page.locator('.cm-care')
    await soon(() => state.innerText()).toMatch(/The connection is dead\s+It has been dead for 3 min 20 s/)
    const text = await state.innerText()
    expect(text).toMatch(/Done last\s+Connect anew · 1 h ago\s+Nothing came in for 120 s\. wwan was stopped/)
    expect(text).toMatch(
      /Would do next\s+Restart the modem · in 1 min\s+Looking for the network did not help\./,
    )
    expect(text).toMatch(/What keeps it from acting\s+A job is at work\./)
    expect(text).toMatch(/option interval must be 5 to 300 seconds\./)
    const rows = page.locator('.cm-journal tbody tr')
    await soon(() => rows.count()).toBe(4)
    expect(await rows.nth(0).innerText()).toMatch(/Connection\s+in the network, not connected → connected/)
    expect(await rows.nth(1).innerText()).toMatch(/Done by itself\s+Restart the modem\s+Nothing helped/)
    expect(await rows.nth(3).innerText()).toContain('26001 <img src=x>')
    expect(await page.locator('#view img').count()).toBe(0)
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1000, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      expect(await accessibility(page)).toEqual([])
      expect(await overflows(page)).toBe(false)
      await shoot(page, `care-${width}`)
    }
  })

  it('tells what the journal holds in words, not in those of the interface', async () => {
    const { open, modem } = await serve({ modems: [lte] })
    const entry = { time: null, age_s: 60, from: null, why: null } as const
    answering(modem, {
      watch: watching,
      journal: {
        modem: 'usb-1-1',
        entries: [
          { ...entry, kind: 'connection', from: 'connected', to: 'no_sim' },
          { ...entry, kind: 'technology', to: 'nr_nsa' },
          { ...entry, kind: 'registration', to: 'home' },
          { ...entry, kind: 'sim', to: 'pin_required' },
          { ...entry, kind: 'presence', to: 'present' },
          { ...entry, kind: 'watch', to: 'started' },
        ],
      },
    })
    const page = await open('care')
    const rows = page.locator('.cm-journal tbody tr')
    await soon(() => rows.count()).toBe(6)
    expect(await rows.locator('td:nth-child(n + 2)').allInnerTexts()).toEqual(
      [
        ['Connection care', 'began'],
        ['Modem', 'there'],
        ['SIM card', 'waits for its PIN'],
        ['Registration', 'home network'],
        ['Technology', '5G NSA'],
        ['Connection', 'connected → no SIM card'],
      ].flat(),
    )
  })

  it('does a rung only after it has said what that interrupts, by keyboard too', async () => {
    const { open, modem } = await serve({ modems: [lte] })
    const page = await open('care')
    const button = page.getByRole('button', { name: 'Connect anew' })
    await button.focus()
    await button.press('Enter')
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/Do this now\?.*interrupted for some seconds/s)
    await page.keyboard.press('Escape')
    expect(modem.calls.map(({ method }) => method)).not.toContain('watch_now')
    await button.press('Enter')
    await dialog.getByRole('button', { name: 'Connect anew' }).click()
    await soon(() =>
      modem.calls.filter(({ method }) => method === 'watch_now').map(({ args }) => args),
    ).toEqual([{ modem: 'usb-1-1', rung: 'reconnect' }])
    await soon(() => page.locator('.cm-rungs .cm-result').innerText()).not.toMatch(/^…/)
    expect(await page.locator('.cm-rungs .cm-result').innerText()).not.toBe('')
  })

  it('has a LED blink and tells that it stands as before', async () => {
    const { open, modem, router } = await serve({ modems: [lte] })
    const folder = join(router.root, 'sys/class/leds/green:lte')
    mkdirSync(folder, { recursive: true })
    for (const [file, text] of [
      ['trigger', '[none] timer\n'],
      ['brightness', '0\n'],
      ['max_brightness', '1\n'],
    ] as const)
      writeFileSync(join(folder, file), text)
    const page = await open('care')
    await page.getByRole('button', { name: 'Blink: green:lte' }).click()
    await soon(() => page.locator('.cm-lights .cm-result').innerText()).toMatch(/green:lte blinks now/)
    await soon(() => page.locator('.cm-lights .cm-result').innerText()).toMatch(/green:lte stands as before/)
    expect(modem.calls.filter(({ method }) => method === 'try_led').map(({ args }) => args)).toEqual([
      { led: 'green:lte' },
    ])
    expect(readFileSync(join(folder, 'brightness'), 'utf8').trim()).toBe('0')
  })

  it('tells a login that may only look so, offers it nothing, and sends it to no form it does not have', async () => {
    const { open, router, modem } = await serve({ modems: [lte], visitor: groups => ({ read: groups }) })
    const page = await open('care')
    const state = page.locator('.cm-care')
    await soon(() => state.innerText()).toMatch(
      /Nobody watches this modem\s+The administrator can change that\./,
    )
    writeFileSync(join(router.root, 'etc/config/modem'), 'config watch\n')
    await soon(() => state.innerText()).toMatch(/does not run\s+The administrator can change that\./)
    expect(await state.innerText()).not.toMatch(/settings below|saving/)
    answering(modem, { watch: watching })
    await soon(() => state.innerText()).toMatch(/The connection is alive/)
    expect(await page.locator('#view').innerText()).toMatch(/Your login may only look/)
    expect(await page.getByRole('button', { name: 'Connect anew' }).count()).toBe(0)
  })
})
