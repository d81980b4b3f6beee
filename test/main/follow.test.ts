import { describe, expect, test } from 'vitest'
import { follow } from '../../src/main/follow.ts'
import { createLivingRouter } from '../world/time/living.ts'

/** What `modem watch` prints of a router for so many seconds. */
async function printed(router: ReturnType<typeof createLivingRouter>, seconds: number): Promise<string[]> {
  const { platform, clock } = router.host
  const lines: string[] = []
  const until = clock.now() + seconds * 1000
  await follow(
    platform,
    {},
    line => lines.push(line),
    () => clock.now() >= until,
  )
  return lines
}

describe('modem watch in a terminal', () => {
  test('tells how the watch stands and a line for the reading', async () => {
    const router = createLivingRouter()
    await router.watch(60)
    const lines = await printed(router, 3)
    expect(lines[0]).toBe('usb-1-1 is looked at every 30 seconds.')
    expect(lines.at(-1)).toMatch(/^\d\d:\d\d:\d\d {2}alive, connected, orange, lte a, RSRP -\d+ dBm/)
  })

  test('tells what was done and why nothing more can be', async () => {
    const router = createLivingRouter()
    await router.watch(120)
    router.begin({ kind: 'stalled', cure: null })
    await router.watch(3600)
    const [, deed, next] = await printed(router, 1)
    expect(deed).toMatch(/^\d+ s ago recovery did reenumerate: .* wwan was stopped and started\.$/)
    expect(next).toBe('Nothing comes back through the connection. Everything that could help was done.')
  })

  test('says so where the service does not run, or nothing is configured', async () => {
    expect((await printed(createLivingRouter(), 1))[0]).toContain('the service modem-watch does not run')
    const off = createLivingRouter({ section: "\toption enabled '0'\n" })
    expect((await printed(off, 1))[0]).toContain('has no section of type watch')
  })
})
