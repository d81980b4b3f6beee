import type { Setup } from '../world/router/modems.ts'

/** What the status page asks in one look (`luci-view/…/view/modem/status.js`), and the time between two, ms. */
const look = [
  ['status', '{"modem":"usb-1-1","max_age":7500}'],
  ['info', '{"modem":"usb-1-1","max_age":10000}'],
] as const
const everyMs = 8000

/** What a minute of the status page costs: programs started, and lines the modem is sent. */
export async function pageMinute({ router, hosts }: Setup): Promise<string> {
  const call = (method: string, stdin: string) =>
    router.run(['/usr/libexec/rpcd/modem', 'call', method], { stdin, trace: true })
  await call('status', '{}')
  const before = hosts[0]?.log.length ?? 0
  let started = 0
  const end = Date.now() + 60_000
  for (let next = Date.now() + everyMs; next < end; next = Date.now() + everyMs) {
    await new Promise(resolve => setTimeout(resolve, next - Date.now()))
    for (const [method, stdin] of look) {
      const { programs } = await call(method, stdin)
      started += (programs ?? []).filter(([program]) => /(?:^|\/)qjs$/.test(program ?? '')).length
    }
  }
  const lines = (hosts[0]?.log.length ?? 0) - before
  return `The status page in a minute: ${started} qjs, ${lines} AT lines.`
}
