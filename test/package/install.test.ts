import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recipes } from '../../build/package/contents.ts'
import { ipk } from '../../build/package/ipk.ts'
import type { Recipe } from '../../build/package/recipe.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { gtact } from '../world/modem/gtact.ts'
import { login } from '../world/router/acl.ts'
import { cgiIoExec } from '../world/router/cgi.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { createRouter, type Router, routerProblem } from '../world/router/root.ts'
import { startRpcd } from '../world/router/rpcd.ts'
import { contents, createApk, createOpkg, createRealApk, createRealOpkg } from './managers.ts'
import { edition, realApk, realOpkg } from './packed.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The packages are not installed anywhere: ${problem}`)

function packageOf(name: string): Recipe {
  const found = recipes(repository).find(recipe => recipe.name === name)
  if (!found) throw new Error(`there is no package ${name}`)
  return found
}

/** Tells of every reload. */
const rpcdService = '#!/bin/sh\necho "$1" >>/tmp/rpcd\n'

/**
 * Calls the function of a service script that it is asked for, as far as ours are concerned; under the lock that procd.sh
 * takes for each script.
 */
const rcCommon = `#!/bin/sh
procd_add_reload_trigger() { echo "$1" >/tmp/triggers; }
exec 1000>"/tmp/procd_\${1##*/}.lock"
flock 1000
. "$1"
case "$2" in
start) start_service; service_triggers ;;
enable) mkdir -p /etc/rc.d; ln -sf "../init.d/\${1##*/}" "/etc/rc.d/S$START\${1##*/}" ;;
disable) rm -f /etc/rc.d/S??"\${1##*/}"; rmdir /etc/rc.d ;;
reload) reload_service ;;
esac
`

/** A router with an FG621 and nothing of ours. */
const bare = () => {
  const files = {
    '/etc/rc.common': rcCommon,
    '/etc/init.d/rpcd': rpcdService,
    '/usr/libexec/rpcd/luci': "#!/bin/sh\necho '{}'\n",
  }
  return setUp([fg621()], { dist: null, behaviours: [gtact()], files })
}

describe.skipIf(problem !== null).each([
  ['opkg', createOpkg],
  ['apk', createApk],
] as const)('installed with %s', (kind, create) => {
  let setup: Setup
  beforeAll(async () => {
    setup = await bare()
  })
  afterAll(() => setup?.close())

  /** Without empty folders where opkg leaves them. */
  const now = () =>
    new Map(
      [...contents(setup.router.root)].filter(
        ([path, what]) =>
          !/^\/tmp\/(?:rpcd|triggers|procd_.*)$/.test(path) && (kind === 'apk' || !/^\d+$/.test(what)),
      ),
    )

  test('the backend answers rpcd, and the legacy programs with the other package; removed, nothing is left', async () => {
    const { router } = setup
    const before = now()
    const manager = create(router)
    await manager.install(packageOf('rpcd-mod-modem'), edition)
    expect(router.read('/tmp/rpcd')).toBe('reload\n')
    expect(router.read('/tmp/triggers')).toBe('modem\n')
    expect((await router.run(['ls', '/etc/rc.d'])).stdout).toBe('S80modem\n')
    const rpcd = await startRpcd(router)
    expect(Object.keys(rpcd.objects.get('modem') ?? {})).toEqual(Object.keys(schemas.replies))
    expect((await rpcd.call('modem', 'list')).data).toMatchObject({ modems: [{ modem: 'usb-1-1' }] })
    expect((await rpcd.call('modem', 'info')).data).toMatchObject({ model: 'FG621-EA', port_state: 'ok' })

    await manager.install(packageOf('rpcd-mod-modem-compat'), edition)
    expect([...(await startRpcd(router)).objects.keys()]).toEqual(['modem'])
    const page = await router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
    expect(JSON.parse(page.stdout)).toMatchObject({ mode: 'LTE-A | B3 (1800 MHz) + B20 (800 MHz)' })
    const legacy = login(
      { page: { read: { 'cgi-io': ['exec'], file: { '/usr/share/3ginfo-lite/3ginfo.sh': ['exec'] } } } },
      { read: ['*'] },
    )
    expect(await cgiIoExec(router, legacy, '/usr/share/3ginfo-lite/3ginfo.sh json')).toMatchObject({
      status: 200,
      run: { code: 0 },
    })
    const serial = await router.run(['/usr/bin/md_serial_ecm', '/dev/ttyUSB0', 'wwan', '1'])
    expect(serial.stdout).toMatch(/^\[\n\{\n.*\n\}\n,\n\{\n.*\n\}\n,\n\{\n.*\n\}\n\]\n$/s)
    expect(JSON.parse(serial.stdout)).toMatchObject([
      { product: 'FG621-EA' },
      { status: 'CONNECTED' },
      { operator_name: expect.any(String), addon: expect.any(Array) },
    ])
    const hilink = await router.run(['/usr/bin/md_serial_ecm', '192.168.8.1', 'wwan', ''])
    expect(JSON.parse(hilink.stdout)).toMatchObject([{}, { status: 'CONNECTED' }, {}])
    const acl = JSON.parse(router.read('/usr/share/rpcd/acl.d/modem-compat.json') ?? '')
    expect(acl).toMatchObject({ 'luci-app-3ginfo-lite': { read: { uci: ['modemdefine'] } } })

    await manager.install(packageOf('rpcd-mod-modem-compat'), { ...edition, version: '0.2.0-r1' })
    await manager.install(packageOf('rpcd-mod-modem'), { ...edition, version: '0.2.0-r1' })
    expect((await rpcd.call('modem', 'info')).data).toMatchObject({ model: 'FG621-EA' })
    await manager.remove('rpcd-mod-modem-compat')
    await manager.remove('rpcd-mod-modem')
    expect(now()).toEqual(before)
    expect(router.read('/tmp/rpcd')?.split('\n')).toHaveLength(4 + 2 + 1)
  })
})

