import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import type { CalibrationBackup } from '../../src/contract/backup.ts'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { setUp } from '../world/router/modems.ts'
import { type RouterOptions, routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
const fg621 = () => readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
const lan = "config interface 'lan'\n\toption proto 'static'\n"

/** Stands for `uci` where it writes; what it reads is the rig's. */
const uci = `#!/bin/sh
case "$1" in
set | delete | add_list | commit | revert) echo "$*" >>/tmp/uci; [ "$2" != "$(cat /tmp/refuse 2>/dev/null)" ] ;;
changes) cat /tmp/changes 2>/dev/null || true ;;
*) exec /sbin/uci "$@" ;;
esac
`

async function run(words: readonly string[], options: RouterOptions = {}, modems = [fg621()]) {
  const files = { '/usr/sbin/uci': uci, ...options.files }
  const setup = await setUp(modems, { uci: { network: lan }, ...options, files })
  try {
    const { code, stdout, stderr } = await setup.router.run(['modem', ...words])
    for (let nth = 0; nth < 300 && words.includes('--write') && code === 0; nth++) {
      const written = setup.router.read('/tmp/uci') ?? ''
      if (/commit/.test(written)) break
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    return { code, stdout, stderr, written: setup.router.read('/tmp/uci') }
  } finally {
    await setup.close()
  }
}

describe.skipIf(problem !== null)(`modem doctor (${problem ?? 'on a router'})`, () => {
  it('tells a person what is wrong with a router without a modem, and ends with 1', async () => {
    const { code, stdout } = await run(['doctor'], {}, [])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^No modem\n\nFAULT no_modem\n {2}There is no modem on USB or PCI\./)
    expect(stdout).toMatch(/\n {2}Cure: Plug one in\./)
  })

  it('needs neither netifd nor a log, and says what it could not look at', async () => {
    const { code, stdout } = await run(['doctor'], { files: { '/usr/sbin/ubus': '#!/bin/sh\nexit 4\n' } })
    expect(code).toBe(0)
    expect(stdout).toMatch(/Not looked at: the interfaces, because netifd does not answer/)
    expect(stdout).not.toMatch(/FAULT/)
  })

  it('answers JSON where a program asks', async () => {
    const { stdout } = await run(['doctor', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ modem: 'usb-1-1', findings: expect.any(Array) })
  })

  it('copies what belongs to this router alone, and tells an older copy that differs', async () => {
    const files = {
      '/sys/class/ubi/ubi0_1/name': 'rootfs\n',
      '/dev/ubi0_1': 'not this',
      '/sys/class/ubi/ubi0_2/name': 'Factory\n',
      '/dev/ubi0_2': 'calibration',
    }
    const { router, close } = await setUp([fg621()], { uci: { network: lan }, files })
    const copy = () => router.run(['modem', 'doctor', '--backup-calibration', '/mnt/stick/kept'])
    const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')
    const nameOf = (text: string) => `/mnt/stick/kept/factory-${sumOf(text).slice(0, 12)}.bin`
    try {
      router.write('/etc/keep', 'of root')
      await router.run(['mkdir', '-p', '/mnt/stick/kept'])
      await router.run(['ln', '-s', '/etc/keep', '/mnt/stick/kept/factory.new'])
      const first = await copy()
      expect(router.read('/etc/keep'), 'no link of somebody else leads the copy elsewhere').toBe('of root')
      expect(router.read('/mnt/stick/kept/factory.new')).toBeNull()
      expect([first.code, first.stdout.split('\n')[0]]).toEqual([
        0,
        `${sumOf('calibration')}  ${nameOf('calibration')}`,
      ])
      expect(router.read(nameOf('calibration'))).toBe('calibration')
      expect((await copy()).stdout).toContain(`${nameOf('calibration')} (as it was)\n`)

      writeFileSync(join(router.root, 'dev/ubi0_2'), 'something else')
      const second = await copy()
      expect(second.stdout).toContain(
        `${nameOf('something else')}, DIFFERS from factory-${sumOf('calibration').slice(0, 12)}.bin\n`,
      )
      expect(router.read(nameOf('calibration')), 'the older copy is left as it was').toBe('calibration')
      expect(first.stdout + second.stdout).not.toMatch(/rootfs|not this/)
    } finally {
      await close()
    }
  })

  it('hands the same to a page, packed, and leaves no other copy', async () => {
    const files = { '/sys/class/ubi/ubi0_2/name': 'Factory\n', '/dev/ubi0_2': 'calibration' }
    const { router, close } = await setUp([fg621()], { uci: { network: lan }, files })
    try {
      const call = async (method: string, args: object) =>
        JSON.parse(
          (await router.run(['/usr/libexec/rpcd/modem', 'call', method], { stdin: JSON.stringify(args) }))
            .stdout,
        )
      const { job } = await call('backup_calibration', {})
      const told = () => call('job', { job })
      await expect.poll(async () => (await told()).state, { timeout: 20_000 }).toBe('done')
      const { files: kept, left_out } = (await told()).result as CalibrationBackup
      expect(left_out).toEqual([])
      expect(kept).toMatchObject([
        { partition: 'Factory', file: expect.stringMatching(/^factory-[\da-f]{12}\.bin\.gz$/) },
      ])
      expect(gunzipSync(Buffer.from(kept[0]?.content ?? '', 'base64')).toString()).toBe('calibration')
      expect(kept[0]?.sha256).toBe(createHash('sha256').update('calibration').digest('hex'))
      expect(readdirSync(join(router.root, 'tmp/run/modem')).filter(name => /copy/.test(name))).toEqual([])
    } finally {
      await close()
    }
  })

  it.each([
    ['no folder', []],
    ['a folder that is not absolute', ['../x']],
    ['a folder with tricks', ['/mnt/../etc']],
    ['a folder of the kernel', ['/proc/1']],
  ])('copies nothing to %s', async (_, words) => {
    const { code, stderr } = await run(['doctor', '--backup-calibration', ...words])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^Usage/)])
  })
})

