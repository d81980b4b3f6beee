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
    const { rat, channel, pci, also = [] } = args as LockCellArgs
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const cells = [{ channel, pci }, ...also]
    const names = new Set(cells.map(cell => `${cell.channel} ${cell.pci}`))
    if (names.size < cells.length) return 'the same cell twice'
    if (pci === undefined && also.length > 0) return 'of several cells each needs its pci'
    if (rat !== 'lte') return null
    const strange = cells.find(cell => lteBand(cell.channel) === null)
    if (strange) return `channel ${strange.channel} is no EARFCN of a known LTE band`
    return cells.some(cell => (cell.pci ?? 0) > 503) ? 'pci must be 0 to 503 on LTE' : null
  },
  run: ({ modem: wanted, rat, channel, pci = null, band = null, scs_khz = null, also: more = [] }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.cellLock, 'cell lock', session.model)
      if (!setting.rats(session.model.options).includes(rat))
        throw new Failure('not_supported', `cell lock on ${rat}, ${session.model.name}`)
      const most = setting.most?.(rat, session.model.options) ?? 1
      if (more.length >= most)
        throw new Failure(
          'not_supported',
          `a lock on ${more.length + 1} ${rat} cells, at most ${most} on this model`,
        )
      const lock = { rat, channel, pci, band, scs_khz }
      const also = more.map(cell => ({ ...lock, ...cell }))
      const done = await change(session, setting, { lock, also }, 'cell lock')
      const verified = [lock, ...also].every(one => done.after?.some(found => fits(found, one)) ?? false)
      return { modem: session.modem.modem, requested: lock, ...done, verified }
    }),
})
