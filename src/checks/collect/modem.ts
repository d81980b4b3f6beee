import { decimal, named } from '../../asking/fields.ts'
import { Failure } from '../../contract/failure.ts'
import { readSetting } from '../../modem/change.ts'
import { contexts } from '../../modem/contexts.ts'
import { ask, type Session } from '../../modem/session.ts'
import { readSim } from '../../modem/sim.ts'
import { type StorageState, storagesIn } from '../../modem/storages.ts'
import { readUsbMode } from '../../modem/usb-mode.ts'
import type { Evidence, RestrictionEvidence } from '../evidence.ts'
import { technologies } from '../limits.ts'

/** What the modem itself tells the doctor beyond `info`. */
export type Told = Pick<
  Evidence,
  'sim' | 'sim_detect' | 'contexts' | 'usb_mode' | 'last_cause' | 'autoconnect' | 'restrictions' | 'messages'
>

/** What is told of a modem that cannot be asked. */
export const untold: Told = {
  sim: null,
  sim_detect: null,
  contexts: null,
  usb_mode: null,
  last_cause: null,
  autoconnect: null,
  restrictions: null,
  messages: null,
}

const cause = '+CEER'

/** Words that stand in the place of a cause while there is none. */
const nothing = /^(?:no (?:cause|error|report)|none|normal|0(?:,0)*)/i

/** Wire: `+CEER: "requested service option not subscribed"`, also bare or with numbers (3GPP TS 27.007 §6.10: free text). */
async function lastCause(session: Session): Promise<string | null> {
  const lines = (await ask(session, [{ ask: cause, silent: true, alone: true }])).lines(cause)
  const text = (named(lines, cause)?.join(', ') ?? lines?.[0] ?? '').trim().slice(0, 120)
  return text === '' || nothing.test(text) ? null : text
}

const storages = '+CPMS?'

/** Where messages are kept; asked as any other question, which changes nothing. */
async function messageStorages(session: Session): Promise<StorageState | null> {
  return storagesIn(
    (await ask(session, [{ ask: storages, silent: true, alone: true }])).lines(storages) ?? [],
  )
}

/** One part of the evidence; null where the modem does not answer it, whatever is the matter. */
async function part<T>(session: Session, work: () => Promise<T>): Promise<T | null> {
  if (session.call.platform.now() > session.call.deadline - 1500) return null
  try {
    return await work()
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

/**
 * The LTE bands a modem is limited to, where they are fewer than half of those it has: firmware that keeps out a few bands
 * of other countries is no limit.
 */
async function fewBands(session: Session): Promise<RestrictionEvidence[]> {
  const { bands } = session.settings
  if (bands === undefined) return []
  const { enabled, supported } = (await readSetting(session, bands)).state ?? {}
  const [now, all] = [enabled?.lte, supported?.lte ?? session.model.bands?.lte]
  if (!Array.isArray(now) || now.length === 0 || all === undefined || now.length * 2 >= all.length) return []
  return [
    {
      what: 'bands',
      words: `only the bands ${now.join(', ')} of LTE`,
      cure: 'modem set_bands rat=lte default=true',
    },
  ]
}

const selection = '+COPS?'

/**
 * The operator the modem keeps to by hand, or that it was taken off the network. Wire: `+COPS: 1,2,"26202"`, `+COPS: 2`, by
 * whatever the first number is (3GPP TS 27.007 §7.3).
 */
async function byHand(session: Session): Promise<RestrictionEvidence[]> {
  const lines = (await ask(session, [{ ask: selection, silent: true, alone: true }])).lines(selection)
  const [mode, , name] = named(lines, '+COPS') ?? []
  const cure = 'modem at AT+COPS=0'
  if (decimal(mode) === 2) return [{ what: 'detached', words: 'taken off the network by AT+COPS=2', cure }]
  const operator = name ? `the operator ${name.slice(0, 40)}` : 'one operator'
  return decimal(mode) === 1 ? [{ what: 'operator', words: `only ${operator}, chosen by hand`, cure }] : []
}

/** Asks the modem what a doctor wants to know; each part is left out where it does not tell. Reads, writes nothing. */
export async function askModem(session: Session, isRegistered: boolean): Promise<Told> {
  const { usbMode, cellLock, autoconnect, modes, simDetect } = session.settings
  const read = <T>(work: () => Promise<T>) => part(session, work)
  const sim = await read(() => readSim(session))
  const held = await read(async () => (await readSetting(session, contexts)).state)
  const usb_mode = usbMode ? await read(() => readUsbMode(session, usbMode)) : null
  const locks = cellLock ? await read(async () => (await readSetting(session, cellLock)).state) : null
  const own = autoconnect ? await read(async () => (await readSetting(session, autoconnect)).state) : null
  const chosen =
    modes && !isRegistered ? await read(async () => (await readSetting(session, modes)).state) : null
  const mode = chosen?.mode ?? null
  const few = isRegistered ? null : await read(() => fewBands(session))
  const selected = isRegistered ? null : await read(() => byHand(session))
  return {
    sim,
    sim_detect:
      simDetect && sim?.state === 'absent'
        ? await read(async () => (await readSetting(session, simDetect)).state)
        : null,
    contexts: held,
    usb_mode,
    last_cause: await read(() => lastCause(session)),
    autoconnect: own,
    restrictions: [
      ...(locks ?? []).map(({ rat, channel, pci }) => ({
        what: 'cell_lock' as const,
        words: `bound to ${rat.toUpperCase()} channel ${channel}${pci === null ? '' : `, cell ${pci}`}`,
        cure: `modem unlock_cell rat=${rat}`,
      })),
      ...(mode === null || mode === 'auto'
        ? []
        : [
            {
              what: 'modes' as const,
              words: `only ${technologies(mode)}`,
              cure: 'modem set_modes mode=auto',
            },
          ]),
      ...(few ?? []),
      ...(selected ?? []),
    ],
    messages: await read(() => messageStorages(session)),
  }
}
