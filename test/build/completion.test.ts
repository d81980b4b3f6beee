import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { project, put, repository } from './project.ts'

const bash = '/bin/bash'

/** What bash offers for the last of these words, which it splits at `=` as it does by default. */
function offered(words: readonly string[], snapshots: readonly string[] = []): string[] {
  const folder = project()
  mkdirSync(join(folder, 'run'))
  for (const name of snapshots) put(folder, `run/${name}.json`, '{}')
  const script = `
    source <(sed "s#/var/run/modem#$RUN#" "$SCRIPT")
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _modem; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync(bash, ['--norc', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
    env: {
      PATH: '/usr/bin:/bin',
      RUN: join(folder, 'run'),
      SCRIPT: join(repository, 'rpcd/completion.bash'),
    },
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

describe.skipIf(!existsSync(bash))('bash completes after modem', () => {
  it('every method of the contract, and what is none', () => {
    const words = offered(['modem', ''])
    expect(words).toEqual(
      expect.arrayContaining([...Object.keys(schemas.args), 'help', 'watch', '--version']),
    )
    expect(offered(['modem', 'set_b'])).toEqual(['set_bands'])
    expect(offered(['modem', 'help', 'set_b'])).toEqual(['set_bands'])
  })

  it('the arguments of a method', () => {
    for (const [method, { properties = {} }] of Object.entries<{ type: string; properties?: object }>(
      schemas.args,
    ))
      expect(offered(['modem', method, '']), method).toEqual(
        expect.arrayContaining(Object.keys(properties).map(name => `${name}=`)),
      )
    expect(offered(['modem', 'set_bands', 'ra'])).toEqual(['rat='])
  })

  it('the values of an argument, begun or not', () => {
    expect(offered(['modem', 'set_bands', 'rat', '='])).toEqual(['lte', 'nr_nsa', 'nr_sa'])
    expect(offered(['modem', 'set_bands', 'rat', '=', 'nr'])).toEqual(['nr_nsa', 'nr_sa'])
    expect(offered(['modem', 'apply', 'dry_run', '=', ''])).toEqual(['true', 'false'])
    expect(offered(['modem', 'set_context', 'apn', '='])).toEqual([])
  })

  it('what a command takes that is more than a method, and the files it may read', () => {
    expect(offered(['modem', 'setup', '--'])).toEqual(
      expect.arrayContaining(['--write', '--confirm', '--keep']),
    )
    expect(offered(['modem', 'metrics', '--f'])).toEqual(['--format'])
    expect(offered(['modem', 'model-check', join(repository, 'package.j')])).toEqual([
      join(repository, 'package.json'),
    ])
    expect(offered(['modem', 'help', 'model'])).toEqual(['model-check'])
  })

  it('the modems that were asked before', () => {
    expect(offered(['modem', 'info', 'modem', '='], ['usb-1-1', 'lte'])).toEqual(['lte', 'usb-1-1'])
    expect(offered(['modem', 'info', 'modem', '='])).toEqual([])
    expect(offered(['modem', 'info', 'usb'], ['usb-1-1', 'lte'])).toEqual(['usb-1-1'])
    expect(offered(['modem', 'debug', ''], ['lte'])).toContain('lte')
    expect(offered(['modem', 'metrics', ''], ['lte'])).not.toContain('lte')
  })
})
