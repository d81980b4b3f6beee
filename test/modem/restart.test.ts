import { describe, expect, it } from 'vitest'
import { hostOfFixture, refuses, takesAndForgets, whenAsked, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { simcom } from '../world/modem/simcom.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

/** A modem that leaves its bus `leavesMs` after a command and comes back as another port, or never. */
function restarting(
  { on = /^\+CFUN=1(?:,1|5)$/, leavesMs = 500, awayMs = 6000, port = 'ttyUSB4' },
  ...more: Behaviour[]
): Host {
  const host = hostOfFixture('fibocom/fg621-lte-a', [
    whenAsked(on, () => {
      host.after(leavesMs, () => host.unplug())
      host.after(leavesMs + awayMs, () => host.plug(0, { port }))
    }),
    takesAndForgets(/^\+CFUN=/),
    ...more,
    ...fibocom(),
  ])
  return host
}

const never = Number.POSITIVE_INFINITY

describe('restart', () => {
  it('waits for a modem that comes back under another port name, and finds it there', async () => {
    const host = restarting({})
    const began = host.clock.now()
    const reply = await host.call('restart')
    expect(reply).toMatchObject({
      modem: 'usb-1-1',
      state: 'back',
      message: expect.stringContaining('is back'),
    })
    expect(reply.elapsed_ms).toBeGreaterThan(5000)
    expect(host.clock.now() - began).toBeLessThan(14_000)
    expect(writtenTo(host)).toEqual(['+CFUN=1,1'])
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port: '/dev/ttyUSB4', port_state: 'ok' })
    for (const minutes of [0, 1]) {
      host.clock.advance(minutes * 60_000)
      const { state } = await host.call('restart_state', { modem: 'usb-1-1' })
      expect(state).toBe(minutes === 0 ? 'back' : 'none')
    }
  })

  it('ends within the time of a call, and restart_state tells the rest', async () => {
    const host = restarting({ awayMs: 40_000 })
    const began = host.clock.now()
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'waiting' })
    expect(host.clock.now() - began).toBeLessThan(14_000)
    const state = () => host.call('restart_state', { modem: 'usb-1-1' })
    expect(await state()).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('left its bus'),
    })
    host.clock.advance(35_000)
    expect(await state()).toMatchObject({ state: 'back' })
    expect(await state()).toMatchObject({ state: 'back' })
    host.clock.advance(60_000)
    expect(await state()).toMatchObject({ state: 'none' })
    expect(writtenTo(host)).toEqual(['+CFUN=15'])
  })

  it('says when the modem did not come back, to everybody who asks within a minute', async () => {
    const host = restarting({ awayMs: never })
    expect(await host.call('restart')).toMatchObject({ state: 'waiting' })
    const state = () => host.call('restart_state', { modem: 'usb-1-1' })
    host.clock.advance(60_000)
    expect(await state()).toMatchObject({ state: 'waiting' })
    host.clock.advance(60_000)
    expect(await state()).toMatchObject({ state: 'lost', message: expect.stringContaining('not on its bus') })
    expect(await state()).toMatchObject({ state: 'lost', message: expect.stringContaining('not on its bus') })
    host.clock.advance(60_000)
    expect(await state()).toMatchObject({ state: 'none', elapsed_ms: null })
  })

  it('counts a modem that is gone before it says OK as restarted', async () => {
    expect(await restarting({ leavesMs: 0 }).call('restart')).toMatchObject({ state: 'back' })
  })

  it('counts a modem that answers no more as lost after two minutes, though it is on its bus', async () => {
    let dead = false
    const host = hostOfFixture('fibocom/fg621-lte-a', [
      whenAsked(/^\+CFUN=1,1$/, () => {
        dead = true
      }),
      () => ({ ignores: () => dead }),
    ])
    expect(await host.call('restart')).toMatchObject({ state: 'waiting' })
    host.clock.advance(120_000)
    expect(await host.call('restart_state')).toMatchObject({
      state: 'lost',
      message: expect.stringContaining('AT port does not answer'),
    })
  })

  it.each([9000, 15_000, 40_000])(
    'is not told as over while a modem that leaves after %d ms still answers',
    async leavesMs => {
      const host = restarting({ leavesMs, awayMs: 20_000 })
      let reply = await host.call('restart')
      while (reply.state === 'waiting') {
        host.clock.advance(1000)
        reply = await host.call('restart_state', { modem: 'usb-1-1' })
      }
      expect(reply).toMatchObject({ state: 'back', left: true, message: expect.stringContaining('is back') })
      expect(reply.elapsed_ms).toBeGreaterThanOrEqual(leavesMs + 20_000)
      expect(writtenTo(host)).toEqual(['+CFUN=1,1'])
    },
  )

  it('says of a modem that answers all the time that it was not seen to leave, after a minute', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [takesAndForgets(/^\+CFUN=/)])
    const state = () => host.call('restart_state')
    const still = { state: 'waiting', left: false, message: expect.stringContaining('not left its bus yet') }
    expect(await host.call('restart')).toMatchObject(still)
    host.clock.advance(40_000)
    expect(await state()).toMatchObject(still)
    host.clock.advance(10_000)
    const reply = await state()
    expect(reply).toMatchObject({
      state: 'back',
      left: false,
      message: expect.stringContaining('not seen to leave its bus'),
    })
    expect(await state()).toEqual(reply)
  })

  it('that the modem refuses is no restart', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [refuses(/^\+CFUN=1,1$/)])
    expect(await host.call('restart')).toMatchObject({ error: 'refused_by_modem' })
    expect(await host.call('restart_state')).toMatchObject({ state: 'none' })
  })

  it('in a way the model does not have is refused, and nothing is sent', async () => {
    const host = hostOfFixture('standard/any-lte')
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ error: 'not_supported' })
    expect(await host.call('restart', { how: 'power' })).toMatchObject({ error: 'not_supported' })
    expect(writtenTo(host)).toEqual([])
  })

  it('of a mute port says that it is mute', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [neverAnswers()])
    expect(await host.call('restart')).toMatchObject({ state: 'waiting' })
  })
})

