import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A file of the tree as it will lie on the router. */
export interface TreeFile {
  content: string | Uint8Array
  mode: number
}

/** Writes the tree beside `folder` and puts it in its place: a reader sees the old one or the new one, never half. */
export function writeTree(folder: string, files: ReadonlyMap<string, TreeFile>): void {
  const [fresh, old] = [`${folder}.new`, `${folder}.old`]
  for (const rest of [fresh, old]) rmSync(rest, { recursive: true, force: true })
  for (const [path, { content, mode }] of files) {
    const place = join(fresh, path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, content)
    chmodSync(place, mode)
  }
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}
