import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePo, printPo } from '../../build/luci/po.ts'
import { merge, template, templatePath, translations } from '../../build/luci/pot.ts'
import { repository } from '../world/memory/host.ts'

const fresh = template(repository)
const texts = parsePo(fresh)
  .map(({ id }) => id)
  .filter(Boolean)
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

  it('has no text twice and none with blanks at its ends', () => {
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.filter(text => text.trim() !== text)).toEqual([])
  })
})

describe.each(languages)('%s', (_path, source) => {
  const entries = parsePo(source).filter(({ id }) => id !== '')

  it('translates every text, and no other', () => {
    expect(entries.map(({ id }) => id)).toEqual(texts)
    expect(entries.filter(({ text }) => text === '').map(({ id }) => id)).toEqual([])
  })

  it('keeps the placeholders in their order', () => {
    const wrong = entries.filter(({ id, text }) => placeholders(id).join() !== placeholders(text).join())
    expect(wrong).toEqual([])
  })

  it('puts in whatever the text puts in', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()
    expect(entries.filter(({ id, text }) => names(id).join() !== names(text).join())).toEqual([])
  })

  it('ends sentences where the text ends them', () => {
    const wrong = entries.filter(({ id, text }) => /[.?]$/.test(id) !== /[.?]$/.test(text))
    expect(wrong.map(({ id, text }) => [id, text])).toEqual([])
  })

  it('names its language and encoding', () => {
    const header = parsePo(source).find(({ id }) => id === '')?.text
    expect(header).toMatch(/^Language: [a-z]{2}\nContent-Type: text\/plain; charset=UTF-8\n/)
  })
})

describe('a catalogue', () => {
  it('can be read back from what is printed', () => {
    const entries = [
      { places: [], id: '', text: 'A: 1\nB: 2\n' },
      { places: ['a.js', 'b.js'], id: 'A "quoted" \\ text', text: 'Über\tall' },
    ]
    expect(parsePo(printPo(entries))).toEqual(entries)
  })

  it('joins continued lines and passes over comments', () => {
    expect(parsePo('# note\nmsgid "one "\n"two"\n#, c-format\nmsgstr ""\n"eins "\n"zwei"\n')).toEqual([
      { places: [], id: 'one two', text: 'eins zwei' },
    ])
  })

  it('is brought to a new template with its translations', () => {
    const before =
      'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "gone"\nmsgstr "weg"\n\nmsgid "kept"\nmsgstr "da"\n'
    const after = 'msgid ""\nmsgstr ""\n\n#: a.js\nmsgid "fresh"\nmsgstr ""\n\nmsgid "kept"\nmsgstr ""\n'
    expect(parsePo(merge(before, after))).toEqual([
      { places: [], id: '', text: 'Language: de\n' },
      { places: ['a.js'], id: 'fresh', text: '' },
      { places: [], id: 'kept', text: 'da' },
    ])
  })
})
