import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { shims } from '../build.ts'
import type { TreeFile } from '../tree.ts'
import { lmo } from './lmo.ts'
import { shippedPage } from './pages.ts'
import type { Recipe, ScriptName } from './recipe.ts'

/** Every file below a folder by its path there, sorted; none where there is no folder. */
export function readFolder(folder: string): Map<string, TreeFile> {
  if (!existsSync(folder)) return new Map()
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return new Map(
    paths.sort().map(path => {
      const place = join(folder, path)
      return [path, { content: readFileSync(place), mode: statSync(place).mode & 0o777 }]
    }),
  )
}

/** Where the programs of the compatibility package lie; copies of them stand at the legacy paths. */
const stock = 'usr/share/modem/compat'

/** Files of the compatibility package that are not staged with the rest. */
const compat = {
  'rpcd/shim/sms_tool': `${stock}/sms_tool`,
  'rpcd/compat/modem-compat': 'usr/libexec/modem-compat',
  'rpcd/compat/rpcd': 'usr/libexec/rpcd/modem-compat',
  'rpcd/compat/apk': 'lib/apk/commit_hooks.d/modem-compat',
  'rpcd/compat/opkg': 'usr/share/opkg/intercept/basename',
  'rpcd/compat/ntp': 'etc/hotplug.d/ntp/60-modem-compat',
  'rpcd/compat/acl.json': 'usr/share/rpcd/acl.d/modem-compat.json',
} as const

/** Packages of their own whose files are staged with the rest, which does not need them. */
const addons = [
  {
    name: 'modem-watch',
    description:
      'Watches cellular modems and brings a dead connection back, where /etc/config/modem says so.',
    depends: ['rpcd-mod-modem'],
    conffiles: [],
    paths: ['etc/init.d/modem-watch', 'usr/share/modem/watch.js'],
    limits: { packed: 24 * 1024, installed: 64 * 1024 },
  },
  {
    name: 'modem-mqtt',
    description:
      'What is known of cellular modems over MQTT, with discovery for Home Assistant, where /etc/config/modem says so.',
    depends: ['rpcd-mod-modem', 'modem-watch', 'mosquitto-client'],
    conffiles: ['/etc/modem/mqtt/mosquitto_pub'],
    paths: ['etc/hotplug.d/modem/60-modem-mqtt', 'etc/modem/mqtt/mosquitto_pub', 'usr/share/modem/mqtt.js'],
    limits: { packed: 8 * 1024, installed: 16 * 1024 },
  },
] as const

const isOfAddon = (path: string) => addons.some(({ paths }) => paths.some(each => each === path))

const kilobyte = 1024

function scriptsOf(root: string, name: string): Recipe['scripts'] {
  const scripts: Partial<Record<ScriptName, string>> = {}
  for (const script of ['postinst', 'prerm', 'postrm'] as const) {
    const path = join(root, 'build/openwrt', name, script)
    if (existsSync(path)) scripts[script] = readFileSync(path, 'utf8')
  }
  return scripts
}

function backend(root: string, staged: ReadonlyMap<string, TreeFile>): Recipe {
  const legacy: readonly string[] = Object.values(shims)
  const name = 'rpcd-mod-modem'
  return {
    name,
    description: 'One typed ubus object, modem, for every cellular modem of the router.',
    section: 'utils',
    depends: ['rpcd', 'quickjs'],
    provides: {},
    conffiles: ['/etc/config/modem'],
    files: new Map([...staged].filter(([path]) => !legacy.includes(path) && !isOfAddon(path))),
    scripts: scriptsOf(root, name),
    limits: { packed: 330 * kilobyte, installed: 900 * kilobyte },
  }
}

function addon(
  root: string,
  staged: ReadonlyMap<string, TreeFile>,
  { paths, ...rest }: (typeof addons)[number],
): Recipe {
  const files = paths.map(path => {
    const file = staged.get(path)
    if (file === undefined) throw new Error(`${path} is missing in dist/root: run npm run build`)
    return [path, file] as const
  })
  return {
    ...rest,
    section: 'utils',
    provides: {},
    files: new Map(files),
    scripts: scriptsOf(root, rest.name),
  }
}

