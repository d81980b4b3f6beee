import { createPlatform } from '../platform/quickjs/platform.ts'
import { detachInput, finish, onEnd } from '../platform/quickjs/process.ts'
import { type WatchHost, watchModem } from '../watch/loop.ts'
import { policies } from '../watch/policies.ts'
import { readPlans } from '../watch/settings.ts'
import { writeRefused } from '../watch/store.ts'
import { dispatch } from './dispatch.ts'

detachInput()
const platform = createPlatform()
let isEnding = false
/** What wakes everybody who sleeps. */
const alarms = new Set<() => void>()
onEnd(() => {
  isEnding = true
  for (const wake of alarms) wake()
})
const host: WatchHost = {
  platform,
  date: () => new Date(),
  pause: ms =>
    new Promise(resolve => {
      const wake = () => {
        alarms.delete(wake)
        resolve()
      }
      alarms.add(wake)
      void platform.sleep(isEnding ? 0 : ms).then(wake)
    }),
  isEnding: () => isEnding,
  lay: async modem => void (await dispatch(platform, 'status', { modem, max_age: 60_000 })),
}

async function watch(): Promise<void> {
  const { plans, refused } = readPlans(platform.files, policies)
  writeRefused(platform, refused)
  for (const text of refused) platform.log(`watch: ${text}`)
  await Promise.all(plans.map(plan => watchModem(host, plan)))
  // Whatever is wrong with the configuration, procd does not have to start this again and again.
  while (!isEnding) await host.pause(86_400_000)
}

// No top-level await: while a module waits, QuickJS 2025-04-26 sleeps until the next timer after every step.
watch().finally(() => finish(''))
