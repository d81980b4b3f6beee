/** Where what is kept between calls lies: a tmpfs, gone after a reboot. */
export const runDirectory = '/var/run/modem'

/** The modems as they were found. */
export const modemListPlace = `${runDirectory}/modems`

/** What has to be put back of a change on trial lies on flash: it must be there after a power failure. */
export const undoFolder = '/etc/modem/undo'

/**
 * What is kept of a modem in a file of its own: its snapshot, the restart that was ordered, what was logged, what it
 * refused, its client ids of QMI, how it takes codes of the operator, which storage `sms_tool` was told last.
 */
export type Kept = 'json' | 'restart' | 'told' | 'refused' | 'qmi' | 'ussd' | 'storage'

/** The file of one modem in the run directory, whatever characters its identifier has. */
export const placeOf = (modem: string, kept: Kept): string =>
  `${runDirectory}/${modem.replace(/[^\w.:-]/g, '_')}.${kept}`

/** Where lies what must be known after a reboot: the wishes and PINs that were tried. On flash, kept by a sysupgrade. */
export const wishDirectory = '/etc/modem/wishes'

/** A file there, whatever characters its name has. */
export const wishPlace = (name: string): string => `${wishDirectory}/${name.replace(/[^\w.:-]/g, '_')}.json`
