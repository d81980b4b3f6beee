import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Schema } from '../src/contract/schema.ts'
import { type BudgetRow, budget, budgetTable, type Load } from './budget.ts'
import { type Bundle, bundle, dialectNames, loadedWith, shippedOften } from './bundle.ts'
import { type BundleTable, table as routerTable } from './bundles.ts'
import { readContract } from './contract.ts'
import { methodHelp } from './derive/methods.ts'
import { compileModels } from './models.ts'
import { compileOperators } from './operators.ts'
import type { Schemas } from './schemas.ts'
import { type TreeFile, writeTree } from './tree.ts'

/** Where the legacy programs' stand-ins lie on the router. */
export const shims = {
  'rpcd/shim/modemband.sh': 'usr/bin/modemband.sh',
  'rpcd/shim/3ginfo.sh': 'usr/share/3ginfo-lite/3ginfo.sh',
  'rpcd/shim/detect.sh': 'usr/share/3ginfo-lite/detect.sh',
  'rpcd/shim/params.sh': 'usr/share/modemdata/params.sh',
  'rpcd/shim/product.sh': 'usr/share/modemdata/product.sh',
  'rpcd/shim/network.sh': 'usr/share/modemdata/network.sh',
  'rpcd/shim/md_serial_ecm': 'usr/bin/md_serial_ecm',
  'rpcd/shim/md_modemmanager': 'usr/bin/md_modemmanager',
  'rpcd/shim/md_uqmi': 'usr/bin/md_uqmi',
} as const

/** Where the files that are not built lie on the router. */
const copied = {
  'rpcd/modem': 'usr/libexec/rpcd/modem',
  'rpcd/modem.sh': 'usr/bin/modem',
  'rpcd/completion.bash': 'usr/share/bash-completion/completions/modem',
  'rpcd/init': 'etc/init.d/modem',
  ...shims,
  'rpcd/modem.config': 'etc/config/modem',
  'rpcd/watch.init': 'etc/init.d/modem-watch',
  'rpcd/mqtt/hotplug': 'etc/hotplug.d/modem/60-modem-mqtt',
  'rpcd/mqtt/mosquitto_pub': 'etc/modem/mqtt/mosquitto_pub',
  'rpcd/hotplug/iface': 'etc/hotplug.d/iface/60-modem',
  'rpcd/hotplug/usb': 'etc/hotplug.d/usb/60-modem',
  'rpcd/hotplug/tty': 'etc/hotplug.d/tty/60-modem',
  'rpcd/hotplug/wwan': 'etc/hotplug.d/wwan/60-modem',
  'rpcd/keep': 'lib/upgrade/keep.d/rpcd-mod-modem',
} as const

/** Scripts can be executed; configuration may hold secrets. */
function modeOf(path: string, content: Buffer): number {
  if (/^etc\/(?:config|modem)\//.test(path)) return 0o600
  return content.subarray(0, 2).toString() === '#!' ? 0o755 : 0o644
}

const share = 'usr/share/modem'

/** The router tree and the bundles in it. */
export interface RouterTree {
  files: Map<string, TreeFile>
  bundles: Bundle[]
}

/**
 * Every file of the router tree, sorted by path, from the sources at `root`; `operators` are the files of the
 * operator data by name. The same sources give the same bytes; `build` names them, so that what was remembered by
 * another build is not believed.
 */
export async function routerTree(
  root: string,
  operators: ReadonlyMap<string, string>,
  table: BundleTable = routerTable,
): Promise<RouterTree> {
  const { args, model, options = {} } = readSchemas(root)
  const files = new Map<string, TreeFile>()
  const add = (path: string, content: string | Uint8Array, mode = 0o644) => files.set(path, { content, mode })

  const bundles = await bundle(root, Object.keys(args), table)
  for (const { path, bytes } of bundles) add(`${share}/${path}`, bytes)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  add(`${share}/version`, `${version}\n`)
  add(`${share}/methods.json`, JSON.stringify(methodHelp(readContract(root), args)))
  const models = await compileModels(root, model, dialectNames(root), options)
  for (const [path, text] of models) add(`${share}/models/${path}`, text)
  add(`${share}/model-schema.json`, JSON.stringify(model))
  add(`${share}/options-schema.json`, JSON.stringify(options))
  for (const [path, text] of operators) add(`${share}/operators/${path}`, text)
  for (const [source, path] of Object.entries(copied)) {
    const content = readFileSync(join(root, source))
    add(path, content, modeOf(path, content))
  }
  add(`${share}/examples`, `${digest(files.get('etc/config/modem')?.content ?? '')}\n`)
  for (const name of readdirSync(join(root, 'acl.d')).filter(file => file.endsWith('.json')))
    add(`usr/share/rpcd/acl.d/${name}`, readFileSync(join(root, 'acl.d', name)))
  add(`${share}/build`, stampOf(files))
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), bundles }
}

/** Tells one content from another. */
const digest = (content: string | Uint8Array) =>
  createHash('sha256').update(content).digest('hex').slice(0, 32)

/** A text that is another one whenever any of the files is. */
function stampOf(files: ReadonlyMap<string, TreeFile>): string {
  const hash = createHash('sha256')
  for (const [path, { content }] of files) hash.update(`${path}\0`).update(content)
  return `${hash.digest('hex').slice(0, 32)}\n`
}

/** What a call of `info` loads that asks a modem found before, over AT or QMI; a young answer lies ready, and loads nothing. */
function loadsOf(bundles: readonly Bundle[]): Load[] {
  const all = (...paths: string[]) => [...new Set(paths.flatMap(path => loadedWith(bundles, path)))]
  const size = (path: string) => bundles.find(bundled => bundled.path === path)?.bytes.length ?? 0
  const dialects = bundles.map(({ path }) => path).filter(path => /^dialects\/[^.]+\.js$/.test(path))
  const [largest = ''] = dialects.sort((a, b) => size(b) - size(a))
  return [
    {
      part: 'info loads, warm',
      bundles: all('rpcd.js', 'backend.js', 'methods/info.js', largest),
      limit: 60,
    },
    {
      part: 'info loads, warm over QMI',
      bundles: all('rpcd.js', 'backend.js', 'methods/info.js', 'ways.js', 'reading-qmi.js', 'holder.js'),
      limit: 74,
    },
  ]
}

/** How often sources are shipped that lie in more than one bundle, for a person. */
const shippedTable = (bundles: readonly Bundle[]) =>
  [
    'Sources in more bundles than one:',
    ...shippedOften(bundles).map(([source, count]) => `${count} × ${source}`),
  ]
    .map(line => `${line}\n`)
    .join('')

function readSchemas(root: string): Pick<Schemas, 'args' | 'options'> & { model: Schema } {
  const path = join(root, 'src/contract/generated/schema.json')
  if (!existsSync(path))
    throw new Error('src/contract/generated/schema.json is missing: run `npm run generate`')
  return JSON.parse(readFileSync(path, 'utf8'))
}

/**
 * Writes `dist/root` and returns its sizes as a table. Throws, and leaves the old tree, when a part is over its budget.
 */
export async function build(root: string, table: BundleTable = routerTable): Promise<string> {
  const { files, bundles } = await routerTree(root, compileOperators(), table)
  const rows: BudgetRow[] = budget(files, loadsOf(bundles))
  if (rows.some(({ bytes, limit }) => bytes > limit))
    throw new Error(`${budgetTable(rows)}Over budget, nothing was written.`)
  writeTree(join(root, 'dist/root'), files)
  return `${budgetTable(rows)}\n${shippedTable(bundles)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(await build(fileURLToPath(new URL('..', import.meta.url))))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
