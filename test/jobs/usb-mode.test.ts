import { describe, expect, it } from 'vitest'
import { apply, logOf } from '../world/memory/boots.ts'
import { hostOfFixture, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

/** How a modem leaves for another composition and comes back from it. */
interface Leave {
  /** How long it is gone, ms. */
  awayMs: number
  /** What it is then. */
  as?: { id?: string; port?: string }
  /** Whether the interface comes up again. */
  up?: boolean
}

/** An FG621 that leaves its bus for every new composition and comes back as another device, under another number. */
function modem({ awayMs, as = { id: '2cb7:0a06', port: 'ttyUSB5' }, up = false }: Leave): Host {
  const leaves: Behaviour = () => ({
    answer(part) {
      const mode = /^\+GTUSBMODE=(\d+)$/.exec(part)?.[1]
      if (mode === undefined) return undefined
      host.after(400, () => host.unplug())
      const back = mode === '36' ? { id: '2cb7:0a05', port: 'ttyUSB0' } : as
      if (Number.isFinite(awayMs)) host.after(400 + awayMs, () => host.plug(0, back))
      return undefined
    },
  })
  const host = hostOfFixture('fibocom/fg621-lte-a', [leaves, ...fibocom()], {
    uptime: up ? 500 : null,
    uci: {},
  })
  return host
}

const trial = (keep_if: string) => ({ mode: '38', keep_if, within_s: 60 })
const modes = (host: Host) => writtenTo(host).filter(line => line.startsWith('+GTUSBMODE='))

describe('set_usb_mode with keep_if, of a modem that comes back as another device', () => {
  it.each([3000, 25_000])(
    'is put back when the condition does not hold, gone for %d ms each time',
    async awayMs => {
      const host = modem({ awayMs })
      const lines = logOf(host)
      const reply = await host.call('set_usb_mode', trial('connected'))
      expect(reply).toMatchObject({ before: '36', job: expect.any(String) })
      await host.jobs.finish()
      expect(await host.call('job')).toMatchObject({ state: 'done', result: { outcome: 'taken_back' } })
      host.clock.advance(60_000)
      expect(await host.call('usb_mode')).toMatchObject({ current_id: '36' })
      expect(await host.call('info')).toMatchObject({ id: '2cb7:0a05', port: '/dev/ttyUSB0' })
      expect(modes(host)).toEqual(['+GTUSBMODE=38', '+GTUSBMODE=36'])
      expect(lines.join('\n')).toMatch(/not connected in time/)
    },
  )

  it.each([3000, 25_000])('is kept when the condition holds, gone for %d ms', async awayMs => {
    const host = modem({ awayMs, up: true })
    await host.call('set_usb_mode', trial('connected'))
    await host.jobs.finish()
    expect(await host.call('job')).toMatchObject({ state: 'done', result: { outcome: 'kept' } })
    expect(await host.call('usb_mode')).toMatchObject({ current_id: '38' })
    expect(await host.call('info')).toMatchObject({ id: '2cb7:0a06', port: '/dev/ttyUSB5' })
    expect(modes(host)).toEqual(['+GTUSBMODE=38'])
    expect(await apply(host)).toEqual([])
  })

  it('that does not come back is told, and the way back waits for it', async () => {
    const host = modem({ awayMs: Number.POSITIVE_INFINITY })
    await host.call('set_usb_mode', trial('registered'))
    await host.jobs.finish()
    expect(await host.call('job')).toMatchObject({ state: 'failed', failure: { error: 'modem_not_found' } })
    host.plug(0, { id: '2cb7:0a06', port: 'ttyUSB5' })
    const [step] = await apply(host)
    expect(step).toMatchObject({ what: 'undo', message: expect.any(String) })
    host.plug(0, { id: '2cb7:0a05', port: 'ttyUSB0' })
    await apply(host)
    expect(await host.call('usb_mode')).toMatchObject({ current_id: '36' })
    expect(modes(host)).toEqual(['+GTUSBMODE=38', '+GTUSBMODE=36'])
  })

  it('under an id nobody knows is asked to come back by the one command that brought it there, or says why not', async () => {
    const host = modem({ awayMs: 3000, as: { id: '2cb7:0aff', port: 'ttyUSB5' } })
    await host.call('set_usb_mode', trial('connected'))
    await host.jobs.finish()
    const { state, result, failure } = await host.call('job')
    if (state === 'done') expect(result).toMatchObject({ outcome: 'taken_back' })
    else expect(failure).toMatchObject({ message: expect.stringMatching(/USB mode/) })
    expect(modes(host).length).toBeLessThanOrEqual(2)
  })
})
