import { stateful } from './behaviours.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** Bands of a Yuga module that can be read back: `+BANDCFG=<hi>,<lo>,<class>` replaces the line of its class. */
export const yuga = (): Behaviour[] => [
  stateful(
    script => {
      const listed = script.entries.get('+BANDCFG?')?.replies[0]
      if (listed) script.used.add(listed)
      return listed?.steps.flatMap(step => ('line' in step ? step.line : [])) ?? []
    },
    (part, lines) => {
      if (part.toUpperCase() === '+BANDCFG?') return reply([...lines])
      const [, high, low, kind] = /^\+BANDCFG=([\dA-F]{1,8}),([\dA-F]{1,8}),(\d)$/i.exec(part) ?? []
      const at = lines.findIndex(line => line.startsWith(`+BANDCFG:${kind},`))
      if (at < 0) return undefined
      lines[at] = `+BANDCFG:${kind},${high},${low}`
      return reply([])
    },
  ),
]
