import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { apk } from '../../build/package/apk.ts'
import { ipk } from '../../build/package/ipk.ts'
import type { Edition, Recipe, ScriptName } from '../../build/package/recipe.ts'
import { foldersOf } from '../../build/package/tar.ts'
import { realPath } from '../world/router/cgi.ts'
import { stage } from '../world/router/qjs.ts'
import type { Router } from '../world/router/root.ts'
import { readApk } from './adb.ts'

/** Dependents of a package that is to be removed, as opkg counts them: by every name it provides, whoever else has it too. */
const dependents = (name: string, installed: ReadonlyMap<string, Installed>) => {
  const names = [name, ...(installed.get(name)?.provides ?? [])]
  return [...installed].flatMap(([other, { depends }]) =>
    other !== name && depends.some(each => names.includes(each)) ? [other] : [],
  )
}

/** A package manager of a router. */
export interface Manager {
  /** Installs a package, or upgrades it when it is installed. Throws for a conflict and for a failing script. */
  install(recipe: Recipe, edition: Edition): Promise<void>
  /** Throws where another package depends on it or on a name it provides, unless forced. */
  remove(name: string, force?: boolean): Promise<void>
}

interface Placed {
  content: Uint8Array | string
  mode: number
}

/**
 * The files to lay of a package with configuration: one that was edited stays, and what the package brings comes beside
 * it, whether or not it has changed since: opkg (resolve_conffiles) and apk (protected paths) look at the edited one alone.
 */
function besideEdited(
  root: string,
  files: ReadonlyMap<string, Placed>,
  old: ReadonlyMap<string, Placed> | undefined,
  suffix: string,
): [path: string, file: Placed][] {
  return [...files].map(([path, file]) => {
    const before = old?.get(path)
    const place = join(root, path)
    if (!path.startsWith('etc/config/') || !before || !existsSync(place)) return [path, file]
    const now = readFileSync(place)
    const isEdited = !now.equals(Buffer.from(before.content)) && !now.equals(Buffer.from(file.content))
    return [isEdited ? `${path}${suffix}` : path, file]
  })
}

interface Installed {
  files: ReadonlyMap<string, Placed>
  scripts: ReadonlyMap<string, string>
  depends: readonly string[]
  provides: readonly string[]
}

/** Writes a file in the place of whatever is there, as tar and apk do: a link is replaced, not followed. */
function lay(root: string, path: string, { content, mode }: Placed): void {
  const place = join(root, path)
  mkdirSync(dirname(place), { recursive: true })
  rmSync(place, { force: true })
  writeFileSync(place, content)
  chmodSync(place, mode)
}

function clearFiles(root: string, paths: Iterable<string>): void {
  for (const path of paths) rmSync(join(root, path), { force: true })
}

/** Removes files, then the folders of them that are empty. */
function clear(root: string, paths: Iterable<string>): void {
  const list = [...paths]
  clearFiles(root, list)
  for (const folder of foldersOf(list).reverse()) {
    try {
      rmdirSync(join(root, folder))
    } catch {}
  }
}

async function runScript(
  router: Router,
  place: string,
  text: string | undefined,
  words: string,
  environment = {},
): Promise<void> {
  if (text === undefined) return
  router.write(place, text, 0o755)
  const { code, stderr } = await router.run(['/bin/sh', '-c', `${place} ${words}`], { env: environment })
  if (code !== 0) throw new Error(`${place} ended with ${code}: ${stderr}`)
}

/** Whether opkg sees a file: links are followed, folders do not count. */
function opkgSees(root: string, path: string): boolean {
  const place = join(root, realPath(root, path))
  return existsSync(place) && !statSync(place).isDirectory()
}

const path = '/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * opkg as in OpenWrt 24.10, as far as files and scripts go: it refuses to write over a file another package has or
 * nobody, unless `<file>-opkg.backup` exists; it leaves empty folders. What follows an installation runs with its
 * intercepts first in PATH, and then what these have left; nobody is told of a removal.
 */
