import type { ApplyStep } from '../contract/apply.ts'
import type { ChangeReply } from '../contract/args.ts'
import type { BandsReply, SetBandsReply } from '../contract/bands.ts'
import type { CellLockChange, CellLockReply } from '../contract/cells.ts'
import { Failure } from '../contract/failure.ts'
import type { BandRat } from '../contract/info.ts'
import type { ModesReply, SetModesReply } from '../contract/modes.ts'
import type { SimChangeReply, SimReply } from '../contract/sim.ts'
import type { Plan, PlannedLock } from './plan.ts'

export type Run = <Reply>(name: string, args: object) => Promise<Reply>

/** One wish: how it is read, whether it holds already, and how it is brought about. */
interface Wish {
  what: string
  wanted: string
  /** What holds now, as text. */
  read(run: Run): Promise<string>
  /** Whether nothing needs to be done; default: when what holds is what is wanted. */
  holds?(before: string): boolean
  write(run: Run): Promise<Written>
}

/** What a write came to. */
interface Written {
  /** What went wrong. */
  trouble: string | null
  restart_needed: boolean
}

const text = (bands: readonly number[] | null | undefined) => bands?.join(' ') ?? 'unknown'
const unseen = 'the modem took the change but does not show it'
const outcome = ({ verified, restart_needed }: ChangeReply): Written => ({
  trouble: verified ? null : restart_needed ? `${unseen} before a restart` : unseen,
  restart_needed,
})

export function bandWish(rat: BandRat, bands: readonly number[]): Wish {
  return {
    what: `bands.${rat}`,
    wanted: text(bands),
    read: async run => text((await run<BandsReply>('bands', {})).enabled[rat]),
    write: async run => outcome(await run<SetBandsReply>('set_bands', { rat, bands })),
  }
}

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

/** The PIN is given only to a SIM that waits for it, and a refused one is not tried again until it is changed. */
export function pinWish(pin: string, refused: { has(): boolean; note(): void }): Wish {
  return {
    what: 'pin',
    wanted: 'ready',
    read: async run => {
      const { state } = await run<SimReply>('sim', {})
      if (state === 'puk_required')
        throw new Failure('invalid_argument', 'the SIM waits for its PUK, not its PIN')
      return state
    },
    holds: state => state !== 'pin_required',
    write: async run => {
      const trouble = 'this PIN was refused before and is not tried again'
      if (refused.has()) return { trouble, restart_needed: false }
      try {
        const done = await run<SimChangeReply>('unlock_sim', { pin })
        if (!done.verified && done.after?.state === 'pin_required') refused.note()
        return outcome(done)
      } catch (failure) {
        if (failure instanceof Failure && failure.code === 'refused_by_modem') refused.note()
        throw failure
      }
    },
  }
}

export async function step(wish: Wish, run: Run, dryRun: boolean): Promise<ApplyStep> {
  const { what, wanted } = wish
  let before: string | null = null
  const done = (result: ApplyStep['result'], message: string | null = null, restart_needed = false) => ({
    what,
    wanted,
    before,
    result,
    message,
    restart_needed,
  })
  try {
    before = await wish.read(run)
    if (wish.holds?.(before) ?? before === wanted) return done('kept')
    if (dryRun) return done('different')
    const { trouble, restart_needed } = await wish.write(run)
    return done(trouble === null ? 'changed' : 'failed', trouble, restart_needed)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return done('failed', failure.message)
  }
}
