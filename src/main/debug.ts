import { Failure, type FailureCode } from '../contract/failure.ts'
import type { PortState } from '../contract/info.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { knownOf } from '../modem/known.ts'
import { refresh } from '../modem/refresh.ts'
import { plain } from '../platform/plain.ts'
import type { Platform } from '../platform/platform.ts'
import type { Known } from '../recording/known.ts'
import { createMask } from '../recording/mask.ts'

/** What a port that cannot be used is as a failure. */
const portFailures: { readonly [State in PortState]?: FailureCode } = {
  busy: 'port_busy',
  silent: 'port_silent',
  slow: 'port_slow',
}

/** How much of a talk is kept: lines, characters of all, characters of one as it is read and as it is shown. */
const most = { lines: 1000, characters: 100_000, read: 1200, shown: 1000 }

/** One line of the talk. */
interface Spoken {
  ms: number
  direction: string
  line: string
}

/** The kept lines, masked, with a last line that says how much was cut. */
function shownOf(spoken: readonly Spoken[], cut: { lines: number; characters: number }, known: Known) {
  const mask = createMask(known)
  for (const { line, direction } of spoken) if (direction !== '#') mask.learn(line)
  const lines = spoken.map(({ ms, direction, line }) => {
    const text = plain(mask.line(line, direction === '>'))
    return `${String(ms).padStart(6)} ${direction} ${text.slice(0, most.shown)}`
  })
  if (cut.lines > 0 || cut.characters > 0)
    lines.push(`       # cut: ${cut.lines} lines and ${cut.characters} characters are not shown`)
  return `${lines.join('\n')}\n`
}

/**
 * The talk of one refresh with its times in milliseconds, `>` sent, `<` answered, `!` unsolicited; persons and devices by
 * pseudonyms, without texts of messages, of bounded length. What ended it is told beside.
 */
export async function debugTalk(
  platform: Platform,
  wanted: string | undefined,
  tell: (failure: Failure) => void = () => {},
): Promise<string> {
  const started = platform.now()
  const spoken: Spoken[] = []
  const cut = { lines: 0, characters: 0 }
  let left = most.characters
  let known: Known = {}
  const note = (direction: string, line: string) => {
    const kept = line.slice(0, most.read)
    const isOver = direction !== '#' && (spoken.length >= most.lines || left < kept.length)
    cut.lines += isOver ? 1 : 0
    cut.characters += isOver ? line.length : Math.max(0, line.length - most.shown)
    if (isOver) return
    left -= kept.length
    spoken.push({ ms: Math.round(platform.now() - started), direction, line: kept })
  }
  try {
    const modem = findModemAnew(platform, wanted)
    const { found, match, ports } = modem
    const { name, dialect } = match.model
    note(
      '#',
      `${modem.modem}, ${found.id}, ${found.product ?? 'no product string'}; model ${name || 'unknown'}, dialect ${dialect}`,
    )
    note(
      '#',
      `ports ${ports.join(' ') || 'none'}; network devices ${found.devices.map(d => `${d.name} (${d.driver})`).join(' ') || 'none'}`,
    )
    for (const each of found.interfaces)
      note(
        '#',
        `interface ${each.number}, ${each.class}/${each.subclass}/${each.protocol}: ${each.driver ?? 'no driver'}; ${each.attached.map(({ name }) => name).join(' ') || 'nothing'}`,
      )
    if (modem.condition) note('#', modem.condition.reason)
    const info = await refresh({ platform, deadline: started + 14_000, trace: note }, modem, 0)
    known = knownOf(platform.files, modem, info)
    note(
      '#',
      `port ${info.port_state}; registration ${info.registration.state}; missing: ${info.missing.join(' ') || 'nothing'}`,
    )
    const failure = portFailures[info.port_state]
    if (failure !== undefined) tell(new Failure(failure, info.port ?? undefined))
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    note('#', failure.message)
    tell(failure)
  }
  return shownOf(spoken, cut, known)
}
