import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModemInfo, Rat } from '../../src/contract/info.ts'
import type { Files } from '../../src/platform/platform.ts'
import { boards, type Lights } from '../../src/watch/boards.ts'
import { setLed } from '../../src/watch/led.ts'
import { lights } from '../../src/watch/leds.ts'
import type { Leds } from '../../src/watch/memory.ts'
import { readPanel } from '../../src/watch/panel.ts'
import type { Observation } from '../../src/watch/policy.ts'
import { createHost } from '../world/memory/host.ts'
import { searching } from '../world/memory/shown.ts'
import { living, modemWith, seen } from '../world/time/seen.ts'

const mr600 = 'tplink,mr600-v2-eu'

/** A board with LEDs in a file system of its own, and the watch that lights them. */
function board(
  name: string,
  leds: Record<
    string,
    { trigger?: string; brightness?: string; max?: string; more?: Record<string, string> }
  >,
  options: Record<string, string | readonly string[]> = {},
  system = '',
) {
  const { platform, nodes } = createHost([])
  nodes.set('/tmp/sysinfo/board_name', { text: `${name}\n` })
  nodes.set('/etc/config/system', { text: system })
  const place = (led: string, file: string) => `/sys/class/leds/${led}/${file}`
  for (const [
    led,
    { trigger = '[none] timer netdev', brightness = '0', max = '1', more = {} },
  ] of Object.entries(leds)) {
    nodes.set(place(led, 'trigger'), { text: `${trigger}\n` })
    nodes.set(place(led, 'brightness'), { text: `${brightness}\n` })
    nodes.set(place(led, 'max_brightness'), { text: `${max}\n` })
    for (const file of ['delay_on', 'delay_off']) nodes.set(place(led, file), { text: '0\n' })
    for (const [file, text] of Object.entries(more)) nodes.set(place(led, file), { text: `${text}\n` })
  }
  const writes: string[] = []
  const files: Files = {
    ...platform.files,
    put(path, value) {
      writes.push(`${path.replace('/sys/class/leds/', '')} = ${value}`)
      return platform.files.put(path, value)
    },
  }
  const life = living(lights, options)
  let taken: Leds = {}
  let at = 0
  return {
    writes,
    look(shown: Partial<Observation>, times = 1) {
      for (let nth = 0; nth < times; nth++, at += 30)
        for (const want of life.look(seen(at, { panel: readPanel(files, taken), ...shown })))
          if (want.want === 'led') taken = setLed(files, taken, want)
    },
    /** What a person sees: the LEDs that are not dark. */
    lit: () =>
      Object.keys(leds).flatMap(led => {
        const [trigger, brightness] = [place(led, 'trigger'), place(led, 'brightness')].map(path =>
          files.read(path)?.trim(),
        )
        const delay = files.read(place(led, 'delay_on'))?.trim()
        if (trigger === 'timer') return [`${led} blinks ${delay}`]
        return brightness === '0' ? [] : [led]
      }),
    text: (led: string, file: string) => files.read(place(led, file))?.trim(),
    taken: () => Object.keys(taken),
  }
}

const panel = {
  'white:signal1': {},
  'white:signal2': {},
  'white:signal3': {},
  'white:4g': {},
  'white:power': {},
}
const bars = ['white:signal1', 'white:signal2', 'white:signal3']
const on = (rsrp: number | null, rat: Rat = 'lte', rest: Partial<ModemInfo> = {}) => ({
  info: modemWith({ signal: { rsrp }, rat, rest: { carriers: [], ...rest } }),
})
const lost = { info: modemWith({ rest: searching }) }

