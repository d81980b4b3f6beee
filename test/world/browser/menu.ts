import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An entry of `/usr/share/luci/menu.d/*.json`. */
export interface MenuNode {
  /** Without one it is a page that others lead to, and stands in no menu. */
  title?: string
  order?: number
  action: { type: string; path?: string; recurse?: boolean }
  depends?: { acl?: readonly string[] }
}

/** The entries by path, in the order of the menu. */
export type Menu = ReadonlyMap<string, MenuNode>

/** Reads every file of a folder of menu entries. */
export function readMenu(folder: string): Menu {
  const entries = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .flatMap(name =>
      Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, MenuNode>),
    )
  const depth = (path: string) => path.split('/').length
  return new Map(
    entries.sort(
      ([a, one], [b, other]) =>
        depth(a) - depth(b) || (one.order ?? 0) - (other.order ?? 0) || (a < b ? -1 : 1),
    ),
  )
}

/** The entries directly below a path. */
export function below(menu: Menu, path: string): [string, MenuNode][] {
  return [...menu].filter(
    ([other]) => other.startsWith(`${path}/`) && !other.slice(path.length + 1).includes('/'),
  )
}
