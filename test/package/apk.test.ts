import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createAdb } from '../../build/package/adb.ts'
import { apk, apkIndex } from '../../build/package/apk.ts'
import { recipes } from '../../build/package/contents.ts'
import { editionOf, type Recipe } from '../../build/package/recipe.ts'
import { signerOf } from '../../build/package/signature.ts'
import { repository } from '../world/memory/host.ts'
import { readApk, readIndex } from './adb.ts'
import { edition, epoch, realApk, recipe, scripts } from './packed.ts'

const program = realApk()
if (program === null) console.warn('Packages are not held against apk itself: there is no apk 3 in PATH')

const key = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return {
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

const lamp = recipe({
  name: 'lamp-1.5',
  description: 'A lamp, größer than others.',
  depends: ['rpcd', 'quickjs'],
  provides: { opkg: ['candle'], apk: ['light'] },
  conffiles: ['/etc/config/lamp'],
  files: new Map([
    ['etc/config/lamp', { content: 'config lamp\n', mode: 0o600 }],
    ['usr/bin/lamp', { content: '#!/bin/sh\n', mode: 0o755 }],
    ['usr/share/lamp/long', { content: 'x'.repeat(70_000), mode: 0o644 }],
    ['usr/share/lamp/nothing', { content: '', mode: 0o644 }],
    ['usr/share/lamp.d/again', { content: 'config lamp\n', mode: 0o644 }],
  ]),
  scripts: {
    postinst: '#!/bin/sh\nexit 0\n',
    prerm: `#!/bin/sh\n# ${'long '.repeat(60)}\n`,
    postrm: '#!/bin/sh\nexit 1\n',
  },
})
const packed = apk(lamp, edition, null)
const plain = inflateRawSync(packed.bytes.subarray(4))
const repacked = (bytes: Buffer) => Buffer.concat([Buffer.from('ADBd'), deflateRawSync(bytes)])

const fail = (): never => {
  throw new Error('a package is missing')
}

/** A folder of its own, removed after the test. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'modem-apk-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

describe('an apk package', () => {
  test('holds what its recipe says, for every architecture, owned by root', () => {
    const { info, entries, scripts } = readApk(packed.bytes)
    expect(info).toMatchObject({
      name: 'lamp-1.5',
      version: '0.1.0-r1',
      arch: 'noarch',
      depends: ['quickjs', 'rpcd'],
      provides: ['light=0.1.0-r1'],
    })
    expect([4, 6, 7].map(field => info.texts.get(field))).toEqual([
      lamp.description,
      'Apache-2.0',
      'modem-backend',
    ])
    const files = entries.filter(({ content }) => content !== null)
    for (const [path, { content, mode }] of lamp.files)
      expect(files.find(file => file.path === path)).toMatchObject({
        mode,
        content: Buffer.from(content),
        mtime: epoch,
      })
    expect(new Set(entries.map(({ user, group }) => `${user}:${group}`))).toEqual(new Set(['root:root']))
    expect(entries.filter(({ content, mode }) => content === null && mode !== 0o755)).toEqual([])
    expect([...scripts.keys()]).toEqual([3, 4, 5, 7])
    expect(scripts.get(3)).toBe(lamp.scripts.postinst)
    expect(scripts.get(7)).toBe('#!/bin/sh\nexport PKG_UPGRADE=1\nexit 0\n')
  })

  test('carries the lists OpenWrt and sysupgrade read', () => {
    const { entries } = readApk(packed.bytes)
    const text = (kind: string) =>
      entries.find(({ path }) => path === `lib/apk/packages/lamp-1.5.${kind}`)?.content?.toString()
    expect(text('list')?.split('\n').slice(0, -1)).toEqual(
      [...lamp.files.keys()].map(path => `/${path}`).sort(),
    )
    expect(text('conffiles')).toBe('/etc/config/lamp\n')
    expect(text('conffiles_static')).toMatch(/^\/etc\/config\/lamp [\da-f]{64}\n$/)
  })

  test('is the same to the byte when it is packed again', () => {
    expect(apk(lamp, edition, null).bytes).toEqual(packed.bytes)
  })

  test('that was tampered with is rejected wherever one bit differs', () => {
    const accepted: number[] = []
    const places = [...Array(400).keys()].map(i => Math.floor((i * plain.length) / 400))
    for (const place of [...places, ...Array(plain.length - 71_000).keys()]) {
      const bytes = Buffer.from(plain)
      bytes[place] = (bytes[place] ?? 0) ^ 1
      try {
        readApk(repacked(bytes))
        accepted.push(place)
      } catch {}
    }
    expect(accepted).toEqual([])
  })

  test.each([
    ['cut off', plain.subarray(0, -8), /beyond the file|no data/],
    ['followed by more', Buffer.concat([plain, Buffer.alloc(8, 1)]), /beyond the file|order/],
    ['an index', Buffer.concat([Buffer.from('ADB.indx'), plain.subarray(8)]), /schema 78646e69/],
  ])('that is %s is rejected', (_, bytes, reason) => {
    expect(() => readApk(repacked(bytes))).toThrow(reason)
  })

  test('signed with a key is accepted with that key and with no other', () => {
    const [own, foreign] = [key(), key()]
    const { bytes } = apk(lamp, edition, signerOf(own.secret))
    expect(readApk(bytes, own.open).signed).toBe(true)
    expect(readApk(bytes, foreign.open).signed).toBe(false)
    expect(readApk(packed.bytes, own.open).signed).toBe(false)
  })

  test('is not signed with a key of another kind', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    expect(() => signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(
      'prime256v1',
    )
  })
})

describe('an index of packages', () => {
  test('tells name, size and identity of each, sorted', () => {
    const other = apk(recipe(), edition, null)
    const { packages } = readIndex(apkIndex([other, packed], edition, null))
    expect(packages.map(({ name }) => name)).toEqual(['lamp-1.5', 'sample'])
    expect(packages[0]).toMatchObject({
      fileSize: packed.bytes.length,
      depends: ['quickjs', 'rpcd'],
      provides: ['light=0.1.0-r1'],
    })
    expect(packages[0]?.hashes).toEqual(readApk(packed.bytes).identity)
    expect(packages[0]?.installedSize).toBe(readApk(packed.bytes).info.installedSize)
  })

  test('can be signed', () => {
    const { secret, open } = key()
    expect(readIndex(apkIndex([packed], edition, signerOf(secret)), open).signed).toBe(true)
  })
})

test('equal values of a database are stored once, numbers of 29 bits and more outside of the tag', () => {
  const adb = createAdb()
  const [first, again] = [adb.blob('root'), adb.blob('root')]
  expect(again).toBe(first)
  expect(adb.integer(0xfffffff)).toBe(0x1fffffff)
  const large = adb.integer(0x10000000)
  expect([Math.floor(large / 2 ** 28), (large & 3) === 0]).toEqual([2, true])
  expect(adb.blob('')).toBe(0)
  expect(adb.object([0, 0])).toBe(0)
})

test.each(['1.0-beta', '1.0.0-rc.1', 'v1', '1..2', '1.0_foo'])('%s is refused as a version', version => {
  expect(() => editionOf(version, '', '', 0)).toThrow('not a version')
})

test.each(['0.1.0', '1.2.3_rc1', '2', '1.0a', '1.0_p3'])('%s is a version', version => {
  expect(editionOf(version, '', '', 0).version).toBe(`${version}-r1`)
})

describe.skipIf(program === null)(
  `apk itself (${program === null ? 'no apk 3 in PATH' : 'from PATH'})`,
  () => {
    const run = (words: readonly string[], environment = {}) =>
      spawnSync(program ?? '', words, { encoding: 'utf8', env: { ...process.env, ...environment } })

    test('verifies package and index', () => {
      const home = folder()
      writeFileSync(join(home, packed.fileName), packed.bytes)
      writeFileSync(join(home, 'packages.adb'), apkIndex([packed], edition, null))
      const files = [packed.fileName, 'packages.adb'].map(name => join(home, name))
      const { stdout, stderr, status } = run(['--allow-untrusted', 'verify', ...files])
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout.match(/: OK/g)).toHaveLength(2)
    })

    test('verifies what was signed with a key it trusts, and nothing else', () => {
      const home = folder()
      const { secret, open } = key()
      writeFileSync(join(home, 'ours.pem'), open)
      const verify = (bytes: Buffer) => {
        writeFileSync(join(home, 'lamp.apk'), bytes)
        return run(['--keys-dir', home, 'verify', join(home, 'lamp.apk')]).status
      }
      expect(verify(apk(lamp, edition, signerOf(secret)).bytes)).toBe(0)
      expect(verify(apk(lamp, edition, signerOf(key().secret)).bytes)).not.toBe(0)
      expect(verify(packed.bytes)).not.toBe(0)
    })

    test('takes the original modemband beside ours, or our name for it alone', () => {
      const home = folder()
      const put = (told: Recipe, version: string) => {
        const { fileName, bytes } = apk(told, { ...edition, version }, null)
        writeFileSync(join(home, fileName), bytes)
        return join(home, fileName)
      }
      const [compat = fail(), name = fail()] = recipes(repository)
        .filter(({ name }) => /-(?:compat|modemband)$/.test(name))
        .map(found => ({
          ...found,
          files: new Map(),
          scripts: {},
          depends: found.depends.filter(one => one !== 'rpcd-mod-modem'),
        }))
      const original = scripts('modemband', { 'usr/bin/modemband.sh': '#!/bin/sh\n' })
      const page = recipe({ name: 'luci-app-modemband', depends: ['modemband'] })
      const files = [...[compat, name, page].map(one => put(one, '0.1.0-r1')), put(original, '20250101-r1')]
      const index = join(home, 'packages.adb')
      expect(run(['--allow-untrusted', 'mkndx', '--output', index, ...files]).stderr).toBe('')
      const root = ['--root', join(home, 'root'), '--allow-untrusted', '--no-network', '--repository', index]
      const installed = (...words: string[]) => {
        expect(run([...root, ...words]).stderr).not.toContain('ERROR')
        const { stdout } = run([...root, 'list', '--installed', '--quiet'])
        return stdout.trim().split('\n').sort()
      }
      installed('add', '--initdb', '--arch', 'x86_64')
      const both = [page.name, original.name, compat.name].sort()
      const alone = [page.name, compat.name, name.name].sort()
      expect(installed('add', page.name, compat.name)).toEqual(both)
      expect(installed('add', name.name)).toEqual(alone)
      expect(installed('del', name.name)).toEqual(both)
    })

    test('makes the same bytes of the same files', () => {
      const home = folder()
      for (const { path, content, mode } of readApk(packed.bytes).entries) {
        if (content === null) continue
        mkdirSync(dirname(join(home, 'files', path)), { recursive: true })
        writeFileSync(join(home, 'files', path), content)
        chmodSync(join(home, 'files', path), mode)
      }
      const names = { 3: 'post-install', 4: 'pre-deinstall', 5: 'post-deinstall', 7: 'post-upgrade' }
      const scripts = Object.entries(names).flatMap(([number, name]) => {
        writeFileSync(join(home, name), readApk(packed.bytes).scripts.get(Number(number)) ?? '')
        return ['--script', `${name}:${join(home, name)}`]
      })
      const info = [
        `name:${lamp.name}`,
        `version:${edition.version}`,
        `description:${lamp.description}`,
        'arch:noarch',
        `license:${edition.license}`,
        `origin:${edition.origin}`,
        `depends:${lamp.depends.join(' ')}`,
        `provides:light=${edition.version}`,
      ].flatMap(field => ['--info', field])
      const made = join(home, 'made.apk')
      const words = [
        '--compression',
        'none',
        'mkpkg',
        '--xattrs=no',
        '--files',
        join(home, 'files'),
        '--output',
        made,
      ]
      const { stderr } = run([...words, ...info, ...scripts], { SOURCE_DATE_EPOCH: String(epoch) })
      expect(stderr).toBe('')
      expect(readFileSync(made).equals(plain)).toBe(true)
    })
  },
)
