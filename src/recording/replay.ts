import type { Transport } from '../platform/platform.ts'

/** What a modem said to one command, in the form of a fixture: `>` and `<`, without times and news. */
export interface Exchange {
  /** The command with `AT`; `AT+COPS?#2` is `AT+COPS?` after `AT+COPS=3,2`. */
  command: string
  lines: readonly string[]
  final: string
}

/** The parts of a command line: at `;` outside of quotes. */
export const partsOf = (line: string): string[] =>
  [...line.replace(/^AT/i, '').matchAll(/(?:"[^"]*(?:"|$)|[^";])+/g)]
    .map(([part]) => part.trim())
    .filter(Boolean)

/** The format of the operator's name that `+COPS=3,n` sets (3GPP TS 27.007 §7.3); null for every other command. */
export const formatSet = (part: string): string | null => /^\+COPS=3,(\d)$/i.exec(part)?.[1] ?? null

/**
 * A port behind which the recorded modem sits: it answers at once what was recorded, the answers of a command that stands
 * twice one after the other, and `ERROR` to everything else. Nothing is waited for.
 */
export function replayed(exchanges: readonly Exchange[]): Transport {
  const answers = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    const key = exchange.command.toUpperCase()
    answers.set(key, [...(answers.get(key) ?? []), exchange])
  }
  const formats = new Set(exchanges.flatMap(({ command }) => /^AT\+COPS\?#(\d)$/i.exec(command)?.[1] ?? []))
  let format = ''
  let waiting: string[] = []
  let typed = ''

  const answerTo = (part: string): Pick<Exchange, 'lines' | 'final'> => {
    const chosen = formatSet(part)
    if (chosen !== null && formats.has(chosen)) {
      format = chosen
      return { lines: [], final: 'OK' }
    }
    const isOperator = /^\+COPS\?$/i.test(part)
    const list = (isOperator && answers.get(`AT+COPS?#${format}`)) || answers.get(`AT${part}`.toUpperCase())
    const [first] = list ?? []
    if (list && list.length > 1) list.shift()
    return first ?? { lines: [], final: 'ERROR' }
  }

  const answer = (line: string): string => {
    const said = [line]
    let final = 'OK'
    for (const part of partsOf(line)) {
      const one = answerTo(part)
      said.push(...one.lines)
      final = one.final
      if (final !== 'OK') break
    }
    return `${said.join('\r\n')}\r\n${final}\r\n`
  }

  return {
    async write(bytes) {
      typed += String.fromCharCode(...bytes)
      const lines = typed.split('\r')
      typed = lines.pop() ?? ''
      waiting.push(...lines.map(line => answer(line.trim())))
    },
    async read() {
      const text = waiting.join('')
      waiting = []
      if (text !== '') return Uint8Array.from(text, sign => sign.charCodeAt(0) & 255)
      return null
    },
    close() {
      waiting = []
    },
  }
}
