import type { Exec } from '../../../src/platform/platform.ts'
import type { Program, Run } from '../memory/programs.ts'

/** What the stand-in prints to each action: its line, `!…` for an error text, an empty text for no line at all. */
export type UqmiAnswers = Readonly<Record<string, string>>

/**
 * What goes wrong with one message between uqmi and the modem: it does not arrive (`deaf`), its answer does not (`mute`), uqmi
 * is killed when it waits for it, or its line on the terminal is not JSON.
 */
export type UqmiFault = 'deaf' | 'mute' | 'kill' | 'garbage'

/** A modem on QMI with what is known of it, behind a stand-in of the program uqmi. */
export interface QmiModem {
  program: Program
  answers: Record<string, string>
  /** Client ids that are allocated, by service. */
  ids: Map<string, Set<number>>
  /** What must never be done, as it was done. */
  wrongs: string[]
  /** The words of each run. */
  runs: (readonly string[])[]
  /** Number of messages so far. */
  readonly messages: number
  /** What goes wrong, by the number of the message from 0 on. */
  fault: ((message: number) => UqmiFault | undefined) | null
  /** Whether netifd is setting up its interface. */
  isPending: () => boolean
  /** As after a power cycle or `--sync`: no id is valid. */
  forgetIds(): void
}

/** Actions with an argument, and those that take none, as uqmi has them (2025-07-30), with their service. */
const actions: Readonly<Record<string, string>> = {
  'get-versions': 'ctl',
  'get-client-id': 'ctl=',
  sync: 'ctl',
  'get-imei': 'dms',
  'get-imsi': 'dms',
  'get-iccid': 'dms',
  'get-pin-status': 'dms',
  'get-device-operating-mode': 'dms',
  'set-device-operating-mode': 'dms=',
  'uim-get-sim-state': 'uim',
  'wda-get-data-format': 'wda',
  'get-signal-info': 'nas',
  'get-serving-system': 'nas',
  'get-system-info': 'nas',
  'get-lte-cphy-ca-info': 'nas',
  'get-cell-location-info': 'nas',
  'get-tx-rx-info': 'nas=',
  'get-data-status': 'wds',
  'list-messages': 'wms',
  'get-raw-message': 'wms=',
  'delete-message': 'wms=',
}

/** Time of one message and its answer, ms. */
const messageMs = 10

/** How many ids of a service there are. */
const most = 10

/** Ends a run: what it printed is lost, because a pipe is buffered. */
class Killed extends Error {}

/**
 * Makes a modem that is asked by the program uqmi of 2025-07-30: options first, then actions; ids are allocated at the first
 * use of a service and given back at the end; what fails prints its text and ends the chain; a wait goes on until a signal,
 * the first ends it and leads to the release, which waits again. `owned` are ids that others hold, as netifd does of WDS.
 */
