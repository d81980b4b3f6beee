import { base64, hexOfBytes, octets, sha1, sha256, xor } from './digest.ts'

/** A public key, its numbers in hexadecimal, as `webserver/publickey` of a Huawei stick tells it. */
export interface PublicKey {
  modulus: string
  exponent: string
}

/** How a block is filled up: as PKCS #1 v1.5 has it, or with OAEP and SHA-1 (RFC 8017 §7.2.1, §7.1.1). */
export type Padding = 'pkcs1' | 'oaep'

/** Bytes that nobody can guess who does not know the seed. */
export function stretched(seed: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 32)
    bytes.set(sha256(octets(`${seed} ${at}`)).subarray(0, length - at), at)
  return bytes
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => [...part]))

/** MGF1 with SHA-1 (RFC 8017 §B.2.1). */
function mask(seed: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 20) }, (_, nth) =>
    sha1(joined(seed, Uint8Array.of(0, 0, nth >> 8, nth & 255))),
  )
  return joined(...blocks).subarray(0, length)
}

function oaep(block: Uint8Array, size: number, seed: string): Uint8Array {
  const salt = stretched(seed, 20)
  const zeros = new Uint8Array(size - block.length - 42)
  const data = joined(sha1(new Uint8Array()), zeros, Uint8Array.of(1), block)
  const hidden = xor(data, mask(salt, data.length))
  return joined(Uint8Array.of(0), xor(salt, mask(hidden, 20)), hidden)
}

function pkcs1(block: Uint8Array, size: number, seed: string): Uint8Array {
  const filling = stretched(seed, size - block.length - 3).map(byte => byte || 1)
  return joined(Uint8Array.of(0, 2), filling, Uint8Array.of(0), block)
}

/** How many bytes of a block are filling, at least. */
const forms = { pkcs1: { fill: pkcs1, least: 11 }, oaep: { fill: oaep, least: 42 } } as const

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/**
 * A body as the pages of Huawei sticks encrypt it: base64, cut into blocks, each encrypted with the key, all in hexadecimal. Texts
 * have one character a byte; `seed` is secret and new each time. Null where the key is none that could be used: odd, of 1024 to
 * 4096 bits, with an exponent of at most 32.
 */
export function sealed(
  body: string,
  { modulus, exponent }: PublicKey,
  padding: Padding,
  seed: string,
): string | null {
  const digits = modulus.replace(/^(?:00)+/, '')
  if (!/^(?:[\da-f]{2}){128,512}$/i.test(digits) || !/^[\da-f]{1,8}$/i.test(exponent)) return null
  const [n, e] = [BigInt(`0x${digits}`), BigInt(`0x${exponent}`)]
  if (!(n & 1n) || e < 3n) return null
  const { fill, least } = forms[padding]
  const size = digits.length / 2
  const text = octets(base64(octets(body)))
  let told = ''
  for (let at = 0; at < text.length; at += size - least) {
    const block = fill(text.subarray(at, at + size - least), size, `${seed} ${at}`)
    told += power(BigInt(`0x${hexOfBytes(block)}`), e, n)
      .toString(16)
      .padStart(2 * size, '0')
  }
  return told
}
