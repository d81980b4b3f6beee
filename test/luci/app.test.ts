import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fromModule, isGenerated, resources, sources, toModule } from '../../build/luci/module.ts'
import { complaints } from '../../build/luci/style.ts'
import { problems } from '../../build/luci/types.ts'
import { shippedPage } from '../../build/package/pages.ts'
import { circlesIn } from '../build/circles.ts'
import { readMenu } from '../world/browser/menu.ts'
import { repository } from '../world/memory/host.ts'

const pages = sources(repository)
const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const own = pages.filter(path => !isGenerated(join(repository, path)))

/** Modules of LuCI itself that the pages may require. */
const provided = ['baseclass', 'form', 'poll', 'rpc', 'tools.widgets', 'ui', 'view']

/** Names a source requires. */
const required = (source: string) => [...source.matchAll(/^'require ([\w.]+)/gm)].map(match => match[1] ?? '')

describe('the LuCI app', () => {
  it('has a view for every page of the menu, and an access group that exists', () => {
    const groups = Object.keys(JSON.parse(read('acl.d/modem.json')))
    const menu = readMenu(join(repository, 'luci-view/root/usr/share/luci/menu.d'))
    const views = [...menu.values()].filter(({ action }) => action.type === 'view')
    expect(views.length).toBeGreaterThan(0)
    expect(views.filter(({ title }) => title !== undefined).length, 'tabs').toBeLessThanOrEqual(8)
    for (const { action, depends } of views) {
      expect(existsSync(join(repository, resources, `view/${action.path}.js`)), action.path).toBe(true)
      // LuCI answers whoever lacks a group of the entry with a bare 403; so pages open for who may look, and say the rest.
      expect(depends?.acl).toEqual(['modem-status'])
      const group = /page\.open\('([\w-]+)'\)/.exec(read(`${resources}/view/${action.path}.js`))?.[1]
      expect(groups).toContain(group ?? 'modem-status')
    }
  })

  it('requires only what there is, and what it requires it uses', () => {
    const wrong = pages.flatMap(path =>
      required(read(path))
        .filter(
          name =>
            !provided.includes(name) &&
            !existsSync(join(repository, resources, `${name.replaceAll('.', '/')}.js`)),
        )
        .map(name => `${path} requires ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no circle of modules', () => {
    const requires = new Map(
      pages.map(path => [
        path.slice(resources.length + 1, -'.js'.length).replaceAll('/', '.'),
        required(read(path)).filter(name => !provided.includes(name)),
      ]),
    )
    expect(requires.size).toBe(pages.length)
    expect(circlesIn(requires)).toEqual([])
  })

  it('writes no markup of its own', () => {
    const markup = /innerHTML\s*=(?!=)|insertAdjacentHTML|document\.write|outerHTML\s*=(?!=)/
    expect(own.filter(path => markup.test(read(path)))).toEqual([])
  })

  it('keeps its files short', () => {
    expect(own.filter(path => read(path).split('\n').length > 300)).toEqual([])
  })

  it('is at most 90 KB packed, without translations', () => {
    const folders = ['luci-view/htdocs', 'luci-view/root']
    const files = folders.flatMap(folder =>
      readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
        .map(name => join(repository, folder, name))
        .filter(path => statSync(path).isFile()),
    )
    const tar = Buffer.concat(
      files.flatMap(path => [Buffer.alloc(512, path), shippedPage(path, readFileSync(path))]),
    )
    expect(gzipSync(tar, { level: 9 }).length).toBeLessThan(90 * 1024)
  })

  it('has correct types and the common style', () => {
    expect(problems(repository)).toEqual([])
    expect(complaints(repository, false)).toBeNull()
  }, 240_000)
})

describe('a LuCI source as a module', () => {
  it.each(own)('%s comes back from it unchanged', path => {
    expect(fromModule(toModule(read(path)))).toBe(read(path))
  })

  it('imports what is required and exports what is returned', () => {
    const source =
      "'use strict';\n'require a.b';\n'require c.d as e';\n\nreturn a_b.extend({\n\treturn: e\n});\n"
    expect(toModule(source)).toBe(
      "'use strict';\nimport a_b from 'a.b';\nimport e from 'c.d';\n\nexport default a_b.extend({\n\treturn: e\n});\n",
    )
  })
})
