import { call } from './rpc.ts'

/** The options of a section; a list is an array. */
export type Values = Record<string, string | string[]>

/** A section of a configuration file with the changes that are not saved yet. */
export interface Section {
  name: string
  type: string
  values: Values
  /** Not on the router yet. */
  isNew: boolean
  isRemoved: boolean
  changed: Set<string>
}

/** A configuration file as LuCI's `uci` keeps it: read once, changed here, saved when asked. */
export async function openConfig(config: string) {
  let sections: Section[] = []
  const load = async () => {
    const reply = (await call('uci', 'get', { config })) as {
      values?: Record<string, Record<string, unknown>>
    }
    sections = Object.entries(reply.values ?? {}).map(([name, section]) => ({
      name,
      type: String(section['.type']),
      values: Object.fromEntries(Object.entries(section).filter(([key]) => !key.startsWith('.'))) as Values,
      isNew: false,
      isRemoved: false,
      changed: new Set<string>(),
    }))
  }
  await load()
  return {
    load,
    sections: () => sections.filter(({ isRemoved }) => !isRemoved),
    /** Adds a section; one of the same name gives way to it, of whatever type that is. */
    add(type: string, name: string) {
      sections = sections.filter(other => other.name !== name)
      sections.push({ name, type, values: {}, isNew: true, isRemoved: false, changed: new Set() })
    },
    set({ values, changed }: Section, option: string, value: string | string[] | null) {
      if (JSON.stringify(values[option] ?? null) === JSON.stringify(value)) return
      changed.add(option)
      if (value === null) delete values[option]
      else values[option] = value
    },
    async save() {
      for (const { name, type, values, isNew, isRemoved, changed } of sections) {
        if (isRemoved && !isNew) await call('uci', 'delete', { config, section: name })
        if (isRemoved) continue
        if (isNew) await call('uci', 'add', { config, type, name })
        const gone = [...changed].filter(option => values[option] === undefined)
        const kept = Object.fromEntries(
          [...changed].flatMap(key => (values[key] ? [[key, values[key]]] : [])),
        )
        if (gone.length > 0) await call('uci', 'delete', { config, section: name, options: gone })
        if (Object.keys(kept).length > 0) await call('uci', 'set', { config, section: name, values: kept })
      }
      await load()
    },
    async apply() {
      await call('uci', 'apply', { rollback: true, timeout: 10 })
      await call('uci', 'confirm', {})
      document.dispatchEvent(new CustomEvent('uci-applied'))
    },
  }
}

/** An opened configuration file. */
export type Config = Awaited<ReturnType<typeof openConfig>>
