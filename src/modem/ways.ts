import { completed } from '../asking/carriers.ts'
import type { Facts } from '../asking/facts.ts'
import { type Gated, gate } from '../asking/gate.ts'
import { isWanting } from '../asking/wanting.ts'
import { isInstalled } from '../channel/tool.ts'
import { dumpInterfaces } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { Way } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Deadline, Lock, Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { nodeOf } from './node.ts'
import { mayBeOwned } from './owner.ts'
import type { Orders, Part, Reader, Reading, ReadingTask, Turn } from './reading.ts'
import { readOverAt } from './reading-at.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/** A way to talk to a modem, as far as reading it goes. */
interface Row {
  /**
   * Whether this modem can be talked to so now: by its ports, by the tools that are installed, by who has it. Cheap where it
   * says no; it may ask a program of the router until then, and never the modem. What reads and takes orders by what was found
   * out meanwhile may stand for a yes.
   */
  suits(modem: Modem, platform: Platform, until: Deadline): Suits | Promise<Suits>
  /** True where it is the way of a program that owns the modem: then no other way is used, AT neither. */
  alone?: true
  /** Loads what reads it, which nobody loads who talks another way; not needed where `suits` gives it. */
  reader?(): Promise<Reader>
  /** Loads what can be ordered of it; left out where nothing can. */
  orders?(): Promise<Orders>
}

type Suits = boolean | Required<Pick<Row, 'reader' | 'orders'>>

/** AT as one way among others. */
const overAt: Reader = async ({ call, modem, snapshot, interfaces }) => {
  const { facts, missing, port, model } = await readOverAt<Reading>(call, modem, snapshot, {
    lockUntil: undefined,
    alreadyDone: () => null,
    begin: () => {},
    interfaces,
    finish: async reading => reading,
  })
  return { facts, missing, port: port ?? '', model }
}

/**
 * The ways by name, in the order in which they are asked where the model names no other. A way is added here with its file in
 * `src/channel/`, its reader, and its name in `Way` of the contract; nothing else knows of it.
 */
const ways: Readonly<Partial<Record<Way, Row>>> = {
  http: {
    suits: ({ condition }) => condition?.kind === 'hilink',
    reader: async () => (await import('./stick-reading.ts')).readStick,
    orders: async () => (await import('./stick-orders.ts')).stickOrders,
  },
  at: { suits: ({ ports }) => ports.length > 0, reader: async () => overAt },
  qmi: {
    suits: (modem, { files }) => nodeOf(files, modem, 'qmi') !== null && isInstalled(files, 'uqmi'),
    reader: async () => (await import('./reading-qmi.ts')).readOverQmi,
    orders: async () => (await import('./qmi-orders.ts')).qmiOrders,
  },
  mbim: {
    suits: (modem, { files }) =>
      nodeOf(files, modem, 'mbim') !== null && (isInstalled(files, 'umbim') || isInstalled(files, 'mbimcli')),
    reader: async () => (await import('./mbim-reading.ts')).readOverMbim,
  },
  modemmanager: {
    suits: async (modem, platform, until) =>
      mayBeOwned(platform.files, modem) &&
      (await import('./manager-reading.ts')).managerWay(platform, modem, until),
    alone: true,
  },
}

/**
 * The ways to ask this modem, in their order: that of the program which owns it alone, else those that the model names, else
 * all that suit.
 */
async function waysOf(modem: Modem, platform: Platform, until: Deadline): Promise<[Way, Row][]> {
  const fitting: [Way, Row][] = []
  for (const [name, row] of Object.entries(ways) as [Way, Row][]) {
    const suits = await row.suits(modem, platform, until)
    if (suits !== false) fitting.push([name, suits === true ? row : { ...row, ...suits }])
  }
  const owner = fitting.find(([, { alone }]) => alone)
  if (owner) return [owner]
  const named = modem.match.model.ways
  return named?.flatMap(way => fitting.filter(([name]) => name === way)) ?? fitting
}

/** What was told first, and what only the second tells; the rows about one carrier are joined. */
function joined(first: Facts, second: Facts): Gated<Facts> {
  const { carriers = [], registrations = [] } = first
  return gate({
    ...completed(first, second),
    registrations: registrations.length > 0 ? registrations : (second.registrations ?? []),
    carriers: [...carriers, ...(second.carriers ?? [])],
  })
}

/** A reading by the ways, before the first of them. */
type Plan = Omit<ReadingTask, 'known'>

/**
 * Asks one way after the other until nothing is wanting; one that told numbers which cannot be stands in `missing` by its
 * name. Throws what the first said when none tells anything.
 */
