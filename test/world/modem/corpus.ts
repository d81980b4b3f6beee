import { addReply, emptyScript, type ModemScript, type Step } from './script.ts'

/** An answer of a corpus case: the lines, or the lines with another final result than OK and a delay in ms. */
export type CorpusAnswer = string | { lines?: string | readonly string[]; final?: string; delay?: number }

/** The part of a corpus case that says what the modem is and answers. */
export interface CorpusCase {
  name?: string
  bus?: string
  usb?: { vid: string; pid: string; manufacturer?: string; product?: string }
  port?: string
  if?: number
  net?: { name: string; driver: string } | null
  board?: string
  echo?: boolean
  unknown?: string
  at: Record<string, CorpusAnswer | readonly CorpusAnswer[]>
  accept?: readonly string[]
}

/** The script of a corpus case; `name` stands in messages. */
export function fromCorpusCase(json: CorpusCase, name = json.name ?? 'case'): ModemScript {
  const script = emptyScript(name)
  const { usb, net } = json
  if (usb) {
    script.device = {
      bus: json.bus === 'pci' ? 'pci' : 'usb',
      id: `${usb.vid}:${usb.pid}`.toLowerCase(),
      manufacturer: usb.manufacturer || null,
      product: usb.product || null,
    }
  }
  if (json.port !== undefined) script.port = { name: json.port, interface: json.if ?? null }
  if (net) script.net = { name: net.name, driver: net.driver }
  script.board = json.board ?? null
  script.echo = json.echo ?? true
  script.unknown = json.unknown ?? 'ERROR'
  script.accept = (json.accept ?? []).map(pattern => new RegExp(pattern, 'i'))
  for (const [command, given] of Object.entries(json.at)) {
    const answers = (Array.isArray(given) ? given : [given]) as readonly CorpusAnswer[]
    for (const answer of answers) {
      const { lines = '', final = 'OK', delay = 0 } = typeof answer === 'string' ? { lines: answer } : answer
      const split = (typeof lines === 'string' ? lines : lines.join('\n')).split('\n')
      const steps: Step[] = split.length === 1 && split[0] === '' ? [] : split.map(line => ({ line }))
      if (delay > 0) steps.unshift({ silence: delay })
      addReply(script, command, { steps, final, after: [], source: 0 })
    }
  }
  return script
}
