import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { recipes } from '../../build/package/contents.ts'
import { sourceDate } from '../../build/package/epoch.ts'
import { superFastHash } from '../../build/package/lmo.ts'
import { feed, readEdition, sizeTable } from '../../build/package/package.ts'
import { isFor } from '../../build/package/recipe.ts'
import { filledMakefile, release } from '../../build/package/release.ts'
import { type TreeFile, writeTree } from '../../build/tree.ts'
import { repository } from '../world/memory/host.ts'
import { readApk, readIndex } from './adb.ts'
import { contents } from './managers.ts'
import { edition, epoch, recipe } from './packed.ts'

const root = repository.replace(/\/$/, '')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'modem-feed-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** The project with pages and translations of its own. */
function projectWithPages(more: Readonly<Record<string, string>> = {}): string {
  const home = folder()
  for (const part of ['build', 'rpcd', 'dist', 'package.json', 'LICENSE'])
    symlinkSync(join(root, part), join(home, part))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  put('luci-view/htdocs/luci-static/resources/view/modem/status.js', "'use strict';\n")
  put('luci-view/root/usr/share/luci/menu.d/luci-app-cellular.json', '{}\n')
  put('luci-view/po/templates/cellular.pot', 'msgid "Signal"\nmsgstr ""\n')
  put('luci-view/po/de/cellular.po', 'msgid "Signal"\nmsgstr "Empfang"\n')
  put('luci-view/po/zh_Hans/cellular.po', 'msgid "Signal"\nmsgstr "信号"\n')
  put('luci-view/po/pl/cellular.po', 'msgid "Signal"\nmsgstr ""\n')
  for (const [path, text] of Object.entries(more)) put(path, text)
  return home
}

