import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

/** A value of an ADB as apk-v3(5) writes it: four bits of type, 28 bits of number or offset. */
export type AdbValue = number

/** No value. */
export const absent: AdbValue = 0

const types = {
  int: 0x1000_0000,
  int32: 0x2000_0000,
  blob8: 0x8000_0000,
  blob16: 0x9000_0000,
  blob32: 0xa000_0000,
  object: 0xe000_0000,
} as const

/** Builds the database of one ADB; equal values are stored once. */
export interface AdbWriter {
  /** Bytes, or a text as UTF-8; nothing at all is no value. */
  blob(content: Uint8Array | string): AdbValue
  /** Bytes to be filled in later, shared with nothing; `at` is where they begin. */
  room(length: number): { value: AdbValue; at: number }
  /** A whole number below 2^32. */
  integer(n: number): AdbValue
  /** An object or an array: the values of slots 1, 2, …; what is absent at the end is left out. */
  object(slots: readonly AdbValue[]): AdbValue
  /** The database with its root. */
  finish(root: AdbValue): Buffer
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => {
    bytes.writeUInt32LE(value >>> 0, 4 * i)
  })
  return bytes
}

/** Starts an empty database: its header holds the versions of the format, 0 and 0, and the root. */
export function createAdb(): AdbWriter {
  const parts: Buffer[] = [Buffer.alloc(8)]
  const known = new Map<string, number>()
  let length = 8

  const append = (bytes: Buffer, alignment: number): number => {
    const padding = (alignment - (length % alignment)) % alignment
    parts.push(Buffer.alloc(padding), bytes)
    const offset = length + padding
    length = offset + bytes.length
    return offset
  }
  const store = (bytes: Buffer, alignment: number): number => {
    const key = bytes.toString('latin1')
    const before = known.get(key)
    if (before !== undefined && before % alignment === 0) return before
    const offset = append(bytes, alignment)
    known.set(key, offset)
    return offset
  }
  const withLength = (content: Buffer): [Buffer, number, number] => {
    const size = content.length
    const [width, type] =
      size > 0xffff ? [4, types.blob32] : size > 0xff ? [2, types.blob16] : [1, types.blob8]
    const head = Buffer.alloc(width)
    head.writeUIntLE(size, 0, width)
    return [Buffer.concat([head, content]), width, type]
  }
  return {
    blob(content) {
      if (content.length === 0) return absent
      const [bytes, width, type] = withLength(Buffer.from(content))
      return type + store(bytes, width)
    },
    room(size) {
      const [bytes, width, type] = withLength(Buffer.alloc(size))
      const offset = append(bytes, width)
      return { value: type + offset, at: offset + width }
    },
    integer: n => (n < 0x1000_0000 ? types.int + n : types.int32 + store(words([n]), 4)),
    object(slots) {
      let count = slots.length
      while (count > 0 && slots[count - 1] === absent) count--
      return count === 0 ? absent : types.object + store(words([count + 1, ...slots.slice(0, count)]), 4)
    },
    finish(root) {
      const database = Buffer.concat(parts)
      database.writeUInt32LE(root >>> 0, 4)
      return database
    },
  }
}

/** Kinds of blocks by their number in the two upper bits of a block's first word. */
const blocks = { adb: 0, signature: 1, data: 2 } as const

/** One block: kind and length (its own word counted), content, zeros up to the next multiple of 8. */
function block(kind: keyof typeof blocks, content: Buffer): Buffer {
  const size = content.length + 4
  return Buffer.concat([
    words([blocks[kind] * 0x4000_0000 + size]),
    content,
    Buffer.alloc((8 - (size % 8)) % 8),
  ])
}

/** What a container is about, as its schema number: a package, or an index of packages. */
export const schemas = { package: 0x676b_6370, index: 0x7864_6e69 } as const

/** Signs a message (ECDSA over its SHA-512, DER) and tells which key does. */
export interface Signer {
  /** The first 16 bytes of the SHA-512 of the public key. */
  id: Buffer
  sign(message: Buffer): Buffer
}

/**
 * The content of a signature block, version 0: what is signed is the schema, this head and the SHA-512 of the
 * database.
 */
function signature({ id, sign }: Signer, schema: number, database: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from([0, sha512]), id])
  const digest = createHash('sha512').update(database).digest()
  return Buffer.concat([head, sign(Buffer.concat([words([schema]), head, digest]))])
}

/** apk's number for SHA-512. */
const sha512 = 4

/** Content of a file of a package: the numbers of its folder and of itself there, from 1. */
export interface AdbData {
  folder: number
  file: number
  content: Buffer
}

/** An ADB file, deflated: header, database, signature, then the files' content. */
export function adbFile(
  schema: keyof typeof schemas,
  database: Buffer,
  signer: Signer | null,
  data: readonly AdbData[] = [],
): Buffer {
  const plain = Buffer.concat([
    Buffer.from('ADB.'),
    words([schemas[schema]]),
    block('adb', database),
    ...(signer ? [block('signature', signature(signer, schemas[schema], database))] : []),
    ...data.map(({ folder, file, content }) =>
      block('data', Buffer.concat([words([folder, file]), content])),
    ),
  ])
  return Buffer.concat([Buffer.from('ADBd'), deflateRawSync(plain, { level: 9 })])
}
