import { stateful } from './behaviours.ts'
import { registers } from './registers.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

interface Selection {
  head: string[]
  bands: string[]
  /** Every band the module has. */
  all: readonly string[]
}

type Family = 'umts' | 'lte' | 'gsm'

const familyOf = (code: string): Family => (Number(code) < 100 ? 'umts' : Number(code) < 200 ? 'lte' : 'gsm')
const refused = '+CME ERROR: 50'

function set(state: Selection, fields: readonly string[]): string {
  const [rat = '', ...preferences] = fields.slice(0, 3)
  const bands = fields.slice(3)
  if (!/^[0-6]$/.test(rat) || preferences.some(each => !/^[0-2]?$/.test(each))) return refused
  const everything = bands.join() === '0'
  if (!everything && bands.some(band => !state.all.includes(band))) return refused
  const named = new Set(bands.map(familyOf))
  state.head = [rat, ...preferences]
  if (everything) state.bands = [...state.all]
  else if (bands.length > 0)
    state.bands = state.all.filter(band => (named.has(familyOf(band)) ? bands : state.bands).includes(band))
  return 'OK'
}

/**
 * `+XACT` that can be read back: it begins with what the script lists; `+XACT=rat,pref,pref[,band…]` replaces the bands
 * of the technologies it names and keeps the others, 0 means all, a band the module does not have is refused. Does
 * nothing for a script without `+XACT?`.
 */
const xact = (): Behaviour =>
  stateful(
    (script): Selection | null => {
      const listed = script.entries.get('+XACT?')?.replies[0]
      const line = listed?.steps.find(step => 'line' in step)?.line
      const fields = /^\+XACT: ([\d,]+)$/.exec(line ?? '')?.[1]?.split(',')
      if (!listed || !fields) return null
      script.used.add(listed)
      const capable = script.entries.get('+XACT=?')?.replies[0]?.steps.find(step => 'line' in step)?.line
      const possible = capable?.replace(/\([^)]*\)/g, '').match(/[1-9]\d*/g)
      const bands = fields.slice(3)
      return { head: fields.slice(0, 3), bands, all: possible ?? bands }
    },
    (part, state) => {
      if (!state) return undefined
      if (/^\+XACT\?$/i.test(part)) return reply([`+XACT: ${[...state.head, ...state.bands].join()}`])
      const written = /^\+XACT=([\d,]+)$/i.exec(part)?.[1]
      return written === undefined ? undefined : reply([], set(state, written.split(',')))
    },
  )

/** What a Fibocom module with an Intel modem remembers: bands, technologies, USB mode. */
export const intel = (): Behaviour[] => [xact(), registers({ name: '+GTUSBMODE', takes: /^\d{1,2}$/ })]