describe.skipIf(problem !== null).each([
  ['opkg', createOpkg, '/etc/config/modem-opkg'],
  ['apk', createApk, '/etc/config/modem.apk-new'],
] as const)('an upgrade with %s of an edited configuration', (_kind, create, second) => {
  const own = packageOf('rpcd-mod-modem')
  const changed = (path: string, content: string) =>
    new Map([...own.files].map(([name, file]) => [name, name === path ? { ...file, content } : file]))
  const next = { ...edition, version: '0.2.0-r1' }

  test('leaves no second one, but where the examples changed', async () => {
    const { router, close } = await bare()
    try {
      const manager = create(router)
      await manager.install(own, edition)
      router.write('/etc/config/modem', 'config modem\n')
      await manager.install(own, next)
      expect([router.read('/etc/config/modem'), router.read(second)]).toEqual(['config modem\n', null])
      const files = changed('etc/config/modem', '# Others.\n')
      files.set('usr/share/modem/examples', { content: 'others\n', mode: 0o644 })
      await manager.install({ ...own, files }, { ...edition, version: '0.3.0-r1' })
      expect([router.read('/etc/config/modem'), router.read(second)]).toEqual([
        'config modem\n',
        '# Others.\n',
      ])
    } finally {
      await close()
    }
  })
})

describe.skipIf(problem !== null)('a saved configuration', () => {
  test('is brought about by the service, of every modem, one call after the other', async () => {
    const { router, close } = await setUp([fg621()], {
      behaviours: [gtact()],
      uci: { modem: "config modem\n\toption path '1-1'\n\tlist bands_lte '3'\n" },
      files: { '/etc/rc.common': rcCommon },
    })
    try {
      await router.run(['/bin/sh', '-c', '. /etc/init.d/modem; reload_service; wait'])
      const { stdout } = await router.run(['modem', 'bands'])
      expect(JSON.parse(stdout)).toMatchObject({ enabled: { lte: [3] } })
      router.write(
        '/usr/bin/modem',
        '#!/bin/sh\necho "begin $*" >>/tmp/calls\nsleep 1\necho end >>/tmp/calls\n',
        0o755,
      )
      await router.run(['/bin/sh', '-c', '. /etc/init.d/modem; reload_service; reload_service; wait'])
      expect(router.read('/tmp/calls')).toBe('begin apply --all\nend\n'.repeat(2))

      router.write('/usr/bin/modem', '#!/bin/sh\nwhile [ ! -e /tmp/go ]; do sleep 0.1; done\n', 0o755)
      const reload = '/etc/init.d/modem reload </dev/null >/dev/null 2>&1'
      // The second one, and a start, do not wait for what the first one has begun.
      const both = `${reload}; ${reload}; /etc/init.d/modem start`
      const { code } = await router.run(['/bin/sh', '-c', both], { timeoutMs: 60_000 })
      expect(code).toBe(0)
      router.write('/tmp/go', '')
    } finally {
      await close()
    }
  })
})

