import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { methodHelp } from '../../build/derive/methods.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { parseArguments } from '../../src/main/arguments.ts'
import { sessionOf } from '../world/browser/site.ts'
import { createServer } from '../world/demo/ubus.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { blocksOf, readPage, section } from './page.ts'

const page = readPage('docs/recipes.md')
const scripts = blocksOf(page).filter(({ language }) => language === 'sh')
const scriptOf = (heading: string, nth = 0) =>
  blocksOf(section(page, heading)).filter(({ language }) => language === 'sh')[nth]?.text ?? ''

const lacks = ['curl', 'jq'].filter(name => spawnSync(name, ['--version']).status !== 0)
if (lacks.length > 0) console.warn(`The call of docs/recipes.md is not made: there is no ${lacks.join(', ')}`)

describe('the recipes', () => {
  it('are shell', () => {
    for (const { text } of scripts)
      expect(spawnSync('sh', ['-n'], { input: text }).stderr.toString()).toBe('')
  })

  it('name methods there are, with arguments they take', () => {
    const help = methodHelp(readContract(repository), schemas.args as never)
    const code = [
      ...blocksOf(page).map(({ text }) => text),
      ...[...page.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text),
    ].join('\n')
    const lines = [...code.matchAll(/(?<![\w./-])modem ([a-z_]+)((?: [a-z_]+=[^\s`;|]+)*)/g)]
      .map(([, method = '', args = '']) => ({ method, args: args.trim().split(' ').filter(Boolean) }))
      .filter(({ method }) => method !== 'tells')
    expect(lines.length).toBeGreaterThan(10)
    for (const { method, args } of lines) {
      const known = Object.keys(help[method]?.arguments ?? {})
      const given = Object.keys(parseArguments(args, help[method]) as object)
      expect([method, method in help, given.filter(name => !known.includes(name))]).toEqual([
        method,
        true,
        [],
      ])
    }
  })

  it.skipIf(lacks.length > 0)('let a login look over HTTP, and change nothing', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', fibocom())
    const group = /rpcd\.monitor\.read=(\S+)/.exec(page)?.[1] ?? ''
    const signature = { status: {}, metrics: {}, set_modes: {} }
    const { handle } = createServer({
      objects: { modem: { signature, call: (method, args) => host.call(method as 'status', args as never) } },
      login: (name, password) =>
        name === 'monitor' && password === 'SECRET' ? sessionOf({ read: [group] }) : null,
    })
    const server = http.createServer(handle).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise(resolve => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ubus`
    const script = scriptOf('## A login that may only look', 1).replace(/^url=.*$/m, `url=${url}`)
    const tried = `${script}\ncall $session modem set_modes '{"mode":"lte"}'\n`
    const { stdout } = await promisify(execFile)('sh', ['-c', tried])
    expect(stdout).toContain('"operator": "A1"')
    expect(stdout).toContain('"name": "modem_rsrp_dbm"')
    expect(stdout).toContain('-32002')
  })

  it('let a person look at the pages, with what LuCI asks of every login, and at no configuration', () => {
    const read = [...page.matchAll(/rpcd\.monitor\.read=(\S+)/g)].map(([, group = '']) => group)
    const { allowed } = sessionOf({ read })
    const asked = ['session access', 'luci getFeatures', 'uci get', 'modem list', 'modem status']
    const denied = ['modem set_modes', 'modem at', 'uci set', 'uci apply']
    const may = (call: string) => allowed('ubus', ...(call.split(' ') as [string, string]))
    expect([...asked, ...denied].filter(may)).toEqual(asked)
    expect(allowed('uci', 'modem', 'read')).toBe(false)
  })

  it.each<[string, Record<string, string>, number, readonly string[]]>([
    ['an outage of the first card', { ACTION: 'outage' }, 1, ['select_sim modem=attic slot=2']],
    ['its month used up', { ACTION: 'limit', PERCENT: '100' }, 1, ['select_sim modem=attic slot=2']],
    ['most of its month', { ACTION: 'limit', PERCENT: '80' }, 1, []],
    ['another event', { ACTION: 'signal' }, 1, []],
    ['an outage of the second card', { ACTION: 'outage' }, 2, []],
  ])('take the second card, or not: %s', (_, environment, slot, told) => {
    const folder = mkdtempSync(join(tmpdir(), 'recipes-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const reply = JSON.stringify({ modem: 'attic', state: 'ready', slot, slots: [1, 2] })
    const files = {
      modem: `case "$1" in sim) echo '${reply}' ;; *) echo "$*" >>${folder}/log ;; esac`,
      logger: ':',
    }
    for (const [name, text] of Object.entries({ ...files })) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    writeFileSync(join(folder, 'log'), '')
    writeFileSync(join(folder, 'script'), scriptOf('## A second card when the first one gives out'))
    const env = { ...environment, MODEM: 'attic', PATH: `${folder}:${process.env.PATH}` }
    const { stderr } = spawnSync('sh', ['-c', `( . ${folder}/script )`], { env })
    expect(stderr.toString()).toBe('')
    expect(readFileSync(join(folder, 'log'), 'utf8').split('\n').filter(Boolean)).toEqual(told)
  })
})
