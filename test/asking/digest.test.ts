import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aesCbc } from '../../src/asking/aes.ts'
import { base64, bytesOfHex, hexOfBytes, hmacSha256, md5, pbkdf2, sha256 } from '../../src/asking/digest.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const hex = (buffer: Uint8Array) => Buffer.from(buffer).toString('hex')

test('SHA-256, MD5, HMAC and base64 of any bytes are those of everybody else', () => {
  fc.assert(
    fc.property(bytes, bytes, (text, key) => {
      expect(hexOfBytes(sha256(text))).toBe(createHash('sha256').update(text).digest('hex'))
      expect(hexOfBytes(md5(text))).toBe(createHash('md5').update(text).digest('hex'))
      expect(hexOfBytes(hmacSha256(key, text))).toBe(createHmac('sha256', key).update(text).digest('hex'))
      expect(base64(text)).toBe(Buffer.from(text).toString('base64'))
      expect(bytesOfHex(hex(text))).toEqual(text)
    }),
  )
})

test('so is PBKDF2', () => {
  fc.assert(
    fc.property(bytes, bytes, fc.integer({ min: 1, max: 50 }), (password, salt, times) => {
      expect(hexOfBytes(pbkdf2(password, salt, times))).toBe(
        pbkdf2Sync(password, salt, times, 32, 'sha256').toString('hex'),
      )
    }),
  )
})

test('so is AES with keys of every length, and with another there is no answer', () => {
  const key = fc
    .constantFrom(16, 24, 32)
    .chain(length => fc.uint8Array({ minLength: length, maxLength: length }))
  fc.assert(
    fc.property(key, fc.uint8Array({ minLength: 16, maxLength: 16 }), bytes, (secret, first, text) => {
      const cipher = createCipheriv(`aes-${8 * secret.length}-cbc`, secret, first)
      const wanted = Buffer.concat([cipher.update(text), cipher.final()])
      expect(hex(aesCbc(secret, first, text) ?? new Uint8Array())).toBe(wanted.toString('hex'))
    }),
  )
  expect(aesCbc(new Uint8Array(5), new Uint8Array(16), new Uint8Array(3))).toBeNull()
})
