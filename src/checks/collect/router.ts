import { attributesOf } from '../../connection/netifd.ts'
import type { FoundDevice } from '../../discovery/sysfs.ts'
import type { Deadline, Files, Platform } from '../../platform/platform.ts'
import type { NetEvidence } from '../evidence.ts'

/** Lines of the log that are looked at. */
const lines = 300

/** A network device as the kernel shows it. */
export function netOf(files: Files, { name, driver }: FoundDevice): NetEvidence {
  const attributeOf = attributesOf(files)
  const read = (what: string) => attributeOf(name, what)
  const number = (what: string) => {
    const text = read(what)
    return text !== null && /^\d{1,20}$/.test(text) ? Number(text) : null
  }
  const raw = read('qmi/raw_ip')
  return {
    name,
    driver,
    rx_bytes: number('statistics/rx_bytes'),
    tx_bytes: number('statistics/tx_bytes'),
    raw_ip: raw === null ? null : /^y/i.test(raw),
  }
}

/** Names of the installed packages by the lists of apk or opkg; null where there is none. */
export function packagesOf(files: Files): string[] | null {
  const apk = files.read('/lib/apk/db/installed', 4_194_304)
  const opkg = apk === null ? files.read('/usr/lib/opkg/status', 4_194_304) : null
  const found = apk !== null ? apk.matchAll(/^P:(\S+)$/gm) : opkg?.matchAll(/^Package: (\S+)$/gm)
  return found === undefined ? null : [...found].map(match => match[1] ?? '')
}

/** The last lines of the system log, by ubus; null where it does not answer. */
export async function logOf(platform: Platform, until: Deadline): Promise<string[] | null> {
  const limit = Math.min(until, platform.now() + 2000)
  const request = JSON.stringify({ lines, stream: false, oneshot: true })
  const { code, stdout } = await platform.exec(['ubus', 'call', 'log', 'read', request], limit)
  if (code !== 0) return null
  try {
    const { log } = JSON.parse(stdout) as { log?: { msg?: unknown }[] }
    return (log ?? []).flatMap(({ msg }) => (typeof msg === 'string' ? [msg.slice(0, 300)] : []))
  } catch {
    return null
  }
}
