import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform } from '../../src/platform/platform.ts'
import { repository } from '../world/memory/host.ts'
import { parseFixture, readFixture } from '../world/modem/fixture.ts'
import { callBuilt, changedIn, treeOf, typeMistakes } from './follow.ts'
import { blocksOf, readPage, section, shellLinesOf } from './page.ts'
import { type Scratch, scratchCopy } from './scratch.ts'

const page = readPage('docs/extending.md')
const paths = (text: string) =>
  [...text.matchAll(/`((?:[\w.-]+\/)+(?:[\w.-]+)?|\w+\.\w+)`/g)].map(([, name]) => name)

/** What a task of the page has done in a copy of its own. */
interface Task {
  scratch: Scratch
  /** Paths of the blocks that are written or changed, sorted. */
  written: string[]
  /** What is new on the router. */
  added: string[]
}

let base: Scratch
beforeAll(async () => {
  base = await scratchCopy()
}, 600_000)
afterAll(() => base?.remove())

/** Does what a section says, word for word. */
async function follow(heading: string): Promise<Task> {
  const blocks = blocksOf(section(page, heading))
  const scratch = await scratchCopy(base)
  const before = treeOf(`${scratch.root}/dist/root`)
  for (const { path, language, text } of blocks)
    if (language === 'diff') scratch.edit(path ?? '', text)
    else if (language === 'ts') scratch.add(path ?? '', text)
  for (const line of shellLinesOf(blocks)) await scratch.run(line)
  const sources = blocks.filter(({ language }) => language !== 'sh').map(({ path }) => path ?? '')
  return {
    scratch,
    written: [...new Set(sources)].sort(),
    added: changedIn(before, treeOf(`${scratch.root}/dist/root`)),
  }
}

/** Checks that a task touched the files of its section and those that are generated and named on the page. */
function touchesOnlyWhatIsNamed({ scratch, written }: Task) {
  const generated: string[] = JSON.parse(scratch.read('build/generated.json')).files
  const changed = scratch.changed()
  expect(changed.filter(file => !generated.includes(file))).toEqual(written)
  const named = paths(page)
  const unnamed = changed.filter(
    file => !named.some(name => file === name || (name?.endsWith('/') && file.startsWith(name))),
  )
  expect(unnamed).toEqual([])
}

const typed = ({ scratch, written }: Task) =>
  typeMistakes(
    scratch,
    written.filter(file => file.startsWith('src/')),
  )

const standard = fs.readFileSync(path.join(repository, 'test/fixtures/standard/any-lte.at'), 'utf8')
const script = (facts = '', more = '') => parseFixture(`${facts}\n${standard}\n${more}`, 'any-lte.at')

describe('“Extending”, a method', () => {
  let task: Task
  beforeAll(async () => {
    task = await follow('## A method')
  }, 600_000)
  afterAll(() => task?.scratch.remove())

  it('touches the files that are named', () => touchesOnlyWhatIsNamed(task))

  it('is code that passes the type check', async () => expect(await typed(task)).toEqual([]), 300_000)

  it('is loaded from the place that is named, and answers', async () => {
    expect(task.added).toContain('usr/share/modem/methods/identity.js')
    expect(page).toContain('`usr/share/modem/methods/identity.js`')
    const reply = await callBuilt(task.scratch, script(), 'identity')
    expect(reply).toEqual({
      modem: 'usb-1-1',
      vendor: 'Example Devices',
      model: 'LS-1',
      firmware: 'LS-1_R01.02 [Jan 02 2024]',
    })
  })

  it('is granted to the group that is named', () => {
    const acl = JSON.parse(task.scratch.read('acl.d/modem.json'))
    expect(acl['modem-status'].read.ubus.modem).toContain('identity')
  })
})

