/** The parts of QuickJS' `std` and `os` modules the platform uses (QuickJS 2025-04-26 and newer). */
declare module 'std' {
  interface File {
    readAsString(max?: number): string
    puts(text: string): void
    flush(): void
    /** Whether a write has failed so far. */
    error(): boolean
    close(): number
  }
  export const out: File
  export const err: File
  const input: File

  export { input as in }
  export function open(path: string, flags: string): File | null
  export function fdopen(fd: number, flags: string): File | null
  export function getenv(name: string): string | undefined
  export function exit(code: number): never
}

declare module 'os' {
  export const O_RDONLY: number
  export const O_WRONLY: number
  export const O_RDWR: number
  export const O_CREAT: number
  export const O_EXCL: number
  export const WNOHANG: number
  export const SIGPIPE: number
  export function open(path: string, flags: number, mode?: number): number
  export function close(fd: number): number
  export function read(fd: number, buffer: ArrayBuffer, offset: number, length: number): number
  export function seek(fd: number, offset: number, whence: number): number
  export function write(fd: number, buffer: ArrayBuffer, offset: number, length: number): number
  export function readdir(path: string): [string[], number]
  export function realpath(path: string): [string, number]
  interface Stat {
    mode: number
    uid: number
    ino: number
    size: number
    mtime: number
  }
  export function stat(path: string): [Stat, number]
  export function lstat(path: string): [Stat, number]
  export function mkdir(path: string, mode: number): number
  export function remove(path: string): number
  export function rename(from: string, to: string): number
  export function isatty(fd: number): boolean
  export function ttySetRaw(fd: number): void
  export function dup2(from: number, to: number): number
  export function sleep(ms: number): void
  export function pipe(): [number, number]
  export function getpid(): number
  export function now(): number
  export function kill(pid: number, signal: number): number
  export const SIGTERM: number
  export const SIGINT: number
  export const SIGQUIT: number
  export const SIGTSTP: number
  /** Null: what the signal does by default; undefined: it is ignored. */
  export function signal(number: number, handler: (() => void) | null | undefined): void
  export function waitpid(pid: number, options: number): [number, number]
  export function setReadHandler(fd: number, handler: (() => void) | null): void
  export function setWriteHandler(fd: number, handler: (() => void) | null): void
  export function setTimeout(handler: () => void, ms: number): unknown
  export function clearTimeout(handle: unknown): void
  export function exec(
    argv: readonly string[],
    options?: { block?: boolean; stdin?: number; stdout?: number; stderr?: number },
  ): number
}
