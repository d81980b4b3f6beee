import { describe, expect, test } from 'vitest'
import { entriesOf } from '../../src/watch/entries.ts'
import { journal, mostEntries } from '../../src/watch/journal.ts'
import { modem, searching } from '../world/memory/shown.ts'
import { clockAt, living, modemWith, secondsAt, seen } from '../world/time/seen.ts'

const begin = secondsAt('2026-11-01 00:00')
const clock = (at: number) => ({ clock: clockAt(begin + at) })

const lines = (
  life: ReturnType<typeof living<ReturnType<typeof journal.step>['state'], never>>,
  at: number,
) => entriesOf(life.state(), true, at * 1000).map(({ kind, from, to }) => `${kind}: ${from} → ${to}`)

describe('The journal', () => {
  test('tells what changes, and nothing twice', () => {
    const life = living(journal)
    for (let at = 0; at < 600; at += 30) life.look(seen(at, clock(at)))
    for (let at = 600; at < 900; at += 30)
      life.look(
        seen(at, {
          ...clock(at),
          info: modemWith({ rest: searching, connection: { state: 'down', up: false } }),
        }),
      )
    life.look(seen(900, { ...clock(900), present: false, info: null }))
    expect(lines(life as never, 900)).toEqual([
      'watch: null → started',
      'presence: null → present',
      'sim: null → ready',
      'registration: null → home',
      'operator: null → 22610 orange',
      'technology: null → lte_a',
      'bands: null → B3+B20',
      'cell: null → 9ECE02',
      'connection: null → connected',
      'registration: home → searching',
      'connection: connected → searching',
      'presence: present → absent',
    ])
    expect(entriesOf(life.state(), true, 900_000).at(-1)).toMatchObject({ time: begin + 900, age_s: 0 })
  })

  test('tells what was done, why, and what came of it', () => {
    const life = living(journal)
    life.look(seen(0))
    const last = { rung: 'restart', why: 'Nothing comes back.', by: 'recovery', at: 30_000 } as const
    life.look(seen(60, { last, outcome: { rung: 'restart', done: true, message: 'The modem is back.' } }))
    life.look(seen(90, { last }))
    expect(entriesOf(life.state(), true, 90_000).filter(({ kind }) => kind === 'rung')).toEqual([
      {
        time: null,
        age_s: 30,
        kind: 'rung',
        from: null,
        to: 'restart',
        why: 'Nothing comes back. The modem is back.',
      },
    ])
  })

  test('of a modem that changes its cell with every look keeps what else happened', () => {
    const life = living(journal)
    life.look(seen(0))
    const outcome = { rung: 'reconnect', done: true, message: 'Done.' } as const
    life.look(seen(30, { outcome }))
    for (let at = 60; at < 60 + 30 * 1000; at += 30) {
      const cell = { ...modem().cell, cell_id_hex: `A${at}` }
      life.look(seen(at, { info: modemWith({ rat: 'lte_a', rest: { cell } }) }))
    }
    const kinds = entriesOf(life.state(), true, 0).map(({ kind }) => kind)
    expect(kinds).toHaveLength(mostEntries)
    expect(kinds).toContain('rung')
    expect(kinds.slice(0, 3)).toEqual(['watch', 'presence', 'sim'])
    expect(JSON.stringify(life.state()).length).toBeLessThan(30_000)
  })

  test('over a restart of the router keeps the times that were known, and invents none', () => {
    const life = living(journal, { keep_history: '1' })
    life.look(seen(0, clock(0)))
    life.look(seen(30, { ...clock(30), ending: true }))
    life.reboot()
    life.look(seen(0, { boot: 'second' }))
    const told = entriesOf(life.state(), true, 0)
    expect(told[0]).toMatchObject({ kind: 'watch', time: begin, age_s: null })
    expect(told.at(-1)).toMatchObject({ time: null, age_s: 0 })
    life.look(seen(30, { boot: 'second', clock: clockAt(begin + 9000) }))
    // Now the time is known, also of what happened before it was.
    expect(entriesOf(life.state(), true, 0).at(-1)).toMatchObject({ time: begin + 8970 })
  })

  test('changes nothing while nothing changes, so that nothing is written', () => {
    const life = living(journal)
    life.look(seen(0, clock(0)))
    life.look(seen(30, clock(30)))
    const before = life.state()
    for (let at = 60; at < 7200; at += 30) life.look(seen(at, clock(at)))
    expect(life.state()).toBe(before)
  })
})
