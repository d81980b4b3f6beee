import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Schema } from '../src/contract/schema.ts'
import type { Lookup } from '../src/discovery/like.ts'
import { checkModel } from '../src/discovery/model-file.ts'
import type { Model, ModelEntry } from '../src/models/model.ts'
import { load } from './load.ts'

/** A model and the file it stands in. */
interface Entry<M = Model> {
  file: string
  model: M
}

/**
 * The model files of the router: path below `models/` → JSON. `usb/2cb70a05.json` holds the entries of one id,
 * `usb/2c7c.json` those of `2c7c:*`; an entry names only the id of its file, and what its facts come from stays at home. Throws one
 * error that names every mistake in every model.
 */
export async function compileModels(
  root: string,
  schema: Schema,
  dialects: readonly string[],
  options: Readonly<Record<string, Schema | null>> = {},
): Promise<Map<string, string>> {
  const mistakes: string[] = []
  const byId = new Map<string, Entry[]>()
  const entries = await readModels(root, mistakes)
  const find: Lookup = (bus, id) =>
    entries.flatMap(({ model }) => (model.bus === bus && [model.id].flat().includes(id) ? [model] : []))
  const rules = {
    schema,
    hasDialect: (name: string) => dialects.includes(name),
    optionsOf: (name: string) => options[name],
    find,
  }
  for (const { file, model: entry } of entries) {
    const model = checkModel(entry, rules)
    const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(entry)), entry)
    const found = [...(Array.isArray(model) ? model : []), ...(isPlain ? [] : ['is not plain data'])]
    mistakes.push(...found.map(text => `${file}: ${entry?.name}: ${text}`))
    if (found.length > 0 || Array.isArray(model)) continue
    for (const id of [model.id].flat()) {
      const [vendor = '', product = ''] = id.split(':')
      const path = `${model.bus}/${vendor}${product === '*' ? '' : product}.json`
      byId.set(path, [...(byId.get(path) ?? []), { file, model: { ...model, id } }])
    }
  }
  for (const [path, entries] of byId) mistakes.push(...conflicts(path, entries))
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return new Map(
    [...byId]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, entries]) => [path, JSON.stringify(entries.map(forRouter))]),
  )
}

async function readModels(root: string, mistakes: string[]): Promise<Entry<ModelEntry>[]> {
  const folder = join(root, 'src/models')
  const names = (existsSync(folder) ? readdirSync(folder) : [])
    .filter(name => /(?<!\.d)\.ts$/.test(name))
    .sort()
  const texts = new Map(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]))
  const entries: Entry<ModelEntry>[] = []
  for (const name of names.filter(other => other !== 'model.ts')) {
    const { models } = await load(join(folder, name))
    const imported = [...texts.values()].some(text => text.includes(`'./${name}'`))
    if (Array.isArray(models)) entries.push(...models.map(model => ({ file: `src/models/${name}`, model })))
    else if (models !== undefined || !imported)
      mistakes.push(`src/models/${name}: exports no list named models`)
  }
  return entries
}

/** Pairs of entries no router could decide between: same id, same product pattern, a board in common or both without. */
function conflicts(path: string, entries: readonly Entry[]): string[] {
  const clash = (a: Model, b: Model) =>
    a.product === b.product &&
    (a.board ? a.board.some(board => b.board?.includes(board)) : b.board === undefined)
  return entries.flatMap((one, index) =>
    entries
      .slice(index + 1)
      .filter(other => clash(one.model, other.model))
      .map(
        other =>
          `${one.model.bus} ${one.model.id}: ${one.model.name} (${one.file}) and ${other.model.name} (${other.file}) have the same product and board (${path})`,
      ),
  )
}

const forRouter = ({ model: { source, bands_source, ways_source, ...kept } }: Entry) => kept
