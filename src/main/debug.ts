import { Failure } from '../contract/failure.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { refresh } from '../modem/refresh.ts'
import { masked, plain } from '../platform/plain.ts'
import type { Platform } from '../platform/platform.ts'

/** The talk of one refresh with its times in milliseconds, `>` sent, `<` answered, `!` unsolicited; numbers masked. */
export async function debugTalk(platform: Platform, wanted: string | undefined): Promise<string> {
  const started = platform.now()
  const lines: string[] = []
  const note = (direction: string, line: string) => {
    const ms = Math.round(platform.now() - started)
    lines.push(`${String(ms).padStart(6)} ${direction} ${plain(masked(line))}`)
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
    const info = await refresh({ platform, deadline: started + 14_000, trace: note }, modem, 0)
    note(
      '#',
      `port ${info.port_state}; registration ${info.registration.state}; missing: ${info.missing.join(' ') || 'nothing'}`,
    )
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    note('#', failure.message)
  }
  return `${lines.join('\n')}\n`
}
