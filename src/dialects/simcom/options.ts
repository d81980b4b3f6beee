/** How the modules of this dialect differ. */
export interface SimcomOptions {
  /** True on 5G modules. */
  nr?: true
}

/** The options as the dialect gets them. */
export type Options = SimcomOptions | undefined
