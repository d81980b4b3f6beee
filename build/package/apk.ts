import { createHash } from 'node:crypto'
import type { TreeFile } from '../tree.ts'
import { type AdbData, type AdbValue, type AdbWriter, adbFile, createAdb, type Signer } from './adb.ts'
import type { Edition, Recipe, ScriptName } from './recipe.ts'
import { byBytes, foldersOf } from './tar.ts'

/** A packed package of apk. */
export interface Apk {
  fileName: string
  bytes: Buffer
  recipe: Recipe
  /** SHA-256 of its database, by which an index knows the package. */
  identity: Buffer
  /** Bytes of all its files. */
  installed: number
}

/** Numbers of the fields of a package's description (apk-package(5)). */
const infoFields = {
  name: 1,
  version: 2,
  hashes: 3,
  description: 4,
  arch: 5,
  license: 6,
  origin: 7,
  installedSize: 12,
  fileSize: 13,
  depends: 15,
  provides: 16,
} as const

type Info = { [Name in keyof typeof infoFields]?: AdbValue }

/** Scripts by apk's numbers; an upgrade runs what follows an installation, told apart by PKG_UPGRADE. */
const scriptNumbers = { postinst: [3, 7], prerm: [4], postrm: [5] } as const satisfies Record<
  ScriptName,
  readonly number[]
>
const afterUpgrade = 7

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** The slots of an object from its numbered fields. */
function slots(fields: Readonly<Record<number, AdbValue>>): AdbValue[] {
  const list: AdbValue[] = []
  for (const [number, value] of Object.entries(fields)) list[Number(number) - 1] = value
  return Array.from(list, value => value ?? 0)
}

const infoObject = (adb: AdbWriter, values: Info) =>
  adb.object(
    slots(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [infoFields[name as keyof Info], value]),
      ),
    ),
  )

/** What a description says beside sizes and hashes. */
function infoValues(adb: AdbWriter, recipe: Recipe, edition: Edition): Info {
  const named = (names: readonly string[], version: string) => {
    const stored = new Map(names.map(name => [name, adb.object([adb.blob(name), adb.blob(version)])]))
    return adb.object([...stored].sort(([a], [b]) => byBytes(a, b)).map(([, value]) => value))
  }
  return {
    name: adb.blob(recipe.name),
    version: adb.blob(edition.version),
    description: adb.blob(recipe.description),
    arch: adb.blob('noarch'),
    license: adb.blob(edition.license),
    origin: adb.blob(edition.origin),
    depends: named(recipe.depends, ''),
    provides: named(recipe.provides.apk ?? [], edition.version),
  }
}

/**
 * What OpenWrt's packages carry about themselves for its scripts and sysupgrade: the list of their files, and their
 * configuration files with SHA-256.
 */
function ownRecords({ name, files, conffiles }: Recipe): [string, TreeFile][] {
  const record = (kind: string, rows: readonly string[]): [string, TreeFile] => [
    `lib/apk/packages/${name}.${kind}`,
    { content: rows.map(row => `${row}\n`).join(''), mode: 0o644 },
  ]
  const list = record('list', [...files.keys()].map(path => `/${path}`).sort(byBytes))
  if (conffiles.length === 0) return [list]
  const sums = conffiles.flatMap(path => {
    const file = files.get(path.slice(1))
    return file ? [`${path} ${sha256(Buffer.from(file.content)).toString('hex')}`] : []
  })
  return [list, record('conffiles', conffiles), record('conffiles_static', sums)]
}

/** The folders with their files, all of root, and the content of the files in the same order. */
function foldersWithFiles(adb: AdbWriter, files: ReadonlyMap<string, TreeFile>, epoch: number) {
  const acl = (mode: number) => adb.object([adb.integer(mode), adb.blob('root'), adb.blob('root')])
  const data: AdbData[] = []
  const folders = ['', ...foldersOf(files.keys())].map((folder, index) => {
    const inside = [...files.keys()].filter(
      path => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === folder,
    )
    const entries = inside.sort(byBytes).map((path, i) => {
      const { content: given = '', mode = 0 } = files.get(path) ?? {}
      const content = Buffer.from(given)
      if (content.length > 0) data.push({ folder: index + 1, file: i + 1, content })
      const name = adb.blob(path.slice(path.lastIndexOf('/') + 1))
      const hash = adb.blob(sha256(content))
      const [mtime, size] = [adb.integer(epoch), adb.integer(content.length)]
      return adb.object([name, acl(mode), size, mtime, hash])
    })
    const name = adb.blob(folder)
    const owner = acl(0o755)
    return adb.object([name, owner, adb.object(entries)])
  })
  return { folders, data }
}

function scriptsOf(adb: AdbWriter, scripts: Recipe['scripts']): AdbValue {
  const numbered: Record<number, AdbValue> = {}
  const all = Object.entries(scripts).flatMap(([name, text]) =>
    scriptNumbers[name as ScriptName].map(number => [number, text] as const),
  )
  for (const [number, text] of all.sort(([a], [b]) => a - b))
    numbered[number] = adb.blob(
      number === afterUpgrade ? text.replace(/^(#!.*\n)?/, '$1export PKG_UPGRADE=1\n') : text,
    )
  return adb.object(slots(numbered))
}

/** A package as `apk mkpkg` of apk-tools 3 makes it. Signed where a signer is given. */
export function apk(recipe: Recipe, edition: Edition, signer: Signer | null): Apk {
  const adb = createAdb()
  const values = infoValues(adb, recipe, edition)
  const { folders, data } = foldersWithFiles(
    adb,
    new Map([...recipe.files, ...ownRecords(recipe)]),
    edition.epoch,
  )
  const installed = Math.max(
    1,
    data.reduce((sum, { content }) => sum + content.length, 0),
  )
  const installedSize = adb.integer(installed)
  const unique = adb.room(20)
  const info = infoObject(adb, { ...values, installedSize, hashes: unique.value })
  const database = adb.finish(adb.object([info, adb.object(folders), scriptsOf(adb, recipe.scripts)]))
  sha256(database).copy(database, unique.at, 0, 20)
  return {
    fileName: `${recipe.name}-${edition.version}.apk`,
    bytes: adbFile('package', database, signer, data),
    recipe,
    identity: sha256(database),
    installed,
  }
}

/** The index `packages.adb` as `apk mkndx` makes it, of packages that lie beside it. */
export function apkIndex(packages: readonly Apk[], edition: Edition, signer: Signer | null): Buffer {
  const adb = createAdb()
  const rows = [...packages]
    .sort((a, b) => byBytes(a.recipe.name, b.recipe.name))
    .map(({ recipe, identity, bytes, installed }) =>
      infoObject(adb, {
        ...infoValues(adb, recipe, edition),
        hashes: adb.blob(identity),
        installedSize: adb.integer(installed),
        fileSize: adb.integer(bytes.length),
      }),
    )
  const list = adb.object(rows)
  return adbFile('index', adb.finish(adb.object([0, list])), signer)
}
