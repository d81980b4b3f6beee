import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHost } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { routerProblem } from '../world/router/root.ts'
import { callBuilt, changedIn, runOnRouter, treeOf } from './follow.ts'
import { blocksOf, commandsOf, readPage, section, shellLinesOf } from './page.ts'
import { type Scratch, scratchCopy } from './scratch.ts'

const page = readPage('docs/add-a-modem.md')
const source = blocksOf(section(page, '## In the source'))
const router = blocksOf(section(page, '## On a router'))
const fixture = source.find(({ path }) => path?.endsWith('.at'))
const script = () => parseFixture(fixture?.text ?? '', 'ls2-lte.at')
const data = router.find(({ language }) => language === 'json')

describe('“Add a modem”, on a router', () => {
  it('has data that are looked up before all else and tell bands the standard does not', async () => {
    const plain = await createHost([{ script: script() }]).call('info')
    expect(plain).toMatchObject({ model: 'LS-2', carriers: [] })
    const host = createHost([{ script: script() }])
    host.nodes.set(data?.path ?? '', { text: data?.text ?? '' })
    expect(await host.call('list')).toMatchObject({
      modems: [{ id: '1209:0010', model: 'LS-2', dialect: 'meig' }],
      warnings: [],
    })
    expect(await host.call('info')).toMatchObject({
      rat: 'lte',
      carriers: [{ band: 20, pci: 88, rsrp: -107 }],
    })
  })

  it.skipIf(routerProblem() !== null)(
    'prints on a router what the page says, command by command',
    async () => {
      const commands = commandsOf(router)
      const files = { [data?.path ?? '']: data?.text ?? '' }
      const { printed, claimed } = await runOnRouter(script(), commands, { files })
      expect(commands.length).toBeGreaterThan(6)
      expect(printed).toEqual(claimed)
    },
    60_000,
  )
})

describe('“Add a modem”, in the source', () => {
  let scratch: Scratch
  let before: Map<string, string>

  beforeAll(async () => {
    scratch = await scratchCopy()
    before = treeOf(`${scratch.root}/dist/root`)
    for (const { path, text, language } of source) if (language !== 'sh') scratch.add(path ?? '', text)
    for (const line of shellLinesOf(source)) await scratch.run(line)
  }, 600_000)
  afterAll(() => scratch?.remove())

  it('touches one data file beside the fixture, what is expected of it, and the generated table', () => {
    expect(scratch.changed()).toEqual([
      'docs/modems.md',
      'src/models/example.ts',
      'test/fixtures/meig/ls2-lte.at',
      'test/fixtures/meig/ls2-lte.json',
    ])
    expect(scratch.read('docs/modems.md')).toContain('| `1209:0010` | LS-2 | `meig` | 2 |')
  })

  it('adds one file to the router and changes none', () => {
    const after = treeOf(`${scratch.root}/dist/root`)
    expect(changedIn(before, after)).toEqual(['usr/share/modem/models/usb/12090010.json'])
    expect([...before.keys()].filter(name => !after.has(name))).toEqual([])
  })

  it('answers info by the new data, as the written expectation says', async () => {
    const info = await callBuilt(scratch, script(), 'info')
    expect(info).toMatchObject({ model: 'LS-2', carriers: [{ band: 20, rsrp: -107 }], temperature: 43 })
    expect(JSON.parse(scratch.read('test/fixtures/meig/ls2-lte.json'))).toEqual(info)
  })
})
