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
import { type Edition, editionOf, installedSize, isFor, type Recipe } from './recipe.ts'
import { signerOf } from './signature.ts'

/** What package.json says of the project, dated. */
export function readEdition(root: string): Edition {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return editionOf(version, license, name, sourceDate(root, process.env))
}

/** What a package came to. */
export interface Row {
  name: string
  /** Bytes of the package for opkg and for apk; null where it is not packed for one. */
  ipk: number | null
  apk: number | null
  installed: number
  limits: Recipe['limits']
}

/** What is larger than it may be, a line each. */
function excesses({ name, ipk, apk, installed, limits }: Row): string[] {
  const sizes = [
    ['packed', Math.max(ipk ?? 0, apk ?? 0), limits?.packed],
    ['installed', installed, limits?.installed],
  ] as const
  return sizes
    .filter(([, bytes, limit = Infinity]) => bytes > limit)
    .map(([what, bytes, limit]) => `${name} has ${bytes} bytes ${what}, more than ${limit}`)
}

/** A folder that can be served as a feed, and the sizes of its packages. */
export interface Feed {
  files: Map<string, TreeFile>
  rows: Row[]
}

/**
 * Every package in both formats with their indexes, by file name. The same sources, date and Node.js give the same
 * bytes; only signatures differ. Throws when a package is too large.
 */
export function feed(packages: readonly Recipe[], edition: Edition, signer: Signer | null): Feed {
  const ipks = packages.flatMap(recipe => (isFor(recipe, 'opkg') ? [ipk(recipe, edition)] : []))
  const apks = packages.flatMap(recipe => (isFor(recipe, 'apk') ? [apk(recipe, edition, signer)] : []))
  const size = (packed: readonly { recipe: Recipe; bytes: Buffer }[], recipe: Recipe) =>
    packed.find(one => one.recipe === recipe)?.bytes.length ?? null
  const rows = packages.map(recipe => ({
    name: recipe.name,
    ipk: size(ipks, recipe),
    apk: size(apks, recipe),
    installed: installedSize(recipe),
    limits: recipe.limits,
  }))
  const faults = rows.flatMap(excesses)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const index = packagesText(ipks)
  const files = [
    ...[...ipks, ...apks].map(({ fileName, bytes }) => [fileName, bytes] as const),
    ['Packages', Buffer.from(index)] as const,
    ['Packages.gz', gzip(Buffer.from(index))] as const,
    ['packages.adb', apkIndex(apks, edition, signer)] as const,
  ].map(([name, content]) => [name, { content, mode: 0o644 }] as const)
  return { files: new Map(files), rows }
}

/** The sizes in bytes as a table for a person, with what they may be at most. */
export function sizeTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const line = (name: string, cells: readonly (string | number | null | undefined)[]) =>
    `${name.padEnd(width)}${cells.map(cell => String(cell ?? '').padStart(11)).join('')}`.trimEnd()
  return [
    line('bytes', ['ipk', 'apk', 'limit', 'installed', 'limit']),
    ...rows.map(({ name, ipk, apk, installed, limits }) =>
      line(name, [ipk, apk, limits?.packed, installed, limits?.installed]),
    ),
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
    const { values } = parseArgs({ options: { sign: { type: 'string' } } })
    const signer = values.sign === undefined ? null : signerOf(readFileSync(values.sign, 'utf8'))
    const { files, rows } = feed(recipes(root), readEdition(root), signer)
    writeTree(join(root, 'dist/packages'), files)
    process.stdout.write(sizeTable(rows))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
