import * as os from 'os'
import * as std from 'std'
import type { Files } from '../platform.ts'

/** Files through QuickJS' `std` and `os`. */
export const files: Files = {
  read(path, limit = 262_144) {
    const file = std.open(path, 'r')
    if (file === null) return null
    try {
      return file.readAsString(limit)
    } catch {
      return null
    } finally {
      file.close()
    }
  },
  list(path) {
    const [names, error] = os.readdir(path)
    return error === 0 ? names.filter(name => name !== '.' && name !== '..').sort() : []
  },
  realpath(path) {
    const [real, error] = os.realpath(path)
    return error === 0 ? real : null
  },
  exists: path => os.stat(path)[1] === 0,
  write(path, text) {
    const temporary = `${path}.${os.getpid()}`
    os.mkdir(path.slice(0, path.lastIndexOf('/')), 0o700)
    os.remove(temporary)
    const fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    const file = fd < 0 ? null : std.fdopen(fd, 'w')
    if (file === null) return false
    file.puts(text)
    if (file.close() === 0 && os.rename(temporary, path) === 0) return true
    os.remove(temporary)
    return false
  },
  remove(path) {
    os.remove(path)
  },
}
