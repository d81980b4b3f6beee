import { Failure } from '../contract/failure.ts'
import type { Call } from '../modem/call.ts'
import { watchFlashPlace } from '../platform/places.ts'
import { changeModes } from './deeds.ts'
import { orderInterface } from './interface.ts'
import { setLed } from './led.ts'
import { readMemories, remember } from './store.ts'

/**
 * Gives back what a watch has taken for a while that nobody looks after any more: the technologies of the modem, its
 * interface, which a limit keeps down, and the LEDs where it was killed. Only where no section wants a watch.
 */
export async function giveBackLeavings(call: Call, modem: string): Promise<void> {
  const { platform } = call
  const { files } = platform
  for (const memory of readMemories(platform, true)) {
    const isIts = memory.modem === modem || memory.modem === null
    if (!isIts || (memory.down === null && Object.keys(memory.leds).length === 0)) continue
    const back = { want: 'led', brightness: null, blink_ms: null } as const
    for (const name of Object.keys(memory.leds)) setLed(files, memory.leds, { ...back, name })
    const { interface: name } = memory.known
    if (memory.down !== null && name !== null && (await orderInterface(platform, name, true)))
      platform.log(`${modem}: ${name} was kept down by the watch, which is off, and is started`)
    remember(platform, { ...memory, leds: {}, down: null })
  }
  if (!files.exists(watchFlashPlace(modem, 'modes'))) return
  try {
    const text = await changeModes(call, modem, null)
    if (text !== null) platform.log(`${modem}: ${text} The watch is off.`)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    platform.log(`${modem}: modes: ${failure.message}`)
  }
}
