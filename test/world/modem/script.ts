/** What a modem does at one point of an answer. */
export type Step =
  /** A line of the answer. */
  | { line: string }
  /** A line nobody asked for. */
  | { unsolicited: string }
  /** Milliseconds of silence. */
  | { silence: number }
  /** The `> ` prompt; what follows is played after Ctrl-Z. */
  | { prompt: true }

/** The answer to one part of a command line. */
export interface Reply {
  steps: readonly Step[]
  /** Final result, `OK` lets the rest of a compound line run. */
  final: string
  /** Steps after the final result. */
  after: readonly Step[]
  /** Line of the fixture it stands on, 0 when it comes from elsewhere. */
  source: number
}

/** A command and its successive answers; the last one stays. */
export interface Entry {
  /** Text after `AT` as written; `+COPS?#2` is `+COPS?` after `+COPS=3,2`. */
  command: string
  replies: Reply[]
}

/** A modem as a fixture or a corpus case describes it: what it is and what it answers. */
export interface ModemScript {
  /** File or case, for messages. */
  name: string
  device: {
    bus: 'usb' | 'pci'
    /** `vid:pid`, lower-case hexadecimal. */
    id: string
    manufacturer: string | null
    product: string | null
  } | null
  /** AT port: device name without `/dev/` and USB interface number. */
  port: { name: string; interface: number | null } | null
  /** Network device and its driver. */
  net: { name: string; driver: string } | null
  /** `/tmp/sysinfo/board_name`. */
  board: string | null
  /** Whether the modem echoes at first. */
  echo: boolean
  /** Final result of a command that is not listed. */
  unknown: string
  /** The port exists and nothing ever comes out of it. */
  silent: boolean
  /** Commands answered OK without being listed. */
  accept: RegExp[]
  /** By command in upper case. */
  entries: Map<string, Entry>
  /** Answers some simulator has given; `unused` looks here. */
  used: Set<Reply>
}

const finals =
  /^(?:OK|ERROR|\+CM[ES] ERROR ?:.*|NO CARRIER|NO DIALTONE|BUSY|NO ANSWER|CONNECT(?: .*)?|ABORTED|COMMAND NOT SUPPORT|TOO MANY PARAMETERS)$/

/** True when `line` ends an answer of this script's modem. */
export function isFinal(line: string, script: ModemScript): boolean {
  return finals.test(line) || line === script.unknown
}

/** A script of a modem without commands, to be filled. */
export function emptyScript(name: string): ModemScript {
  return {
    name,
    device: null,
    port: null,
    net: null,
    board: null,
    echo: true,
    unknown: 'ERROR',
    silent: false,
    accept: [],
    entries: new Map(),
    used: new Set(),
  }
}

/** A reply of plain lines. */
export function reply(lines: readonly string[], final = 'OK'): Reply {
  return { steps: lines.map(line => ({ line })), final, after: [], source: 0 }
}

/** Adds one answer; a second one to the same command is given at the second call. */
export function addReply(script: ModemScript, command: string, answer: Reply): void {
  const key = command.toUpperCase()
  const entry = script.entries.get(key)
  if (entry) entry.replies.push(answer)
  else script.entries.set(key, { command, replies: [answer] })
}

/** Answers no simulator of this script has given, as `name:line: AT…`; the name alone stands for line 0. */
export function unused(script: ModemScript): string[] {
  const found: { source: number; text: string }[] = []
  for (const { command, replies } of script.entries.values()) {
    for (const answer of replies) {
      if (script.used.has(answer)) continue
      const place = answer.source > 0 ? `${script.name}:${answer.source}` : script.name
      found.push({ source: answer.source, text: `${place}: AT${command}` })
    }
  }
  return found.sort((a, b) => a.source - b.source).map(({ text }) => text)
}

/**
 * Splits what stands behind `AT` into its parts: at `;` outside of quotes, and behind `E0`, `E1`, which as a basic
 * command needs no `;` (ITU-T V.250 §5.3.1, §5.4.1).
 */
export function splitParts(command: string): string[] {
  const parts: string[] = []
  for (const match of command.matchAll(/(?:"[^"]*(?:"|$)|[^";])+/g)) {
    let part = match[0].trim()
    const basic = /^E[01]?(?=[^01\s])/i.exec(part)?.[0]
    if (basic !== undefined) {
      parts.push(basic)
      part = part.slice(basic.length).trim()
    }
    if (part !== '') parts.push(part)
  }
  return parts
}
