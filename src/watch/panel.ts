import { attribute } from '../discovery/attribute.ts'
import { option, readUci } from '../discovery/uci.ts'
import type { Files } from '../platform/platform.ts'
import type { Leds } from './memory.ts'
import type { Panel } from './policy.ts'

const folder = '/sys/class/leds'
const ledName = /^[\w:.@-]{1,64}$/

/** Longest list of triggers that is read: one names every disk, CPU and network there is. */
const mostTriggers = 4096

/** The trigger of a LED, which stands in brackets among all there are: `none [netdev] timer`. */
export const triggerOf = (files: Files, name: string): string =>
  /\[([^\]\s]+)\]/.exec(files.read(`${folder}/${name}/trigger`, mostTriggers) ?? '')?.[1] ?? 'none'

/** The lights of the router. Those that the configuration of the system has are somebody else's. */
export function readPanel(files: Files, taken: Leds): Panel {
  const system = readUci(files, 'system')
  const claimed = new Set(system.filter(({ type }) => type === 'led').map(each => option(each, 'sysfs')))
  const names = files.list(folder).filter(name => ledName.test(name) && !claimed.has(name))
  const leds = names.map(name => {
    const full = Number(attribute(files, `${folder}/${name}/max_brightness`) ?? 1)
    return [name, Number.isSafeInteger(full) && full > 0 ? full : 1] as const
  })
  const off = option(
    system.find(({ type }) => type === 'system'),
    'leds_off',
  )
  return {
    board: files.read('/tmp/sysinfo/board_name', 100)?.trim() || null,
    dark: off === '1',
    leds: Object.fromEntries(leds),
    driven: names.filter(name => taken[name] === undefined && triggerOf(files, name) !== 'none'),
  }
}
