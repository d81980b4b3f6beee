import type { ModemInfo } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Platform } from '../platform/platform.ts'
import { type Ages, agesOf } from './ages.ts'
import { holderOf } from './holder.ts'
import { mayBeOwned } from './owner.ts'
import { emptySnapshot, readSnapshot, type Snapshot } from './snapshot.ts'
import { statusOf, type Told } from './status.ts'

/** What is told of a modem by its `info`, by what is remembered of it, and by who has its port; and how old its state is. */
export async function currentStatus(
  platform: Platform,
  modem: Modem,
  info: ModemInfo,
): Promise<{ told: Told; ages: Ages; snapshot: Snapshot }> {
  const { files } = platform
  const { enumeration } = modem.found
  const snapshot = modem.apart
    ? emptySnapshot(enumeration)
    : readSnapshot(files, info.modem, enumeration, platform.now())
  const ages = agesOf(platform, modem, snapshot)
  const isTroubled = ['busy', 'silent', 'slow'].includes(info.port_state)
  const holder = isTroubled && info.port !== null ? holderOf(files, info.port) : null
  const { error, proto, state } = info.connection
  const cause = error && (await import('../connection/causes.ts')).causeOf(error, proto, state)
  const told = statusOf(info, holder, ages, cause)
  const owner = mayBeOwned(files, modem) ? (await import('./owners.ts')).ownerOf(files, modem, info) : null
  const reason = owner === null ? told.reason : `${told.reason} ${owner} drives the modem.`
  return { told: { ...told, reason }, ages, snapshot }
}