describe('the feed', () => {
  const { files, rows } = feed(recipes(root), edition, null)
  const bytes = (name: string) => Buffer.from(files.get(name)?.content ?? '')

  test('is the same to the byte when it is made again', () => {
    expect([...feed(recipes(root), edition, null).files]).toEqual([...files])
  })

  test('holds every package in both formats, and an index of each', () => {
    const own = [...files.keys()].filter(name => !name.startsWith('luci-'))
    expect(own).toEqual([
      'rpcd-mod-modem_0.1.0-r1_all.ipk',
      'rpcd-mod-modem-compat_0.1.0-r1_all.ipk',
      'modem-watch_0.1.0-r1_all.ipk',
      'modem-mqtt_0.1.0-r1_all.ipk',
      'prometheus-node-exporter-lua-modem_0.1.0-r1_all.ipk',
      'prometheus-node-exporter-ucode-modem_0.1.0-r1_all.ipk',
      'collectd-mod-modem_0.1.0-r1_all.ipk',
      'netjson-monitoring-modem_0.1.0-r1_all.ipk',
      'zabbix-extra-modem_0.1.0-r1_all.ipk',
      'rpcd-mod-modem-0.1.0-r1.apk',
      'rpcd-mod-modem-compat-0.1.0-r1.apk',
      'rpcd-mod-modem-modemband-0.1.0-r1.apk',
      'modem-watch-0.1.0-r1.apk',
      'modem-mqtt-0.1.0-r1.apk',
      'prometheus-node-exporter-lua-modem-0.1.0-r1.apk',
      'prometheus-node-exporter-ucode-modem-0.1.0-r1.apk',
      'collectd-mod-modem-0.1.0-r1.apk',
      'netjson-monitoring-modem-0.1.0-r1.apk',
      'zabbix-extra-modem-0.1.0-r1.apk',
      'Packages',
      'Packages.gz',
      'packages.adb',
    ])
    expect(gunzipSync(bytes('Packages.gz')).equals(bytes('Packages'))).toBe(true)
    const named = bytes('Packages')
      .toString()
      .split('\n')
      .filter(line => line.startsWith('Filename: '))
    expect(named.map(line => line.slice(10))).toEqual([...files.keys()].filter(name => name.endsWith('.ipk')))
    for (const { name, version, hashes, fileSize } of readIndex(bytes('packages.adb')).packages) {
      const file = bytes(`${name}-${version}.apk`)
      expect([fileSize, hashes]).toEqual([file.length, readApk(file).identity])
    }
  })

  test('has the same files in both formats', () => {
    for (const { name, files: expected } of recipes(root)) {
      const { entries } = readApk(bytes(`${name}-0.1.0-r1.apk`))
      const paths = entries.flatMap(({ path, content }) => (content ? [path] : []))
      expect(paths.filter(path => !path.startsWith('lib/apk/packages/')).sort()).toEqual(
        [...expected.keys()].sort(),
      )
    }
  })

  test('fits the flash of small routers', () => {
    const largest = (name: string) =>
      Math.max(bytes(`${name}_0.1.0-r1_all.ipk`).length, bytes(`${name}-0.1.0-r1.apk`).length)
    expect(largest('rpcd-mod-modem')).toBeLessThanOrEqual(330 * 1024)
    expect(rows.find(({ name }) => name === 'rpcd-mod-modem')?.installed).toBeLessThanOrEqual(900 * 1024)
    expect(largest('luci-app-cellular')).toBeLessThanOrEqual(90 * 1024)
  })

  test('has its sizes and limits told', () => {
    const lines = sizeTable(rows).split('\n')
    const packed = ['_0.1.0-r1_all.ipk', '-0.1.0-r1.apk'].map(end => bytes(`rpcd-mod-modem${end}`).length)
    expect(lines[1]?.split(/ +/)).toEqual([
      'rpcd-mod-modem',
      ...packed.map(String),
      '337920',
      String(rows[0]?.installed),
      '921600',
    ])
    expect(lines.find(line => line.startsWith('luci-app-cellular'))?.split(/ +/)[3]).toBe('92160')
    expect(lines.slice(1, -1).map(line => line.split(' ')[0])).toEqual(recipes(root).map(({ name }) => name))
  })

  test('is not made when a package is too large', () => {
    const large = recipe({ limits: { packed: 100, installed: 10 } })
    expect(() => feed([large], edition, null)).toThrow(
      /^sample has \d+ bytes packed, more than 100\nsample has 22 bytes installed, more than 10$/,
    )
  })

  test('is not made when the pages are too large', () => {
    const noise = randomBytes(92 * 1024)
    const page = 'luci-static/resources/view/modem/status.js'
    const home = projectWithPages({ [`luci-view/htdocs/${page}`]: `'${noise.toString('base64')}'` })
    expect(() => feed(recipes(home), edition, null)).toThrow(
      /^luci-app-cellular has \d+ bytes packed, more than 92160$/,
    )
  })

  test('is written by npm run package, twice the same', () => {
    const run = () => {
      const { status, stderr } = spawnSync(
        join(root, 'node_modules/.bin/tsx'),
        ['build/package/package.ts'],
        {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
        },
      )
      expect([status, stderr]).toEqual([0, ''])
      return contents(join(root, 'dist/packages'))
    }
    const first = run()
    expect(run()).toEqual(first)
    expect([...first.keys()].sort()).toEqual([...files.keys()].map(name => `/${name}`).sort())
  })
})

