import { spawnSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs'
import { SerialPort } from 'serialport'
import { describe, expect, it } from 'vitest'
import { oneByteAtATime } from './behaviours.ts'
import { parseFixture } from './fixture.ts'
import { hostOnPty, type PtyMaker } from './pty.ts'

const script = () => parseFixture('> AT+CSQ\n~ 30\n< +CSQ: 20,99')

/** Talks to a terminal device with plain system calls, as a client that sets nothing. */
async function talk(path: string, send: string, end: string): Promise<string> {
  const port = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  try {
    writeSync(port, send)
    let heard = ''
    for (let waited = 0; waited < 2000 && !heard.endsWith(end); waited += 5) {
      await new Promise(resolve => setTimeout(resolve, 5))
      const buffer = new Uint8Array(4096)
      try {
        heard += new TextDecoder().decode(buffer.subarray(0, readSync(port, buffer)))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      }
    }
    return heard
  } finally {
    closeSync(port)
  }
}

const installed: Record<PtyMaker, boolean> = {
  'node-pty': process.platform === 'linux',
  socat: process.platform === 'linux' && spawnSync('socat', ['-V']).status === 0,
}

describe.each(Object.keys(installed) as PtyMaker[])('a modem on a terminal made by %s', maker => {
  it.skipIf(!installed[maker])(
    'talks to one client after the other, without echo of the terminal',
    async () => {
      const host = await hostOnPty(script(), { maker })
      try {
        expect(host.maker).toBe(maker)
        for (let client = 0; client < 3; client++) {
          expect(await talk(host.path, 'AT\r', 'OK\r\n')).toBe('AT\r\r\nOK\r\n')
        }
        expect(await talk(host.path, 'ATE0+CSQ\r', 'OK\r\n')).toBe('ATE0+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n')
        expect(await talk(host.path, 'AT\r', 'OK\r\n')).toBe('\r\nOK\r\n')
        expect(host.log.map(({ line }) => line)).toEqual(['AT', 'AT', 'AT', 'ATE0+CSQ', 'AT'])
      } finally {
        host.close()
      }
    },
  )

  it.skipIf(!installed[maker])('vanishes when it is closed, and closing twice is no error', async () => {
    const host = await hostOnPty(script(), { maker })
    host.close()
    host.close()
    for (let waited = 0; waited < 2000 && existsSync(host.path); waited += 10)
      await new Promise(resolve => setTimeout(resolve, 10))
    expect(existsSync(host.path)).toBe(false)
  })
})

describe.skipIf(process.platform !== 'linux')('a modem on a terminal', () => {
  it('can be opened by serialport, also when it sends single bytes', async () => {
    const host = await hostOnPty(script(), { behaviours: [oneByteAtATime(1)] })
    const port = new SerialPort({ path: host.path, baudRate: 115_200 })
    try {
      let heard = ''
      const answered = new Promise<void>(resolve => {
        port.on('data', (bytes: Uint8Array) => {
          heard += new TextDecoder().decode(bytes)
          if (heard.endsWith('OK\r\n')) resolve()
        })
      })
      port.write('AT+CSQ\r')
      await answered
      expect(heard).toBe('AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n')
    } finally {
      await new Promise(resolve => port.close(resolve))
      host.close()
    }
  })
})