export function createOpkg(router: Router): Manager {
  const { root } = router
  const info = '/usr/lib/opkg/info'
  const installed = new Map<string, Installed>()
  mkdirSync(join(root, info), { recursive: true })
  const script = (
    name: string,
    which: ScriptName,
    words: string,
    from: Installed | undefined,
    upgrade: boolean,
    environment: Readonly<Record<string, string>> = {},
  ) =>
    runScript(router, `${info}/${name}.${which}`, from?.scripts.get(which), words, {
      PKG_UPGRADE: upgrade ? '1' : '0',
      ...environment,
    })
  const configure = async (name: string, fresh: Installed, upgrade: boolean) => {
    const left = '/tmp/opkg-intercept'
    mkdirSync(join(root, left))
    const environment = { OPKG_INTERCEPT_DIR: left, PATH: `/usr/share/opkg/intercept:${path}` }
    await script(name, 'postinst', 'configure', fresh, upgrade, environment)
    for (const one of readdirSync(join(root, left))) await router.run(['/bin/sh', '-c', `${left}/${one}`])
    rmSync(join(root, left), { recursive: true })
  }
  return {
    async install({ name, files, scripts, depends, provides }, { version }) {
      const old = installed.get(name)
      const fresh = {
        files,
        depends,
        provides: provides.opkg ?? [],
        scripts: new Map(Object.entries(scripts)),
      }
      if (old) await script(name, 'prerm', `upgrade ${version}`, old, true)
      for (const path of files.keys()) {
        const owner = [...installed].find(([, other]) => other.files.has(path))?.[0]
        if (opkgSees(root, path) && !opkgSees(root, `${path}-opkg.backup`) && owner !== name)
          throw new Error(
            `${name} wants to install /${path}, but that is provided by ${owner ?? '<no package>'}`,
          )
      }
      if (old) {
        await script(name, 'postrm', `upgrade ${version}`, old, true)
        clearFiles(
          root,
          [...old.files.keys()].filter(path => !files.has(path)),
        )
      }
      for (const [path, file] of besideEdited(root, files, old?.files, '-opkg')) lay(root, path, file)
      router.write(`${info}/${name}.list`, [...files.keys()].map(path => `/${path}\n`).join(''))
      installed.set(name, fresh)
      await configure(name, fresh, old !== undefined)
    },
    async remove(name, force = false) {
      const old = installed.get(name)
      const others = dependents(name, installed)
      if (others.length > 0 && !force) throw new Error(`${name} is depended upon by ${others.join(', ')}`)
      await script(name, 'prerm', 'remove', old, false)
      clearFiles(root, old?.files.keys() ?? [])
      rmSync(join(root, info, `${name}.list`))
      await script(name, 'postrm', 'remove', old, false)
      for (const which of ['postinst', 'prerm', 'postrm'])
        rmSync(join(root, info, `${name}.${which}`), { force: true })
      installed.delete(name)
    },
  }
}

const apkScripts = { 'post-install': 3, 'pre-deinstall': 4, 'post-deinstall': 5, 'post-upgrade': 7 } as const

/**
 * apk 3, as far as files and scripts go: it refuses to write over a file of another package, writes over files of
 * nobody, and runs the commit hooks after every change.
 */
export function createApk(router: Router): Manager {
  const { root } = router
  const installed = new Map<string, Installed & { version: string }>()
  const script = (name: string, which: keyof typeof apkScripts, words: string, from: Installed | undefined) =>
    runScript(router, `/tmp/${name}.${which}`, from?.scripts.get(which), words).finally(() =>
      rmSync(join(root, 'tmp', `${name}.${which}`), { force: true }),
    )
  const commit = async () => {
    const hooks = join(root, 'lib/apk/commit_hooks.d')
    for (const hook of existsSync(hooks) ? readdirSync(hooks) : [])
      await router.run([`/lib/apk/commit_hooks.d/${hook}`, 'post-commit'])
  }
  return {
    async install(recipe, edition) {
      const { name } = recipe
      const { entries, scripts } = readApk(apk(recipe, edition, null).bytes)
      const files = new Map(
        entries.flatMap(({ path, content, mode }) => (content ? [[path, { content, mode }] as const] : [])),
      )
      const named = Object.entries(apkScripts).map(
        ([which, number]) => [which, scripts.get(number) ?? ''] as const,
      )
      const fresh = {
        version: edition.version,
        depends: recipe.depends,
        provides: recipe.provides.apk ?? [],
        files,
        scripts: new Map(named.filter(([, text]) => text !== '')),
      }
      for (const path of files.keys()) {
        const owner = [...installed].find(([other, { files }]) => other !== name && files.has(path))
        if (owner) throw new Error(`${name}: trying to overwrite ${path} owned by ${owner[0]}`)
      }
      const old = installed.get(name)
      for (const [path, file] of besideEdited(root, files, old?.files, '.apk-new')) lay(root, path, file)
      if (old)
        clear(
          root,
          [...old.files.keys()].filter(path => !files.has(path)),
        )
      installed.set(name, fresh)
      if (old) await script(name, 'post-upgrade', `${edition.version} ${old.version}`, fresh)
      else await script(name, 'post-install', edition.version, fresh)
      await commit()
    },
    async remove(name) {
      const old = installed.get(name)
      await script(name, 'pre-deinstall', old?.version ?? '', old)
      clear(root, old?.files.keys() ?? [])
      await script(name, 'post-deinstall', old?.version ?? '', old)
      installed.delete(name)
      await commit()
    },
  }
}

