import { stateful } from './behaviours.ts'
import { type ModemScript, reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

interface Selection {
  /** `<rat>`, `<pref1>`, `<pref2>` as text; trailing empty ones are not printed when there are no bands. */
  head: string[]
  /** Null after `+GTACT=<rat>` alone: the modem then reads back no list. */
  bands: number[] | null
  /** Every band the modem has. */
  all: readonly number[]
}

type Family = 'umts' | 'lte' | 'nr'

/** Technology of a GTACT band code: 1–25 UMTS, 101–199 LTE, 501–509 and 5010 upwards NR. */
const familyOf = (code: number): Family => (code < 100 ? 'umts' : code < 500 ? 'lte' : 'nr')

const refused = '+CME ERROR: 50'

function initial(script: ModemScript): Selection | null {
  const listed = script.entries.get('+GTACT?')?.replies[0]
  const line = listed?.steps.find(step => 'line' in step)
  const fields = line && /^\+GTACT: ?([\d,]+)$/.exec(line.line)?.[1]?.split(',')
  if (!listed || !fields) return null
  script.used.add(listed)
  const bands = fields.slice(3).map(Number)
  const capability =
    script.entries.get('+GTACT=?')?.replies[0]?.steps.find(step => 'line' in step)?.line ?? ''
  const groups = [...capability.matchAll(/\(([\d,]*)\)/g)].map(match => match[1] ?? '')
  const possible = groups
    .slice(3)
    .flatMap(group => group.split(','))
    .filter(Boolean)
    .map(Number)
  return {
    head: fields.slice(0, 3),
    bands: bands.length > 0 ? bands : null,
    all: possible.length > 0 ? possible : bands,
  }
}

function set(state: Selection, fields: readonly string[]): string {
  const { all } = state
  const [rat = '', ...prefs] = fields.slice(0, 3)
  const bands = fields.slice(3).map(field => (field === '' ? Number.NaN : Number(field)))
  if (!['1', '2', '4', '10', '14', '16', '17', '20'].includes(rat)) return refused
  if (prefs.some(pref => !['', '2', '3', '6'].includes(pref))) return refused
  const everything = bands.length === 1 && bands[0] === 0
  if (!everything && bands.some(band => !all.includes(band))) return refused
  const nr = all.some(band => familyOf(band) === 'nr')
  state.head = [rat === '10' && nr ? '20' : rat, ...prefs]
  if (bands.length === 0) {
    state.bands = null
    return 'OK'
  }
  const chosen = new Set(bands.map(familyOf))
  const before = state.bands ?? all
  state.bands = everything
    ? [...all]
    : all.filter(band => (chosen.has(familyOf(band)) ? bands : before).includes(band))
  return 'OK'
}

/**
 * Band selection of the Fibocom GT dialect that can be read back: `+GTACT?` begins with what the script lists,
 * `+GTACT=rat[,pref1[,pref2[,band…]]]` replaces the bands of the technologies it names and keeps the others, 0 means
 * all, no list at all means automatic and reads back without one, a band the modem does not have is refused with
 * +CME ERROR: 50. What it has says `+GTACT=?`, else the first reading. Does nothing for a script without `+GTACT?`.
 */
export const gtact = (): Behaviour =>
  stateful(initial, (part, state) => {
    if (!state) return undefined
    if (/^\+GTACT\?$/i.test(part))
      return reply([`+GTACT: ${[...state.head, ...(state.bands ?? [])].join(',')}`])
    const written = /^\+GTACT=([^?]*)$/i.exec(part)?.[1]
    if (written === undefined) return undefined
    return reply([], /^\d+(?:,\d*)*$/.test(written) ? set(state, written.split(',')) : refused)
  })
