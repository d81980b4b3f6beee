/** How the modules of this dialect differ. */
export interface FoxconnOptions {
  /** Foxconn's name of the module: T77W676 (X12), T77W968 (X20), T99W175 (X55; the default). */
  module?: 'T77W676' | 'T77W968' | 'T99W175'
  /** What joins the bands when `^BAND_PREF` sets NR for stand-alone; default `,`, which is sent where this is refused. */
  standAloneSeparator?: ':'
}

/** The options as the dialect gets them. */
export type Options = FoxconnOptions | undefined
