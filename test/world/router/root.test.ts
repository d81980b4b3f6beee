import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFixture } from '../modem/fixture.ts'
import { hostOnPty, type PtyHost } from '../modem/pty.ts'
import type { WiredModem } from './layout.ts'
import { engine } from './qjs.ts'
import { createRouter, type Router, routerProblem } from './root.ts'
import { canTrace } from './run.ts'

const problem = routerProblem()

const modem = (tty: string | null): WiredModem => ({
  bus: 'usb',
  id: '2cb7:0a05',
  address: '1-1',
  manufacturer: 'Some Maker',
  product: 'Some Module',
  serial: null,
  ports: [{ name: 'ttyUSB0', interface: 3, tty }],
  nets: [{ name: 'eth1', driver: 'cdc_ncm', interface: 4 }],
})

/** A module for qjs that locks the port of its first argument, says so, and waits for the end of its input. */
const locker = `import * as os from 'os'
import * as std from 'std'
const fd = os.open(scriptArgs[1], os.O_RDWR)
const held = fd >= 0 ? os.exec(['flock', '-n', '0'], { stdin: fd }) : -1
print(held === 0 ? 'locked' : 'busy')
std.out.flush()
if (scriptArgs[2] === 'wait') os.sleep(20000)
`

describe.skipIf(problem !== null)(`a router in a scratch root (${problem ?? engine().description})`, () => {
  let router: Router
  let host: PtyHost
  const sh = (script: string, options = {}) => router.run(['/bin/sh', '-c', script], options)

  beforeAll(async () => {
    host = await hostOnPty(parseFixture('> AT+CSQ\n< +CSQ: 20,99'))
    router = await createRouter({
      dist: null,
      modems: [modem(host.path)],
      board: 'maker,board',
      files: { '/usr/share/modem/lock.js': locker },
    })
  })
  afterAll(async () => {
    await router?.close()
    host?.close()
  })

  it('runs busybox ash as /bin/sh with the working directory / and nothing of this machine', async () => {
    const { code, stdout, stderr } = await sh(
      '[ /bin/sh -ef /bin/busybox ] && echo busybox; pwd; ls /home /etc/apt',
    )
    expect(stdout).toBe('busybox\n/\n')
    expect(stderr).toMatch(/\/home: No such file/)
    expect(code).toBe(1)
  })

  it('passes input, environment, exit code and both outputs', async () => {
    const { code, stdout, stderr } = await sh('read -r line; echo "$line $DEVICE"; echo no >&2; exit 7', {
      stdin: 'hello\n',
      env: { DEVICE: '/dev/ttyUSB0' },
    })
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: 'hello /dev/ttyUSB0\n', stderr: 'no\n' })
  })

  it.each([
    [':', 1],
    ['/bin/busybox true; /bin/busybox true; :', 3],
    ['/bin/busybox true & /bin/busybox true & wait', 3],
  ])('counts the processes of %s', async (script, count) => {
    expect((await sh(script)).processes).toBe(count)
  })

  it('counts nothing for runs that overlap, and everything in total', async () => {
    const before = await router.started()
    const runs = await Promise.all([sh('/bin/busybox sleep 0.05; :'), sh('/bin/busybox sleep 0.05; :')])
    expect(runs.map(({ processes }) => processes)).toEqual([null, null])
    expect(Number(await router.started()) - Number(before)).toBe(4)
  })

  it('lists what still runs, and closing would end it', async () => {
    await sh('sleep 33 >/dev/null 2>&1 &')
    expect(router.running().map(({ argv }) => argv.join(' '))).toEqual(['sleep 33'])
    await sh('killall sleep')
    await expect.poll(() => router.running()).toEqual([])
  })

  it('kills the program at the time-out and leaves its children alone', async () => {
    const run = await sh('sleep 44 & echo started; wait', { timeoutMs: 150 })
    expect(run).toMatchObject({ killed: true, code: null, signal: 'SIGKILL', stdout: 'started\n' })
    expect(run.ms).toBeLessThan(2000)
    expect(router.running().map(({ argv }) => argv.join(' '))).toEqual(['sleep 44'])
    await sh('killall sleep')
  })

  it.skipIf(!canTrace())('writes down every program of a traced run with its words', async () => {
    const { programs, code } = await sh('/bin/cat "/etc/config/a b" 2>/dev/null; exec /bin/true \'x"y\'', {
      trace: true,
    })
    expect(code).toBe(0)
    expect(programs?.slice(1)).toEqual([
      ['/bin/cat', '/etc/config/a b'],
      ['/bin/true', 'x"y'],
    ])
  })

  it.skipIf(!canTrace())('traces processes that run at the same time without losing a call', async () => {
    const files = Array.from({ length: 30 }, (_, i) => `/tmp/read/${i}`)
    for (const file of files) router.write(file, 'x')
    const { programs, opened } = await sh('for f in /tmp/read/*; do /bin/cat $f & done; wait', {
      trace: true,
    })
    expect(programs?.flatMap(([program, file]) => (program === '/bin/cat' ? [file] : [])).sort()).toEqual(
      [...files].sort(),
    )
    expect(opened).toEqual(expect.arrayContaining(files))
  })

  it('shows the simulated modem as /dev/ttyUSB0', async () => {
    const asked = host.log.length
    const { stdout } = await sh(
      'exec 3<>/dev/ttyUSB0; printf "AT+CSQ\\r" >&3; while read -r line <&3; do echo "$line"; case $line in OK*) exit; esac; done',
      { timeoutMs: 5000 },
    )
    expect(stdout.replace(/\r/g, '')).toContain('+CSQ: 20,99\n')
    expect(host.log.length).toBe(asked + 1)
  })

  it('runs the real qjs with its os and std modules', async () => {
    router.write(
      '/tmp/try.js',
      "import * as os from 'os'\nimport * as std from 'std'\nstd.out.puts([typeof os.setReadHandler, os.realpath('/dev/../tmp')[0]].join(' '))\n",
    )
    expect(await router.run(['qjs', '-m', '/tmp/try.js'])).toMatchObject({
      code: 0,
      stdout: 'function /tmp',
      stderr: '',
      processes: 1,
    })
  })

  it('locks the terminal through flock on an open descriptor until the holder is killed', async () => {
    const argv = ['qjs', '-m', '/usr/share/modem/lock.js', '/dev/ttyUSB0']
    const holder = router.run([...argv, 'wait'], { timeoutMs: 600 })
    await expect.poll(() => router.running().filter(({ argv }) => argv[0] === 'qjs').length).toBe(1)
    await expect.poll(async () => (await router.run(argv)).stdout).toBe('busy\n')
    expect(await holder).toMatchObject({ killed: true, stdout: 'locked\n' })
    expect((await router.run(argv)).stdout).toBe('locked\n')
  })

  it('answers uci show and uci get from the files', async () => {
    router.write(
      '/etc/config/sample',
      "config thing\n\toption plain value # note\n\toption quoted 'it'\\''s here'\n\nconfig thing 'named'\n\tlist item one\n\tlist item \"two words\"\n",
    )
    const { stdout } = await sh(
      'uci show sample; uci get sample.@thing[-1]; uci -q get sample.named.item; uci get sample.@thing[0].quoted; uci get 3ginfo.@3ginfo[0].device',
    )
    expect(stdout.split('\n')).toEqual([
      'sample.@thing[0]=thing',
      "sample.@thing[0].plain='value'",
      "sample.@thing[0].quoted='it'\\''s here'",
      'sample.named=thing',
      "sample.named.item='one' 'two words'",
      'thing',
      'one two words',
      "it's here",
      '/dev/ttyUSB0',
      '',
    ])
    expect(await sh('uci -q show nothing || uci -q get sample.named.nothing')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '',
    })
  })

  it('answers ubus for netifd alone, each stand-in being one process', async () => {
    const dump = await router.run(['ubus', 'call', 'network.interface', 'dump'])
    expect(dump.processes).toBe(1)
    const { interface: interfaces } = JSON.parse(dump.stdout)
    expect(interfaces).toContainEqual(
      expect.objectContaining({
        interface: 'wwan',
        up: true,
        uptime: 93784,
        l3_device: 'eth1',
        proto: 'dhcp',
      }),
    )
    expect((await router.run(['ubus', '-S', 'call', 'network.interface.wwan', 'status'])).code).toBe(0)
    expect((await router.run(['ubus', 'call', 'system', 'board'])).code).toBe(4)
    expect((await router.run(['ubus', 'call', '../ubus/network.interface', 'dump'])).code).toBe(4)
  })

  it('keeps what is written to the system log', async () => {
    await router.run(['logger', '-t', 'modem', '-p', 'daemon.warn', 'two words'])
    expect(router.log()).toContain('daemon.warn modem: two words')
  })

  it('takes a modem away and brings it back under another number', async () => {
    router.unplug('1-1')
    expect(
      (await sh('ls /dev/ttyUSB0 /sys/class/tty /sys/class/net /sys/bus/usb/devices')).stdout.trim(),
    ).toBe(['/sys/bus/usb/devices:', '', '/sys/class/net:', '', '/sys/class/tty:'].join('\n'))
    router.plug({ ...modem(host.path), ports: [{ name: 'ttyUSB5', interface: 3, tty: host.path }] })
    const { stdout } = await sh(
      'cat /sys/class/tty/ttyUSB5/device/../bInterfaceNumber /tmp/sysinfo/board_name; readlink /dev/ttyUSB5',
    )
    expect(stdout).toBe(`03\nmaker,board\n${host.path}\n`)
    router.unplug('1-1')
    router.plug(modem(host.path))
  })

  it('leaves nothing behind', async () => {
    const other = await createRouter({ dist: null })
    await other.run(['/bin/sh', '-c', 'sleep 55 &'])
    await other.close()
    expect(() => other.running()).toThrow()
    expect(other.read('/etc/passwd')).toBeNull()
  })
})

describe('a router that cannot be made', () => {
  it.skipIf(problem !== null)('says that the product was not built', async () => {
    await expect(createRouter({ dist: '/nonexistent/root' })).rejects.toThrow('npm run build')
  })
})
