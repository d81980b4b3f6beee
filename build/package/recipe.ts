import type { TreeFile } from '../tree.ts'

/** Scripts of a package by opkg's names: after installing, before and after removing. */
export type ScriptName = 'postinst' | 'prerm' | 'postrm'

/** One package, whatever the format it is packed in. */
export interface Recipe {
  name: string
  /** One sentence. */
  description: string
  section: string
  depends: readonly string[]
  /**
   * Names the package stands in for. Only opkg is told: apk never installs a package of such a name beside it.
   */
  provides: readonly string[]
  /** Absolute paths of configuration files. */
  conffiles: readonly string[]
  /** Files by path without leading slash. */
  files: ReadonlyMap<string, TreeFile>
  scripts: Readonly<Partial<Record<ScriptName, string>>>
  /** The most bytes the packed package and its files may have. */
  limits?: { packed: number; installed: number }
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
