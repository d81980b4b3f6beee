import { createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, decoded, encoded, isStickAddress, requestText, responseOf } from '../../src/channel/http.ts'
import { Failure } from '../../src/contract/failure.ts'
import { createNodePlatform } from '../../src/platform/node/platform.ts'
import type { Platform } from '../../src/platform/platform.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A platform whose connections all lead to a server on loopback that behaves as told. */
async function facing(serve: (socket: Socket, request: string) => void): Promise<Platform> {
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => {})
    let text = ''
    socket.on('data', bytes => {
      text += bytes.toString('latin1')
      const [, length = '0'] = /Content-Length: (\d+)/.exec(text) ?? []
      const end = text.indexOf('\r\n\r\n')
      if (end >= 0 && text.length >= end + 4 + Number(length)) serve(socket, text)
    })
  })
  servers.push(server)
  const port = await new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  const platform = createNodePlatform({ load: async () => null })
  return { ...platform, connect: () => platform.connect('127.0.0.1', port) }
}

const stick = '192.168.8.1'
const get = { method: 'GET', path: '/api/x', headers: {} } as const
const soon = (platform: Platform, ms = 20_000) => platform.now() + ms

describe('a request', () => {
  test('is written with its length in bytes, and the connection is not to be kept', () => {
    const headers = { __RequestVerificationToken: 'ab', 'Content-Type': 'text/xml' }
    expect(requestText(stick, { method: 'POST', path: '/api/y', headers, body: 'é😀' })).toBe(
      'POST /api/y HTTP/1.1\r\nHost: 192.168.8.1\r\nConnection: close\r\n__RequestVerificationToken: ab\r\n' +
        `Content-Type: text/xml\r\nContent-Length: 6\r\n\r\n${encoded('é😀')}`,
    )
  })

  test.each([
    [{ ...get, path: '/api/x HTTP/1.1\r\nX: y' }],
    [{ ...get, path: 'api' }],
    [{ ...get, headers: { Cookie: 'a\r\nHost: elsewhere' } }],
    [{ ...get, headers: { 'Coo kie': 'a' } }],
    [{ ...get, headers: { Cookie: 'é' } }],
  ])('that would break out of its lines is never sent: %j', request => {
    expect(() => requestText(stick, request)).toThrow('cannot be sent')
  })
})

describe('the address of a stick', () => {
  test.each(['192.168.8.1', '192.168.0.1', '10.0.0.1', '172.16.3.9'])('may be %s', address => {
    expect(isStickAddress(address)).toBe(true)
  })
  test.each([
    '127.0.0.1',
    '8.8.8.8',
    '192.168.8.1.1',
    '192.168.8',
    '192.168.8.256',
    '-e',
    '192.168.8.1;id',
    '',
  ])('is never %s', address => {
    expect(isStickAddress(address)).toBe(false)
  })
})

describe('an answer', () => {
  test('is whole with its length, its last chunk or its end, whatever the pieces it comes in', async () => {
    const forms = [
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=1\r\nllo\r\n0\r\n\r\n',
      'HTTP/1.0 200 OK\r\nServer: x\r\n\r\nhello',
      'HTTP/1.1 200 OK\nContent-Length: 5\n\nhello',
    ]
    for (const form of forms)
      for (const size of [1, 7, 1000]) {
        const platform = await facing(socket => {
          for (let at = 0; at < form.length; at += size) socket.write(form.slice(at, at + size))
          if (!/length|chunked/i.test(form)) socket.end()
        })
        expect((await ask(platform, stick, get, soon(platform))).body).toBe('hello')
      }
  })

  test('that is cut before its end is none', async () => {
    const platform = await facing(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello'))
    await expect(ask(platform, stick, get, soon(platform))).rejects.toMatchObject({ code: 'port_silent' })
    expect(responseOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel', true)).toBeNull()
    expect(responseOf('+CSQ: 20,99\r\n\r\nOK\r\n', true)).toBeNull()
  })

  test('that never comes ends the wait at the deadline', async () => {
    const platform = await facing(() => {})
    await expect(ask(platform, stick, get, soon(platform, 100))).rejects.toMatchObject({
      code: 'port_silent',
    })
  })

  test('is none of a server that hangs up without a word, nor where none listens', async () => {
    const rude = await facing(socket => socket.destroy())
    await expect(ask(rude, stick, get, soon(rude))).rejects.toMatchObject({ code: 'port_missing' })
    const deaf: Platform = {
      ...rude,
      connect: async address => {
        throw new Failure('port_lost', address)
      },
    }
    await expect(ask(deaf, stick, get, soon(deaf))).rejects.toMatchObject({ code: 'port_missing' })
  })

  test('without end is given up', async () => {
    const platform = await facing(socket => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const flood = () => {
        while (socket.writable && socket.write('x'.repeat(16_384))) {}
      }
      socket.on('drain', flood)
      flood()
    })
    await expect(ask(platform, stick, get, soon(platform))).rejects.toMatchObject({ code: 'port_silent' })
  })

  test('that only says that another is to come is passed over, however often it is said', () => {
    const later = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    expect(responseOf(`HTTP/1.1 100 Continue\r\n\r\n${later}`, false)?.body).toBe('ok')
    expect(responseOf(`HTTP/1.1 102 Processing\r\nX: y\r\n\r\n${later}`, false)?.body).toBe('ok')
    expect(responseOf('HTTP/1.1 100 Continue\r\n\r\n', false)).toBeNull()
    expect(responseOf('HTTP/1.1 100 Continue\r\n\r\n'.repeat(5000), false)).toBeNull()
  })

  test.each(['204 No Content', '304 Not Modified'])('of %s is whole though nobody closes', status => {
    expect(responseOf(`HTTP/1.1 ${status}\r\nConnection: keep-alive\r\n\r\n`, false)?.body).toBe('')
  })

  test.each([
    ['a piece longer than what came', '4\r\nok'],
    ['a piece without end', 'ffffff\r\nok'],
    ['a piece longer than a number may be', 'fffffff\r\nok\r\n0\r\n\r\n'],
    ['a negative piece', '-2\r\nok\r\n0\r\n\r\n'],
    ['no piece', 'ok'],
    ['no last piece', '2\r\nok\r\n'],
  ])('in pieces is none with %s', (_, body) => {
    expect(responseOf(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`, true)).toBeNull()
  })

  test('of one byte a piece is put together', () => {
    const body = '1\r\nx\r\n'.repeat(5000)
    const all = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}0\r\n\r\n`
    expect(responseOf(all, false)?.body).toBe('x'.repeat(5000))
  })

  test('carries its headers, those of one name each by itself', () => {
    const text = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2\r\nContent-Length: 0\r\n\r\n'
    expect(responseOf(text, false)?.headers.slice(0, 2)).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
  })

  test('where nothing listens is a port that was lost', async () => {
    const platform = createNodePlatform({ load: async () => null })
    const nobody = { ...platform, connect: () => platform.connect('127.0.0.1', 1) }
    await expect(ask(nobody, stick, get, soon(nobody))).rejects.toMatchObject({
      code: expect.stringMatching(/^port_/),
    })
  })
})

describe('text', () => {
  test('of any characters comes back as it was', () => {
    const anyText = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)),
    })
    fc.assert(
      fc.property(anyText, text => {
        expect(decoded(encoded(text))).toBe(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
      }),
    )
  })

  test('with surrogates of three bytes each is read as the character they stand for', () => {
    expect(decoded('\xed\xa0\xbd\xed\xb8\x80!')).toBe('😀!')
  })

  test('of any bytes never fails', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(decoded(String.fromCharCode(...bytes)).length).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })
})
