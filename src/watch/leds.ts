import type { ModemInfo } from '../contract/info.ts'
import { boards, type Lights, type Shown } from './boards.ts'
import { generations } from './lows.ts'
import { flag, list, wordIfSet } from './options.ts'
import type { Observation, Panel, Policy, Want } from './policy.ts'

/** Which LEDs show what; lists that are empty are left to the board. */
export interface LedSettings {
  leds: boolean
  /** What a LED for 4G does on 4G without carrier aggregation. Null: as the board's table says. */
  leds_4g: 'on' | 'blink' | 'off' | null
  led_bars: readonly string[]
  led_weak: readonly string[]
  led_fair: readonly string[]
  led_good: readonly string[]
  led_2g: readonly string[]
  led_3g: readonly string[]
  led_4g: readonly string[]
  led_4g_plus: readonly string[]
  led_5g: readonly string[]
  led_offline: readonly string[]
}

/** What the lights show, and what they may show soon. */
export interface LedState {
  /** Strength of the signal, by the number of bars. */
  level: number
  /** Another strength, seen once. */
  next: number | null
  /** LEDs in use. */
  used: readonly string[]
}

/** How a LED stands: lit, dark, or blinking, quickly while a network is looked for. */
export type Light = 'on' | 'off' | 'quick' | 'slow'

/** Time a LED is on, and off, ms. */
const blinkMs = { quick: 500, slow: 1000, on: null, off: null } as const
/** The signal must be so much better for a bar more, dB. */
const margin = 2

/** RSRP from which each bar is lit, dBm, by the number of bars; the first one is lit by any signal. */
const thresholds: Readonly<Record<number, readonly number[]>> = {
  1: [],
  2: [-105],
  3: [-105, -95],
  4: [-108, -98, -88],
  5: [-110, -100, -90, -80],
  6: [-112, -105, -98, -91, -84],
}
/** A received power without the reference signal's counts as so much less, dB. */
const rssiOffset = 15

/** How many bars a signal has; 0 without a network. */
function levelOf(info: ModemInfo | null, bars: number, before: number): number {
  const state = info?.registration.state
  if (info === null || (state !== 'home' && state !== 'roaming')) return 0
  const { rsrp, rscp, rssi } = info.signal
  const strength = rsrp ?? (rssi === null ? rscp : rssi - rssiOffset)
  if (strength === null) return 1
  const lines = thresholds[bars] ?? thresholds[5] ?? []
  // A bar that is lit goes out where it was lit; one more needs a little more.
  return (
    1 + lines.filter((line, i) => strength >= (before === 0 || i + 2 <= before ? line : line + margin)).length
  )
}

const shownOf = ({ rat }: ModemInfo): Shown | null => {
  if (rat === null) return null
  if (rat === 'lte_a') return '4g_plus'
  return (['2g', '3g', '4g', '5g'] as const)[generations[rat] - 2] ?? null
}

const order: readonly Shown[] = ['2g', '3g', '4g', '4g_plus', '5g']

/** The LEDs of a technology: its own, or those of the one below it. */
function technologyLeds({ technology = {} }: Lights, shown: Shown): readonly string[] {
  for (const each of order.slice(0, order.indexOf(shown) + 1).reverse()) {
    const own = technology[each]
    if (own !== undefined) return own
  }
  return []
}

/** What the LEDs are for: as the section says (`isGiven`), else as the table of boards says. */
export function lightsOf(board: string | null, settings: LedSettings): { lights: Lights; isGiven: boolean } {
  const own = {
    '2g': settings.led_2g,
    '3g': settings.led_3g,
    '4g': settings.led_4g,
    '4g_plus': settings.led_4g_plus,
    '5g': settings.led_5g,
  } satisfies Record<Shown, readonly string[]>
  const technology = Object.fromEntries(Object.entries(own).filter(([, names]) => names.length > 0))
  const strength = [settings.led_weak, settings.led_fair, settings.led_good] as const
  const { led_bars: bars, led_offline: offline } = settings
  const given: Lights = {
    ...(bars.length > 0 && { bars }),
    ...(strength.some(names => names.length > 0) && { strength }),
    ...(Object.keys(technology).length > 0 && { technology }),
    ...(offline.length > 0 && { offline }),
  }
  const isGiven = Object.keys(given).length > 0
  return { lights: isGiven || board === null ? given : (boards[board] ?? {}), isGiven }
}

const namesOf = ({ bars = [], strength, technology = {}, offline = [] }: Lights): string[] => [
  ...new Set([...bars, ...(strength ?? []).flat(), ...Object.values(technology).flat(), ...offline]),
]

