import { describe, expect, it } from 'vitest'
import { overStick, stickRouter } from '../modem/stick-router.ts'
import { accessibility, browserProblem, overflows } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { huaweiRouter } from '../world/stick/huawei-router.ts'

describe.skipIf(browserProblem !== null)('the pages of a stick that is a router of its own', () => {
  const { serve } = browsing()
  const stick = (password: string) => {
    const server = huaweiRouter({ locked: path => path !== 'user/state-login' })
    const { host } = stickRouter('huawei', server, [overStick('192.168.8.1')], { password })
    return serve({ call: (method, args) => host.call(method, args as object) })
  }

  it('show its values and what it can be told, as those of any modem', async () => {
    const { open, modem } = await stick('secret')
    const shows = {
      status: /Connected.*4G LTE-A.*Orange F.*home network/s,
      bands: /B3\s+FDD 1800 MHz/s,
      control: /SIM card.*Technology.*Restart/s,
    }
    for (const [name, text] of Object.entries(shows)) {
      const page = await open(name)
      const view = page.locator('#view')
      await soon(() => view.innerText()).toMatch(text)
      expect(await view.innerText(), name).not.toMatch(/\b(?:null|undefined)\b/)
      if (name === 'status') expect(await accessibility(page)).toEqual([])
      expect(await overflows(page)).toBe(false)
      await page.close()
      await soon(() => modem.isIdle()).toBe(true)
    }
  }, 60_000)

  it('say that it wants a login, and what helps', async () => {
    const { open } = await stick('wrong')
    const page = await open('status')
    await soon(() => page.locator('#view').innerText()).toMatch(
      /The stick tells its values only after a login.*The check-up says why.*Web pages\s+192\.168\.8\.1/s,
    )
  }, 60_000)
})
