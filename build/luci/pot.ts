import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { checks } from '../../src/checks/generated/table.ts'
import { sources, toModule } from './module.ts'
import { type PoEntry, parsePo, printPo } from './po.ts'

/** The template all translations follow. */
export const templatePath = 'luci-view/po/templates/cellular.pot'

const header = 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n'

/** A text to translate and the file it stands in. */
interface Found {
  id: string
  path: string
}

/** The texts of a LuCI source: the literal arguments of `_()`. Throws when an argument is no literal. */
function textsOf(path: string, source: string): Found[] {
  const found: Found[] = []
  const file = ts.createSourceFile(path, toModule(source), ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS)
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === '_') {
      const [text] = node.arguments
      if (!text || !ts.isStringLiteralLike(text)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart())
        throw new Error(`${path}:${line + 1}: _() needs a literal text`)
      }
      found.push({ id: text.text, path })
    }
    node.forEachChild(visit)
  }
  visit(file)
  return found
}

/** The values of a key anywhere in a JSON text. */
function valuesOf(path: string, source: string, key: string): Found[] {
  const found: Found[] = []
  JSON.parse(source, (name, value: unknown) => {
    if (name === key && typeof value === 'string') found.push({ id: value, path })
    return value
  })
  return found
}

/** The sentences of the doctor, but for those that are nothing but what is put in. */
const sentences = () =>
  checks
    .flatMap(({ name, says }) =>
      ['what', 'why', 'cure'].flatMap(key => valuesOf(`src/checks/${name}.ts`, JSON.stringify(says), key)),
    )
    .filter(({ id }) => !/^\{\w+\}$/.test(id))

/**
 * The template made from the pages, the titles of the menu, the descriptions of the access groups and the sentences of the
 * doctor.
 */
export function template(root: string): string {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const menus = 'luci-view/root/usr/share/luci/menu.d'
  const found = [
    ...sources(root).flatMap(path => textsOf(path, read(path))),
    ...readdirSync(join(root, menus)).flatMap(name =>
      valuesOf(`${menus}/${name}`, read(`${menus}/${name}`), 'title'),
    ),
    ...valuesOf('acl.d/modem.json', read('acl.d/modem.json'), 'description'),
    ...sentences(),
  ]
  const entries = new Map<string, PoEntry>()
  for (const { id, path } of found) {
    const entry = entries.get(id) ?? { places: [], id, text: '' }
    const place = path.replace('luci-view/', '')
    if (!entry.places.includes(place)) entry.places.push(place)
    entries.set(id, entry)
  }
  const sorted = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return printPo([{ places: [], id: '', text: header }, ...sorted])
}

/** A translation brought to the template: new texts are empty, texts that are gone are dropped. */
export function merge(translation: string, newTemplate: string): string {
  const before = parsePo(translation)
  const known = new Map(before.map(({ id, text }) => [id, text]))
  return printPo(parsePo(newTemplate).map(entry => ({ ...entry, text: known.get(entry.id) ?? '' })))
}

/** Translations by language: path → content. */
export function translations(root: string): Map<string, string> {
  const folder = join(root, 'luci-view/po')
  return new Map(
    readdirSync(folder)
      .filter(name => name !== 'templates')
      .sort()
      .map(name => [
        `luci-view/po/${name}/cellular.po`,
        readFileSync(join(folder, name, 'cellular.po'), 'utf8'),
      ]),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const fresh = template(root)
  mkdirSync(dirname(join(root, templatePath)), { recursive: true })
  writeFileSync(join(root, templatePath), fresh)
  for (const [path, text] of translations(root)) {
    const merged = merge(text, fresh)
    writeFileSync(join(root, path), merged)
    const open = parsePo(merged).filter(({ text }) => text === '').length
    process.stdout.write(`${path}: ${open === 0 ? 'complete' : `${open} texts are not translated`}\n`)
  }
}
