import fs from 'node:fs'
import path from 'node:path'
import { parseUci, type Section } from '../../../src/discovery/uci.ts'
import type { BusObject } from '../demo/ubus.ts'

type Values = Record<string, string | readonly string[]>
interface Named {
  type: string
  name: string
  options: Values
}

const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`

/** The text of a UCI file. */
export function printUci(sections: readonly Named[]): string {
  return sections
    .map(({ type, name, options }) => {
      const lines = Object.entries(options).flatMap(([key, value]) =>
        typeof value === 'string'
          ? [`\toption ${key} ${quoted(value)}`]
          : value.map(item => `\tlist ${key} ${quoted(item)}`),
      )
      return [`config ${type} ${quoted(name)}`, ...lines, ''].join('\n')
    })
    .join('\n')
}

const named = (section: Section, index: number): Named => ({
  type: section.type,
  name: section.name ?? `cfg${index}`,
  options: { ...section.options },
})

/** The ubus object `uci` over the files below `root`/etc/config; what is set holds after `apply`. */
export function uciObject(root: string): BusObject {
  const fileOf = (config: string) => path.join(root, 'etc/config', config)
  const staged = new Map<string, Named[]>()
  const open = (config: string): Named[] => {
    const known = staged.get(config)
    if (known) return known
    const text = fs.existsSync(fileOf(config)) ? fs.readFileSync(fileOf(config), 'utf8') : ''
    const sections = parseUci(text).map(named)
    staged.set(config, sections)
    return sections
  }
  const methods: Record<string, (args: Record<string, unknown>) => object> = {
    get: ({ config }) => ({
      values: Object.fromEntries(
        open(String(config)).map(({ type, name, options }) => [
          name,
          { '.type': type, '.name': name, '.anonymous': false, ...options },
        ]),
      ),
    }),
    add({ config, type, name }) {
      open(String(config)).push({ type: String(type), name: String(name), options: {} })
      return { section: name }
    },
    set({ config, section, values }) {
      const found = open(String(config)).find(({ name }) => name === section)
      Object.assign(found?.options ?? {}, values)
      return {}
    },
    delete({ config, section, options }) {
      const sections = open(String(config))
      const found = sections.find(({ name }) => name === section)
      if (!Array.isArray(options))
        staged.set(
          String(config),
          sections.filter(other => other !== found),
        )
      else for (const key of options) delete found?.options[key]
      return {}
    },
    apply() {
      for (const [config, sections] of staged)
        fs.writeFileSync(fileOf(config), printUci(sections), { mode: 0o600 })
      staged.clear()
      return {}
    },
    confirm: () => ({}),
  }
  return {
    signature: Object.fromEntries(Object.keys(methods).map(name => [name, {}])),
    async call(method, args, session) {
      const config = String(args.config ?? 'modem')
      const reads = method === 'get'
      if (!/^\w+$/.test(config) || !session.allowed('uci', config, reads ? 'read' : 'write')) return null
      return methods[method]?.(args) ?? null
    },
  }
}
