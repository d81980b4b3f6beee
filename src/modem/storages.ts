import type { StorageChoice, StorageUse } from '../contract/messages.ts'

/** The storages of messages in use, and how full they are. */
export interface StorageState {
  current: StorageChoice
  uses: StorageUse[]
}

/** How full a storage is, by the modem's words. */
export function useOf(storage: string, used: string | undefined, total: string | undefined): StorageUse {
  const isKnown = /^\d+$/.test(used ?? '') && /^\d+$/.test(total ?? '')
  const [there, room] = isKnown ? [Number(used), Number(total)] : [null, null]
  return {
    storage,
    used: there,
    total: room,
    full: there !== null && room !== null && room > 0 && there >= room,
  }
}

/**
 * The storages of an answer to `+CPMS?`; null where it names none. Wire: `+CPMS: "SM",3,50,"SM",3,50,"ME",0,23`, sometimes
 * without quotes (TS 27.005 §3.2.2).
 */
export function storagesIn(lines: readonly string[]): StorageState | null {
  const line = lines.find(each => /^\+CPMS\s*:/i.test(each)) ?? ''
  const fields = line.replace(/^.*?:/, '').replace(/["\s]/g, '').split(',')
  const three = [0, 3, 6].map(at => useOf(fields[at] ?? '', fields[at + 1], fields[at + 2]))
  const [list = '', write = '', receive = ''] = three.map(({ storage }) => storage)
  const isName = (name: string) => /^[A-Z]{2}$/.test(name)
  if (!isName(list)) return null
  const uses = three.filter(
    ({ storage }, index) => isName(storage) && three.findIndex(each => each.storage === storage) === index,
  )
  return { current: { list, write, receive }, uses }
}

/** How many messages lie in the storages that are told of; both together count once. Null where none tells. */
export function messageCount({ uses }: Pick<StorageState, 'uses'>): number | null {
  const own = uses.filter(({ storage }) => storage === 'SM' || storage === 'ME')
  const told = [...uses.filter(({ storage }) => storage === 'MT').slice(0, 1), ...own]
  const counted = told[0]?.storage === 'MT' ? told.slice(0, 1) : own
  const counts = counted.flatMap(({ used }) => used ?? [])
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0)
}
