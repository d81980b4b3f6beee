import { stateful } from './behaviours.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** A setting that is read with `NAME?` and written with `NAME=value`. */
export interface Register {
  /** With its leading sign: `+GTUSBMODE`. */
  name: string
  /** Values that are taken; others are refused with +CME ERROR: 50. */
  takes: RegExp
  /** The line a written value is read back as; default `NAME: value`. */
  line?(value: string): string
}

/**
 * Settings that can be read back: each begins with what the script lists for `NAME?` and then says what was written.
 * One the script does not list does not exist.
 */
export const registers = (...list: readonly Register[]): Behaviour =>
  stateful(
    script => {
      const lines = new Map<string, string>()
      for (const { name } of list) {
        const listed = script.entries.get(`${name}?`)?.replies[0]
        const step = listed?.steps.find(each => 'line' in each)
        if (!listed || !step) continue
        script.used.add(listed)
        lines.set(name, step.line)
      }
      return lines
    },
    (part, lines) => {
      const [, name = '', value] = /^([^=?]+)(?:\?|=(.*))$/.exec(part.toUpperCase()) ?? []
      const register = list.find(each => each.name === name)
      const line = lines.get(name)
      if (!register || line === undefined || value === '?') return undefined
      if (value === undefined) return reply([line])
      if (!register.takes.test(value)) return reply([], '+CME ERROR: 50')
      lines.set(name, register.line?.(value) ?? `${name}: ${value}`)
      return reply([])
    },
  )
