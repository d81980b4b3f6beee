/** What LuCI gives every module of a page as globals: the part of it these pages use. */

/** Creates an element: a function among the attributes is a listener. A lone text would be markup, so there is none. */
declare function E(
  name: string,
  attributes: Record<string, unknown>,
  content: readonly (Node | string)[],
): HTMLElement

/** The translation of a text. */
declare function _(text: string): string
/** The form of a counted text for a count; the number itself is put in by `format`. */
declare function N_(count: number, one: string, many: string): string

interface String {
  /** Replaces `%s`, `%d` and the like in order. */
  format(...values: readonly (string | number)[]): string
}

/** The LuCI object. */
declare const L: {
  env: { requestpath?: string[]; pollinterval?: number }
  /** Path of a file below `/luci-static/resources`. */
  resource(path: string): string
  /** Path of a page. */
  url(...parts: string[]): string
}

declare module 'baseclass' {
  /** A module: LuCI makes one instance of it for everybody. */
  const baseclass: { extend<Members>(members: Members & ThisType<Members>): Members }
  export default baseclass
}

declare module 'view' {
  interface View<Loaded> {
    load?(): Loaded | Promise<Loaded>
    render(loaded: Loaded): Node | Promise<Node>
    handleSave?: null
    handleSaveApply?: null
    handleReset?: null
  }
  /** A page. Null for the three handlers: the page has no buttons at its bottom. */
  const view: { extend<Loaded>(members: View<Loaded>): View<Loaded> }
  export default view
}

declare module 'poll' {
  const poll: {
    /** Runs `work` now and every `seconds`, never before the last run has ended. */
    add(work: () => Promise<unknown>, seconds: number): boolean
  }
  export default poll
}

declare module 'rpc' {
  const rpc: {
    // biome-ignore lint/suspicious/noExplicitAny: the type stands where the function is declared
    declare(options: { object: string; method: string; params?: readonly string[] }): any
  }
  export default rpc
}

declare module 'ui' {
  const ui: {
    showModal(title: string, content: readonly Node[], ...classes: string[]): HTMLElement
    hideModal(): void
  }
  export default ui
}

declare module 'tools.widgets' {
  /** Choices that LuCI reads from the router itself. */
  const widgets: {
    /** An interface of the network settings. */
    NetworkSelect: { readonly option: string }
  }
  export default widgets
}

declare module 'form' {
  /** An option of a section. */
  interface Option {
    optional: boolean
    rmempty: boolean
    placeholder: string
    datatype: string
    password: boolean
    default: string
    depends(option: string, value: string): void
    value(value: string, text?: string): void
    /** What stands in the field of a section now. */
    formvalue(section: string): string | string[] | null
    validate: (section: string, value: string) => true | string
  }
  type OptionClass = { readonly option: string }
  /** A form over a configuration file. */
  interface Form {
    /** What LuCI holds of the file, with what is not saved yet. */
    data: {
      set(config: string, section: string, option: string, value: string): void
      sections(config: string): { readonly '.name': string; readonly path?: string | string[] }[]
      save(): Promise<unknown>
    }
    section(kind: SectionClass, type: string, title?: string, description?: string): Section
    /** Reads what is there and shows it; when it is shown already, in its place. */
    render(): Promise<HTMLElement>
  }
  export interface Section {
    map: Form
    anonymous: boolean
    addremove: boolean
    addbtntitle: string
    /** The row with the name and the button of a new section. */
    renderSectionAdd(className?: string): HTMLElement
    /** Adds a section; rejected where a value that is shown is not valid, and added all the same. */
    handleAdd(event: Event, name: string): Promise<unknown>
    tab(name: string, title: string, description?: string): void
    taboption(tab: string, kind: OptionClass, name: string, title: string, description?: string): Option
  }
  type SectionClass = { readonly section: string; readonly prototype: Section }
  const form: {
    Map: new (config: string, title: string, description?: string) => Form
    TypedSection: SectionClass
    Value: OptionClass
    ListValue: OptionClass
    Flag: OptionClass
    DynamicList: OptionClass
  }
  export default form
}
