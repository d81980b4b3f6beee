import { baseclass, type Class } from './classes.ts'
import { resources } from './environment.ts'

const instances = new Map<string, Promise<object>>()

/** Registers a module of LuCI's own. */
export function provide(name: string, instance: object): void {
  instances.set(name, Promise.resolve(instance))
}

/** The `'require …'` directives at the beginning of a source: comments and other directives may stand between them. */
function directives(source: string): { name: string; as: string }[] {
  const found: { name: string; as: string }[] = []
  const token = /\s+|\/\/.*|\/\*[\s\S]*?\*\/|;|'([^'\n]*)'|"([^"\n]*)"/y
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [, name, as] = /^require[ \t]+(\S+)(?:[ \t]+as[ \t]+(\w+))?$/.exec(match[1] ?? match[2] ?? '') ?? []
    if (name !== undefined) found.push({ name, as: as ?? name.replace(/\W/g, '_') })
  }
  return found
}

async function load(name: string, waiting: readonly string[]): Promise<object> {
  if (waiting.includes(name)) throw new Error(`circular dependency: ${[...waiting, name].join(' → ')}`)
  const path = `${resources}/${name.replaceAll('.', '/')}.js`
  const response = await fetch(path)
  if (!response.ok) throw new Error(`module ${name}: HTTP ${response.status}`)
  const source = await response.text()
  const needed = directives(source)
  const given = await Promise.all(needed.map(({ name: other }) => require(other, [...waiting, name])))
  const factory = new Function(
    'window',
    'document',
    'L',
    ...needed.map(({ as }) => as),
    `${source}\n//# sourceURL=${path}`,
  )
  const made: unknown = factory(window, document, window.L, ...given)
  if (typeof made !== 'function' || !('isClass' in made)) throw new Error(`module ${name} gives no class`)
  return new (made as unknown as Class)()
}

/** LuCI's `L.require`: loads a module with all it needs and makes its one instance. */
export function require(name: string, waiting: readonly string[] = []): Promise<object> {
  const known = instances.get(name)
  if (known && !waiting.includes(name)) return known
  const instance = load(name, waiting)
  instances.set(name, instance)
  return instance
}

provide('baseclass', baseclass)
