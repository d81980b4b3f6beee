import type { ModemInfo } from '../contract/info.ts'
import type { SignalReply, StatusReply } from '../contract/status.ts'
import { plain } from '../platform/plain.ts'
import { environment, finish, isTerminal, readInput, words } from '../platform/quickjs/process.ts'
import { allowsColour } from './terminal.ts'
import { cleaned } from './text/clean.ts'
import { infoText, signalText, statusText } from './text/modem.ts'
import { coloured, colourless } from './text/paint.ts'

/**
 * The command `modem` where its answer lies ready: the wrapper's shell has chosen it, hands it over on standard input and
 * tells in `READY` method, age (ms), and since when its state has held (s, or `-`). The same reply, in the same order, as
 * the whole command prints.
 */
const [method = '', age, since] = (environment('READY') ?? '').split(' ')
const told = JSON.parse(`{${readInput(262_144)}`) as Record<string, unknown>
const age_ms = Number(age)
const { modem, status, reason, ...rest } = told
const reply: object =
  method === 'info'
    ? { age_ms, ...told }
    : method === 'signal'
      ? { ...told, age_ms }
      : { modem, status, reason, since_s: Number(since), ...rest, age_ms }

function textOf(paint: typeof coloured): string {
  const clean = cleaned(reply)
  if (method === 'info') return infoText(clean as ModemInfo, paint)
  if (method === 'signal') return signalText(clean as SignalReply, paint)
  return statusText(clean as StatusReply, paint)
}

const isJson = words.includes('--json')
const isAlone = words.every(word => word === '--json')
const isRead = isTerminal('output')
const whole = isAlone ? { modems: [reply] } : reply
finish(
  isJson || !isRead
    ? plain(`${JSON.stringify(whole, null, isJson ? undefined : 2)}\n`)
    : textOf(allowsColour(environment) ? coloured : colourless),
)
