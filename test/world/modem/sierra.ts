import { stateful } from './behaviours.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

interface Memory {
  unlocked: boolean
  /** `06, LTE Only`; null where the script has no `!SELRAT?`. */
  selected: string | null
  selections: readonly string[]
  /** Lines of `!USBCOMP?`. */
  composition: readonly string[]
}

/**
 * What Sierra modules remember: `!SELRAT` by the names `!SELRAT=?` lists, `!USBCOMP`; both are set only after
 * `!ENTERCND="A710"`, which `!RESET` ends.
 */
export const sierra = (): Behaviour =>
  stateful(
    (script): Memory => {
      const lines = (command: string) => {
        const listed = script.entries.get(command)?.replies[0]
        if (listed) script.used.add(listed)
        return (listed?.steps ?? []).flatMap(step => ('line' in step ? step.line : []))
      }
      const selected = lines('!SELRAT?')[0]?.replace(/^!SELRAT: /, '') ?? null
      return {
        unlocked: false,
        selected,
        selections: lines('!SELRAT=?'),
        composition: lines('!USBCOMP?'),
      }
    },
    (part, state) => {
      if (part === '!ENTERCND="A710"' && state.selected !== null) {
        state.unlocked = true
        return reply([])
      }
      if (part === '!RESET') state.unlocked = false
      if (part === '!SELRAT?' && state.selected !== null) return reply([`!SELRAT: ${state.selected}`])
      if (part === '!USBCOMP?' && state.composition.length > 0) return reply(state.composition)
      const index = /^!SELRAT=([0-9A-F]{2})$/.exec(part)?.[1]
      if (index !== undefined) {
        const line = state.selections.find(each => each.startsWith(`${index},`))
        if (!state.unlocked || line === undefined) return reply([], 'ERROR')
        state.selected = line
        return reply([])
      }
      const written = /^!USBCOMP=(\d),(\d),([0-9A-F]{1,8})$/.exec(part)
      if (!written) return undefined
      if (!state.unlocked) return reply([], 'ERROR')
      const [, config = '', type = '', mask = ''] = written
      const text = mask.padStart(8, '0')
      state.composition = [
        `Config Index: ${config}`,
        `Config Type:  ${type} (Generic)`,
        `Interface bitmask: ${text}`,
      ]
      return reply([])
    },
  )
