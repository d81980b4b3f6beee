import {
  type AccessPoint,
  accessPointChanges,
  accessPointOf,
  accessPointText,
  dialsByNetifd,
} from '../connection/access-point.ts'
import type { ContextsReply, SetContextReply } from '../contract/contexts.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { readUci, type Section } from '../discovery/uci.ts'
import type { SetupTrial } from '../jobs/setup.ts'
import { startJob } from '../jobs/start.ts'
import type { Call } from '../modem/call.ts'
import { isServiceName } from '../radio/access-point.ts'
import type { Wish, Written } from './wishes.ts'

/** Seconds in which the interface has to get an address, and what the job has beside them, ms. */
const confirmS = 120
const besideMs = 60_000

/** The context of a modem that dials by itself. */
const ownCid = 1

/** Has the interface ask for another access point, and taken back unless it gets an address. */
async function writeToNetwork(
  call: Call,
  modem: Modem,
  section: Section,
  wanted: AccessPoint,
  note: () => Promise<void>,
): Promise<Written> {
  const changes = accessPointChanges(section, wanted)
  if (typeof changes === 'string') throw new Failure('not_supported', changes)
  await note()
  const name = section.name ?? ''
  const trial: SetupTrial = {
    modem: modem.modem,
    at: { bus: modem.found.bus, path: modem.found.path },
    interface: name,
    changes,
    dials: false,
    confirm_s: confirmS,
  }
  await startJob(call, {
    method: 'setup',
    args: trial,
    modem: modem.modem,
    limitMs: confirmS * 1000 + besideMs,
    keepIf: 'connected',
  })
  const trouble = `${name} has ${confirmS} s to get an address with it, or it is taken back`
  return { trouble, restart_needed: false, open: true }
}

/**
 * The access point of a card: of the interface where netifd dials, else of the modem's own context, which is left alone
 * while the interface has an address.
 */
export function accessPointWish(call: Call, modem: Modem, wanted: AccessPoint, force: boolean): Wish {
  const name = modem.network ?? modem.networks[0]?.name
  const section = readUci(call.platform.files, 'network').find(each => each.name === name)
  const textOf = ({ apn, type }: { apn: string; type: string | null }) =>
    accessPointText({ apn, ...(wanted.type === undefined ? {} : { type }) })
  const shared = { what: 'apn', wanted: accessPointText(wanted) }
  if (dialsByNetifd(section))
    return {
      ...shared,
      read: async () => textOf(accessPointOf(section)),
      write: (_run, note) => writeToNetwork(call, modem, section, wanted, () => note(false)),
    }
  return {
    ...shared,
    async read(run) {
      const { contexts } = await run<ContextsReply>('contexts', {})
      const own = contexts.find(({ cid }) => cid === ownCid)
      return own === undefined ? 'none' : textOf(own)
    },
    async write(run) {
      const { connection } = await run<ModemInfo>('info', {})
      const { contexts } = await run<ContextsReply>('contexts', {})
      const isService = contexts.some(({ cid, apn }) => cid === ownCid && isServiceName(apn))
      const { verified, restart_needed } = await run<SetContextReply>('set_context', {
        cid: ownCid,
        ...wanted,
        ...(force || (connection.state !== 'connected' && !isService) ? { force: true } : {}),
      })
      const trouble = verified ? null : 'the modem took the change but does not show it'
      return { trouble, restart_needed, open: false }
    },
  }
}
