import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { build as buildTree, routerTree } from '../../build/build.ts'
import { generate, writeFiles } from '../../build/generate.ts'
import { type TreeFile, writeTree } from '../../build/tree.ts'
import { contract, project, put, sources, table } from './project.ts'

/** A generated project, with some of its sources replaced. */
function generated(replaced: Readonly<Record<string, string | null>> = {}): string {
  const root = project(contract, sources)
  writeFiles(root, generate(root))
  for (const [path, text] of Object.entries(replaced))
    if (text === null) rmSync(join(root, path))
    else put(root, path, text)
  return root
}

const build = async (root: string, bundles = table) =>
  (await routerTree(root, new Map([['262', 'data']]), bundles)).files
const textOf = (tree: ReadonlyMap<string, TreeFile>, path: string) =>
  Buffer.from(tree.get(path)?.content ?? '').toString()
const share = 'usr/share/modem'

describe('the router tree', () => {
  test('holds every file at its place with its mode', async () => {
    const tree = await build(generated())
    expect([...tree].map(([path, { mode }]) => `${mode.toString(8)} ${path}`)).toEqual([
      '600 etc/config/modem',
      '755 etc/hotplug.d/iface/60-modem',
      '755 etc/hotplug.d/modem/60-modem-mqtt',
      '755 etc/hotplug.d/tty/60-modem',
      '755 etc/hotplug.d/usb/60-modem',
      '755 etc/hotplug.d/wwan/60-modem',
      '755 etc/init.d/modem',
      '755 etc/init.d/modem-watch',
      '600 etc/modem/mqtt/mosquitto_pub',
      '644 lib/upgrade/keep.d/rpcd-mod-modem',
      '755 usr/bin/md_modemmanager',
      '755 usr/bin/md_serial_ecm',
      '755 usr/bin/md_uqmi',
      '755 usr/bin/modem',
      '755 usr/bin/modemband.sh',
      '755 usr/libexec/rpcd/modem',
      '755 usr/share/3ginfo-lite/3ginfo.sh',
      '755 usr/share/3ginfo-lite/detect.sh',
      '644 usr/share/bash-completion/completions/modem',
      '644 usr/share/modem/backend.js',
      '644 usr/share/modem/build',
      '644 usr/share/modem/cli.js',
      '644 usr/share/modem/core.js',
      '644 usr/share/modem/dialects/mute.js',
      '644 usr/share/modem/dialects/plain.js',
      '644 usr/share/modem/dialects/plain.settings.js',
      '644 usr/share/modem/examples',
      '644 usr/share/modem/methods.json',
      '644 usr/share/modem/methods/look.js',
      '644 usr/share/modem/methods/paint.js',
      '644 usr/share/modem/model-schema.json',
      '644 usr/share/modem/models/usb/1234.json',
      '644 usr/share/modem/models/usb/1234abcd.json',
      '644 usr/share/modem/operators/262',
      '644 usr/share/modem/options-schema.json',
      '644 usr/share/modem/rpcd.js',
      '644 usr/share/modem/shim.js',
      '644 usr/share/modem/version',
      '755 usr/share/modemdata/network.sh',
      '755 usr/share/modemdata/params.sh',
      '755 usr/share/modemdata/product.sh',
      '644 usr/share/rpcd/acl.d/modem.json',
    ])
  })

  test('imports the core by a path that is relative to each bundle', async () => {
    const tree = await build(generated())
    expect(textOf(tree, `${share}/rpcd.js`)).toMatch(/from"\.\/core\.js"/)
    expect(textOf(tree, `${share}/methods/look.js`)).toMatch(/from"\.\.\/core\.js"/)
    expect(textOf(tree, `${share}/methods/look.js`)).not.toContain('core says')
    expect(textOf(tree, `${share}/core.js`)).toContain('core says')
  })

  test('holds what the table names once, imported by all that use it, and copies the rest', async () => {
    const tree = await build(
      generated({
        'src/main/rpcd.ts': `import { failures } from '../contract/failure.ts'\nimport { note } from '../note.ts'\nexport const told = note(failures)`,
        'src/note.ts': `export const note = (text: unknown) => 'a note of ' + text`,
        'src/methods/look.ts': `import { note } from '../note.ts'\nexport { validate } from '../contract/generated/validate/look.ts'\nexport const method = () => note('look')`,
      }),
    )
    const carrying = (text: string) => [...tree.keys()].filter(path => textOf(tree, path).includes(text))
    expect(carrying('The lamp is broken')).toEqual([`${share}/core.js`])
    expect(carrying('a note of')).toEqual([`${share}/methods/look.js`, `${share}/rpcd.js`])
    expect(textOf(tree, `${share}/rpcd.js`)).toMatch(/^import\{failures as \w+\}from"\.\/core\.js";/)
    expect(textOf(tree, `${share}/methods/look.js`)).toContain('from"../core.js"')
  })

  test('imports what is loaded when needed from its own bundle', async () => {
    const later = { ...table, bundles: { ...table.bundles, later: ['later'] } }
    const project = generated({
      'src/later.ts': `export const word = 'later'\nexport const other = 1`,
      'src/methods/look.ts': `export const method = async () => (await import('../later.ts')).word`,
    })
    const tree = await build(project, later)
    expect(textOf(tree, `${share}/methods/look.js`)).toContain('import("../later.js")')
    expect(textOf(tree, `${share}/later.js`)).toMatch(/as other.*as word|as word.*as other/)
    put(
      project,
      'src/methods/paint.ts',
      `import { word } from '../later.ts'\nexport const method = async () => word + (await import('../later.ts')).other`,
    )
    await expect(build(project, later)).rejects.toThrow(
      'methods/paint.js loads later.js at once, which src/methods/paint.ts means to load when it is needed',
    )
  })

  test.each([
    ['at once', `import { word } from '../main/daemon.ts'\nexport const method = () => word`],
    ['when needed', `export const method = async () => (await import('../main/daemon.ts')).word`],
  ])('loads no program from elsewhere, %s: it would run', async (_, look) => {
    const daemon = { ...table, bundles: { ...table.bundles, daemon: ['main/daemon', 'main/start'] } }
    const project = generated({
      'src/main/daemon.ts': `export const word = 'word'`,
      'src/main/start.ts': `import { word } from './daemon.ts'\nconsole.log(word)`,
      'src/methods/look.ts': look,
    })
    await expect(build(project, daemon)).rejects.toThrow(
      'methods/look.js loads daemon.js, which is a program and would run',
    )
  })

  test('has a text that is another one when any file is', async () => {
    const one = textOf(await build(generated()), `${share}/build`)
    const other = textOf(await build(generated({ 'rpcd/modem.config': '# other\n' })), `${share}/build`)
    expect(one).toMatch(/^[\da-f]{32}\n$/)
    expect(other).not.toBe(one)
  })

  test('splits one dialect into what reading needs and what writing needs', async () => {
    const tree = await build(generated())
    const reading = textOf(tree, `${share}/dialects/plain.js`)
    const writing = textOf(tree, `${share}/dialects/plain.settings.js`)
    expect([reading.includes('reading'), reading.includes('writing')]).toEqual([true, false])
    expect([writing.includes('reading'), writing.includes('writing')]).toEqual([false, true])
    expect(writing).toMatch(/export\{\w+ as settings\}/)
  })

  test('tells the command line what each method takes', async () => {
    const help = JSON.parse(textOf(await build(generated()), `${share}/methods.json`))
    expect(help.paint).toEqual({
      summary: 'Paints a lamp.',
      access: 'control',
      arguments: {
        lamp: { type: 'string', summary: 'Name of the lamp.' },
        colour: { type: 'string', summary: '', values: 'red, green', required: true },
        layers: { type: 'integer', summary: 'Layers.', values: '1 to 9' },
      },
    })
  })

  test('is the same to the byte when it is built again elsewhere', async () => {
    expect(await build(generated())).toEqual(await build(generated()))
  })

  test.each([
    [
      'a package',
      {
        'node_modules/tool/index.js': 'export default 1',
        'src/main/shim.ts': `import tool from '../../node_modules/tool/index.js'\nexport { tool }`,
      },
      'node_modules/tool/index.js may not be part',
    ],
    ['Node', { 'src/main/shim.ts': `import { readFileSync } from 'node:fs'\nreadFileSync('/x')` }, 'node:fs'],
    [
      'the Node platform',
      {
        'src/platform/node/tty.ts': 'export const tty = 1',
        'src/main/shim.ts': `export { tty } from '../platform/node/tty.ts'`,
      },
      'src/platform/node/tty.ts may not be part',
    ],
    [
      'a name the core lacks',
      {
        'src/methods/look.ts': `import { shared, absent } from '../core.ts'\nexport const method = () => absent(shared(''))`,
      },
      'absent',
    ],
    [
      'a class in two bundles',
      {
        'src/mishap.ts': 'export class Mishap extends Error {}',
        'src/methods/paint.ts': `import { Mishap } from '../mishap.ts'\nexport const method = () => new Mishap()`,
        'src/methods/look.ts': `import { Mishap } from '../mishap.ts'\nexport const method = () => new Mishap()`,
      },
      'the class of src/mishap.ts would exist in each of methods/look.js, methods/paint.js',
    ],
    [
      'a source of the table that is not there',
      { 'src/main/shim.ts': null },
      'shim needs src/main/shim.ts, which is missing',
    ],
    [
      'a large source that is copied into three bundles',
      {
        'src/long.ts': `${'// a line\n'.repeat(31)}export const long = () => 'long'`,
        ...Object.fromEntries(
          ['methods/look', 'methods/paint', 'main/cli'].map(name => [
            `src/${name}.ts`,
            `import { long } from '../long.ts'\nexport const method = () => long()\nmethod()`,
          ]),
        ),
      },
      'src/long.ts is copied into more than two bundles',
    ],
    [
      'a file that is not there',
      { 'src/dialects/plain/read.ts': `export { dialect } from './gone.ts'` },
      'src/dialects/plain/read.ts: src/dialects/plain/gone.ts is missing',
    ],
  ])('cannot be built with %s', async (_, replaced, message) => {
    await expect(build(generated(replaced))).rejects.toThrow(message)
  })

  test('cannot be built while a method of the contract has no file', async () => {
    const root = project(
      contract,
      Object.fromEntries(Object.entries(sources).filter(([path]) => !path.includes('paint'))),
    )
    writeFiles(root, generate(root))
    await expect(build(root)).rejects.toThrow('src/methods/paint.ts is missing')
  })
})

