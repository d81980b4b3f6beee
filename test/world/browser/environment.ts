/** An entry of the menu below a page's path. */
export interface MenuEntry {
  path: string
  title: string
}

/** What the server tells a page about itself. */
export interface Environment {
  session: string
  /** The path of the page, `admin/modem/cellular/status`. */
  path: string
  title: string
  /** Path of the view below `view/`; null: the status overview. */
  view: string | null
  /** Pages beside this one that the session may open. */
  tabs: readonly MenuEntry[]
  /** Entries of the menu at the top. */
  menu: readonly MenuEntry[]
  /** Names of the modules in `view/status/include`. */
  includes: readonly string[]
  language: string
  languages: readonly string[]
  /** Texts and their translations. */
  translations: Readonly<Record<string, string>>
}
