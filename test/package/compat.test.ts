import { existsSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recipes } from '../../build/package/contents.ts'
import type { Edition, Recipe } from '../../build/package/recipe.ts'
import { repository } from '../world/memory/host.ts'
import { createRouter, type Router, routerProblem } from '../world/router/root.ts'
import { contents, createApk, createOpkg, createRealApk, createRealOpkg, type Manager } from './managers.ts'
import { edition, realApk, realOpkg, scripts } from './packed.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The compatibility package is not installed anywhere: ${problem}`)

const version = (n: number): Edition => ({ ...edition, version: `${n}-r1` })

/** rpcd asks every plugin for its methods when it starts anew. */
const rpcd =
  '#!/bin/sh\nfor plugin in /usr/libexec/rpcd/*; do [ ! -x "$plugin" ] || "$plugin" list >/dev/null; done\n'

/** A router on which rpcd runs and nothing of ours lies; its folders are not empty. */
const bareRouter = () =>
  createRouter({
    dist: null,
    files: {
      '/etc/init.d/rpcd': rpcd,
      '/usr/libexec/rpcd/luci': "#!/bin/sh\necho '{}'\n",
      '/lib/functions.sh': '',
    },
  })

/**
 * As OpenWrt's build system makes them: they take the name of the package from that of the script. OpenWrt's shell
 * looks for `basename` in PATH; that of the rig may have its own.
 */
const postinst = `#!/bin/sh\npackage=$($(which basename) "$0")\n`
const reload = { scripts: { postinst: `${postinst}/etc/init.d/rpcd reload\nexit 0\n` } }

/** The packages whose programs are taken over, as they are in a version. */
const originals = (n: number): Recipe[] => {
  const program = (name: string) => `#!/bin/sh\necho "${name} ${n}"\n`
  const package_ = (name: string, paths: readonly string[], told: Partial<Recipe> = {}) =>
    scripts(name, Object.fromEntries(paths.map(path => [path, program(path)])), {
      scripts: { postinst },
      ...told,
    })
  const [page, data] = ['usr/share/3ginfo-lite', 'usr/share/modemdata']
  return [
    package_(
      'luci-app-3ginfo-lite',
      [`${page}/3ginfo.sh`, `${page}/detect.sh`, `${page}/check.gcom`],
      reload,
    ),
    package_('modemband', ['usr/bin/modemband.sh', 'usr/share/modemband/2c7c0125']),
    package_('modemdata', [
      ...['params', 'product', 'network', 'other'].map(s => `${data}/${s}.sh`),
      'usr/bin/md_serial_ecm',
      'usr/bin/md_modemmanager',
      'usr/bin/md_uqmi',
    ]),
    package_('sms-tool', ['usr/bin/sms_tool']),
  ]
}

const taken = [
  'usr/share/3ginfo-lite/3ginfo.sh',
  'usr/share/3ginfo-lite/detect.sh',
  'usr/share/modemdata/params.sh',
  'usr/share/modemdata/product.sh',
  'usr/share/modemdata/network.sh',
  'usr/bin/modemband.sh',
  'usr/bin/md_serial_ecm',
  'usr/bin/md_modemmanager',
  'usr/bin/md_uqmi',
]
const wrapped = 'usr/bin/sms_tool'

/** Whether our program lies at a path, as a plain file. */
function isPlain(place: string, ours: Recipe, path: string): boolean {
  const program = ours.files.get(`usr/share/modem/compat/${path.replace(/.*\//, '')}`)
  const isFile = lstatSync(place, { throwIfNoEntry: false })?.isFile() ?? false
  return isFile && readFileSync(place, 'utf8') === String(program?.content)
}

/** What is installed in which version. */
interface State {
  ours: number | null
  theirs: number | null
}

/** Steps in every order in which each side is installed, upgraded and removed once. */
function orders(ours: readonly string[], theirs: readonly string[]): string[][] {
  const [first, ...rest] = ours
  const [other, ...others] = theirs
  if (first === undefined || other === undefined) return [[...ours, ...theirs]]
  return [
    ...orders(rest, theirs).map(order => [first, ...order]),
    ...orders(ours, others).map(order => [other, ...order]),
  ]
}

/** Where a router stands after each step of an order: how often either side was touched. */
const stations = (order: readonly string[]) =>
  order.map((_, i) => {
    const done = order.slice(0, i + 1)
    return `${done.filter(step => step.endsWith('ours')).length} ${done.filter(step => step.endsWith('theirs')).length}`
  })

/**
 * Orders that together go every way from every station to the next. As the router is the same at a station however it
 * came there, which the test holds them to, all other orders are made of what these have shown.
 */