test('a build over budget keeps the tree that is there', async () => {
  const root = generated()
  await buildTree(root, table)
  const before = readFileSync(join(root, 'dist/root', share, 'core.js'), 'utf8')
  put(
    root,
    'src/core.ts',
    `export const shared = (text: string) => text + ${JSON.stringify('x'.repeat(30_000))}`,
  )
  await expect(buildTree(root, table)).rejects.toThrow(/core +\d\d\.\d +21\.0 {2}over budget/)
  expect(readFileSync(join(root, 'dist/root', share, 'core.js'), 'utf8')).toBe(before)
})

test('a new tree replaces the old one whole', () => {
  const folder = join(project(), 'dist/root')
  writeTree(folder, new Map([['a/old', { content: 'old', mode: 0o644 }]]))
  writeTree(folder, new Map([['a/new', { content: 'new', mode: 0o755 }]]))
  expect(readdirSync(join(folder, 'a'))).toEqual(['new'])
  expect(readFileSync(join(folder, 'a/new'), 'utf8')).toBe('new')
  expect(statSync(join(folder, 'a/new')).mode & 0o777).toBe(0o755)
  expect(readdirSync(join(folder, '..'))).toEqual(['root'])
})

test('a tree that cannot be written leaves the old one as it was', () => {
  const folder = join(project(), 'dist/root')
  writeTree(folder, new Map([['a', { content: 'old', mode: 0o644 }]]))
  const impossible = new Map(['a', 'a/below'].map(path => [path, { content: 'new', mode: 0o644 }]))
  expect(() => writeTree(folder, impossible)).toThrow()
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old')
  expect(existsSync(join(folder, 'a/below'))).toBe(false)
})
