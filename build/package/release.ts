import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TreeFile, writeTree } from '../tree.ts'
import { readFolder, recipes } from './contents.ts'
import { gzip } from './ipk.ts'
import { readEdition } from './package.ts'
import type { Edition, Recipe } from './recipe.ts'
import { tar } from './tar.ts'

/** Packages the OpenWrt build takes from the archive; LuCI's build system packs the pages from their sources. */
const fromArchive = (name: string) => !name.startsWith('luci-')

/** A Makefile with the version of this release and the hash of its archive. */
export function filledMakefile(text: string, version: string, hash: string): string {
  return text
    .replace(/^PKG_VERSION:=.*$/m, `PKG_VERSION:=${version}`)
    .replace(/^PKG_HASH:=.*$/m, `PKG_HASH:=${hash}`)
}

/**
 * A feed of the OpenWrt build system: the built files in one archive, and a folder with a Makefile for every package.
 * Nothing in it needs Node.js.
 */
export function release(root: string, packages: readonly Recipe[], edition: Edition): Map<string, TreeFile> {
  const version = edition.version.replace(/-r\d+$/, '')
  const name = `${edition.origin}-${version}`
  const built = packages
    .filter(recipe => fromArchive(recipe.name))
    .flatMap(recipe => [...recipe.files].map(([path, file]) => [`${recipe.name}/${path}`, file] as const))
  const licence = { content: readFileSync(join(root, 'LICENSE')), mode: 0o644 }
  const archive = gzip(tar(new Map([['LICENSE', licence], ...built]), edition.epoch, `${name}/`))
  const hash = createHash('sha256').update(archive).digest('hex')
  const files = new Map<string, TreeFile>([[`${name}.tar.gz`, { content: archive, mode: 0o644 }]])
  for (const recipe of packages) {
    const path = join(root, 'build/openwrt', recipe.name, 'Makefile')
    if (!existsSync(path)) continue
    const content = filledMakefile(readFileSync(path, 'utf8'), version, hash)
    files.set(`${recipe.name}/Makefile`, { content, mode: 0o644 })
    if (fromArchive(recipe.name)) continue
    for (const part of ['htdocs', 'root', 'po'])
      for (const [source, file] of readFolder(join(root, 'luci-view', part)))
        files.set(`${recipe.name}/${part}/${source}`, file)
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
    const files = release(root, recipes(root), readEdition(root))
    writeTree(join(root, 'dist/release'), files)
    process.stdout.write([...files.keys()].map(path => `${path}\n`).join(''))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
