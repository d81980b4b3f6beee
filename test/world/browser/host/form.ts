import { content, create } from './elements.ts'
import { DynamicList, Flag, type Input, ListValue, type Option, Value } from './option.ts'
import { type Config, openConfig, type Section } from './uci.ts'

type OptionClass = new (tab: string, name: string, title: string, description?: string) => Option

/** Every map that is shown; the buttons at the bottom act on them. */
export const maps = new Set<FormMap>()

/** LuCI's `form.TypedSection`. */
class TypedSection {
  static readonly section = 'typed'
  anonymous = false
  addremove = false
  addbtntitle = ''
  readonly options: Option[] = []
  readonly tabs: { name: string; title: string; description: string }[] = []
  readonly map: FormMap
  readonly type: string
  readonly title: string
  readonly description: string

  constructor(map: FormMap, type: string, title = '', description = '') {
    this.map = map
    this.type = type
    this.title = title
    this.description = description
  }

  /** Adds a section of this name, which the map shows after it has stored what it shows now. */
  handleAdd(_event: Event, name?: string): Promise<void> {
    this.map.data.add(this.map.config, this.type, name)
    return this.map.save(null, true)
  }

  renderSectionAdd(_className?: string): HTMLElement {
    const name = create('input', {
      type: 'text',
      class: 'cbi-section-create-name',
    }) as HTMLInputElement
    const add = create(
      'button',
      {
        class: 'btn cbi-button cbi-button-add',
        disabled: this.anonymous ? null : '',
        click: (event: Event) => this.handleAdd(event, this.anonymous ? undefined : name.value),
      },
      [this.addbtntitle || _('Add')],
    ) as HTMLButtonElement
    if (this.anonymous) return create('div', { class: 'cbi-section-create' }, [add])
    for (const event of ['blur', 'keyup'])
      name.addEventListener(event, () => {
        add.disabled = !/^\w+$/.test(name.value)
      })
    return create('div', { class: 'cbi-section-create' }, [name, add])
  }

  tab(name: string, title: string, description = ''): void {
    this.tabs.push({ name, title, description })
  }

  taboption(tab: string, kind: OptionClass, name: string, title: string, description = ''): Option {
    const option = new kind(tab, name, title, description)
    this.options.push(option)
    return option
  }
}

interface Field {
  section: Section
  option: Option
  input: Input
  row: HTMLElement
  error: HTMLElement
}

/** LuCI's `form.Map` with typed sections: reads the file, shows it, checks it, saves it. */
class FormMap {
  readonly node = create('div', { class: 'cbi-map' })
  #sections: TypedSection[] = []
  #fields: Field[] = []
  #config: Config | null = null
  readonly config: string
  readonly #title: string
  readonly #description: string

  constructor(config: string, title: string, description = '') {
    this.config = config
    this.#title = title
    this.#description = description
  }

