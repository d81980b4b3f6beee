import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem } from '../world/memory/modems.ts'
import { late } from '../world/modem/behaviours.ts'
import { asJson, hostOf, longestCall, mistakesIn, names, rightOf, scriptOf } from './oracle.ts'

/** The port's name when the modem comes back: the same kind with another number. */
const moved = (port: string) => port.replace(/\d+(?=\D*\d*$)/, number => String(Number(number) + 4))
const portOf = (name: string) => scriptOf(name).port?.name ?? ''

/** Texts of a reply. */
const textsIn = (reply: unknown): unknown[] =>
  typeof reply === 'object' && reply !== null ? Object.values(reply).flatMap(textsIn) : [reply]

/** Another modem whose values no fixture has. */
const other = anyModem('> AT+CREG?\n< +CREG: 2,1,"BEEF","0BADCAFE",7\n')

/** USB modems: they share one series of numbers with others. */
const onUsb = names.filter(name => scriptOf(name).device?.bus === 'usb' && !scriptOf(name).silent)

/** The modem of a fixture, and another one beside it that sits on `ttyUSB90`, or ttyACM90. */
function pairOf(name: string, ms = 0): { host: Host; mine: string; theirs: string } {
  const mine = portOf(name)
  const theirs = mine.replace(/\d+$/, '90')
  const script = {
    ...other,
    port: { name: theirs, interface: 2 },
    net: { name: 'wwan9', driver: 'qmi_wwan' },
  }
  const host = createHost([{ script: scriptOf(name) }, { script, path: '1-2' }], {
    behaviours: ms > 0 ? [late(ms)] : [],
  })
  return { host, mine, theirs }
}

/** Both modems leave the bus and come back, each on the port the other one had. */
function swap({ host, mine, theirs }: ReturnType<typeof pairOf>): void {
  for (const index of [0, 1]) host.unplug(index)
  host.plug(1, { port: mine })
  host.plug(0, { port: theirs })
}

describe('a modem that comes back under another number', () => {
  it('is found by its place on the bus, and nothing names the old port', { timeout: 60_000 }, async () => {
    const wrong: string[] = []
    for (const name of names) {
      const [old, now] = [portOf(name), moved(portOf(name))]
      const host = hostOf(name)
      await host.call('info')
      host.unplug()
      host.plug(0, { port: now })
      host.clock.advance(120_000)
      const replies = [
        await host.call('info', { max_age: 3_600_000 }),
        await host.call('status'),
        await host.call('list'),
        await host.call('at', { command: 'AT', timeout_ms: 100 }),
      ]
      const [info] = replies
      const right = { ...((await rightOf(name)) as object), port: `/dev/${now}`, modem: info?.modem }
      if (JSON.stringify(info) !== JSON.stringify(right)) wrong.push(`${name}: ${JSON.stringify(info)}`)
      if (replies.flatMap(textsIn).some(text => String(text).includes(`/dev/${old}`)))
        wrong.push(`${name} names /dev/${old}: ${JSON.stringify(replies)}`)
    }
    expect(wrong).toEqual([])
  })

  it('is not mixed up with the modem that has its old number', { timeout: 60_000 }, async () => {
    const wrong: string[] = []
    for (const name of onUsb) {
      const pair = pairOf(name)
      const { host, mine, theirs } = pair
      for (const modem of ['usb-1-1', 'usb-1-2']) await host.call('info', { modem })
      swap(pair)
      const [first, second] = [
        await host.call('info', { modem: 'usb-1-1', max_age: 60_000 }),
        await host.call('info', { modem: 'usb-1-2', max_age: 60_000 }),
      ]
      const { imei, model } = (await rightOf(name)) as Record<string, unknown>
      const told = [first.imei, first.model, first.port, second.model, second.port]
      const expected = [imei, model, `/dev/${theirs}`, 'LS-1', `/dev/${mine}`]
      if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push(`${name}: ${JSON.stringify(told)}`)
    }
    expect(wrong).toEqual([])
  })

  it('while a caller waits for its old port: the modem that has it now is asked nothing', async () => {
    const wrong: string[] = []
    const waiting = ['info', 'status', 'bands', 'at', 'contexts']
    for (const [nth, name] of onUsb.entries()) {
      const method = waiting[nth % waiting.length] ?? 'info'
      const pair = pairOf(name)
      const { host } = pair
      const lock = await host.platform.lock(`/dev/${pair.mine}`, host.clock.now())
      const args = { modem: 'usb-1-1', ...(method === 'at' ? { command: 'AT+CGMM' } : {}) }
      const call = host.call(method, args)
      await new Promise(resolve => setTimeout(resolve, 5))
      swap(pair)
      lock?.release()
      const reply = await call
      if (host.simulators[1]?.log.length !== 0) wrong.push(`${name} ${method}: the other modem was asked`)
      if (/BEEF|BADCAFE|LS-1/.test(JSON.stringify(reply))) wrong.push(`${name}: ${JSON.stringify(reply)}`)
    }
    expect(wrong).toEqual([])
  })

  it('in the middle of a call: what is told is right or absent, and the next call finds it', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...onUsb),
        fc.nat({ max: 1500 }),
        fc.nat({ max: 8000 }),
        fc.boolean(),
        async (name, goes, away, isSwapped) => {
          const pair = pairOf(name, 60)
          const { host, mine, theirs } = pair
          host.after(goes, () => host.unplug(0))
          host.after(goes + away, () => {
            if (isSwapped) swap(pair)
            else host.plug(0, { port: moved(mine) })
          })
          const first = await mistakesIn(host, name, { modem: 'usb-1-1', max_age: 0 })
          expect(first.mistakes).toEqual([])
          host.clock.advance(longestCall)
          host.platform.now()
          const { reply, mistakes } = await mistakesIn(host, name, { modem: 'usb-1-1', max_age: 0 })
          expect(mistakes).toEqual([])
          const { imei } = (await rightOf(name)) as Record<string, unknown>
          expect(asJson(reply)).toMatchObject({ port: `/dev/${isSwapped ? theirs : moved(mine)}`, imei })
        },
      ),
      { numRuns: 400 },
    )
  })
})
