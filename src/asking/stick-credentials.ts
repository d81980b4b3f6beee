import { aesCbc } from './aes.ts'
import { base64, bytesOfHex, hexOfBytes, hmacSha256, md5, octets, pbkdf2, sha256, xor } from './digest.ts'

const sha = (text: string) => hexOfBytes(sha256(octets(text)))
const upper = (text: string) => sha(text).toUpperCase()
const encoded = (text: string) => base64(octets(text))

/**
 * The password of `user/login` of a Huawei stick; texts have one character a byte. Type 4 is bound to the token of the
 * request: base64(hex(SHA-256(user, base64(hex(SHA-256(password))), token))); the older types are base64.
 */
export const huaweiPassword = (type: string, user: string, password: string, token: string): string =>
  type === '4' ? encoded(sha(user + encoded(sha(password)) + token)) : encoded(password)

/** What a Huawei stick answers to `user/challenge_login`. */
export interface Challenge {
  /** Hexadecimal. */
  salt: string
  iterations: number
  servernonce: string
}

/** Most iterations that are reckoned: sticks say 100, and a thousand take a slow router a second. */
const mostIterations = 20_000

/**
 * The proof of `user/authentication_login`, hexadecimal; null where the challenge is none, or its nonce does not go on from
 * ours. Like SCRAM (RFC 5802), but for key and message of both HMACs, which are the other way round.
 */
export function huaweiProof(
  password: string,
  nonce: string,
  { salt, iterations, servernonce }: Challenge,
): string | null {
  const salted = bytesOfHex(salt)
  const isSound =
    salted.length > 0 &&
    servernonce.startsWith(nonce) &&
    Number.isInteger(iterations) &&
    iterations > 0 &&
    iterations <= mostIterations
  if (!isSound) return null
  const key = hmacSha256(octets('Client Key'), pbkdf2(octets(password), salted, iterations))
  const message = octets(`${nonce},${servernonce},${servernonce}`)
  return hexOfBytes(xor(key, hmacSha256(message, sha256(key))))
}

/**
 * The password of `LOGIN` of a ZTE stick by `WEB_ATTR_IF_SUPPORT_SHA256`; where it tells no kind, a seed in `LD` means the
 * newest.
 */
export function ztePassword(kind: string, password: string, seed: string): string {
  const type = kind === '' ? (seed === '' ? '0' : '2') : kind
  if (type === '2') return upper(upper(password) + seed.toUpperCase())
  return type === '1' ? upper(encoded(password)) : encoded(password)
}

/** How a ZTE stick wants the mark of a change reckoned. */
export type ZteHash = 'md5' | 'sha256'

/** `AD`, which newer ZTE firmwares want with every change: a hash of the versions, hashed with `RD`, which is good once. */
export function zteMark(hash: ZteHash, versions: string, seed: string): string {
  const of = hash === 'md5' ? (text: string) => hexOfBytes(md5(octets(text))) : upper
  return of(of(versions) + seed)
}

const tclKey = 'e5dl12XYVggihggafXWf0f2YSf2Xngd1'

/** A text as the pages of TCL sticks mix it with a constant: two characters for each. */
export const tclMixed = (text: string): string =>
  Array.from(text, (char, nth) => {
    const [code, key] = [char.charCodeAt(0), tclKey.charCodeAt(nth % tclKey.length)]
    const half = (bits: number) => String.fromCharCode((key & 0xf0) | (bits ^ (key & 0xf)))
    return half(code & 0xf) + half((code >> 4) & 0xf)
  }).join('')

/** The token of later requests: as `Login` tells it, or encrypted where it tells with what; null where that is not sound. */
export function tclToken(token: string, key: string | undefined, first: string | undefined): string | null {
  if (key === undefined || first === undefined) return token
  const bytes = aesCbc(octets(key), octets(first), octets(tclMixed(token)))
  return bytes === null ? null : base64(bytes)
}
