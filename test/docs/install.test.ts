import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { recipes } from '../../build/package/contents.ts'
import { type Feed, feed } from '../../build/package/package.ts'
import { release } from '../../build/package/release.ts'
import { signerOf } from '../../build/package/signature.ts'
import manifest from '../../package.json' with { type: 'json' }
import { handlerPackages, protoOfDriver } from '../../src/connection/protos.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { commands } from '../../src/main/help.ts'
import { readApk } from '../package/adb.ts'
import { edition } from '../package/packed.ts'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { blocksOf, commandsOf, readPage, section, shellLinesOf } from './page.ts'

const page = readPage('docs/install.md')
const lines = shellLinesOf(blocksOf(page))
const flat = page.replace(/\s+/g, ' ')

describe('the page about installing', () => {
  let packed: Feed
  beforeAll(() => {
    packed = feed(recipes(repository.replace(/\/$/, '')), edition, null)
  })

  it('tells the size of every package to a tenth', () => {
    const rows = [...page.matchAll(/^\| `([\w-]+)` \|.*\| (\d+) KB \| (\d+) KB \|$/gm)]
    const told = new Map(rows.map(([, name = '', ...sizes]) => [name, sizes.map(Number)]))
    const faults: string[] = []
    for (const { name, ipk, apk, installed } of packed.rows) {
      if (/^luci-i18n-.*-(?!de$)\w+$/.test(name)) continue
      const real = [Math.max(ipk ?? 0, apk ?? 0), installed]
      real.forEach((bytes, i) => {
        const claim = told.get(name)?.[i] ?? Number.NaN
        const off = Math.abs(bytes / 1024 - claim)
        if (!(off <= Math.max(1, claim / 10))) faults.push(`${name}: ${claim} KB told, ${bytes} bytes`)
      })
    }
    expect(faults).toEqual([])
  })

  it('tells the limits the build holds', () => {
    for (const { name, limits } of packed.rows) {
      if (!limits) continue
      const said = flat.match(new RegExp(`\`${name}\`(?: has)? more than (\\d+) KB packed(?: or (\\d+) KB)?`))
      expect([name, ...(said?.slice(1) ?? [])].map(String)).toEqual(
        [name, limits.packed / 1024, limits.installed && limits.installed / 1024].map(String),
      )
    }
  })

  it('names scripts of package.json and packages there are', () => {
    const named = [...page.matchAll(/npm run (\w+)/g)].map(([, name]) => name)
    expect(named.filter(name => !Object.keys(manifest.scripts).includes(name ?? ''))).toEqual([])
    const packages = packed.rows.map(({ name }) => name)
    const ours = [...page.matchAll(/(?<![\w/-])((?:rpcd-mod-modem|luci-(?:app|i18n)-cellular)[a-z-]*[a-z])/g)]
    expect(ours.length).toBeGreaterThan(5)
    expect(ours.map(([, name = '']) => name).filter(name => !packages.includes(name))).toEqual([])
  })

  it('copies files by patterns that match one package each', () => {
    const patterns = lines
      .filter(line => line.startsWith('scp '))
      .flatMap(line => line.split(' ').filter(word => /^(?:rpcd|luci)-/.test(word)))
    expect(patterns).toHaveLength(4)
    for (const pattern of patterns) {
      const shape = pattern.replaceAll('.', '\\.').replaceAll('*', '.*')
      const found = [...packed.files.keys()].filter(name => new RegExp(`^${shape}$`).test(name))
      expect([pattern, found.length]).toEqual([pattern, 1])
      expect(lines.some(line => line.includes(`/tmp/${pattern}`))).toBe(true)
    }
  })

  it('makes a key packages can be signed with', context => {
    if (spawnSync('openssl', ['version']).status !== 0) return context.skip('there is no openssl')
    const home = mkdtempSync(join(tmpdir(), 'modem-key-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    for (const line of lines.filter(line => line.startsWith('openssl ')))
      expect(spawnSync('/bin/sh', ['-c', line], { cwd: home }).status).toBe(0)
    const signer = signerOf(readFileSync(join(home, 'key.pem'), 'utf8'))
    const { files } = feed(recipes(repository.replace(/\/$/, '')).slice(1, 2), edition, signer)
    const [signed = Buffer.alloc(0)] = [...files]
      .filter(([name]) => name.endsWith('.apk'))
      .map(([, { content }]) => Buffer.from(content))
    expect(readApk(signed, readFileSync(join(home, 'modem.pem'), 'utf8')).signed).toBe(true)
  })

  it('compiles packages the release has a Makefile for', () => {
    const made = release(repository.replace(/\/$/, ''), recipes(repository.replace(/\/$/, '')), edition)
    const targets = lines.flatMap(line => line.match(/package\/[\w-]+(?=\/compile)/g) ?? [])
    const ours = targets.map(target => target.slice(8)).filter(name => name !== 'quickjs')
    expect(ours.length).toBeGreaterThan(1)
    for (const name of ours) expect(made.has(`${name}/Makefile`)).toBe(true)
  })

  it('names every program that is taken over, and the files that do it', () => {
    const legacy = section(page, '## The legacy pages')
    const taken = readFileSync(join(repository, 'rpcd/compat/modem-compat'), 'utf8').match(/^\t\/usr\/.*/gm)
    expect(taken).toHaveLength(10)
    for (const path of taken ?? []) expect(legacy).toContain(`\`${path.replace(/.*\//, '')}\``)
    const compat = recipes(repository).find(({ name }) => name === 'rpcd-mod-modem-compat')
    for (const path of ['usr/share/opkg/intercept/basename', 'usr/libexec/modem-compat']) {
      expect(legacy).toContain(`\`/${path}`)
      expect(compat?.files.has(path)).toBe(true)
    }
  })

  it('names the drivers, packages, protocols and handlers the doctor goes by', () => {
    const drivers = readFileSync(join(repository, 'src/discovery/drivers.ts'), 'utf8')
    const rows = [
      ...page.matchAll(
        /^\| (?:ports|data)[^|]* \| `(\w+)` \| `([\w-]+)` \|(?: `(\w+)`)? \|(?: `([\w-]+)`)? \|$/gm,
      ),
    ]
    expect(rows).toHaveLength(8)
    for (const [, driver = '', name, proto, handler] of rows) {
      expect(drivers).toContain(`  ${driver}: ['${name}', '${proto === undefined ? 'serial' : 'network'}'],`)
      expect([driver, proto]).toEqual([driver, protoOfDriver[driver]])
      expect([driver, handler]).toEqual([driver, handlerPackages[proto ?? '']])
    }
  })

  it('names methods and commands there are', () => {
    const known = [
      ...Object.keys(schemas.args),
      ...commands.flatMap(([usage]) => usage.split(' ').slice(1, 2)),
    ]
    const named = [...page.matchAll(/`modem ([a-z][\w-]*)/g)].map(([, word = '']) => word)
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter(word => !known.includes(word))).toEqual([])
  })

  it('tells how often a modem is asked whether it answers', () => {
    const script = readFileSync(join(repository, 'rpcd/hotplug/tty'), 'utf8')
    expect(script.match(/for try in ([\d ]+);/)?.[1]?.split(' ')).toHaveLength(6)
    expect(script).toContain('sleep 10\n')
    expect(flat).toContain('up to six times, ten seconds apart')
  })

  it('has shell lines a shell reads', () => {
    for (const { text, language } of blocksOf(page))
      if (language === 'sh')
        expect(spawnSync('/bin/sh', ['-n'], { input: text, encoding: 'utf8' }).stderr).toBe('')
  })

  it.skipIf(routerProblem() !== null)('shows what the command prints for a modem', async () => {
    const fixture = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const network = "config interface 'lan'\n\toption proto 'static'\n"
    const setup = await setUp([fixture], { uci: { network } })
    try {
      const commands = commandsOf(blocksOf(page))
      expect(commands).toHaveLength(1)
      for (const { command, output } of commands) {
        const { stdout } = await setup.router.run(['sh', '-c', command])
        const device = fixture.net?.name ?? 'none'
        expect(stdout.trim()).toBe(output.replace('=eth1', `=${device}`))
      }
    } finally {
      await setup.close()
    }
  })
})
