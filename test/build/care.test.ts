import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configuration } from '../../src/contract/configuration.ts'
import { repository } from './project.ts'

/** What the form says about an option. */
interface Shown {
  kind: string
  name: string
  values: string[]
  default?: string
  placeholder?: string
  validate?: (section: string, value: string) => true | string
}

/** An option of the table, with what it is as a number and where it is absent, where the table says so. */
type Rule = NonNullable<(typeof configuration)[number]['options']>[number] & {
  bounds?: readonly [number, number]
  usual?: readonly string[]
}

const path = 'luci-view/htdocs/luci-static/resources/modem/care/form.js'

/** The options of the form, by running it as LuCI's loader does, with nothing but the form there. */
function shownOptions(): Shown[] {
  const source = readFileSync(join(repository, path), 'utf8')
  const shown: Shown[] = []
  class FormMap {
    section() {
      return {
        tab: () => {},
        taboption(_tab: string, kind: string, name: string) {
          const values: string[] = []
          const option: Shown & { value(text: string): void } = {
            kind,
            name,
            values,
            value: text => void values.push(text),
          }
          shown.push(option)
          return option
        },
      }
    }
  }
  const kinds = ['TypedSection', 'Value', 'ListValue', 'Flag', 'DynamicList'].map(kind => [kind, kind])
  const text = (it: string) => Object.assign(Object(it), { format: () => it })
  const make = new Function('baseclass', 'form', 'names', '_', source)
  const page = make(
    { extend: (members: unknown) => members },
    { Map: FormMap, ...Object.fromEntries(kinds) },
    { rungs: {} },
    text,
  )
  page.of([], [])
  return shown
}

const shown = shownOptions()
const rules = (configuration.find(({ type }) => type === 'watch')?.options ?? null) as readonly Rule[] | null
const sorted = (all: readonly { name: string }[]) => all.map(({ name }) => name).sort()

describe('the form of Connection care', () => {
  it('takes an empty value for the usual one, and nothing that could be markup or a command', () => {
    expect(shown.length).toBeGreaterThan(30)
    for (const { validate } of shown) {
      if (validate === undefined) continue
      expect(validate('', '')).toBe(true)
      for (const value of ['no such value;', "'", '<b>', '$(reboot)'])
        expect(validate('', value), value).not.toBe(true)
    }
  })

  it.skipIf(rules === null)('shows every option of the table and no other, within the same bounds', () => {
    expect(sorted(shown)).toEqual(sorted(rules ?? []))
    const wrong = shown.flatMap(({ name, kind, values, validate, ...option }) => {
      const rule = rules?.find(each => each.name === name)
      const complaints: (string | false)[] = [
        (kind === 'DynamicList') !== (rule?.kind === 'list') && 'kind',
        kind === 'Flag' && option.default !== rule?.usual?.[0] && 'usual state',
        values.some(value => rule?.form.test(value) === false) && 'words',
        [rule?.example ?? []].flat().some(value => (validate?.('', value) ?? true) !== true) && 'example',
      ]
      const [least, most] = rule?.bounds ?? []
      if (least !== undefined && most !== undefined) {
        const takes = (value: number) => validate?.('', `${value}`) === true
        complaints.push((!takes(least) || !takes(most) || takes(least - 1) || takes(most + 1)) && 'bounds')
        complaints.push(rule?.usual !== undefined && option.placeholder !== rule.usual[0] && 'usual number')
      }
      return complaints.flatMap(complaint => (complaint ? [`${name}: ${complaint}`] : []))
    })
    expect(wrong).toEqual([])
  })
})
