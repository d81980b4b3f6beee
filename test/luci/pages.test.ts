import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'

describe.skipIf(browserProblem !== null)('the other pages', () => {
  const { serve } = browsing()

  describe('AT console', () => {
    it('sends a command, shows the raw answer, and brings earlier commands back', async () => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a'], behaviours: () => [] })
      const page = await open('console')
      const input = page.getByRole('textbox', { name: 'AT command' })
      await input.fill('AT+CSQ')
      await input.press('Enter')
      await soon(() => page.locator('.cm-log').innerText()).toMatch(/> AT\+CSQ\s+\+CSQ: 24,99\s+OK/)
      await input.fill('AT+NONSENSE')
      await input.press('Enter')
      await soon(() => page.locator('.cm-failed').innerText()).toMatch(/ERROR/)
      await input.press('ArrowUp')
      await input.press('ArrowUp')
      expect(await input.inputValue()).toBe('AT+CSQ')
      await input.press('ArrowDown')
      expect(await input.inputValue()).toBe('AT+NONSENSE')
      expect(await accessibility(page)).toEqual([])
      await shoot(page, 'console')
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 360, height: 800 })
      expect(await accessibility(page)).toEqual([])
      expect(await overflows(page)).toBe(false)
    })

    it('offers the commands of the dialect and those of every modem, and sends none by itself', async () => {
      const { open, modem } = await serve({ modems: ['quectel/rm520n-nsa'] })
      const page = await open('console')
      await page.getByRole('button', { name: 'AT+QCAINFO' }).click()
      expect(await page.getByRole('textbox', { name: 'AT command' }).inputValue()).toBe('AT+QCAINFO')
      expect(await page.getByRole('button', { name: 'AT+CGDCONT?' }).count()).toBe(1)
      expect(modem.calls.map(({ method }) => method)).toEqual(['list'])
    })

    it('brings a report and a recording as files, without numbers of the owner', async () => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('console')
      for (const [name, beginning] of [
        ['Download a report', /^modem report: /],
        ['Download a recording', /^# Fibocom /],
      ] as const) {
        const waiting = page.waitForEvent('download')
        await page.getByRole('button', { name }).click()
        const text = readFileSync(await (await waiting).path(), 'utf8')
        expect(text).toMatch(beginning)
        expect(text).not.toContain('004401000000014')
      }
      await soon(() => page.getByText('Read it through before').count()).toBe(1)
    })

    it('does not send what is no AT command', async () => {
      const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('console')
      await page.getByRole('textbox', { name: 'AT command' }).fill('reboot')
      await page.getByRole('button', { name: 'Send' }).click()
      expect(modem.calls.map(({ method }) => method)).toEqual(['list'])
    })
  })

  describe('settings', () => {
    it('write /etc/config/modem, and bring the modem there after a comparison', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('settings')
      const name = page.getByRole('textbox', { name: 'Name' })
      await soon(() => name.inputValue()).toBe('fg621_ea')
      expect(await page.getByRole('button', { name: 'Add a modem by name' }).isEnabled()).toBe(true)
      await name.fill('lte')
      await page.getByRole('button', { name: 'Add a modem by name' }).click()
      await soon(() => page.getByLabel('Place').inputValue()).toBe('1-1')
      const interfaces = page.locator('[data-name=network] datalist option')
      const offered = () => interfaces.evaluateAll(nodes => nodes.map(node => node.getAttribute('value')))
      await soon(offered).toContain('wan')
      await page.getByLabel('Interface').fill('wwan')
      await page.getByText('Network', { exact: true }).click()
      expect(await page.getByLabel('Technology').innerText()).toMatch(/^as the modem has it/)
      await page.getByLabel('Technology').selectOption('lte')
      const bands = page.locator('[data-name=bands_lte]')
      expect(await bands.locator('datalist option').allTextContents()).toContain('B20 · FDD 800 MHz')
      await page.getByLabel('4G LTE bands').fill('3 99')
      await page.getByLabel('4G LTE bands').blur()
      expect(await bands.innerText()).toMatch(/The modem has these bands: 1, 3, 5, 7, 8, 20/)
      await page.getByLabel('4G LTE bands').fill('3 20')
      await shoot(page, 'settings')
      await page.getByRole('button', { name: 'Save & Apply' }).click()
      const config = () => readFileSync(join(router.root, 'etc/config/modem'), 'utf8')
      await soon(config).toBe(
        [
          "config modem 'lte'",
          "\toption path '1-1'",
          "\toption network 'wwan'",
          "\toption mode 'lte'",
          "\tlist bands_lte '3'",
          "\tlist bands_lte '20'",
          '',
        ].join('\n'),
      )
      const result = page.locator('.cm-result')
      await soon(() => result.innerText()).toMatch(/on their way to the modem/)
      await page.evaluate("sessionStorage.removeItem('modem.saved')")
      await page.reload()
      await page.getByRole('button', { name: 'Compare' }).click()
      await soon(() => result.innerText()).toMatch(/4G LTE bands\s+3 20\s+1 3 5 7 8 20.*would be changed/s)
      await page.getByRole('button', { name: 'Apply to the modem now' }).click()
      await soon(() => result.innerText()).toMatch(/Technology\s+lte\s+auto\s+changed/)
      expect(await router.call('bands', {})).toMatchObject({ modem: 'lte', enabled: { lte: [3, 20] } })
      expect(await accessibility(page)).toEqual([])
    })

    it('ask which modem a new section is about, and take the place of that', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a', 'quectel/rm520n-nsa'] })
      const page = await open('settings')
      const name = page.getByRole('textbox', { name: 'Name' })
      const which = page.getByRole('combobox', { name: 'Modem without a section' })
      await soon(() => name.inputValue()).toBe('fg621_ea')
      expect(await which.locator('option').allTextContents()).toEqual([
        'FG621-EA · 1-1',
        'RM520N-GL · 1-2',
        'Another place',
      ])
      const compared = page.getByRole('combobox', { name: 'Modem', exact: true }).locator('option')
      expect(await compared.allTextContents()).toEqual(['FG621-EA · usb-1-1', 'RM520N-GL · usb-1-2'])
      await which.selectOption('1-2')
      expect(await name.inputValue()).toBe('rm520n_gl')
      await page.getByRole('button', { name: 'Add a modem by name' }).click()
      const place = page.locator('[data-name=path] input')
      await soon(() => place.inputValue()).toBe('1-2')
      expect(await which.locator('option').allTextContents()).toEqual(['FG621-EA · 1-1', 'Another place'])
      expect(await accessibility(page)).toEqual([])
      await page.getByRole('button', { name: 'Save & Apply' }).click()
      const config = () => readFileSync(join(router.root, 'etc/config/modem'), 'utf8')
      await soon(config).toBe("config modem 'rm520n_gl'\n\toption path '1-2'\n")
      expect((await router.call('list', {})) as unknown).toMatchObject({
        modems: [{ modem: 'usb-1-1' }, { modem: 'rm520n_gl', path: '1-2' }],
        warnings: [],
      })
    })

    it('take no name that another section has, whatever that is about', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const text = [
        "config card 'orange'",
        "\toption iccid '8949210'",
        '',
        "config modem 'fg621_ea'",
        "\toption path '1-9'",
        '',
        "config modem 'fg621_ea_3'",
        "\toption path '1-8'",
        '',
      ].join('\n')
      const config = join(router.root, 'etc/config/modem')
      writeFileSync(config, text)
      const page = await open('settings')
      const name = page.getByRole('textbox', { name: 'Name', exact: true })
      await soon(() => name.inputValue()).toBe('fg621_ea_2')
      const add = page.getByRole('button', { name: 'Add a modem by name' })
      await name.fill('orange')
      await name.press('End')
      await soon(() => page.getByRole('alert').filter({ hasText: 'has this name' }).count()).toBe(1)
      await add.click()
      await name.fill('hall')
      await name.press('End')
      await soon(() => page.getByText('has this name').count()).toBe(0)
      await add.click()
      await soon(() => page.locator('[data-section=hall] [data-name=path] input').inputValue()).toBe('1-1')
      await page.getByRole('button', { name: 'Save & Apply' }).click()
      await soon(() => readFileSync(config, 'utf8')).toBe(
        `${text}\nconfig modem 'hall'\n\toption path '1-1'\n`,
      )
    })

    it('do not save a section that says of no modem that it is meant', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('settings')
      await page.getByRole('combobox', { name: 'Modem without a section' }).selectOption('Another place')
      await page.getByRole('textbox', { name: 'Name' }).fill('attic')
      await page.getByRole('button', { name: 'Add a modem by name' }).click()
      const place = page.locator('[data-name=path] input')
      expect(await place.inputValue()).toBe('')
      await place.fill('no place')
      await place.blur()
      await place.fill('')
      await place.blur()
      expect(await page.locator('[data-name=path]').innerText()).toMatch(
        /The place, or the AT port, says which modem is meant\./,
      )
      await page.getByLabel('AT port').fill('/dev/ttyUSB2')
      await page.getByRole('button', { name: 'Save & Apply' }).click()
      await soon(() => readFileSync(join(router.root, 'etc/config/modem'), 'utf8')).toBe(
        "config modem 'attic'\n\toption port '/dev/ttyUSB2'\n",
      )
    })

    it('show a new section also while another one lacks its place', async () => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('settings')
      const which = page.getByRole('combobox', { name: 'Modem without a section' })
      for (const section of ['attic', 'cellar']) {
        await which.selectOption('Another place')
        await page.getByRole('textbox', { name: 'Name', exact: true }).fill(section)
        await page.getByRole('button', { name: 'Add a modem by name' }).click()
        await soon(() => page.locator(`[data-section=${section}]`).count()).toBe(1)
      }
    })

    it('tell that what was saved has reached the modem, also when LuCI opens the page anew', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      writeFileSync(
        join(router.root, 'etc/config/modem'),
        "config modem 'lte'\n\toption path '1-1'\n\toption mode 'auto'\n",
      )
      const page = await open('settings')
      await page.getByText('Network', { exact: true }).click()
      await page.getByLabel('Technology').selectOption('lte')
      await page.getByRole('button', { name: 'Save & Apply' }).click()
      const result = page.locator('.cm-result')
      await soon(() => result.innerText()).toMatch(/on their way to the modem/)
      // What the reload trigger of the package has procd do.
      await router.call('apply', {})
      await page.reload()
      await soon(() => result.innerText()).toMatch(
        /The modem is as the settings want it\.\s.*Technology\s+lte/s,
      )
    })

    it('refuse a value that is not possible, with an example', async () => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('settings')
      await page.getByRole('textbox', { name: 'Name' }).fill('lte')
      await page.getByRole('button', { name: 'Add a modem by name' }).click()
      await soon(() => page.getByLabel('Place').inputValue()).toBe('1-1')
      await page.getByLabel('AT port').fill('/etc/passwd')
      await page.getByLabel('AT port').blur()
      expect(await page.locator('[data-name=port]').innerText()).toMatch(/A port looks like \/dev\/ttyUSB2\./)
    })
  })

  describe("LuCI's status overview", () => {
    it('has one line for each modem', async () => {
      const { open } = await serve({ modems: ['fibocom/fg621-lte-a', 'fibocom/fg621-no-sim'] })
      const page = await open('/cgi-bin/luci/admin/status/overview')
      await soon(() => page.locator('.cm-overview').innerText()).toMatch(
        /^\s*FG621-EA · usb-1-1 · Connected · A1 · 4G LTE-A · −\d+ dBm\s+FG621-EA · usb-1-2 · No SIM card$/,
      )
      expect(await page.getByRole('img', { name: /^Signal: / }).count()).toBe(1)
      expect(await accessibility(page)).toEqual([])
      await shoot(page, 'overview')
    })

    it('says when no answer comes, and shows the modem again as soon as one does', async () => {
      const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      modem.fault = () => ({ noAnswer: true })
      const page = await open('/cgi-bin/luci/admin/status/overview')
      const lines = page.locator('.cm-overview')
      await soon(() => lines.innerText()).toBe('No answer came from the modem service')
      modem.fault = () => null
      await soon(() => lines.innerText()).toMatch(/A1 · 4G LTE-A/)
    })

    it('does not wait for a slow modem', async () => {
      const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      modem.fault = () => ({ delayMs: 1500 })
      const page = await open('/cgi-bin/luci/admin/status/overview')
      await page.locator('#view[data-ready]').waitFor()
      expect(await page.locator('.cm-overview').count()).toBe(0)
      await soon(() => page.locator('.cm-overview').innerText()).toMatch(/A1/)
    })

    it('says when the modem is gone', async () => {
      const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
      const page = await open('/cgi-bin/luci/admin/status/overview')
      const lines = page.locator('.cm-overview')
      await soon(() => lines.innerText()).toMatch(/A1/)
      const off = "config modem 'off'\n\toption path '1-1'\n\toption enabled '0'\n"
      writeFileSync(join(router.root, 'etc/config/modem'), off)
      await soon(() => lines.innerText()).toBe('No modem found')
    })

    it('has no section without a modem', async () => {
      const none = await serve({})
      const empty = await none.open('/cgi-bin/luci/admin/status/overview')
      await empty.locator('#view[data-ready]').waitFor()
      expect(await empty.getByText('Cellular modem').isVisible()).toBe(false)
    })

    it('stays quiet for a login without access', async () => {
      const { open, complaints } = await serve({ modems: ['fibocom/fg621-lte-a'], visitor: () => ({}) })
      const page = await open('/cgi-bin/luci/admin/status/overview')
      await page.locator('#view[data-ready]').waitFor()
      await page.waitForTimeout(6000)
      expect(await page.getByText('Cellular modem').isVisible()).toBe(false)
      expect(complaints(), 'it asks once').toEqual(['modem list is not granted'])
    })
  })

  it.each(['bands', 'control', 'console'])('%s says that there is no modem', async name => {
    const { open } = await serve({})
    const page = await open(name)
    await soon(() => page.locator('.cm-trouble').innerText()).toMatch(/No modem found/)
  })

  it.each(['status', 'bands', 'control', 'console', 'settings'])(
    '%s tells a login without the access group so',
    async name => {
      const { open, complaints } = await serve({ modems: ['fibocom/fg621-lte-a'], visitor: () => ({}) })
      const page = await open(name)
      await soon(() => page.locator('#view').innerText()).toMatch(/You are not allowed to do this/)
      expect(new Set(complaints())).toContain('modem list is not granted')
    },
  )

  it.each([
    ['bands', /Your login may only look\./],
    ['control', /Your login may only look\./],
    ['care', /Your login may only look\./],
    ['setup', /Your login may only look\.|as it should be/],
    ['messages', /Your login may not read messages\..*modem-messages/s],
    ['console', /Your login may not use this page\..*access group modem-at\./s],
    ['unknown', /Your login may not use this page\..*access group modem-at\./s],
    ['settings', /Your login may not use this page\..*access group modem-control\./s],
  ])('%s says what a login that may see the modem lacks for it', async (name, words) => {
    const visitor = () => ({ read: ['modem-status'] })
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'], visitor })
    const page = await open(name)
    const view = page.locator('#view')
    await soon(() => view.innerText()).toMatch(words)
    await soon(() => view.locator('.spinning').count()).toBe(0)
    expect(await view.getByRole('textbox').count()).toBe(0)
    expect(await accessibility(page)).toEqual([])
  })

  it.each([
    ['de', /Verbunden/, /Antenne ausrichten/],
    ['pl', /Połączono/, /anten/i],
    ['ru', /Подключено/, /антенн/i],
  ])('speak the language of the reader: %s', async (language, state, aim) => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('status', { language, width: 360 })
    await soon(() => page.locator('.cm-summary').innerText()).toMatch(state)
    expect(await page.locator('.cm-signal').innerText()).toMatch(aim)
    expect(await overflows(page)).toBe(false)
    await shoot(page, `status-${language}`)
  })
})
