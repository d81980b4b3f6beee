import { attribute } from '../discovery/attribute.ts'
import type { Files } from '../platform/platform.ts'
import type { LedFound, Leds } from './memory.ts'
import { triggerOf } from './panel.ts'
import type { Want } from './policy.ts'

const ledName = /^[\w:.@-]{1,64}$/

/** Files of the triggers of a LED, in the order in which they are put back; each trigger has its own. */
const ledFiles = ['device_name', 'link', 'rx', 'tx', 'interval', 'delay_on', 'delay_off']

const isLed = (files: Files, name: string) =>
  ledName.test(name) && files.exists(`/sys/class/leds/${name}/brightness`)

/** How a LED stands: its trigger, and what that one has been told. */
export function readLed(files: Files, name: string): LedFound {
  const place = `/sys/class/leds/${name}`
  const trigger = triggerOf(files, name)
  // The kernel takes the trigger away from a LED whose brightness is set to 0.
  const rest = (trigger === 'none' ? ['brightness'] : ledFiles).flatMap(file => {
    const value = attribute(files, `${place}/${file}`)
    return value === null ? [] : [[file, value] as const]
  })
  return { trigger, ...Object.fromEntries(rest) }
}

/**
 * The LEDs in use with those that are to show something and are not in use yet, as they are found. To be written down
 * before anything is shown: who is killed in between would take what it shows for what it found.
 */
export function takenLeds(files: Files, leds: Leds, wants: readonly { want: string }[]): Leds {
  const isNew = (want: { want: string }): want is Extract<Want, { want: 'led' }> => {
    const { want: kind, name, brightness } = want as Extract<Want, { want: 'led' }>
    return kind === 'led' && brightness !== null && leds[name] === undefined && isLed(files, name)
  }
  const found = wants
    .filter(isNew)
    .map(({ name }) => [name, { found: readLed(files, name), set: '' }] as const)
  return found.length === 0 ? leds : { ...leds, ...Object.fromEntries(found) }
}

/** Shows something on a LED, or puts it back as it was found; written only where it differs. */
export function setLed(files: Files, leds: Leds, want: Extract<Want, { want: 'led' }>): Leds {
  const { name, brightness, blink_ms } = want
  const place = `/sys/class/leds/${name}`
  const known = leds[name]
  if (!isLed(files, name)) return leds
  if (brightness === null) {
    if (known === undefined) return leds
    for (const [file, value] of Object.entries(known.found)) files.put(`${place}/${file}`, value)
    return Object.fromEntries(Object.entries(leds).filter(([other]) => other !== name))
  }
  const set = `${brightness} ${blink_ms}`
  if (known?.set === set) return leds
  const found = known?.found ?? readLed(files, name)
  const isBlinking = blink_ms !== null && brightness > 0
  files.put(`${place}/trigger`, isBlinking ? 'timer' : 'none')
  if (isBlinking) for (const half of ['delay_on', 'delay_off']) files.put(`${place}/${half}`, `${blink_ms}`)
  files.put(`${place}/brightness`, `${brightness}`)
  return { ...leds, [name]: { found, set } }
}
