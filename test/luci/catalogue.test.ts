import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formsOf, type Message, parseMessages, printMessages } from '../../build/luci/po.ts'
import { merge, template, templatePath, translations } from '../../build/luci/pot.ts'
import { causePhrases } from '../../src/connection/causes.ts'
import { mistakePhrases } from '../../src/discovery/configuration.ts'
import { repository } from '../world/memory/host.ts'

const fresh = template(repository)
const messages = parseMessages(fresh).filter(({ id }) => id !== '')
const texts = messages.map(({ id }) => id)
const languages = [...translations(repository)]

/** Placeholders of a text, in order. */
const placeholders = (text: string) => text.match(/%[sd]/g) ?? []

describe('the template of the translations', () => {
  it('is what the pages, the menu and the access groups say now', () => {
    const committed = readFileSync(join(repository, templatePath), 'utf8')
    expect(committed, 'run `npm run pot`').toBe(fresh)
  })

  it('has texts of pages, modules, menu and access groups', () => {
    expect(texts).toEqual(
      expect.arrayContaining(['Connected', 'AT console', 'Aim the antenna', 'Change the USB mode?']),
    )
    expect(texts.some(text => text.startsWith('Send raw AT commands'))).toBe(true)
    expect(texts).toContain('The modem sees no SIM card.')
    expect(texts).toContain('{interface} is up, but it has no address.')
  })

  it('has every cause of a failed connection, what helps, and every mistake in the configuration', () => {
    const put = [...causePhrases, ...mistakePhrases()]
    expect(put.length).toBeGreaterThan(100)
    expect(put.filter(text => !texts.includes(text))).toEqual([])
  })

  it('has no text twice and none with blanks at its ends', () => {
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.filter(text => text.trim() !== text)).toEqual([])
  })
})

describe.each(languages)('%s', (path, source) => {
  const all = parseMessages(source)
  const header = all.find(({ id }) => id === '')
  const entries = all.filter(({ id }) => id !== '')
  const pairs = entries.flatMap(({ id, plural, texts: translated }) =>
    translated.map((text, form) => [form > 0 && plural !== null ? plural : id, text] as const),
  )

  it('translates every text, and no other', () => {
    expect(entries.map(({ id, plural }) => [id, plural])).toEqual(
      messages.map(({ id, plural }) => [id, plural]),
    )
    expect(entries.filter(({ texts: translated }) => translated.includes('')).map(({ id }) => id)).toEqual([])
  })

  it('has as many forms of a counted text as its language counts', () => {
    const counted = entries.filter(({ plural }) => plural !== null)
    expect(counted.filter(({ texts: forms }) => forms.length !== formsOf(all))).toEqual([])
  })

  it('keeps the placeholders in their order', () => {
    expect(pairs.filter(([id, text]) => placeholders(id).join() !== placeholders(text).join())).toEqual([])
  })

  it('puts in whatever the text puts in', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()
    expect(pairs.filter(([id, text]) => names(id).join() !== names(text).join())).toEqual([])
  })

  it('ends sentences where the text ends them', () => {
    expect(pairs.filter(([id, text]) => /[.?]$/.test(id) !== /[.?。？]$/.test(text))).toEqual([])
  })

  it('names its language, encoding and rule of counting', () => {
    const language = path.split('/').at(-2)
    const [, told] =
      /^Language: (\w+)\nContent-Type: text\/plain; charset=UTF-8\n/.exec(header?.texts[0] ?? '') ?? []
    expect(told).toBe(language)
    expect(header?.texts[0]).toMatch(/^Plural-Forms: nplurals=\d; plural=.+;$/m)
  })
})

/** A message with what a catalogue adds left out. */
const message = (given: Partial<Message>): Message => ({
  note: null,
  places: [],
  context: null,
  id: '',
  plural: null,
  texts: [''],
  ...given,
})

describe('a catalogue', () => {
  it('can be read back from what is printed', () => {
    const entries = [
      message({ note: 'by a machine,\nread by nobody', texts: ['A: 1\nB: 2\n'] }),
      message({ places: ['a.js', 'b.js'], id: 'A "quoted" \\ text', texts: ['Über\tall'] }),
      message({ context: 'verb', id: '%d cell', plural: '%d cells', texts: ['%d Zelle', '%d Zellen'] }),
    ]
    expect(parseMessages(printMessages(entries))).toEqual(entries)
  })

  it('joins continued lines and passes over flags', () => {
    const source = 'msgid "one "\n"two"\n#, c-format\nmsgstr ""\n"eins "\n"zwei"\n'
    expect(parseMessages(source)).toEqual([message({ id: 'one two', texts: ['eins zwei'] })])
  })

  it('is brought to a new template with its translations and notes', () => {
    const before = printMessages([
      message({ note: 'unread', texts: ['Language: ru\nPlural-Forms: nplurals=3; plural=0;\n'] }),
      message({ id: 'gone', texts: ['нет'] }),
      message({ id: 'kept', texts: ['здесь'] }),
      message({ id: '%d once', texts: ['%d раз'] }),
    ])
    const after = printMessages([
      message({}),
      message({ id: '%d once', plural: '%d times', texts: ['', ''] }),
      message({ places: ['a.js'], id: 'fresh' }),
      message({ id: 'kept' }),
    ])
    expect(parseMessages(merge(before, after))).toEqual([
      message({ note: 'unread', texts: ['Language: ru\nPlural-Forms: nplurals=3; plural=0;\n'] }),
      message({ id: '%d once', plural: '%d times', texts: ['', '', ''] }),
      message({ places: ['a.js'], id: 'fresh' }),
      message({ id: 'kept', texts: ['здесь'] }),
    ])
  })
})