describe.skipIf(problem !== null)('the watch at shutdown', () => {
  test('is waited for until it has ended, for it writes to flash then', async () => {
    const { router, close } = await setUp([], {
      files: {
        '/etc/rc.common': `#!/bin/sh\nstop() { kill "$(cat /tmp/pid)"; }\n. "$1"\n"$2"\n`,
        '/tmp/watching':
          '#!/bin/sh\necho $$ >/tmp/pid\ntrap "sleep 1; echo kept >/etc/kept; exit" TERM\nwhile :; do sleep 0.1; done\n',
        '/tmp/shutdown':
          '#!/bin/sh\nsh /tmp/watching /usr/share/modem/watch.js &\nwhile [ ! -e /tmp/pid ]; do sleep 0.1; done\nsleep 0.2\n/etc/init.d/modem-watch shutdown\ncat /etc/kept\n',
      },
    })
    try {
      const { stdout } = await router.run(['/bin/sh', '/tmp/shutdown'], { timeoutMs: 60_000 })
      expect(stdout).toBe('kept\n')
    } finally {
      await close()
    }
  })
})

describe.skipIf(problem !== null)('a sysupgrade', () => {
  test('keeps configuration and own models: every line of the list is a path below /etc', () => {
    const { files, conffiles } = packageOf('rpcd-mod-modem')
    const kept = String(files.get('lib/upgrade/keep.d/rpcd-mod-modem')?.content).trimEnd().split('\n')
    expect(kept).toEqual(['/etc/config/modem', '/etc/modem/'])
    expect(conffiles).toEqual(['/etc/config/modem'])
    expect(files.has('etc/config/modem')).toBe(true)
  })
})

const programs = [
  ['opkg', realOpkg(), createRealOpkg],
  ['apk', realApk(), createRealApk],
] as const