function enough(of: readonly string[][]): string[][] {
  const ways = (order: readonly string[]) =>
    stations(order).map((to, i) => `${stations(order)[i - 1]}, ${to}`)
  const gone = new Set<string>()
  const chosen: string[][] = []
  const fresh = (order: readonly string[]) => ways(order).filter(way => !gone.has(way)).length
  for (;;) {
    const next = of.reduce((best, order) => (fresh(order) > fresh(best) ? order : best), of[0] ?? [])
    if (fresh(next) === 0) return chosen
    chosen.push(next)
    for (const way of ways(next)) gone.add(way)
  }
}
const all = orders(
  ['install ours', 'upgrade ours', 'remove ours'],
  ['install theirs', 'upgrade theirs', 'remove theirs'],
)

const [realOpkgProgram, realApkProgram] = [realOpkg(), realApk()]
const kinds = {
  opkg: createOpkg,
  'opkg, and nothing happening meanwhile': createOpkg,
  apk: createApk,
  'opkg itself': (router: Router) => createRealOpkg(router, realOpkgProgram ?? ''),
  'apk itself': (router: Router) => createRealApk(router, realApkProgram ?? ''),
} as const
const missing = [
  ...(realOpkgProgram === null ? ['opkg itself'] : []),
  ...(realApkProgram === null ? ['apk itself'] : []),
]
if (missing.length > 0) console.warn(`Not in PATH: ${missing.join(', ')}`)
const available = (Object.keys(kinds) as (keyof typeof kinds)[]).filter(kind => !missing.includes(kind))

describe.skipIf(problem !== null).each(available)('with %s', kind => {
  const unnoticed = kind.includes('nothing')
  const byOpkg = kind.startsWith('opkg')
  let router: Router
  let manager: Manager
  let ours: Recipe
  let before: Map<string, string>
  const at = (path: string) => join(router.root, path)
  const isOurs = (path: string) => isPlain(at(path), ours, path)

  beforeAll(async () => {
    const found = recipes(repository).find(({ name }) => name === 'rpcd-mod-modem-compat')
    if (!found) throw new Error('there is no compatibility package')
    ours = found
    router = await bareRouter()
    manager = await kinds[kind](router)
    if (unnoticed) router.write('/etc/init.d/rpcd', '#!/bin/sh\n')
    before = now()
  })
  afterAll(() => router?.close())

  /** The router as it is; opkg leaves empty folders wherever it has been. */
  const now = () => {
    const found = contents(router.root)
    return byOpkg ? new Map([...found].filter(([, what]) => !/^\d+$/.test(what))) : found
  }

  /** What a router does by itself after a while; opkg tells nobody that it has removed something. */
  const later = () =>
    existsSync(at('etc/hotplug.d/ntp/60-modem-compat'))
      ? router.run(['/etc/hotplug.d/ntp/60-modem-compat'])
      : null

  async function take(step: string, state: State): Promise<State> {
    const [what, whose] = step.split(' ')
    const packages = (n: number) => (whose === 'ours' ? [ours] : originals(n))
    const n = what === 'install' ? 1 : what === 'upgrade' ? 2 : null
    for (const recipe of packages(n ?? 2))
      await (n === null ? manager.remove(recipe.name) : manager.install(recipe, version(n)))
    return whose === 'ours' ? { ...state, ours: n } : { ...state, theirs: n }
  }

  /** What is wrong; `gap`: whether ours may be missing. */
  function faults({ ours, theirs }: State, gap: boolean): string[] {
    const found: string[] = []
    const expectFile = (path: string, content: string | null) => {
      const real = existsSync(at(path)) ? readFileSync(at(path), 'utf8') : null
      if (real !== content) found.push(`${path} is ${JSON.stringify(real)}`)
      else if (real !== null && (statSync(at(path)).mode & 0o777) !== 0o755)
        found.push(`${path} has another mode`)
    }
    const theirFiles = new Map((theirs === null ? [] : originals(theirs)).flatMap(({ files }) => [...files]))
    for (const path of [...taken, ...(theirs === null ? [] : [wrapped])])
      if (ours !== null && !gap && !isOurs(path)) found.push(`${path} is not ours`)
    for (const [path, { content }] of theirFiles)
      if (ours === null || ![...taken, wrapped].includes(path)) expectFile(path, String(content))
    if (theirs === null)
      for (const path of ours === null ? [...taken, wrapped] : [wrapped]) expectFile(path, null)
    return found
  }

  // Where nothing happens meanwhile, a removal leaves a gap whose look depends on the way: some orders show it.
  const tried = unnoticed ? all.filter((_, i) => i % 3 === 0) : enough(all)
  const found = new Map<string, Map<string, string>>()
  test.each(tried.map(order => [order.join(', '), order] as const))(
    '%s: ours answers while installed, the originals are back after, nothing is left, and every other way there looks the same',
    async (_, order) => {
      let state: State = { ours: null, theirs: null }
      for (const [i, step] of order.entries()) {
        state = await take(step, state)
        const removed = byOpkg && step === 'remove theirs'
        if (removed && !unnoticed) await later()
        expect([step, ...faults(state, removed && unnoticed)]).toEqual([step])
        const station = stations(order)[i] ?? ''
        const files = new Map([...now()].filter(([, what]) => !/^\d+$/.test(what)))
        if (!found.has(station)) found.set(station, files)
        if (!unnoticed) expect(files, station).toEqual(found.get(station))
      }
      expect(now()).toEqual(before)
    },
  )

  test('an original that was changed by hand is given back as it was changed', async () => {
    const [page] = originals(1)
    if (!page) throw new Error('no page')
    await manager.install(page, version(1))
    router.write('/usr/share/3ginfo-lite/detect.sh', '#!/bin/sh\necho mine\n', 0o700)
    await manager.install(ours, version(1))
    await manager.install(ours, version(2))
    await manager.remove(ours.name)
    expect(router.read('/usr/share/3ginfo-lite/detect.sh')).toBe('#!/bin/sh\necho mine\n')
    expect(statSync(at('usr/share/3ginfo-lite/detect.sh')).mode & 0o777).toBe(0o700)
    await manager.remove(page.name)
    expect(now()).toEqual(before)
  })

  test('a program that was deleted by hand comes back, and the original with it', async () => {
    const [page] = originals(1)
    if (!page) throw new Error('no page')
    await manager.install(page, version(1))
    await manager.install(ours, version(1))
    rmSync(at('usr/share/3ginfo-lite/3ginfo.sh'))
    await later()
    expect(isOurs('usr/share/3ginfo-lite/3ginfo.sh')).toBe(true)
    rmSync(at('usr/share/3ginfo-lite/3ginfo.sh'))
    await manager.remove(ours.name)
    expect(router.read('/usr/share/3ginfo-lite/3ginfo.sh')).toBe(
      page.files.get('usr/share/3ginfo-lite/3ginfo.sh')?.content,
    )
    await manager.remove(page.name)
    expect(now()).toEqual(before)
  })

  test('the links of an older version become files, and no link is taken for an original', async () => {
    await manager.install(ours, version(1))
    for (const path of taken) {
      rmSync(at(path))
      symlinkSync(`/usr/share/modem/compat/${path.replace(/.*\//, '')}`, at(path))
    }
    await manager.install(ours, version(2))
    expect(taken.filter(path => !isOurs(path))).toEqual([])
    expect(existsSync(at('usr/share/modem/compat/kept'))).toBe(false)
    await manager.remove(ours.name)
    expect(now()).toEqual(before)
  })

  test('the programs of an older version are replaced, and not taken for originals', async () => {
    await manager.install(ours, version(1))
    for (const path of taken) router.write(`/${path}`, `${router.read(`/${path}`)}# older\n`, 0o755)
    await manager.install(ours, version(2))
    expect(taken.filter(path => !isOurs(path))).toEqual([])
    await manager.remove(ours.name)
    expect(now()).toEqual(before)
  })
})

