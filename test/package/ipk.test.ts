import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gzip, ipk, packagesText } from '../../build/package/ipk.ts'
import { tar } from '../../build/package/tar.ts'
import { edition, epoch, recipe } from './packed.ts'

/** Headers and content of a tar archive, read by their places in the ustar header. */
function untar(bytes: Buffer) {
  const entries: { name: string; mode: number; uid: number; mtime: number; type: string; content: Buffer }[] =
    []
  for (let at = 0; bytes[at] !== 0; ) {
    const text = (from: number, length: number) =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '')
    const number = (from: number, length: number) => Number.parseInt(text(from, length), 8)
    const header = Buffer.from(bytes.subarray(at, at + 512)).fill(' ', 148, 156)
    if (header.reduce((sum, byte) => sum + byte, 0) !== number(148, 8)) throw new Error('checksum')
    const size = number(124, 12)
    entries.push({
      name: text(0, 100),
      mode: number(100, 8),
      uid: number(108, 8) + number(116, 8),
      mtime: number(136, 12),
      type: text(156, 1),
      content: bytes.subarray(at + 512, at + 512 + size),
    })
    at += 512 * (1 + Math.ceil(size / 512))
  }
  return entries
}

const lamp = recipe({
  name: 'lamp',
  depends: ['rpcd', 'quickjs'],
  provides: { opkg: ['light'], apk: ['candle'] },
  conffiles: ['/etc/config/lamp'],
  files: new Map([
    ['usr/bin/lamp', { content: '#!/bin/sh\n', mode: 0o755 }],
    ['etc/config/lamp', { content: 'config lamp\n', mode: 0o600 }],
  ]),
  scripts: { postinst: '#!/bin/sh\nexit 0\n' },
})
const packed = ipk(lamp, edition)
const members = new Map(untar(gunzipSync(packed.bytes)).map(entry => [entry.name, entry.content]))
const inner = (name: string) => untar(gunzipSync(members.get(name) ?? ''))

test('an ipk is a gzipped tar of version, control and data', () => {
  expect(packed.fileName).toBe('lamp_0.1.0-r1_all.ipk')
  expect([...members.keys()]).toEqual(['./', './control.tar.gz', './data.tar.gz', './debian-binary'])
  expect(members.get('./debian-binary')?.toString()).toBe('2.0\n')
})

test('its data holds folders before their files, all of root and of one time', () => {
  const data = inner('./data.tar.gz')
  expect(data.map(({ name, mode, type }) => `${mode.toString(8)} ${type} ${name}`)).toEqual([
    '755 5 ./',
    '755 5 ./etc/',
    '755 5 ./etc/config/',
    '600 0 ./etc/config/lamp',
    '755 5 ./usr/',
    '755 5 ./usr/bin/',
    '755 0 ./usr/bin/lamp',
  ])
  expect(new Set(data.map(({ uid, mtime }) => `${uid} ${mtime}`))).toEqual(new Set([`0 ${epoch}`]))
})

test('its control names what opkg needs', () => {
  const control = new Map(
    inner('./control.tar.gz').map(({ name, mode, content }) => [name, `${mode.toString(8)}\n${content}`]),
  )
  expect(control.get('./control')?.split('\n')).toEqual([
    '644',
    'Package: lamp',
    'Version: 0.1.0-r1',
    'Depends: rpcd, quickjs',
    'Provides: light',
    'Source: modem-backend',
    'License: Apache-2.0',
    'Section: utils',
    `SourceDateEpoch: ${epoch}`,
    'Architecture: all',
    'Installed-Size: 22',
    'Description: A sample.',
    '',
  ])
  expect(control.get('./conffiles')).toBe('644\n/etc/config/lamp\n')
  expect(control.get('./postinst')).toBe('755\n#!/bin/sh\nexit 0\n')
})

test('it is the same to the byte when it is packed again, whatever the order of its files', () => {
  const turned = { ...lamp, files: new Map([...lamp.files].reverse()) }
  expect(ipk(turned, edition).bytes).toEqual(packed.bytes)
  expect([...gzip(Buffer.from('x')).subarray(0, 10)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0, 2, 255])
})

test('the index tells file, size and SHA-256', () => {
  const [first] = packagesText([packed, ipk(recipe(), edition)]).split('\n\n')
  expect(first).toContain(`Filename: lamp_0.1.0-r1_all.ipk\nSize: ${packed.bytes.length}\nSHA256sum: `)
  expect(first).toContain(createHash('sha256').update(packed.bytes).digest('hex'))
  expect(first?.split('\n').at(-1)).toBe('Description: A sample.')
})

test('a path too long for the format is refused', () => {
  expect(() => tar(new Map([[`${'a'.repeat(199)}/b`, { content: '', mode: 0o644 }]]), epoch)).toThrow(
    'too long',
  )
})