describe('pages and translations', () => {
  test('of this project are packed: pages, menu, a catalogue and an entry in the list of languages', () => {
    const packages = new Map(recipes(root).map(recipe => [recipe.name, recipe]))
    const app = packages.get('luci-app-cellular')
    expect(app).toMatchObject({ depends: ['luci-base', 'rpcd-mod-modem'] })
    expect(app?.scripts.postinst).toMatch(/rm -rf \/tmp\/luci-indexcache\* \/tmp\/luci-modulecache\n/)
    const menu = app?.files.get('usr/share/luci/menu.d/luci-app-cellular.json')?.content
    const entries: { action: { path?: string }; depends?: { acl: string[] } }[] = Object.values(
      JSON.parse(String(menu)),
    )
    const groups = Object.keys(
      JSON.parse(
        String(packages.get('rpcd-mod-modem')?.files.get('usr/share/rpcd/acl.d/modem.json')?.content),
      ),
    )
    for (const { action, depends } of entries) {
      if (action.path !== undefined)
        expect(app?.files.has(`www/luci-static/resources/view/${action.path}.js`)).toBe(true)
      for (const group of depends?.acl ?? []) expect(groups).toContain(group)
    }
    const languages = readdirSync(join(root, 'luci-view/po')).filter(name => name !== 'templates')
    expect(languages.length).toBeGreaterThan(0)
    // The names LuCI has for languages (luci.mk): of Chinese by country, all in small letters.
    const names = languages.map(name => name.replace('zh_Hans', 'zh_cn').toLowerCase().replace('_', '-'))
    for (const language of names) {
      const { files } = packages.get(`luci-i18n-cellular-${language}`) ?? { files: new Map() }
      expect([...files.keys()]).toEqual([
        `usr/lib/lua/luci/i18n/cellular.${language}.lmo`,
        `etc/uci-defaults/luci-i18n-cellular-${language}`,
      ])
    }
  })

  test('are packages as soon as there is a view', () => {
    const packages = recipes(projectWithPages())
    expect(packages.map(({ name }) => name)).toEqual([
      'rpcd-mod-modem',
      'rpcd-mod-modem-compat',
      'rpcd-mod-modem-modemband',
      'modem-watch',
      'modem-mqtt',
      'prometheus-node-exporter-lua-modem',
      'prometheus-node-exporter-ucode-modem',
      'collectd-mod-modem',
      'netjson-monitoring-modem',
      'zabbix-extra-modem',
      'luci-app-cellular',
      'luci-i18n-cellular-de',
      'luci-i18n-cellular-zh-cn',
    ])
    const [app, german, chinese] = packages.filter(({ name }) => name.startsWith('luci-'))
    expect(app).toMatchObject({ depends: ['luci-base', 'rpcd-mod-modem'] })
    expect([...(app?.files.keys() ?? [])]).toEqual([
      'www/luci-static/resources/view/modem/status.js',
      'usr/share/luci/menu.d/luci-app-cellular.json',
    ])
    expect(german).toMatchObject({ depends: ['luci-app-cellular'] })
    expect(german?.files.get('etc/uci-defaults/luci-i18n-cellular-de')?.content).toBe(
      "uci set luci.languages.de='Deutsch (German)'; uci commit luci\n",
    )
    const catalogue = Buffer.from(german?.files.get('usr/lib/lua/luci/i18n/cellular.de.lmo')?.content ?? '')
    expect(catalogue.readUInt32BE(8)).toBe(superFastHash('Signal'))
    expect([...(chinese?.files.keys() ?? [])]).toContain('usr/lib/lua/luci/i18n/cellular.zh-cn.lmo')
    expect(String(chinese?.files.get('etc/uci-defaults/luci-i18n-cellular-zh-cn')?.content)).toContain(
      'luci.languages.zh_cn=',
    )
  })
})