describe('The three white LEDs of an Archer MR500 or MR600 and the one for 4G+', () => {
  test('show the signal as bars, and 4G+ apart from 4G', () => {
    const { look, lit } = board(mr600, panel)
    look(on(-85), 2)
    expect(lit()).toEqual(bars)
    look(on(-85, 'lte_a'), 2)
    expect(lit()).toEqual([...bars, 'white:4g'])
    look(on(-100, 'lte_a'), 2)
    expect(lit()).toEqual([...bars.slice(0, 2), 'white:4g'])
    look(on(-130), 2)
    expect(lit()).toEqual(['white:signal1'])
  })

  test('show 4G by blinking where that is wished', () => {
    const { look, lit } = board(mr600, panel, { leds_4g: 'blink' })
    look(on(-85), 2)
    expect(lit()).toEqual([...bars, 'white:4g blinks 1000'])
    look(on(-85, 'lte_a'), 2)
    expect(lit()).toEqual([...bars, 'white:4g'])
  })

  test('blink with the first while a network is looked for, and are dark without a card and without a modem', () => {
    const { look, lit } = board(mr600, panel)
    look(lost)
    expect(lit()).toEqual(['white:signal1 blinks 500'])
    look({ info: modemWith({ rest: { sim: { state: 'absent', imsi: null, iccid: null, slot: null } } }) })
    expect(lit()).toEqual([])
    look(on(-85), 2)
    look({ present: false, info: null })
    expect(lit()).toEqual([])
  })

  test('do not flicker between two bars', () => {
    const { look, lit, writes } = board(mr600, panel)
    look(on(-92), 2)
    const before = writes.length
    for (let nth = 0; nth < 50; nth++) look(on(nth % 2 === 0 ? -94 : -96))
    expect(lit()).toEqual(bars)
    look(on(-96), 2)
    expect(lit()).toEqual(bars.slice(0, 2))
    look(on(-94), 5)
    expect(lit()).toEqual(bars.slice(0, 2))
    look(on(-93), 2)
    expect(lit()).toEqual(bars)
    expect(writes.length - before).toBeLessThanOrEqual(4)
  })

  test('are written only when they change', () => {
    const { look, writes } = board(mr600, panel)
    look(on(-85), 2)
    const before = writes.length
    look(on(-85), 500)
    expect(writes).toHaveLength(before)
  })

  test('stay as they are while the modem cannot be read for a moment', () => {
    const { look, lit } = board(mr600, panel)
    look(on(-85), 2)
    look({ info: null, trouble: 'port_busy' })
    look({ info: { ...modemWith({ rest: searching }), port_state: 'busy' } })
    expect(lit()).toEqual(bars)
  })

  test('are as they were found when the watch stops', () => {
    const { look, text, taken } = board(mr600, {
      ...panel,
      'white:signal2': { brightness: '1' },
    })
    look(lost, 2)
    look(on(-130), 2)
    look({ ending: true, info: null })
    expect(['white:signal1', 'white:signal2', 'white:4g'].map(led => text(led, 'brightness'))).toEqual([
      '0',
      '1',
      '0',
    ])
    expect(text('white:signal1', 'trigger')).toBe('none')
    expect(taken()).toEqual([])
  })
})

describe('LEDs of somebody else', () => {
  test('are left alone: those of the system’s configuration, those a trigger drives, and all where darkness is wished', () => {
    const claimed = "config led\n\toption sysfs 'white:signal1'\n"
    const driven = { ...panel, 'white:signal2': { trigger: 'none timer [netdev]', brightness: '1' } }
    const one = board(mr600, driven, {}, claimed)
    one.look(on(-85, 'lte_a'), 2)
    expect(one.taken()).toEqual(['white:signal3', 'white:4g'])
    expect(one.text('white:signal2', 'brightness')).toBe('1')
    const dark = board(mr600, panel, {}, "config system\n\toption leds_off '1'\n")
    dark.look(on(-85), 2)
    expect(dark.writes).toEqual([])
  })

  test('are given back with their trigger where a person has lent them', () => {
    const others = Array.from({ length: 60 }, (_, i) => `cpu${i} phy${i}tpt`).join(' ')
    const lent = {
      'green:wan': {
        trigger: `none ${others} timer [netdev]`,
        brightness: '0',
        more: { device_name: 'eth1', link: '1', rx: '1', tx: '0' },
      },
    }
    const { look, lit, text } = board('some,router', lent, { led_4g: 'green:wan' })
    look(on(-85), 2)
    expect(lit()).toEqual(['green:wan'])
    look({ ending: true, info: null })
    expect(['trigger', 'device_name', 'link', 'rx', 'tx'].map(file => text('green:wan', file))).toEqual([
      'netdev',
      'eth1',
      '1',
      '1',
      '0',
    ])
  })

  test('are not named by a path', () => {
    for (const name of ['../../../etc/passwd', 'a/b', ''])
      expect(
        setLed(createHost([]).platform.files, {}, { want: 'led', name, brightness: 1, blink_ms: null }),
      ).toEqual({})
  })
})