export function createQmiModem(
  answers: UqmiAnswers,
  { node = '/dev/cdc-wdm0', owned = {} as Readonly<Record<string, number>> } = {},
): QmiModem {
  const ids = new Map<string, Set<number>>()
  const foreign = new Set(Object.entries(owned).map(([service, id]) => `${service},${id}`))
  for (const [service, id] of Object.entries(owned)) ids.set(service, new Set([id]))
  let running = 0
  let messages = 0

  const run = async ({ argv, until, gently, clock }: Run): Promise<Exec> => {
    const signals = gently ? [until, until + 1000, until + 2000] : [until]
    const words = [...argv.slice(1)]
    const options: [string, string][] = []
    const asked: [string, string][] = []
    let out = ''
    let isEnding = false
    let own = ''
    let isSingle = false
    let storage = ''
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      const name = word.replace(/^-+/, '')
      if (word === '-s') isSingle = true
      else if (word === '-d') own = words.shift() ?? ''
      else if (word === '-t') words.shift()
      else if (word === '--storage') storage = words.shift() ?? ''
      else if (/^(?:set-client-id|release-client-id|keep-client-id)$/.test(name))
        options.push([name, words.shift() ?? ''])
      else if (name in actions && answerable(name))
        asked.push([name, actions[name]?.endsWith('=') ? (words.shift() ?? '') : ''])
      else return { code: 1, stdout: '' }
    }
    if (own !== node) return { code: 2, stdout: '' }
    if (!isSingle) modem.wrongs.push('without -s')
    if (running > 1) modem.wrongs.push('two at once')
    if (modem.isPending()) modem.wrongs.push('while the interface is pending')
    if (asked.some(([name]) => name === 'sync')) modem.wrongs.push('--sync')

    /** Sends a message; false where uqmi stopped to wait for its answer. */
    const message = (work: () => void): { came: boolean; fault: UqmiFault | undefined } => {
      const fault = modem.fault?.(messages++)
      clock.advance(messageMs)
      if (fault !== 'deaf') work()
      if (fault === 'kill') throw new Killed()
      if (fault !== 'deaf' && fault !== 'mute') return { came: true, fault }
      const at = signals.shift() ?? 0
      clock.advanceTo(Math.max(at, clock.now()))
      if (signals.length === 0) throw new Killed()
      isEnding = true
      return { came: false, fault }
    }
    const connected = new Map<string, number>()
    const kept = new Set<string>()
    const allocate = (service: string): boolean => {
      let id: number | null = null
      const { came } = message(() => {
        const held = ids.get(service) ?? new Set<number>()
        id = Array.from({ length: most }, (_, n) => n + 1).find(n => !held.has(n)) ?? null
        if (id !== null) ids.set(service, held.add(id))
        const all = [...ids].flatMap(([name, list]) => [...list].map(n => `${name},${n}`))
        const ours = all.filter(each => !foreign.has(each))
        if (ours.length > 1) modem.wrongs.push(`several ids: ${ours.join(' ')}`)
      })
      if (!came || id === null) return false
      connected.set(service, id)
      return true
    }
    const perform = (name: string, argument: string): boolean => {
      if (name === 'get-client-id') {
        if (!allocate(argument)) return false
        kept.add(argument)
        out += `${connected.get(argument)}\n`
        return true
      }
      const service = actions[name]?.replace('=', '') ?? ''
      if (service !== 'ctl' && !connected.has(service) && !allocate(service)) {
        out += '"Failed to connect to service"\n'
        return false
      }
      const { came, fault } = message(() => {})
      if (!came) {
        out += '"Unknown error"\n'
        return false
      }
      const id = connected.get(service) ?? 0
      const isValid = service === 'ctl' || ids.get(service)?.has(id)
      const key = `--${[name, service === 'wms' && storage, argument].filter(Boolean).join(' ')}`
      const isForeign = foreign.has(`${service},${id}`)
      const line = isValid
        ? (modem.answers[isForeign ? `${key} ${id}` : key] ?? '!Not supported')
        : '!Invalid client ID'
      if (line.startsWith('!')) {
        out += `"${line.slice(1)}"\n`
        return false
      }
      if (fault === 'garbage') out += '\x00{"ty\xff:\n'
      else if (line !== '') out += `${line}\n`
      return true
    }
    try {
      for (const [name, argument] of options)
        if (name === 'set-client-id') {
          const [service = '', id] = argument.split(',')
          connected.set(service, Number(id))
          kept.add(service)
        } else if (name === 'keep-client-id') kept.add(argument)
      for (const [name, argument] of options) if (name === 'release-client-id') kept.delete(argument)
      let isWell = true
      for (const [name, argument] of asked) {
        isWell = !isEnding && perform(name, argument)
        if (!isWell) break
      }
      for (const [service, id] of connected)
        if (!kept.has(service)) {
          if (foreign.has(`${service},${id}`))
            modem.wrongs.push(`gave back the ${service} id of another program`)
          message(() => void ids.get(service)?.delete(id))
        }
      return { code: isWell ? 0 : 255, stdout: out }
    } catch (end) {
      if (end instanceof Killed) return { code: null, stdout: '' }
      throw end
    }
  }
  /** Versions before 2025 lack some actions: those whose answer is `?`. */
  const answerable = (name: string) =>
    !Object.entries(modem.answers).some(([key, line]) => key.split(' ')[0] === `--${name}` && line === '?')

  const modem: QmiModem = {
    answers: { '--get-versions': '{"service_1":"1,67","service_2":"1,14","service_3":"1,25"}', ...answers },
    ids,
    wrongs: [],
    runs: [],
    get messages() {
      return messages
    },
    fault: null,
    isPending: () => false,
    forgetIds() {
      ids.clear()
    },
    async program(details) {
      modem.runs.push(details.argv)
      running++
      try {
        return await run(details)
      } finally {
        running--
      }
    },
  }
  return modem
}
