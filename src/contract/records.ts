/** One thing the configuration wanted of a modem, and what became of it. */
export interface TriedWish {
  /** As in `apply`: `bands.lte`, `modes`, `cell_lock.lte`, `apn`. */
  what: string
  /** Empty where the record is damaged. */
  wanted: string
  /**
   * `took`: it was read back; `failed`; `open`: the modem took it and has not shown it; `sent`: what became of it is not
   * known.
   */
  outcome: 'sent' | 'open' | 'failed' | 'took'
  /** When it was sent last, ISO 8601 by the clock of then; null where that is not known. */
  date: string | null
  /** Why `apply` does not send it again by itself, a clause; null: it would. */
  given_up: string | null
}

/** Answer of `records`. */
export interface RecordsReply {
  modem: string
  /** By what was wished; empty where nothing was ever sent. */
  records: TriedWish[]
}
