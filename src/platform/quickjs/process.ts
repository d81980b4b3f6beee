import * as os from 'os'
import * as std from 'std'

declare const scriptArgs: readonly string[]

/** The words of the command line behind the script's own name. */
export const words: readonly string[] = scriptArgs.slice(1)

/**
 * Lets a child do the work of a session leader (setsid, init, cron) and ends with it. The first terminal a session leader
 * opens becomes its own: a modem that goes away would end it by SIGHUP, and bytes of a modem could be signals.
 */
export function leaveSession(): void {
  const fields = std
    .open('/proc/self/stat', 'r')
    ?.readAsString(4096)
    .replace(/^.*\) /s, '')
    .split(' ')
  if (Number(fields?.[3]) !== os.getpid()) return
  std.exit(os.exec(['qjs', '--no-unhandled-rejection', '-m', ...scriptArgs]))
}

/** SIGHUP, which QuickJS does not name; 1 on every Linux. */
const hangUp = 1

/**
 * Has SIGTERM end what is resident in its own way. What a modem's port could send it as the terminal of its session, the
 * end of the line and three characters, is ignored.
 */
export function onEnd(work: () => void): void {
  for (const signal of [hangUp, os.SIGINT, os.SIGQUIT, os.SIGTSTP]) os.signal(signal, undefined)
  os.signal(os.SIGTERM, work)
}

/** Monotonic clock shared by all processes of the host, milliseconds. */
export const now = (): number => os.now()

/** All of standard input as text, at most `limit` bytes. */
export function readInput(limit: number): string {
  return std.in.readAsString(limit)
}

/**
 * Gives descriptor 0 to /dev/null. `ttySetRaw` registers an exit handler that puts the modem's old terminal settings
 * on descriptor 0, which may be somebody's shell.
 */
export function detachInput(): void {
  const nowhere = os.open('/dev/null', os.O_RDWR)
  os.dup2(nowhere, 0)
  os.close(nowhere)
}

/** Starts a program beside this one, in its session, which it does not lead; its standard streams are /dev/null. */
export function startBeside(argv: readonly string[]): void {
  const nowhere = os.open('/dev/null', os.O_RDWR)
  os.exec(argv, { block: false, stdin: nowhere, stdout: nowhere, stderr: nowhere })
  os.close(nowhere)
}

/** Whether a person looks at what is printed there. */
export const isTerminal = (stream: 'output' | 'errors'): boolean => os.isatty(stream === 'output' ? 1 : 2)

/** A variable of the environment; empty counts as absent. */
export function environment(name: string): string | undefined {
  return std.getenv(name) || undefined
}

/** Prints the text on standard error. */
export function complain(text: string): void {
  std.err.puts(text)
  std.err.flush()
}

/** Prints the text. */
export function show(text: string): void {
  std.out.puts(text)
  std.out.flush()
}

/** Prints the text and ends the process. */
export function finish(text: string, code = 0): never {
  show(text)
  return std.exit(code)
}
