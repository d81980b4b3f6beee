import type { ModemInfo } from '../contract/info.ts'
import type { Values } from './template.ts'

/**
 * Byte count as busybox `ifconfig` prints it, up to TiB with one decimal cut off: `158.9 KiB`; null for an unknown
 * count.
 */
export function bytesText(bytes: number | null): string | null {
  if (bytes === null) return null
  let whole = Math.trunc(bytes)
  let tenths = 0
  let unit = 0
  while (whole >= 1024 && unit < 4) {
    tenths = Math.trunc(((whole % 1024) * 10) / 1024)
    whole = Math.trunc(whole / 1024)
    unit++
  }
  return `${whole}.${tenths} ${['', 'Ki', 'Mi', 'Gi', 'Ti'][unit]}B`
}

const two = (value: number) => String(value).padStart(2, '0')

/** Duration as the pages show it: `1d, 02:03:04`. */
function durationText(seconds: number): string {
  const [days, hours, minutes] = [seconds / 86400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.trunc)
  return `${days}d, ${two(hours ?? 0)}:${two(minutes ?? 0)}:${two(seconds % 60)}`
}

/** Local time as `YYYYmmddHHMMSS`. */
function timeText(time: number): string {
  const date = new Date(time)
  const parts = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()]
  return date.getFullYear() + parts.map(two).join('')
}

/** The connection: `conn_time`, `conn_time_sec`, `conn_time_since` while it is up and has an address, `rx`, `tx`. */
export function connectionValues({ connection }: Pick<ModemInfo, 'connection'>, now: number): Values {
  const { up, uptime_s, addresses, rx_bytes, tx_bytes } = connection
  const seconds = up && addresses.length > 0 && uptime_s !== null ? Math.trunc(uptime_s) : null
  return {
    conn_time: seconds === null ? null : durationText(seconds),
    conn_time_sec: seconds,
    conn_time_since: seconds === null ? null : timeText(now - seconds * 1000),
    rx: bytesText(rx_bytes),
    tx: bytesText(tx_bytes),
  }
}