describe.skipIf(problem !== null).each(programs)('%s itself', (kind, program, create) => {
  test.skipIf(program === null)(
    `keeps an edited configuration${program === null ? ` (no ${kind} in PATH)` : ''}`,
    async () => {
      const router = await createRouter({ dist: null, files: { '/etc/init.d/rpcd': rpcdService } })
      try {
        const manager = await create(router, program ?? '')
        await manager.install(packageOf('rpcd-mod-modem'), edition)
        expect(router.read('/etc/config/modem')).toMatch(/^# Examples/)
        router.write('/etc/config/modem', 'config modem\n')
        await manager.install(packageOf('rpcd-mod-modem'), { ...edition, version: '0.2.0-r1' })
        expect(router.read('/etc/config/modem')).toBe('config modem\n')
        await manager.remove('rpcd-mod-modem')
        expect(router.read('/etc/config/modem')).toBe('config modem\n')
        expect(router.read('/usr/share/modem/core.js')).toBeNull()
      } finally {
        await router.close()
      }
    },
  )
})

describe.skipIf(problem !== null)('an ipk', () => {
  let router: Router
  beforeAll(async () => {
    router = await createRouter({ dist: null })
  })
  afterAll(() => router?.close())

  test.each(['rpcd-mod-modem', 'rpcd-mod-modem-compat'])(
    'of %s is unpacked by tar to its files',
    async name => {
      const recipe = packageOf(name)
      await router.run(['rm', '-rf', '/tmp/unpack'])
      router.write('/tmp/unpack/package.ipk', '')
      const { bytes } = ipk(recipe, edition)
      const unpack = `cd /tmp/unpack && mkdir data && cat >package.ipk && tar xzf package.ipk &&
      tar xzf control.tar.gz && tar xzf data.tar.gz -C data && cat debian-binary`
      const { stdout, stderr } = await router.run(['/bin/sh', '-c', unpack], { stdin: bytes })
      expect([stderr, stdout]).toEqual(['', '2.0\n'])
      const found = contents(join(router.root, 'tmp/unpack/data'))
      const files = [...found]
        .filter(([, what]) => what.includes(' '))
        .map(([path]) => path)
        .sort()
      expect(files).toEqual([...recipe.files.keys()].map(path => `/${path}`).sort())
      for (const [path, { content, mode }] of recipe.files) {
        expect(readFileSync(join(router.root, 'tmp/unpack/data', path)).equals(Buffer.from(content))).toBe(
          true,
        )
        expect(found.get(`/${path}`)).toMatch(new RegExp(`^${mode.toString(8)} `))
      }
      expect(router.read('/tmp/unpack/control')).toContain(`Package: ${name}\n`)
    },
  )
})

describe.skipIf(problem !== null)('when a modem comes or goes', () => {
  let setup: Setup
  beforeEach(async () => {
    setup = await setUp([fg621()], { behaviours: [gtact()] })
  })
  afterEach(() => setup?.close())

  const device = '/devices/platform/soc/usb1/1-1'
  /** What OpenWrt's hotplug does: it sources the scripts of the subsystem; here no time passes. */
  const event = (subsystem: string, env: Record<string, string>) =>
    setup.router.run(['/bin/sh', '-c', `sleep() { :; }; . /etc/hotplug.d/${subsystem}/60-modem; wait`], {
      env,
    })
  const known = () =>
    ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3'].filter(name =>
      setup.router.read(`/var/run/modem/${name}.json`),
    )

  test.each([
    ['add', 'usb_device', '1-1', ['usb-1-2', 'usb-1-1.3']],
    ['remove', 'usb_device', '1-1', ['usb-1-2', 'usb-1-1.3']],
    ['remove', 'usb_device', '1-1.3', ['usb-1-1', 'usb-1-2', 'lte']],
    ['add', 'usb_interface', '1-1:1.0', ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3']],
    ['bind', 'usb_device', '1-1', ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3']],
    ['add', 'usb_device', 'usb1', ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3']],
    ['add', 'usb_device', '*', ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3']],
  ])('%s of the %s %s leaves what is known of %j', async (ACTION, DEVTYPE, place, left) => {
    const { router } = setup
    router.write('/etc/config/modem', "config modem 'lte'\n\toption path '1-1'\n")
    for (const name of ['usb-1-1', 'usb-1-2', 'lte', 'usb-1-1.3'])
      router.write(`/var/run/modem/${name}.json`, '{}')
    await event('usb', { ACTION, DEVTYPE, DEVPATH: `/devices/platform/soc/usb1/${place}` })
    expect(known()).toEqual(left)
  })

  const port = { ACTION: 'add', DEVPATH: `${device}/1-1:1.0/ttyUSB0/tty/ttyUSB0` }

  test('it is brought to what the configuration wants', async () => {
    setup.router.write(
      '/etc/config/modem',
      "config modem\n\toption path '1-1'\n\tlist bands_lte '3'\n\tlist bands_lte '20'\n",
    )
    await event('tty', port)
    const { stdout } = await setup.router.run(['modem', 'bands'])
    expect(JSON.parse(stdout)).toMatchObject({ enabled: { lte: [3, 20] } })
    const note = JSON.parse(setup.router.read('/etc/modem/wishes/usb-1-1.bands.lte.json') ?? 'null')
    expect(note).toMatchObject([{ wanted: '3 20', outcome: 'took', restarts: false }])
  })

  test('it is brought to what is wanted for the card that is in, also without a section of its own', async () => {
    setup.router.write('/etc/config/modem', "config 'card'\n\toption iccid '894301'\n\tlist bands_lte '7'\n")
    await event('tty', port)
    const { stdout } = await setup.router.run(['modem', 'bands'])
    expect(JSON.parse(stdout)).toMatchObject({ enabled: { lte: [7] } })
  })

  /** A modem that never answers: every call of `modem` is noted and ends with this. */
  const answering = (reply: string) =>
    setup.router.write('/usr/bin/modem', `#!/bin/sh\necho "$@" >>/tmp/calls\necho '${reply}'\n`, 0o755)
  const calls = () => setup.router.read('/tmp/calls')?.trim().split('\n') ?? []
  const wanted = "config modem\n\toption path '1-1'\n"

  test.each(['{"error":"port_silent"}', '{"steps":[{"result":"kept"},{"result":"not_ready"}]}'])(
    'it is brought about again a few times while it answers %s',
    async reply => {
      setup.router.write('/etc/config/modem', wanted)
      answering(reply)
      await event('tty', port)
      expect(calls()).toEqual(Array(6).fill('apply modem=usb-1-1'))
    },
  )

  test.each(['kept', 'changed', 'failed', 'given_up'])('what is %s is not waited for', async result => {
    setup.router.write('/etc/config/modem', wanted)
    answering(`{"steps":[{"result":"${result}"}]}`)
    await event('tty', port)
    expect(calls()).toEqual(['apply modem=usb-1-1'])
  })

  test('its ports start one job together', async () => {
    setup.router.write('/etc/config/modem', wanted)
    answering('{}')
    const all = [0, 1, 2].map(n => `DEVPATH=${device}/1-1:1.${n}/ttyUSB${n}/tty/ttyUSB${n}`)
    const script = all.map(path => `${path}; . /etc/hotplug.d/tty/60-modem; `).join('')
    await setup.router.run(['/bin/sh', '-c', `sleep() { /bin/busybox sleep 0.3; }; ${script} wait`], {
      env: { ACTION: 'add' },
    })
    expect(calls()).toEqual(['apply modem=usb-1-1'])
  })

  const onPci = '/devices/platform/soc/11280000.pcie/pci0003:00/0003:00:00.0/0003:01:00.0'
  test.each([
    ['of Qualcomm', `${onPci}/mhi0/wwan/wwan0`],
    ['of MediaTek', `${onPci}/wwan/wwan0`],
  ])('a modem on PCIe %s is forgotten and brought to what is wanted as well', async (_, wwan) => {
    const { router } = setup
    router.write('/etc/config/modem', "config modem 'lte'\n\toption path '0003:01:00.0'\n")
    answering('{}')
    const kept = () =>
      ['pci-0003:01:00.0', 'lte', 'usb-1-1'].filter(name => router.read(`/var/run/modem/${name}.json`))
    const keep = () => {
      for (const name of ['pci-0003:01:00.0', 'lte', 'usb-1-1'])
        router.write(`/var/run/modem/${name}.json`, '{}')
    }
    for (const ACTION of ['add', 'remove']) {
      keep()
      await event('wwan', { ACTION, DEVTYPE: 'wwan_port', DEVPATH: `${wwan}/wwan0mbim0` })
      expect(kept()).toHaveLength(3)
      await event('wwan', { ACTION, DEVTYPE: 'wwan_dev', DEVPATH: wwan })
      expect(kept()).toEqual(['usb-1-1'])
    }
    expect(calls()).toEqual([])
    await event('wwan', { ACTION: 'add', DEVTYPE: 'wwan_port', DEVPATH: `${wwan}/wwan0at0` })
    expect(calls()).toEqual(['apply modem=/dev/wwan0at0'])
  })

  test.each([
    ['without a section in the configuration', '# config modem\n', port],
    [
      'when it goes',
      "config modem\n\toption path '1-1'\n\tlist bands_lte '3'\n",
      { ...port, ACTION: 'remove' },
    ],
    [
      'for a terminal that is none of a modem',
      "config modem\n\tlist bands_lte '3'\n",
      { ...port, DEVPATH: '/devices/virtual/tty/tty1' },
    ],
  ])('nothing is asked of it %s', async (_, configuration, env) => {
    setup.router.write('/etc/config/modem', configuration)
    const before = setup.hosts[0]?.log.length
    await event('tty', env)
    expect(setup.hosts[0]?.log.length).toBe(before)
  })
})
