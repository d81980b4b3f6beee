import { after, allNamed, csv, decimal, greatest, named, unless, within } from '#core'
import type { CellLock, UsbMode } from '../contract/control.ts'
import type { ConnectionProtocol } from '../contract/info.ts'
import type { CellLockControl, SlotControl, UsbModeControl } from './control.ts'
import type { Answers, Control, Dialect } from './dialect.ts'
import { bandControl, bandOf, modeControl } from './fibocom-bands.ts'
import { carriersOf, neighbourOf, rowOf } from './fibocom-carriers.ts'

/** Commands that tell a temperature: see {@link temperatureOf}. */
type Sensor = '+MTSM=1' | '+GTSENRDTEMP=1' | '+ETHERMAL?'

/** How the modules of this dialect differ. */
export interface FibocomOptions {
  /** What tells the temperature, and what is asked where that is refused; default `+MTSM=1`, `+GTSENRDTEMP=1`. */
  temperature?: readonly [Sensor, Sensor]
  /** Base of channel and PCI in `+GTCCINFO` where both readings are possible; default 10. */
  base?: 10 | 16
  /**
   * How `+GTCCINFO` counts the SINR of an NR cell: the index of the manuals (v / 2 − 23.5; default), or whole dB. The
   * FM350-GL prints dB: recordings have 6, 13, 19 and 28 beside an RSRQ of −7 … −1.5 dB, where the index would say
   * −20.5 … −9.5 dB, and firmware that tells SINR in `+GTCAINFO` too repeats the 19 there among values in dB. Values
   * above 40, the top of that scale (TS 38.133 §10.1.16), can only be the index.
   */
  nr_sinr?: 'index' | 'db'
  /**
   * How the bandwidth of an NR carrier is counted: in MHz (default; five recordings of FM160 and FM190 in four
   * networks have 100 for carriers of 100 MHz, one of which a module of another maker tells as such), or five per MHz
   * (FM350-GL, by its manual: 25 … 500 for 5 … 100 MHz).
   */
  nr_bandwidth?: 'mhz' | 'fifths'
  /** True where the bands the module can use are asked of it by `+GTACT=?`. */
  capability?: true
  /** Bands of UMTS, as `+GTACT` lists them when nothing is restricted. */
  umts?: readonly number[]
  /** Technologies `+GTCELLLOCK` can bind, by its code: 0 LTE, 1 NR; absent where it is not known to exist. */
  cell_lock?: readonly CellLock['rat'][]
  /** USB compositions of `+GTUSBMODE`. */
  usb_modes?: readonly FibocomUsbMode[]
  /** True where the module dials by itself with `+GTAUTOCONNECT=1`. */
  autoconnect?: true
  /** SIM slots of `+GTDUALSIM`. */
  slots?: readonly number[]
}

/** Number, meaning, `vid:pid` that follows, protocol, netifd protocol; `one-way` where no AT port is left. */
export type FibocomUsbMode = readonly [
  id: number,
  name: string,
  vidpid?: string | null,
  protocol?: ConnectionProtocol | null,
  proto?: string | null,
  way?: 'one-way',
]

type Options = FibocomOptions | undefined

const serving = '+GTCCINFO?'
const aggregation = '+GTCAINFO?'

/**
 * Wire: `+MTSM: 41` in °C, `+GTSENRDTEMP: 1,45300` in thousandths of °C (sensor 1 is the hottest of the chip, 0: not
 * fitted; FM350-GL manual §18.3), `+ETHERMAL: 0,46` in °C, a line for each zone; the hottest counts.
 */
function temperatureOf(lines: readonly string[] | null): number | null {
  const values = (lines ?? []).map(line => {
    const value = decimal(csv(line.replace(/^.*:/, '')).at(-1))
    const thousandths = after(line, '+GTSENRDTEMP') !== null && value !== null
    return within(thousandths ? unless(Math.round(value / 100) / 10, 0) : value, -60, 150)
  })
  return greatest(values)
}

const sensorsOf = (options: Options) => options?.temperature ?? (['+MTSM=1', '+GTSENRDTEMP=1'] as const)

/** What an FM350-GL tells unasked about emergency calls and the network's name (mrhaav/openwrt#17). */
const unsolicited = ['+CNEMIU', '+EONSNWNAME']

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

const lockState = '+GTCELLLOCK?'
/** Subcarrier spacing in kHz by the code of `+GTCELLLOCK`. */
const spacings = [15, 30]

/**
 * Wire: `+GTCELLLOCK: 0` (free), `+GTCELLLOCK: 1,<rat>,<type>,<channel>[,<pci>][,<scs>][,<NR band>]`, type 0: one cell,
 * 1: the channel. Null where a lock is on a technology that is not in the list (UMTS).
 */
