import type { Bus } from '../contract/info.ts'
import type { Model } from '../models/model.ts'
import type { Files } from '../platform/platform.ts'

/** The model of a modem and how it was found. */
export interface ModelMatch {
  model: Model
  /** `listed` by its id, `vendor` by a vendor default, `none`: spoken to by the standard alone. */
  by: 'listed' | 'vendor' | 'none'
  /** How many entries share the id: more than one may need the answered model name to decide. */
  entries: number
  /** A mistake in a file under /etc/modem/models, in words. */
  warning: string | null
}

const unknownModel: Model = {
  bus: 'usb',
  id: '*',
  vendor: '',
  name: '',
  dialect: 'standard',
  at: [],
}

/** What discovery itself relies on; the whole schema is checked by `modem model-check`. */
function isModel(value: unknown): value is Model {
  const model = value as Model | null
  return (
    /^[a-z\d][a-z\d_-]*$/.test(String(model?.dialect)) &&
    typeof model?.name === 'string' &&
    typeof model.vendor === 'string' &&
    Array.isArray(model.at)
  )
}

function readModels(files: Files, path: string): { models: Model[]; mistake: string | null } {
  const text = files.read(path)
  if (text === null) return { models: [], mistake: null }
  try {
    const value: unknown = JSON.parse(text)
    const models: unknown[] = Array.isArray(value) ? value : [value]
    if (models.every(isModel)) return { models, mistake: null }
    return { models: [], mistake: `${path}: a model needs vendor, name, dialect and at` }
  } catch {
    return { models: [], mistake: `${path}: not valid JSON` }
  }
}

function matches(pattern: string, names: readonly (string | null)[]): boolean {
  try {
    const expression = new RegExp(`^(?:${pattern})`, 'i')
    return names.some(name => name !== null && expression.test(name))
  } catch {
    return false
  }
}

/** Chooses among the entries of one id: board, then name, then the entry without conditions, then the first. */
export function choose(
  models: readonly Model[],
  names: readonly (string | null)[],
  board: string | null,
): Model | undefined {
  const fits = (m: Model) => m.product === undefined || matches(m.product, names)
  return (
    models.find(m => board !== null && m.board?.includes(board) && fits(m)) ??
    models.find(m => m.board === undefined && m.product !== undefined && fits(m)) ??
    models.find(m => m.board === undefined && m.product === undefined) ??
    models[0]
  )
}

/**
 * The model of `vid:pid`: files under /etc/modem/models first, then the built-in ones, then the vendor's default,
 * then the standard alone. `names` are the USB product string and the answered model, whichever is known.
 */
export function findModel(
  files: Files,
  data: string,
  bus: Bus,
  id: string,
  names: readonly (string | null)[],
): ModelMatch {
  const board = files.read('/tmp/sysinfo/board_name', 256)?.trim() || null
  const [vendor = '', product = ''] = id.split(':')
  if (!/^[\da-f]{4}$/.test(vendor) || !/^[\da-f]{4}$/.test(product))
    return { model: { ...unknownModel, bus }, by: 'none', entries: 0, warning: null }
  const own = readModels(files, `/etc/modem/models/${bus}/${vendor}${product}.json`)
  const listed =
    own.models.length > 0
      ? own.models
      : readModels(files, `${data}/models/${bus}/${vendor}${product}.json`).models
  const found = choose(listed, names, board)
  const warning = own.mistake
  if (found) return { model: found, by: 'listed', entries: listed.length, warning }
  const defaults = readModels(files, `${data}/models/${bus}/${vendor}.json`).models
  const fallback = choose(defaults, names, board)
  if (fallback) return { model: fallback, by: 'vendor', entries: defaults.length, warning }
  return { model: { ...unknownModel, bus }, by: 'none', entries: 0, warning }
}