describe.skipIf(problem !== null)(`modem setup (${problem ?? 'on a router'})`, () => {
  const commands = (device: string) => [
    'set network.wwan=interface',
    'set network.wwan.proto=dhcp',
    `set network.wwan.device=${device}`,
    'commit network',
  ]

  it('prints the commands with their reasons and runs none', async () => {
    const { code, stdout, written } = await run(['setup'])
    expect([code, written]).toEqual([0, null])
    expect(stdout).toMatch(/# It is what goes with the driver \w+\.\nuci set network\.wwan\.proto='dhcp'\n/)
    expect(stdout).toMatch(/\nuci commit network\n/)
  })

  it('prints a script for the first boot that a shell reads', async () => {
    const { stdout } = await run(['setup', '--uci-defaults'])
    expect(stdout).toMatch(/^#!\/bin\/sh\n.*\nuci -q batch <<'EOF'\nset network\.wwan='interface'\n/s)
    expect(stdout).toMatch(/\ncommit network\nEOF\n(?:.*\n)?exit 0\n$/)
  })

  it('writes all of it with --write', async () => {
    const { code, stdout, written } = await run(['setup', '--write', 'modem=usb-1-1'])
    const [, device = ''] = /device='(\S+)'/.exec(stdout) ?? []
    expect(code).toBe(0)
    expect(written?.split('\n').slice(0, 4)).toEqual(commands(device))
  })

  test.each([
    ['an unknown modem', ['modem=usb-9-9'], 3, /usb-9-9/],
    ['words it does not know', ['--force'], 2, /--force: not understood/],
    ['a time without writing', ['--confirm', '60'], 2, /--write/],
  ] as const)('refuses %s', async (_, words, ends, reason) => {
    const { code, stdout, stderr, written } = await run(['setup', ...words])
    expect([code, stdout, written]).toEqual([ends, '', null])
    expect(stderr).toMatch(reason)
  })

  it('says that nothing is on trial where nothing is', async () => {
    expect(await run(['setup', '--keep'])).toMatchObject({ code: 1, stderr: 'No set-up is on trial.\n' })
  })
})
