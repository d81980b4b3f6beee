/** A point on the platform's monotonic clock, milliseconds. */
export type Deadline = number

/** A byte stream to a modem. The reader pulls; nothing is called back. */
export interface Transport {
  /**
   * Sends all bytes. Throws Failure('port_lost') when the port is gone, Failure('port_stuck') when it has not taken
   * them all by `until`.
   */
  write(bytes: Uint8Array, until: Deadline): Promise<void>
  /** The next bytes, or null when `until` has passed. Throws Failure('port_lost') when the port is gone. */
  read(until: Deadline): Promise<Uint8Array | null>
  /** Closes at once, after its lock is released: bytes the modem has not taken yet are not waited for. */
  close(): void
}

/** Synchronous access to small files; a missing or unreadable file is null, never an exception. */
export interface Files {
  /** Content as text, at most `limit` bytes (default 256 KiB); null when it cannot be read or is no plain file. */
  read(path: string, limit?: number): string | null
  /** Names in a directory, sorted, without `.` and `..`; empty when there is no such directory. */
  list(path: string): string[]
  /** Absolute path with links resolved; null when it does not exist. */
  realpath(path: string): string | null
  /** Whether anything exists at the path. */
  exists(path: string): boolean
  /** A text that changes when the file is changed or replaced; null when there is none. */
  stamp(path: string): string | null
  /** Whether it is a plain file or directory, no link, of this user (root), that nobody else may write. */
  trusted(path: string): boolean
  /**
   * Writes by temporary file and rename, mode 0600, its directory and the one above made with 0700; false when that
   * failed or the directory is not trusted.
   */
  write(path: string, text: string): boolean
  /** Removes a file; a missing one is no error. */
  remove(path: string): void
}

/** How a process ended. */
export interface Exec {
  /** Exit code; null when it was killed at the deadline or could not be started. */
  code: number | null
  stdout: string
}

/** How a program is run, where it is not the usual way. */
export interface ExecOptions {
  /**
   * True for a program that holds something of a modem: at the deadline it is asked to end (SIGTERM), asked again a second
   * later, and killed two seconds after the deadline. What it still says meanwhile is read.
   */
  gently?: true
  /** True: what it writes to its standard error is read with its output instead of dropped. */
  withErrors?: true
}

/** A held lock. */
export interface Lock {
  /** Milliseconds spent waiting for it. */
  waited: number
  release(): void
}

/** What the backend needs from its host. Handed down as a value; nothing below imports an implementation. */
export interface Platform {
  /** Monotonic clock shared by all processes of the host, milliseconds. */
  now(): Deadline
  readonly files: Files
  /**
   * Bytes of a plain file or of flash that is opened for reading alone (`/dev/mtd3ro`), fewer where it ends before; null
   * when it cannot be read.
   */
  bytes(path: string, offset: number, length: number): Promise<Uint8Array | null>
  /**
   * Runs a program found in PATH without a shell and kills it at the deadline; a megabyte of its output is read, what it
   * writes to its standard error is dropped.
   */
  exec(argv: readonly string[], until: Deadline, options?: ExecOptions): Promise<Exec>
  /**
   * Starts a program found in PATH that no end of this process, of its terminal or of its session ends; its standard
   * streams are /dev/null. False when it could not be started.
   */
  spawn(argv: readonly string[]): Promise<boolean>
  /** Opens a serial port, a character device, raw and without flow control. Throws Failure('port_missing' | 'port_busy'). */
  openTty(path: string): Transport
  /**
   * Kernel lock on the file `path`, freed by the kernel when the holder dies; null when `until` passed first. Throws
   * Failure('port_missing'), and Failure('no_lock') where the program for it is missing.
   */
  lock(path: string, until: Deadline): Promise<Lock | null>
  /** Imports a module by name: the one place that does. Null when there is none of that name. */
  load<Module>(room: 'methods' | 'dialects', id: string): Promise<Partial<Module> | null>
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>
  /** Where model and operator data lie, without trailing slash. */
  readonly data: string
  /** One line for the system log: control characters escaped, numbers of persons and devices masked. */
  log(line: string): void
}