/** How the LED of 4G stands where there is no aggregation. */
function aloneLight(lights: Lights, { leds_4g }: LedSettings): { leds: readonly string[]; light: Light } {
  const leds = technologyLeds(lights, '4g')
  // A board whose one light is for 4G+ can show 4G by it too, where that is wished.
  const shared = leds.length === 0 && leds_4g !== null ? technologyLeds(lights, '4g_plus') : leds
  return { leds: shared, light: leds_4g === 'blink' ? 'slow' : (leds_4g ?? 'on') }
}

/** What every LED shows of a modem, by its name. */
export function shownOn(
  lights: Lights,
  { info, present }: Pick<Observation, 'info' | 'present'>,
  level: number,
  settings: LedSettings,
): Map<string, Light> {
  const shown = new Map<string, Light>(namesOf(lights).map(name => [name, 'off']))
  const set = (names: readonly string[], light: Light) => {
    for (const name of names) if (light !== 'off') shown.set(name, light)
  }
  const card = info?.sim.state
  if (!present || info === null || (card !== 'ready' && card !== 'unknown')) return shown
  const { bars = [], strength, offline = [] } = lights
  if (level > 0) {
    set(bars.slice(0, level), 'on')
    set(strength?.[level >= 3 ? 2 : level === 2 ? 1 : 0] ?? [], 'on')
    const technology = shownOf(info)
    const alone = technology === '4g' ? aloneLight(lights, settings) : null
    if (alone !== null) set(alone.leds, alone.light)
    else if (technology !== null) set(technologyLeds(lights, technology), 'on')
    return shown
  }
  set(offline, 'on')
  if (info.registration.state === 'denied') return shown
  // What looks for a network blinks: the first bar, else what shows that there is none, else any light there is.
  const first = [bars, offline, strength?.[0] ?? [], Object.values(lights.technology ?? {}).flat()]
  set((first.find(names => names.length > 0) ?? []).slice(0, 1), 'quick')
  return shown
}

const wantOf = (name: string, light: Light, full: number): Want => ({
  want: 'led',
  name,
  brightness: light === 'off' ? 0 : full,
  blink_ms: blinkMs[light],
})

const backTo = (names: readonly string[]): Want[] =>
  names.map(name => ({ want: 'led', name, brightness: null, blink_ms: null }))

/** The next strength: another one counts when it is seen twice in a row; none at all counts at once, and so does the first. */
function nextLevel({ level, next }: LedState, seen: number): Pick<LedState, 'level' | 'next'> {
  if (seen === level || seen === next || seen === 0 || level === 0) return { level: seen, next: null }
  return { level, next: seen }
}

/** The LEDs that may be used: what a trigger drives only where a person names it. */
const usable = (lights: Lights, isGiven: boolean, { leds, driven }: Panel): string[] =>
  namesOf(lights).filter(name => leds[name] !== undefined && (isGiven || !driven.includes(name)))

/** Shows signal and technology on the router's own LEDs. */
export const lights: Policy<LedState, LedSettings> = {
  name: 'leds',
  first: { level: 0, next: null, used: [] },
  options: {
    leds: flag,
    leds_4g: wordIfSet(['on', 'blink', 'off']),
    led_bars: list,
    led_weak: list,
    led_fair: list,
    led_good: list,
    led_2g: list,
    led_3g: list,
    led_4g: list,
    led_4g_plus: list,
    led_5g: list,
    led_offline: list,
  },
  wanted: settings => settings.leds,
  step(before, seen, settings) {
    const { panel, info, present } = seen
    if (seen.ending) return { state: { ...before, used: [] }, wants: backTo(before.used) }
    if (panel === null) return { state: before, wants: [] }
    const { lights: all, isGiven } = lightsOf(panel.board, settings)
    const names = panel.dark ? [] : usable(all, isGiven, panel)
    const left = before.used.filter(name => !names.includes(name))
    if (names.length === 0) return { state: { ...before, used: [] }, wants: backTo(left) }
    // A modem that is there and cannot be read for a moment is shown as it was.
    const isRead = info !== null && info.port_state === 'ok'
    if (present && !isRead && before.used.length > 0) return { state: before, wants: backTo(left) }
    const count = all.bars?.length ?? 3
    const level = nextLevel(before, levelOf(isRead ? info : null, count, before.level))
    const shown = shownOn(all, { info: isRead ? info : null, present }, level.level, settings)
    const wants = names.map(name => wantOf(name, shown.get(name) ?? 'off', panel.leds[name] ?? 1))
    return { state: { ...level, used: names }, wants: [...backTo(left), ...wants] }
  },
}
