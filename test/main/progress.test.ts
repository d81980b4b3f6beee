import { describe, expect, it } from 'vitest'
import { exitCode } from '../../src/main/exit.ts'
import { lastReply } from '../../src/main/progress.ts'
import { hostOfFixture, takesAndForgets } from '../world/memory/changing.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

/** Finds no network any more once its bands were written. */
const losesNetwork: Behaviour = () => {
  let isLost = false
  return {
    answer(part) {
      if (/^\+GTACT=\d/.test(part)) isLost = true
      return isLost && /^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,2`]) : undefined
    },
  }
}

describe('modem in a terminal', () => {
  it('waits for the job with a line about it and ends with what the method would have answered at its end', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [takesAndForgets(/^\+CFUN=/), ...fibocom()])
    host.after(1000, () => host.unplug())
    host.after(25_000, () => host.plug())
    const first = await host.call('restart')
    expect(first).toMatchObject({ state: 'waiting' })
    const said: string[] = []
    const last = await lastReply(host.platform, first, line => void said.push(line))
    expect(last).toMatchObject({ modem: 'usb-1-1', state: 'back', job: first.job })
    expect(exitCode('restart', last)).toBe(0)
    expect(said.some(line => /^\r\S*\d+ s {2}The modem has left its bus\.$/.test(line))).toBe(true)
    expect(said.at(-1)).toMatch(/^\r\S*$/)
  })

  it('ends with code 1 when a change was not kept', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [losesNetwork, ...fibocom()])
    const first = await host.call('set_bands', {
      rat: 'lte',
      bands: [20],
      keep_if: 'registered',
      within_s: 10,
    })
    const last = await lastReply(host.platform, first, () => {})
    expect(last).toMatchObject({ requested: [20], outcome: 'taken_back' })
    expect(exitCode('set_bands', last)).toBe(1)
  })

  it('does not wait for what answers no job', async () => {
    for (const first of [{ modem: 'x' }, { error: 'no_modem', message: 'none' }])
      expect(await lastReply(hostOfFixture('fibocom/fg621-lte-a').platform, first, () => {})).toEqual(first)
  })
})
