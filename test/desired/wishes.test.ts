import { describe, expect, it } from 'vitest'
import type { BandsReply } from '../../src/contract/bands.ts'
import type { ModesReply } from '../../src/contract/modes.ts'
import { names, scriptOf } from '../faults/oracle.ts'
import { apply, callAndKill, fullFlash, lasting, logOf, replug, startOf } from '../world/memory/boots.ts'
import {
  hostOfFixture,
  isWrite,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
  writtenTo,
} from '../world/memory/changing.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { foxconn } from '../world/modem/foxconn.ts'
import { huawei } from '../world/modem/huawei.ts'
import { intel } from '../world/modem/intel.ts'
import { quectel } from '../world/modem/quectel.ts'
import { reply } from '../world/modem/script.ts'
import { sierra } from '../world/modem/sierra.ts'
import { sim } from '../world/modem/sim.ts'
import { simcom } from '../world/modem/simcom.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { telit } from '../world/modem/telit.ts'
import { yuga } from '../world/modem/yuga.ts'
import { zte } from '../world/modem/zte.ts'

const section = (...options: readonly string[]) =>
  `config modem 'main'\n\toption path '1-1'\n${options.map(each => `\toption ${each}\n`).join('')}`

const configured = (fixture: string, options: readonly string[], ...behaviours: readonly Behaviour[]) =>
  hostOfFixture(fixture, behaviours, { uci: { modem: section(...options) } })

const configure = (host: Host, ...options: readonly string[]) =>
  host.nodes.set('/etc/config/modem', { text: section(...options) })

const results = async (host: Host, args: object = {}) =>
  (await apply(host, args)).map(({ what, result }) => `${what} ${result}`)

const records = (host: Host) => [...host.nodes.keys()].filter(name => name.startsWith('/etc/modem/wishes/'))

/** How often the modem was restarted by what it was sent. */
const restarts = (host: Host) => sentTo(host).filter(line => /!RESET|CFUN=1,1/.test(line)).length

/** A Sierra module whose firmware keeps its own profile of bands; the reset takes it off the bus for a while. */
function stubborn(name: string, earlier?: Host): Host {
  const resets = whenAsked(/^!RESET$/, () => {
    host.after(500, () => host.unplug())
    host.after(20_000, () => host.plug())
  })
  const host: Host = configured('sierra/em7455-lte', ["bands_lte '3 20'"], resets)
  return startOf(host, name, earlier)
}

describe('a modem that keeps its own bands after the reset they need', () => {
  it('is reset once, however often it appears, and that is logged once and told', async () => {
    const host = stubborn('a')
    const lines = logOf(host)
    const told: string[] = []
    for (let i = 0; i < 8; i++) {
      told.push(...(await results(host)))
      host.clock.advance(60_000)
      host.platform.now()
    }
    expect(told).toEqual(['bands.lte not_ready', ...Array(7).fill('bands.lte given_up')])
    expect(restarts(host)).toBe(1)
    expect(lines.filter(line => line.includes('not tried again'))).toEqual([
      expect.stringMatching(/^main: bands\.lte: not set to 3 20: it was tried on .*force/),
    ])
    const later = stubborn('b', host)
    expect(await results(later)).toEqual(['bands.lte given_up'])
    expect(writtenTo(later)).toEqual([])
  })

  it('is reset once more when a person asks, or wants something else', async () => {
    const host = stubborn('a')
    const round = async (args: object = {}) => {
      await apply(host, args)
      host.clock.advance(60_000)
      host.platform.now()
      return restarts(host)
    }
    expect([await round(), await round()]).toEqual([1, 1])
    expect([await round({ force: true }), await round()]).toEqual([2, 2])
    configure(host, "bands_lte '7'")
    expect([await round(), await round()]).toEqual([3, 3])
    configure(host, "bands_lte '3 20'", "mode 'auto'")
    expect([await round(), await round()]).toEqual([4, 4])
  })

  it('is not reset a second time wherever the process is killed', { timeout: 120_000 }, async () => {
    for (let nth = 0, isAlive = false; !isAlive; nth += 2) {
      const first = stubborn('a')
      isAlive = await callAndKill(first, 'apply', nth)
      const second = stubborn('b', first)
      await apply(second)
      const third = stubborn('c', second)
      await apply(third)
      const sum = restarts(first) + restarts(second) + restarts(third)
      expect([nth, sum <= 1]).toEqual([nth, true])
    }
  })

  it('is reset once by callers at the same time', async () => {
    const host = stubborn('a')
    await Promise.all([apply(host), apply(host), apply(host)])
    expect(restarts(host)).toBe(1)
  })
})

describe('what cannot be remembered', () => {
  it('is not written: bands, technologies and locks', async () => {
    const options = ["bands_lte '3'", "mode 'lte'", "lock_lte '1300'"]
    const host = configured('fibocom/fg621-lte-a', options, sim({ open: true }), ...fibocom())
    fullFlash(host)
    expect(await apply(host)).toMatchObject(
      Array(3).fill({ result: 'failed', message: expect.stringContaining('could not be stored') }),
    )
    expect(writtenTo(host)).toEqual([])
  })
})

