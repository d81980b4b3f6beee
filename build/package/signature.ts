import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { Signer } from './adb.ts'

/**
 * The signer of a private key in PEM: an elliptic curve key on prime256v1, as OpenWrt signs with. Throws for any
 * other key.
 */
export function signerOf(pem: string): Signer {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('The key has to be an EC key on prime256v1')
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return {
    id: createHash('sha512').update(point).digest().subarray(0, 16),
    sign: message => sign('sha512', message, { key, dsaEncoding: 'der' }),
  }
}
