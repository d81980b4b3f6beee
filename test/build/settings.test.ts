import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { configuration } from '../../src/contract/configuration.ts'
import { repository } from './project.ts'

/** What the page Settings says about an option. */
interface Shown {
  type: string
  kind: string
  name: string
  values: string[]
  validate?: (section: string, value: string) => true | string
}

const path = 'luci-view/htdocs/luci-static/resources/view/modem/settings.js'

/** The options the page shows, by running it as LuCI's loader does, with nothing but the form there. */
async function shownOptions(): Promise<Shown[]> {
  const source = readFileSync(join(repository, path), 'utf8')
  const shown: Shown[] = []
  class FormMap {
    section(_kind: string, type: string) {
      return {
        tab: () => {},
        taboption(_tab: string, kind: string, name: string) {
          const values: string[] = []
          const option: Shown & { value(text: string): void; formvalue(): string } = {
            type,
            kind,
            name,
            values,
            value: text => void values.push(text),
            formvalue: () => '/dev/ttyUSB2',
          }
          shown.push(option)
          return option
        },
      }
    }
    render() {}
  }
  const kinds = ['TypedSection', 'Value', 'ListValue', 'Flag', 'DynamicList'].map(kind => [kind, kind])
  const stubs: Readonly<Record<string, unknown>> = {
    form: { Map: FormMap, ...Object.fromEntries(kinds) },
    view: { extend: (members: unknown) => members },
    element: { create: () => null },
    technology: { title: '', modeText: String, nrText: String },
    names: { wishes: {} },
    adding: { of: (section: unknown) => section },
    widgets: { NetworkSelect: 'Value' },
  }
  const names = [...source.matchAll(/^'require ([\w.]+)(?: as (\w+))?'/gm)].map(
    ([, name, as]) => as ?? name ?? '',
  )
  const text = (it: string) => Object.assign(it, { format: () => it })
  const page = new Function(...names, '_', 'L', source)(
    ...names.map(name => stubs[name] ?? {}),
    (it: string) => text(Object(it)),
    {},
  )
  await page.render({ list: { modems: [] }, trouble: null })
  return shown
}

const shown = await shownOptions()
const ruleOf = ({ type, name }: Shown) =>
  configuration.find(each => each.type === type)?.options?.find(each => each.name === name)

describe('the page Settings', () => {
  it('shows options of the table alone, lists as lists', () => {
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.filter(option => ruleOf(option) === undefined)).toEqual([])
    for (const option of shown)
      expect([option.name, option.kind === 'DynamicList']).toEqual([
        option.name,
        ruleOf(option)?.kind === 'list',
      ])
  })

  it('leaves to the file what it says the file is for', () => {
    const all = configuration.find(({ type }) => type === 'modem')?.options?.map(({ name }) => name) ?? []
    const missing = all.filter(name => !shown.some(option => option.name === name))
    expect(missing).toEqual(['keep_if', 'keep_within', 'iccid'])
  })

  test.each(shown.map(option => [option.name, option] as const))('%s takes what may be', (_, option) => {
    const rule = ruleOf(option)
    const examples = [rule?.example ?? []].flat()
    for (const value of option.values) expect(value).toMatch(rule?.form ?? /$^/)
    for (const value of [...examples, '']) expect(option.validate?.('', value) ?? true).toBe(true)
    if (option.validate === undefined) return
    for (const value of ['no such value;', '-1', '12345678901234567890', '../..', "'"])
      if (!rule?.form.test(value)) expect(option.validate('', value), value).not.toBe(true)
  })
})
