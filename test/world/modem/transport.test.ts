import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { late, neverAnswers, oneByteAtATime } from './behaviours.ts'
import { parseFixture } from './fixture.ts'
import { type Behaviour, createSimulator } from './simulator.ts'
import { createClock, lostAfter, simulatedTransport } from './transport.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (read: Uint8Array | null) => (read === null ? null : new TextDecoder().decode(read))

function open(...behaviours: Behaviour[]) {
  const clock = createClock(1000)
  const port = simulatedTransport(createSimulator(parseFixture('@echo off'), behaviours), clock)
  return { clock, port }
}

describe('a port over a virtual clock', () => {
  it('moves the clock to the answer', async () => {
    const { clock, port } = open(late(700))
    await port.write(bytes('AT\r'), 9000)
    expect(text(await port.read(1600))).toBeNull()
    expect(clock.now()).toBe(1600)
    expect(text(await port.read(9000))).toBe('\r\nOK\r\n')
    expect(clock.now()).toBe(1700)
  })

  it('waits a time-out out without waiting', async () => {
    const { clock, port } = open(neverAnswers())
    const started = performance.now()
    await port.write(bytes('AT\r'), 9000)
    expect(await port.read(16_000)).toBeNull()
    expect(clock.now()).toBe(16_000)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('gives what is there when the time is up already, and never turns the clock back', async () => {
    const { clock, port } = open()
    await port.write(bytes('AT\r'), 9000)
    expect(text(await port.read(0))).toBe('\r\nOK\r\n')
    expect(await port.read(0)).toBeNull()
    expect(clock.now()).toBe(1000)
  })

  it('gives single bytes from a modem that sends single bytes', async () => {
    const { clock, port } = open(oneByteAtATime(3))
    await port.write(bytes('AT\r'), 9000)
    const parts: (string | null)[] = []
    for (let i = 0; i < 7; i++) parts.push(text(await port.read(2000)))
    expect(parts).toEqual(['\r', '\n', 'O', 'K', '\r', '\n', null])
    expect(clock.now()).toBe(2000)
  })

  it('is lost once closed', async () => {
    const { port } = open()
    port.close()
    await expect(port.read(2000)).rejects.toThrow(Failure)
    await expect(port.write(bytes('AT\r'), 9000)).rejects.toThrow(Failure)
  })

  it('can vanish at any byte', async () => {
    for (let count = 0; count < 6; count++) {
      const { port } = open()
      const doomed = lostAfter(count, port)
      if (count === 0) await expect(doomed.write(bytes('AT\r'), 9000)).rejects.toThrow('vanished')
      else {
        await doomed.write(bytes('AT\r'), 9000)
        expect(text(await doomed.read(2000))).toBe('\r\nOK\r\n'.slice(0, count))
      }
      await expect(doomed.read(2000)).rejects.toMatchObject({ code: 'port_lost' })
      await expect(doomed.write(bytes('AT\r'), 9000)).rejects.toThrow(Failure)
    }
  })
})
