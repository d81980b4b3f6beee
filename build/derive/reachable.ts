import type { NamedType } from '../contract.ts'

/** The named types the given type texts use, directly or through other types, in the order of their first use. */
export function reachable(types: ReadonlyMap<string, NamedType>, texts: readonly string[]): NamedType[] {
  const found = new Set<NamedType>()
  const follow = (text: string) => {
    for (const name of text.match(/\w+/g) ?? []) {
      const type = types.get(name)
      if (!type || found.has(type)) continue
      found.add(type)
      if (type.alias !== null) follow(type.alias)
      for (const field of type.fields) follow(field.type)
    }
  }
  texts.forEach(follow)
  return [...found]
}
