import { attributesOf, connectionOf, dumpInterfaces } from '../connection/netifd.ts'
import { reload, takeBackChanges, writeChanges } from '../connection/uci-write.ts'
import { Failure } from '../contract/failure.ts'
import type { TrialReply } from '../contract/jobs.ts'
import type { SetupChange } from '../contract/setup.ts'
import { dropFromFlash, keepOnFlash } from '../modem/flash.ts'
import { casePin, givePin } from '../modem/pin.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import { undoFolder } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'
import type { Job } from './task.ts'
import { modemAt, runAt } from './undo.ts'

/** What is changed, and until when it has to be taken back. */
export interface SetupTrial {
  modem: string
  /** Where the modem is plugged in, which tells it from another one whatever their ports are called. */
  at: { bus: string; path: string }
  interface: string
  changes: SetupChange[]
  /** Whether the modem is told to dial by itself. */
  dials: boolean
  confirm_s: number
}

/** On flash from before the first change until it is kept or taken back. */
interface SetupUndo extends Omit<SetupTrial, 'confirm_s'> {
  version: 1
  job: string
}

const place = `${undoFolder}/network-setup.json`

/** What a set-up has left to be taken back; null: nothing. */
export function readSetupUndo(files: Files): SetupUndo | null {
  try {
    const text = files.trusted(undoFolder) && files.trusted(place) ? files.read(place) : null
    const undo = JSON.parse(text ?? 'null') as SetupUndo | null
    return undo?.version === 1 && Array.isArray(undo.changes) ? undo : null
  } catch {
    return null
  }
}

/** Forgets the way back: the set-up stays. */
export const keepSetup = (platform: Platform): Promise<void> => dropFromFlash(platform, place)

const dial = (job: Pick<Job, 'call'>, at: SetupTrial['at'], enabled: boolean): Promise<object> =>
  runAt(job.call(14_000), at)('set_autoconnect', { enabled })

async function orLog<T>(platform: Platform, work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    platform.log(`setup: ${failure.message}`)
    return null
  }
}

/** Brings network and firewall back to what they said before, and the modem to how it dialled. */
export async function takeBackSetup(
  job: Pick<Job, 'platform' | 'call'>,
  undo: Pick<SetupUndo, 'modem' | 'at' | 'changes' | 'dials' | 'interface'>,
): Promise<void> {
  const { platform } = job
  await takeBackChanges(platform, undo.changes)
  await dropFromFlash(platform, place)
  await reload(platform, undo.changes, null)
  if (undo.dials) await orLog(platform, dial(job, undo.at, false))
  platform.log(`${undo.modem}: setup of ${undo.interface} was taken back`)
}

/** Whether the interface of the modem has an address now. */
async function hasAddress(platform: Platform, at: SetupTrial['at'], name: string): Promise<boolean> {
  const modem = modemAt(platform, at)
  const dump = await dumpInterfaces(platform, platform.now() + 5000)
  const connection = connectionOf(dump, { ...modem, network: name }, attributesOf(platform.files))
  return connection.interface === name && connection.state === 'connected'
}

/** How long between two looks at the interface, ms, and how many in a row have to find an address. */
const pauseMs = 3000
const enough = 3

/**
 * Gives the PIN that is to be written to the card, once and with all that is remembered of it: netifd would give it again and
 * again, without a look at the attempts that are left. Where the modem cannot be asked, that is left to netifd.
 */
async function provePin(job: Job, { at, changes }: SetupTrial): Promise<void> {
  const { platform } = job
  const pin = changes.find(({ config, option }) => config === 'network' && option === 'pincode')?.value
  if (typeof pin !== 'string') return
  const name = `${at.bus}-${at.path}`
  const sim = await orLog(platform, withModem(job.call(20_000), name, readSim))
  if (sim === null) return
  const { state, pin_attempts: left } = sim
  if (left !== null && left < 2)
    throw new Failure(
      'invalid_argument',
      `pincode: ${left} attempts are left for it; enter it by unlock_sim first`,
    )
  await withModem(job.call(30_000), name, async session => {
    if (state === 'pin_required')
      return givePin(session, sim, pin, false, `+CPIN="${pin}"`, after => after.state === 'ready')
    const { objection } = await casePin(session, sim, { pin, force: false, byHand: true })
    if (objection !== null) throw new Failure('invalid_argument', `pincode: ${objection}`)
    return null
  })
}

/** Makes the changes and watches over them: kept when the interface gets an address or a person says so, else taken back. */
export async function runSetup(trial: SetupTrial, job: Job): Promise<TrialReply> {
  const { platform } = job
  const { confirm_s, ...wanted } = trial
  const undo: SetupUndo = { version: 1, job: job.name, ...wanted }
  await provePin(job, trial)
  if (!(await keepOnFlash(platform, place, JSON.stringify(undo))))
    throw new Failure('not_stored', 'how to take the set-up back')
  job.say('The configuration is written.')
  try {
    await writeChanges(platform, trial.changes)
  } catch (failure) {
    await dropFromFlash(platform, place)
    throw failure
  }
  platform.log(`${trial.modem}: setup has changed the configuration of ${trial.interface}`)
  await reload(platform, trial.changes, trial.interface)
  if (trial.dials) await orLog(platform, dial(job, trial.at, true))
  const until = platform.now() + confirm_s * 1000
  const say = (outcome: TrialReply['outcome'], message: string) => ({ modem: trial.modem, outcome, message })
  const kept = async (message: string) => {
    await keepSetup(platform)
    return say('kept', message)
  }
  let isCancelled = false
  for (let held = 0; platform.now() < until; await platform.sleep(pauseMs)) {
    const word = job.wanted()
    if (word === 'keep') return kept('It was said that it stays.')
    isCancelled = word === 'cancel'
    if (isCancelled) break
    held = (await orLog(platform, hasAddress(platform, trial.at, trial.interface))) ? held + 1 : 0
    if (held >= enough) return kept(`${trial.interface} has an address.`)
    const left = Math.ceil((until - platform.now()) / 1000)
    job.say(`${trial.interface} has no address yet; it is taken back in ${left} s.`, until)
  }
  await takeBackSetup(job, undo)
  const why = isCancelled ? 'It was said that it goes' : `${trial.interface} had no address in time`
  return say('taken_back', `${why}; the configuration is what it was.`)
}
