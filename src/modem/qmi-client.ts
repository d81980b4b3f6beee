import { type Action, runUqmi, type UqmiAnswer, type UqmiRun } from '../channel/uqmi.ts'
import { Failure } from '../contract/failure.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Call } from './call.ts'
import { checkFree, talkerOn } from './node.ts'
import type { ReadingTask } from './reading.ts'

/** A service of which ids are had here. */
type Service = 'nas' | 'dms' | 'uim' | 'wda' | 'wms'

/** An id of a service that may have been left behind: one of these numbers. */
interface Lost {
  service: Service
  from: number
  to: number
}

/**
 * Client ids are few, and whoever is killed leaves one behind. So there is at most one of ours at any time: that of NAS, kept
 * and used again until the modem is enumerated anew, or one of another service while that is asked. Before one is asked for,
 * it is written down; where the run that asked for it did not end well, the id is looked for before there is another one.
 */
interface Ids {
  enumeration: string
  node: string
  /** The id of NAS that is kept. */
  nas: number | null
  lost: Lost | null
}

/** Up to which number an id that was left behind is looked for: modems have about ten for a service. */
const highest = 16

/**
 * How often an id is tried where nothing is said to it. Some modems say nothing at all to one that is not valid; where they
 * answer everything else meanwhile, so much silence is a no.
 */
const patience = 4

/** A harmless question of each service, by which an id is found that was left behind. */
const probes = {
  nas: '--get-serving-system',
  dms: '--get-device-operating-mode',
  uim: '--uim-get-sim-state',
  wda: '--wda-get-data-format',
  wms: '--list-messages',
} as const

/** How old netifd's word may be when the node is used, ms. */
const freshMs = 1500

/** The conversation with a modem over QMI. */
export interface QmiClient {
  /** Asks actions of one service in one run. Throws Failure('port_busy' | 'port_silent' | 'port_missing' | 'not_stored'). */
  ask(service: Service | 'ctl', actions: readonly Action[], options?: AskOptions): Promise<UqmiAnswer[]>
}

/** The client, and room for another program beside uqmi. */
export interface QmiRoom extends QmiClient {
  /**
   * Has another program take and give back an id of the service, while there is none of ours; `work` says whether it ended by
   * itself. Throws as `ask` does.
   */
  lend(service: Service, work: () => Promise<boolean>): Promise<void>
}

/** How actions are asked: of NAS with the first two, of other services with the last one. */
export interface AskOptions {
  /** Its id is given back in the same run, because another service is asked next. */
  last?: boolean
  /** The client id of netifd's data session, whose status is asked beside. */
  wds?: number | null
  /** Words that stand before the actions and print nothing. */
  before?: readonly string[]
}

/** Whether it can be a client id: one byte. */
export const isClientId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 256

/** What is written down of the ids of a modem as it is enumerated now. */
function readIds({ platform }: Call, place: string, enumeration: string, node: string): Ids {
  const none: Ids = { enumeration, node, nas: null, lost: null }
  try {
    const text = platform.files.trusted(runDirectory) ? platform.files.read(place) : null
    const ids = JSON.parse(text ?? 'null') as Partial<Ids> | null
    if (ids?.enumeration !== enumeration || ids.node !== node) return none
    const { service = 'nas', from = 1, to = highest } = ids.lost ?? {}
    const isSound = service in probes && isClientId(from) && isClientId(to)
    return {
      ...none,
      nas: isClientId(ids.nas) ? ids.nas : null,
      lost: ids.lost && isSound ? { service, from, to } : null,
    }
  } catch {
    return none
  }
}

const isInvalid = ([first]: readonly UqmiAnswer[]): boolean =>
  first?.kind === 'error' && first.text === 'Invalid client ID'

