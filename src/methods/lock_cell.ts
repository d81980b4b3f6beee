import type { CellLock, CellLockChange, LockCellArgs } from '../contract/cells.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/lock_cell.ts'
import { tried } from '../jobs/tried.ts'
import { change } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import { lteBand } from '../radio/channels.ts'
import type { Method } from './method.ts'

/** Whether a lock read back is the wanted one; what the modem does not tell cannot differ. */
function fits(lock: CellLock, wanted: CellLock): boolean {
  const agrees = (a: number | null, b: number | null) => a === null || b === null || a === b
  return (
    lock.rat === wanted.rat &&
    lock.channel === wanted.channel &&
    lock.pci === wanted.pci &&
    agrees(lock.band, wanted.band) &&
    agrees(lock.scs_khz, wanted.scs_khz)
  )
}

/** `lock_cell`: bind the modem to a channel, or to one cell on it. */
export const method: Method<LockCellArgs, CellLockChange> = tried('lock_cell', {
  validate(args) {
    const { rat, channel, pci } = args as LockCellArgs
    const mistake = validate(args)
    if (mistake !== null || rat !== 'lte') return mistake
    if (lteBand(channel) === null) return `channel ${channel} is no EARFCN of a known LTE band`
    return pci !== undefined && pci > 503 ? 'pci must be 0 to 503 on LTE' : null
  },
  run: ({ modem: wanted, rat, channel, pci = null, band = null, scs_khz = null }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.cellLock, 'cell lock', session.model)
      if (!setting.rats(session.model.options).includes(rat))
        throw new Failure('not_supported', `cell lock on ${rat}, ${session.model.name}`)
      const lock = { rat, channel, pci, band, scs_khz }
      const done = await change(session, setting, { lock }, 'cell lock')
      const verified = done.after?.some(found => fits(found, lock)) ?? false
      return { modem: session.modem.modem, requested: lock, ...done, verified }
    }),
})
