import type { FailureReply } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { WatchReply } from '../contract/watch.ts'
import type { Platform } from '../platform/platform.ts'
import { dispatch } from './dispatch.ts'
import { standing } from './text/watch.ts'

/** Ages up to which `info` is told without the modem being asked, ms. */
const anyAge = 3_600_000

const isFailure = (reply: object): reply is FailureReply => 'error' in reply && 'message' in reply

const two = (number: number) => String(number).padStart(2, '0')
const clockOf = (date: Date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')

/** A number of bytes for a person. */
function bytesText(bytes: number): string {
  const [divisor, unit] = bytes >= 1e9 ? [1e9, 'GB'] : bytes >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB']
  return `${(bytes / divisor).toFixed(1)} ${unit}`
}

/** One reading of the watch as a line. */
export function readingLine(info: ModemInfo, { verdict }: WatchReply): string {
  const { rat, operator, signal, connection, registration } = info
  const values = [
    verdict ?? 'not judged yet',
    connection.state.replaceAll('_', ' '),
    operator.name ?? registration.state,
    rat?.replaceAll('_', ' '),
    signal.rsrp === null ? null : `RSRP ${signal.rsrp} dBm`,
    signal.sinr === null ? null : `SINR ${signal.sinr} dB`,
    connection.rx_bytes === null ? null : `received ${bytesText(connection.rx_bytes)}`,
    connection.tx_bytes === null ? null : `sent ${bytesText(connection.tx_bytes)}`,
  ]
  return values.filter(Boolean).join(', ')
}

/** `modem watch` in a terminal: how it stands, then a line for each look and each event, until `isOver` or a failure. */
export async function follow(
  platform: Platform,
  args: unknown,
  print: (line: string) => void,
  isOver: () => boolean = () => false,
): Promise<FailureReply | null> {
  const ask = async () => (await dispatch(platform, 'watch', args)) as WatchReply | FailureReply
  const first = await ask()
  if (isFailure(first)) return first
  for (const line of standing(first)) print(line)
  let told = first.news.at(-1)?.number ?? 0
  let looked = Number.POSITIVE_INFINITY
  while (!isOver()) {
    const reply = await ask()
    if (isFailure(reply)) return reply
    const at = clockOf(new Date())
    for (const { number, text } of reply.news) if (number > told) print(`${at}  ${text}`)
    told = Math.max(told, reply.news.at(-1)?.number ?? 0)
    if (reply.looked_s !== null && reply.looked_s < looked && reply.modem !== null) {
      const info = await dispatch(platform, 'info', { modem: reply.modem, max_age: anyAge })
      print(`${at}  ${isFailure(info) ? 'the modem is not there' : readingLine(info as ModemInfo, reply)}`)
    }
    looked = reply.looked_s ?? Number.POSITIVE_INFINITY
    await platform.sleep(1000)
  }
  return null
}
