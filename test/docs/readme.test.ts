import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { groupOf } from '../../build/derive/acl.ts'
import manifest from '../../package.json' with { type: 'json' }
import { commands } from '../../src/main/help.ts'
import { legacy } from '../../src/main/legacy.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { distRoot } from '../world/router/layout.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { blocksOf, readPage, section } from './page.ts'

const readme = readPage('README.md')
const blocks = blocksOf(readme)
const fixture = (name: string) => readFixture(path.join(repository, 'test/fixtures', `${name}.at`))
const contract = readContract(repository)

/** What the command `modem` knows beside the methods. */
const commandWords = commands.flatMap(([usage]) => /^modem ([a-z][\w-]*)/.exec(usage)?.[1] ?? [])

/** Texts in backticks outside of code blocks. */
const spans = [...readme.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)

describe('the README', () => {
  it('names scripts of package.json, and options the demo knows', () => {
    const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
    const named = [...[...spans, ...shell].join('\n').matchAll(/npm (?:run )?(\w+)/g)].map(([, name]) => name)
    const known = ['ci', ...Object.keys(manifest.scripts)]
    expect(named.length).toBeGreaterThan(7)
    expect(named.filter(name => !known.includes(name ?? ''))).toEqual([])
    const demo = fs.readFileSync(path.join(repository, 'test/world/demo/start.ts'), 'utf8')
    const options = [...readme.matchAll(/(--\w+)(?: [A-Z]+)?`|-- (--\w+)/g)].map(([, a, b]) => a ?? b)
    expect(options).toContain('--modem')
    for (const option of options.filter(name => name !== '--help'))
      expect(demo, option).toContain(`  ${option} `)
  })

  it('gives every method of the contract its group', () => {
    const rows = [...section(readme, '## What it answers').matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)]
    const told = Object.fromEntries(
      rows.map(([, group, methods = '']) => [
        group,
        [...methods.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ]),
    )
    const real: Record<string, string[]> = {}
    for (const { name, access } of contract.methods)
      real[groupOf(access)] = [...(real[groupOf(access)] ?? []), name]
    expect(told).toEqual(real)
  })

  it('shows commands of the shell that are methods', () => {
    const methods = [...commandWords, ...contract.methods.map(({ name }) => name)]
    const words = spans.flatMap(text => /^modem ([a-z][\w-]*)/.exec(text)?.[1] ?? [])
    expect(words.length).toBeGreaterThan(2)
    expect(words.filter(word => !methods.includes(word))).toEqual([])
  })

  it('names files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, file = '']) => file)
    // What is packed is there only after `npm run package`.
    const here = spans.filter(
      text => /^(?:src|test|docs|build|dist(?!\/packages)|\.ci)\//.test(text) && !/[<*]/.test(text),
    )
    expect(links.length).toBeGreaterThan(3)
    expect([...links, ...here].filter(file => !fs.existsSync(path.join(repository, file)))).toEqual([])
    const installed = spans.filter(text => text.startsWith('/etc/config/'))
    expect(installed.filter(file => !fs.existsSync(path.join(distRoot, file)))).toEqual([])
  })

  it('tells the sizes the page about installing tells', () => {
    const sizes = (page: string) =>
      new Map(
        [...page.matchAll(/^\| `([\w-]+)`.*\| ([\d.]+ [KM]B) \| ([\d.]+ [KM]B) \|$/gm)].map(
          ([, name, ...told]) => [name, told],
        ),
      )
    const told = [...sizes(section(readme, '## Install'))]
    const known = sizes(readPage('docs/install.md'))
    expect(told).toHaveLength(4)
    expect(told).toEqual(told.map(([name]) => [name, known.get(name)]))
  })

  it('tells licences, the data package and the version of Node as package.json does', () => {
    expect(readme).toContain(`Licence: ${manifest.license}.`)
    expect(fs.readFileSync(path.join(repository, 'LICENSE'), 'utf8')).toContain('Apache License')
    const [, name = '', licence] = /npm package ([\w-]+) \((\w+)\)/.exec(readme) ?? []
    expect(Object.keys(manifest.devDependencies)).toContain(name)
    const data = fs.readFileSync(path.join(repository, 'node_modules', name, 'package.json'), 'utf8')
    expect(JSON.parse(data)).toMatchObject({ license: licence })
    const [, node] = /Node\.js (\d+)/.exec(readme) ?? []
    expect(manifest.engines.node).toBe(`>=${node}`)
  })

  it('shows what status answers for the modem of the demo, printed as ubus prints', async () => {
    const [example] = blocks.filter(({ language }) => language === 'console')
    const [command = '', ...lines] = (example?.text ?? '').split('\n')
    expect(command).toBe('$ ubus call modem status')
    const demo = fs.readFileSync(path.join(repository, 'test/world/demo/start.ts'), 'utf8')
    const [, name = ''] = /default: \['([\w/-]+)'\]/.exec(demo) ?? []
    const reply = await createHost([{ script: fixture(name) }]).call('status')
    expect(lines.join('\n').trim()).toBe(JSON.stringify(reply, null, '\t'))
  })

  it('shows a model file that works as it stands', async () => {
    const [example] = blocks.filter(({ language }) => language === 'json')
    const { bus, id, name } = JSON.parse(example?.text ?? '')
    const [, place = ''] = /`(\/etc\/modem\/models\/\w+)\/<vid><pid>\.json`/.exec(readme) ?? []
    expect(place).toBe(`/etc/modem/models/${bus}`)
    const host = createHost([{ script: fixture('fibocom/fg621-lte-a') }])
    host.nodes.set(`${place}/${id.replace(':', '')}.json`, { text: example?.text ?? '' })
    expect(await host.call('list')).toMatchObject({ modems: [{ model: name }], warnings: [] })
    expect(await host.call('info')).toMatchObject({ model: name, port_state: 'ok' })
  })

  it('is right that an unknown modem is read by the standard, and one modem needs no configuration', async () => {
    const host = createHost([{ script: fixture('standard/any-lte') }], { uci: {} })
    expect(await host.call('list')).toMatchObject({ modems: [{ model: null, dialect: 'standard' }] })
    expect(await host.call('info')).toMatchObject({ rat: 'lte', registration: { state: 'home' } })
  })

  it('is right that ports and interfaces set for the legacy pages are honoured', async () => {
    const { port } = fixture('standard/any-lte')
    const uci = {
      '3ginfo': `config 3ginfo\n\toption device '/dev/${port?.name}'\n\toption network 'uplink'\n`,
    }
    const host = createHost([{ script: fixture('standard/any-lte') }], { uci })
    const { ports, configured, network } = (await import('../../src/discovery/modems.ts')).findModemAnew(
      host.platform,
      undefined,
    )
    expect({ ports, configured, network }).toEqual({
      ports: [`/dev/${port?.name}`],
      configured: true,
      network: 'uplink',
    })
  })

  it('is right that 3ginfo.sh always prints valid JSON', async () => {
    const script = fixture('fibocom/fg621-lte-a')
    const hosts = [createHost([]), createHost([{ script }], { behaviours: [neverAnswers()] })]
    for (const { platform } of hosts) {
      const text = await legacy({ platform, device: undefined, now: 0 }, '3ginfo', ['json'])
      expect(JSON.parse(text)).toBeTypeOf('object')
    }
  })
})

const numbers: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, five: 5 }
const value = (word: string | undefined) => numbers[word ?? ''] ?? Number(word)

describe.skipIf(routerProblem() !== null)('the figures of the README', () => {
  let setup: Setup

  beforeAll(async () => {
    setup = await setUp([fixture('fibocom/fg621-lte-a')])
  })
  afterAll(() => setup?.close())

  it('are those of 3ginfo.sh on a router, cold and warm', async () => {
    const [, processes, warm, cold] =
      /`3ginfo\.sh` needs (\w+) processes and\s+(\w+) or (\w+) AT command lines/.exec(readme) ?? []
    const refresh = async () => {
      const asked = setup.hosts[0]?.log.length ?? 0
      const run = await setup.router.run(['/usr/share/3ginfo-lite/3ginfo.sh', 'json'])
      return { processes: run.processes, exchanges: (setup.hosts[0]?.log.length ?? 0) - asked }
    }
    const first = await refresh()
    expect(first.exchanges).toBe(value(cold))
    if (first.processes !== null) expect(first.processes).toBe(value(processes))
    await setup.router.run(['sleep', '2.1'])
    expect((await refresh()).exchanges).toBe(value(warm))
  })
})
