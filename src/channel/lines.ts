/**
 * What stands between a line and the one before it: an empty line, a line end, or a line feed alone on a port that ends
 * its lines with CR LF.
 */
export type Gap = 'blank' | 'line' | 'inner'

/** Bytes in, lines out. */
export interface Lines {
  push(bytes: Uint8Array): void
  /** The next complete line that is not empty, without line end and outer blanks; null when there is none. */
  next(): string | null
  /** What stood before the line that was given last. */
  gap(): Gap
  /** Whether a line has begun and is not finished. */
  begun(): boolean
  /** True when the unfinished line is the `> ` of a body prompt, which is then consumed. */
  prompt(): boolean
}

const longest = 65_536

/** Text of bytes held as code units 0–255: UTF-8 where it is valid, otherwise U+FFFD for every non-ASCII byte. */
export function decode(latin: string): string {
  if (!/[\x80-\xff]/.test(latin)) return latin
  try {
    return decodeURIComponent(
      latin.replace(/[%\x80-\xff]/g, c => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`),
    )
  } catch {
    return latin.replace(/[\x80-\xff]/g, '\ufffd')
  }
}

/**
 * Splits at CR and LF alike (an echo ends with CR alone), drops NUL and empty lines. A line longer than 64 KiB is
 * cut there and its rest dropped.
 */
export function createLines(): Lines {
  const ready: (readonly [string, Gap])[] = []
  let partial = ''
  let ends = ''
  let last: Gap = 'line'
  let paired = false
  const finish = () => {
    if (partial === '') return
    const line = decode(partial).trim()
    partial = ''
    if (line === '') return
    paired ||= ends.includes('\r\n')
    const count = ends.replace(/\r\n/g, '\n').length
    ready.push([line, count > 1 ? 'blank' : paired && ends === '\n' ? 'inner' : 'line'])
    ends = ''
  }
  return {
    push(bytes) {
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i] ?? 0
        if (byte === 13 || byte === 10) {
          finish()
          if (ends.length < 9) ends += String.fromCharCode(byte)
        } else if (byte !== 0 && partial.length < longest) partial += String.fromCharCode(byte)
      }
    },
    next() {
      const [line = null, gap = last] = ready.shift() ?? []
      last = gap
      return line
    },
    gap: () => last,
    begun: () => partial.trim() !== '',
    prompt() {
      if (partial.trim() !== '>') return false
      partial = ''
      return true
    },
  }
}
