import type { Files } from '../platform/platform.ts'

/** A process that has a port open. */
export interface Holder {
  pid: number
  /** Name of its program. */
  name: string
}

/** The first other process that has `port` open, from /proc; null when there is none. */
export function holderOf(files: Files, port: string): Holder | null {
  const device = files.realpath(port)
  const self = files.realpath('/proc/self')?.replace(/^.*\//, '')
  if (device === null) return null
  for (const pid of files.list('/proc')) {
    if (!/^\d+$/.test(pid) || pid === self) continue
    const holds = files.list(`/proc/${pid}/fd`).some(fd => files.realpath(`/proc/${pid}/fd/${fd}`) === device)
    if (holds) return { pid: Number(pid), name: files.read(`/proc/${pid}/comm`, 64)?.trim() || 'a program' }
  }
  return null
}
