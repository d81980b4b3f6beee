import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type TreeFile, writeTree } from '../tree.ts'
import type { Signer } from './adb.ts'
import { apk, apkIndex } from './apk.ts'
import { recipes } from './contents.ts'
import { sourceDate } from './epoch.ts'
import { gzip, ipk, packagesText } from './ipk.ts'
import { type Edition, editionOf, installedSize, type Recipe } from './recipe.ts'
import { signerOf } from './signature.ts'

/** What package.json says of the project, dated. */
export function readEdition(root: string): Edition {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return editionOf(version, license, name, sourceDate(root, process.env))
}

/** Packages and what they must not exceed, in words; empty where all is well. */
export function excesses(recipe: Recipe, packed: number): string[] {
  const { name, limits } = recipe
  if (!limits) return []
  const sizes = [
    ['packed', packed, limits.packed],
    ['installed', installedSize(recipe), limits.installed],
  ] as const
  return sizes
    .filter(([, bytes, limit]) => bytes > limit)
    .map(([what, bytes, limit]) => `${name} has ${bytes} bytes ${what}, more than ${limit}`)
}

/**
 * Every package in both formats with their indexes, by file name: a folder that can be served as a feed. The same
 * sources, date and Node.js give the same bytes; only signatures differ. Throws when a package is too large.
 */
export function feed(
  packages: readonly Recipe[],
  edition: Edition,
  signer: Signer | null,
): Map<string, TreeFile> {
  const ipks = packages.map(recipe => ipk(recipe, edition))
  const apks = packages.map(recipe => apk(recipe, edition, signer))
  const faults = packages.flatMap((recipe, i) =>
    excesses(recipe, Math.max(ipks[i]?.bytes.length ?? 0, apks[i]?.bytes.length ?? 0)),
  )
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const index = packagesText(ipks)
  return new Map(
    [
      ...[...ipks, ...apks].map(({ fileName, bytes }) => [fileName, bytes] as const),
      ['Packages', Buffer.from(index)] as const,
      ['Packages.gz', gzip(Buffer.from(index))] as const,
      ['packages.adb', apkIndex(apks, edition, signer)] as const,
    ].map(([name, content]) => [name, { content, mode: 0o644 }]),
  )
}

/** The sizes of what was packed, a line each. */
function table(files: ReadonlyMap<string, TreeFile>): string {
  const rows = [...files].map(([name, { content }]) => [name, String(Buffer.byteLength(content))] as const)
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, size]) => `${name.padEnd(width)}${size.padStart(9)}\n`).join('')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
    const { values } = parseArgs({ options: { sign: { type: 'string' } } })
    const signer = values.sign === undefined ? null : signerOf(readFileSync(values.sign, 'utf8'))
    const files = feed(recipes(root), readEdition(root), signer)
    writeTree(join(root, 'dist/packages'), files)
    process.stdout.write(table(files))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
