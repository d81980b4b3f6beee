import { expect, test } from 'vitest'
import {
  huaweiPassword,
  huaweiProof,
  tclMixed,
  tclToken,
  zteMark,
  ztePassword,
} from '../../src/asking/stick-credentials.ts'

test('a Huawei stick is told its password bound to the token, or plainly where it is older', () => {
  expect(huaweiPassword('4', 'admin', 'admin123', 'TOKEN123')).toBe(
    'YzVmZjRjOWM5ODY2NTA3Y2VkNDZmOGUwY2I3YzA1MmQyMTg5ZDUzNTcyODljNGIyNGM5ZjZkYmI1MzBlYWY0Nw==',
  )
  expect(huaweiPassword('3', 'admin', 'admin123', 'TOKEN123')).toBe('YWRtaW4xMjM=')
})

test('or is given a proof that it is known', () => {
  const salt = '00112233445566778899aabbccddeeff'.repeat(2)
  const nonce = 'a'.repeat(64)
  const challenge = { salt, iterations: 1000, servernonce: `${nonce}${'b'.repeat(32)}` }
  expect(huaweiProof('admin123', nonce, challenge)).toBe(
    '02274ae98a3b7a6f8701491b83f2ad369552971a9cc8fd0b971c9cc15db3aae5',
  )
})

test.each([
  { servernonce: 'somebody else' },
  { iterations: 0 },
  { iterations: Number.NaN },
  { iterations: 1_000_000 },
  { salt: 'no' },
])('but none where the challenge is not sound: %j', wrong => {
  const nonce = 'a'.repeat(64)
  expect(
    huaweiProof('x', nonce, { salt: '00', iterations: 10, servernonce: `${nonce}b`, ...wrong }),
  ).toBeNull()
})

test('a ZTE stick is told its password in the form it asks for, and marks changes by its versions', () => {
  expect(ztePassword('2', 'admin123', 'ABCDEF')).toBe(
    '6AE473E53DB389D82FD2CF9E6E3A5145016E8A317FE3DB1F5EF1CE52B7DF130C',
  )
  expect(ztePassword('', 'admin123', 'ABCDEF')).toBe(ztePassword('2', 'admin123', 'ABCDEF'))
  expect(ztePassword('2', 'admin123', 'abcdef')).toBe(ztePassword('2', 'admin123', 'ABCDEF'))
  expect(ztePassword('', 'admin123', '')).toBe('YWRtaW4xMjM=')
  expect(ztePassword('1', 'admin123', '')).toMatch(/^[0-9A-F]{64}$/)
  expect(zteMark('md5', 'BD_IT_MF79UV1.0.0B05CR_MF79UV1.0.0', '1234')).toBe(
    '862a9eca1023fce29e1055b74899c513',
  )
  expect(zteMark('sha256', 'a', 'b')).toMatch(/^[0-9A-F]{64}$/)
})

test('a TCL stick is told both mixed, and gets its token back as it asks for it', () => {
  expect(tclMixed('admin')).toBe('dc13ibej?7')
  expect(tclToken('abc', undefined, undefined)).toBe('abc')
  expect(tclToken('abc', '0123456789abcdef', 'fedcba9876543210')).toMatch(/^[\w+/]{22}==$/)
  expect(tclToken('abc', 'short', 'short')).toBeNull()
})
