import type { ChangeReply } from '../contract/args.ts'
import type { BandsReply, SetBandsReply } from '../contract/bands.ts'
import type { CellLockChange, CellLockReply } from '../contract/cells.ts'
import type { BandRat } from '../contract/info.ts'
import type { ModesReply, SetModesReply } from '../contract/modes.ts'
import type { Plan, PlannedLock } from './plan.ts'

/** Calls a method of the object `modem` for the modem that is brought about. */
export type Run = <Reply>(name: string, args: object) => Promise<Reply>

/** One wish: how it is read, and how it is brought about. */
export interface Wish {
  what: string
  wanted: string
  /** What holds now, as text. */
  read(run: Run): Promise<string>
  /** `note` is called before the first byte, with whether the modem restarts for it; methods that are run do so. */
  write(run: Run, note: (restarts: boolean) => Promise<void>): Promise<Written>
}

/** What a write came to. */
export interface Written {
  /** What went wrong. */
  trouble: string | null
  restart_needed: boolean
  /** The modem restarts for it and has not yet answered again. */
  open: boolean
}

const text = (bands: readonly number[] | null | undefined) => bands?.join(' ') ?? 'unknown'
const unseen = 'the modem took the change but does not show it'
const outcome = ({ verified, restart_needed, after }: ChangeReply & { after: unknown }): Written => {
  const open = !verified && after === null
  const late = 'the modem took the change and has not answered since'
  const trouble = open ? late : restart_needed ? `${unseen} before a restart` : unseen
  return { trouble: verified ? null : trouble, restart_needed, open }
}

/** Bands of one technology. */
export function bandWish(rat: BandRat, bands: readonly number[]): Wish {
  return {
    what: `bands.${rat}`,
    wanted: text(bands),
    read: async run => text((await run<BandsReply>('bands', {})).enabled[rat]),
    write: async run => outcome(await run<SetBandsReply>('set_bands', { rat, bands })),
  }
}

/** Technologies, of 4G and 5G together. */
export function modeWish({ mode, nr }: Plan): Wish {
  const words = (m: string | null | undefined, n: string | null | undefined) =>
    [mode && m, nr && `5g ${n}`].filter(Boolean).join(', ')
  return {
    what: 'modes',
    wanted: words(mode, nr),
    read: async run => {
      const now = await run<ModesReply>('modes', {})
      return words(mode && now.mode, nr && now.nr)
    },
    write: async run =>
      outcome(await run<SetModesReply>('set_modes', { ...(mode && { mode }), ...(nr && { nr }) })),
  }
}

/** Of several planned locks none may be lost by setting another. */
export function lockWish(lock: PlannedLock, { locks }: Plan): Wish {
  const words = (one: { channel: number; pci?: number | null }) =>
    `${one.channel}${one.pci == null ? '' : ` pci ${one.pci}`}`
  return {
    what: `cell_lock.${lock.rat}`,
    wanted: words(lock),
    read: async run => {
      const { locks } = await run<CellLockReply>('cell_lock', {})
      const found = locks.find(one => one.rat === lock.rat)
      return found ? words(found) : 'none'
    },
    write: async run => {
      const done = await run<CellLockChange>('lock_cell', lock)
      const isHeld = (list: readonly { rat: string }[], rat: string) => list.some(one => one.rat === rat)
      const lost = locks.find(
        ({ rat }) => rat !== lock.rat && isHeld(done.before, rat) && !isHeld(done.after ?? done.before, rat),
      )
      const trouble = lost && `this modem holds one lock: the one on ${lost.rat} is gone`
      return trouble === undefined ? outcome(done) : { ...outcome(done), trouble }
    },
  }
}
