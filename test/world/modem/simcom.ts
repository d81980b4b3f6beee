import { stateful } from './behaviours.ts'
import { registers } from './registers.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/**
 * A lock that can be read back: it begins with what the script lists for `NAME?`, which is nothing but OK when free.
 * `line` tells what a write is read back as: a line, null for free, undefined for a value that is refused.
 */
const lock = (name: string, line: (value: string) => string | null | undefined): Behaviour =>
  stateful(
    script => {
      const listed = script.entries.get(`${name}?`)?.replies[0]
      if (!listed) return null
      script.used.add(listed)
      const step = listed.steps.find(each => 'line' in each)
      return { line: step?.line ?? null }
    },
    (part, state) => {
      if (!state || !part.toUpperCase().startsWith(name)) return undefined
      const value = part.slice(name.length)
      if (value === '?') return reply(state.line === null ? [] : [state.line])
      const next = line(value.slice(1))
      if (next === undefined) return reply([], 'ERROR')
      state.line = next
      return reply([])
    },
  )

/** What a SIMCom module remembers: technologies, locks, USB composition. It never resets by itself. */
export const simcom = (): Behaviour[] => [
  registers(
    { name: '+CNMP', takes: /^(?:2|13|14|19|38|39|51|54|55|71|109)$/ },
    {
      name: '+CUSBPIDSWITCH',
      takes: /^90[01]\d,1,1$/,
      line: value => `+CUSBPIDSWITCH: ${value.slice(0, 4)}`,
    },
  ),
  lock('+CCELLCFG', value => {
    const [, pci, channel] = /^1,(\d+),(\d+)$/.exec(value) ?? []
    return value === '0' ? null : pci && `+CCELLCFG: ${pci},${channel}`
  }),
  lock('+C5GCELLCFG', value =>
    value === '"unlock"'
      ? null
      : /^"pci",\d+,\d+,[0-4],\d+$/.test(value)
        ? `+C5GCELLCFG: ${value}`
        : undefined,
  ),
  stateful(
    script => {
      const listed = script.entries.get('+CUSBCFG?')?.replies[0]
      if (listed) script.used.add(listed)
      return { id: listed ? '9001' : null }
    },
    (part, state) => {
      if (state.id === null) return undefined
      if (part.toUpperCase() === '+CUSBCFG?') return reply(['USBADB: 0', `USBID: 0X1E0E,0X${state.id}`])
      const id = /^\+CUSBCFG=USBID,1E0E,(90\d\d)$/i.exec(part)?.[1]
      if (id === undefined) return undefined
      state.id = id
      return reply([])
    },
  ),
]
