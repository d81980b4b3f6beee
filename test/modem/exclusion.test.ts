import { describe, expect, it } from 'vitest'
import type { Transport } from '../../src/platform/platform.ts'
import { hostOfFixture, sentTo, writtenTo } from '../world/memory/changing.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { sim } from '../world/modem/sim.ts'

/** A host, and how many ports of it were open at once. */
function watched() {
  const open = { now: 0, most: 0 }
  const wrap = (port: Transport): Transport => {
    open.most = Math.max(open.most, ++open.now)
    return {
      ...port,
      close() {
        open.now--
        port.close()
      },
    }
  }
  const behaviours = [sim({ open: true }), contexts({ 1: { type: 'IP', apn: 'a' } }), ...fibocom()]
  return { host: hostOfFixture('fibocom/fg621-lte-a', behaviours, { wrap }), open }
}

const writes = [
  ['set_bands', { rat: 'lte', bands: [3] }],
  ['set_modes', { mode: 'lte' }],
  ['lock_cell', { rat: 'lte', channel: 1300 }],
  ['set_context', { cid: 1, apn: 'b', force: true }],
  ['set_autoconnect', { enabled: false }],
  ['set_sim_lock', { enabled: false, pin: '1234' }],
  ['set_usb_mode', { mode: '38' }],
] as const

describe('writes at the same time', () => {
  it('are done one after the other, each with its reading before and after it', async () => {
    const { host, open } = watched()
    const replies = await Promise.all(writes.map(([method, args]) => host.call(method, args)))
    for (const [i, reply] of replies.entries())
      expect(reply, writes[i]?.[0]).toMatchObject({ verified: true })
    expect(open).toEqual({ now: 0, most: 1 })
    expect(writtenTo(host)).toHaveLength(writes.length)
    const names = sentTo(host).map(line => /^\+\w+/.exec(line)?.[0])
    for (const [i, line] of sentTo(host).entries())
      if (/^\+GT\w+=[^?]/.test(line)) {
        expect(names.slice(0, i)).toContain(names[i])
        expect(names[i + 1]).toBe(names[i])
      }
  })

  it('see what the one before has written', async () => {
    const { host } = watched()
    const [first, second] = await Promise.all([
      host.call('set_bands', { rat: 'lte', bands: [3] }),
      host.call('set_bands', { rat: 'lte', bands: [20] }),
    ])
    expect(second.before).toEqual(first.after)
  })

  it('leave readers to wait, and readers leave them to wait', async () => {
    const { host, open } = watched()
    const calls = ['info', 'bands', 'modes', 'cells', 'sim'].map(name => host.call(name))
    await Promise.all([
      ...calls,
      ...writes.map(([method, args]) => host.call(method, args)),
      host.call('info'),
    ])
    expect(open).toEqual({ now: 0, most: 1 })
  })
})

it('a write that cannot get the port in its time is told that another program holds it, and sends nothing', async () => {
  const { host } = watched()
  const lock = await host.platform.lock('/dev/ttyUSB0', host.platform.now() + 1000)
  for (const [method, args] of writes)
    expect(await host.call(method, args)).toMatchObject({
      error: 'port_busy',
      message: expect.stringContaining('/dev/ttyUSB0'),
    })
  expect(sentTo(host)).toEqual([])
  lock?.release()
  expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
})
