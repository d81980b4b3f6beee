import * as os from 'os'
import type { Deadline } from '../platform.ts'

/** Resolves true when `watch`, which sets a handler, tells that `fd` is ready, or false at `until`. */
export function ready(watch: typeof os.setReadHandler, fd: number, until: Deadline): Promise<boolean> {
  return new Promise(resolve => {
    const timer = os.setTimeout(() => finish(false), Math.max(1, until - os.now()))
    const finish = (isReady: boolean) => {
      watch(fd, null)
      os.clearTimeout(timer)
      resolve(isReady)
    }
    watch(fd, () => finish(true))
  })
}
