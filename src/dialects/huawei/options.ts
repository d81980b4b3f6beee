/** How the modules of this dialect differ. */
export interface HuaweiOptions {
  /**
   * LTE bands by the beginning of the name `+CGMM` answers, longest first: many modules share one id. They count
   * where `^SYSCFGEX=?` does not tell.
   */
  bands?: readonly (readonly [name: string, lte: readonly number[]])[]
}

/** The options as the dialect gets them. */
export type Options = HuaweiOptions | undefined
