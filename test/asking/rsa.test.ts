import { constants, createHash, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sha1 } from '../../src/asking/digest.ts'
import { type Padding, sealed, stretched } from '../../src/asking/rsa.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')
const key = { modulus, exponent: '010001' }
const seed = 'not to be guessed'

function opened(hex: string, padding: Padding): string {
  const blocks = hex.match(/.{512}/g) ?? []
  const texts = blocks.map(each => {
    const bytes = Buffer.from(each, 'hex')
    if (padding === 'oaep') return privateDecrypt({ key: privateKey, oaepHash: 'sha1' }, bytes)
    const whole = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, bytes)
    const end = whole.indexOf(0, 2)
    expect([whole[0], whole[1], end >= 10]).toEqual([0, 2, true])
    return whole.subarray(end + 1)
  })
  return Buffer.from(Buffer.concat(texts).toString(), 'base64').toString('latin1')
}

test.each([0, 1, 55, 56, 63, 64, 200])('SHA-1 is what it is elsewhere, of %i bytes', length => {
  const bytes = stretched(seed, length)
  expect(Buffer.from(sha1(bytes)).toString('hex')).toBe(createHash('sha1').update(bytes).digest('hex'))
})

describe.each(['pkcs1', 'oaep'] as const)('a body that is encrypted with %s', padding => {
  test.each([1, 150, 400, 1000])('comes back as it was, of %i characters', length => {
    const body = 'żółw <&>'.repeat(200).slice(0, length)
    const bytes = Buffer.from(body).toString('latin1')
    expect(opened(sealed(bytes, key, padding, seed) ?? '', padding)).toBe(bytes)
  })

  test('differs with every seed', () => {
    expect(sealed('x', key, padding, 'one')).not.toBe(sealed('x', key, padding, 'two'))
  })

  test.each([
    ['none', ''],
    ['short', modulus.slice(0, 200)],
    ['even', `${modulus.slice(0, -1)}0`],
    ['no number', 'x'.repeat(512)],
    ['endless', 'ff'.repeat(5000)],
  ])('is none where the key is %s', (_, wrong) => {
    expect(sealed('x', { ...key, modulus: wrong }, padding, seed)).toBeNull()
    expect(sealed('x', { ...key, exponent: wrong.slice(0, 9) }, padding, seed)).toBeNull()
  })
})
