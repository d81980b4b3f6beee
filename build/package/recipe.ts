import type { TreeFile } from '../tree.ts'

/** Scripts of a package by opkg's names: after installing, before and after removing. */
export type ScriptName = 'postinst' | 'prerm' | 'postrm'

/** Who installs packages: opkg on OpenWrt 24.10 and older, apk on newer. */
export type PackageManager = 'opkg' | 'apk'

/** One package, whatever the format it is packed in. */
export interface Recipe {
  name: string
  /** One sentence. */
  description: string
  section: string
  depends: readonly string[]
  /**
   * Names of packages it stands in for. opkg installs such a package beside it all the same, apk never does: it takes
   * the name for that of one package in one version.
   */
  provides: Readonly<Partial<Record<PackageManager, readonly string[]>>>
  /** Packed for these alone; for both where it is not said. */
  managers?: readonly PackageManager[]
  /** Absolute paths of configuration files. */
  conffiles: readonly string[]
  /** Files by path without leading slash. */
  files: ReadonlyMap<string, TreeFile>
  scripts: Readonly<Partial<Record<ScriptName, string>>>
  /** The most bytes the packed package and its files may have. */
  limits?: { packed: number; installed?: number }
}

/** What all packages of one build share. */
export interface Edition {
  /** `1.2.3-r1`, valid for apk and opkg. */
  version: string
  license: string
  /** Name of the source all packages come from. */
  origin: string
  /** Time of every file, seconds since 1970. */
  epoch: number
}

/** Whether the package is packed for this manager. */
export const isFor = ({ managers }: Recipe, manager: PackageManager) => managers?.includes(manager) ?? true

/** The bytes of a package's files together. */
export function installedSize({ files }: Recipe): number {
  return [...files.values()].reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
}

const versions =
  /^\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(?:~[\da-f]+)?(?:-r\d+)?$/

/** The edition of a version of the project. Throws when apk would not take the version (apk-package(5)). */
export function editionOf(version: string, license: string, origin: string, epoch: number): Edition {
  const full = `${version}-r1`
  if (!versions.test(full)) throw new Error(`${full} is not a version apk understands`)
  return { version: full, license, origin, epoch }
}