describe('a wish that did not take', () => {
  const fault = takesAndForgets(/^\+GTACT=[^?]/)
  const answers =
    (command: string, text: string): Behaviour =>
    () => ({ answer: part => (part === command ? reply([text]) : undefined) })
  const modem = (earlier: Host | undefined, ...behaviours: Behaviour[]) =>
    startOf(
      configured('fibocom/fg621-lte-a', ["mode 'lte'"], ...behaviours, fault, ...fibocom()),
      'b',
      earlier,
    )

  it('is tried again with another firmware and with another card, once each', async () => {
    const first = modem(undefined)
    expect([await results(first), await results(first)]).toEqual([['modes failed'], ['modes given_up']])
    const other = answers('+ICCID', '+ICCID: 8949009999999999999')
    for (const [behaviours, expected] of [
      [[answers('+GMR?', '+GMR: "NEWER.02"')], 'modes failed'],
      [[other], 'modes failed'],
      [[refuses(/CCID|GMR/)], 'modes given_up'],
      [[], 'modes given_up'],
    ] as const) {
      const next = modem(first, ...behaviours)
      expect(await results(next)).toEqual([expected])
      expect(await results(next)).toEqual(['modes given_up'])
    }
  })

  it('is not forgotten when another option changes, nor when the file that remembers it is damaged', async () => {
    const host = modem(undefined)
    await apply(host)
    configure(host, "mode 'lte'", "network 'wan'")
    expect(await results(host)).toEqual(['modes given_up'])
    for (const file of records(host)) host.nodes.set(file, { text: '{' })
    expect(await results(host)).toEqual(['modes given_up'])
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('costs nothing in a dry run, which notes and logs nothing', async () => {
    const host = modem(undefined)
    const lines = logOf(host)
    expect(await results(host, { dry_run: true })).toEqual(['modes different'])
    expect([records(host), lines, writtenTo(host)]).toEqual([[], [], []])
  })

  it('is not noted when nothing was sent, so that it is done once it can be', async () => {
    const host = configured('fibocom/fg621-lte-a', ["bands_lte '66'"], ...fibocom())
    expect(await results(host)).toEqual(['bands.lte failed'])
    expect(records(host)).toEqual([])
  })
})

describe('a modem that loses a setting whenever it is started', () => {
  const volatile = (name: string, earlier?: Host) =>
    startOf(configured('fibocom/fg621-lte-a', ["mode 'lte'"], ...fibocom()), name, earlier)

  it('gets it again at every start of the router', async () => {
    let host: Host | undefined
    for (let i = 0; i < 12; i++) {
      host = volatile(`${i}`, host)
      expect(await results(host)).toEqual(['modes changed'])
      expect(await results(host)).toEqual(['modes kept'])
    }
  })

  it('gets it four times in a day while the router runs, and again the day after', async () => {
    const hours = [0, 1, 2, 3, 4, 5, 23, 25, 30]
    const told: string[] = []
    let host: Host | undefined
    for (const hour of hours) {
      host = volatile('a', host)
      host.clock.advance(hour * 3_600_000)
      told.push(...(await results(host)))
    }
    expect(told.map(text => text.replace('modes ', ''))).toEqual([
      'changed',
      'changed',
      'changed',
      'changed',
      'given_up',
      'given_up',
      'given_up',
      'changed',
      'changed',
    ])
  })

  it('gets it once more when the process was killed in the middle, and not a third time', async () => {
    let sent = 0
    for (let nth = 0, isAlive = false; !isAlive; nth += 5) {
      const first = volatile('a')
      isAlive = await callAndKill(first, 'apply', nth)
      const second = volatile('b', first)
      expect(await results(second)).toEqual(['modes changed'])
      sent = Math.max(sent, writtenTo(first).length + writtenTo(second).length)
    }
    expect(sent).toBe(2)
  })
})

const remembering: Readonly<Record<string, () => readonly Behaviour[]>> = {
  fibocom,
  foxconn,
  huawei: () => [huawei()],
  intel,
  quectel,
  sierra: () => [sierra()],
  simcom,
  telit,
  yuga,
  zte,
}

/** Takes every write and changes nothing. */
const takesNothing: Behaviour = () => ({ answer: part => (isWrite(part) ? reply([]) : undefined) })
/** Takes the first of every two writes, and refuses the second. */
const takesHalf: Behaviour = () => {
  let count = 0
  return {
    answer: part => (isWrite(part) ? reply([], count++ % 2 === 0 ? 'OK' : '+CME ERROR: 3') : undefined),
  }
}
const refusesAll: Behaviour = () => ({
  answer: part => (isWrite(part) ? reply([], '+CME ERROR: 3') : undefined),
})
/** Says nothing to a write. */
const fallsSilent: Behaviour = () => ({ ignores: line => line.slice(2).split(';').some(isWrite) })

/** How often each wish was noted as sent, by the file that remembers it. */
function triesOf(host: Host): Map<string, number> {
  const counts = new Map<string, number>()
  const { write } = host.platform.files
  host.platform.files.write = (path, text) => {
    if (path.startsWith('/etc/modem/wishes/') && /"outcome":"sent"/.test(text))
      counts.set(path, (counts.get(path) ?? 0) + 1)
    return write(path, text)
  }
  return counts
}

/** One fixture of each model. */
const models = [...new Map(names.map(name => [name.split('-')[0], name])).values()].filter(
  name => !scriptOf(name).silent,
)

/** What differs from how the modem of a fixture is now: bands, technologies and locks. */
async function wishesFor(name: string): Promise<string[]> {
  const host = createHost([{ script: scriptOf(name) }])
  const bands = (await host.call('bands')) as unknown as Partial<BandsReply>
  const modes = (await host.call('modes')) as unknown as Partial<ModesReply>
  const other = (all: readonly number[] = [], now: readonly number[] | null | undefined) =>
    all.filter(band => !now || now.length > 1 || now[0] !== band)[0]
  const lists = (bands.writable ?? []).flatMap(rat => {
    const band = other(bands.supported?.[rat], bands.enabled?.[rat])
    return band === undefined ? [] : [`bands_${rat} '${band}'`]
  })
  const mode = modes.modes?.find(each => each !== modes.mode)
  return [...lists, ...(mode ? [`mode '${mode}'`] : []), "lock_lte '1300 211'", "lock_nr '627264 1 78 30'"]
}

const uciOf = (name: string, options: readonly string[]) => {
  const path = scriptOf(name).device?.bus === 'pci' ? '0000:01:00.0' : '1-1'
  return { modem: section(...options).replace("'1-1'", `'${path}'`) }
}

describe('every model', () => {
  it.each([
    ['takes nothing', [takesNothing]],
    ['takes half', [takesHalf]],
    ['refuses all', [refusesAll]],
    ['falls silent', [fallsSilent]],
  ] as const)('that %s is written to once for each wish', { timeout: 240_000 }, async (_, faults) => {
    const wrong: string[] = []
    let written = 0
    for (const name of models) {
      const uci = uciOf(name, await wishesFor(name))
      const host = startOf(createHost([{ script: scriptOf(name) }], { behaviours: faults, uci }), 'a')
      const tries = triesOf(host)
      let runs = 0
      for (let i = 0; i < 7; i++) {
        const before = sentTo(host).length
        await apply(host, { modem: 'main' })
        const lines = sentTo(host)
          .slice(before)
          .filter(line => line.split(';').some(isWrite))
        written += lines.length
        if (lines.length > 0) runs++
        replug(host)
        host.clock.advance(30_000)
      }
      for (const [file, count] of tries) if (count > 1) wrong.push(`${name}: ${file} ${count} times`)
      if (runs > tries.size) wrong.push(`${name}: ${runs} runs wrote for ${tries.size} wishes`)
    }
    expect(wrong).toEqual([])
    expect(written).toBeGreaterThan(50)
  })

  it('that forgets at its restart is restarted once for each wish, and written to four times a day', {
    timeout: 240_000,
  }, async () => {
    const wrong: string[] = []
    let changed = 0
    for (const name of models) {
      const behaviours = remembering[name.split('/')[0] ?? '']
      if (behaviours === undefined) continue
      const options = await wishesFor(name)
      const uci = uciOf(name, options)
      const sum = new Map<string, number>()
      let resets = 0
      let host: Host | undefined
      for (let i = 0; i < 8; i++) {
        const next = createHost([{ script: scriptOf(name) }], { behaviours: behaviours(), uci })
        host = startOf(next, 'a', host)
        host.clock.advance(i * 600_000)
        for (const { what, result, restart_needed: needed } of await apply(host, { modem: 'main' })) {
          if (result !== 'changed') continue
          const key = `${what}${needed ? ', restart' : ''}`
          sum.set(key, (sum.get(key) ?? 0) + 1)
        }
        resets += restarts(host)
      }
      for (const [key, count] of sum) {
        changed += count
        if (count > (key.endsWith('restart') ? 1 : 4)) wrong.push(`${name}: ${key} ${count} times`)
      }
      if (resets > options.length) wrong.push(`${name}: ${resets} restarts`)
    }
    expect(wrong).toEqual([])
    expect(changed).toBeGreaterThan(20)
  })
})

it('a lock that needs a restart and is gone after it is not set a second time', async () => {
  const device = lasting(sim({ open: true }))
  const host = startOf(configured('fibocom/fg621-lte-a', ["lock_lte '1300 211'"], device, ...fibocom()), 'a')
  expect(await results(host)).toEqual(['cell_lock.lte changed'])
  const after = startOf(
    configured('fibocom/fg621-lte-a', ["lock_lte '1300 211'"], device, ...fibocom()),
    'b',
    host,
  )
  expect(await apply(after)).toMatchObject([
    { result: 'given_up', message: expect.stringContaining('did not last through a restart') },
  ])
  expect(writtenTo(after)).toEqual([])
})
