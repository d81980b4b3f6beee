import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { TreeFile } from '../tree.ts'
import { type Edition, installedSize, type Recipe } from './recipe.ts'
import { tar } from './tar.ts'

/** A packed package of opkg. */
export interface Ipk {
  fileName: string
  bytes: Buffer
  recipe: Recipe
  /** The fields of its control file, `Description` last. */
  control: readonly (readonly [string, string])[]
}

/** Gzip without name and time, as Node writes it; the byte for the operating system is made the same everywhere. */
export function gzip(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes, { level: 9 })
  packed[9] = 0xff
  return packed
}

const lines = (fields: Ipk['control']) => fields.map(([name, text]) => `${name}: ${text}\n`).join('')

function controlOf(recipe: Recipe, { version, license, origin, epoch }: Edition): Ipk['control'] {
  const { name, depends, provides, section, description } = recipe
  const list = (field: string, values: readonly string[]): [string, string][] =>
    values.length > 0 ? [[field, values.join(', ')]] : []
  return [
    ['Package', name],
    ['Version', version],
    ...list('Depends', depends),
    ...list('Provides', provides.opkg ?? []),
    ['Source', origin],
    ['License', license],
    ['Section', section],
    ['SourceDateEpoch', String(epoch)],
    ['Architecture', 'all'],
    ['Installed-Size', String(installedSize(recipe))],
    ['Description', description],
  ]
}

/** A package for opkg: a gzipped tar of `./debian-binary`, `./control.tar.gz` and `./data.tar.gz`. */
export function ipk(recipe: Recipe, edition: Edition): Ipk {
  const file = (content: string | Uint8Array, mode = 0o644): TreeFile => ({ content, mode })
  const control = controlOf(recipe, edition)
  const controls = new Map([
    ['control', file(lines(control))],
    ...Object.entries(recipe.scripts).map(([name, text]) => [name, file(text, 0o755)] as const),
  ])
  if (recipe.conffiles.length > 0) controls.set('conffiles', file(`${recipe.conffiles.join('\n')}\n`))
  const archive = (files: ReadonlyMap<string, TreeFile>) => gzip(tar(files, edition.epoch))
  const bytes = archive(
    new Map([
      ['debian-binary', file('2.0\n')],
      ['control.tar.gz', file(archive(controls))],
      ['data.tar.gz', file(archive(recipe.files))],
    ]),
  )
  return { fileName: `${recipe.name}_${edition.version}_all.ipk`, bytes, recipe, control }
}

/** The text of opkg's index `Packages`: the control fields of every package, its file, its size and its SHA-256. */
export function packagesText(packages: readonly Ipk[]): string {
  return packages
    .map(({ fileName, bytes, control }) => {
      const own: [string, string][] = [
        ['Filename', fileName],
        ['Size', String(bytes.length)],
        ['SHA256sum', createHash('sha256').update(bytes).digest('hex')],
      ]
      return `${lines([...control.slice(0, -1), ...own, ...control.slice(-1)])}\n`
    })
    .join('')
}
