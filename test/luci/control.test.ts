import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { UsbModeReply } from '../../src/contract/usb.ts'
import { accessibility, browserProblem, overflows, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'

describe.skipIf(browserProblem !== null)('the control page', () => {
  const { serve } = browsing()
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

  /** A part of the page by its heading, opened and read. */
  const part = async (page: Page, title: string) => {
    const section = page.locator('.cm-control', { has: heading(page, title) })
    await section.waitFor()
    if ((await section.getAttribute('open')) === null) await heading(page, title).click()
    // A fold begins to read a moment after it is opened.
    await section.locator('summary + div > *').first().waitFor({ state: 'attached' })
    await soon(() => section.locator('.spinning').count()).toBe(0)
    return section
  }

  /** Has a change stay, whatever comes of it. */
  const forGood = (section: Locator) =>
    section.getByRole('checkbox', { name: 'Take it back unless the modem is' }).uncheck()

  it('shows what this modem can do, and says why not where it cannot', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    for (const title of await page.locator('.cm-control h3').allInnerTexts()) await part(page, title)
    expect(await page.locator('.cm-absent').innerText()).toMatch(
      /Not possible with this modem\s+Choice of the SIM slot\s+No command for it is known/,
    )
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'control')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await accessibility(page)).toEqual([])
    expect(await overflows(page)).toBe(false)
    await shoot(page, 'control-phone-dark')
  })

  it('is complete with few words to the modem, and reads a part when somebody opens it', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const lines = () => router.modems[0]?.log.length ?? 0
    await router.call('info', {})
    const before = lines()
    const page = await open('control')
    await soon(() => page.locator('.cm-control h3').allInnerTexts()).toEqual([
      'SIM card',
      'Technology',
      'Access point (APN)',
      'Cells and cell lock',
      'Restart',
      'Dial by itself',
      'USB mode',
    ])
    // At 300 ms an answer five lines are 1.5 s.
    expect(lines() - before).toBeLessThanOrEqual(5)
    expect(await page.locator('.spinning').count()).toBe(0)
    const complete = lines()
    await page.locator('.cm-control summary', { hasText: 'Technology' }).press('Enter')
    await soon(() => page.locator('.cm-control').nth(1).innerText()).toMatch(/Now: automatic/)
    expect(lines()).toBeGreaterThan(complete)
    const read = lines()
    for (let times = 0; times < 2; times++) await heading(page, 'Technology').click()
    expect(lines()).toBe(read)
  })

  it('has its buttons active when they would change something, and coloured by one rule', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const changes = async (title: string, button: string, change: (section: Locator) => Promise<unknown>) => {
      const section = await part(page, title)
      const due = () => section.getByRole('button', { name: button, exact: true }).isEnabled()
      const before = await due()
      await change(section)
      return [before, await due()]
    }
    const choose = (name: string, value: string) => (section: Locator) =>
      section.getByRole('combobox', { name }).selectOption(value)
    expect(await changes('Technology', 'Apply', choose('Use', 'lte'))).toEqual([false, true])
    expect(await changes('Technology', 'Apply', choose('Use', 'auto'))).toEqual([true, false])
    expect(await changes('USB mode', 'Change', choose('Mode', '38'))).toEqual([false, true])
    expect(
      await changes('Access point (APN)', 'Save', section =>
        section.getByRole('textbox', { name: 'APN' }).fill('other.example'),
      ),
    ).toEqual([false, true])
    const dial = await part(page, 'Dial by itself')
    expect(await dial.getByRole('button', { name: /^Let the/, disabled: true }).count()).toBe(1)
    const classes = await page
      .locator('.cm-control :is(button)')
      .evaluateAll(nodes => nodes.map(node => node.className))
    expect(classes.filter(name => /positive/.test(name))).toEqual([])
  })

  it('binds the modem to several cells at once, where it can', async () => {
    const { open, router } = await serve({ modems: ['quectel/rm520n-nsa'] })
    const page = await open('control')
    const section = await part(page, 'Cells and cell lock')
    const several = section.getByRole('button', { name: 'Bind to those chosen' })
    expect(await several.isDisabled()).toBe(true)
    const boxes = section.getByRole('checkbox', { name: 'Choose: LTE' })
    for (const index of [0, 1]) await boxes.nth(index).check()
    await forGood(section)
    await several.click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Bind' }).click()
    await soon(() => section.locator('.cm-result').innerText()).toMatch(
      /bound to LTE channel \d+, PCI \d+; LTE channel/,
    )
    expect((await router.call('cell_lock', {})) as { locks: object[] }).toMatchObject({
      locks: [{ rat: 'lte' }, { rat: 'lte' }],
    })
  })

  it('chooses the technology and reads it back', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Technology')
    await section.getByRole('combobox', { name: 'Use' }).selectOption('lte')
    await section.getByRole('button', { name: 'Apply' }).click()
    await soon(() => section.innerText()).toMatch(/Now: 4G only\..*Done, and read back/s)
    expect(await router.call('modes', {})).toMatchObject({ mode: 'lte' })
  })

  it('binds the modem to a cell of the list after asking, and frees it', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Cells and cell lock')
    expect(await section.innerText()).toMatch(/free to choose/)
    await forGood(section)
    await section.getByRole('button', { name: 'Bind: LTE channel 1300, PCI 212' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/LTE channel 1300, PCI 212 and no other/)
    await dialog.getByRole('button', { name: 'Bind' }).click()
    await soon(() => section.innerText()).toMatch(/bound to LTE channel 1300, PCI 212/)
    expect(await router.call('cell_lock', {})).toMatchObject({ locks: [{ channel: 1300, pci: 212 }] })
    await section.getByRole('button', { name: 'Free the modem' }).click()
    await soon(async () => JSON.stringify(await router.call('cell_lock', {}))).toContain('"locks":[]')
  })

  it('binds to a cell typed in', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Cells and cell lock')
    await section.getByText('Bind to another cell').click()
    await section.getByRole('textbox', { name: 'Channel' }).fill('6200')
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Bind' }).click()
    await soon(() => section.innerText()).toMatch(/bound to LTE channel 6200\./)
    expect(await router.call('cell_lock', {})).toMatchObject({ locks: [{ channel: 6200, pci: null }] })
  })

  it('defines an access point, with a login where one is needed', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Access point (APN)')
    expect(await section.locator('tbody').innerText()).toMatch(/1\s+internet\.test/)
    await section.getByRole('combobox', { name: 'Number' }).selectOption('2')
    await section.getByRole('textbox', { name: 'APN' }).fill('web.example')
    expect(await section.getByLabel('Password').isVisible()).toBe(false)
    await section.getByRole('combobox', { name: 'Login' }).selectOption('pap')
    await section.getByLabel('User name').fill('me')
    await section.getByLabel('Password').fill('secret')
    await section.getByRole('button', { name: 'Save' }).click()
    await soon(() => section.innerText()).toMatch(/Number 2 uses web\.example now/)
    expect(await router.call('contexts', {})).toMatchObject({
      contexts: [{ cid: 1 }, { cid: 2, apn: 'web.example', auth: 'pap', user: 'me' }],
    })
    expect(await section.innerHTML()).not.toContain('secret')
  })

  it('leaves the login of an access point alone that is not changed', async () => {
    const { open, router, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    await router.call('set_context', { cid: 2, apn: 'a.b', auth: 'pap', user: 'me', password: 'secret' })
    const page = await open('control')
    const section = await part(page, 'Access point (APN)')
    await section.getByRole('combobox', { name: 'Number' }).selectOption('2')
    await section.getByRole('textbox', { name: 'APN' }).fill('c.d')
    await section.getByRole('button', { name: 'Save' }).click()
    await soon(() => section.innerText()).toMatch(/Number 2 uses c\.d now/)
    const args = modem.calls.find(({ method }) => method === 'set_context')?.args
    expect(args).not.toHaveProperty('auth')
    expect(args).not.toHaveProperty('password')
  })

  it('changes an access point in use only after it has told what can be lost', async () => {
    const { open, router, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Access point (APN)')
    await section.getByRole('textbox', { name: 'APN' }).fill('web.example')
    await section.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/in use: the connection may end/)
    expect(modem.calls.map(({ method }) => method)).not.toContain('set_context')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await soon(() => section.innerText()).toMatch(/Number 1 uses web\.example now/)
    expect(await router.call('contexts', {})).toMatchObject({ contexts: [{ cid: 1, apn: 'web.example' }] })
  })

  it('keeps an access point name with forbidden characters away from the modem', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Access point (APN)')
    await section.getByRole('textbox', { name: 'APN' }).fill('a"b')
    await section.getByRole('button', { name: 'Save' }).click()
    expect(modem.calls.map(({ method }) => method)).not.toContain('set_context')
  })

  it('unlocks the SIM, and counts the attempts when the PIN was wrong', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-pin'] })
    const page = await open('control')
    const section = await part(page, 'SIM card')
    expect(await section.innerText()).toMatch(/waits for its PIN.*Attempts left: 3/s)
    await section.getByLabel('PIN').fill('9999')
    await section.getByRole('button', { name: 'Unlock' }).click()
    await soon(() => section.innerText()).toMatch(/Attempts left: 2.*The modem refused/s)
    await shoot(page, 'control-pin')
    await section.getByLabel('PIN').fill('1234')
    await page.keyboard.press('Enter')
    await soon(() => section.innerText()).toMatch(/The SIM card: ready/)
    expect(await router.call('sim', {})).toMatchObject({ state: 'ready' })
  })

  it('uses up the last attempt only when somebody insists', async () => {
    const { open, router, modem } = await serve({ modems: ['fibocom/fg621-pin'] })
    for (const pin of ['1111', '2222']) await router.call('unlock_sim', { pin })
    const page = await open('control')
    const section = await part(page, 'SIM card')
    await section.getByLabel('PIN').fill('1234')
    await section.getByRole('button', { name: 'Unlock' }).click()
    expect(modem.calls.map(({ method }) => method)).not.toContain('unlock_sim')
    await section.getByLabel(/Use the last attempt/).check()
    await section.getByRole('button', { name: 'Unlock' }).click()
    await soon(() => section.innerText()).toMatch(/The SIM card: ready/)
  })

  it('tells the consequences of a USB mode before it changes it', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'USB mode')
    await forGood(section)
    await section.getByRole('combobox', { name: 'Mode' }).selectOption('38')
    expect(await section.locator('.cm-consequences').innerText()).toMatch(/2cb7:0a06.*RNDIS/s)
    await section.getByRole('button', { name: 'Change' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/RNDIS.*The connection ends/s)
    await dialog.getByRole('button', { name: 'Change' }).click()
    await soon(() => section.locator('.cm-result').innerText()).toMatch(/restart of the modem/)
    expect(await router.call('usb_mode', {})).toMatchObject({ current_id: '38' })
  })

  it('refuses, and says why, every USB mode after which Linux shows no way to the modem', async () => {
    const { open, router, modem } = await serve({ modems: ['fibocom/fm150-sa'] })
    const page = await open('control')
    const section = await part(page, 'USB mode')
    const { possible } = (await router.call('usb_mode', {})) as UsbModeReply
    const oneWay = possible.filter(({ at_port: hasPort }) => !hasPort)
    expect(oneWay.map(({ id }) => id)).toEqual(['20', '21', '24', '29', '31'])
    for (const { id, network } of oneWay) {
      await section.getByRole('combobox', { name: 'Mode' }).selectOption(id)
      const words = await section.locator('.cm-consequences').innerText()
      expect(words).toMatch(/no AT port of the modem, and there is no way back/)
      expect(words.includes('no network device')).toBe(!network)
      await section.getByRole('button', { name: 'Change' }).click()
      await soon(() => section.locator('.cm-result').innerText()).toContain(
        `modem set_usb_mode mode=${id} force=true`,
      )
      expect(await page.getByRole('alertdialog').count()).toBe(0)
    }
    expect(modem.calls.map(({ method }) => method)).not.toContain('set_usb_mode')
    expect(await accessibility(page)).toEqual([])
  })

  it('restarts the modem after asking and waits until it is back', async () => {
    const { open, router } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    const page = await open('control')
    const section = await part(page, 'Restart')
    await section.getByRole('button', { name: 'Restart', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restart' }).click()
    await soon(() => section.innerText()).toMatch(/is restarting/)
    await soon(() => existsSync(join(router.root, 'var/run/modem/usb-1-1.restart'))).toBe(true)
    // The kernel gives a device that comes anew another number.
    writeFileSync(join(router.root, 'sys/bus/usb/devices/1-1/devnum'), '77\n')
    await soon(() => section.innerText()).toMatch(/The modem is back after/)
    expect(router.modems[0]?.log.some(({ line }) => line.includes('+CFUN='))).toBe(true)
  }, 30_000)

  it('does not say of a modem that never left its bus that it is back', async () => {
    const reply = { modem: 'usb-1-1', state: 'back', elapsed_ms: 60_000, left: false, message: 'It may not.' }
    const pages = await serve({
      modems: ['fibocom/fg621-lte-a'],
      call: async (method, args) => (method === 'restart_state' ? reply : pages.router.call(method, args)),
    })
    const section = await part(await pages.open('control'), 'Restart')
    await soon(() => section.innerText()).toMatch(/answers, but was not seen to restart/)
    expect(await section.innerText()).not.toMatch(/is back/)
  })

  it('says in a part what went wrong with it, and reads it again', async () => {
    const { open, modem } = await serve({ modems: ['fibocom/fg621-lte-a'] })
    modem.fault = method => (method === 'modes' ? { noAnswer: true } : null)
    const page = await open('control')
    const section = await part(page, 'Technology')
    await soon(() => section.innerText()).toMatch(/No answer came/)
    modem.fault = () => null
    await section.getByRole('button', { name: 'Try again' }).click()
    await soon(() => section.innerText()).toMatch(/Now: automatic/)
  })

  it('shows a modem of unknown make what the standard allows', async () => {
    const { open } = await serve({ modems: ['standard/any-lte'] })
    const page = await open('control')
    await part(page, 'Restart')
    const titles = await page.locator('.cm-control h3').allInnerTexts()
    expect(titles).toEqual(expect.arrayContaining(['SIM card', 'Access point (APN)', 'Restart']))
    expect(titles).not.toContain('USB mode')
    expect(await page.locator('.cm-absent').innerText()).toMatch(/USB mode\s+No command/)
  })
})
