import type { Exec } from '../../../src/platform/platform.ts'
import {
  cellsJson,
  locationJson,
  type Managed,
  type ManagedMessage,
  messageJson,
  messageListJson,
  modemJson,
  signalJson,
  simJson,
} from './answers.ts'

/** A modem behind mmcli; null instead of a text: ModemManager refuses. */
export interface ManagerOptions {
  modem?: Managed
  /** Measured once somebody has asked for it. */
  signal?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Seconds between two measurements from the start; 0: nobody has asked for any. */
  rate?: number
  cells?: readonly string[] | null
  location?: Readonly<Record<string, string>> | null
  sim?: Readonly<Record<string, string>>
  /** By the numbers with which their paths end; null: ModemManager lists none. */
  messages?: Readonly<Record<number, ManagedMessage>> | null
  /** Whether the modem is found by its place on the bus; default true. */
  isPlaced?: boolean
  /** Other modems it drives, before this one. */
  others?: readonly Managed[]
  /** What orders do to the modem instead of taking hold. */
  orders?: 'refused' | 'ignored'
  /** Called before every run; what it returns stands for the answer. */
  before?(words: readonly string[]): Exec | 'hangs' | undefined
}

/** ModemManager as a test sees it. */
export interface Manager {
  run(argv: readonly string[]): Exec | 'hangs'
  /** The runs so far, without the name of the program. */
  runs: string[]
  modem: Managed
  rate: number
  /** The messages that are there, by their paths. */
  messages: Map<string, ManagedMessage>
}

const done = (stdout: string): Exec => ({ code: 0, stdout })
const refused = (why: string): Exec => ({ code: 1, stdout: `error: ${why}\n` })

/** Stands in for mmcli 1.20: answers on standard output, errors with exit code 1. */
export function createManager(options: ManagerOptions = {}): Manager {
  const { cells = [], location = {}, signal = {}, others = [], isPlaced = true, orders } = options
  const place = options.modem?.device ?? '/sys/devices/platform/usb/usb1/1-1'
  const path = options.modem?.path ?? `/org/freedesktop/ModemManager1/Modem/${others.length}`
  const manager: Manager = {
    runs: [],
    modem: { path, ...options.modem },
    rate: options.rate ?? 10,
    messages: new Map(
      Object.entries(options.messages ?? {}).map(([number, each]) => [
        `/org/freedesktop/ModemManager1/SMS/${number}`,
        each,
      ]),
    ),
    run([, ...words]) {
      manager.runs.push(words.join(' '))
      const stood = options.before?.(words)
      if (stood !== undefined) return stood
      const text = words.join(' ')
      const value = (option: string) => words.find(word => word.startsWith(`--${option}=`))?.split('=')[1]
      const wholes = [
        ...others.map((other, i) => ({ path: `/org/freedesktop/ModemManager1/Modem/${i}`, ...other })),
        manager.modem,
      ]
      if (words.includes('-L'))
        return done(`${JSON.stringify({ 'modem-list': wholes.map(each => each.path) })}\n`)
      if (words[0] === '-i') return done(simJson(options.sim))
      if (words[0] === '-s') {
        const message = manager.messages.get(words[1] ?? '')
        return message ? done(messageJson(words[1] ?? '', message)) : refused("couldn't find SMS")
      }
      if (words[0] !== '-m') return refused('unknown option')
      const whom =
        wholes.find(each => each.path === words[1]) ??
        (isPlaced && words[1] === place ? manager.modem : undefined)
      if (whom === undefined) return refused("couldn't find modem")
      if (whom !== manager.modem) return done(modemJson(whom))
      if (text.includes('--signal-get'))
        return done(signalJson(manager.rate > 0 ? signal : {}, String(manager.rate)))
      if (text.includes('--get-cell-info'))
        return cells === null ? refused('operation failed: Unsupported') : done(cellsJson(...cells))
      if (text.includes('--location-get'))
        return location === null
          ? refused('modem has no location capabilities')
          : done(locationJson(location))
      if (text.includes('--messaging-list-sms'))
        return options.messages === null
          ? refused('modem has no messaging capabilities')
          : done(messageListJson([...manager.messages.keys()]))
      if (words.length === 3 && words[2] === '-J') return done(modemJson(manager.modem))
      if (orders === 'refused') return refused('operation failed: Unauthorized')
      const gone = value('messaging-delete-sms')
      if (gone !== undefined && !manager.messages.has(gone)) return refused(`couldn't find SMS at '${gone}'`)
      if (orders !== 'ignored') {
        if (gone !== undefined) manager.messages.delete(gone)
        const [rate, bands, modes] = ['signal-setup', 'set-current-bands', 'set-allowed-modes'].map(value)
        if (rate !== undefined) manager.rate = Number(rate)
        if (bands !== undefined) manager.modem = { ...manager.modem, bands: bands.split('|') }
        const first = value('set-preferred-mode') ?? 'none'
        if (modes !== undefined)
          manager.modem = {
            ...manager.modem,
            modes: `allowed: ${modes.replaceAll('|', ', ')}; preferred: ${first}`,
          }
      }
      return done('successfully done\n')
    },
  }
  return manager
}
