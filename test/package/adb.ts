import { createHash, createPublicKey, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'

/** A file or folder of a package as its database tells it. */
export interface AdbEntry {
  /** Without leading slash; the root is empty. */
  path: string
  mode: number
  user: string
  group: string
  /** Null for a folder. */
  content: Buffer | null
  mtime: number | null
}

/** The description of a package (apk-package(5)); lists of other packages as `name` or `name=version`. */
export interface AdbInfo {
  name: string
  version: string
  hashes: Buffer
  arch: string
  installedSize: number
  fileSize: number | null
  depends: string[]
  provides: string[]
  /** All texts by field number. */
  texts: ReadonlyMap<number, string>
}

/** A package that was read and found sound. */
export interface AdbPackage {
  info: AdbInfo
  entries: AdbEntry[]
  /** Scripts by number: 3 post-install, 4 pre-deinstall, 5 post-deinstall, 7 post-upgrade. */
  scripts: ReadonlyMap<number, string>
  /** SHA-256 of the database. */
  identity: Buffer
  /** Whether a signature of the given key was found and held. */
  signed: boolean
}

const fail = (what: string): never => {
  throw new Error(what)
}
const must = (condition: boolean, what: string) => condition || fail(what)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** Values of one database: type in the upper four bits, number or offset in the others. */
function reader(database: Buffer) {
  const within = (offset: number, length: number) => {
    must(offset + length <= database.length, 'a value lies outside of the database')
    return database.subarray(offset, offset + length)
  }
  const blob = (value: number): Buffer => {
    const [type, offset] = [value >>> 28, value & 0xfffffff]
    if (value === 0) return Buffer.alloc(0)
    const width = type === 8 ? 1 : type === 9 ? 2 : type === 10 ? 4 : fail(`type ${type} is no blob`)
    must(offset % width === 0, 'a blob is not aligned')
    return within(offset + width, within(offset, width).readUIntLE(0, width))
  }
  return {
    blob,
    text: (value: number) => blob(value).toString(),
    number(value: number): number {
      if (value >>> 28 === 1) return value & 0xfffffff
      must(value >>> 28 === 2, 'no whole number')
      return within(value & 0xfffffff, 4).readUInt32LE(0)
    },
    /** Slots of an object or array from 1; slot 0 is their count. */
    slots(value: number): number[] {
      if (value === 0) return [0]
      must(value >>> 28 === 13 || value >>> 28 === 14, 'no object')
      const offset = value & 0xfffffff
      must(offset % 4 === 0, 'an object is not aligned')
      const count = within(offset, 4).readUInt32LE(0)
      const bytes = within(offset, 4 * count)
      return Array.from({ length: count }, (_, i) => bytes.readUInt32LE(4 * i))
    },
  }
}

type Reader = ReturnType<typeof reader>

function readInfo(adb: Reader, value: number): AdbInfo {
  const slots = adb.slots(value)
  const at = (field: number) => slots[field] ?? 0
  const names = (field: number) => {
    const list = adb
      .slots(at(field))
      .slice(1)
      .map(dependency => {
        const [, name = 0, version = 0, match = 0] = adb.slots(dependency)
        must(match === 0, 'another relation than being equal')
        return version === 0 ? adb.text(name) : `${adb.text(name)}=${adb.text(version)}`
      })
    must([...list].sort().join() === list.join(), 'dependencies are not sorted')
    return list
  }
  const texts = new Map([1, 2, 4, 5, 6, 7, 8, 9].flatMap(i => (at(i) ? [[i, adb.text(at(i))] as const] : [])))
  const name = texts.get(1) ?? fail('no name')
  must(/^[a-zA-Z\d][\w.+-]*$/.test(name), `${name} is no package name`)
  return {
    name,
    version: texts.get(2) ?? fail('no version'),
    hashes: adb.blob(at(3)),
    arch: texts.get(5) ?? fail('no architecture'),
    installedSize: adb.number(at(12)),
    fileSize: at(13) ? adb.number(at(13)) : null,
    depends: names(15),
    provides: names(16),
    texts,
  }
}

/** Splits a file into its schema and blocks. The first is the database, then signatures, then data. */
function blocksOf(bytes: Buffer): { schema: number; blocks: { kind: number; content: Buffer }[] } {
  const magic = bytes.subarray(0, 4).toString('latin1')
  must(magic === 'ADBd' || magic === 'ADB.', `${JSON.stringify(magic)} is no ADB`)
  const plain = magic === 'ADBd' ? inflateRawSync(bytes.subarray(4)) : bytes
  must(plain.subarray(0, 4).toString() === 'ADB.', 'no ADB below the compression')
  const blocks: { kind: number; content: Buffer }[] = []
  for (let at = 8; at < plain.length; ) {
    must(plain.length - at >= 4, 'half a block')
    const word = plain.readUInt32LE(at)
    const size = word & 0x3fffffff
    const end = at + size + ((8 - (size % 8)) % 8)
    must(size >= 4 && end <= plain.length, 'a block reaches beyond the file')
    must(
      plain.subarray(at + size, end).every(byte => byte === 0),
      'a block is not filled up with zeros',
    )
    blocks.push({ kind: word >>> 30, content: plain.subarray(at + 4, at + size) })
    at = end
  }
  const kinds = blocks.map(({ kind }) => kind).join('')
  must(/^01*2*$/.test(kinds), `blocks in the order ${kinds}`)
  return { schema: plain.readUInt32LE(4), blocks }
}

/** Whether one of the signature blocks is by this key (PEM) over this database. */
function isSigned(schema: number, database: Buffer, signatures: readonly Buffer[], pem: string): boolean {
  const key = createPublicKey(pem)
  const point = key.export({ format: 'der', type: 'spki' }).subarray(-65)
  const id = createHash('sha512').update(point).digest().subarray(0, 16)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(schema)
  return signatures.some(block => {
    must(block[0] === 0 && block[1] === 4, 'not a signature of version 0 with SHA-512')
    if (!block.subarray(2, 18).equals(id)) return false
    const digest = createHash('sha512').update(database).digest()
    return verify('sha512', Buffer.concat([head, block.subarray(0, 18), digest]), key, block.subarray(18))
  })
}

function open(bytes: Buffer, schema: number, pem: string | undefined) {
  const { schema: found, blocks } = blocksOf(bytes)
  must(found === schema, `schema ${found.toString(16)}`)
  const database = blocks[0]?.content ?? fail('no database')
  must(database[0] === 0 && database[1] === 0, 'a newer format')
  const content = (kind: number) => blocks.filter(block => block.kind === kind).map(block => block.content)
  return {
    database,
    adb: reader(database),
    root: database.readUInt32LE(4),
    data: content(2),
    signed: pem !== undefined && isSigned(schema, database, content(1), pem),
  }
}

/**
 * Reads a package and checks what apk relies on: structure, unique id, order, owners, sizes and SHA-256 of all files.
 * Throws for anything amiss. `pem` is the public key a signature is expected of.
 */
export function readApk(bytes: Buffer, pem?: string): AdbPackage {
  const { database, adb, root, data, signed } = open(bytes, 0x676b6370, pem)
  const [, infoValue = 0, pathsValue = 0, scriptsValue = 0] = adb.slots(root)
  const info = readInfo(adb, infoValue)
  must(info.hashes.length === 20, 'no unique id')
  const zeroed = Buffer.from(database)
  zeroed.fill(
    0,
    info.hashes.byteOffset - database.byteOffset,
    info.hashes.byteOffset - database.byteOffset + 20,
  )
  must(sha256(zeroed).subarray(0, 20).equals(info.hashes), 'the unique id is not of this database')

  const entries: AdbEntry[] = []
  const owner = (value: number) => {
    const [, mode = 0, user = 0, group = 0] = adb.slots(value)
    return { mode: adb.number(mode), user: adb.text(user), group: adb.text(group) }
  }
  let next = 0
  let before = ''
  adb.slots(pathsValue).forEach((folder, folderNumber) => {
    if (folderNumber === 0) return
    const [, name = 0, acl = 0, files = 0] = adb.slots(folder)
    const path = adb.text(name)
    must(folderNumber === 1 ? path === '' : before < path, 'folders are not sorted')
    before = path
    entries.push({ path, ...owner(acl), content: null, mtime: null })
    let beforeFile = ''
    adb.slots(files).forEach((file, fileNumber) => {
      if (fileNumber === 0) return
      const [, fileName = 0, fileAcl = 0, size = 0, mtime = 0, hash = 0] = adb.slots(file)
      const own = adb.text(fileName)
      must(beforeFile < own && !own.includes('/'), 'files are not sorted')
      beforeFile = own
      const length = adb.number(size)
      const block = length === 0 ? null : (data[next++] ?? fail(`no data of ${path}/${own}`))
      if (block)
        must(
          block.readUInt32LE(0) === folderNumber && block.readUInt32LE(4) === fileNumber,
          `data in the place of ${path}/${own} belongs to another file`,
        )
      const content = block ? block.subarray(8) : Buffer.alloc(0)
      must(content.length === length, `size of ${path}/${own}`)
      must(sha256(content).equals(adb.blob(hash)), `hash of ${path}/${own}`)
      entries.push({ path: `${path}/${own}`, ...owner(fileAcl), content, mtime: adb.number(mtime) })
    })
  })
  must(next === data.length, 'data of no file')
  const total = entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0)
  must(info.installedSize === Math.max(1, total), 'installed size')
  const scripts = new Map(
    adb.slots(scriptsValue).flatMap((value, i) => (i > 0 && value ? [[i, adb.text(value)] as const] : [])),
  )
  return { info, entries, scripts, identity: sha256(database), signed }
}

/** Reads an index `packages.adb`. Throws for anything amiss. */
export function readIndex(bytes: Buffer, pem?: string): { packages: AdbInfo[]; signed: boolean } {
  const { adb, root, data, signed } = open(bytes, 0x78646e69, pem)
  must(data.length === 0, 'data in an index')
  const list = adb.slots(adb.slots(root)[2] ?? 0).slice(1)
  const packages = list.map(value => readInfo(adb, value))
  for (const { hashes } of packages) must(hashes.length === 32, 'an identity is no SHA-256')
  return { packages, signed }
}
