import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { repository } from './project.ts'

interface Pace {
  oldest(modem: string): Promise<number | null>
  seen(modem: string, ageMs: number): void
}

const text = readFileSync(join(repository, 'luci-view/htdocs/luci-static/resources/modem/pace.js'), 'utf8')

/** The module, with what the router says of its watch; `asked` counts how often. */
function load(told: { running: boolean; interval_s: number | null }): { pace: Pace; asked(): number } {
  let asked = 0
  const given = {
    baseclass: { extend: (members: unknown) => members },
    api: { watch: () => Promise.resolve(told) },
    calls: {
      read: (call: () => Promise<unknown>) => {
        asked += 1
        return call()
      },
    },
    words: { isTrouble: () => true },
  }
  const pace = new Function(...Object.keys(given), text)(...Object.values(given)) as Pace
  return { pace, asked: () => asked }
}

describe('how old an answer may be on the pages', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** Looks of a page every 8 s, at answers of these ages. */
  async function look(pace: Pace, ages: readonly number[]): Promise<(number | null)[]> {
    const found: (number | null)[] = []
    for (const age of ages) {
      found.push(await pace.oldest('usb-1-1'))
      pace.seen('usb-1-1', age)
      vi.setSystemTime(Date.now() + 8000)
    }
    return found
  }

  test('is three looks of the watch and half a minute; it is asked once, as long as the answers show that it runs', async () => {
    const { pace, asked } = load({ running: true, interval_s: 60 })
    const found = await look(
      pace,
      Array.from({ length: 100 }, (_, nth) => (8000 * nth) % 60_000),
    )
    expect(new Set(found)).toEqual(new Set([210_000]))
    expect(asked()).toBe(1)
  })

  test('is asked anew within a minute where they grow older than it lets them', async () => {
    const told = { running: true, interval_s: 30 }
    const { pace, asked } = load(told)
    await look(pace, [5000, 13_000])
    told.running = false
    const found = await look(
      pace,
      Array.from({ length: 10 }, (_, nth) => 50_000 + 8000 * nth),
    )
    expect(found.at(-1)).toBeNull()
    expect(asked()).toBe(2)
  })

  test('is nobody’s matter where no watch runs: it is looked for every minute', async () => {
    const { pace, asked } = load({ running: false, interval_s: null })
    const found = await look(
      pace,
      Array.from({ length: 16 }, () => 100),
    )
    expect(new Set(found)).toEqual(new Set([null]))
    expect(asked()).toBeGreaterThanOrEqual(2)
  })
})
