import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import {
  addReply,
  emptyScript,
  isFinal,
  type ModemScript,
  type Reply,
  type Step,
  splitParts,
} from './script.ts'

/** Mistakes of a text that are told one by one. */
const mostMistakes = 20

/** Text `parseFixture` refuses; the message has one `name:line: …` per mistake. */
function refuse(problems: readonly string[]): never {
  const more = problems.length - mostMistakes
  throw new Error([...problems.slice(0, mostMistakes), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))
}

const text = String.raw`"(?:[^"\\\0-\x1f]|\\(?:["\\bfnrt]|u[0-9a-f]{4}))*"`
const usb = new RegExp(`^([0-9a-f]{4}:[0-9a-f]{4})(?: (${text})(?: (${text}))?)?$`, 'i')
const unquoted = (quoted: string | undefined): string | null =>
  quoted === undefined ? null : (JSON.parse(quoted) as string)

type Directive = (rest: string, script: ModemScript) => boolean

/** Header lines by name: what they set, and the form shown when they do not fit. */
const directives: Record<string, { form: string; set: Directive; many?: true }> = {
  usb: {
    form: '@usb 2cb7:0a05 "Manufacturer" "Product"',
    set(rest, script) {
      const match = usb.exec(rest)
      if (!match?.[1]) return false
      const [, id, manufacturer, product] = match
      script.device = {
        bus: 'usb',
        id: id.toLowerCase(),
        manufacturer: unquoted(manufacturer),
        product: unquoted(product),
      }
      return true
    },
  },
  pci: {
    form: '@pci 105b:e0b0',
    set(rest, script) {
      if (!/^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(rest)) return false
      script.device = { bus: 'pci', id: rest.toLowerCase(), manufacturer: null, product: null }
      return true
    },
  },
  port: {
    form: '@port ttyUSB0 3',
    set(rest, script) {
      const match = /^([A-Za-z0-9_]+)(?: (\d{1,3}))?$/.exec(rest)
      if (!match?.[1]) return false
      script.port = { name: match[1], interface: match[2] === undefined ? null : Number(match[2]) }
      return true
    },
  },
  net: {
    form: '@net eth1 cdc_ncm',
    set(rest, script) {
      const match = /^([\w.-]+) ([\w-]+)$/.exec(rest)
      if (!match?.[1] || !match[2]) return false
      script.net = { name: match[1], driver: match[2] }
      return true
    },
  },
  board: {
    form: '@board zte,mf286d',
    set(rest, script) {
      script.board = rest
      return rest !== ''
    },
  },
  echo: {
    form: '@echo on, @echo off',
    set(rest, script) {
      script.echo = rest === 'on'
      return rest === 'on' || rest === 'off'
    },
  },
  unknown: {
    form: '@unknown COMMAND NOT SUPPORT',
    set(rest, script) {
      script.unknown = rest
      return rest !== ''
    },
  },
  silent: {
    form: '@silent',
    set(rest, script) {
      script.silent = true
      return rest === ''
    },
  },
  accept: {
    form: '@accept ^\\+CFUN= (a regular expression)',
    many: true,
    set(rest, script) {
      try {
        script.accept.push(new RegExp(rest, 'i'))
      } catch {
        return false
      }
      return rest !== ''
    },
  },
}

interface OpenBlock {
  command: string
  steps: Step[]
  after: Step[]
  final: string | null
  source: number
}

/**
 * Reads a fixture. Header lines `@key value` describe the modem, then blocks: `>` one command as the host sends it,
 * `<` its answer line by line (a final result may end it, else it is OK; `>` alone is the body prompt), `!` an
 * unsolicited line and `~` milliseconds of silence at that point, `#` a comment. A command that stands twice has
 * successive answers; `> AT+COPS?#0` is the answer of `AT+COPS?` after `AT+COPS=3,0`. Throws an Error that lists
 * every mistake as `name:line: …`.
 */
