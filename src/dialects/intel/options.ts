/** How the modules of this dialect differ. */
export interface IntelOptions {
  /** True where `+GTUSBMODE` chooses between NCM and MBIM (L850). */
  usb_modes?: true
}

/** The options as the dialect gets them. */
export type Options = IntelOptions | undefined
