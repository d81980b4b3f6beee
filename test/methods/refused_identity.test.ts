import { expect, it } from 'vitest'
import { createHost } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

it('a modem that refuses to say who it is and was asked before is not called silent', async () => {
  const script = parseFixture(`
@usb 19d2:0016 "ZTE,Incorporated" "ZTE Mobile Broadband"
@port ttyUSB1 1
@net wwan0 qmi_wwan
> AT+CPIN?
< +CPIN: READY
> AT+CSQ
< +CSQ: 23,99
> AT+ZNLOCKBAND?
< +ZNLOCKBAND: 80800c5,2000000680380
`)
  const host = createHost([{ script }])
  const fresh = await host.call('bands')
  expect(fresh).toMatchObject({ enabled: { lte: [1, 3, 7, 8, 20, 28] } })
  await host.call('info', { max_age: 0 })
  expect(await host.call('bands')).toEqual(fresh)
})
