import { readdirSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { readPage } from './page.ts'

const pages = [
  'README.md',
  ...readdirSync(join(repository, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

const withoutCode = (page: string) => page.replace(/^```[\s\S]*?^```$/gm, '')

/** The names headings are reached by: lower case, without signs, hyphens for blanks. */
const headingsOf = (name: string) =>
  [...withoutCode(readPage(name)).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/ /g, '-'),
  )

/** What a page links to here: a file of the repository, and the heading in it. */
const linksOf = (name: string) =>
  [...withoutCode(readPage(name)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', heading] = target.split('#')
    return [{ target, file: file === '' ? name : normalize(join(name, '..', file)), heading }]
  })

describe('the pages of the documentation', () => {
  it.each(pages)('lead nowhere where nothing is: %s', name => {
    const lost = linksOf(name).filter(
      ({ file, heading }) =>
        file.endsWith('.md') &&
        (!pages.includes(file) || (heading !== undefined && !headingsOf(file).includes(heading))),
    )
    expect(lost.map(({ target }) => target)).toEqual([])
  })

  it('are all reached from the page that says which is for which problem', () => {
    const reached = new Set(linksOf('docs/README.md').map(({ file }) => file))
    const others = pages.filter(name => !['README.md', 'docs/README.md'].includes(name))
    expect(others.filter(name => !reached.has(name))).toEqual([])
    expect(linksOf('README.md').map(({ file }) => file)).toContain('docs/README.md')
  })
})
