import { after, csv, decimal, hottest, unless } from '../../asking/fields.ts'
import type { Dialect } from '../dialect.ts'
import { carriersOf, neighbourOf, rowOf } from './carriers.ts'
import type { Options } from './options.ts'

export const serving = '+GTCCINFO?'
export const aggregation = '+GTCAINFO?'

/**
 * Wire: `+MTSM: 41` in °C, `+GTSENRDTEMP: 1,45300` in thousandths of °C (sensor 1 is the hottest of the chip, 0: not
 * fitted; FM350-GL manual §18.3), `+ETHERMAL: 0,46` in °C, a line for each zone; the hottest counts.
 */
function temperatureOf(lines: readonly string[] | null): number | null {
  const values = (lines ?? []).map(line => {
    const value = decimal(csv(line.replace(/^.*:/, '')).at(-1))
    const thousandths = after(line, '+GTSENRDTEMP') !== null && value !== null
    return thousandths ? unless(Math.round(value / 100) / 10, 0) : value
  })
  return hottest(values)
}

const sensorsOf = (options: Options) => options?.temperature ?? (['+MTSM=1', '+GTSENRDTEMP=1'] as const)

/** What an FM350-GL tells unasked about emergency calls and the network's name (mrhaav/openwrt#17). */
export const unsolicited = ['+CNEMIU', '+EONSNWNAME']

/** Fibocom modules with `+GTCCINFO`: FG621, FM150, FM160, FM190, FM350, NL668, NL952 and their relatives. */
export const dialect: Dialect<Options> = {
  unsolicited,
  identity: {
    vendor: ['+CGMI?', '+CGMI'],
    model: ['+CGMM?', '+CGMM'],
    firmware: ['+GMR?', '+CGMR'],
    imei: ['+CGSN?', '+CGSN'],
    imsi: ['+CIMI?', '+CIMI'],
  },
  questions(options) {
    const [ask, fallback] = sensorsOf(options)
    return [
      { ask: serving, rows: true, silent: true },
      { ask: aggregation, rows: true, silent: true },
      { ask, fallback },
    ]
  },
  read(answers, options) {
    const lines = [serving, aggregation].flatMap(ask => answers.lines(ask) ?? [])
    const rows = lines.flatMap(line => rowOf(line, options) ?? [])
    const anchor = rows.find(r => r.carrier.rat !== 'nr') ?? rows[0]
    return {
      ...anchor?.facts,
      carriers: carriersOf(rows, lines, options),
      neighbours: lines.flatMap(line => neighbourOf(line, options, rows[0]) ?? []),
      temperature: temperatureOf(answers.lines(sensorsOf(options)[0])),
    }
  },
}
