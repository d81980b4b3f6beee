import { expect, it } from 'vitest'
import { refuses, writtenTo } from '../world/memory/changing.ts'
import { createHost } from '../world/memory/host.ts'
import { recorded } from '../world/memory/modems.ts'
import { quectel } from '../world/modem/quectel.ts'

/** A modem of an id that several models share. */
function modem(isNamed: boolean) {
  const script = recorded('quectel/ec25-lte')
  const device = script.device && { ...script.device, product: null }
  return createHost([{ script: { ...script, device } }], {
    behaviours: [...(isNamed ? [] : [refuses(/^\+[CG]*GMM|^I$/, 'ERROR')]), ...quectel()],
  })
}

it('a modem that does not tell which of several models it is is read and not written to', async () => {
  const host = modem(false)
  const { enabled } = (await host.call('bands')) as { enabled: { lte: number[] } }
  const args = { rat: 'lte', bands: enabled.lte.slice(0, 1) }
  expect(await host.call('set_bands', args)).toMatchObject({
    error: 'not_understood',
    message: expect.stringMatching(/which model it is/),
  })
  expect(await host.call('set_usb_mode', { mode: '1' })).toMatchObject({ error: 'not_understood' })
  expect(writtenTo(host).filter(line => /"\w+",\d/.test(line))).toEqual([])
  expect(await modem(true).call('set_bands', args)).toMatchObject({ verified: true })
})
