import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { BandsReply } from '../../src/contract/bands.ts'
import type { CellsReply } from '../../src/contract/cells.ts'
import { writtenBands } from './band-writes.ts'
import { bandWrites, canonical, type Mismatch, type ModemdataOutput } from './compare.ts'
import { corpusFolder, type RecordedCase } from './corpus.ts'
import { caseHost, runLegacy } from './provider.ts'

/** A situation from a public transcript: what the modem answers, and what has to be told of it. */
export interface HuntedCase {
  /** File name without extension. */
  name: string
  recorded: HuntedRecording
  /** By path, as the corpus' README describes it. */
  expected: Readonly<Record<string, unknown>>
}

/** A recorded modem with setters that are run on it. */
export interface HuntedRecording extends RecordedCase {
  /** Command lines of `modemband.sh`. */
  run?: readonly string[]
  /** By command line, the band writes that must reach the modem, or in words what must hold. */
  want?: Readonly<Record<string, readonly string[] | string>>
}

/** All hunted cases by name, or null where they are not beside the repository. */
export function loadHunted(folder = `${corpusFolder}hunted`): HuntedCase[] | null {
  if (!existsSync(`${folder}/cases`)) return null
  const read = <T>(kind: string, file: string) =>
    JSON.parse(readFileSync(`${folder}/${kind}/${file}`, 'utf8')) as T
  return readdirSync(`${folder}/cases`)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => ({
      name: file.replace(/\.json$/, ''),
      recorded: read<HuntedRecording>('cases', file),
      expected: read<Record<string, unknown>>('expected', file),
    }))
}

/** How a hunted case did. */
export interface HuntedOutcome {
  /** Paths and command lines that were compared. */
  compared: number
  mismatches: Mismatch[]
}

type Answer = Readonly<Record<string, unknown>>

/** What stands for a path whose value must not be there. */
const absent = '<none>'

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root
  for (const step of path) value = (value as Record<string, unknown> | null | undefined)?.[step]
  return value
}

const rows = (reply: Answer): Answer => {
  const { cells = [] } = reply as unknown as Partial<CellsReply>
  const neighbours = cells.filter(({ role }) => role === 'neighbour')
  return {
    ...reply,
    roles: cells.map(({ role }) => role),
    neighbours: neighbours.map(({ channel, pci, rsrp, rsrq }) => [channel, pci, rsrp, rsrq]),
  }
}

/** Answers of a case's modem by the first word of a path; each is asked for once, by a host of its own. */
function answers(recorded: RecordedCase) {
  const asked = new Map<string, Promise<Answer>>()
  const call = (method: string) => caseHost(recorded).call(method)
  const json = async (program: string, ...args: string[]) =>
    JSON.parse(await runLegacy(caseHost(recorded), program, ...args)) as Answer
  const addon = (output: Answer) => {
    const { addon: entries = [], ...fields } = output as ModemdataOutput
    return { ...fields, ...Object.fromEntries(entries.map(({ key, value }) => [key, value])) }
  }
  const sources: Readonly<Record<string, () => Promise<Answer>>> = {
    info: () => call('info'),
    status: () => call('status'),
    bands: () => call('bands'),
    cells: async () => rows(await call('cells')),
    modes: () => call('modes'),
    sim_method: () => call('sim'),
    '3ginfo': () => json('3ginfo', 'json'),
    modemband: () => json('modemband', 'json'),
    modemdata: async () => addon(await json('params', `/dev/${recorded.port}`)),
  }
  return async (path: string): Promise<unknown> => {
    const [first = '', ...rest] = path.split('.')
    const source = first !== 'info' && sources[first] ? first : 'info'
    const answer = asked.get(source) ?? sources[source]?.() ?? Promise.resolve({})
    asked.set(source, answer)
    return valueAt(await answer, source === 'info' ? path.split('.') : rest)
  }
}

const isShim = (path: string) => /^(?:3ginfo|modemband|modemdata)\./.test(path)

/** A value as it is compared: texts of the shims as the corpus compares them, all else as JSON. */
function comparable(path: string, value: unknown): string {
  if (value === undefined || value === absent) return absent
  if (isShim(path) && typeof value !== 'object') return canonical(path.replace(/^\w+\./, ''), value)
  return JSON.stringify(value)
}

/** What must hold after a setter whose expectation is put into words: its list was sent, or nothing was lost. */
async function faultInWords(
  recorded: RecordedCase,
  line: string,
  writes: readonly string[],
): Promise<string | null> {
  const asked = (line.match(/\d+(?= |$)/g) ?? []).map(Number)
  const written = writes.flatMap(write => writtenBands(write)[0] ?? [])
  if (!line.endsWith('default'))
    return asked.join() === written.join() ? null : `sent ${written.join() || 'nothing'}`
  const reply = (await caseHost(recorded).call('bands')) as unknown as BandsReply
  const lost = (reply.enabled.lte ?? []).filter(band => !written.includes(band))
  return written.length === 0 || lost.length === 0 ? null : `the bands ${lost} would be lost`
}

async function compareRun(recorded: HuntedRecording, line: string): Promise<Mismatch | null> {
  const want = recorded.want?.[line]
  if (want === undefined) return null
  const host = caseHost(recorded)
  const [command = '', ...rest] = line.split(' ')
  await runLegacy(host, 'modemband', command, rest.join(' '))
  const writes = bandWrites(host.simulators.flatMap(({ log }) => log.map(exchange => exchange.line)))
  if (typeof want === 'string') {
    const fault = await faultInWords(recorded, line, writes)
    return fault === null ? null : { field: line, expected: want, actual: fault }
  }
  const [expected, actual] = [want, writes].map(list => list.join(' | ') || '-')
  return expected === actual ? null : { field: line, expected: expected ?? '-', actual: actual ?? '-' }
}

/** Runs a hunted case and compares every path and every setter it has an expectation for. */
export async function huntedOutcome({ recorded, expected }: HuntedCase): Promise<HuntedOutcome> {
  const read = answers(recorded)
  const mismatches: Mismatch[] = []
  for (const [path, value] of Object.entries(expected)) {
    const got = await read(path)
    const right = comparable(path, value)
    const ours = comparable(path, right === 'null' ? (got ?? null) : got)
    if (right !== ours) mismatches.push({ field: path, expected: right, actual: ours })
  }
  const lines = recorded.run ?? []
  for (const line of lines) {
    const mismatch = await compareRun(recorded, line)
    if (mismatch !== null) mismatches.push(mismatch)
  }
  return { compared: Object.keys(expected).length + lines.length, mismatches }
}
