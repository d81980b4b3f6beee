import { describe, expect, it } from 'vitest'
import { type QmiHost, qmiHost } from '../world/memory/qmi.ts'
import { em7565Aggregating, mr200, noCard, type QmiSituation } from '../world/modem/qmi-situations.ts'
import type { UqmiFault } from '../world/modem/uqmi.ts'

/** Ids of the modem that are not netifd's. */
const ours = ({ qmi }: QmiHost) =>
  [...qmi.ids].flatMap(([service, ids]) => (service === 'wds' ? [] : [...ids].map(id => `${service} ${id}`)))

/** Reads a few times, as a page does, with time between. */
async function readings(made: QmiHost, count: number): Promise<string[]> {
  const states: string[] = []
  for (let nth = 0; nth < count; nth++) {
    states.push(String((await made.host.call('info', { max_age: 0 })).port_state))
    made.host.clock.advance(5000)
  }
  return states
}

const faults: readonly UqmiFault[] = ['deaf', 'mute', 'kill', 'garbage']
const cases: readonly (readonly [string, QmiSituation])[] = [
  ['served', em7565Aggregating],
  ['of an old chip', mr200],
  ['without a card', noCard],
]

describe.each(cases)('a modem %s', (_, situation) => {
  it.each(faults)('never has more than one id of ours, whichever message is %s', async fault => {
    const found: string[] = []
    const calm = qmiHost(situation)
    await readings(calm, 3)
    for (let at = 0; at < calm.qmi.messages; at++) {
      const made = qmiHost(situation)
      made.qmi.fault = message => (message === at ? fault : undefined)
      const states = await readings(made, 5)
      const { wrongs } = made.qmi
      if (ours(made).length > 1) wrongs.push(`left behind: ${ours(made)}`)
      if (states.at(-1) !== 'ok') wrongs.push(`not read any more: ${states}`)
      if (wrongs.length > 0) found.push(`message ${at}: ${wrongs.join('; ')}`)
    }
    expect(found).toEqual([])
  })

  it('never has more than one id of ours when it falls silent from any message on, for a while or for good', async () => {
    const found: string[] = []
    for (let from = 0; from < 28; from += 2)
      for (const length of [2, 4, 7, Number.POSITIVE_INFINITY]) {
        const made = qmiHost(situation)
        made.qmi.fault = message => (message >= from && message < from + length ? 'mute' : undefined)
        await readings(made, 6)
        const { wrongs } = made.qmi
        if (ours(made).length > 1) wrongs.push(`left behind: ${ours(made)}`)
        if (wrongs.length > 0) found.push(`${length} messages from ${from} on: ${wrongs.join('; ')}`)
      }
    expect(found).toEqual([])
  })
})

it('never has more than one id of ours, whatever goes wrong at random', async () => {
  const found: string[] = []
  for (let seed = 1; seed <= 60; seed++) {
    let state = seed * 7919
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return Math.floor((state / 2 ** 31) * below)
    }
    const made = qmiHost(cases[seed % cases.length]?.[1] ?? noCard)
    made.qmi.fault = () => (next(6) === 0 ? faults[next(faults.length)] : undefined)
    await readings(made, 8)
    const { wrongs } = made.qmi
    if (ours(made).length > 1) wrongs.push(`left behind: ${ours(made)}`)
    if (wrongs.length > 0) found.push(`seed ${seed}: ${wrongs.slice(0, 3).join('; ')}`)
  }
  expect(found).toEqual([])
})

it('an id that was left behind is found and used, and not asked for again', async () => {
  const made = qmiHost(em7565Aggregating)
  const { host, qmi } = made
  qmi.fault = message => (qmi.ids.get('nas')?.size === 1 && message < 40 ? 'mute' : undefined)
  await readings(made, 1)
  qmi.fault = null
  expect(await readings(made, 2)).toEqual(['ok', 'ok'])
  expect(ours(made)).toEqual(['nas 1'])
  qmi.forgetIds()
  expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok', rat: 'lte_a' })
  expect(ours(made)).toEqual(['nas 1'])
  expect(qmi.wrongs).toEqual([])
})
