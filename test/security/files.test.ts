import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Files and other users are not tested: ${problem}`)

const plugin = ['/usr/libexec/rpcd/modem', 'call', 'info']
const boot = () => setUp([readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))])

/** IMEI, IMSI and card number of the fixture. */
const secrets = ['004401000000014', '232010000000001', '8943010000000000019']

/** Every plain file below a folder of the router that is neither the kernel's nor the rig's. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /\/(?:proc|sys|dev|rig)$/.test(path) ? [] : filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

describe.skipIf(problem !== null)('what is written on a router', () => {
  let setup: Setup
  beforeAll(async () => {
    setup = await boot()
  })
  afterAll(() => setup?.close())

  it.each(['000', '022', '077'])('under umask %s keeps IMEI, IMSI and ICCID from others', async umask => {
    const { router } = setup
    await router.run(['rm', '-rf', '/var/run/modem'])
    for (const argv of [
      plugin,
      ['/usr/bin/modem', 'info', 'max_age=0'],
      ['/usr/bin/modem', 'debug'],
      ['/usr/share/3ginfo-lite/3ginfo.sh', 'json'],
    ])
      await router.run(argv, { umask })
    await router.run(['/usr/bin/modem', 'restart'], { umask, timeoutMs: 1500 })
    const modeOf = (path: string) => lstatSync(path).mode & 0o7777
    const holding = filesBelow(router.root).filter(path =>
      secrets.some(secret => readFileSync(path).includes(secret)),
    )
    expect(holding.map(path => [path.slice(router.root.length), modeOf(path)])).toEqual([
      ['/tmp/run/modem/usb-1-1.3ginfo', 0o600],
      ['/tmp/run/modem/usb-1-1.info', 0o600],
      ['/tmp/run/modem/usb-1-1.json', 0o600],
    ])
    const folder = join(router.root, 'tmp/run/modem')
    expect(modeOf(folder)).toBe(0o700)
    expect(readdirSync(folder)).toContain('usb-1-1.restart')
    expect(readdirSync(folder).filter(name => modeOf(join(folder, name)) !== 0o600)).toEqual([])
  })

  it('is a configuration, which may hold a PIN, that root alone can read', () => {
    expect(lstatSync(join(setup.router.root, 'etc/config/modem')).mode & 0o777).toBe(0o600)
  })
})

describe.skipIf(problem !== null)('a place for snapshots that somebody else has prepared', () => {
  const folder = '/var/run/modem'
  const file = `${folder}/usb-1-1.json`
  const ready = `${folder}/usb-1-1.info`
  let setup: Setup
  const at = (path: string) => join(setup.router.root, path.replace(/^\/var\//, '/tmp/'))
  const place = () => at(folder)
  const info = async (stdin = '{"max_age":3600000}') => {
    const run = await setup.router.run(plugin, { stdin, timeoutMs: 20_000 })
    return { ...run, data: JSON.parse(run.stdout) as Record<string, unknown> }
  }
  /** A snapshot of this modem that is sound in every respect, and says something else. */
  const forged = async () => {
    await info('{"max_age":0}')
    const text = setup.router.read(file) ?? ''
    await setup.router.run(['rm', '-rf', folder])
    return text.replaceAll('FG621-EA', 'EVIL-621')
  }

  beforeEach(async () => {
    setup = await boot()
  })
  afterEach(() => setup?.close())

  it('would be believed in a folder of our own, so that the next tests can fail', async () => {
    const text = await forged()
    await setup.router.run(['mkdir', '-m', '700', folder])
    setup.router.write(file, text, 0o600)
    expect((await info()).data).toMatchObject({ model: 'EVIL-621' })
  })

  it('is not believed when others may write it, and nothing is written there', async () => {
    const text = await forged()
    await setup.router.run(['mkdir', folder])
    setup.router.write(file, text, 0o644)
    chmodSync(place(), 0o777)
    expect((await info()).data).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })
    expect(setup.router.read(file)).toBe(text)
    expect(readdirSync(place())).toEqual(['usb-1-1.json'])
  })

  it.skipIf(process.getuid?.() !== 0)('is not believed when it is another user’s', async () => {
    const text = await forged()
    await setup.router.run(['mkdir', '-m', '700', folder])
    setup.router.write(file, text, 0o600)
    chownSync(place(), 1000, 1000)
    expect((await info()).data).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })
    expect(setup.router.read(file)).toBe(text)
    const { stdout } = await setup.router.run(['/usr/bin/modem', 'list'])
    expect(JSON.parse(stdout)).toMatchObject({ warnings: [expect.stringContaining(folder)] })
  })

  it('that is a link leads neither reading nor writing elsewhere', async () => {
    const text = await forged()
    await setup.router.run(['mkdir', '/root/treasure'])
    setup.router.write('/root/treasure/usb-1-1.json', text, 0o600)
    symlinkSync('/root/treasure', place())
    expect((await info()).data).toMatchObject({ model: 'FG621-EA' })
    await setup.router.run(['/usr/bin/modem', 'restart'], { timeoutMs: 1500 })
    expect(readdirSync(at('/root/treasure'))).toEqual(['usb-1-1.json'])
    expect(setup.router.read('/root/treasure/usb-1-1.json')).toBe(text)
  })

  it('that is a file or a pipe costs nobody an answer', async () => {
    await setup.router.run(['rm', '-rf', folder])
    setup.router.write(folder, 'x')
    expect((await info()).data).toMatchObject({ port_state: 'ok' })
    await setup.router.run(['rm', folder])
    await setup.router.run(['mkfifo', folder])
    expect((await info()).data).toMatchObject({ port_state: 'ok' })
  })

  it('with a pipe or a link for a file in it neither hangs nor writes through it', async () => {
    const temporary = () =>
      readdirSync(place()).filter(name => !/^(?:usb-1-1\.(?:json|info|signal)|modems)$/.test(name))
    await setup.router.run(['mkdir', '-m', '700', folder])
    await setup.router.run(['mkfifo', file, ready])
    const { data, ms } = await info()
    expect(data).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })
    expect(ms).toBeLessThan(8000)
    expect(lstatSync(at(file)).isFile()).toBe(true)
    await setup.router.run(['rm', file, ready])
    setup.router.write('/root/victim', 'mine')
    symlinkSync('/root/victim', at(file))
    await info()
    expect(setup.router.read('/root/victim')).toBe('mine')
    expect(lstatSync(at(file)).isFile()).toBe(true)
    expect(temporary()).toEqual([])
  })

  it('gets no lock of the hotplug script through a link', async () => {
    setup.router.write('/etc/config/modem', "config modem 'lte'\n\toption path '1-1'\n")
    await setup.router.run(['mkdir', '/root/treasure'])
    setup.router.write('/root/treasure/apply-1-1.lock', 'mine')
    const event = () =>
      setup.router.run(['/bin/sh', '-c', 'sleep() { :; }; . /etc/hotplug.d/tty/60-modem; wait'], {
        env: { ACTION: 'add', DEVPATH: '/devices/platform/soc/usb1/1-1/1-1:1.3/ttyUSB0/tty/ttyUSB0' },
        umask: '000',
      })
    symlinkSync('/root/treasure', place())
    await event()
    expect(setup.router.read('/root/treasure/apply-1-1.lock')).toBe('mine')
    execFileSync('rm', [place()])
    await event()
    expect(lstatSync(join(place(), 'apply-1-1.lock')).isFile()).toBe(true)
    expect(lstatSync(place()).mode & 0o777).toBe(0o700)
  })
})