describe('“Extending”, a setting', () => {
  let task: Task
  const sleepy = (...states: readonly string[]) =>
    script('@accept ^\\+CPSMS=', states.map(state => `> AT+CPSMS?\n< +CPSMS: ${state}\n`).join('\n'))
  beforeAll(async () => {
    task = await follow('## A setting')
  }, 600_000)
  afterAll(() => task?.scratch.remove())

  it('touches the files that are named', () => touchesOnlyWhatIsNamed(task))

  it('is code that passes the type check', async () => expect(await typed(task)).toEqual([]), 300_000)

  it('is read, and set and read back', async () => {
    expect(await callBuilt(task.scratch, sleepy('1'), 'power_saving')).toEqual({
      modem: 'usb-1-1',
      enabled: true,
    })
    const wish = { enabled: true }
    expect(await callBuilt(task.scratch, sleepy('0', '1'), 'set_power_saving', wish)).toMatchObject({
      requested: true,
      before: false,
      after: true,
      verified: true,
      restart_needed: false,
    })
    expect(await callBuilt(task.scratch, sleepy('?'), 'set_power_saving', wish)).toMatchObject({
      message: expect.stringContaining('the present power saving could not be read, so nothing was changed'),
    })
  })

  it('is told by capabilities, also that another dialect has none', async () => {
    const reply = await callBuilt(task.scratch, script(), 'capabilities')
    expect(reply).toMatchObject({
      capabilities: expect.arrayContaining([{ name: 'power_saving', read: true, write: true, why: null }]),
    })
    const other = readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const why = 'no command is known for Fibocom FG621-EA'
    expect(await callBuilt(task.scratch, other, 'capabilities')).toMatchObject({
      capabilities: expect.arrayContaining([{ name: 'power_saving', read: false, write: false, why }]),
    })
  })
})

describe('“Extending”, a way to talk', () => {
  let task: Task
  const stick = () =>
    parseFixture('@usb 1209:0001 "Example Devices" "LTE Stick"\n@net wwan0 qmi_wwan\n', 'stick.at')
  const told = JSON.stringify({ plmn: '24405', stat: 1, channel: 6300, pci: 88, rsrp: -107 })
  const locks: string[] = []
  const host: Partial<Platform> = {
    exec: async argv => ({
      code: argv[0] === 'stickctl' ? 0 : 4,
      stdout: argv[0] === 'stickctl' ? told : '',
    }),
    lock: async name => {
      locks.push(name)
      return { waited: 0, release: () => locks.push('released') }
    },
  }
  beforeAll(async () => {
    task = await follow('## A way to talk')
  }, 600_000)
  afterAll(() => task?.scratch.remove())

  it('touches the files that are named', () => touchesOnlyWhatIsNamed(task))

  it('is code that passes the type check', async () => expect(await typed(task)).toEqual([]), 300_000)

  it('reads a modem that has no AT port, under its lock', async () => {
    const info = await callBuilt(task.scratch, stick(), 'info', {}, host)
    expect(info).toMatchObject({
      port: '/dev/stick0',
      port_state: 'ok',
      rat: 'lte',
      registration: { state: 'home' },
      operator: { name: 'Elisa', mcc: '244', mnc: '05' },
      signal: { rsrp: -107 },
      carriers: [{ role: 'pcc', channel: 6300, pci: 88 }],
    })
    expect(info).toMatchObject({ ways: ['stick'] })
    expect(locks).toEqual([expect.stringMatching(/^\/sys\/devices\/.*\/uevent$/), 'released'])
  })

  it('is a state of the port where it fails, and not used where AT tells enough', async () => {
    const silent = { ...host, exec: async () => ({ code: null, stdout: '' }) }
    expect(await callBuilt(task.scratch, stick(), 'info', {}, silent)).toMatchObject({ port_state: 'silent' })
    expect(await callBuilt(task.scratch, script(), 'info')).toMatchObject({
      port: '/dev/ttyUSB2',
      model: 'LS-1',
    })
  })

  it('lies in a bundle of its own, which no other loads at once', async () => {
    expect(task.added).toContain('usr/share/modem/reading-stick.js')
    const files = [...treeOf(`${task.scratch.root}/dist/root/usr/share/modem`)]
    const users = files.filter(([, text]) => text.includes('./reading-stick.js'))
    expect(users.map(([name]) => name)).toEqual(['ways.js'])
    expect(users.map(([, text]) => /import\(".\/reading-stick.js"\)/.test(text))).toEqual([true])
  })
})

describe('“Extending”', () => {
  it('says of a modem and a dialect where their pages are, which are followed by tests of their own', () => {
    const links = [...page.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file = '']) => file)
    expect(links).toEqual(expect.arrayContaining(['add-a-modem.md', 'add-a-dialect.md', 'architecture.md']))
    expect(links.filter(file => !fs.existsSync(path.join(repository, 'docs', file)))).toEqual([])
  })
})