async function ask(plan: Plan, rows: readonly [Way, Row][], start: Reading | null): Promise<Reading> {
  const { modem } = plan
  let reading = start
  let failure: Failure | null = null
  for (const [name, { reader }] of rows) {
    if (reading && !isWanting(reading.facts)) break
    const known = reading?.facts ?? {}
    try {
      const read = await reader?.()
      if (read === undefined) continue
      const part: Part = await read({ ...plan, known })
      const { facts, missing, port, model = modem.match.model } = part
      const { passed, dropped } = joined(known, facts)
      reading = {
        model: reading?.model ?? model,
        port: reading?.port ?? port,
        facts: passed,
        missing: [...(reading?.missing ?? []), ...missing, ...(dropped > 0 ? [name] : [])],
        ways: [...(reading ? (reading.ways ?? ['at']) : []), name],
      }
    } catch (caught) {
      if (!(caught instanceof Failure)) throw caught
      failure ??= caught
    }
  }
  if (reading === null) throw failure ?? new Failure('no_port', modem.condition?.reason ?? modem.modem)
  return reading
}

/**
 * The lock for every way beside AT: the `uevent` file that the kernel keeps for the device. The node itself is not kept open
 * for a lock: answers that nobody has fetched would wait in it for the next program.
 */
const lockDevice = ({ platform, deadline }: Call, { found }: Modem, until?: Deadline): Promise<Lock | null> =>
  platform.lock(`${found.directory}/uevent`, until ?? deadline - 500)

/**
 * Reads a modem whose first way is not AT: under the lock of the device, whoever waited for it takes the answer of who had
 * it. Throws Failure('port_…' | 'no_port').
 */
export async function readByWays<T>(call: Call, modem: Modem, snapshot: Snapshot, turn: Turn<T>): Promise<T> {
  const rows = await waysOf(modem, call.platform, call.deadline)
  if (rows.length === 0) throw new Failure('no_port', modem.condition?.reason ?? modem.modem)
  const lock = await lockDevice(call, modem, turn.lockUntil)
  if (lock === null) throw new Failure('port_busy', modem.modem)
  try {
    const done = turn.alreadyDone()
    if (done !== null) return done
    turn.begin()
    return await turn.finish(await ask({ call, modem, snapshot, interfaces: turn.interfaces }, rows, null))
  } finally {
    lock.release()
  }
}

/**
 * What AT left open told by the ways after it; `reading` is null where AT told nothing. What the other ways cannot tell
 * changes nothing: then the reading comes back as it was.
 */
export async function readOn(
  call: Call,
  modem: Modem,
  snapshot: Snapshot,
  interfaces: Turn<unknown>['interfaces'],
  reading: Reading | null,
): Promise<Reading | null> {
  const { platform } = call
  const all = await waysOf(modem, platform, call.deadline)
  const rows = all.filter(([name]) => name !== 'at')
  const lock = rows.length === 0 ? null : await lockDevice(call, modem)
  if (lock === null) return reading
  void interfaces(true)
  try {
    return await ask({ call, modem, snapshot, interfaces }, rows, reading)
  } catch (failure) {
    if (failure instanceof Failure) return reading
    throw failure
  } finally {
    lock.release()
  }
}

/** Works by the first way beside AT that can, under the lock of the device; null where none can, or somebody else has it. */
async function withWays<T>(
  call: Call,
  modem: Modem,
  work: (plan: Plan, rows: readonly [Way, Row][]) => Promise<T | null>,
): Promise<T | null> {
  const { platform, deadline } = call
  const { enumeration } = modem.found
  const all = await waysOf(modem, platform, deadline)
  const rows = all.filter(([name]) => name !== 'at')
  const lock = rows.length === 0 ? null : await lockDevice(call, modem)
  if (lock === null) return null
  try {
    const snapshot = readSnapshot(platform.files, modem.modem, enumeration, platform.now())
    return await work({ call, modem, snapshot, interfaces: () => dumpInterfaces(platform, deadline) }, rows)
  } finally {
    lock.release()
  }
}

/**
 * The cells in use and those the modem hears beside them, by the ways beside AT; null where there is none. Throws
 * Failure('port_…') when it tells nothing.
 */
export function cellsByWays(call: Call, modem: Modem): Promise<Facts | null> {
  return withWays(
    call,
    modem,
    async (plan, rows) => (await ask({ ...plan, neighbours: true }, rows, null)).facts,
  )
}

/** Orders something by the first way beside AT that can do it; null where none can. */
export function orderByWays<T>(
  call: Call,
  modem: Modem,
  order: (orders: Orders, task: ReadingTask) => Promise<T> | undefined,
): Promise<T | null> {
  return withWays(call, modem, async (plan, rows) => {
    for (const [, { orders }] of rows) {
      const task = { ...plan, known: {} }
      const those = await orders?.()
      const done = those && order(those, task)
      if (done !== undefined) return done.finally(() => those?.leave?.(task))
    }
    return null
  })
}
