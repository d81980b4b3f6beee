import { runDirectory } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'

/**
 * The host without what is remembered between calls: everything is asked anew, and nothing of it is kept for others. Ports
 * and their locks are the same.
 */
export function forgetful(platform: Platform): Platform {
  const { files } = platform
  const isKept = (path: string) => path.startsWith(runDirectory)
  return {
    ...platform,
    files: {
      ...files,
      read: (path, limit) => (isKept(path) ? null : files.read(path, limit)),
      exists: path => !isKept(path) && files.exists(path),
      list: path => (isKept(path) ? [] : files.list(path)),
      write: () => true,
      remove: () => {},
    },
  }
}
