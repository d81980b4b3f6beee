import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Model } from '../../../src/models/model.ts'
import { parseFixture } from '../modem/fixture.ts'
import { unused } from '../modem/script.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const usage = `Usage: npm run fixture -- FILE [NAME]

Puts a recording of \`modem record\` under test/fixtures/<dialect>/ as NAME.at, without what
nobody asks, and beside it NAME.json: what \`info\` makes of it, for you to read. A model that
was a person's own file is added to src/models.`

/** A recording that cannot be taken, in words. */
class Refused extends Error {}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '')

/** The model that was in use when it was recorded, and whether it was found in the table. */
function modelOf(text: string): { model: Model; by: string } {
  const [, by = '', json = ''] = /^# model (listed|vendor|none): (\{.*\})$/m.exec(text) ?? []
  if (json === '') throw new Refused('it has no line "# model …": it is no recording of `modem record`')
  return { model: JSON.parse(json) as Model, by }
}

/** Adds a model nobody knows yet to the file of its maker; gives that file, or null where it is known. */
function addModel(model: Model, firmware: string): string | null {
  const folder = path.join(root, 'src/models')
  const id = [model.id].flat()[0] ?? ''
  const texts = fs.readdirSync(folder).map(name => fs.readFileSync(path.join(folder, name), 'utf8'))
  if (texts.some(text => text.includes(`'${id}'`) || text.includes(`"${id}"`))) return null
  const file = path.join(folder, `${slug(model.vendor)}.ts`)
  const entry = `  ${JSON.stringify({ ...model, source: `recording of ${model.name}, firmware ${firmware}` }, null, 2)},\n`
  const end = '] as const satisfies readonly Model[]'
  if (!fs.existsSync(file))
    fs.writeFileSync(
      file,
      `import type { Model } from './model.ts'\n\n/** Modems of ${model.vendor}. */\nexport const models = [\n${entry}${end}\n`,
    )
  else {
    const text = fs.readFileSync(file, 'utf8')
    if (text.split(end).length !== 2) throw new Refused(`${file} has no list to which ${id} could be added`)
    fs.writeFileSync(file, text.replace(end, `${entry}${end}`))
  }
  execFileSync('npx', ['biome', 'check', '--write', file], { cwd: root, stdio: 'ignore' })
  return path.relative(root, file)
}

/** The text without the blocks that stand on these lines. */
function without(text: string, lines: ReadonlySet<number>): string {
  let number = 1
  const blocks = text.split('\n\n').filter(block => {
    const first = number
    number += block.split('\n').length + 1
    return !block.split('\n').some((_, at) => lines.has(first + at))
  })
  return `${blocks.join('\n\n').trimEnd()}\n`
}

async function adopt(file: string, wanted: string | undefined): Promise<void> {
  if (!fs.existsSync(file)) throw new Refused(`${file} cannot be read`)
  const text = fs.readFileSync(file, 'utf8')
  const script = parseFixture(text, path.basename(file))
  const { model, by } = modelOf(text)
  const [, firmware = 'not told'] = /^# .*, firmware (.*), recorded\.$/m.exec(text) ?? []
  const added = by === 'listed' && model.dialect !== '' ? addModel(model, firmware) : null
  // The models are read when the host in memory is loaded.
  const { createHost } = await import('../memory/host.ts')
  const host = createHost([{ script }])
  const info = await host.call('info', { max_age: 0 })
  const readers = ['bands', 'modes', 'cells', 'cell_lock', 'contexts', 'usb_mode', 'autoconnect', 'sim']
  for (const method of readers) await host.call(method)
  const dialect = ((await host.call('list')).modems as { dialect: string }[])[0]?.dialect ?? 'standard'
  const spare = new Set(unused(script).map(line => Number(/:(\d+): AT/.exec(line)?.[1])))
  const state = String(info.rat ?? 'no-service').replace(/_/g, '-')
  const name = wanted ?? `${slug(String(info.model ?? model.name))}-${state}`
  const place = path.join('test/fixtures', dialect, name)
  fs.mkdirSync(path.join(root, path.dirname(place)), { recursive: true })
  fs.writeFileSync(path.join(root, `${place}.at`), without(text, spare), { flag: 'wx' })
  fs.writeFileSync(path.join(root, `${place}.json`), `${JSON.stringify(info, null, 2)}\n`)
  console.log(
    [
      `${place}.at: ${script.entries.size - spare.size} commands, ${spare.size} that nobody asks left out`,
      `${place}.json: read it line by line, it is the expected answer from now on`,
      ...(added === null ? [] : [`${added}: the model; npm run generate`]),
    ].join('\n'),
  )
}

const [file, name, ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0 || /^--?h/.test(file) || !/^[\w.-]*$/.test(name ?? '')) {
  console.log(usage)
  process.exitCode = file !== undefined && /^--?h/.test(file) ? 0 : 2
} else
  await adopt(file, name).catch((error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EEXIST' ? `${error.path} is there already: give it another name` : error.message,
    )
    process.exitCode = 1
  })
