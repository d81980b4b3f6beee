/** One argument of a method. */
export interface ArgumentHelp {
  type: 'string' | 'integer' | 'boolean' | 'array'
  summary: string
  /** What it may be, in words: `lte, nr_nsa, nr_sa`, `1 to 1023`; absent where that is any text. */
  values?: string
  required?: true
}

/** What `/usr/share/modem/methods.json` says about one method: derived from the contract at build time. */
export interface MethodHelp {
  summary: string
  access: string
  arguments: Readonly<Record<string, ArgumentHelp>>
}

/** By method. */
export type Help = Readonly<Record<string, MethodHelp>>

/** Arguments that need no name, in their order. */
const unnamed = ['job', 'modem', 'command', 'id']

/** Those of a method; a job says by itself which modem it is of. */
export function positionsOf(help: MethodHelp | undefined): string[] {
  const names = unnamed.filter(name => help !== undefined && Object.hasOwn(help.arguments, name))
  return names[0] === 'job' ? ['job'] : names
}

/** Words of standard input: one JSON object, or one `name=value` a line. No other program can see them there. */
export function inputWords(text: string): string[] {
  const whole = text.trim()
  return whole.startsWith('{') ? [whole] : whole.split(/\s*\n\s*/).filter(Boolean)
}

/** A value as its type is written; what is no such value is left as it is, for the contract to refuse. */
function typed(text: string, type: ArgumentHelp['type'] | undefined): unknown {
  const number = (part: string) => (/^-?\d+$/.test(part) ? Number(part) : part)
  if (type === 'array')
    return text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(number)
  if (type === 'integer') return number(text)
  if (type !== 'boolean') return text
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
}

/**
 * Arguments from `name=value` words and JSON objects as `ubus call` takes them; what is no object is given as it is. A
 * word without `=` sets what is yes or no, or is a modem, a command, a job or a message where the method takes one.
 */
export function parseArguments(words: readonly string[], help: MethodHelp | undefined): unknown {
  const args = Object.create(null) as Record<string, unknown>
  const bare: string[] = []
  const positions = positionsOf(help)
  for (const word of words) {
    const at = word.indexOf('=')
    const name = (at < 0 ? word : word.slice(0, at)).replace(/^--/, '').replace(/-/g, '_')
    const type = help?.arguments[name]?.type
    const isCommand = positions.includes('command') && type === undefined && /^at/i.test(word)
    if (word.startsWith('{')) {
      try {
        Object.assign(args, JSON.parse(word))
      } catch {
        return word
      }
    } else if (isCommand || (at < 0 && type !== 'boolean' && !word.startsWith('-'))) bare.push(word)
    else args[name] = typed(at < 0 ? 'true' : word.slice(at + 1), type)
  }
  const open = positions.filter(name => args[name] === undefined)
  const taken = bare.length < open.length ? open.filter(name => help?.arguments[name]?.required) : open
  for (const [nth, word] of bare.entries()) args[(taken.length > 0 ? taken : open)[nth] ?? word] = word
  return { ...args }
}
