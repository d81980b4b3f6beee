import { countedAt } from '../discovery/enumeration.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, type Ready } from '../platform/places.ts'
import type { Deadline, Files } from '../platform/platform.ts'

/**
 * How long an answer may usually be given again, ms: what `max_age` allows, or as long as its sentence surely holds.
 */
const most = { info: 3_600_000, signal: 3_600_000, status: 10_000, '3ginfo': 2000 } satisfies Record<
  Ready,
  number
>

/**
 * Lays an answer ready, so that the plugin's shell (`build/derive/rpcd.ts`) can give it again without a program. First line:
 * version, when it was read (ms since the start of the router, in the hundredths that /proc/uptime has), how old it may
 * become, the device's number and where it is counted (`-` where nothing counts), since when its state held (ms before
 * it was read, or `-`), 1 where it is meant when no modem is named, 2 where it is the only one, and every name of the modem. Then `answer`: JSON without
 * its opening brace and its ages, which whoever gives it again puts in anew. `sinceMs` is the age of the state at `taken`,
 * `longest` how old the answer may become where that is not the usual time.
 */
export function writeReady(
  files: Files,
  method: Ready,
  modem: Modem,
  taken: Deadline,
  answer: string,
  sinceMs: number | null = null,
  longest: number = most[method],
): void {
  const { found, known, byDefault, alone } = modem
  const device = countedAt(found)
  const head = [
    1,
    Math.floor(taken / 10) * 10,
    longest,
    device === null ? '-' : found.enumeration.split('.').at(-1),
    device ?? '-',
    sinceMs === null ? '-' : Math.max(0, Math.floor(sinceMs)),
    alone ? 2 : byDefault ? 1 : 0,
    ...[modem.modem, `${found.bus}-${found.path}`, ...known].filter(name => /^[\w.:@/-]+$/.test(name)),
  ]
  files.write(placeOf(modem.modem, method), `${head.join(' ')}\n${answer}\n`)
}

/** Takes away what lies ready of a modem. */
export function removeReady(files: Files, modem: string): void {
  for (const method of Object.keys(most) as Ready[]) files.remove(placeOf(modem, method))
}
