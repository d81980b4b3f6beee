import { stateful } from './behaviours.ts'
import { registers } from './registers.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

const forms = {
  LTE_LOCK: /^(?:\d{1,3},\d{1,6},?){1,8}$/,
  NR5G_LOCK: /^\d{1,3},[0-3],\d{1,7},\d{1,4}$/,
}

/** `^LTE_LOCK` and `^NR5G_LOCK`: set with values, cleared without, read back in brackets; free where nothing is listed. */
const locks = (): Behaviour =>
  stateful(
    script => {
      const lines = new Map<string, string>()
      for (const name of Object.keys(forms)) {
        const listed = script.entries.get(`^${name}?`)?.replies[0]
        const line = listed?.steps.find(step => 'line' in step)?.line
        if (!listed || line === undefined) continue
        script.used.add(listed)
        lines.set(name, line)
      }
      return lines
    },
    (part, lines) => {
      const [, name = '', rest = ''] = /^\^(LTE_LOCK|NR5G_LOCK)(.*)$/.exec(part) ?? []
      const line = lines.get(name)
      if (line === undefined) return undefined
      if (rest === '?') return reply([line])
      if (rest === '') {
        lines.set(name, `^${name}:Have not set cell lock before`)
        return reply([])
      }
      const form = name === 'LTE_LOCK' ? forms.LTE_LOCK : forms.NR5G_LOCK
      if (!form.test(rest.slice(1))) return reply([], 'ERROR')
      const values = rest.slice(1).split(',')
      const pairs = values.flatMap((value, i) => (i % 2 ? [] : `(${value},${values[i + 1]}),`))
      lines.set(name, `^${name}:${name === 'LTE_LOCK' ? pairs.join('') : `(${values.join()})`}`)
      return reply([])
    },
  )

/** What Foxconn modules remember: technologies, cell locks, SIM slot. */
export const foxconn = (): Behaviour[] => [
  locks(),
  registers(
    { name: '^SLMODE', takes: /^[01],(?:[0-7]|14|30|35)$/, line: value => `^SLMODE:${value}` },
    { name: '^NR5G_MODE', takes: /^[0-2]$/, line: value => `^NR5G_MODE:${value}` },
    { name: '^SWITCH_SLOT', takes: /^[01]$/, line: value => `SIM${Number(value) + 1} ENABLE` },
  ),
]
