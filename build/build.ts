import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Schema } from '../src/contract/schema.ts'
import { type BudgetRow, budget, budgetTable } from './budget.ts'
import { bundle, dialectNames } from './bundle.ts'
import { readContract } from './contract.ts'
import { methodHelp } from './derive/methods.ts'
import { compileModels } from './models.ts'
import { compileOperators } from './operators.ts'
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
} as const

/** Where the files that are not built lie on the router. */
const copied = {
  'rpcd/modem': 'usr/libexec/rpcd/modem',
  'rpcd/modem.sh': 'usr/bin/modem',
  ...shims,
  'rpcd/modem.config': 'etc/config/modem',
  'rpcd/hotplug/usb': 'etc/hotplug.d/usb/60-modem',
  'rpcd/hotplug/tty': 'etc/hotplug.d/tty/60-modem',
  'rpcd/hotplug/wwan': 'etc/hotplug.d/wwan/60-modem',
  'rpcd/keep': 'lib/upgrade/keep.d/rpcd-mod-modem',
} as const

/** Scripts can be executed; configuration may hold secrets. */
function modeOf(path: string, content: Buffer): number {
  if (path.startsWith('etc/config/')) return 0o600
  return content.subarray(0, 2).toString() === '#!' ? 0o755 : 0o644
}

const share = 'usr/share/modem'

/**
 * Every file of the router tree, sorted by path, from the sources at `root`; `operators` are the files of the
 * operator data by name. The same sources give the same bytes.
 */
export async function routerTree(
  root: string,
  operators: ReadonlyMap<string, string>,
): Promise<Map<string, TreeFile>> {
  const { args, model } = readSchemas(root)
  const files = new Map<string, TreeFile>()
  const add = (path: string, content: string | Uint8Array, mode = 0o644) => files.set(path, { content, mode })

  for (const { path, bytes } of await bundle(root, Object.keys(args))) add(`${share}/${path}`, bytes)
  add(`${share}/methods.json`, JSON.stringify(methodHelp(readContract(root), args)))
  const models = await compileModels(root, model, await dialectNames(root))
  for (const [path, text] of models) add(`${share}/models/${path}`, text)
  add(`${share}/model-schema.json`, JSON.stringify(model))
  for (const [path, text] of operators) add(`${share}/operators/${path}`, text)
  for (const [source, path] of Object.entries(copied)) {
    const content = readFileSync(join(root, source))
    add(path, content, modeOf(path, content))
  }
  for (const name of readdirSync(join(root, 'acl.d')).filter(file => file.endsWith('.json')))
    add(`usr/share/rpcd/acl.d/${name}`, readFileSync(join(root, 'acl.d', name)))
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readSchemas(root: string): { args: Record<string, Schema>; model: Schema } {
  const path = join(root, 'src/contract/generated/schema.json')
  if (!existsSync(path))
    throw new Error('src/contract/generated/schema.json is missing: run `npm run generate`')
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Writes `dist/root` and returns its sizes. Throws, and leaves the old tree, when a part is over its budget. */
export async function build(root: string): Promise<BudgetRow[]> {
  const files = await routerTree(root, compileOperators())
  const rows = budget(files)
  if (rows.some(({ bytes, limit }) => bytes > limit))
    throw new Error(`${budgetTable(rows)}Over budget, nothing was written.`)
  writeTree(join(root, 'dist/root'), files)
  return rows
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(budgetTable(await build(fileURLToPath(new URL('..', import.meta.url)))))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
