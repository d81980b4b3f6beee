/** How the modules of this dialect differ. */
export interface TelitOptions {
  /** Category without carrier aggregation: `#CAINFO?` is not asked. */
  single?: true
  /** Base of the LTE mask of `#BND`: hexadecimal on LM940 and younger, decimal on LE910 and older. */
  mask?: 'decimal'
}

/** The options as the dialect gets them. */
export type Options = TelitOptions | undefined
