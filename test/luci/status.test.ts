import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { addReply, reply } from '../world/modem/script.ts'

describe.skipIf(browserProblem !== null)('the status page', () => {
  const { serve } = browsing()

  it('tells of a healthy modem in one look, and everything known below', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await soon(() => page.locator('[data-status]').textContent()).toBe('Connected')
    expect(await page.locator('.cm-operator').innerText()).toMatch(/A1\s+4G LTE-A · B3 \+ B20/)
    expect(await page.locator('.cm-meter').count()).toBe(4)
    expect(await page.locator('[role=meter]').first().getAttribute('aria-valuetext')).toMatch(
      /^−\d+ dBm, (poor|fair|good|excellent)$/,
    )
    const rows = page.locator('.cm-carriers tbody tr')
    expect(await rows.nth(0).innerText()).toMatch(
      /primary.*B3 FDD 1800 MHz.*1815 MHz.*20 MHz.*1300.*211.*dBm/s,
    )
    expect(await rows.nth(1).innerText()).toMatch(/secondary.*B20.*796 MHz.*10 MHz.*6200.*87.*dBm.*dB/s)
    const facts = await page.locator('.cm-cards').innerText()
    expect(facts).toMatch(/30721283 \(1D4C503\)/)
    expect(facts).toMatch(/120005, sector 3/)
    expect(facts).toMatch(/10\.64\.12\.34\/24/)
    expect(facts).not.toMatch(/null|undefined|NaN|^-$/m)
    await shoot(page, 'status')
  })

  it('hides IMEI, IMSI and ICCID until somebody asks for one of them', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await page.getByRole('button', { name: 'Show: IMEI' }).waitFor()
    const text = () => page.locator('#view').innerHTML()
    for (const secret of ['004401000000014', '232010000000001', '8943010000000000019'])
      expect(await text()).not.toContain(secret)
    await page.getByRole('button', { name: 'Show: IMEI' }).click()
    expect(await text()).toContain('004401000000014')
    expect(await text()).not.toContain('232010000000001')
    await page.getByRole('button', { name: 'Hide: IMEI' }).click()
    expect(await text()).not.toContain('004401000000014')
  })

  it('draws a line of the last minutes that goes on, and keeps it on the way to another page', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    const path = page.locator('.cm-strip .cm-line').first()
    await path.waitFor({ state: 'attached' })
    const points = async () => ((await path.getAttribute('d')) ?? '').split(/[ML]/).length
    const before = await points()
    await soon(points).toBeGreaterThan(before)
    await page.reload()
    await path.waitFor({ state: 'attached' })
    expect(await points()).toBeGreaterThan(before)
    expect(await page.locator('.cm-strip svg').first().getAttribute('aria-label')).toMatch(
      /^RSRP in the last .*: lowest −\d+ dBm, highest −\d+ dBm, now −\d+ dBm$/,
    )
  })

  it('shows big numbers of a chosen carrier with the best value so far', async () => {
    const { open } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('status', { width: 360 })
    await page.getByRole('button', { name: 'Aim the antenna' }).click()
    await page.getByRole('button', { name: 'n78' }).click()
    expect(await page.getByRole('button', { name: 'n78' }).getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('.cm-big-value').first().innerText()).toBe('−88 dBm')
    expect(await page.locator('.cm-best').first().innerText()).toBe('★ best so far')
    expect(
      await page
        .locator('.cm-big-value')
        .first()
        .evaluate(node => Number.parseFloat(getComputedStyle(node).fontSize)),
    ).toBeGreaterThan(48)
    expect(await overflows(page)).toBe(false)
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'aim-phone')
  })

  it('holds the best value while the signal falls, until it is told to forget it', async () => {
    const script = readFixture(`${repository}/test/fixtures/fibocom/fg621-lte.at`)
    const answered = script.entries.get('+GTCCINFO?')?.replies[0]
    if (!answered) throw new Error('the fixture has no +GTCCINFO?')
    const worse = answered.steps.map(step =>
      'line' in step ? { line: step.line.replace(/^(1,4,(?:[^,]*,){9})\d+,\d+/, '$130,30') } : step,
    )
    addReply(script, '+GTCCINFO?', answered)
    addReply(script, '+GTCCINFO?', { ...answered, steps: worse })
    const { open } = await serve({ modems: [script], behaviours: () => [] })
    const page = await open('status')
    await page.getByRole('button', { name: 'Aim the antenna' }).click()
    const value = page.locator('.cm-big-value').first()
    await soon(() => value.innerText()).toBe('−111 dBm')
    expect(await page.locator('.cm-best').first().innerText()).toMatch(/^best −\d+ dBm, now \d+ dB below$/)
    await page.getByRole('button', { name: 'Forget the best values' }).click()
    expect(await page.locator('.cm-best').first().innerText()).toBe('★ best so far')
  })

  it.each([
    ['fibocom/fg621-searching', 'Looking for a network', /Bands/],
    ['fibocom/fg621-no-sim', 'No SIM card', /Insert a SIM card/],
    ['fibocom/fg621-pin', 'The SIM card waits for its PIN', /Control/],
  ])('names the state of %s, %s, and the next step', async (fixture, title, advice) => {
    const { open } = await serve({ modems: [fixture] })
    const page = await open('status')
    await soon(() => page.locator('[data-status]').textContent()).toBe(title)
    expect(await page.locator('.cm-summary').innerText()).toMatch(advice)
    expect(await page.locator('.cm-carriers').count()).toBe(0)
    expect(await page.locator('#view').innerText()).not.toMatch(/null|undefined|NaN/)
    await shoot(page, `status-${fixture.replace(/.*fg621-/, '')}`)
  })

  it('lists every carrier of 5G NSA and the links to the maps of its country', async () => {
    const { open } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('status', { dark: true })
    await page.locator('.cm-carriers tbody tr').nth(2).waitFor()
    expect(await page.locator('.cm-operator').innerText()).toContain('5G NSA · B3 + B7 + n78')
    const leg = await page.locator('.cm-carriers tbody tr').nth(2).innerText()
    expect(leg).toMatch(/n78 TDD 3500 MHz.*22 dB/s)
    for (const antennas of ['-88 / -95 / – / -90', '-11 / -13 / – / -11', '22 / 15 / – / 20'])
      expect(leg.replaceAll('−', '-')).toContain(antennas)
    expect(await page.getByRole('link', { name: 'lteitaly.it' }).getAttribute('href')).toBe(
      'https://lteitaly.it/internal/map.php#bts=22210.173270',
    )
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'status-nsa-dark')
  })

  it('shows the UMTS quantities of a 3G modem', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-3g'] })
    const page = await open('status')
    await page.locator('.cm-meter').first().waitFor()
    const text = await page.locator('.cm-meters').innerText()
    expect(text).toMatch(/RSCP/)
    expect(text).toMatch(/Ec\/Io/)
    expect(text).not.toMatch(/RSRQ|SINR/)
  })

  it('says that there is no modem, and shows one as soon as it is there', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const config = join(router.root, 'etc/config/modem')
    writeFileSync(config, "config modem 'off'\n\toption path '1-1'\n\toption enabled '0'\n")
    const page = await open('status')
    await soon(() => page.locator('.cm-trouble').innerText()).toMatch(/No modem found\s+Plug it in/)
    await shoot(page, 'status-no-modem')
    writeFileSync(config, '')
    await page.locator('.cm-carriers').waitFor({ timeout: 15_000 })
  })

  it('lets one of several modems be chosen, and remembers it', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a', 'quectel/rm520n-nsa'] })
    const page = await open('status')
    const choice = page.getByRole('combobox', { name: 'Modem' })
    await choice.selectOption('usb-1-2')
    await soon(() => page.locator('.cm-operator').innerText()).toContain('vodafone IT')
    await page.reload()
    expect(await choice.inputValue()).toBe('usb-1-2')
    await soon(() => page.locator('.cm-operator').innerText()).toContain('vodafone IT')
  })

  it('repeats a call that got no answer once, and nobody notices', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const failed = new Set<string>()
    modem.fault = method => {
      if (failed.has(method)) return null
      failed.add(method)
      return { noAnswer: true }
    }
    const page = await open('status')
    await page.locator('.cm-cards dt').first().waitFor()
    expect([...failed].filter(method => method !== 'watch').sort()).toEqual(['info', 'list', 'status'])
    expect(await page.locator('.cm-trouble').innerText()).toBe('')
  })

  it('keeps the last values, greyed and with their age, while no answer comes, and recovers by itself', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await page.locator('.cm-carriers').waitFor()
    modem.fault = () => ({ noAnswer: true })
    await soon(() => page.locator('.cm-trouble').innerText()).toMatch(
      /^×\s+No answer came from the modem service/,
    )
    expect(await page.locator('.cm-age').innerText()).toMatch(/^The values below are .* old\.$/)
    expect(await page.locator('.cm-body').getAttribute('class')).toContain('cm-stale')
    expect(await page.locator('.cm-carriers tbody tr').count()).toBe(2)
    await shoot(page, 'status-stale')
    modem.fault = () => null
    await soon(() => page.locator('.cm-trouble').innerText()).toBe('')
    expect(await page.locator('.cm-body').getAttribute('class')).not.toContain('cm-stale')
  })

  it('says when the port of the modem is gone, and keeps the last values', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await page.locator('.cm-carriers').waitFor()
    unlinkSync(join(router.root, 'dev/ttyUSB0'))
    await soon(() => page.locator('[data-status]').textContent()).toBe('The modem has no AT port')
    expect(await page.locator('.cm-body').getAttribute('class')).toContain('cm-stale')
    expect(await page.locator('.cm-carriers tbody tr').count()).toBe(2)
  })

  it('shows nothing of before when the modem has started anew', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await page.locator('.cm-carriers').waitFor()
    const device = join(router.root, 'sys/devices/platform/1e1c0000.xhci/usb1/1-1')
    mkdirSync(join(device, 'power'), { recursive: true })
    writeFileSync(join(device, 'power/connected_duration'), '3000\n')
    unlinkSync(join(router.root, 'dev/ttyUSB0'))
    await soon(() => page.locator('[data-status]').textContent()).toBe('The modem is starting')
    expect(await page.locator('.cm-carriers').count()).toBe(0)
    expect(await page.locator('.cm-cards').innerText()).not.toMatch(/primary|ICCID/)
    expect(await page.locator('.cm-age').innerText()).toBe('')
  })

  it('never asks again before a slow answer has come', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    modem.fault = () => ({ delayMs: 1500 })
    const page = await open('status')
    await page.locator('.cm-cards dt').first().waitFor()
    expect(modem.calls.map(({ method }) => method).slice(0, 3)).toEqual(['list', 'status', 'info'])
  })

  it('asks rarely while nobody looks, and at once when somebody does again', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status', {
      before: `Object.defineProperty(document, 'hidden', { get: () => window.isHidden === true })`,
    })
    await page.locator('.cm-carriers').waitFor()
    const turn = (hidden: boolean) =>
      page.evaluate(`window.isHidden = ${hidden}; document.dispatchEvent(new Event('visibilitychange'))`)
    await turn(true)
    await page.waitForTimeout(1000)
    const before = modem.calls.length
    await page.waitForTimeout(4000)
    expect(modem.calls.length).toBe(before)
    await turn(false)
    await soon(() => modem.calls.length).toBeGreaterThan(before)
  })

  it('shows what a modem calls itself as text, whatever it is', async () => {
    const script = readFixture(`${repository}/test/fixtures/fibocom/fg621-lte-a.at`)
    const name = '<img src=x onerror=alert(1)>'
    script.entries.delete('+COPS?#0')
    script.entries.delete('+CGMR')
    script.entries.delete('+GMR?')
    addReply(script, '+COPS?#0', reply([`+COPS: 0,0,"${name}",16`]))
    addReply(script, '+GMR?', reply([`+GMR: "${name}"`]))
    const { open } = await serve({ modems: [script], behaviours: () => [] })
    const page = await open('status')
    await soon(() => page.locator('.cm-operator').innerText()).toContain(name)
    expect(await page.locator('.cm-cards').innerText()).toContain(name)
    expect(await page.locator('#view img').count()).toBe(0)
  })

  it('is accessible and fits in light and dark, on a screen and on a phone', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status')
    await page.locator('.cm-strip').first().waitFor()
    for (const width of [1000, 360])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
        expect(await accessibility(page)).toEqual([])
        expect(await overflows(page)).toBe(false)
        await shoot(page, `status-${colorScheme}-${width}`)
      }
  })
})