function compatibility(root: string, staged: ReadonlyMap<string, TreeFile>): Recipe {
  const name = 'rpcd-mod-modem-compat'
  const files = new Map<string, TreeFile>()
  for (const path of Object.values(shims)) {
    const file = staged.get(path)
    if (!file) throw new Error(`${path} is missing in dist/root: run npm run build`)
    files.set(`${stock}/${basename(path)}`, file)
  }
  for (const [source, path] of Object.entries(compat)) {
    const content = readFileSync(join(root, source))
    files.set(path, { content, mode: content.subarray(0, 2).toString() === '#!' ? 0o755 : 0o644 })
  }
  return {
    name,
    description: 'The programs of 3ginfo-lite, modemband and modemdata on top of the ubus object modem.',
    section: 'utils',
    depends: ['rpcd-mod-modem'],
    provides: { opkg: ['modemband'] },
    conffiles: [],
    files,
    scripts: scriptsOf(root, name),
  }
}

/** An empty package that has the name modemband for apk: the one who wants the original as well leaves it out. */
const standIn: Recipe = {
  name: 'rpcd-mod-modem-modemband',
  description: 'The name modemband for rpcd-mod-modem-compat, in the place of the original package.',
  section: 'utils',
  depends: ['rpcd-mod-modem-compat'],
  provides: { apk: ['modemband'] },
  managers: ['apk'],
  conffiles: [],
  files: new Map(),
  scripts: {},
}

/** Files as LuCI serves them: what could be executed in the sources can be executed on the router. */
const plain = (files: ReadonlyMap<string, TreeFile>, prefix: string) =>
  [...files].map(([path, { content, mode }]): [string, TreeFile] => [
    prefix + path,
    { content, mode: mode & 0o100 ? 0o755 : 0o644 },
  ])

/** LuCI's own names of languages, where they differ from those of gettext. */
const aliases: Readonly<Record<string, string>> = {
  bn_BD: 'bn',
  nb_NO: 'no',
  zh_Hans: 'zh-cn',
  zh_Hant: 'zh-tw',
}

/** `Deutsch (German)`, as LuCI's list of languages shows it. */
function languageName(language: string): string {
  const tag = language.replaceAll('_', '-')
  const name = (of: string) => new Intl.DisplayNames([of], { type: 'language' }).of(tag) ?? tag
  const [own, english] = [name(tag), name('en')]
  const capital = own.slice(0, 1).toLocaleUpperCase(tag) + own.slice(1)
  return english === own ? english : `${capital} (${english})`
}

function translation(app: string, folder: string, language: string): Recipe[] {
  const alias = aliases[language] ?? language.toLowerCase().replaceAll('_', '-')
  const base = app.replace(/^luci-app-/, '')
  const name = `luci-i18n-${base}-${alias}`
  const files = new Map<string, TreeFile>()
  for (const [path, { content }] of readFolder(join(folder, language))) {
    const catalogue = path.endsWith('.po') ? lmo(content.toString()) : null
    const place = `usr/lib/lua/luci/i18n/${basename(path, '.po')}.${alias}.lmo`
    if (catalogue) files.set(place, { content: catalogue, mode: 0o644 })
  }
  if (files.size === 0) return []
  const defaults = `etc/uci-defaults/${name}`
  const key = `luci.languages.${alias.replaceAll('-', '_')}`
  const content = `uci set ${key}='${languageName(language).replaceAll("'", '')}'; uci commit luci\n`
  files.set(defaults, { content, mode: 0o644 })
  const once = `(. /${defaults}) && rm -f /${defaults}`
  return [
    {
      name,
      description: `Translation of ${app}: ${languageName(language)}.`,
      section: 'luci',
      depends: [app],
      provides: {},
      conffiles: [],
      files,
      scripts: { postinst: `#!/bin/sh\n[ -n "\${IPKG_INSTROOT}" ] || { ${once}; }\nexit 0\n` },
    },
  ]
}

