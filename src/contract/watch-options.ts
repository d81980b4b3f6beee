import { numberOf, type OptionRule, oneOf, yesOrNo } from './option-rule.ts'
import { lineForm } from './power-line.ts'

const flag = (name: string, usual: '1' | '0', meaning: string): OptionRule => ({
  name,
  kind: 'option',
  ...yesOrNo,
  absent: usual,
  usual: [usual],
  meaning,
  example: usual === '1' ? '0' : '1',
})

/** A number that is something else where it is absent. */
const number = (
  name: string,
  [least, most, unit]: readonly [least: number, most: number, unit?: string],
  usual: number,
  meaning: string,
  example: number = usual,
): OptionRule => ({
  name,
  kind: 'option',
  ...numberOf(least, most, unit),
  absent: `${usual}`,
  usual: [`${usual}`],
  meaning,
  example: `${example}`,
})

/** A number whose absence says that nothing of the kind is wished. */
const numberIf = (
  name: string,
  [least, most, unit]: readonly [least: number, most: number, unit?: string],
  absent: string,
  meaning: string,
  example: number,
): OptionRule => ({
  name,
  kind: 'option',
  ...numberOf(least, most, unit),
  absent,
  meaning,
  example: `${example}`,
})

const leds = (name: string, meaning: string, example: readonly string[]): OptionRule => ({
  name,
  kind: 'list',
  form: /^[\w:.@-]{1,64}$/,
  most: name === 'led_bars' ? 6 : 12,
  range: 'names in /sys/class/leds',
  absent: 'as the table of boards has it',
  meaning,
  example,
})

const time = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const day = '(?:sun|mon|tue|wed|thu|fri|sat)'

/** What can be said of the traffic of a month, of a modem or of a card. */
export const trafficOptions: readonly OptionRule[] = [
  numberIf(
    'traffic_limit',
    [1, 99_999_999, 'megabytes'],
    'no limit',
    'What may be used in a month; the watch tells when 80 and 100 percent are reached.',
    50_000,
  ),
  number('traffic_day', [1, 31], 1, 'The day on which a month of the account begins.', 15),
]

/** What the ladder of a dead connection may do. */
const ladder: readonly OptionRule[] = [
  flag('recovery', '1', '0 leaves a dead connection alone.'),
  number(
    'down_after',
    [60, 3600, 'seconds'],
    120,
    'How long the connection is dead before anything is done.',
  ),
  flag('reconnect', '1', '0 never takes the interface down and up.'),
  flag('register', '1', '0 never has the modem look for its network anew.'),
  flag('restart', '1', '0 never restarts the modem.'),
  flag('reenumerate', '1', '0 never takes the modem off its bus.'),
  flag('power', '1', '0 never switches the power of the modem.'),
  flag('reboot', '0', '1 reboots the router where nothing else has helped.'),
  {
    name: 'power_line',
    kind: 'option',
    form: lineForm,
    range: 'a name in /sys/class/gpio, no number',
    absent: 'as the board is known to have it',
    meaning: 'The line of the board that powers the modem.',
    example: 'lte_power',
  },
  number('hardware_per_hour', [0, 6], 3, 'How often restart, reenumerate and power are done in an hour.'),
  number('hardware_per_day', [0, 48], 12, 'How often they are done in a day.'),
  number('reboots_per_day', [0, 12], 3, 'How often the router is rebooted in a day.'),
]

