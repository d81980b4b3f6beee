import { describe, expect, it } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Settings } from '../../src/dialects/settings.ts'
import { createHost, loadSource } from '../world/memory/host.ts'
import { anyModem, recorded } from '../world/memory/modems.ts'
import { unsolicitedInside } from '../world/modem/behaviours.ts'

/** A modem that lists bands and sensors without names, and says things that look the same. */
const script = anyModem(`
> AT+XBANDS?
< BAND 3
< BAND 7

> AT+XHEAT?
< HEAT 41
`)
const says = unsolicitedInside(['BAND LOST 28', 'HEAT ALARM 99'])

const numbers = (lines: readonly string[] | null, name: string) =>
  (lines ?? []).filter(line => line.startsWith(name)).map(line => Number(/\d+$/.exec(line)?.[0]))

/** A dialect for it; `unsolicited` is what it says of such lines. */
function hostOfDialect(unsolicited?: readonly string[]) {
  const own = unsolicited ? { unsolicited } : {}
  const dialect: Dialect = {
    ...own,
    questions: () => [{ ask: '+XHEAT?', alone: true }],
    read: answers => ({ temperature: numbers(answers.lines('+XHEAT?'), 'HEAT').at(-1) ?? null }),
  }
  const settings: Settings = {
    ...own,
    bands: {
      questions: () => [{ ask: '+XBANDS?', alone: true }],
      read: answers => ({ enabled: { lte: numbers(answers.lines('+XBANDS?'), 'BAND') } }),
      write: () => null,
    },
  }
  const host = createHost([{ script }], { behaviours: [says] })
  host.platform.load = async <Module>(room: 'methods' | 'dialects', id: string) =>
    room === 'methods' ? loadSource<Module>(room, id) : ({ settings, dialect } as object)
  return host
}

describe('what a dialect knows the modem to say unasked', () => {
  it('is no part of an answer, to info and to the control methods', async () => {
    const host = hostOfDialect(['BAND LOST', 'HEAT ALARM'])
    expect(await host.call('info')).toMatchObject({ temperature: 41 })
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: [3, 7] } })
  })

  it('would be one otherwise', async () => {
    const host = hostOfDialect()
    expect(await host.call('info')).toMatchObject({ temperature: 99 })
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: [3, 28, 7] } })
  })

  it('is known of the FM350-GL, which tells about the network while it is asked for its bands', async () => {
    const news = ['+CNEMIU: 0', '+EONSNWNAME: 1, 0, "A1", 0, "A1"']
    const right = createHost([{ script: recorded('fibocom/fm350-nsa') }])
    const host = createHost([{ script: recorded('fibocom/fm350-nsa') }], {
      behaviours: [unsolicitedInside(news)],
    })
    for (const method of ['info', 'bands']) expect(await host.call(method)).toEqual(await right.call(method))
  })
})