export function parseFixture(source: string, name = 'fixture'): ModemScript {
  const script = emptyScript(name)
  const problems: string[] = []
  const given = new Set<string>()
  let block: OpenBlock | null = null

  const close = () => {
    if (!block) return
    const { command, steps, after, final } = block
    addReply(script, command, { steps, final: final ?? 'OK', after, source: block.source })
  }

  const header = (rest: string): string | null => {
    const [key = '', value = ''] = rest.split(/ +(.*)/s)
    const directive = Object.hasOwn(directives, key) ? directives[key] : undefined
    if (!directive) return `there is no @${key}; known are @${Object.keys(directives).join(', @')}`
    if (block) return `@${key} must stand before the first command`
    const slot = key === 'pci' ? 'usb' : key
    if (given.has(slot) && !directive.many) return `@${key} is given twice`
    given.add(slot)
    return directive.set(value.trim(), script) ? null : `@${key} does not read like ${directive.form}`
  }

  const host = (rest: string, number: number): string | null => {
    const command = /^AT(.*)$/i.exec(rest)?.[1]?.trim()
    close()
    block = { command: command ?? '', steps: [], after: [], final: null, source: number }
    if (command === undefined) return 'a host line begins with AT'
    if (splitParts(command).length > 1)
      return 'one command per block; the simulator puts compound lines together'
    return null
  }

  const modem = (open: OpenBlock, rest: string): string | null => {
    if (open.final !== null) return `the answer has ended with ${open.final}; a line after it begins with !`
    if (rest.trim() === '>') open.steps.push({ prompt: true })
    else if (isFinal(rest, script)) open.final = rest
    else open.steps.push({ line: rest })
    return null
  }

  const read = (line: string, number: number): string | null => {
    const rest = line.slice(1).replace(/^ /, '')
    const mark = line[0] ?? ''
    if (mark === '@') return header(rest.trim())
    if (mark === '>') return host(rest.trim(), number)
    if (!'<!~'.includes(mark)) return `a line begins with > < ! ~ # or @, not with ${JSON.stringify(mark)}`
    if (!block) return `${mark} stands before the first command (a line beginning with >)`
    if (mark === '<') return modem(block, rest)
    const steps = block.final === null ? block.steps : block.after
    if (mark === '!') {
      steps.push({ unsolicited: rest })
      return rest.trim() === '' ? 'an unsolicited line has text' : null
    }
    steps.push({ silence: Number(rest) })
    return /^\d{1,7}$/.test(rest.trim()) ? null : 'silence is a number of milliseconds'
  }

  source.split('\n').forEach((raw, index) => {
    const line = raw.replace(/\r$/, '')
    if (line.trim() === '' || line.startsWith('#')) return
    const problem = read(line, index + 1)
    if (problem !== null) problems.push(`${name}:${index + 1}: ${problem}`)
  })
  close()
  return problems.length > 0 ? refuse(problems) : script
}

/** Reads a fixture file; its name in messages is the file's name. */
export function readFixture(path: string): ModemScript {
  return parseFixture(readFileSync(path, 'utf8'), basename(path))
}

function renderReply(command: string, answer: Reply, script: ModemScript): string[] {
  const wrong = (line: string) =>
    refuse([`${script.name}: AT${command}: ${JSON.stringify(line)} has no form in a fixture`])
  const step = (one: Step): string => {
    if ('silence' in one) return `~ ${one.silence}`
    if ('prompt' in one) return '< >'
    if ('unsolicited' in one)
      return /^\s*$|[\r\n]/.test(one.unsolicited) ? wrong(one.unsolicited) : `! ${one.unsolicited}`
    if (/[\r\n]/.test(one.line) || one.line.trim() === '>' || isFinal(one.line, script))
      return wrong(one.line)
    return one.line === '' ? '<' : `< ${one.line}`
  }
  const lines = [`> AT${command}`, ...answer.steps.map(step)]
  if (answer.final !== 'OK' || answer.after.length > 0) {
    if (!isFinal(answer.final, script)) wrong(answer.final)
    lines.push(`< ${answer.final}`, ...answer.after.map(step))
  }
  return lines
}

/** Writes a script as a fixture: `parseFixture` reads the same from it. Throws where the format has no words for it. */
export function renderFixture(script: ModemScript): string {
  const { device, port, net } = script
  const header: string[] = []
  if (device) {
    const texts =
      device.product === null ? [device.manufacturer] : [device.manufacturer ?? '', device.product]
    const strings = texts.map(one => (one === null ? '' : ` ${JSON.stringify(one)}`)).join('')
    header.push(`@${device.bus} ${device.id}${device.bus === 'usb' ? strings : ''}`)
  }
  if (port) header.push(`@port ${port.name}${port.interface === null ? '' : ` ${port.interface}`}`)
  if (net) header.push(`@net ${net.name} ${net.driver}`)
  if (script.board !== null) header.push(`@board ${script.board}`)
  if (!script.echo) header.push('@echo off')
  if (script.unknown !== 'ERROR') header.push(`@unknown ${script.unknown}`)
  if (script.silent) header.push('@silent')
  for (const pattern of script.accept) header.push(`@accept ${pattern.source}`)
  const blocks = [...script.entries.values()].flatMap(({ command, replies }) =>
    replies.flatMap(answer => ['', ...renderReply(command, answer, script)]),
  )
  return `${[...header, ...blocks].join('\n')}\n`
}
