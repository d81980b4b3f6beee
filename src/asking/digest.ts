/** Bytes of a text with one character a byte. */
export const octets = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0))

/** Bytes as lower-case hexadecimal. */
export const hexOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

/** Bytes of hexadecimal digits; what is no pair of digits ends them. */
export const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(/^(?:[0-9a-f]{2})*/i.exec(hex)?.[0].match(/../g) ?? [], pair => Number.parseInt(pair, 16))

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes in base64 with padding (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const word = (a << 16) | (b << 8) | c
    const four = [18, 12, 6, 0].map(shift => letters[(word >> shift) & 63] ?? '')
    text += four.slice(0, Math.min(3, bytes.length - at) + 1).join('')
  }
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

/** The message with its padding: a one, zeros, and its length in bits in the last eight bytes. */
function padded(bytes: Uint8Array, isLittleEndian: boolean): DataView {
  const size = (((bytes.length + 8) >> 6) + 1) * 64
  const block = new Uint8Array(size)
  block.set(bytes)
  block[bytes.length] = 0x80
  const view = new DataView(block.buffer)
  view.setUint32(isLittleEndian ? size - 8 : size - 4, bytes.length << 3, isLittleEndian)
  view.setUint32(isLittleEndian ? size - 4 : size - 8, bytes.length >>> 29, isLittleEndian)
  return view
}

/** The first `count` primes. */
function primes(count: number): number[] {
  const found: number[] = []
  for (let number = 2; found.length < count; number++)
    if (found.every(prime => number % prime !== 0)) found.push(number)
  return found
}

/** The first 32 bits of the fractional part. */
const fraction = (value: number) => Math.floor((value % 1) * 2 ** 32)

const sha256Round = Int32Array.from(primes(64), prime => fraction(Math.cbrt(prime)))
const sha256Begin = (): Int32Array => Int32Array.from(primes(8), prime => fraction(Math.sqrt(prime)))

/** One block of SHA-256 (FIPS 180-4 §6.2.2), added to the state. */
function sha256Block(state: Int32Array, view: DataView, at: number, words: Int32Array): void {
  const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))
  for (let t = 0; t < 64; t++) {
    if (t < 16) {
      words[t] = view.getInt32(at + 4 * t)
      continue
    }
    const early = words[t - 15] ?? 0
    const late = words[t - 2] ?? 0
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[t] = ((words[t - 16] ?? 0) + small + (words[t - 7] ?? 0) + large) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g))) | 0
    const sum = (one + (sha256Round[t] ?? 0) + (words[t] ?? 0)) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + sum) | 0
    d = c
    c = b
    b = a
    a = (sum + two) | 0
  }
  for (const [nth, word] of [a, b, c, d, e, f, g, h].entries()) state[nth] = ((state[nth] ?? 0) + word) | 0
}

const bytesOfState = (state: Int32Array, isLittleEndian = false): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * state.length))
  for (const [nth, word] of state.entries()) view.setInt32(4 * nth, word, isLittleEndian)
  return new Uint8Array(view.buffer)
}

/** SHA-256 of bytes (FIPS 180-4). */
export function sha256(bytes: Uint8Array): Uint8Array {
  const [state, view, words] = [sha256Begin(), padded(bytes, false), new Int32Array(64)]
  for (let at = 0; at < view.byteLength; at += 64) sha256Block(state, view, at, words)
  return bytesOfState(state)
}

/** HMAC-SHA256 with this key (RFC 2104), of which the two blocks of the key are reckoned once. */
function hmacWith(key: Uint8Array): (bytes: Uint8Array) => Uint8Array {
  const words = new Int32Array(64)
  const short = key.length > 64 ? sha256(key) : key
  const begin = (mask: number): Int32Array => {
    const block = new Uint8Array(64).fill(mask)
    for (const [nth, byte] of short.entries()) block[nth] = byte ^ mask
    const state = sha256Begin()
    sha256Block(state, new DataView(block.buffer), 0, words)
    return state
  }
  const [inner, outer] = [begin(0x36), begin(0x5c)]
  const behind = (state: Int32Array, bytes: Uint8Array): Uint8Array => {
    const view = padded(bytes, false)
    view.setUint32(view.byteLength - 4, (64 + bytes.length) << 3)
    const own = Int32Array.from(state)
    for (let at = 0; at < view.byteLength; at += 64) sha256Block(own, view, at, words)
    return bytesOfState(own)
  }
  return bytes => behind(outer, behind(inner, bytes))
}

/** HMAC-SHA256 of bytes with a key (RFC 2104). */
export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array => hmacWith(key)(bytes)

/** Bytes that differ in every bit in which one of two differs from the other. */
export const xor = (one: Uint8Array, other: Uint8Array): Uint8Array =>
  one.map((byte, nth) => byte ^ (other[nth] ?? 0))

/** The first block of PBKDF2 with HMAC-SHA256: 32 bytes (RFC 8018 §5.2). */
export function pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  const mac = hmacWith(password)
  let last = mac(Uint8Array.of(...salt, 0, 0, 0, 1))
  let sum = last
  for (let nth = 1; nth < iterations; nth++) {
    last = mac(last)
    sum = xor(sum, last)
  }
  return sum
}

/** MD5 of bytes (RFC 1321). */
export function md5(bytes: Uint8Array): Uint8Array {
  const turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  const view = padded(bytes, true)
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state
    for (let t = 0; t < 64; t++) {
      const round = t >> 4
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0
      const word = [t, 5 * t + 1, 3 * t + 5, 7 * t][round] ?? 0
      const sum =
        (a + mixed + fraction(Math.abs(Math.sin(t + 1))) + view.getInt32(at + 4 * (word & 15), true)) | 0
      const by = turns[4 * round + (t & 3)] ?? 0
      a = d
      d = c
      c = b
      b = (b + ((sum << by) | (sum >>> (32 - by)))) | 0
    }
    for (const [nth, word] of [a, b, c, d].entries()) state[nth] = ((state[nth] ?? 0) + word) | 0
  }
  return bytesOfState(state, true)
}

/** SHA-1 of bytes (FIPS 180-4 §6.1.2); for what is laid down with it alone. */
export function sha1(bytes: Uint8Array): Uint8Array {
  const turn = (word: number, by: number) => (word << by) | (word >>> (32 - by))
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const [view, words] = [padded(bytes, false), new Int32Array(80)]
  const constants = [2, 3, 5, 10].map(number => Math.floor(Math.sqrt(number) * 2 ** 30))
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
    for (let t = 0; t < 80; t++) {
      const [one = 0, two = 0, three = 0, four = 0] = [3, 8, 14, 16].map(by => words[t - by])
      words[t] = t < 16 ? view.getInt32(at + 4 * t) : turn(one ^ two ^ three ^ four, 1)
      const round = Math.floor(t / 20)
      const mixed = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][round] ?? 0
      const sum = (turn(a, 5) + mixed + e + (constants[round] ?? 0) + (words[t] ?? 0)) | 0
      e = d
      d = c
      c = turn(b, 30)
      b = a
      a = sum
    }
    for (const [nth, word] of [a, b, c, d, e].entries()) state[nth] = ((state[nth] ?? 0) + word) | 0
  }
  return bytesOfState(state)
}