describe('LEDs of any other board', () => {
  test('are set in UCI, before the table', () => {
    const leds = { a: {}, b: {}, red: {}, green: {}, blue: {}, ...panel }
    const { look, lit } = board(mr600, leds, {
      led_bars: ['a', 'b'],
      led_4g: 'green',
      led_4g_plus: ['green', 'blue'],
      led_5g: 'blue',
      led_offline: 'red',
    })
    look(on(-85), 2)
    expect(lit()).toEqual(['a', 'b', 'green'])
    look(on(-120, 'lte_a'), 2)
    expect(lit()).toEqual(['a', 'green', 'blue'])
    look(on(-85, 'nr_sa'), 2)
    expect(lit()).toEqual(['a', 'b', 'blue'])
    look(lost)
    expect(lit()).toEqual(['a blinks 500', 'red'])
  })

  test('of more than one level are lit as brightly as they can be', () => {
    const { look, text } = board('some,router', { a: { max: '255' } }, { led_bars: 'a' })
    look(on(-85), 2)
    expect(text('a', 'brightness')).toBe('255')
  })

  test('show nothing where nobody has said what they are for', () => {
    const { look, writes } = board('some,router', panel)
    look(on(-85), 5)
    expect(writes).toEqual([])
  })
})

describe('The table of boards', () => {
  const namesOf = ({ bars: some = [], strength, technology = {}, offline = [] }: Lights) => [
    ...some,
    ...(strength ?? []).flat(),
    ...Object.values(technology).flat(),
    ...offline,
  ]

  test('has names that /sys/class/leds can have, and none twice in a row of bars', () => {
    const wrong = Object.entries(boards).filter(
      ([, shown]) =>
        namesOf(shown).length === 0 ||
        namesOf(shown).some(name => !/^[\w:.@-]{1,64}$/.test(name)) ||
        new Set(shown.bars).size !== (shown.bars?.length ?? 0),
    )
    expect(wrong).toEqual([])
  })

  test('shows a better signal by as many bars or more, on each board', () => {
    for (const [name, shown] of Object.entries(boards)) {
      const all = Object.fromEntries(namesOf(shown).map(led => [led, {}]))
      const count = (rsrp: number) => {
        const { look, lit } = board(name, all)
        look(on(rsrp), 2)
        return lit().filter(led => shown.bars?.includes(led)).length
      }
      const counts = [-130, -116, -107, -96, -78].map(count)
      expect([name, counts]).toEqual([name, counts.toSorted((a, b) => a - b)])
      if (shown.bars) expect([name, counts[0], counts.at(-1)]).toEqual([name, 1, shown.bars.length])
    }
  })

  test('tells weak from good by colour where there is one lens', () => {
    const { look, lit } = board('zyxel,lte5398-m904', { 'red:lte': {}, 'orange:lte': {}, 'green:lte': {} })
    const shown = [-125, -100, -80].map(rsrp => {
      look(on(rsrp), 2)
      return lit()
    })
    expect(shown).toEqual([['red:lte'], ['orange:lte'], ['green:lte']])
  })

  test('is never left with a LED that is lit though the watch has stopped', () => {
    const looks = fc.array(
      fc.oneof(
        fc.record({
          rsrp: fc.integer({ min: -135, max: -60 }),
          rat: fc.constantFrom<Rat>('lte', 'lte_a', 'nr_sa', 'umts'),
        }),
        fc.constant('lost' as const),
        fc.constant('gone' as const),
      ),
      { maxLength: 15 },
    )
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(boards)), looks, (name, list) => {
        const all = Object.fromEntries(namesOf(boards[name] ?? {}).map(led => [led, {}]))
        const { look, lit, taken } = board(name, all)
        for (const each of list)
          look(
            each === 'lost'
              ? lost
              : each === 'gone'
                ? { present: false, info: null }
                : on(each.rsrp, each.rat),
          )
        look({ ending: true, info: null })
        expect([lit(), taken()]).toEqual([[], []])
      }),
      { numRuns: 60 },
    )
  })
})