/** What is done at a time, and what is told. */
const rules: readonly OptionRule[] = [
  {
    name: 'restart_at',
    kind: 'option',
    form: new RegExp(`^(?:${day}(?:,${day})* )?${time}$`),
    range: 'a time like 04:30 or sun,wed 04:30',
    absent: 'the modem is not restarted',
    meaning: 'When the modem is restarted, while nobody is at work.',
    example: 'sun,wed 04:30',
  },
  number('restart_jitter', [0, 120, 'minutes'], 0, 'How much later at most, another time each day.', 20),
  flag('restart_forced', '0', '1 does not wait until nobody is at work.'),
  numberIf(
    'ca_days',
    [1, 60, 'days'],
    'the modem is not restarted',
    'Restarts the modem at night after so many days without carrier aggregation at a place that had it.',
    3,
  ),
  {
    name: 'night',
    kind: 'option',
    form: new RegExp(`^${time}-${time}$`),
    range: 'a time like 03:00-05:00',
    absent: '03:00-05:00',
    usual: ['03:00-05:00'],
    meaning: 'When that is done.',
    example: '02:00-04:30',
  },
  number('hot', [40, 120, '°C'], 85, 'The temperature at which the modem is told to be too hot.'),
  flag('hot_lte', '0', '1 has a modem that is too hot use LTE alone until it is cool.'),
  numberIf('signal_below', [-140, -44, 'dBm'], 'nothing is told', 'Tells that RSRP is below.', -110),
  {
    name: 'technology_below',
    kind: 'option',
    ...oneOf(['3g', '4g', '5g']),
    absent: 'nothing is told',
    meaning: 'Tells that the technology is below.',
    example: '4g',
  },
  number('below_minutes', [1, 1440, 'minutes'], 10, 'For how long, before it is told.'),
  numberIf('signal_step', [3, 40, 'dB'], 'the signal is not told', 'Tells RSRP when it changed by that.', 5),
  ...trafficOptions,
  flag('traffic_stop', '0', '1 takes the interface down while the limit is reached.'),
]

/** What is kept. */
const past: readonly OptionRule[] = [
  flag('history', '1', '0 keeps no history of values.'),
  flag('journal', '1', '0 keeps no journal of changes.'),
  flag('keep_history', '0', '1 puts both on flash once a day and when the watch ends.'),
  numberIf(
    'values_every',
    [15, 3600, 'seconds'],
    'nothing is told',
    'How often the event `values` is told, for scripts that hand values on; modem-mqtt is one.',
    60,
  ),
]

/** What the LEDs of the router show. */
const panel: readonly OptionRule[] = [
  flag('leds', '1', '0 leaves all LEDs alone.'),
  {
    name: 'leds_4g',
    kind: 'option',
    ...oneOf(['on', 'blink', 'off']),
    absent: 'as the table of boards has it',
    meaning: 'What a LED for 4G and 4G+ does on 4G without carrier aggregation.',
    example: 'blink',
  },
  leds('led_bars', 'The bars of the signal, weakest first.', ['white:signal1', 'white:signal2']),
  leds('led_weak', 'Lit while the signal is weak, instead of bars.', ['red:lte']),
  leds('led_fair', 'Lit while it is fair.', ['yellow:lte']),
  leds('led_good', 'Lit while it is good.', ['green:lte']),
  leds('led_2g', 'Lit on 2G.', ['red:mode']),
  leds('led_3g', 'Lit on 3G.', ['blue:mode']),
  leds('led_4g', 'Lit on 4G.', ['green:4g']),
  leds('led_4g_plus', 'Lit on 4G with carrier aggregation.', ['white:4g']),
  leds('led_5g', 'Lit on 5G.', ['green:5g']),
  leds('led_offline', 'Lit without a network.', ['red:mobile']),
]

/** Every option of a section of type `watch`. */
export const watchOptions: readonly OptionRule[] = [
  { ...flag('enabled', '1', '0 leaves the section without effect.'), example: '1' },
  {
    name: 'modem',
    kind: 'option',
    form: /^[\w./:@-]{1,64}$/,
    range: 'the name of a modem',
    absent: 'the only modem',
    meaning: 'The modem that is watched; `modem list` tells its name.',
    example: 'lte',
  },
  number('interval', [5, 300, 'seconds'], 30, 'The time between two looks.'),
  {
    name: 'hosts',
    kind: 'list',
    form: /^(?:-|[\da-f.:]{2,39})$/i,
    most: 4,
    range: 'addresses of hosts, no names; `-` for none',
    absent: '1.1.1.1 and 8.8.8.8',
    usual: ['1.1.1.1', '8.8.8.8'],
    meaning: 'What is probed while no bytes come in; one answer proves the connection alive.',
    example: ['1.1.1.1', '8.8.8.8'],
  },
  ...ladder,
  ...rules,
  ...past,
  ...panel,
]
