import type { Files } from '../platform/platform.ts'

/** One section of a UCI file. */
export interface Section {
  type: string
  /** Letters, digits and underscores; null for an anonymous section. */
  name: string | null
  /** Options; a list is its values in order. */
  options: Readonly<Record<string, string | readonly string[]>>
}

/**
 * Splits a UCI line into words: blanks separate, single quotes are literal, double quotes take backslashes, `#`
 * outside of quotes begins a comment.
 */
function words(line: string): string[] {
  const found: string[] = []
  const token = /\s+|#.*|((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\#])+)/gy
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    const word = match[1]
    if (word === undefined) continue
    found.push(
      word.replace(
        /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
        (_, single?: string, double?: string, char?: string) =>
          single ?? char ?? (double ?? '').replace(/\\(.)/g, '$1'),
      ),
    )
  }
  return found
}

/** Parses the text of a UCI configuration file; what is not understood is passed over. */
export function parseUci(text: string): Section[] {
  const sections: Section[] = []
  let options: Record<string, string | string[]> = {}
  for (const line of text.split('\n')) {
    const [keyword, key = '', value = ''] = words(line)
    if (keyword === 'config') {
      options = Object.create(null) as Record<string, string | string[]>
      sections.push({ type: key, name: /^\w+$/.test(value) ? value : null, options })
    } else if (keyword === 'option' && key !== '') options[key] = value
    else if (keyword === 'list' && key !== '') {
      const known = options[key]
      options[key] = Array.isArray(known) ? [...known, value] : [value]
    }
  }
  return sections
}

/** The sections of `/etc/config/<name>`; empty when there is no such file. */
export function readUci(files: Files, name: string): Section[] {
  const text = files.read(`/etc/config/${name}`)
  return text === null ? [] : parseUci(text)
}

/** A section's option as text: absent, empty and lists are undefined. */
export function option(section: Section | undefined, key: string): string | undefined {
  const value = section?.options[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** What the configuration says about ports and interfaces, `modem` first, then the legacy programs'. */
export interface Binding {
  /** Device path of the AT port. */
  port: string | undefined
  /** netifd interface. */
  network: string | undefined
}

/**
 * The port and interface the legacy pages are set to: `modemdefine` (its one modem, or the main one of several),
 * else `3ginfo`.
 */
export function legacyBinding(files: Files): Binding {
  const define = readUci(files, 'modemdefine')
  const modems = define.filter(s => s.type === 'modemdefine' && option(s, 'modem') !== undefined)
  const general = define.find(s => s.type === 'general')
  const threeginfo = readUci(files, '3ginfo').find(s => s.type === '3ginfo')
  const [only] = modems
  const several = modems.length > 1
  return {
    port:
      (several ? option(general, 'main_modem') : option(only, 'comm_port')) ?? option(threeginfo, 'device'),
    network:
      (several ? option(general, 'main_network') : option(only, 'network')) ?? option(threeginfo, 'network'),
  }
}

/** Names of serial ports; pseudo-terminals are people's, not modems'. */
const serial = /^\/dev\/(?:tty[A-Z]+\w*|wwan\d+at\d+|mhi_DUN\d*|cdc-wdm\d+|smd\d+|at_mdm\d+)$/

/**
 * Whether a configured path leads to a serial port, by its own name or by that of what it is a link to. To open another
 * device can have effects by itself, as with /dev/watchdog, and a written command would be flashed into /dev/mtd0.
 */
export function isSerial(files: Files, path: string): boolean {
  return serial.test(path) || serial.test(files.realpath(path) ?? '')
}

/** A device path the backend may open: a character device name directly under /dev, no tricks. */
export function isPort(path: string): boolean {
  return /^\/dev\/[A-Za-z0-9_.-]{1,60}(?:\/[A-Za-z0-9_.-]{1,60})?$/.test(path) && !path.includes('..')
}
