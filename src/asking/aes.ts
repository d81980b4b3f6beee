/** Doubling in the field of AES (FIPS 197 §4.2.1). */
const double = (byte: number) => ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff

/** The substitution of AES (FIPS 197 §5.1.1), by powers of 3 and of its inverse. */
function substitution(): Uint8Array {
  const box = new Uint8Array(256)
  let power = 1
  let inverse = 1
  do {
    power ^= double(power)
    for (const by of [1, 2, 4]) inverse ^= (inverse << by) & 0xff
    if (inverse & 0x80) inverse ^= 0x09
    const turned = [1, 2, 3, 4].map(by => ((inverse << by) | (inverse >> (8 - by))) & 0xff)
    box[power] = turned.reduce((sum, byte) => sum ^ byte, inverse ^ 0x63)
  } while (power !== 1)
  box[0] = 0x63
  return box
}

/** The round keys of a key of 16, 24 or 32 bytes, one after another (FIPS 197 §5.2). */
function roundKeys(key: Uint8Array, box: Uint8Array): Uint8Array {
  const rounds = key.length / 4 + 6
  const keys = new Uint8Array(16 * (rounds + 1))
  keys.set(key)
  let constant = 1
  for (let at = key.length; at < keys.length; at += 4) {
    let word = [...keys.subarray(at - 4, at)]
    if (at % key.length === 0) {
      word = [...word.slice(1), ...word.slice(0, 1)].map(byte => box[byte] ?? 0)
      word[0] = (word[0] ?? 0) ^ constant
      constant = double(constant)
    } else if (key.length === 32 && at % 32 === 16) word = word.map(byte => box[byte] ?? 0)
    for (const [nth, byte] of word.entries()) keys[at + nth] = (keys[at - key.length + nth] ?? 0) ^ byte
  }
  return keys
}

/**
 * AES in CBC mode with the padding of PKCS #7 (FIPS 197, RFC 5652 §6.3); null where key or first block have no length that
 * AES knows.
 */
export function aesCbc(key: Uint8Array, first: Uint8Array, bytes: Uint8Array): Uint8Array | null {
  if (![16, 24, 32].includes(key.length) || first.length !== 16) return null
  const box = substitution()
  const keys = roundKeys(key, box)
  const fill = 16 - (bytes.length % 16)
  const plain = Uint8Array.of(...bytes, ...Array.from({ length: fill }, () => fill))
  let last = first
  for (let at = 0; at < plain.length; at += 16) {
    let block = plain.subarray(at, at + 16).map((byte, nth) => byte ^ (last[nth] ?? 0) ^ (keys[nth] ?? 0))
    for (let round = 16; round < keys.length; round += 16) {
      const shifted = block.map((_, nth) => box[block[(nth + 4 * (nth & 3)) & 15] ?? 0] ?? 0)
      const isLast = round + 16 === keys.length
      block = shifted.map((byte, nth) => {
        const of = (by: number) => shifted[(nth & 12) | ((nth + by) & 3)] ?? 0
        const mixed = isLast ? byte : double(byte) ^ double(of(1)) ^ of(1) ^ of(2) ^ of(3)
        return mixed ^ (keys[round + nth] ?? 0)
      })
    }
    plain.set(block, at)
    last = block
  }
  return plain
}
