/** What `/usr/share/modem/methods.json` says about one method: derived from the contract at build time. */
export interface MethodHelp {
  summary: string
  access: string
  arguments: Readonly<Record<string, { type: 'string' | 'integer' | 'boolean' | 'array'; summary: string }>>
}

/** By method. */
export type Help = Readonly<Record<string, MethodHelp>>

/** The text of `modem --help`, or of `modem METHOD --help`. */
export function helpText(help: Help, method: string | undefined): string {
  const one = method === undefined ? undefined : help[method]
  if (one === undefined) {
    const rows = Object.entries(help).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`)
    return [
      'Usage: modem METHOD [name=value …]',
      '       modem METHOD [name=value …] -   the rest on standard input, as PINs and passwords should be',
      '       modem METHOD [name=value …] --detach   what goes on after the call is not waited for: `modem job`',
      '       modem METHOD --help',
      '       modem model-check FILE',
      '       modem debug [MODEM]',
      '       modem record [MODEM] [--wide]   a recording on standard output, for `npm run fixture`',
      '       modem report [MODEM] [--long]   what helpers ask for, masked, on standard output',
      '       modem probe [MODEM]             a model file on standard output, for /etc/modem/models',
      '       modem setup [--write]',
      '',
      'Methods:',
      ...rows,
      '',
    ].join('\n')
  }
  const rows = Object.entries(one.arguments).map(
    ([name, { summary }]) => `  ${`${name}=…`.padEnd(18)}${summary}`,
  )
  return [
    `Usage: modem ${method} ${rows.length > 0 ? '[name=value …]' : ''}`.trim(),
    '',
    one.summary,
    ...rows,
    '',
  ].join('\n')
}

/** Words of standard input: one JSON object, or one `name=value` a line. No other program can see them there. */
export function inputWords(text: string): string[] {
  const whole = text.trim()
  return whole.startsWith('{') ? [whole] : whole.split(/\s*\n\s*/).filter(Boolean)
}

/** Arguments from `name=value` words and JSON objects as `ubus call` takes them; what is no object is given as it is. */
export function parseArguments(words: readonly string[], help: MethodHelp | undefined): unknown {
  const args = Object.create(null) as Record<string, unknown>
  for (const word of words) {
    if (word.startsWith('{')) {
      try {
        Object.assign(args, JSON.parse(word))
        continue
      } catch {
        return word
      }
    }
    const at = word.indexOf('=')
    const name = (at < 0 ? word : word.slice(0, at)).replace(/^--/, '').replace(/-/g, '_')
    const text = at < 0 ? 'true' : word.slice(at + 1)
    const type = help?.arguments[name]?.type
    const value = (part: string) => (/^-?\d+$/.test(part) ? Number(part) : part)
    if (type === 'array')
      args[name] = text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(value)
    else if (type === 'integer') args[name] = value(text)
    else if (type === 'boolean')
      args[name] = text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
    else args[name] = text
  }
  return { ...args }
}
