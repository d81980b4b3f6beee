import type { Bus } from '../contract/info.ts'
import type { Schema } from '../contract/schema.ts'
import type { Model } from '../models/model.ts'
import type { Files } from '../platform/platform.ts'
import { fittingModel, type ModelMatch } from './match.ts'
import { entriesOf, type ModelRules, parseModels, placeOfModel } from './model-file.ts'

/** Where a person's own model files lie. */
export const ownFolder = '/etc/modem/models'

const unknownModel: Model = {
  bus: 'usb',
  id: '*',
  vendor: '',
  name: '',
  dialect: 'standard',
  at: [],
}

/** What a file under /etc/modem/models is checked by: schemas, dialects and models of this installation, and its own. */
export function modelRules(files: Files, data: string): ModelRules {
  const json = (name: string) => JSON.parse(files.read(`${data}/${name}`) ?? '{}') as unknown
  const schema = json('model-schema.json') as Schema
  return {
    schema,
    hasDialect: name => /^[a-z\d][a-z\d_-]*$/.test(name) && files.exists(`${data}/dialects/${name}.js`),
    optionsOf: dialect =>
      new Map(Object.entries(json('options-schema.json') as Record<string, Schema>)).get(dialect),
    find(bus, id) {
      if (!/^[\da-f]{4}:(?:[\da-f]{4}|\*)$/.test(id)) return []
      const place = placeOfModel(bus, id)
      const path = `${ownFolder}/${place}`
      const own = files.trusted(path) ? entriesOf(files.read(path) ?? '', schema) : []
      return own.length > 0 ? own : readBuilt(files, `${data}/models/${place}`)
    },
  }
}

/**
 * Models of a person's own file, or what is wrong with it, one line each; neither where there is none. An unsound file
 * counts as absent, and `list` tells its mistakes.
 */
export function ownModels(files: Files, data: string, path: string): ReturnType<typeof parseModels> {
  if (!files.exists(path)) return { models: [], mistakes: [] }
  if (!files.trusted(path))
    return { models: [], mistakes: ['it must be a plain file of root that nobody else may write'] }
  return parseModels(files.read(path) ?? '', modelRules(files, data), path)
}

/** Models of the installation, which the build has checked. */
function readBuilt(files: Files, path: string): Model[] {
  const text = files.read(path)
  return text === null ? [] : (JSON.parse(text) as Model[])
}

/** How many entries are possible on a board: those for it, and the general ones unless one of those always fits. */
function possible(models: readonly Model[], board: string | null): number {
  const own = models.filter(m => board !== null && m.board?.includes(board))
  const general = models.filter(m => m.board === undefined)
  return own.length + (own.some(m => m.product === undefined) ? 0 : general.length)
}

/**
 * The model of `vid:pid`: files under /etc/modem/models first, then the built-in ones, then the vendor's default,
 * then the standard alone. `names` are the USB product string and the answered model, whichever is known.
 */
export function matchModel(
  files: Files,
  data: string,
  bus: Bus,
  id: string,
  names: readonly (string | null)[],
): ModelMatch {
  const board = files.read('/tmp/sysinfo/board_name', 256)?.trim() || null
  const [vendor = '', product = ''] = id.split(':')
  const none = { model: { ...unknownModel, bus }, by: 'none', entries: 0, candidates: [], board } as const
  if (!/^[\da-f]{4}$/.test(vendor) || !/^[\da-f]{4}$/.test(product)) return none
  const own = ownModels(files, data, `${ownFolder}/${bus}/${vendor}${product}.json`).models
  const listed = own.length > 0 ? own : readBuilt(files, `${data}/models/${bus}/${vendor}${product}.json`)
  const matched = (candidates: readonly Model[], by: 'listed' | 'vendor'): ModelMatch | null => {
    const model = fittingModel(candidates, names, board)
    const entries = possible(candidates, board)
    return model ? { model, by, entries, candidates: entries > 1 ? candidates : [], board } : null
  }
  return (
    matched(listed, 'listed') ??
    matched(readBuilt(files, `${data}/models/${bus}/${vendor}.json`), 'vendor') ??
    none
  )
}
