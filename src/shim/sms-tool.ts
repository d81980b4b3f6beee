import type { Stored } from '../messages/sms.ts'

/** What `sms_tool` is asked for. */
export interface SmsToolRequest {
  device: string
  command: 'status' | 'recv' | 'send' | 'delete' | 'ussd' | 'at'
  words: readonly string[]
  /** Storage; null: the one that was told last. */
  storage: string | null
  isJson: boolean
  /** How a time is written, as `strftime` takes it. */
  format: string
  /** How long `at` listens behind the final result, ms. */
  waitMs: number
}

/** What it prints, and its exit code. */
export interface SmsToolOutput {
  out: string
  err: string
  code: number
}

const usual = '%m/%d/%y %H:%M:%S'
const valued = 'bcdfsw'
const flags = 'DjRr'
const least: Readonly<Record<SmsToolRequest['command'], number>> = {
  status: 0,
  recv: 0,
  send: 2,
  delete: 1,
  ussd: 1,
  at: 1,
}

const isCommand = (word: string | undefined): word is SmsToolRequest['command'] =>
  word !== undefined && Object.hasOwn(least, word)

/**
 * The words of its command line: options as `getopt` takes them, up to the command. What stands behind the words of a
 * command is left out, as the `2>/dev/null` a page adds. Null where it makes no sense.
 */
export function smsToolRequest(args: readonly string[]): SmsToolRequest | null {
  const options = new Map<string, string>()
  let at = 0
  for (; at < args.length && /^-./.test(args[at] ?? ''); at++) {
    const word = args[at] ?? ''
    if (word === '--') {
      at++
      break
    }
    for (let letter = 1; letter < word.length; letter++) {
      const name = word[letter] ?? ''
      if (flags.includes(name)) options.set(name, '')
      else if (!valued.includes(name)) return null
      else {
        const value = word.slice(letter + 1) || args[++at]
        if (value === undefined) return null
        options.set(name, value)
        break
      }
    }
  }
  const [command, ...words] = args.slice(at)
  const storage = options.get('s') ?? null
  if (!isCommand(command) || words.length < least[command] || !/^[A-Z]{2}$/.test(storage ?? 'SM')) return null
  if (command === 'delete' && !/^(?:all|\d{1,5})$/.test(words[0] ?? '')) return null
  return {
    device: options.get('d') ?? '/dev/ttyUSB0',
    command,
    words: words.slice(0, least[command]),
    storage,
    isJson: options.has('j'),
    format: options.get('f') ?? usual,
    waitMs: Math.min(10_000, Number(/^\d{1,6}$/.exec(options.get('w') ?? '')?.[0] ?? 0)),
  }
}

/** What is printed when the words make no sense. */
export const smsToolUsage: string = [
  'usage: sms_tool [options] send NUMBER TEXT',
  '       sms_tool [options] recv',
  '       sms_tool [options] delete INDEX|all',
  '       sms_tool [options] status',
  '       sms_tool [options] ussd CODE',
  '       sms_tool [options] at COMMAND',
  'options: -d DEVICE  -s STORAGE  -f FORMAT of the time  -j (JSON)  -w MILLISECONDS (at)  -b -c -D -R -r (no effect)',
  '',
].join('\n')

/** A time of a service centre in its own zone, as `strftime` writes it; what is not known of a format stays as it is. */
export function timeText(time: string | null, format: string): string {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', zone = ''] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(.*)$/.exec(time ?? '') ?? []
  if (year === '') return ''
  const parts: Readonly<Record<string, string>> = {
    Y: year,
    y: year.slice(2),
    m: month,
    d: day,
    e: String(Number(day)).padStart(2),
    H: hour,
    M: minute,
    S: second,
    z: zone.replace(':', ''),
    F: `${year}-${month}-${day}`,
    D: `${month}/${day}/${year.slice(2)}`,
    T: `${hour}:${minute}:${second}`,
    R: `${hour}:${minute}`,
    '%': '%',
  }
  return format.replace(/%(.)/g, (whole, name: string) => parts[name] ?? whole)
}

/** The number as it goes over the air: six digits and more are an international one unless they begin with 0. */
export const numberOf = (word: string): string => (/^[1-9]\d{5,}$/.test(word) ? `+${word}` : word)

/** One slot as it is told. */
interface Told {
  index: number
  error?: string
  sender: string
  timestamp: string
  reference?: number
  part?: number
  total?: number
  content: string
}

const outcomes = (status: number) =>
  status < 3 ? 'delivered' : status >= 0x20 && status < 0x40 ? 'not yet delivered' : 'not delivered'

function toldOf({ index, pdu }: Stored, format: string): Told {
  if (pdu.type === 'unreadable')
    return { index, error: 'error decoding pdu', sender: '', timestamp: '', content: '' }
  const sender = pdu.number.replace(/^\+/, '')
  if (pdu.type === 'report') {
    const content = `Report on message ${pdu.reference}: ${outcomes(pdu.status)}`
    return { index, sender, timestamp: timeText(pdu.ended ?? pdu.time, format), content }
  }
  const timestamp = pdu.type === 'deliver' ? timeText(pdu.time, format) : ''
  const place = pdu.header.ports === null ? pdu.header.place : null
  const { reference, part, total } = place ?? {}
  return {
    index,
    sender,
    timestamp,
    ...(place === null ? {} : { reference, part, total }),
    content: pdu.text ?? pdu.data ?? '',
  } as Told
}

/** The format in which luci-app-sms-tool-js asks for what it then puts into its page as markup. */
const ofThePage = '%Y-%m-%d %H:%M'

/**
 * What `recv` prints. `{"msg":[` and `]}` with the line end stand exactly so: the page cuts them off by their length. What
 * that page asks for has no `<`, which would begin markup in it.
 */
export function renderMessages(slots: readonly Stored[], { isJson, format }: SmsToolRequest): string {
  const told = slots.map(slot => toldOf(slot, format))
  if (isJson) {
    const safe = (text: string) => (format === ofThePage ? text.replace(/</g, '&lt;') : text)
    const each = told.map(one => ({ ...one, sender: safe(one.sender), content: safe(one.content) }))
    return `{"msg":[${each.map(one => JSON.stringify(one)).join(',')}]}\n`
  }
  return told
    .map(({ index, error, sender, timestamp, reference, part, total, content }) =>
      [
        `MSG: ${index}`,
        ...(error ? [error] : [`From: ${sender}`, `Date/Time: ${timestamp}`]),
        ...(part === undefined ? [] : [`Reference number: ${reference}`, `SMS segment ${part} of ${total}`]),
        `${content}\n\n`,
      ].join('\n'),
    )
    .join('')
}
