import type { CellLock } from '../../contract/cells.ts'
import type { ConnectionProtocol } from '../../contract/connection.ts'

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

/**
 * Number, meaning, `vid:pid` that follows, protocol, netifd protocol; then what Linux 6.6 and 6.12 (OpenWrt 24.10 and 25.12)
 * will not show, because the module has it not or no driver knows the id: the AT port, or neither it nor a network device.
 */
export type FibocomUsbMode = readonly [
  id: number,
  name: string,
  vidpid?: string | null,
  protocol?: ConnectionProtocol | null,
  proto?: string | null,
  without?: 'at' | 'both',
]

/** The options as the dialect gets them. */
export type Options = FibocomOptions | undefined
