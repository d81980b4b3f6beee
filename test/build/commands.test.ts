import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsModule, words } from '../../build/derive/commands.ts'
import { repository } from './project.ts'

type Rows = readonly (readonly [command: string, word: string])[]

/** A LuCI module's members, as LuCI's loader gets them: the required modules are arguments of a function. */
function run(text: string, required: Readonly<Record<string, unknown>>): { of(dialect: string): Rows } {
  const given = { baseclass: { extend: (members: unknown) => members }, _: (id: string) => id, ...required }
  return new Function(...Object.keys(given), text)(...Object.values(given))
}

const source = await commandsModule(repository, 'header')
const derived = run(source, {})
const page = run(
  readFileSync(join(repository, 'luci-view/htdocs/luci-static/resources/modem/console/commands.js'), 'utf8'),
  { dialects: derived },
)
const names = [...source.matchAll(/^\t(\w+): \[$/gm)].map(([, name = '']) => name)

describe("the console's commands", () => {
  test('are those of every model of a dialect, not only of a modem nobody described', () => {
    expect(derived.of('quectel')).toContainEqual(['AT+QNWLOCK="common/4g"', 'cellLock'])
    expect(derived.of('quectel')).toContainEqual(['AT+QCFG="nwscanmode"', 'modes'])
    expect(derived.of('foxconn')).toContainEqual(['AT^SLBAND?', 'bands'])
    expect(derived.of('unheard-of')).toEqual([])
  })

  test('have a meaning each, and stand once in the list of a dialect', () => {
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      const rows = page.of(name)
      expect(
        rows.filter(([, meaning]) => !meaning),
        name,
      ).toEqual([])
      expect(new Set(rows.map(([command]) => command)).size, name).toBe(rows.length)
    }
  })

  test('have no word for a command that no dialect asks any more', () => {
    const asked = new Set(names.flatMap(name => derived.of(name).map(([command]) => command)))
    expect([...words.keys()].filter(ask => !asked.has(`AT${ask}`))).toEqual([])
  })

  test('only ask', () => {
    const writes = names.flatMap(name =>
      derived.of(name).filter(([command]) => /CFUN|;|=\d,|PWD/.test(command)),
    )
    expect(writes).toEqual([])
  })
})
