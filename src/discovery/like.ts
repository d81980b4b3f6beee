import type { Bus } from '../contract/info.ts'
import type { Model, ModelEntry } from '../models/model.ts'
import { fittingModel } from './match.ts'

/** The entries of an id on a bus; empty where nobody described it. */
export type Lookup = (bus: Bus, id: string) => readonly ModelEntry[]

/** What says who a model is; everything else says how it is spoken to and what it can do. */
const who = /^(?:bus|id|product|board|vendor|name|like|legacy|source|bands_source)$/

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An entry with what it takes over of another one: its own members win, also among options of the same dialect. */
function joined(own: ModelEntry, other: ModelEntry): ModelEntry {
  const isLeft = (key: string) =>
    who.test(key) ||
    (key === 'at' && other.bus !== own.bus) ||
    (key === 'bands_of' && own.bands !== undefined) ||
    (key === 'options' && own.dialect !== undefined && own.dialect !== other.dialect)
  const taken = Object.fromEntries(Object.entries(other).filter(([key]) => !isLeft(key)))
  const options = isPlain(taken.options) && isPlain(own.options) ? { ...taken.options, ...own.options } : null
  return { ...taken, ...own, ...(options && { options }) }
}

/**
 * The entry with what it takes over of the model it is like, which may itself be like a third one; or what is wrong, in
 * words. That model is looked for on the bus of the entry first; of several with its id the one without conditions counts.
 */
export function completed(entry: ModelEntry, find: Lookup, seen: readonly string[] = []): Model | string {
  const { like, ...own } = entry
  if (like === undefined) {
    const { dialect, at } = own
    if (dialect === undefined) return 'dialect is missing'
    return at === undefined ? 'at is missing' : { ...own, dialect, at }
  }
  const path = [...seen, ...[entry.id].flat()]
  if (path.includes(like)) return `like goes in a circle: ${[...path, like].join(', ')}`
  const here = find(entry.bus, like)
  const found = fittingModel(
    here.length > 0 ? here : find(entry.bus === 'usb' ? 'pci' : 'usb', like),
    [],
    null,
  )
  if (found === undefined) return `there is no model ${like} to be like`
  const other = completed({ ...found, id: like }, find, path)
  return typeof other === 'string' ? other : completed(joined(own, other), find)
}
