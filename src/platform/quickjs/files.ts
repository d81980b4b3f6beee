import * as os from 'os'
import * as std from 'std'
import { isKernelPlace } from '../places.ts'
import type { Files } from '../platform.ts'

/** Bits of `st_mode`: the kind of file, and the right of others to write. */
const kind = 0o170000

/** `S_IFREG`. */
export const plain = 0o100000
const folder = 0o040000
const byOthers = 0o022

/** Whether the path leads to a file of this kind; to ask costs less than to open, which can block and have effects. */
export function isKind(path: string, wanted: number): boolean {
  const [status, error] = os.stat(path)
  return error === 0 && (status.mode & kind) === wanted
}

/** Files through QuickJS' `std` and `os`. */
export const files: Files = {
  read(path, limit = 262_144) {
    const file = isKind(path, plain) ? std.open(path, 'r') : null
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
  stamp(path) {
    const [status, error] = os.stat(path)
    return error === 0 ? `${status.ino}.${status.size}.${status.mtime}` : null
  },
  exists: path => os.stat(path)[1] === 0,
  trusted(path) {
    const [status, error] = os.lstat(path)
    return error === 0 && status.uid === 0 && [plain, folder].includes(status.mode & (kind | byOthers))
  },
  write(path, text) {
    const temporary = `${path}.${os.getpid()}`
    const directory = path.slice(0, path.lastIndexOf('/'))
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1))
      os.mkdir(path.slice(0, at), 0o700)
    if (!files.trusted(directory)) return false
    os.remove(temporary)
    const fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    const file = fd < 0 ? null : std.fdopen(fd, 'w')
    if (file === null) return false
    file.puts(text)
    const isWhole = !file.error()
    if (file.close() === 0 && isWhole && os.rename(temporary, path) === 0) return true
    os.remove(temporary)
    return false
  },
  put(path, value) {
    const fd = isKernelPlace(path) ? os.open(path, os.O_WRONLY) : -1
    if (fd < 0) return false
    const bytes = Uint8Array.from(value, c => c.charCodeAt(0)).buffer
    const taken = os.write(fd, bytes, 0, bytes.byteLength)
    os.close(fd)
    return taken === bytes.byteLength
  },
  remove(path) {
    os.remove(path)
  },
}