/** Stand-ins for the build system: they print variables and do what a package's Makefile says. */
const sdk = {
  'rules.mk': 'INCLUDE_DIR:=$(TOPDIR)/include\nCP:=cp -fpR\n',
  'include/package.mk': `
define BuildPackage
$(if $(filter $(1),$(WANTED)),$(eval $(Package/$(1))))
ifeq ($(1),$(WANTED))
show: ; @$$(foreach v,PKG_NAME PKG_VERSION PKG_RELEASE PKG_LICENSE PKG_SOURCE PKG_SOURCE_URL PKG_HASH DEPENDS PROVIDES PKGARCH,echo '$$(v)=$$($$(v))';)
install: ; $$(call Package/$(1)/install,$$(DEST))
scripts: ; $$(foreach s,postinst prerm postrm conffiles description,$$(if $$(Package/$(1)/$$(s)),$$(file >$$(DEST)/$$(s),$$(Package/$(1)/$$(s)))))true
endif
endef
`,
  'feeds/luci/luci.mk': `show: ; @$(foreach v,PKG_NAME PKG_VERSION PKG_RELEASE PKG_LICENSE LUCI_DEPENDS LUCI_PKGARCH LUCI_MINIFY_JS LUCI_MINIFY_CSS PKG_PO_VERSION,echo '$(v)=$($(v))';)\n`,
}

const withMake =
  spawnSync('make', ['--version'], { encoding: 'utf8' }).stdout?.startsWith('GNU Make') ?? false
if (!withMake) console.warn('The Makefiles of the feed are not evaluated: there is no GNU make')

