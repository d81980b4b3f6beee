import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Answer of a recorded modem to one command: lines that end with OK, or lines, final result and delay in ms. */
export type RecordedAnswer = string | { lines?: string; final?: string; delay?: number }

/** A recorded modem, as the corpus' README describes it. */
export interface RecordedCase {
  name: string
  situation: string
  bus?: 'usb' | 'pci'
  usb: { vid: string; pid: string; manufacturer?: string; product?: string }
  /** Name of the serial port, without /dev. */
  port: string
  /** USB interface number of the port. */
  if: number
  net?: { name: string; driver: string } | null
  board?: string
  echo?: boolean
  /** Final result of a command that is not listed. */
  unknown?: string
  at: Readonly<Record<string, RecordedAnswer | readonly RecordedAnswer[] | null>>
  /** Regular expressions of commands answered OK. */
  accept?: readonly string[]
  uci?: unknown
}

/** modemband's expected lists and the commands its setters must send. */
export interface ExpectedModemband {
  getinfo: string
  /** By command line, `setbands 1 3`. */
  set: Readonly<Record<string, readonly string[]>>
  supported: readonly number[]
  enabled: readonly number[]
  supported5gnsa?: readonly number[]
  enabled5gnsa?: readonly number[]
  supported5gsa?: readonly number[]
  enabled5gsa?: readonly number[]
}

/** modemdata's recorded output and what is wrong in it. */
export interface ExpectedModemdata {
  /** Null where the original's output is no JSON. */
  json:
    | (Readonly<Record<string, unknown>> & { addon?: readonly { idx: number; key: string; value: string }[] })
    | null
  /** Right values by field or addon key; null where the key must not be there. */
  fixes: Readonly<Record<string, string | null>>
}

/** What the legacy programs print for a case, corrected. */
export interface Expected {
  /** Fields no source decides, by program. */
  skip: Readonly<Record<string, readonly string[]>>
  /** Why an expected value is not what the legacy program prints, by program and field. */
  corrected: Readonly<Record<string, Readonly<Record<string, string>>>>
  '3ginfo'?: Readonly<Record<string, string>>
  modemband?: ExpectedModemband
  modemdata?: ExpectedModemdata
}

/** One case of the corpus. */
export interface CorpusCase {
  /** File name without extension: `<vidpid>-<situation>`. */
  name: string
  recorded: RecordedCase
  expected: Expected
}

/** Where the corpus lies beside the repository. */
export const corpusFolder = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

/** All cases by name, or null where the corpus is not there: then a suite says so and tests nothing. */
export function loadCorpus(folder: string = corpusFolder): CorpusCase[] | null {
  if (!existsSync(`${folder}/cases`)) return null
  return readdirSync(`${folder}/cases`)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => ({
      name: file.replace(/\.json$/, ''),
      recorded: readJson<RecordedCase>(`${folder}/cases/${file}`),
      expected: readJson<Expected>(`${folder}/expected/${file}`),
    }))
}
