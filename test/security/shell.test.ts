import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHost, repository } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { distRoot } from '../world/router/layout.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { startRpcd } from '../world/router/rpcd.ts'
import { canTrace } from '../world/router/run.ts'

const problem = routerProblem() ?? (canTrace() ? null : 'strace is missing')
if (problem !== null) console.warn(`What is executed is not traced: ${problem}`)

function filesBelow(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(end) && !name.endsWith('.d.ts'))
    .map(name => join(folder, name))
}

/** What runs a text: a shell, or JavaScript made of text; and what fetches one from elsewhere. */
const runsText =
  /\b(?:popen|urlGet|evalScript|loadScript|loadFile)\b|\bos\.system\b|\beval\s*\(|\bnew Function\b|\bimport\s*\(\s*[`'"]data:|["'`](?:\/bin\/)?(?:ba|a)?sh["'`]|["'`]-c["'`]/

/** Words no program is ever given where a caller's text could stand. */
const hostile = '$(touch /tmp/owned);`touch /tmp/owned`'

describe('no text becomes a program', () => {
  it('in the sources of the router', () => {
    const sources = filesBelow(join(repository, 'src'), '.ts').filter(path => !path.includes('platform/node'))
    expect(sources.length).toBeGreaterThan(80)
    expect(sources.filter(path => runsText.test(readFileSync(path, 'utf8')))).toEqual([])
  })

  it.skipIf(!existsSync(distRoot))('in the bundles', () => {
    const bundles = filesBelow(distRoot, '.js')
    expect(bundles.length).toBeGreaterThan(60)
    expect(bundles.filter(path => runsText.test(readFileSync(path, 'utf8')))).toEqual([])
  })

  it('where programs are started: each is a list of words that begins with its name', () => {
    const calls = filesBelow(join(repository, 'src'), '.ts')
      .filter(path => !path.includes('platform/node'))
      .flatMap(path => [
        ...readFileSync(path, 'utf8').matchAll(
          /(?:os|platform)\.exec\(((?:\[[^\]]*|\w+))|\b(?:run|take)\(\[?'(\w+)'/g,
        ),
      ])
      .map(([, first, second]) => first ?? second)
    const named = calls.filter(call => call !== 'argv').map(call => /\w+/.exec(call ?? '')?.[0])
    const known = ['logger', 'ubus', 'flock', 'sync', 'sleep', 'qjs', 'reboot', 'kill']
    const ofBackup = ['mkdir', 'dd', 'chmod', 'sha256sum', 'mv', 'gzip']
    expect(new Set(named)).toEqual(new Set([...known, ...ofBackup, 'nc', 'mmcli']))
    const ofSetup = readFileSync(join(repository, 'src/connection/uci-write.ts'), 'utf8')
    const begun = [...ofSetup.matchAll(/\brun\(platform, '([\w./-]+)'/g)].map(([, name]) => name)
    expect(new Set(begun)).toEqual(new Set(['uci', 'ubus', '/etc/init.d/firewall']))
  })

  it('whatever the caller says: the programs and their words are always the same', async () => {
    const host = createHost([{ script: fg621() }])
    for (const [method, args] of [
      ['info', { max_age: 0 }],
      ['info', { modem: hostile }],
      ['at', { command: `AT+X="${hostile}"` }],
      ['set_context', { cid: 1, apn: hostile }],
      ['unlock_sim', { pin: hostile }],
      [hostile, {}],
    ] as const)
      await host.call(method, args)
    const lines = new Set(host.processes.map(argv => JSON.stringify(argv)))
    expect([...lines].sort()).toEqual(['["flock","-n","0"]', '["ubus","call","network.interface","dump"]'])
  })
})

describe.skipIf(problem !== null)(`what the kernel is asked to execute (${problem ?? 'traced'})`, () => {
  let setup: Setup
  beforeAll(async () => {
    setup = await setUp([fg621()])
  })
  afterAll(() => setup?.close())

  it('is qjs, flock and ubus, never a shell and no word of the caller', async () => {
    const rpcd = await startRpcd(setup.router, { trace: true })
    const programs = new Set<string>()
    for (const [method, args] of [
      ['info', { max_age: 0 }],
      ['info', { modem: hostile }],
      ['at', { command: `AT+X="${hostile}"` }],
      ['set_bands', { rat: 'lte', bands: [3], modem: hostile }],
      ['apply', {}],
    ] as const) {
      const { run } = await rpcd.call('modem', method, args)
      const [wrapper, ...others] = run?.programs ?? []
      expect(wrapper?.slice(-2)).toEqual(['call', method])
      for (const [program = '', ...words] of others) {
        programs.add(program.replace(/.*\//, ''))
        expect(words.filter(word => word.includes('owned'))).toEqual([])
      }
    }
    // The rig's stand-in for ubus is a script that starts cat.
    expect([...programs].sort()).toEqual(['cat', 'flock', 'qjs', 'ubus'])
    expect(setup.router.read('/tmp/owned')).toBeNull()
  })
})
