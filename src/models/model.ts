import type { BandLists, Bus, Way } from '../contract/info.ts'

/**
 * The form in which the legacy programs print what is known of this model, where it differs from that of a model nobody
 * knew before; facts of the shims, not of the modem. A form hides nothing: no template is empty. Texts are templates (`src/shim/template.ts`) over the values of
 * `src/shim/values.ts`. A key may carry the technology it is for, `mode.lte` (a `Rat`), `pband.other` (every 2G and
 * 3G one): such a key wins over the plain one.
 */
export interface LegacyLayout {
  /** 3ginfo's fields by name; `sband`, `spci`, `searfcn` stand for s1… to s4…. */
  threeginfo?: Readonly<Record<string, string>>
  /**
   * Name printed by modemband; default `{vendor} {model}`. One without values counts only for a modem that it names: ids
   * are shared.
   */
  modemband?: string
  /**
   * modemdata's fields by name, and its addon entries by number as `key=value`, several in a list: 10–49 for the
   * modem and the primary carrier, 50–58 for every secondary carrier; 80–88 for the NR leg where it is no `(Sn)`.
   */
  modemdata?: Readonly<Record<string, string | readonly string[]>>
  /** The page's word for a connection protocol (`ConnectionProtocol`) in 3ginfo. */
  protocol?: Readonly<Record<string, string>>
  /** Prefix of the keys of secondary carriers in modemdata; default `(S{n}) `. */
  secondary?: string
  /** Where configured secondary carriers that are not active are shown like the active ones; `lte_a`: and called LTE-A. */
  idle?: true | 'lte_a'
  /** True where the number of the card is shown with the filler of its file: F behind 19 digits (`+QCCID`). */
  filler?: true
  /** True where the pages write 0, and not a dash, for an area and a cell that nobody told. */
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
  /**
   * The ways to talk to it in the order in which they are asked, where that is not AT first and then what its ports allow;
   * a way that is not named is not used. Settings are always AT's where it has a port.
   */
  ways?: readonly Way[]
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
  /** Where the entry's facts come from, the band list among them where {@link bands_source} says nothing else. */
  source?: string
  /** Where the band list comes from: the product, firmware or page it was seen in. */
  bands_source?: string
  /** By what it is known that a way to talk works: the report or the program that showed it. */
  ways_source?: Readonly<Partial<Record<Way, string>>>
}

/** A model as its source or a file says it: what it leaves out is that of the model it is like. */
export interface ModelEntry<O = unknown> extends Omit<Model<O>, 'dialect' | 'at'> {
  dialect?: string
  at?: readonly number[]
  /** `vid:pid` of a model whose dialect, options, AT ports, bands and ways count wherever this one has none of its own. */
  like?: string
}
