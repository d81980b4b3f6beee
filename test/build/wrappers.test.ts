import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signature } from '../../build/derive/rpcd.ts'
import type { Schemas } from '../../build/schemas.ts'
import { project, put, repository } from './project.ts'

const { args }: Schemas = JSON.parse(
  readFileSync(join(repository, 'src/contract/generated/schema.json'), 'utf8'),
)
const shells = [['/bin/sh'], ['/usr/bin/busybox', 'ash']].filter(([program = '']) => existsSync(program))

/** Runs a script of the repository with a `qjs` that only tells how it was called. */
function run(shell: readonly string[], script: string, words: readonly string[], input = '') {
  const folder = project()
  put(folder, 'qjs', `#!/bin/sh\nprintf '[%s]' "$@"\nprintf '{%s}' "$DEVICE" "$(cat)"\n`)
  chmodSync(join(folder, 'qjs'), 0o755)
  const [program = '', ...before] = shell
  const { stdout, status } = spawnSync(program, [...before, join(repository, script), ...words], {
    input,
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, DEVICE: '/dev/ttyUSB2' },
  })
  return { stdout, status }
}

describe.each(shells)('under %s %s', (...shell) => {
  const words = shell.filter(word => word !== undefined)

  test('list prints one JSON object with every method, without starting qjs', () => {
    const { stdout, status } = run(words, 'rpcd/modem', ['list'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual(signature(args))
    expect(Object.keys(JSON.parse(stdout))).toEqual(Object.keys(args))
  })

  test('call hands over the method as one word and leaves the arguments on standard input', () => {
    const { stdout } = run(words, 'rpcd/modem', ['call', 'in$(id) fo;'], '{"modem":"a b"}')
    expect(stdout).toBe(
      '[--no-unhandled-rejection][-m][/usr/share/modem/rpcd.js][call][in$(id) fo;]{/dev/ttyUSB2}{{"modem":"a b"}}',
    )
  })

  test('anything else prints nothing', () => {
    expect(run(words, 'rpcd/modem', ['stop']).stdout).toBe('')
  })

  test.each([
    ['rpcd/modem.sh', '[/usr/share/modem/cli.js]'],
    ['rpcd/shim/modemband.sh', '[/usr/share/modem/shim.js][modemband]'],
    ['rpcd/shim/3ginfo.sh', '[/usr/share/modem/shim.js][3ginfo]'],
    ['rpcd/shim/detect.sh', '[/usr/share/modem/shim.js][detect]'],
    ['rpcd/shim/params.sh', '[/usr/share/modem/shim.js][params]'],
    ['rpcd/shim/product.sh', '[/usr/share/modem/shim.js][product]'],
    ['rpcd/shim/network.sh', '[/usr/share/modem/shim.js][network]'],
    ['rpcd/shim/md_serial_ecm', '[/usr/share/modem/shim.js][md_serial_ecm]'],
    ['rpcd/shim/md_uqmi', '[/usr/share/modem/shim.js][md_uqmi]'],
  ])('%s passes its words on unsplit, DEVICE with them, and nothing on standard input', (script, entry) => {
    const { stdout } = run(words, script, ['setbands', '3 7', '*', ''], 'typed')
    expect(stdout).toBe(`[--no-unhandled-rejection][-m]${entry}[setbands][3 7][*][]{/dev/ttyUSB2}{}`)
  })
})
