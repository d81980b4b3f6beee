import { stateful } from './behaviours.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

interface Configuration {
  order: string
  others: string
  roaming: string
  domain: string
  lte: string
  /** Technologies that are taken. */
  codes: readonly string[]
}

/**
 * `^SYSCFGEX` that can be read back: it begins with what the script lists. Values that mean "no change" (99, 40000000,
 * 2 for roaming, 4 for the domain) keep what was, an order of technologies `^SYSCFGEX=?` does not list is refused. Does
 * nothing for a script without `^SYSCFGEX?`.
 */
export const huawei = (): Behaviour =>
  stateful(
    (script): Configuration | null => {
      const first = (command: string) => {
        const listed = script.entries.get(command)?.replies[0]
        if (listed) script.used.add(listed)
        return listed?.steps.find(step => 'line' in step)?.line ?? ''
      }
      const line = /^\^SYSCFGEX: ?"(\d+)",(\w+),(\d),(\d),(\w*)$/.exec(first('^SYSCFGEX?'))
      if (!line) return null
      const [, order = '', others = '', roaming = '', domain = '', lte = ''] = line
      const listed = /^[^(]*\(([^)]*)\)/.exec(first('^SYSCFGEX=?'))?.[1]?.match(/\d\d/g)
      return { order, others, roaming, domain, lte, codes: listed ?? ['00', '01', '02', '03', '99'] }
    },
    (part, state) => {
      if (!state) return undefined
      const { codes, order, others, roaming, domain, lte } = state
      if (part === '^SYSCFGEX?') return reply([`^SYSCFGEX:"${order}",${others},${roaming},${domain},${lte}`])
      const written = /^\^SYSCFGEX="((?:\d\d)+)",([0-9A-F]+),([0-2]),([0-4]),([0-9A-F]+),,$/i.exec(part)
      if (!written) return undefined
      const [, wanted = '', bands = '', roams = '', service = '', mask = ''] = written
      if ((wanted.match(/../g) ?? []).some(code => !codes.includes(code))) return reply([], 'ERROR')
      if (wanted !== '99') state.order = wanted
      if (bands !== '40000000') state.others = bands
      if (roams !== '2') state.roaming = roams
      if (service !== '4') state.domain = service
      if (mask !== '40000000') state.lte = mask
      return reply([])
    },
  )