/** Opens the conversation with a modem on its node, for a reader that holds the lock of the device. */
export function qmiClient(
  { call, modem, interfaces }: Pick<ReadingTask, 'call' | 'modem' | 'interfaces'>,
  node: string,
): QmiRoom {
  const { platform, deadline } = call
  const { bus, path, enumeration } = modem.found
  const place = placeOf(`${bus}-${path}`, 'qmi')
  let ids = readIds(call, place, enumeration, node)
  let checked: number | null = null
  const silent = () => new Failure('port_silent', node, node)
  const note = (change: Partial<Ids>) => {
    ids = { ...ids, ...change }
    if (!platform.files.write(place, JSON.stringify(ids))) throw new Failure('not_stored', place)
  }
  const clear = () => note({ lost: null })

  /** Sees that nobody else uses the node. */
  const checkNode = async () => {
    if (checked === null || platform.now() - checked > freshMs) {
      checkFree(platform.files, node, modem, await interfaces(checked === null ? undefined : true))
      checked = platform.now()
    }
    const other = talkerOn(platform.files, node)
    if (other !== null) throw new Failure('port_busy', `${node}, by ${other}`, node)
  }

  /** Runs uqmi once the node is seen to be free; `mark` is written down before, and holds only where something was run. */
  const run = async (
    options: readonly string[],
    actions: readonly Action[],
    { mark, ms }: { mark?: Partial<Ids>; ms?: number } = {},
  ): Promise<UqmiRun> => {
    await checkNode()
    const before = ids
    if (mark) note(mark)
    const done = await runUqmi(platform, node, options, actions, deadline, ms)
    if (mark && (done === null || done.isGone || done.isForeign)) note(before)
    if (done && !done.isGone) return done
    throw done ? new Failure('port_missing', node, node) : silent()
  }

  const isAwake = async () => (await run([], [['--get-versions']], { ms: 1000 })).answers[0]?.kind === 'value'

  /** Asks by every id in turn, until one is valid: that is the one left behind. It is kept for NAS, else given back. */
  const find = async ({ service, from, to }: Lost) => {
    const isKept = service === 'nas'
    const giveBack = isKept ? [] : ['--release-client-id', service]
    for (let id = from; id <= to; id++) {
      const options = ['--set-client-id', `${service},${id}`, ...giveBack]
      let isNone = false
      for (let tries = 0; tries < patience && !isNone; tries++) {
        const { answers, isClean } = await run(options, [[probes[service]]], { ms: 1000 })
        const [answer] = answers
        isNone = isInvalid(answers)
        // What is said to it, be it a refusal, says that the id is valid.
        const isFound = answer?.kind === 'value' || (answer?.kind === 'error' && !isNone)
        if (isFound && (isKept || isClean)) return note({ nas: isKept ? id : ids.nas, lost: null })
        if (isFound || answer?.kind === 'none') throw silent()
        if (!isNone && !(await isAwake())) throw silent()
      }
      if (id < to) note({ lost: { service, from: id + 1, to } })
    }
    clear()
  }

  const askNas = async (
    actions: readonly Action[],
    { last = false, wds = null }: AskOptions,
  ): Promise<UqmiAnswer[]> => {
    const beside = wds === null ? [] : ['--set-client-id', `wds,${wds}`]
    const { nas } = ids
    if (nas !== null) {
      const mark = { nas: null, lost: { service: 'nas', from: nas, to: nas } } as const
      const own = ['--set-client-id', `nas,${nas}`]
      if (!last) return (await run([...own, ...beside], actions)).answers
      const { answers, isClean } = await run([...own, '--release-client-id', 'nas', ...beside], actions, {
        mark,
      })
      if (isClean) clear()
      return answers
    }
    const mark = { lost: { service: 'nas', from: 1, to: highest } } as const
    if (last) {
      const { answers, isClean } = await run(beside, actions, { mark })
      if (isClean) clear()
      return answers
    }
    const all = [['--get-client-id', 'nas'], ...actions] as const
    const { answers, isClean, isMute } = await run(beside, all, { mark })
    const [first] = answers
    const id = first?.kind === 'value' && isClientId(first.value) ? first.value : null
    if (id !== null || (isClean && isMute)) note({ nas: id, lost: null })
    return answers.slice(1)
  }

  /** Leaves no id of ours, so that another one may be had. */
  const giveBack = async () => {
    if (ids.nas !== null) await askNas([], { last: true })
    if (ids.lost !== null) throw silent()
  }

  return {
    async ask(service, actions, options = {}) {
      if (service === 'ctl') return (await run([], actions)).answers
      if (ids.lost !== null) await find(ids.lost)
      if (service === 'nas') {
        const answers = await askNas(actions, options)
        if (!isInvalid(answers)) return answers
        note({ nas: null })
        return askNas(actions, options)
      }
      await giveBack()
      const mark = { lost: { service, from: 1, to: highest } }
      const { answers, isClean } = await run(options.before ?? [], actions, { mark })
      if (isClean) clear()
      return answers
    },
    async lend(service, work) {
      if (ids.lost !== null) await find(ids.lost)
      await giveBack()
      await checkNode()
      note({ lost: { service, from: 1, to: highest } })
      if (await work()) clear()
    },
  }
}
