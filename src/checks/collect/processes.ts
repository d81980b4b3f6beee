import type { Files } from '../../platform/platform.ts'
import type { ProcessEvidence } from '../evidence.ts'

/** Programs that have to do with modems, whether they have a port open at the moment or not. */
const known =
  /^(?:modemmanager|wwand|quectel-cm.*|uqmi|umbim|qmicli|mbimcli|gcom|comgt|chat|pppd|sms_tool|qmodem.*|picocom|minicom|socat|smstools3|smsd|gammu.*|gpsd)$/i

/** Ticks in a second in which /proc counts; the same on every port of Linux that OpenWrt has. */
const ticks = 100

/** Seconds since the router was started, from /proc/uptime; null where it cannot be read. */
export function uptimeOf(files: Files): number | null {
  const seconds = Number(files.read('/proc/uptime', 64)?.split(' ')[0])
  return Number.isFinite(seconds) ? seconds : null
}

/** Age by field 22 of /proc/<pid>/stat, the start after boot in ticks; the name before it may hold blanks. */
function ageOf(files: Files, pid: string, uptime: number | null): number | null {
  const fields = files.read(`/proc/${pid}/stat`, 512)?.replace(/^.*\)/, '').trim().split(' ')
  const started = Number(fields?.[19])
  return uptime === null || !Number.isFinite(started) ? null : Math.max(0, uptime - started / ticks)
}

/** The processes that are known to drive modems or have one of `devices` open; null without /proc. */
export function processesOf(files: Files, devices: readonly string[]): ProcessEvidence[] | null {
  const pids = files.list('/proc').filter(name => /^\d+$/.test(name))
  if (pids.length === 0) return null
  const self = files.realpath('/proc/self')?.replace(/^.*\//, '')
  const uptime = uptimeOf(files)
  const real = new Map(
    devices.flatMap(device => {
      const path = files.realpath(device)
      return path === null ? [] : [[path, device] as const]
    }),
  )
  return pids.flatMap(pid => {
    if (pid === self) return []
    const name = files.read(`/proc/${pid}/comm`, 64)?.trim() ?? ''
    const open = files.list(`/proc/${pid}/fd`).flatMap(fd => {
      const path = files.realpath(`/proc/${pid}/fd/${fd}`)
      return (path !== null && real.get(path)) || []
    })
    const holds = [...new Set(open)]
    if (holds.length === 0 && !known.test(name)) return []
    return [{ pid: Number(pid), name: name || 'a program', age_s: ageOf(files, pid, uptime), holds }]
  })
}
