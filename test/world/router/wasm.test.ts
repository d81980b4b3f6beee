import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFixture } from '../modem/fixture.ts'
import type { ModemScript } from '../modem/script.ts'
import { distRoot } from './layout.ts'
import type { Setup } from './modems.ts'
import { type Rpcd, startRpcd } from './rpcd.ts'
import { setUpWasm } from './wasm.ts'

/** A modem of an unknown make that speaks 3GPP TS 27.007 alone. */
function modem(): ModemScript {
  const script = parseFixture('> AT+CSQ\n< +CSQ: 20,99\n> AT+CPIN?\n< +CPIN: READY\n> AT+CGMM\n< Model X')
  return {
    ...script,
    device: { bus: 'usb', id: 'ffff:0001', manufacturer: 'Maker', product: 'Product' },
    port: { name: 'ttyUSB0', interface: 0 },
    net: { name: 'wwan0', driver: 'qmi_wwan' },
  }
}

const tool = (code: string) => `import * as os from 'os'\nimport * as std from 'std'\n${code}\n`

describe('the WASM stand-in for qjs', () => {
  let setup: Setup
  const run = async (code: string, options = {}) => {
    setup.router.write('/tmp/tool.js', tool(code))
    return setup.router.run(['qjs', '-m', '/tmp/tool.js', 'word'], options)
  }

  beforeAll(async () => {
    setup = await setUpWasm([modem()], {
      dist: null,
      files: {
        '/usr/bin/wrapper':
          '#!/bin/sh\n[ "$1" = plain ] && { echo "plain"; exit 3; }\nexec qjs -m /tmp/wrapped.js "$@"\n',
        '/tmp/wrapped.js': "import { two } from './lib/two.js'\nprint(scriptArgs.slice(1).join('+'), two)\n",
        '/tmp/lib/two.js': 'export const two = 2\n',
      },
    })
  })
  afterAll(() => setup?.close())

  it('passes words, input, environment and exit code', async () => {
    const code =
      "std.out.puts([scriptArgs[1], std.in.readAsString(), std.getenv('A'), typeof std.getenv('B')].join()); std.exit(4)"
    expect(await run(code, { stdin: 'ä', env: { A: 'b' } })).toMatchObject({
      code: 4,
      stdout: 'word,ä,b,undefined',
    })
  })

  it('runs wrapper scripts up to the module they start', async () => {
    expect(await setup.router.run(['wrapper', 'a b', 'c'])).toMatchObject({ code: 0, stdout: 'a b+c 2\n' })
    expect(await setup.router.run(['/usr/bin/wrapper', 'plain'])).toMatchObject({
      code: 3,
      stdout: 'plain\n',
    })
    expect((await setup.router.run(['nothing'])).code).toBe(127)
  })

  it('reads and writes below the root alone', async () => {
    const { stdout, code } = await run(
      `os.mkdir('/var/run/m', 0o700)
const fd = os.open('/var/run/m/a', os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
const file = std.fdopen(fd, 'w'); file.puts('text ä'); file.close()
os.rename('/var/run/m/a', '/var/run/m/b')
print(std.loadFile('/../tmp/run/m/b'), os.realpath('/var/run/m/b')[0], os.readdir('/var/run/m')[0].join())
print(os.stat('/etc/apt')[1], std.open('/nothing', 'r'), os.open('/nothing', os.O_RDONLY), os.readdir('/nothing')[1])`,
    )
    expect(code).toBe(0)
    expect(stdout).toBe('text ä /tmp/run/m/b .,..,b\n2 null -2 2\n')
  })

  it('talks to the simulated modem through the event loop', async () => {
    const { stdout } = await run(
      `const fd = os.open('/dev/ttyUSB0', os.O_RDWR)
const line = new Uint8Array([65, 84, 13]); os.write(fd, line.buffer, 0, 3)
const buffer = new ArrayBuffer(99); let text = ''
await new Promise(done => os.setReadHandler(fd, () => {
  const size = os.read(fd, buffer, 0, 99)
  for (const byte of new Uint8Array(buffer, 0, size)) text += String.fromCharCode(byte)
  if (text.endsWith('OK\\r\\n')) { os.setReadHandler(fd, null); done() }
}))
print(JSON.stringify(text), os.isatty(fd), os.isatty(1))`,
    )
    expect(stdout).toBe('"AT\\r\\r\\nOK\\r\\n" true false\n')
  })

  it('lets one process at a time hold a lock, until it ends', async () => {
    const take =
      "const fd = os.open('/dev/ttyUSB0', os.O_RDWR); print(os.exec(['flock', '-n', '0'], { stdin: fd }))"
    setup.router.write('/tmp/holder.js', tool(`${take}; await new Promise(done => os.setTimeout(done, 200))`))
    const holder = setup.router.run(['qjs', '-m', '/tmp/holder.js'])
    await new Promise(resolve => setTimeout(resolve, 50))
    expect((await run(take)).stdout).toBe('1\n')
    expect((await holder).stdout).toBe('0\n')
    expect((await run(take)).stdout).toBe('0\n')
  })

  it('answers ubus as netifd does, and keeps the system log', async () => {
    const { stdout } = await run(
      `const [reader, writer] = os.pipe()
const pid = os.exec(['ubus', 'call', 'network.interface.wwan', 'status'], { block: false, stdout: writer })
const buffer = new ArrayBuffer(9); os.read(reader, buffer, 0, 9)
print(os.waitpid(pid, 0)[1], String.fromCharCode(...new Uint8Array(buffer)).trim().slice(0, 1))
print(os.exec(['ubus', 'call', 'system', 'board'], {}), os.exec(['ls'], {}), os.exec(['logger', '-t', 'modem', 'hello'], {}))`,
    )
    expect(stdout).toBe('0 {\n4 127 0\n')
    expect(setup.router.log()).toEqual(['user.notice modem: hello'])
  })

  it('tells of an uncaught error, and ends what takes too long', async () => {
    expect(await run("throw new Error('broken')")).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('broken'),
    })
    expect(await run("await null; throw new Error('later')")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('later'),
    })
    expect(await run('for (;;);', { timeoutMs: 100 })).toMatchObject({ code: null, killed: true })
    expect(
      await run('await new Promise(() => os.setTimeout(() => {}, 1e6))', { timeoutMs: 100 }),
    ).toMatchObject({ killed: true })
  })
})

describe.skipIf(!existsSync(distRoot))('the staged tree under the WASM engine', () => {
  let setup: Setup
  let rpcd: Rpcd

  beforeAll(async () => {
    setup = await setUpWasm([modem()])
    rpcd = await startRpcd(setup.router)
  })
  afterAll(() => setup?.close())

  it('answers through rpcd', async () => {
    expect(Object.keys(rpcd.objects.get('modem') ?? {})).toContain('info')
    expect(await rpcd.call('modem', 'list')).toMatchObject({
      status: 0,
      data: { modems: [{ id: 'ffff:0001', port: '/dev/ttyUSB0' }] },
    })
    expect(await rpcd.call('modem', 'info')).toMatchObject({
      status: 0,
      data: { model: 'Model X', signal: { csq: 20, percent: 64 }, sim: { state: 'ready' } },
    })
  })

  it('answers the legacy page with JSON', async () => {
    const { stdout } = await setup.router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ csq: '20', signal: '64', cport: '/dev/ttyUSB0' })
  })
})
