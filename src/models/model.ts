import type { BandLists, Bus, Rat } from '../contract/info.ts'

/**
 * What the legacy programs print for this model where it differs from what a model nobody knew before shows; facts
 * of the shims, not of the modem. Texts are templates (`src/shim/template.ts`) over the values of
 * `src/shim/values.ts`. A key may carry the technology it is for, `mode.lte` (a `Rat`), `pband.other` (every 2G and
 * 3G one): such a key wins over the plain one.
 */
export interface LegacyLayout {
  /** 3ginfo's fields by name; `sband`, `spci`, `searfcn` stand for s1… to s4…. An empty text hides the field. */
  threeginfo?: Readonly<Record<string, string>>
  /** Name printed by modemband; default `{vendor} {model}`. */
  modemband?: string
  /**
   * modemdata's fields by name, and its addon entries by number as `key=value`, several in a list: 10–49 for the
   * modem and the primary carrier, 50–58 for every secondary carrier; 80–88 for the NR leg where it is no `(Sn)`.
   */
  modemdata?: Readonly<Record<string, string | readonly string[]>>
  /** What stands for a connection protocol (`ConnectionProtocol`, or `*` for all) in 3ginfo. */
  protocol?: Readonly<Record<string, string>>
  /** Prefix of the keys of secondary carriers in modemdata; default `(S{n}) `. */
  secondary?: string
  /** True where 3ginfo asks the modem neither who it is nor for the numbers of its SIM, and shows none of them. */
  anonymous?: true
  /** Technologies of which 3ginfo shows nothing but the operator and the signal strength on this model. */
  blind?: readonly Rat[]
  /** Where configured secondary carriers that are not active are shown like the active ones; `lte_a`: and called LTE-A. */
  idle?: true | 'lte_a'
  /** True where the number of the card is shown with the filler of its file: F behind 19 digits (`+QCCID`). */
  filler?: true
  /** True where an area and a cell that a registration answer leaves out are shown as 0, not as missing. */
  zeros?: true
}

/** One model: data only, written to `/usr/share/modem/models/<bus>/<vidpid>.json`. */
export interface Model<O = unknown> {
  bus: Bus
  /** `vid:pid`, or `vid:*` for everything of a vendor that nobody listed. */
  id: string | readonly string[]
  /**
   * Regular expression (anchored, case-insensitive) the USB product string or the answered model must match;
   * entries without it are the id's fallback.
   */
  product?: string
  /** `/tmp/sysinfo/board_name` values on which this entry wins over the others of its id. */
  board?: readonly string[]
  vendor: string
  name: string
  /** File in src/dialects without extension. */
  dialect: string
  /** USB interface numbers of AT ports, best first. */
  at: readonly number[]
  bands?: BandLists
  /** Default bands where they differ from `bands`. */
  default_bands?: BandLists
  /**
   * The product `bands` and `default_bands` were seen on: a regular expression as `product` is one, for the USB product
   * string, the answered model or firmware, or the router's board. They count for no other product of the entry.
   */
  bands_of?: string
  options?: O
  /**
   * Least time in milliseconds between two bursts of questions to a registered modem, where polling hurts the data
   * session or blocks the AT port; who asks sooner gets the values of the last burst with their age. What a person
   * asks for (a control method, `at`, `modem debug`) is asked at once.
   */
  interval_ms?: number
  /**
   * Commands, without AT and as the dialect writes them, that are never asked for values, where they hurt the modem: a
   * question that holds one of them is left out.
   */
  avoid?: readonly string[]
  legacy?: LegacyLayout
  /** Where the entry's facts come from. */
  source?: string
}
