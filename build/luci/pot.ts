import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { checks } from '../../src/checks/generated/table.ts'
import { sources, toModule } from './module.ts'
import { formsOf, type Message, parseMessages, printMessages } from './po.ts'

/** The template all translations follow. */
export const templatePath = 'luci-view/po/templates/cellular.pot'

const header = 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n'

/** A text to translate, with its plural where it has one, and the file it stands in. */
interface Found {
  id: string
  plural: string | null
  path: string
}

/**
 * The texts of a LuCI source: the literal arguments of `_()`, and of `N_()` those behind the count. Throws when an
 * argument is no literal.
 */
function textsOf(path: string, source: string): Found[] {
  const found: Found[] = []
  const file = ts.createSourceFile(path, toModule(source), ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS)
  const literal = (node: ts.CallExpression, at: number): string => {
    const text = node.arguments[at]
    if (text && ts.isStringLiteralLike(text)) return text.text
    const { line } = file.getLineAndCharacterOfPosition(node.getStart())
    throw new Error(`${path}:${line + 1}: ${node.expression.getText()}() needs a literal text`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const { text: name } = node.expression
      if (name === '_') found.push({ id: literal(node, 0), plural: null, path })
      if (name === 'N_') found.push({ id: literal(node, 1), plural: literal(node, 2), path })
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
    if (name === key && typeof value === 'string') found.push({ id: value, plural: null, path })
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

/** The words that are put into them. */
const phrases = () =>
  checks.flatMap(({ name, phrases: texts = [] }) =>
    texts.map(id => ({ id, plural: null, path: `src/checks/${name}.ts` })),
  )

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
    ...phrases(),
  ]
  const entries = new Map<string, Message>()
  for (const { id, plural, path } of found) {
    const fresh = {
      note: null,
      places: [],
      context: null,
      id,
      plural,
      texts: plural === null ? [''] : ['', ''],
    }
    const entry: Message = entries.get(id) ?? fresh
    if (entry.plural !== plural) throw new Error(`${path}: "${id}" stands with and without a plural, or two`)
    const place = path.replace('luci-view/', '')
    if (!entry.places.includes(place)) entry.places.push(place)
    entries.set(id, entry)
  }
  const sorted = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const head = { note: null, places: [], context: null, id: '', plural: null, texts: [header] }
  return printMessages([head, ...sorted])
}

/** A translation brought to the template: new texts are empty, texts that are gone are dropped. */
export function merge(translation: string, newTemplate: string): string {
  const before = parseMessages(translation)
  const forms = formsOf(before)
  const known = new Map(before.map(message => [message.id, message]))
  return printMessages(
    parseMessages(newTemplate).map(message => {
      const { note = null, plural = null, texts = [] } = known.get(message.id) ?? {}
      const wanted = message.plural === null ? 1 : forms
      const kept = plural === message.plural && texts.length === wanted
      return { ...message, note, texts: kept ? texts : Array(wanted).fill('') }
    }),
  )
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
    const open = parseMessages(merged).filter(({ texts }) => texts.includes('')).length
    process.stdout.write(`${path}: ${open === 0 ? 'complete' : `${open} texts are not translated`}\n`)
  }
}
