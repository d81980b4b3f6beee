/** How the modules of this dialect differ. */
export interface ZteOptions {
  /** What tells the signal; default `+ZRSSI`. Sticks know the read form only, MikroTik's R11e the standard's command. */
  signal?: '+ZRSSI?' | '+CESQ'
  /** True on the ASR chip of the MF286R, whose identity has commands of its own. */
  asr?: true
  /** True where `+ZULCA?` tells whether uplink carriers may be aggregated. */
  uplink?: true
  /** True where `+ZLOCKCELL` binds to a cell. */
  cell_lock?: true
}

/** The options as the dialect gets them. */
export type Options = ZteOptions | undefined
