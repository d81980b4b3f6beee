/**
 * Stand-ins for QuickJS' modules `std` and `os`, as sources for the WASM engine. They cover what the product's
 * `src/platform/quickjs` uses; the system calls behind them are `__host(name, json) → json`. Bytes travel as text of
 * one character per byte. `__pending` and `__fire` are the event loop's two halves.
 */

/** Source of the module `os`. */
export const osSource = `
const host = (name, ...args) => JSON.parse(globalThis.__host(name, JSON.stringify(args)))
const timers = new Map()
const handlers = new Map()
let lastTimer = 0
globalThis.__pending = () =>
  JSON.stringify({ fds: [...handlers.keys()], at: timers.size ? Math.min(...[...timers.values()].map(t => t.at)) : null })
globalThis.__fire = ready => {
  for (const fd of JSON.parse(ready)) handlers.get(fd)?.()
  for (const [id, timer] of [...timers]) {
    if (timer.at > host('now') || !timers.delete(id)) continue
    timer.run()
  }
}
export const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = host('constants')
export const WNOHANG = 1, SIGTERM = 15
export const open = (path, flags, mode = 0o666) => host('open', path, flags, mode)
export const close = fd => host('close', fd)
export const read = (fd, buffer, offset, length) => {
  const got = host('read', fd, length)
  if (typeof got === 'number') return got
  const bytes = new Uint8Array(buffer, offset, length)
  for (let at = 0; at < got.length; at++) bytes[at] = got.charCodeAt(at)
  return got.length
}
export const write = (fd, buffer, offset, length) => {
  let text = ''
  for (const byte of new Uint8Array(buffer, offset, length)) text += String.fromCharCode(byte)
  return host('write', fd, text)
}
export const readdir = path => host('readdir', path)
export const realpath = path => host('realpath', path)
export const stat = path => host('stat', path)
export const lstat = path => host('lstat', path)
export const mkdir = (path, mode = 0o777) => host('mkdir', path, mode)
export const remove = path => host('remove', path)
export const rename = (from, to) => host('rename', from, to)
export const isatty = fd => host('isatty', fd)
export const ttySetRaw = () => {}
export const dup2 = (from, to) => host('dup2', from, to)
export const pipe = () => host('pipe')
export const getpid = () => host('getpid')
export const now = () => host('now')
export const exec = (argv, options = {}) => {
  const { block = true, stdin = 0, stdout = 1, stderr = 2 } = options
  const pid = host('exec', [...argv], stdin, stdout, stderr)
  if (!block || pid < 0) return pid
  const [, status] = host('waitpid', pid, 0)
  return (status & 127) === 0 ? status >> 8 : -(status & 127)
}
export const waitpid = (pid, options) => host('waitpid', pid, options)
export const kill = (pid, signal) => host('kill', pid, signal)
export const setReadHandler = (fd, handler) => void (handler ? handlers.set(fd, handler) : handlers.delete(fd))
const writers = new Map()
export const setWriteHandler = (fd, handler) => {
  timers.delete(writers.get(fd))
  writers.delete(fd)
  if (handler) writers.set(fd, setTimeout(handler, 0))
}
export const setTimeout = (run, ms) => {
  timers.set(++lastTimer, { run, at: host('now') + ms })
  return lastTimer
}
export const clearTimeout = id => void timers.delete(id)
export const sleep = ms => {
  for (const end = host('now') + ms; host('now') < end; );
}
`

/** Source of the module `std`. */
export const stdSource = `
const host = (name, ...args) => JSON.parse(globalThis.__host(name, JSON.stringify(args)))
const file = fd => ({
  readAsString: max => host('readText', fd, max ?? null),
  puts: text => void host('writeText', fd, text),
  flush() {},
  error: () => false,
  close: () => host('close', fd),
})
const input = file(0)
export { input as in }
export const out = file(1)
export const err = file(2)
export const open = (path, mode) => {
  const fd = host('open', path, mode, 0o666)
  return fd < 0 ? null : file(fd)
}
export const fdopen = fd => file(fd)
export const loadFile = path => open(path, 'r')?.readAsString() ?? null
export const getenv = name => host('getenv', name) ?? undefined
export const exit = code => {
  host('exit', code)
  for (;;);
}
globalThis.print = (...words) => out.puts(words.map(String).join(' ') + '\\n')
globalThis.console = { log: globalThis.print }
`
