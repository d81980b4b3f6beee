import { describe, expect, it } from 'vitest'
import { callAndKill } from '../world/memory/boots.ts'
import { hostOfFixture, sentTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { messages } from '../world/modem/messages.ts'
import { ussd } from '../world/modem/ussd.ts'

/** A modem whose settings all have to be changed for a code or a message. */
const hostWith = () =>
  hostOfFixture('fibocom/fg621-lte-a', [
    ussd({ charset: 'UCS2', reports: 0, says: { '*100#': { news: ['1,"1. Saldo",15'] } } }),
    messages({ format: 1 }),
    ...fibocom(),
  ])

/** What holds of each setting by what was sent last; null: nothing was. */
function settingsOf(host: Host) {
  const lines = sentTo(host)
  const last = (pattern: RegExp) => lines.flatMap(line => pattern.exec(line)?.[1] ?? []).at(-1) ?? null
  const storage = last(/^\+CPMS="(\w+)"$/)
  return {
    charset: last(/^\+CSCS="(\w+)"$/) ?? 'UCS2',
    reports: last(/^\+CUSD=([01])\b/) ?? '0',
    format: last(/^\+CMGF=(\d)/) ?? '1',
    storage: storage ?? 'ME',
  }
}
const asFound = { charset: 'UCS2', reports: '0', format: '1', storage: 'ME' }

/** Kills the job of a call before the nth thing it does; whether it came to an end before. */
async function killJob(host: Host, method: string, args: object, nth: number): Promise<boolean> {
  let isKilled = false
  host.jobs.watch = at => {
    if (at !== nth) return
    isKilled = true
    host.jobs.kill()
  }
  await host.call(method, args)
  if (!isKilled && method === 'ussd') await host.call('ussd_cancel')
  await host.jobs.finish()
  host.jobs.watch = null
  return !isKilled
}

describe('what a killed job has changed of its port', () => {
  it.each([
    ['ussd', { code: '*100#' }],
    ['send_message', { to: '+48601234567', text: 'Test' }],
  ])('is as it was after the next reading: %s', { timeout: 60_000 }, async (method, args) => {
    const left = new Set<string>()
    for (let nth = 1, isAlive = false; !isAlive; nth++) {
      const host = hostWith()
      isAlive = await killJob(host, method, args, nth)
      left.add(JSON.stringify(settingsOf(host)))
      host.clock.advance(1_200_000)
      await host.call('info', { max_age: 0 })
      expect([nth, settingsOf(host)]).toEqual([nth, asFound])
      const count = sentTo(host).length
      await host.call('sim')
      expect(
        sentTo(host)
          .slice(count)
          .filter(line => /CSCS|CUSD|CMGF|CPMS/.test(line)),
      ).toEqual([])
    }
    expect(left.size).toBeGreaterThan(1)
  })

  it('is as it was after the next reading where a call was killed', { timeout: 60_000 }, async () => {
    const left = new Set<string>()
    for (let nth = 0, isAlive = false; !isAlive; nth += 2) {
      const host = hostWith()
      isAlive = await callAndKill(host, 'messages', nth)
      left.add(JSON.stringify(settingsOf(host)))
      await host.call('info', { max_age: 0 })
      expect([nth, settingsOf(host)]).toEqual([nth, asFound])
    }
    expect(left.size).toBeGreaterThan(1)
  })

  /** A modem whose job for a code was killed while a menu was open. */
  async function killed(): Promise<Host> {
    const host = hostWith()
    await host.call('ussd', { code: '*100#' })
    host.jobs.kill()
    expect(settingsOf(host)).toEqual({ ...asFound, reports: '1' })
    return host
  }

  it('stays while the menu of a code may be open, and is put back by the next code', async () => {
    const host = await killed()
    await host.call('info', { max_age: 0 })
    expect(settingsOf(host)).toMatchObject({ reports: '1' })
    await host.call('ussd', { code: '*100#' })
    expect(await host.call('ussd_cancel')).not.toHaveProperty('error')
    await host.jobs.finish()
    expect(settingsOf(host)).toEqual(asFound)
  })

  it('is not put back of a modem that was plugged in anew', async () => {
    const host = await killed()
    const count = sentTo(host).length
    host.unplug()
    host.plug()
    host.clock.advance(1_200_000)
    await host.call('info', { max_age: 0 })
    expect(sentTo(host).slice(count)).not.toContain('+CUSD=0')
    expect([...host.nodes.keys()].filter(name => name.endsWith('.changed'))).toEqual([])
  })

  it('is no way for others to have a command sent', async () => {
    const host = await killed()
    const place = '/var/run/modem/usb-1-1.changed'
    const node = host.nodes.get(place)
    const text = node && 'text' in node ? node.text : ''
    host.nodes.set(place, { text: text.replace('+CUSD=0', '+CFUN=0').replace(/"until":\d+/, '"until":0') })
    await host.call('info', { max_age: 0 })
    expect(sentTo(host)).not.toContain('+CFUN=0')
    for (const damaged of ['', '{', '[]', '{"enumeration":"1.2","back":7}']) {
      host.nodes.set(place, { text: damaged })
      expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok' })
    }
  })
})