function locksOf(answers: Answers, options: Options): CellLock[] | null {
  const rows = allNamed(answers.lines(lockState), '+GTCELLLOCK')
  const locks = rows
    .filter(([mode]) => mode !== '0')
    .map(([, code, type, arfcn, pci, scs, band]): CellLock | null => {
      const rat = options?.cell_lock?.[decimal(code) ?? -1]
      const channel = within(decimal(arfcn), 0, 3_279_165)
      if (rat === undefined || channel === null) return null
      return {
        rat,
        channel,
        pci: type === '0' ? decimal(pci) : null,
        band: bandOf(band)?.band ?? null,
        scs_khz: spacings[decimal(scs) ?? -1] ?? null,
      }
    })
  return rows.length === 0 || locks.includes(null) ? null : locks.filter(lock => lock !== null)
}

/** Cell lock by `+GTCELLLOCK` (FG621-EA: MikroTik's manual; FM160: dial-up and AT manuals); one lock at a time. */
const cellLock: CellLockControl<Options> = {
  available: options => options?.cell_lock !== undefined,
  rats: options => options?.cell_lock ?? [],
  questions: () => [{ ask: lockState }],
  read: locksOf,
  write(wish, answers, options) {
    if ('free' in wish) {
      const rats = (locksOf(answers, options) ?? []).map(lock => lock.rat)
      const left = rats.filter(rat => wish.free !== null && rat !== wish.free)
      if (left.length === rats.length) return []
      return left.length > 0 ? 'freeing one of several locks' : [{ send: '+GTCELLLOCK=0' }]
    }
    const { rat, channel, pci, band, scs_khz } = wish.lock
    const code = options?.cell_lock?.indexOf(rat) ?? -1
    const place = [1, code, pci === null ? 1 : 0, channel]
    const spacing = spacings.indexOf(scs_khz ?? 0)
    if (rat === 'nr' && (band === null || spacing < 0)) return 'an NR lock without band and scs_khz 15 or 30'
    const rest = rat === 'nr' ? [pci ?? '', spacing, `50${band}`] : pci === null ? [] : [pci]
    return code < 0 ? null : [{ send: `+GTCELLLOCK=${[...place, ...rest].join()}` }]
  },
  restartNeeded: true,
}

const usbState = '+GTUSBMODE?'
const usbModes = '+GTUSBMODE=?'

/** USB compositions by `+GTUSBMODE`; of those the model may have, the ones listed: `+GTUSBMODE: (17-18,20,29-33)`. */
const usbMode: UsbModeControl<Options> = {
  available: options => options?.usb_modes !== undefined,
  questions: () => [{ ask: usbState }, { ask: usbModes, alone: true }],
  modes(options, answers) {
    const text = answers.lines(usbModes)?.join() ?? '0-999'
    const ranges = [...text.matchAll(/(\d+)(?:-(\d+))?/g)]
    const isListed = (id: number) =>
      ranges.some(([, low, high = low]) => id >= Number(low) && id <= Number(high))
    return (options?.usb_modes ?? []).flatMap(
      ([id, name, vidpid = null, protocol = null, proto = null, way]): UsbMode[] =>
        isListed(id) ? [{ id: `${id}`, name, vidpid, protocol, proto, at_port: way === undefined }] : [],
    )
  },
  read(answers) {
    const [mode] = named(answers.lines(usbState), '+GTUSBMODE') ?? []
    return mode !== undefined && /^\d{1,3}$/.test(mode) ? mode : null
  },
  write: ({ id }) => [{ send: `+GTUSBMODE=${id}`, mayVanish: true }],
  restartNeeded: true,
}

const slotState = '+GTDUALSIM?'

/** SIM slot by `+GTDUALSIM`, counted from 0. Wire: `+GTDUALSIM : 0, "SUB1", "L"`; the module restarts its SIM or itself. */
const slot: SlotControl<Options> = {
  available: options => options?.slots !== undefined,
  slots: options => options?.slots ?? [],
  questions: () => [{ ask: slotState }],
  read(answers) {
    const index = within(decimal(named(answers.lines(slotState), '+GTDUALSIM')?.[0]), 0, 3)
    return index === null ? null : index + 1
  },
  write: wanted => [{ send: `+GTDUALSIM=${wanted - 1}`, mayVanish: true }],
}

const dialling = '+GTAUTOCONNECT?'

/** The writing half. */
export const control: Control<Options> = {
  unsolicited,
  bands: bandControl,
  modes: modeControl,
  cells: {
    questions: () => [
      { ask: serving, rows: true, silent: true },
      { ask: aggregation, rows: true, silent: true },
    ],
  },
  cellLock,
  usbMode,
  autoconnect: {
    available: options => options?.autoconnect ?? false,
    questions: () => [{ ask: dialling }],
    read(answers) {
      const [state] = named(answers.lines(dialling), '+GTAUTOCONNECT') ?? []
      return state === '1' || (state === '0' ? false : null)
    },
    write: enabled => [{ send: `+GTAUTOCONNECT=${enabled ? 1 : 0}` }],
  },
  slot,
  restart: () => ({ reset: '+CFUN=15' }),
}
