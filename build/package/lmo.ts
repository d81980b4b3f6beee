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

/** One entry of a translation file. */
interface Message {
  /** Null without one; an empty one is none. */
  context: string | null
  id: string
  plural: string | null
  /** Translations; more than one where there are plural forms. */
  texts: string[]
}

/** A quoted string of a `.po` line; quotes and backslashes lose their escape, `\n` and the like keep it. */
const unquoted = (line: string) => /"((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replace(/\\(["\\])/g, '$1') ?? ''

/** The messages of a gettext `.po` file, the header with its empty id among them; comments are passed over. */
export function parsePo(text: string): Message[] {
  const messages: Message[] = []
  let message: Message | undefined
  let add = (_: string) => {}
  let context: string | null = null
  for (const line of text.split('\n')) {
    const [, keyword, index] = /^(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d)\])? "/.exec(line) ?? []
    if (keyword === 'msgctxt') {
      context = ''
      add = more => {
        context += more
      }
    } else if (keyword === 'msgid') {
      const fresh: Message = { context: context || null, id: '', plural: null, texts: [] }
      message = fresh
      messages.push(fresh)
      context = null
      add = more => {
        fresh.id += more
      }
    } else if (keyword !== undefined && message) {
      const { texts } = message
      const current = message
      const form = Number(index ?? 0)
      add =
        keyword === 'msgstr'
          ? more => {
              texts[form] = (texts[form] ?? '') + more
            }
          : more => {
              current.plural = (current.plural ?? '') + more
            }
    } else if (!line.startsWith('"')) continue
    add(unquoted(line))
  }
  return messages
}

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
  for (const { context, id, plural, texts: translations } of parsePo(po)) {
    if (id === '') {
      const forms = /(?:^|\\n)Plural-Forms: (.*?)\\n/i.exec(translations[0] ?? '')?.[1]
      if (forms !== undefined) add(0, 0, forms)
      continue
    }
    translations.forEach((translation, form) => {
      const key = `${context === null ? '' : `${context}\x01`}${id}${plural === null ? '' : `\x02${form}`}`
      if (translation !== '' && translation !== key) add(superFastHash(key), translations.length, translation)
    })
  }
  if (offset === 0) return null
  const rows = index.sort(([a], [b]) => a - b).flat()
  const numbers = Buffer.alloc(4 * (rows.length + 1))
  for (const [i, n] of [...rows, offset].entries()) numbers.writeUInt32BE(n, 4 * i)
  return Buffer.concat([...texts, numbers])
}
