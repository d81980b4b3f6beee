import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { methodHelp } from '../../build/derive/methods.ts'
import { configuration } from '../../src/contract/configuration.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { configurationMistakes } from '../../src/discovery/configuration.ts'
import { command } from '../../src/main/command.ts'
import { metricRows } from '../../src/metrics/table.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { blocksOf, readPage } from './page.ts'

const page = readPage('docs/fleet.md')
const blocks = blocksOf(page)
const block = (language: string) => blocks.filter(each => each.language === language).map(({ text }) => text)
const [playbook = ''] = block('yaml')
const script = block('sh').find(text => text.startsWith('#!')) ?? ''

/** The calls of the command `modem` in its code, each once. */
const code = [
  ...block('yaml'),
  ...block('sh'),
  ...[...page.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text),
].join('\n')
const lines = [
  ...new Set(
    [...code.matchAll(/(?<![\w./-])modem ([a-z_]+(?: (?:[a-z_]+=(?:\{\{.*?\}\}|[\w,]+)|--json))*)/g)]
      .map(([, line = '']) => line.replace(/\{\{.*?\}\}/, '3,20'))
      .filter(line => line !== 'reload'),
  ),
]

/** Programs in a folder that comes first in PATH. */
function programs(files: Readonly<Record<string, string>>): { folder: string; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'modem-fleet-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'bin'))
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  return {
    folder,
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` } as Record<string, string>,
  }
}

describe('the page about many routers', () => {
  it.each(lines)('names a command that is understood: modem %s', async line => {
    const host = hostOfFixture('fibocom/fg621-lte-a', fibocom())
    const help = JSON.stringify(methodHelp(readContract(repository), schemas.args as never))
    host.nodes.set('/usr/share/modem/methods.json', { text: help })
    const caller = {
      reads: false,
      waits: false,
      colour: false,
      isRoot: true,
      input: () => '',
      complain: () => {},
      show: () => {},
    }
    const { code, err } = await command(host.platform, caller, line.split(' '))
    // Nothing was begun on this router, so that there is no job to be told of.
    expect([line, code === 2 && line !== 'job --json' ? err : '']).toEqual([line, ''])
  })

  it('names the commands of its table and of its tools', () => {
    expect(lines.map(line => line.split(' ')[0])).toEqual(
      expect.arrayContaining([
        'set_bands',
        'set_modes',
        'lock_cell',
        'set_usb_mode',
        'doctor',
        'job',
        'apply',
        'status',
        'list',
      ]),
    )
  })

  it('names options, alerts and metrics there are', () => {
    const options = configuration.flatMap(({ options: own }) => own ?? []).map(({ name }) => name)
    const named = [
      ...[...page.matchAll(/modem\.lte\.(\w+)/g)].map(([, name = '']) => name),
      ...[...page.matchAll(/`((?:bands|lock|nr)_\w+)`|`(?:option|list) (\w+)`/g)].map(
        ([, a, b]) => a ?? b ?? '',
      ),
    ]
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter(name => !options.includes(name))).toEqual([])
    const rules = readFileSync(join(repository, 'rpcd/fleet/alerts.yml'), 'utf8')
    for (const [, name] of page.matchAll(/`(Modem\w+)`/g)) expect(rules).toContain(`alert: ${name}\n`)
    const metrics = new Set(metricRows.map(({ name }) => name))
    const told = page.match(/\bmodem_[a-z_]+/g) ?? []
    expect(told.filter(name => !metrics.has(name))).toEqual([])
  })

  it('has a template whose section is without mistakes', () => {
    const template = JSON.parse(block('json')[0] ?? '') as Record<string, Record<string, string | string[]>[]>
    expect(Object.keys(template)).toEqual(['modem'])
    const sections = (template.modem ?? []).map(({ config_name, config_value, ...options }) => ({
      type: String(config_name),
      name: String(config_value),
      options,
    }))
    expect(configurationMistakes(sections)).toEqual([])
  })

  it('has a test for OpenWISP that waits for what is applied, and fails without a connection', () => {
    for (const [status, code] of [
      ['connected', 0],
      ['searching', 1],
    ] as const) {
      const { env, folder } = programs({
        sleep: `echo "sleep $1" >>"$0.log"`,
        flock: 'echo "$*" >"$0.log"',
        modem: `[ "$*" = "status --json" ] && echo '{"status":"${status}","message":""}'`,
      })
      expect(spawnSync('sh', ['-c', script], { env }).status).toBe(code)
      expect(readFileSync(join(folder, 'bin/flock.log'), 'utf8')).toBe('/var/run/modem/apply.lock true\n')
      const slept = readFileSync(join(folder, 'bin/sleep.log'), 'utf8').trim().split('\n').length
      expect(slept).toBe(code === 0 ? 1 : 25)
    }
    expect(readFileSync(join(repository, 'rpcd/init'), 'utf8')).toContain('9>/var/run/modem/apply.lock')
  })
})

const hasAnsible = spawnSync('ansible-playbook', ['--version']).error === undefined
if (!hasAnsible) console.warn('The playbook of docs/fleet.md is not run: there is no ansible-playbook')

describe.skipIf(!hasAnsible)('the playbook', { timeout: 120_000 }, () => {
  const names = ['attic.example.org', 'cellar.example.org', 'barn.example.org']

  /** Plays it for two routers that are programs of this computer; what they called, in order. */
  function play(outcome: string): { status: number | null; calls: string[] } {
    const { folder, env } = programs({
      modem: `echo "modem $*" >>${`"$CALLS"`}
case "$1" in
doctor) exit 0 ;;
set_bands) echo '{"job":"1","verified":true}' ;;
job) echo '{"state":"done","result":{"outcome":"${outcome}"}}'; [ ${outcome} = kept ] ;;
apply) echo '{"steps":[{"what":"bands.lte","result":"kept"}]}' ;;
esac`,
      uci: 'echo "uci $*" >>"$CALLS"',
      service: 'echo "service $*" >>"$CALLS"',
    })
    const log = join(folder, 'calls')
    writeFileSync(log, '')
    const [inventory = ''] = block('ini')
    expect(names.every(name => inventory.includes(name))).toBe(true)
    writeFileSync(join(folder, 'inventory.ini'), `${inventory}ansible_connection=local\n`)
    writeFileSync(join(folder, 'bands.yml'), playbook)
    const { status } = spawnSync(
      'ansible-playbook',
      ['-i', 'inventory.ini', 'bands.yml', '--limit', names.slice(0, 2).join()],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...env, CALLS: log, ANSIBLE_LOCAL_TEMP: join(folder, 'tmp'), HOME: folder },
      },
    )
    return { status, calls: readFileSync(log, 'utf8').trim().split('\n') }
  }
  const trials = (calls: readonly string[]) => calls.filter(call => call.startsWith('modem set_bands')).length

  it('tries the bands on every router, writes them down after that, and looks whether anything is left', () => {
    const { status, calls } = play('kept')
    expect(status).toBe(0)
    expect(trials(calls)).toBe(2)
    expect(calls.slice(0, calls.length / 2)).toEqual([
      'modem doctor',
      'modem set_bands rat=lte bands=3,20 keep_if=connected within_s=120 --json',
      'modem job --json',
      'modem job --json',
      'uci -q delete modem.lte.bands_lte',
      'uci add_list modem.lte.bands_lte=3',
      'uci add_list modem.lte.bands_lte=20',
      'uci commit modem',
      'service modem reload',
      'modem apply dry_run=true --json',
    ])
  })

  it('ends with the first router that takes them back: nothing is written down, and no other is touched', () => {
    const { status, calls } = play('taken_back')
    expect(status).not.toBe(0)
    expect(trials(calls)).toBe(1)
    expect(calls.filter(call => /^(?:uci|service)/.test(call))).toEqual([])
  })
})