/** The page and its translations; nothing as long as there is no view. */
function application(root: string): Recipe[] {
  const name = 'luci-app-cellular'
  const sources = join(root, 'luci-view')
  const pages = new Map(
    [...readFolder(join(sources, 'htdocs'))].map(([path, { content, mode }]) => [
      path,
      { content: shippedPage(path, Buffer.from(content)), mode },
    ]),
  )
  if (![...pages.keys()].some(path => /^luci-static\/resources\/view\/.*\.js$/.test(path))) return []
  const po = join(sources, 'po')
  const languages = existsSync(po) ? readdirSync(po).filter(language => language !== 'templates') : []
  return [
    {
      name,
      description: 'LuCI pages for cellular modems.',
      section: 'luci',
      depends: ['luci-base', 'rpcd-mod-modem'],
      provides: {},
      conffiles: [],
      files: new Map([...plain(pages, 'www/'), ...plain(readFolder(join(sources, 'root')), '')]),
      scripts: scriptsOf(root, name),
      limits: { packed: 90 * kilobyte },
    },
    ...languages.sort().flatMap(language => translation(name, po, language)),
  ]
}

/** What hands the metrics on to the programs of others: files of `rpcd/fleet`, and where the program that reads them looks. */
const collectors = [
  {
    name: 'prometheus-node-exporter-lua-modem',
    description: 'Cellular modems for prometheus-node-exporter-lua.',
    depends: ['rpcd-mod-modem', 'prometheus-node-exporter-lua', 'libubus-lua'],
    files: { 'modem.lua': 'usr/lib/lua/prometheus-collectors/modem.lua' },
  },
  {
    name: 'prometheus-node-exporter-ucode-modem',
    description: 'Cellular modems for prometheus-node-exporter-ucode.',
    depends: ['rpcd-mod-modem', 'prometheus-node-exporter-ucode'],
    files: { 'modem.uc': 'usr/share/ucode/node-exporter/lib/modem.uc' },
  },
  {
    name: 'collectd-mod-modem',
    description: 'Cellular modems for collectd.',
    depends: ['rpcd-mod-modem', 'collectd-mod-lua', 'libubus-lua'],
    files: {
      'collectd.lua': 'usr/lib/collectd-mod-lua/modem.lua',
      'statistics.js': 'www/luci-static/resources/statistics/rrdtool/definitions/modem.js',
    },
  },
  {
    name: 'netjson-monitoring-modem',
    description: 'Cellular modems for netjson-monitoring of OpenWISP.',
    depends: ['rpcd-mod-modem', 'netjson-monitoring'],
    files: { 'openwisp.lua': 'usr/lib/lua/openwisp-monitoring/modem.lua' },
  },
  {
    name: 'zabbix-extra-modem',
    description: 'Cellular modems for zabbix_agentd.',
    // The agent has several variants, and runs as zabbix on older releases.
    depends: ['rpcd-mod-modem'],
    files: {
      'zabbix.conf': 'etc/zabbix_agentd.conf.d/modem.conf',
      'zabbix-acl.json': 'usr/share/acl.d/modem-zabbix-agent.json',
      'zabbix-acl-older.json': 'usr/share/acl.d/modem-zabbix.json',
    },
  },
] as const

function collector(root: string, { name, description, depends, files }: (typeof collectors)[number]): Recipe {
  const contents = Object.entries(files).map(([source, path]) => {
    const content = readFileSync(join(root, 'rpcd/fleet', source))
    return [path, { content, mode: 0o644 }] as const
  })
  return {
    name,
    description,
    section: 'utils',
    depends,
    provides: {},
    conffiles: [],
    files: new Map(contents),
    scripts: scriptsOf(root, name),
  }
}

/** Every package of the project, of the tree `npm run build` staged. */
export function recipes(root: string): Recipe[] {
  const staged = readFolder(join(root, 'dist/root'))
  return [
    backend(root, staged),
    compatibility(root, staged),
    standIn,
    ...addons.map(each => addon(root, staged, each)),
    ...collectors.map(each => collector(root, each)),
    ...application(root),
  ]
}
