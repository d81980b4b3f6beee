import * as os from 'os'
import { isKind, plain } from './files.ts'

/** `SEEK_SET`. */
const fromStart = 0

/** Flash: MTD, which the kernel lets be read alone, volumes of UBI, and partitions of eMMC; opened for reading. */
const flash = /^\/dev\/(?:mtd\d+ro|ubi\d+_\d+|mmcblk\d+p\d+)$/

/** As `bytes` of `Platform`. */
export function readBytes(path: string, offset: number, length: number): Uint8Array | null {
  if (!flash.test(path) && !isKind(path, plain)) return null
  const fd = os.open(path, os.O_RDONLY)
  if (fd < 0) return null
  try {
    if (offset > 0 && os.seek(fd, offset, fromStart) !== offset) return null
    const buffer = new ArrayBuffer(length)
    let filled = 0
    while (filled < length) {
      const size = os.read(fd, buffer, filled, length - filled)
      if (size <= 0) break
      filled += size
    }
    return new Uint8Array(buffer, 0, filled)
  } finally {
    os.close(fd)
  }
}
