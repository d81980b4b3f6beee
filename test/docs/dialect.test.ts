import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { routerProblem } from '../world/router/root.ts'
import { callBuilt, changedIn, runOnRouter, treeOf, typeMistakes } from './follow.ts'
import { blocksOf, commandsOf, readPage, shellLinesOf } from './page.ts'
import { type Scratch, scratchCopy } from './scratch.ts'

const page = readPage('docs/add-a-dialect.md')
const blocks = blocksOf(page)
const written = blocks.filter(({ path, language }) => path !== null && /^(?:ts|text)$/.test(language))
const fixture = written.find(({ path }) => path?.endsWith('.at'))
const script = () => parseFixture(fixture?.text ?? '', 'ls3-lte-a.at')

describe('“Add a dialect”', () => {
  let scratch: Scratch
  let before: Map<string, string>

  beforeAll(async () => {
    scratch = await scratchCopy()
    before = treeOf(`${scratch.root}/dist/root`)
    for (const { path, text } of written) scratch.add(path ?? '', text)
    for (const line of shellLinesOf(blocks)) await scratch.run(line)
  }, 120_000)
  afterAll(() => scratch?.remove())

  it('touches one folder of dialects and one file of models; there is no registry', () => {
    expect(scratch.changed()).toEqual([
      'docs/add-a-modem.md',
      'docs/modems.md',
      'luci-view/htdocs/luci-static/resources/modem/console/dialects.js',
      'src/contract/generated/schema.json',
      'src/dialects/example/options.ts',
      'src/dialects/example/read.ts',
      'src/dialects/example/settings.ts',
      'src/jobs/generated/probes.ts',
      'src/models/example.ts',
      'test/dialects/example.test.ts',
      'test/fixtures/example/ls3-lte-a.at',
      'test/fixtures/example/ls3-lte-a.json',
    ])
  })

  it('adds the files to the router that the page names, and changes no other', () => {
    const added = changedIn(before, treeOf(`${scratch.root}/dist/root`))
    expect(added).toEqual([
      'usr/share/modem/dialects/example.js',
      'usr/share/modem/dialects/example.settings.js',
      'usr/share/modem/models/usb/12090020.json',
    ])
    for (const name of added.slice(0, 2)) expect(page).toContain(`\`${name}\``)
  })

  it('reads carriers and temperature, and reads and writes bands', async () => {
    const info = await callBuilt(scratch, script(), 'info')
    expect(info).toMatchObject({
      rat: 'lte_a',
      temperature: 43,
      carriers: [
        { role: 'pcc', band: 20, pci: 88, rsrp: -107, sinr: 4.5 },
        { role: 'scc', band: 3, pci: 211, sinr: null },
      ],
    })
    expect(JSON.parse(scratch.read('test/fixtures/example/ls3-lte-a.json'))).toEqual(info)
    expect(await callBuilt(scratch, script(), 'bands')).toMatchObject({ enabled: { lte: [1, 3, 7, 20] } })
    const kept = { rat: 'lte', bands: [1, 3, 7, 20] }
    expect(await callBuilt(scratch, script(), 'set_bands', kept)).toMatchObject({ verified: true })
  })

  it('is code that passes the type check', async () => {
    const sources = written.flatMap(({ path }) => (path?.startsWith('src/') ? [path] : []))
    expect(sources).toHaveLength(4)
    expect(await typeMistakes(scratch, sources)).toEqual([])
  }, 60_000)

  it.skipIf(routerProblem() !== null)(
    'prints on a router what the page says',
    async () => {
      const dist = `${scratch.root}/dist/root`
      const { printed, claimed } = await runOnRouter(script(), commandsOf(blocks), { dist })
      expect(printed.length).toBeGreaterThan(1)
      expect(printed).toEqual(claimed)
    },
    60_000,
  )
})

describe('the sources', () => {
  it('name a dialect nowhere but in its own files and in the models', async () => {
    const names = [...treeOf(`${repository}src/dialects`)]
      .filter(([, text]) => text.includes('export const dialect'))
      .map(([name]) => name.replace(/\/read\.ts$/, ''))
    const others = [...treeOf(`${repository}src`), ...treeOf(`${repository}build`)].filter(
      ([name]) => !/^(?:dialects|models)\//.test(name) && name.endsWith('.ts'),
    )
    const isNamed = (text: string, name: string) =>
      new RegExp(`dialects/${name}(?:/\\w+\\.ts)?['"\`]|dialect\\W+['"\`]${name}['"\`]`).test(text)
    const named = others.flatMap(([file, text]) =>
      names.filter(name => name !== 'standard' && isNamed(text, name)).map(name => `${file}: ${name}`),
    )
    expect(names.length).toBeGreaterThan(10)
    expect(named).toEqual([])
  })
})