describe('restart_state', () => {
  it('without a restart says so', async () => {
    expect(await hostOfFixture('fibocom/fg621-lte-a').call('restart_state')).toEqual({
      modem: 'usb-1-1',
      state: 'none',
      elapsed_ms: null,
      left: null,
      message: expect.stringMatching(/No restart/),
    })
  })

  it('keeps to the name of the configuration while the modem is away', async () => {
    const host = restarting({ awayMs: 30_000 })
    host.nodes.set('/etc/config/modem', { text: "config modem 'roof'\n\toption path '1-1'\n" })
    expect(await host.call('restart')).toMatchObject({ modem: 'roof', state: 'waiting' })
    host.clock.advance(30_000)
    expect(await host.call('restart_state', { modem: 'roof' })).toMatchObject({
      modem: 'roof',
      state: 'back',
    })
  })
})

describe('a write the modem restarts for', () => {
  it('is read back after it, also under another port name', async () => {
    const host = restarting({ on: /^\+GTUSBMODE=\d/, leavesMs: 0 })
    expect(await host.call('set_usb_mode', { mode: '38' })).toMatchObject({
      before: '36',
      after: '38',
      verified: true,
      restart_needed: false,
    })
  })

  it('is read back of a modem that has not left its bus yet, and that is told until it has', async () => {
    const host = hostOfFixture('simcom/sim7600-wcdma', [
      whenAsked(/^\+CUSBPIDSWITCH=\d/, () => {
        host.after(20_000, () => host.unplug())
        host.after(40_000, () => host.plug(0, { id: '1e0e:9011' }))
      }),
      ...simcom(),
    ])
    expect(await host.call('set_usb_mode', { mode: '9011' })).toMatchObject({ after: '9011', verified: true })
    const told = async () => {
      const { state, left } = await host.call('restart_state')
      return [state, left]
    }
    expect(await told()).toEqual(['waiting', false])
    host.clock.advance(40_000)
    expect(await told()).toEqual(['back', true])
  })

  it('is not verified when the modem stays away too long, and restart_state tells the rest', async () => {
    const host = restarting({ on: /^\+GTUSBMODE=\d/, leavesMs: 0, awayMs: 60_000 })
    const began = host.clock.now()
    expect(await host.call('set_usb_mode', { mode: '38' })).toMatchObject({ after: null, verified: false })
    expect(host.clock.now() - began).toBeLessThan(14_500)
    host.clock.advance(60_000)
    expect(await host.call('restart_state', { modem: 'usb-1-1' })).toMatchObject({ state: 'back' })
    expect(await host.call('usb_mode')).toMatchObject({ current_id: '38' })
  })
})
