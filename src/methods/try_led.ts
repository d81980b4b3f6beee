import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/try_led.ts'
import type { TryLedArgs, TryLedReply } from '../contract/watch.ts'
import { readLed, setLed } from '../watch/led.ts'
import { readPanel } from '../watch/panel.ts'
import type { Method } from './method.ts'

/** How long a LED blinks, and each half of it, ms. */
const shownMs = 2000
const halfMs = 100

/** `try_led`: somebody else who sets the LED meanwhile, as the watch may, has it. */
export const method: Method<TryLedArgs, TryLedReply> = {
  validate,
  async run({ led }, { platform }) {
    const { files } = platform
    const full = readPanel(files, {}).leds[led]
    if (full === undefined) throw new Failure('invalid_argument', `no LED that may be used is called ${led}`)
    const stands = () => JSON.stringify(readLed(files, led))
    const before = stands()
    const taken = setLed(files, {}, { want: 'led', name: led, brightness: full, blink_ms: halfMs })
    const tried = stands()
    let isOurs = false
    try {
      await platform.sleep(shownMs)
    } finally {
      isOurs = stands() === tried
      if (isOurs) setLed(files, taken, { want: 'led', name: led, brightness: null, blink_ms: null })
    }
    return { led, restored: isOurs && stands() === before && tried !== before }
  },
}