describe.skipIf(!withMake)('the feed for the OpenWrt build system', () => {
  const home = mkdtempSync(join(tmpdir(), 'modem-sdk-'))
  afterAll(() => rmSync(home, { recursive: true }))
  const packages = recipes(root).filter(({ name }) => !name.startsWith('luci-'))
  const files = release(root, packages, edition)
  writeTree(join(home, 'feed'), files)
  writeTree(
    join(home, 'sdk'),
    new Map(
      Object.entries(sdk).map(([path, content]): [string, TreeFile] => [path, { content, mode: 0o644 }]),
    ),
  )
  /** The folder of the Makefile a package is made by. */
  const folderOf = (name: string) => join(home, 'feed', name.replace('-modemband', '-compat'))
  const make = (name: string, target: string, dest = '') => {
    const paths = [`TOPDIR=${home}/sdk`, `BUILD_DIR=${home}/build`, `DEST=${dest}`]
    const words = ['-s', '-C', folderOf(name), target, `WANTED=${name}`, ...paths]
    const { status, stdout, stderr } = spawnSync('make', words, { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    return Object.fromEntries(stdout.split('\n').map(line => line.split(/=(.*)/s).slice(0, 2)))
  }

  test.each(packages.map(recipe => [recipe.name, recipe] as const))(
    'builds %s as npm run package does',
    (name, wanted) => {
      const archive = join(home, 'feed', `${edition.origin}-0.1.0.tar.gz`)
      const shown = make(name, 'show')
      expect(shown).toMatchObject({
        PKG_VERSION: '0.1.0',
        PKG_RELEASE: '1',
        PKG_LICENSE: edition.license,
        PKG_SOURCE: `${edition.origin}-0.1.0.tar.gz`,
        PKG_SOURCE_URL: `file://${home}/feed`,
        PKG_HASH: createHash('sha256').update(readFileSync(archive)).digest('hex'),
        DEPENDS: [
          ...(isFor(wanted, 'opkg') ? [] : ['@USE_APK']),
          ...wanted.depends.map(other => `+${other}`),
        ].join(' '),
        PROVIDES: (wanted.provides.opkg ?? wanted.provides.apk ?? []).join(' '),
        PKGARCH: 'all',
      })
      const build = join(home, 'build', name.replace('-modemband', '-compat'))
      mkdirSync(build, { recursive: true })
      spawnSync('tar', ['-xzpf', archive, '-C', build])
      const installed = join(home, 'installed', name)
      mkdirSync(installed, { recursive: true })
      make(name, 'install', installed)
      const found = [...contents(installed)].filter(([, what]) => what.includes(' '))
      expect(found.map(([path, what]) => `${what.split(' ')[0]} ${path}`).sort()).toEqual(
        [...wanted.files].map(([path, { mode }]) => `${mode.toString(8)} /${path}`).sort(),
      )
      const scripts = join(home, 'scripts', name)
      mkdirSync(scripts, { recursive: true })
      make(name, 'scripts', scripts)
      const texts = { ...wanted.scripts, description: `${wanted.description}\n` }
      const conffiles = wanted.conffiles.map(path => `${path}\n`).join('')
      const expected = { ...texts, ...(conffiles ? { conffiles } : {}) }
      for (const [script, text] of Object.entries(expected))
        expect(readFileSync(join(scripts, script), 'utf8')).toBe(text)
      expect(contents(scripts).size).toBe(Object.keys(expected).length)
    },
  )

  test('does not let apk know of the name the other package has', () => {
    const name = 'rpcd-mod-modem-compat'
    const words = [
      '-s',
      '-C',
      folderOf(name),
      'show',
      `WANTED=${name}`,
      `TOPDIR=${home}/sdk`,
      'CONFIG_USE_APK=y',
    ]
    expect(spawnSync('make', words, { encoding: 'utf8' }).stdout).toContain('PROVIDES=\n')
  })

  test('leaves the pages to the build system of LuCI', () => {
    const pages = projectWithPages()
    const made = release(pages, recipes(pages), edition)
    const own = [...made.keys()].filter(path => path.startsWith('luci-app-cellular/'))
    expect(own).toContain('luci-app-cellular/htdocs/luci-static/resources/view/modem/status.js')
    expect(own).toContain('luci-app-cellular/po/de/cellular.po')
    writeTree(join(home, 'pages'), made)
    const words = ['-s', '-C', join(home, 'pages/luci-app-cellular'), 'show', `TOPDIR=${home}/sdk`]
    expect(spawnSync('make', words, { encoding: 'utf8' }).stdout.split('\n')).toEqual([
      'PKG_NAME=luci-app-cellular',
      'PKG_VERSION=0.1.0',
      'PKG_RELEASE=1',
      `PKG_LICENSE=${edition.license}`,
      'LUCI_DEPENDS=+luci-base +rpcd-mod-modem',
      'LUCI_PKGARCH=all',
      'LUCI_MINIFY_JS=0',
      'LUCI_MINIFY_CSS=0',
      'PKG_PO_VERSION=0.1.0-r1',
      '',
    ])
  })

  test('is the same to the byte when it is made again', () => {
    expect([...release(root, packages, edition)]).toEqual([...files])
  })
})

test('a Makefile gets version and hash of the release', () => {
  expect(filledMakefile('PKG_VERSION:=0\nPKG_HASH:=skip\nX:=PKG_HASH\n', '1.2', 'ab')).toBe(
    'PKG_VERSION:=1.2\nPKG_HASH:=ab\nX:=PKG_HASH\n',
  )
})

describe('the date of everything packed', () => {
  test('is SOURCE_DATE_EPOCH, else that of the last commit', () => {
    expect(sourceDate(root, { SOURCE_DATE_EPOCH: '12345' })).toBe(12345)
    const home = folder()
    const git = (...words: string[]) =>
      spawnSync('git', ['-C', home, '-c', 'user.name=x', '-c', 'user.email=x', ...words], {
        env: { ...process.env, GIT_COMMITTER_DATE: '1700000000 +0100' },
      }).status
    if (git('init', '-q') !== 0) return
    git('commit', '-q', '--allow-empty', '-m', 'x')
    expect(sourceDate(home, {})).toBe(1_700_000_000)
  })

  test.each(['yesterday', '', '-1'])('is not %j', date => {
    expect(() => sourceDate(root, { SOURCE_DATE_EPOCH: date })).toThrow('SOURCE_DATE_EPOCH')
  })

  test('is asked for where there is no checkout', () => {
    expect(() => sourceDate(folder(), {})).toThrow('SOURCE_DATE_EPOCH')
  })
})

test('the edition is that of package.json', () => {
  const { version, name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(readEdition(root)).toMatchObject({ version: `${version}-r1`, origin: name })
})
