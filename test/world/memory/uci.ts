import { parseUci } from '../../../src/discovery/uci.ts'
import type { Exec } from '../../../src/platform/platform.ts'
import type { Node } from '../sysfs.ts'

type Value = string | string[]
interface Kept {
  type: string
  name: string | null
  options: Record<string, Value>
}

/** `network.wwan.proto=qmi` in its parts; a section without a name is `@zone[1]`. */
function partsOf(words: string) {
  const [place = '', ...rest] = words.split('=')
  const [config = '', section = '', option] = place.split('.')
  return { config, section, option, value: rest.join('=') }
}

const copy = (sections: readonly Kept[]): Kept[] => structuredClone([...sections])

/** The text of a file of UCI. */
const written = (sections: readonly Kept[]) =>
  sections
    .map(({ type, name, options }) =>
      [
        `config ${type}${name === null ? '' : ` '${name}'`}`,
        ...Object.entries(options).flatMap(([key, value]) =>
          Array.isArray(value)
            ? value.map(each => `\tlist ${key} '${each}'`)
            : [`\toption ${key} '${value}'`],
        ),
        '',
      ].join('\n'),
    )
    .join('\n')

/**
 * The program `uci` over the files of a host: what it sets, deletes and adds is staged until it is committed. Commands
 * that the program refuses are refused here: to delete what is not there, to set an option of no section, to add to a
 * section that is missing.
 */
export function createUci(nodes: Map<string, Node>): (argv: readonly string[]) => Exec {
  const read = (config: string): Kept[] => {
    const node = nodes.get(`/etc/config/${config}`)
    return parseUci(node && 'text' in node ? node.text : '').map(({ type, name, options }) => ({
      type,
      name,
      options: Object.fromEntries(
        Object.entries(options).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
      ),
    }))
  }
  const staged = new Map<string, Kept[]>()
  const failed: Exec = { code: 1, stdout: '' }
  const done = (stdout = ''): Exec => ({ code: 0, stdout })
  const find = (sections: Kept[], title: string) => {
    const [, type, nth] = /^@(\w+)\[(\d+)\]$/.exec(title) ?? []
    return type === undefined
      ? sections.find(({ name }) => name === title)
      : sections.filter(each => each.type === type)[Number(nth)]
  }
  return ([, verb = '', words = '']) => {
    const { config, section: title, option, value } = partsOf(words)
    if (!nodes.has(`/etc/config/${config}`)) return failed
    if (verb === 'changes') return done(staged.has(config) ? 'changed\n' : '')
    if (verb === 'revert') {
      staged.delete(config)
      return done()
    }
    if (verb === 'commit') {
      const sections = staged.get(config)
      if (sections) nodes.set(`/etc/config/${config}`, { text: written(sections) })
      staged.delete(config)
      return done()
    }
    const sections = staged.get(config) ?? copy(read(config))
    const section = find(sections, title)
    if (verb === 'set' && option === undefined) {
      if (section) section.type = value
      else sections.push({ type: value, name: title, options: {} })
    } else if (section === undefined) return failed
    else if (verb === 'set') section.options[option ?? ''] = value
    else if (verb === 'add_list')
      section.options[option ?? ''] = [section.options[option ?? ''] ?? [], value].flat()
    else if (option === undefined) sections.splice(sections.indexOf(section), 1)
    else if (section.options[option] === undefined) return failed
    else delete section.options[option]
    staged.set(config, sections)
    return done()
  }
}
