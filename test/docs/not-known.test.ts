import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { quectel } from '../world/modem/quectel.ts'
import { setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { blocksOf, type Command, commandsOf, readPage, section, shellLinesOf } from './page.ts'
import { type Scratch, scratchCopy } from './scratch.ts'

const page = readPage('docs/not-known.md')
const router = commandsOf(blocksOf(section(page, '## On the router')))
const computer = shellLinesOf(blocksOf(section(page, '## On a computer')))

/** The page's modem: it answers as a module everybody knows, under names nobody knows. */
const stranger = () =>
  parseFixture(
    fs
      .readFileSync(path.join(repository, 'test/fixtures/quectel/rm520n-nsa.at'), 'utf8')
      .replace('@usb 2c7c:0801 "Quectel" "RM520N-GL"', '@usb 1209:0050 "Example Devices" "LS-5"')
      .replace('< RM520N-GL', '< LS-5')
      .replace('< Quectel', '< Example Devices'),
    'stranger.at',
  )

const problem = routerProblem()
if (problem !== null) console.warn(`“Your modem is not known” is not followed: ${problem}`)

describe.skipIf(problem !== null)('“Your modem is not known, or shown wrongly?”', () => {
  let scratch: Scratch
  let recording = ''
  const printed: Command[] = []

  beforeAll(async () => {
    const setup = await setUp([stranger()], { behaviours: quectel() })
    try {
      for (const { command } of router) {
        const { stdout, stderr } = await setup.router.run(['sh', '-c', command], { timeoutMs: 60_000 })
        printed.push({ command, output: (stdout + stderr).trim() })
      }
      recording = setup.router.read('/tmp/ls5.at') ?? ''
    } finally {
      await setup.close()
    }
    scratch = await scratchCopy(undefined, false)
    scratch.add('ls5.at', recording)
  }, 180_000)
  afterAll(() => scratch?.remove())

  it('prints on a router what the page says, from the stranger to the recording', () => {
    expect(router.length).toBeGreaterThan(8)
    expect(printed).toEqual(router)
  })

  it('makes of the recording a fixture, a model and a passing test', async () => {
    const outputs: string[] = []
    for (const line of computer.filter(each => each !== 'npm ci')) outputs.push(await scratch.run(line))
    const generated = (JSON.parse(scratch.read('build/generated.json')) as { files: string[] }).files
    expect(scratch.changed().filter(name => !generated.includes(name))).toEqual([
      'src/models/example-devices.ts',
      'test/fixtures/quectel/ls5-nsa.at',
      'test/fixtures/quectel/ls5-nsa.json',
    ])
    expect(JSON.parse(scratch.read('test/fixtures/quectel/ls5-nsa.json'))).toMatchObject({
      model: 'LS-5',
      rat: 'nr_nsa',
      carriers: [{ band: 3 }, { band: 7 }, { band: 78 }],
    })
    expect(scratch.read('src/models/example-devices.ts')).toContain('1209:0050')
    expect(outputs.at(-1)).toMatch(/1 passed/)
  }, 180_000)
})