/** Lays a program of this machine and what it needs into the router. */
function layProgram(root: string, program: string, place: string): void {
  for (const { from, to } of stage(program, place) ?? []) {
    mkdirSync(dirname(join(root, to)), { recursive: true })
    copyFileSync(from, join(root, to))
    chmodSync(join(root, to), 0o755)
  }
}

/** opkg itself, laid into the router; what packages depend on it takes for given. Throws what it complains about. */
export async function createRealOpkg(router: Router, program: string): Promise<Manager> {
  const { root } = router
  layProgram(root, program, '/bin/opkg')
  router.write('/etc/opkg.conf', 'dest root /\nlists_dir ext /var/opkg-lists\narch all 1\n')
  for (const folder of ['usr/lib/opkg/info', 'tmp/opkg-lists'])
    mkdirSync(join(root, folder), { recursive: true })
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await router.run(['/bin/opkg', ...words], { env: { PATH: path } })
    if (code !== 0 || /wants to install/.test(stdout + stderr)) throw new Error(stdout + stderr)
  }
  return {
    async install(recipe, edition) {
      const { fileName, bytes } = ipk({ ...recipe, depends: [] }, edition)
      writeFileSync(join(root, 'tmp', fileName), bytes)
      await run('install', `/tmp/${fileName}`).finally(() => rmSync(join(root, 'tmp', fileName)))
    },
    remove: name => run('remove', name),
  }
}

/** apk itself, laid into the router; what packages depend on it takes for given. Throws what it complains about. */
export async function createRealApk(router: Router, program: string): Promise<Manager> {
  const { root } = router
  layProgram(root, program, '/sbin/apk')
  router.write('/etc/apk/repositories', '')
  const run = async (...words: string[]) => {
    const options = ['--allow-untrusted', '--no-network', '--no-interactive', '--force-no-chroot']
    const { code, stdout, stderr } = await router.run(['/sbin/apk', ...options, ...words])
    if (code !== 0 || /conflict|overwrite|ERROR/i.test(stdout + stderr)) throw new Error(stdout + stderr)
  }
  const add = async (recipe: Recipe, edition: Edition, ...words: string[]) => {
    const { fileName, bytes } = apk(recipe, edition, null)
    writeFileSync(join(root, 'tmp', fileName), bytes)
    await run(...words, 'add', `/tmp/${fileName}`).finally(() => rmSync(join(root, 'tmp', fileName)))
  }
  await run('--initdb', 'add')
  return {
    install: (recipe, edition) => add({ ...recipe, depends: [] }, edition),
    remove: name => run('del', name),
  }
}

/** What a package manager keeps for itself, and what is no file system of the router's own. */
const outside =
  /^\/(?:proc|dev|sys|usr\/lib\/opkg|lib\/apk\/(?:db|exec)|var\/cache\/apk|tmp\/cache|etc\/apk|tmp\/(?:log|lock))(?:\/|$)/

/** Programs of the rig itself are told by their size; nothing of ours is that large. */
const large = 200_000

/** Everything in a root: mode and SHA-1 of files, modes of folders, targets of links. */
export function contents(root: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (path: string) => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const here = `${path}/${name}`
      if (outside.test(here)) continue
      const place = join(root, here)
      const status = lstatSync(place)
      const mode = (status.mode & 0o7777).toString(8)
      if (status.isSymbolicLink()) found.set(here, `-> ${readlinkSync(place)}`)
      else if (status.isDirectory()) {
        found.set(here, mode)
        walk(here)
      } else if (status.size > large) found.set(here, `${mode} ${status.size} bytes`)
      else found.set(here, `${mode} ${createHash('sha1').update(readFileSync(place)).digest('hex')}`)
    }
  }
  walk('')
  return found
}
