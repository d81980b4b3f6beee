import { parseMessages } from '../luci/po.ts'

/**
 * Paul Hsieh's SuperFastHash, as LuCI finds a translation by its original text: over the UTF-8 bytes, begun with
 * their number; 0 for an empty text.
 */
export function superFastHash(text: string): number {
  const bytes = Buffer.from(text)
  const pair = (at: number) => bytes.readUInt16LE(at)
  const end = bytes.length - (bytes.length % 4)
  let hash = bytes.length
  if (hash === 0) return 0
  for (let at = 0; at < end; at += 4) {
    hash = (hash + pair(at)) | 0
    hash = (hash << 16) ^ ((pair(at + 2) << 11) ^ hash)
    hash = (hash + (hash >>> 11)) | 0
  }
  if (bytes.length % 4 === 3) {
    hash = (hash + pair(end)) | 0
    hash ^= hash << 16
    hash ^= bytes.readInt8(end + 2) << 18
    hash = (hash + (hash >>> 11)) | 0
  } else if (bytes.length % 4 === 2) {
    hash = (hash + pair(end)) | 0
    hash ^= hash << 11
    hash = (hash + (hash >>> 17)) | 0
  } else if (bytes.length % 4 === 1) {
    hash = (hash + bytes.readInt8(end)) | 0
    hash ^= hash << 10
    hash = (hash + (hash >>> 1)) | 0
  }
  hash ^= hash << 3
  hash = (hash + (hash >>> 5)) | 0
  hash ^= hash << 4
  hash = (hash + (hash >>> 17)) | 0
  hash ^= hash << 25
  return (hash + (hash >>> 6)) >>> 0
}

/** A text as LuCI looks for it: line feeds and tabs keep their escape. */
const escaped = (text: string) => text.replaceAll('\n', '\\n').replaceAll('\t', '\\t')

/**
 * LuCI's catalogue of a `.po` file: the translations, each filled up to a multiple of 4 bytes, then an index sorted by
 * hash with four big-endian numbers a row (hash, number of plural forms, offset, length), then the offset of the
 * index. What is not translated is left out; null where nothing is translated.
 */
export function lmo(po: string): Buffer | null {
  const texts: Buffer[] = []
  const index: (readonly [number, number, number, number])[] = []
  let offset = 0
  const add = (hash: number, forms: number, translation: string) => {
    const bytes = Buffer.from(translation)
    index.push([hash, forms, offset, bytes.length])
    const filled = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    texts.push(filled)
    offset += filled.length
  }
  for (const { context, id, plural, texts: translations } of parseMessages(po)) {
    if (id === '') {
      const forms = /^Plural-Forms: (.*)$/im.exec(translations[0] ?? '')?.[1]
      if (forms !== undefined) add(0, 0, forms)
      continue
    }
    translations.forEach((translation, form) => {
      const key = escaped(
        `${context === null ? '' : `${context}\x01`}${id}${plural === null ? '' : `\x02${form}`}`,
      )
      const text = escaped(translation)
      if (text !== '' && text !== key) add(superFastHash(key), translations.length, text)
    })
  }
  if (offset === 0) return null
  const rows = index.sort(([a], [b]) => a - b).flat()
  const numbers = Buffer.alloc(4 * (rows.length + 1))
  for (const [i, n] of [...rows, offset].entries()) numbers.writeUInt32BE(n, 4 * i)
  return Buffer.concat([...texts, numbers])
}
