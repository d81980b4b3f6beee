import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPort } from '../../src/discovery/uci.ts'
import type { Transport } from '../../src/platform/platform.ts'
import { takesAndForgets } from '../world/memory/changing.ts'
import { createHost } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { sim } from '../world/modem/sim.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Configured ports are not tested on a router: ${problem}`)

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

describe.skipIf(problem !== null)('a configured port', () => {
  const content = 'root:$1$secret:0:0:99999:7:::\n'
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([fg621()])
  })
  afterAll(() => setup?.close())

  /** What `info` says with this port configured, in the new and in the legacy place. */
  const infosWith = async (port: string) => {
    const { router } = setup
    const infos: Record<string, unknown>[] = []
    for (const [name, text] of [
      ['modem', `config modem 'lte'\n\toption path '1-1'\n\toption port ${quoted(port)}\n`],
      ['3ginfo', `config 3ginfo\n\toption device ${quoted(port)}\n`],
      ['modemdefine', `config modemdefine\n\toption modem 'x'\n\toption comm_port ${quoted(port)}\n`],
    ] as const) {
      for (const other of ['modem', '3ginfo', 'modemdefine']) router.write(`/etc/config/${other}`, '')
      router.write(`/etc/config/${name}`, text)
      await router.run(['rm', '-rf', '/var/run/modem'])
      const { stdout } = await router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], { stdin: '{}' })
      infos.push(JSON.parse(stdout) as Record<string, unknown>)
    }
    return infos
  }

  it.each([
    '/etc/shadow',
    '/dev/../etc/shadow',
    '/dev/../../etc/shadow',
    '/dev/shm/shadow',
    '/dev/watchdog',
    '/dev/mtd0',
    '/dev/mtdblock0',
    '/dev/zero',
    '/dev/pts/0',
    '-o/etc/shadow',
    '--help',
    '/dev/ttyUSB0 -x',
    '/dev/ttyUSB0;reboot',
    '/dev/$(reboot)',
    '/dev/ttyUSB0\u0000',
    'it\'s "quoted"',
  ])('%j is never opened: the port that was found is used', async port => {
    const { router } = setup
    const plain = port.split(/[ ;\0]/)[0] ?? ''
    const stands = /^\/(?:dev\/(?:shm\/|watchdog|mtd)|etc\/shadow)/.test(plain)
    if (stands) router.write(plain, content)
    for (const info of await infosWith(port))
      expect(info).toMatchObject({ port: '/dev/ttyUSB0', port_state: 'ok', model: 'FG621-EA' })
    if (stands) expect(router.read(plain)).toBe(content)
  })

  it('by the name of a terminal that is a plain file or a pipe is not written to', async () => {
    const { router } = setup
    router.write('/dev/ttyUSB9', content)
    const [info] = await infosWith('/dev/ttyUSB9')
    expect(info).toMatchObject({ port_state: 'absent' })
    expect(router.read('/dev/ttyUSB9')).toBe(content)
    execFileSync('rm', [join(router.root, 'dev/ttyUSB9')])
    await router.run(['mkfifo', '/dev/ttyUSB9'])
    expect((await infosWith('/dev/ttyUSB9'))[0]).toMatchObject({ port_state: 'absent' })
  })

  it('by a name of one’s own that leads to something else is not used', async () => {
    const { router } = setup
    router.write('/root/loot', content)
    await router.run(['ln', '-s', '/root/loot', '/dev/lte-at'])
    expect((await infosWith('/dev/lte-at'))[0]).toMatchObject({ port: '/dev/ttyUSB0', port_state: 'ok' })
    expect(router.read('/root/loot')).toBe(content)
  })
})

describe('any text at all as an option of /etc/config/modem', () => {
  const mark = 'zqx'
  const hostile = fc.constantFrom(
    `${mark}";+CFUN=0;+X="`,
    `${mark}\r\nAT+CFUN=0`,
    `3 ${mark}`,
    `1300 ${mark}`,
    `lte;${mark}`,
    `12\n34${mark}`,
    `$(${mark})`,
    `\`${mark}\``,
    `../../${mark}`,
    `--${mark}`,
    `${mark}\u001a\u001b`,
    `\u0661${mark}`,
    mark.repeat(9000),
    '__proto__',
    '-1',
    '99999999999',
    '',
  )
  const keys = 'port network enabled pin mode nr_mode bands_lte bands_nr_sa lock_lte lock_nr __proto__'.split(
    ' ',
  )

  it('leads to no path, no program and no AT line', async () => {
    const options = fc.array(fc.tuple(fc.constantFrom(...keys), hostile), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(options, fc.boolean(), async (pairs, open) => {
        const written: string[] = []
        const wrap = (port: Transport): Transport => ({
          ...port,
          async write(bytes, until) {
            written.push(String.fromCharCode(...bytes))
            await port.write(bytes, until)
          },
        })
        const lines = pairs.map(([key, text]) => `\toption ${key} ${quoted(text)}\n`).join('')
        const host = createHost([{ script: fg621() }], {
          wrap,
          behaviours: [takesAndForgets(/^\+CFUN=/), sim({ open }), ...fibocom()],
          uci: { modem: `config modem 'main'\n\toption path '1-1'\n${lines}` },
        })
        const names = [...host.nodes.keys()]
        for (const method of ['info', 'apply', 'list']) {
          const reply = JSON.stringify(await host.call(method))
          expect(reply).not.toContain('"internal"')
        }
        for (const bytes of written) expect(bytes).toMatch(/^(?:AT[ !-~]{0,1022}\r|\u001b)$/i)
        expect(written.filter(bytes => bytes.includes(mark) || /CFUN=0/.test(bytes))).toEqual([])
        expect(host.processes.flat().filter(word => word.includes(mark))).toEqual([])
        const made = [...host.nodes.keys()].filter(name => !names.includes(name))
        for (const name of made)
          expect(name).toMatch(
            /^(?:\/var\/run\/modem\/(?:main\.(?:json|told|info|signal|status)|modems)|\/etc\/modem\/wishes\/[\w.:-]+\.json)$/,
          )
      }),
      { numRuns: 80, seed: 20_260_101 },
    )
  })

  it('makes no port of a path that could lead out of /dev', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('/dev', '/', '..', '.', 'tty', 'USB0', ' ', ';', '\n', '$(x)', '-', 'é')),
        parts => {
          const path = parts.join('')
          expect(isPort(path) && !/^\/dev\/(?:[\w.-]+\/)?[\w.-]+$/.test(path)).toBe(false)
          expect(isPort(path) && path.includes('..')).toBe(false)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