  /** LuCI's `uci`, with what is not saved yet. */
  readonly data = {
    add: (_config: string, type: string, name = `cfg${Date.now().toString(16)}`): string => {
      this.#config?.add(type, name)
      return name
    },
    set: (_config: string, name: string, option: string, value: string): void => {
      const section = this.#config?.sections().find(other => other.name === name)
      if (section) this.#config?.set(section, option, value)
    },
    sections: (): object[] =>
      (this.#config?.sections() ?? []).map(({ name, values }) => ({ '.name': name, ...values })),
    save: async (): Promise<void> => this.#config?.save(),
  }

  section(_kind: unknown, type: string, title?: string, description?: string): TypedSection {
    const section = new TypedSection(this, type, title, description)
    this.#sections.push(section)
    return section
  }

  #shown({ type }: TypedSection): Section[] {
    return (this.#config?.sections() ?? []).filter(section => section.type === type)
  }

  async render(): Promise<HTMLElement> {
    this.#config ??= await openConfig(this.config)
    maps.add(this)
    this.#draw()
    return this.node
  }

  #draw(): void {
    this.#fields = []
    content(this.node, [
      create('h2', {}, [this.#title]),
      create('div', { class: 'cbi-map-descr' }, [this.#description]),
      ...this.#sections.map(section => this.#drawType(section)),
    ])
    this.#showDependent()
  }

  #drawType(type: TypedSection): Node {
    const sections = this.#shown(type)
    return create('div', { class: 'cbi-section' }, [
      ...(type.title ? [create('h3', {}, [type.title])] : []),
      create('div', { class: 'cbi-section-descr' }, [type.description]),
      ...sections.map(section => this.#drawSection(type, section)),
      ...(sections.length === 0
        ? [create('p', {}, [create('em', {}, [_('This section contains no values yet')])])]
        : []),
      ...(type.addremove ? [type.renderSectionAdd()] : []),
    ])
  }

  #drawSection(type: TypedSection, section: Section): Node {
    const remove = create(
      'button',
      {
        class: 'btn cbi-button cbi-button-remove',
        click: () => {
          this.#store()
          section.isRemoved = true
          this.#draw()
        },
      },
      [_('Delete')],
    )
    const panes = type.tabs.map(({ name, description }, index) => {
      const rows = type.options
        .filter(({ tab }) => tab === name)
        .map(option => this.#drawOption(section, option))
      const pane = create('div', {}, [create('p', {}, [description]), ...rows])
      pane.hidden = index > 0
      return pane
    })
    const buttons = type.tabs.map(({ title }, index) =>
      create('li', { class: index === 0 ? 'cbi-tab' : 'cbi-tab-disabled' }, [
        create(
          'a',
          {
            href: '#',
            click: (event: Event) => {
              event.preventDefault()
              for (const [at, pane] of panes.entries()) pane.hidden = at !== index
              for (const [at, button] of buttons.entries())
                button.className = at === index ? 'cbi-tab' : 'cbi-tab-disabled'
            },
          },
          [title],
        ),
      ]),
    )
    return create('div', { class: 'cbi-section-node', 'data-section': section.name }, [
      ...(type.anonymous ? [] : [create('h3', {}, [section.name])]),
      ...(type.addremove ? [create('div', { class: 'cbi-section-remove right' }, [remove])] : []),
      create('ul', { class: 'cbi-tabmenu' }, buttons),
      ...panes,
    ])
  }

  #drawOption(section: Section, option: Option): Node {
    const id = `widget.cbid.${this.config}.${section.name}.${option.name}`
    const input = option.input(id, section.values[option.name])
    option.inputs.set(section.name, input)
    const error = create('div', { class: 'cbi-value-error-text', role: 'alert' })
    const row = create('div', { class: 'cbi-value', 'data-name': option.name }, [
      create('label', { class: 'cbi-value-title', for: id }, [option.title]),
      create('div', { class: 'cbi-value-field' }, [
        input.node,
        create('div', { class: 'cbi-value-description' }, [option.description]),
        error,
      ]),
    ])
    row.addEventListener('change', () => {
      this.#check()
      this.#showDependent()
    })
    this.#fields.push({ section, option, input, row, error })
    return row
  }

  #showDependent(): void {
    for (const { section, option, row } of this.#fields)
      row.hidden =
        option.conditions.length > 0 &&
        !option.conditions.some(([name, value]) =>
          this.#fields.some(
            other => other.section === section && other.option.name === name && other.input.read() === value,
          ),
        )
  }

  /** Checks every field; true when all are good. */
  #check(): boolean {
    let good = true
    for (const { section, option, input, error } of this.#fields) {
      const values = [input.read()].flat()
      const wrong = values.map(value => option.validate(section.name, value)).find(result => result !== true)
      error.textContent = typeof wrong === 'string' ? wrong : ''
      good &&= wrong === undefined
    }
    return good
  }

  /** Stores what is shown; of a section that is not shown yet nothing stays, as in LuCI. */
  #store(): void {
    for (const type of this.#sections)
      for (const section of this.#shown(type))
        for (const option of type.options) {
          const field = this.#fields.find(other => other.section === section && other.option === option)
          const value = field?.input.read() ?? ''
          const isEmpty = value.length === 0 || (value === option.default && option.rmempty)
          this.#config?.set(section, option.name, isEmpty ? null : value)
        }
  }

  /** Saves what is shown if all of it is good, and shows anew what there is; else it stays as it is. */
  async save(_callback: unknown = null, _isSilent = false): Promise<void> {
    if (!this.#check()) throw new Error('a value is not valid')
    this.#store()
    await this.#config?.save()
    this.#draw()
  }

  async apply(): Promise<void> {
    await this.#config?.apply()
  }

  async reset(): Promise<void> {
    await this.#config?.load()
    this.#draw()
  }
}

/** LuCI's `form`, the kinds these pages use. */
export const form = { Map: FormMap, TypedSection, Value, ListValue, Flag, DynamicList }
