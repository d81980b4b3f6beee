import type { ModemApi } from '../../contract/api.ts'
import type { AtReply } from '../../contract/at.ts'
import type { JobReply } from '../../contract/jobs.ts'
import { cleaned, isObject } from './clean.ts'
import { doctorText } from './doctor.ts'
import { deletedText, messagesText, messageText, storageText } from './messages.ts'
import { infoText, listText, signalText, statusText } from './modem.ts'
import { durationText, spoken } from './names.ts'
import type { Paint } from './paint.ts'
import {
  applyText,
  bandsText,
  capabilitiesText,
  cellLockText,
  cellsText,
  contextsText,
  modesText,
  usbModeText,
} from './settings.ts'
import { type Cell, factsText, pageText, tableText } from './table.ts'
import { standing } from './watch.ts'

type Views = {
  readonly [Name in keyof ModemApi]?: (reply: ReturnType<ModemApi[Name]>, paint: Paint) => string
}

/** The lines of an answer as the modem gave them. */
const atText = ({ lines, final, ok }: AtReply, paint: Paint) =>
  [...lines.map(line => `${line}\n`), paint(ok ? 'good' : 'bad', `${final}\n`)].join('')

const jobText = (job: JobReply, paint: Paint): string =>
  pageText([
    factsText(
      [
        ['Job', job.job],
        ['Of', job.method],
        ['Modem', job.modem],
        ['State', job.state],
        ['For', durationText(job.elapsed_ms / 1000)],
        ['Doing', job.state === 'running' ? job.progress : null],
      ],
      paint,
    ),
    job.failure === null ? '' : paint('bad', `${job.failure.message}\n`),
    job.result === null ? '' : anyText(job.result, paint),
  ])

const views: Views = {
  list: listText,
  info: infoText,
  signal: signalText,
  status: statusText,
  doctor: doctorText,
  bands: bandsText,
  modes: modesText,
  cells: cellsText,
  cell_lock: cellLockText,
  contexts: contextsText,
  usb_mode: usbModeText,
  capabilities: capabilitiesText,
  apply: applyText,
  messages: messagesText,
  message: messageText,
  message_storage: storageText,
  delete_messages: deletedText,
  job: jobText,
  cancel_job: jobText,
  at: atText,
  watch: reply =>
    standing(reply)
      .map(line => `${line}\n`)
      .join(''),
}

/** A value of any shape in one line. */
function briefly(value: unknown): Cell {
  if (Array.isArray(value))
    return value.map(each => cellOf(briefly(each))).join(isObject(value[0]) ? '; ' : ' ')
  if (!isObject(value)) return value as Cell
  return Object.entries(value)
    .map(([name, inner]) => [name, briefly(inner)] as const)
    .filter(([name, inner]) => name !== 'modem' && inner !== null && inner !== '')
    .map(([name, inner]) => `${spoken(name)} ${cellOf(inner)}`)
    .join(', ')
}

const cellOf = (cell: Cell) => (typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : `${cell ?? '-'}`)

/** Lists of objects, which are told as tables. */
const isRows = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject)

/** What holds after a change, and whether it is what was asked for. */
function changeText(reply: Record<string, unknown>, paint: Paint): string {
  const { verified, restart_needed, outcome } = reply
  const held = outcome === undefined ? verified === true : outcome === 'kept'
  const names = ['requested', 'before', 'after', 'message'].filter(name => name in reply)
  return pageText([
    held ? paint('good', 'It holds.\n') : paint('bad', 'It does not hold.\n'),
    factsText(
      names.map(name => [spoken(name), briefly(reply[name])]),
      paint,
    ),
    restart_needed === true
      ? paint('warn', 'It takes effect after a restart of the modem: modem restart\n')
      : '',
    reply.reconnect_needed === true ? paint('warn', 'It takes effect with the next connection.\n') : '',
  ])
}

/** Any reply: its values by name, its lists as tables. */
function anyText(reply: object, paint: Paint): string {
  const entries = Object.entries(reply)
  const rows = entries.filter(([, value]) => isRows(value))
  const tables = rows.map(([name, value]) => {
    const list = value as Record<string, unknown>[]
    const headings = [...new Set(list.flatMap(row => Object.keys(row)))]
    const table = tableText(
      headings.map(spoken),
      list.map(row => headings.map(heading => briefly(row[heading]))),
      paint,
    )
    return `${spoken(name)}:\n${table}`
  })
  const facts = entries.filter(([, value]) => !isRows(value))
  return pageText([
    factsText(
      facts.map(([name, value]) => [spoken(name), briefly(value)]),
      paint,
    ),
    ...tables,
  ])
}

/** The reply of a method as text for a person. Nothing of it can move the cursor or forge a colour. */
export function replyText(method: string, reply: object, paint: Paint): string {
  const clean = cleaned(reply) as Record<string, unknown>
  const view = Object.hasOwn(views, method)
    ? (views[method as keyof ModemApi] as (reply: object, paint: Paint) => string)
    : undefined
  if (view !== undefined) return view(clean, paint)
  return 'verified' in clean || 'outcome' in clean ? changeText(clean, paint) : anyText(clean, paint)
}