describe.skipIf(problem !== null)('opkg, which counts dependents by every name a package has', () => {
  test('does not remove ours while the page of modemband is there, and with --force-depends the original is back', async () => {
    const router = await bareRouter()
    try {
      const manager = createOpkg(router)
      const ours = recipes(repository).find(({ name }) => name === 'rpcd-mod-modem-compat')
      const modemband = originals(1).find(({ name }) => name === 'modemband')
      if (!ours || !modemband) throw new Error('packages are missing')
      const page = scripts('luci-app-modemband', { 'usr/bin/page': '' }, { depends: ['modemband'] })
      for (const recipe of [modemband, page, ours]) await manager.install(recipe, version(1))
      await expect(manager.remove(ours.name)).rejects.toThrow(/luci-app-modemband/)
      expect(router.read('/usr/bin/modemband.sh')).toContain('rpcd-mod-modem-compat')
      await manager.remove(ours.name, true)
      expect(router.read('/usr/bin/modemband.sh')).toBe('#!/bin/sh\necho "usr/bin/modemband.sh 1"\n')
    } finally {
      await router.close()
    }
  })
})

describe.skipIf(problem !== null)('opkg, which tells nobody that it has removed something', () => {
  test('leaves a gap after a removal, not after an upgrade, that the next reload of rpcd closes', async () => {
    const router = await bareRouter()
    try {
      const manager = createOpkg(router)
      const ours = recipes(repository).find(({ name }) => name === 'rpcd-mod-modem-compat')
      const modemband = originals(1).find(({ name }) => name === 'modemband')
      if (!ours || !modemband) throw new Error('packages are missing')
      await manager.install(modemband, version(1))
      await manager.install(ours, version(1))
      const path = join(router.root, 'usr/bin/modemband.sh')
      await manager.install(modemband, version(2))
      expect(isPlain(path, ours, 'usr/bin/modemband.sh')).toBe(true)
      await manager.remove('modemband')
      expect(existsSync(path)).toBe(false)
      await router.run(['/etc/init.d/rpcd', 'reload'])
      expect(isPlain(path, ours, 'usr/bin/modemband.sh')).toBe(true)
    } finally {
      await router.close()
    }
  })
})
