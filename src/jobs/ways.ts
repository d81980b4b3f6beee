import type { BandsReply, SetBandsArgs } from '../contract/bands.ts'
import type { CellLock, CellLockReply } from '../contract/cells.ts'
import type { ContextsReply, PdpContext, SetContextArgs } from '../contract/contexts.ts'
import type { AutoconnectReply } from '../contract/dialling.ts'
import { Failure } from '../contract/failure.ts'
import type { BandRat } from '../contract/info.ts'
import type { ModeState, ModesReply, SetModesArgs } from '../contract/modes.ts'
import type { SetUsbModeArgs, UsbModeReply } from '../contract/usb.ts'

/** Calls a method of the modem in question. */
export type Run = <Reply>(method: string, args: object) => Promise<Reply>

/** A method with its arguments. */
export type Order = readonly [method: string, args: object]

/** How to go back behind a change: what of the modem it concerns, and the orders that bring a state of that about again. */
interface Way<Args, State> {
  /** The present state; the same state gives the same JSON. */
  read(run: Run, args: Args): Promise<State>
  /** Throws Failure('not_supported') where the state could not be brought about again. */
  back(before: State, args: Args): Order[]
}

const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

const noWay = (why: string) => new Failure('not_supported', `keep_if: ${why}`)

const bands: Way<SetBandsArgs, { rat: BandRat; bands: number[] | null }[]> = {
  async read(run, { rat, also = [] }) {
    const { enabled } = await run<BandsReply>('bands', {})
    return [rat, ...also.map(wish => wish.rat)].map(one => ({ rat: one, bands: enabled[one] ?? null }))
  },
  back(before) {
    const [first, ...also] = before
    if (before.some(({ bands }) => !bands?.length)) throw noWay('the present bands are not known')
    return [['set_bands', also.length > 0 ? { ...first, also } : { ...first }]]
  },
}

const modes: Way<SetModesArgs, ModeState> = {
  async read(run, { mode, nr }) {
    const now = await run<ModesReply>('modes', {})
    return { mode: mode === undefined ? null : now.mode, nr: nr === undefined ? null : now.nr }
  },
  back(before, { mode, nr }) {
    if ((mode && before.mode === null) || (nr && before.nr === null))
      throw noWay('the present choice of technologies is not known')
    return [['set_modes', given(before)]]
  },
}

const locks: Way<object, CellLock[]> = {
  read: async run => (await run<CellLockReply>('cell_lock', {})).locks,
  back(before) {
    const rats = [...new Set(before.map(({ rat }) => rat))]
    const locked = rats.map((rat): Order => {
      const [first, ...more] = before.filter(lock => lock.rat === rat)
      const also = more.map(({ channel, pci }) => ({ channel, pci }))
      return ['lock_cell', { ...given({ ...first }), ...(also.length > 0 ? { also } : {}) }]
    })
    return [['unlock_cell', {}], ...locked]
  },
}

const contexts: Way<SetContextArgs, PdpContext | null> = {
  async read(run, { cid }) {
    const found = (await run<ContextsReply>('contexts', {})).contexts.find(context => context.cid === cid)
    return found ? { ...found, active: null, addresses: [] } : null
  },
  back(before, { cid, auth }) {
    if (before === null) throw noWay(`context ${cid} does not exist yet, and is not removed by any method`)
    const { apn, type } = before
    if (type === null) throw noWay(`the present type of context ${cid} is not known`)
    if (auth !== undefined && before.auth !== 'none')
      throw noWay(`the present password of context ${cid} is not known, the modem does not tell it`)
    return [['set_context', { cid, apn, type, force: true, ...(auth === undefined ? {} : { auth: 'none' }) }]]
  },
}

const usbMode: Way<SetUsbModeArgs, string | null> = {
  async read(run, { mode }) {
    const { current_id, possible } = await run<UsbModeReply>('usb_mode', {})
    if (possible.find(({ id }) => id === mode)?.at_port === false)
      throw noWay(`there is no way back from mode ${mode}, which has no AT port`)
    return current_id
  },
  back(before) {
    if (before === null) throw noWay('the present USB mode is not known')
    return [['set_usb_mode', { mode: before, force: true }]]
  },
}

const autoconnect: Way<object, boolean | null> = {
  read: async run => (await run<AutoconnectReply>('autoconnect', {})).enabled,
  back(before) {
    if (before === null) throw noWay('the modem does not tell whether it dials by itself')
    return [['set_autoconnect', { enabled: before }]]
  },
}

/** The ways back, by the method of the change. */
export const ways: { readonly [method: string]: Way<object, unknown> | undefined } = {
  set_bands: bands,
  set_modes: modes,
  lock_cell: locks,
  set_context: contexts,
  set_usb_mode: usbMode,
  set_autoconnect: autoconnect,
}
