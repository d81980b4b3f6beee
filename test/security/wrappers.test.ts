import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { createRouter, type Router, routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The shell scripts are not tested with busybox ash: ${problem}`)

/** Prints every word it is given, and what it reads. */
const teller = '#!/bin/sh\nfor word; do printf \'<%s>\' "$word"; done\nprintf \'|%s|\' "$(cat)"\n'

/** Words that mean something to a shell or to a program that looks for options. */
const hostile: readonly string[] = [
  ';touch /tmp/owned',
  '$(touch /tmp/owned)',
  '`touch /tmp/owned`',
  '$IFS$9x',
  '|touch /tmp/owned',
  '&& touch /tmp/owned',
  '> /tmp/owned',
  'two\nlines; touch /tmp/owned',
  '\r',
  '*',
  '/etc/*',
  '[a-z]?',
  '~',
  "'",
  '"',
  '\\',
  '\\n',
  '%s%n',
  '-e',
  '-n',
  '--',
  '--help',
  '-std',
  '',
  '   ',
  'é\u2028',
]

const own: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'rpcd/modem.sh': ['/usr/bin/modem', '/usr/share/modem/cli.js'],
  'rpcd/shim/3ginfo.sh': ['/usr/share/3ginfo-lite/3ginfo.sh', '/usr/share/modem/shim.js', '3ginfo'],
  'rpcd/shim/detect.sh': ['/usr/share/3ginfo-lite/detect.sh', '/usr/share/modem/shim.js', 'detect'],
  'rpcd/shim/modemband.sh': ['/usr/bin/modemband.sh', '/usr/share/modem/shim.js', 'modemband'],
  'rpcd/shim/params.sh': ['/usr/share/modemdata/params.sh', '/usr/share/modem/shim.js', 'params'],
  'rpcd/shim/product.sh': ['/usr/share/modemdata/product.sh', '/usr/share/modem/shim.js', 'product'],
  'rpcd/shim/network.sh': ['/usr/share/modemdata/network.sh', '/usr/share/modem/shim.js', 'network'],
  'rpcd/shim/md_serial_ecm': ['/usr/bin/md_serial_ecm', '/usr/share/modem/shim.js', 'md_serial_ecm'],
  'rpcd/shim/sms_tool': ['/usr/bin/sms_tool', '/usr/share/modem/shim.js', 'sms_tool'],
  'rpcd/shim/md_modemmanager': ['/usr/bin/md_modemmanager', '/usr/share/modem/shim.js', 'md_modemmanager'],
  'rpcd/shim/md_uqmi': ['/usr/bin/md_uqmi', '/usr/share/modem/shim.js', 'md_uqmi'],
}

const source = (path: string) => readFileSync(join(repository, path), 'utf8')
const told = (words: readonly string[], input = '') => `${words.map(word => `<${word}>`).join('')}|${input}|`

describe.skipIf(problem !== null)('under busybox ash', () => {
  let router: Router
  beforeAll(async () => {
    const scripts = Object.entries(own).map(([path, [place]]) => [place, source(path)])
    router = await createRouter({
      dist: null,
      files: {
        ...Object.fromEntries(scripts),
        '/usr/libexec/rpcd/modem': source('rpcd/modem'),
        '/usr/sbin/qjs': teller,
        '/etc/hotplug.d/usb/60-modem': source('rpcd/hotplug/usb'),
        '/etc/hotplug.d/tty/60-modem': source('rpcd/hotplug/tty'),
      },
    })
  })
  afterAll(() => router?.close())

  it.each(Object.values(own))('%s hands every word over as it is', async (place, ...entry) => {
    const { stdout } = await router.run([place, ...hostile], { stdin: 'typed' })
    expect(stdout).toBe(told(['--no-unhandled-rejection', '-m', ...entry, ...hostile]))
    expect(router.read('/tmp/owned')).toBeNull()
  })

  it('modem reads standard input only where a word says so', async () => {
    const run = (...words: string[]) => router.run(['/usr/bin/modem', ...words], { stdin: 'pin=1234' })
    const before = ['--no-unhandled-rejection', '-m', '/usr/share/modem/cli.js']
    expect((await run('unlock_sim', '-')).stdout).toBe(told([...before, 'unlock_sim', '-'], 'pin=1234'))
    expect((await run('unlock_sim', '-x')).stdout).toBe(told([...before, 'unlock_sim', '-x']))
  })

  it.each(hostile)('the plugin of rpcd takes %j for a method, and nothing else', async word => {
    const before = ['--no-unhandled-rejection', '-m', '/usr/share/modem/rpcd.js', 'call']
    const { stdout } = await router.run(['/usr/libexec/rpcd/modem', 'call', word], { stdin: word })
    expect(stdout).toBe(told([...before, word], word.replace(/\n+$/, '')))
    expect((await router.run(['/usr/libexec/rpcd/modem', word])).stdout).toBe('')
    expect(router.read('/tmp/owned')).toBeNull()
  })

  it('the hotplug script asks again where `modem apply` was ended before it said anything', async () => {
    router.write('/etc/config/modem', "config modem 'lte'\n\toption path '1-1'\n")
    const modem = 'modem() { echo >>/tmp/tries; [ "$(wc -l </tmp/tries)" -lt 3 ] || echo "{}"; }'
    await router.run(['/bin/sh', '-c', `sleep() { :; }; ${modem}; . /etc/hotplug.d/tty/60-modem; wait`], {
      env: { ACTION: 'add', DEVPATH: '/devices/platform/usb1/1-1/1-1:1.2/ttyUSB0/tty/ttyUSB0' },
    })
    expect(router.read('/tmp/tries')).toBe('\n\n\n')
  })

  it.each([
    ['usb', 'add', 'usb_device', '/devices/platform/soc/usb1/1-2'],
    ['usb', 'remove', 'usb_device', '/devices/platform/soc/usb1/1-1'],
    ['usb', 'remove', 'wwan_dev', '/devices/platform/soc/pci0000:00/0000:01:00.0/wwan/wwan0'],
  ])(
    'the hotplug script takes away what lies ready, of whichever modem: %s %s %s',
    async (script, ...event) => {
      const kinds = ['info', 'signal', 'status', '3ginfo']
      for (const kind of [...kinds, 'told']) router.write(`/var/run/modem/pci-0000:01:00.0.${kind}`, 'x')
      const [ACTION, DEVTYPE, DEVPATH] = event
      await router.run(['/bin/sh', '-c', `. /etc/hotplug.d/${script}/60-modem`], {
        env: { ACTION, DEVTYPE, DEVPATH },
      })
      const left = [...kinds, 'told'].filter(
        kind => router.read(`/var/run/modem/pci-0000:01:00.0.${kind}`) !== null,
      )
      expect(left).toEqual(['told'])
    },
  )

  it('the hotplug scripts make no path and no program of what the kernel says', async () => {
    router.write('/etc/config/modem', "config modem 'lte'\n\toption path '1-1'\n")
    router.write('/var/run/modem/usb-1-1.json', '{}')
    router.write('/etc/keep.json', '{}')
    for (const word of [...hostile, '1-1/../../../../etc/keep', '../../../etc/keep'])
      for (const [subsystem, action, type] of [
        ['usb', 'remove', 'usb_device'],
        ['tty', word, ''],
      ] as const)
        await router.run(['/bin/sh', '-c', `sleep() { :; }; . /etc/hotplug.d/${subsystem}/60-modem; wait`], {
          env: { ACTION: action, DEVTYPE: type, DEVPATH: `/devices/usb1/1-1/${word}` },
        })
    expect(router.read('/tmp/owned')).toBeNull()
    expect(router.read('/etc/keep.json')).toBe('{}')
    expect(router.read('/var/run/modem/usb-1-1.json')).toBe('{}')
  })
})

describe('every script of the router', () => {
  it('quotes what it expands, but for lists of constants and numbers of its own', () => {
    const scripts = readdirSync(join(repository, 'rpcd'), { recursive: true, encoding: 'utf8' })
      .map(name => `rpcd/${name}`)
      .filter(path => statSync(join(repository, path)).isFile() && source(path).startsWith('#!'))
    expect(scripts.length).toBeGreaterThan(12)
    const bare = scripts.flatMap(path =>
      source(path)
        .split('\n')
        .filter(line => !/^\s*#/.test(line))
        .map(line => line.replace(/'[^']*'/g, '').replace(/"(?:[^"\\]|\\.)*"/g, ''))
        // The right side of an assignment is not split.
        .map(line => line.replace(/\b\w+=(?:\$\(.*\)|\S*)$/, ''))
        .filter(line => /\$[\w@*({]/.test(line))
        .map(line => `${path}: ${line.trim()}`),
    )
    expect(bare.sort()).toEqual([
      'rpcd/compat/modem-compat: [ $status != 0 ] || rm -rf',
      'rpcd/compat/modem-compat: exit $status',
      'rpcd/compat/modem-compat: for path in $paths; do',
      'rpcd/compat/modem-compat: for path in $paths; do',
      'rpcd/hotplug/usb: for modem in  $named; do',
      // A here-document, whose text nobody splits.
      'rpcd/modem: $a',
      // Words between commas, which are to be split; no file is looked for meanwhile.
      `rpcd/modem: for w in \${r%?}; do`,
    ])
  })
})
