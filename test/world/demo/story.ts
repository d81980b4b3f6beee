import { setTimeout as sleep } from 'node:timers/promises'
import { createLivingRouter, type LivingRouter } from '../time/living.ts'

/** What a router can live through, by name. */
export const stories: Readonly<Record<string, (router: LivingRouter) => Promise<void>>> = {
  /** The connection is up and nothing comes back; a restart of the modem ends it. */
  async stalled(router) {
    await router.watch(120)
    router.begin({ kind: 'stalled', cure: 'restart' })
    await router.watch(1200)
  },
  /** The modem vanishes from its bus; its socket brings it back. */
  async vanished(router) {
    await router.watch(120)
    router.begin({ kind: 'gone', cure: 'reenumerate' })
    await router.watch(1200)
  },
  /** Nothing but the power of the modem helps. */
  async power(router) {
    await router.watch(120)
    router.begin({ kind: 'stuck', cure: 'power' })
    await router.watch(2400)
  },
  /** Nothing helps: every rung is tried once, and then nothing more is done. */
  async hopeless(router) {
    await router.watch(120)
    router.begin({ kind: 'stalled', cure: null })
    await router.watch(4 * 3600)
  },
}

/** Time of a story as `1:02:03`. */
const clockOf = (at: number) =>
  [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60]
    .map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':')

/** Tells a story line by line, `speed` times as fast as it would be; at once with 0. Throws where there is none. */
export async function tellStory(name: string, speed: number, print: (line: string) => void): Promise<void> {
  const story = stories[name]
  if (story === undefined)
    throw new Error(`there is no story ${name}; there are ${Object.keys(stories).join(', ')}`)
  const router = createLivingRouter({ section: "\toption power_line 'lte_power'\n" })
  await story(router)
  let last = 0
  for (const { at, text } of router.happenings) {
    if (speed > 0) await sleep(Math.min(3000, ((at - last) * 1000) / speed))
    last = at
    print(`${clockOf(at)}  ${text}`)
  }
  print(router.trouble === null ? 'All is well.' : 'The trouble lasts.')
}
