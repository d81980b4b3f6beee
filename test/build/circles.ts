/** Every circle of files or modules, each told from its first file back to it. */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]) => {
    const begin = way.indexOf(path)
    if (begin >= 0) circles.push([...way.slice(begin), path].join(' → '))
    if (begin >= 0 || done.has(path)) return
    for (const next of imports.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of imports.keys()) visit(path, [])
  return circles
}
