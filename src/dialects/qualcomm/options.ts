/** How the modules of this dialect differ. */
export interface QualcommOptions {
  /** Also asks `$QCSQ`. */
  qcsq?: true
  /**
   * Cells with the serving cell's PCI on other channels are told as secondary carriers that are not active: the answer
   * does not say whether they are more than neighbours on the same site.
   */
  sites?: true
}

/** The options as the dialect gets them. */
export type Options = QualcommOptions | undefined
