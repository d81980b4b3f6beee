import type { Setup } from '../world/router/modems.ts'
import { startWatch } from './watch.ts'

/** How the status page looks (`luci-view/…/view/modem/status.js`): every so often, ms, and how old each answer may be then, ms. */
const everyMs = 8000
const alone = { status: 7500, info: 10_000 }
/** Where the watch reads the modem every 30 s (`luci-view/…/modem/pace.js`). */
const watched = { status: 120_000, info: 120_000 }

/**
 * What a minute of the status page costs: programs started, and lines the modem is sent for it. With the watch the
 * modem is read by that alone.
 */
export async function pageMinute(setup: Setup, isWatched: boolean): Promise<string> {
  const { router, hosts } = setup
  const call = (method: string, stdin: string) =>
    router.run(['/usr/libexec/rpcd/modem', 'call', method], { stdin, trace: true })
  if (isWatched) await startWatch(setup)
  await call('status', '{}')
  let started = 0
  let lines = 0
  const end = Date.now() + 60_000
  for (let next = Date.now() + everyMs; next < end; next = Date.now() + everyMs) {
    await new Promise(resolve => setTimeout(resolve, next - Date.now()))
    const before = hosts[0]?.log.length ?? 0
    for (const [method, oldest] of Object.entries(isWatched ? watched : alone)) {
      const { programs } = await call(method, JSON.stringify({ modem: 'usb-1-1', max_age: oldest }))
      started += (programs ?? []).filter(([program]) => /(?:^|\/)qjs$/.test(program ?? '')).length
    }
    lines += (hosts[0]?.log.length ?? 0) - before
  }
  return `The status page in a minute${isWatched ? ', with the watch' : ''}: ${started} qjs, ${lines} AT lines.`
}
