import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ReadStream } from 'node:tty'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { gtact } from '../world/modem/gtact.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

interface Binding {
  open(columns: number, rows: number): { master: number; slave: number; pty: string }
}

/** The binding of node-pty; null where it cannot be loaded. */
function binding(): Binding | null {
  try {
    const require = createRequire(import.meta.url)
    return require('@lydell/node-pty/requireBinary.js').requireBinary('pty.node')
  } catch {
    return null
  }
}

const pty = binding()
const problem = routerProblem() ?? (pty === null ? 'node-pty cannot be loaded' : null)
if (problem !== null) console.warn(`The command is not tested in a terminal: ${problem}`)

describe.skipIf(problem !== null)('modem in a terminal of a router', () => {
  let setup: Setup
  beforeAll(async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    setup = await setUp([script], { behaviours: [gtact()] })
  })
  afterAll(() => setup?.close())

  /** What a person sees who types this. */
  async function typed(line: string, env: Readonly<Record<string, string>> = {}) {
    const { master, slave, pty: path } = (pty as Binding).open(120, 40)
    const held = new ReadStream(slave)
    held.setRawMode(true)
    const screen = new ReadStream(master)
    screen.on('error', () => {})
    let seen = ''
    const marked = new Promise<void>(resolve => {
      screen.on('data', bytes => {
        seen += String(bytes)
        if (seen.includes('<end>')) resolve()
      })
    })
    const { stderr } = await setup.router.run(
      ['/bin/sh', '-c', `{ ${line}; echo "code $?"; } >${path} 2>&1; printf '<end>' >${path}`],
      { env },
    )
    await marked
    screen.destroy()
    held.destroy()
    expect(stderr).toBe('')
    return seen.replace('<end>', '').replaceAll('\r\n', '\n')
  }

  it('speaks text, with the state in colour', async () => {
    const seen = await typed('modem', { TERM: 'xterm' })
    expect(seen).toMatch(/^usb-1-1: \x1b\[32mconnected\x1b\[0m.*\n[^{]*code 0\n$/s)
  })

  it('has no colour where none is wanted, or the terminal is dumb', async () => {
    for (const env of [{ TERM: 'xterm', NO_COLOR: '1' }, { TERM: 'dumb' }])
      expect(await typed('modem info', env)).toMatch(
        /^usb-1-1 {2}[^\x1b{]*Technology {2}4G LTE-A\n[^\x1b{]*code 0\n$/,
      )
  })

  it('says a failure in words, and its kind by the exit code', async () => {
    expect(await typed('modem info usb-9-9')).toBe('There is no modem usb-9-9\ncode 3\n')
    expect(await typed('modem at AT+NONSENSE')).toMatch(/^ERROR\ncode 4\n$/)
  })

  it('ends with the exit code that the page tells, each of which is reached', async () => {
    const code = async (line: string) => (await setup.router.run(['/bin/sh', '-c', line])).code
    const asAnybody =
      'mkdir -p /tmp/q; cp $(command -v qjs) /tmp/q/qjs; chown 65534 /tmp/q/qjs; chmod 4755 /tmp/q/qjs'
    const isRoot = (await code(asAnybody)) === 0
    for (const [expected, line] of [
      [0, 'modem bands'],
      [1, 'modem journal'],
      [2, 'modem inof'],
      [2, 'modem set_bands rat=lte bands=999'],
      [3, 'modem bands usb-9-9'],
      [3, 'modem debug usb-9-9'],
      [4, 'modem at AT+NONSENSE'],
      [5, 'flock /dev/ttyUSB0 modem bands'],
      ...(isRoot ? ([[6, 'PATH=/tmp/q:$PATH modem bands']] as const) : []),
    ] as const)
      expect([await code(line), line]).toEqual([expected, line])
  })

  it('tells JSON where it is asked for, also there', async () => {
    const [line = '', code] = (await typed('modem bands --json')).split('\n')
    expect(JSON.parse(line)).toMatchObject({ modem: 'usb-1-1', writable: ['lte'] })
    expect(code).toBe('code 0')
  })
})
