/** Where what is kept between calls lies: a tmpfs, gone after a reboot. */
export const runDirectory = '/var/run/modem'

/** The modems as they were found. */
export const modemListPlace = `${runDirectory}/modems`

/** What was published last. */
export const publishedPlace = `${runDirectory}/published`
/** What netifd told of its interfaces when one of them changed last. */
export const interfacesPlace = `${runDirectory}/interfaces`

/** What has to be put back of a change on trial lies on flash: it must be there after a power failure. */
export const undoFolder = '/etc/modem/undo'

/** That a legacy page was asked for lately. */
export const legacyAskedPlace = `${runDirectory}/3ginfo-asked`

/** Methods whose answers lie ready for callers to come, and the legacy program whose text does. */
export type Ready = 'info' | 'signal' | 'status' | '3ginfo'

/**
 * What is kept of a modem in a file of its own: its snapshot, answers that lie ready, the restart that was ordered, what
 * was logged, what it refused, what it said of its radio, how it takes codes of the operator, what is to be put back of its port, which storage `sms_tool` was told last, its client
 * ids of QMI, the session with the web interface of a stick.
 */
export type Kept =
  | 'json'
  | Ready
  | 'restart'
  | 'told'
  | 'refused'
  | 'radio'
  | 'ussd'
  | 'changed'
  | 'storage'
  | 'qmi'
  | 'stick'

/** The file of one modem in the run directory, whatever characters its identifier has. */
export const placeOf = (modem: string, kept: Kept): string =>
  `${runDirectory}/${modem.replace(/[^\w.:-]/g, '_')}.${kept}`

/** Where lies what must be known after a reboot: the wishes and PINs that were tried. On flash, kept by a sysupgrade. */
export const wishDirectory = '/etc/modem/wishes'

/** A file there, whatever characters its name has. */
export const wishPlace = (name: string): string => `${wishDirectory}/${name.replace(/[^\w.:-]/g, '_')}.json`

/** Whether a path names a file of the kernel's own file system for devices, and leads nowhere else. */
export const isKernelPlace = (path: string): boolean =>
  /^\/sys\/[\w./:@-]+$/.test(path) && !path.includes('..')

/** What the watch keeps of a modem between two looks: `state`, or what one of its policies remembers. */
export const watchPlace = (modem: string, what: string): string =>
  `${runDirectory}/${modem.replace(/[^\w.:-]/g, '_')}.watch-${what}`

/** What the watch keeps over a reboot lies on flash. */
export const watchDirectory = '/etc/modem/watch'

/** A file there, of a modem and a policy. */
export const watchFlashPlace = (modem: string, what: string): string =>
  `${watchDirectory}/${modem.replace(/[^\w.:-]/g, '_')}.${what}.json`
