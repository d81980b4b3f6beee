import { create } from './elements.ts'

/** Input of an option: what it shows and what a person has put there. */
export interface Input {
  node: HTMLElement
  read(): string | string[]
}

/** An option of a section as a page sets it up; LuCI's `form.AbstractValue`. */
export class Option {
  optional = false
  rmempty = true
  placeholder = ''
  datatype = ''
  password = false
  default = ''
  readonly choices: [string, string][] = []
  readonly conditions: [string, string][] = []
  /** What shows it, by section. */
  readonly inputs = new Map<string, Input>()
  readonly tab: string
  readonly name: string
  readonly title: string
  readonly description: string
  validate: (section: string, value: string) => true | string = () => true

  constructor(tab: string, name: string, title: string, description = '') {
    this.tab = tab
    this.name = name
    this.title = title
    this.description = description
  }

  value(value: string, text = value): void {
    this.choices.push([value, text])
  }

  formvalue(section: string): string | string[] | null {
    return this.inputs.get(section)?.read() ?? null
  }

  depends(option: string, value: string): void {
    this.conditions.push([option, value])
  }

  /** The input for a value. */
  input(id: string, value: string | string[] | undefined): Input {
    const list = this.choices.length > 0 ? `${id}.list` : null
    const node = create('input', {
      id,
      type: this.password ? 'password' : 'text',
      class: 'cbi-input-text',
      value: String(value ?? this.default),
      placeholder: this.placeholder || null,
      autocomplete: 'off',
      list,
    }) as HTMLInputElement
    const choices = this.choices.map(([key, text]) => create('option', { value: key }, [text]))
    const both = list === null ? node : create('div', {}, [node, create('datalist', { id: list }, choices)])
    return { node: both, read: () => node.value.trim() }
  }
}

/** LuCI's `form.Value`. */
export class Value extends Option {
  static readonly option = 'value'
}

/** LuCI's `widgets.NetworkSelect`: the interfaces of a usual router, or another name. */
export class NetworkSelect extends Value {
  override readonly choices: [string, string][] = ['lan', 'wan', 'wwan'].map(name => [name, name])
}

/** LuCI's `form.ListValue`. */
export class ListValue extends Option {
  static readonly option = 'list'

  override input(id: string, value: string | string[] | undefined): Input {
    const chosen = String(value ?? this.default)
    const empty: [string, string][] = this.optional ? [['', this.placeholder || '-- Please choose --']] : []
    const choices = [...empty, ...this.choices].map(([key, text]) =>
      create('option', { value: key, selected: key === chosen ? '' : null }, [text]),
    )
    const node = create('select', { id, class: 'cbi-input-select' }, choices) as HTMLSelectElement
    return { node, read: () => node.value }
  }
}

/** LuCI's `form.Flag`. */
export class Flag extends Option {
  static readonly option = 'flag'

  override input(id: string, value: string | string[] | undefined): Input {
    const node = create('input', {
      id,
      type: 'checkbox',
      checked: (value ?? this.default) === '1' ? '' : null,
    }) as HTMLInputElement
    return { node, read: () => (node.checked ? '1' : '0') }
  }
}

/** LuCI's `form.DynamicList`; here one field with blanks between the values. */
export class DynamicList extends Option {
  static readonly option = 'dynlist'

  override input(id: string, value: string | string[] | undefined): Input {
    const { node, read } = super.input(id, [value ?? []].flat().join(' '))
    return { node, read: () => String(read()).split(/\s+/).filter(Boolean) }
  }
}
