import { describe, expect, test } from 'vitest'
import { parseMessages } from '../../build/luci/po.ts'
import { lmo, superFastHash } from '../../build/package/lmo.ts'

test.each([
  ['a', 0x115ea782],
  ['ab', 0x516b8b44],
  ['abc', 0xd2be198a],
  ['abcd', 0xdad8b8db],
  ['Save', 0x219966c7],
  ['Save & Apply', 0x610beed4],
  ['Größe', 0xf057b2cf],
  ['ż', 0x7a9fbe78],
  ['Powiększ', 0x989d63cd],
  ['Loading view…', 0x68c0397b],
  ['', 0],
])('the hash of %j is the one LuCI looks for', (text, hash) => {
  expect(superFastHash(text)).toBe(hash)
})

const po = String.raw`
# A comment with "quotes".
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

#: view/modem/status.js:10
msgid "Band"
msgstr "Band"

msgid "Signal"
msgstr "Empfang"

msgid ""
"A long "
"text with \"quotes\" and \\ and \n"
msgstr "Ein langer "
"Text"

msgctxt "verb"
msgid "Lock"
msgstr "Sperren"

msgctxt ""
msgid "Unlock"
msgstr "Freigeben"

msgid "%d cell"
msgid_plural "%d cells"
msgstr[0] "%d Zelle"
msgstr[1] "%d Zellen"

msgid "Untranslated"
msgstr ""
`

/** The rows of a catalogue and its texts by hash. */
function read(bytes: Buffer) {
  const index = bytes.readUInt32BE(bytes.length - 4)
  const rows: number[][] = []
  for (let at = index; at < bytes.length - 4; at += 16)
    rows.push([0, 4, 8, 12].map(part => bytes.readUInt32BE(at + part)))
  const text = (hash: number) => {
    const [, , offset = 0, length = 0] = rows.find(([key]) => key === hash) ?? []
    return bytes.subarray(offset, offset + length).toString()
  }
  return { rows, text }
}

describe('a .po file', () => {
  test('is read with its continued lines, contexts and plurals', () => {
    const entries = parseMessages(po)
      .map(({ note: _, places: __, ...entry }) => entry)
      .slice(3)
    expect(entries).toHaveLength(5)
    expect(entries).toEqual(
      expect.arrayContaining([
        {
          context: null,
          id: 'A long text with "quotes" and \\ and \n',
          plural: null,
          texts: ['Ein langer Text'],
        },
        { context: 'verb', id: 'Lock', plural: null, texts: ['Sperren'] },
        { context: null, id: 'Unlock', plural: null, texts: ['Freigeben'] },
        { context: null, id: '%d cell', plural: '%d cells', texts: ['%d Zelle', '%d Zellen'] },
        { context: null, id: 'Untranslated', plural: null, texts: [''] },
      ]),
    )
  })

  test('becomes a catalogue sorted by hash, without what is not translated', () => {
    const bytes = lmo(po)
    if (!bytes) throw new Error('no catalogue')
    const { rows, text } = read(bytes)
    const hashes = rows.map(([hash = 0]) => hash)
    expect(hashes).toEqual([...hashes].sort((a, b) => a - b))
    expect(rows.every(([, , offset = 1]) => offset % 4 === 0)).toBe(true)
    expect(text(0)).toBe('nplurals=2; plural=n != 1;')
    expect(text(superFastHash('Signal'))).toBe('Empfang')
    expect(text(superFastHash('verb\x01Lock'))).toBe('Sperren')
    expect(text(superFastHash('%d cell\x020'))).toBe('%d Zelle')
    expect(text(superFastHash('%d cell\x021'))).toBe('%d Zellen')
    expect(hashes).not.toContain(superFastHash('Band'))
    expect(text(superFastHash('Unlock'))).toBe('Freigeben')
    expect(text(superFastHash(String.raw`A long text with "quotes" and \ and \n`))).toBe('Ein langer Text')
    expect(rows).toHaveLength(7)
  })

  test('without a translation becomes nothing', () => {
    expect(lmo('msgid "Band"\nmsgstr ""\n')).toBeNull()
  })
})
