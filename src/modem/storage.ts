import type { Final } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import { readPdu } from '../messages/pdu.ts'
import type { Stored } from '../messages/sms.ts'
import { dropChanged, noteChanged, putBack } from './changed.ts'
import { refusalText } from './refusals.ts'
import type { Session } from './session.ts'
import { type StorageState, storagesIn, useOf } from './storages.ts'

/** 3GPP TS 27.005 §3.2.5, TS 24.011 §E.2 and TS 23.040 §9.2.3.22: those a person can do something about. */
const meanings: Readonly<Record<number, string>> = {
  1: 'the number does not exist',
  8: 'the operator bars sending',
  10: 'sending is barred',
  21: 'the network rejected it',
  27: 'the number is out of service',
  28: 'the network does not know the subscriber',
  29: 'the network rejected the service',
  38: 'the network is out of order: there may be no way for messages in this registration, or no credit',
  41: 'a temporary failure of the network',
  42: 'the network is congested',
  47: 'the network lacks resources',
  50: 'this service is not subscribed',
  69: 'the network does not offer it',
  192: 'the service centre is busy',
  193: 'no subscription at the service centre',
  194: 'the service centre failed',
  195: 'the number is not valid',
  196: 'the number is barred',
  208: 'the storage of the card is full',
  302: 'not allowed now',
  303: 'not supported',
  304: 'a PDU the modem does not take',
  310: 'no card',
  311: 'the card wants its PIN',
  313: 'the card failed',
  314: 'the card is busy',
  315: 'a wrong card',
  316: 'the card wants its PUK',
  320: 'the storage failed',
  321: 'nothing lies there',
  322: 'the storage is full',
  330: 'the number of the service centre is not known',
  331: 'there is no network service',
  332: 'the network did not answer in time',
}

/** What a modem answered instead of OK, in words. */
export function messageRefusal(final: Final): string {
  const code = final.kind === 'error' && final.cause === 'cms' ? final.code : null
  const meaning = code === null ? undefined : meanings[code]
  return meaning === undefined ? refusalText(final) : `${refusalText(final)} (${meaning})`
}

/** Gives lines, or Failure('refused_by_modem' | 'port_silent') with the command's name. */
async function told({ channel }: Session, command: string): Promise<readonly string[]> {
  const { final, lines } = await channel.send(`AT${command}`, { timeoutMs: 8000 })
  if (final.kind === 'error') throw new Failure('refused_by_modem', `AT${command}: ${messageRefusal(final)}`)
  if (final.kind === 'timeout') throw new Failure('port_silent', `no answer to AT${command}`)
  return lines
}

const behind = (lines: readonly string[], name: string) =>
  lines
    .find(line => line.toUpperCase().startsWith(name))
    ?.slice(name.length)
    .replace(/^\s*:\s*/, '') ?? null

/** The storages in use, and how full they are. */
export async function readStorages(session: Session): Promise<StorageState> {
  const state = storagesIn(await told(session, '+CPMS?'))
  if (state === null) throw new Failure('not_understood', 'AT+CPMS? names no storage')
  return state
}

/** Which storages each of the three uses can have. Wire: `+CPMS: ("ME","MT","SM","SR"),("ME","SM"),("SM")`. */
export async function possibleStorages(session: Session): Promise<string[][]> {
  const { final, lines } = await session.channel.send('AT+CPMS=?')
  const groups = final.kind === 'ok' ? (behind(lines, '+CPMS')?.match(/\([^)]*\)/g) ?? []) : []
  return groups.map(group => group.toUpperCase().match(/\b[A-Z]{2}\b/g) ?? [])
}

/** The storages while messages are read or deleted. */
export interface Box {
  state: StorageState
  /** Makes a storage the one that is listed and deleted from; false where the modem refuses. */
  select(storage: string): Promise<boolean>
}

/** A command that puts something back; false where the modem does not take it or is not there. */
async function puts(session: Session, command: string): Promise<boolean> {
  try {
    return await putBack(session, command, 3000)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return false
  }
}

/** What came of work for which settings of the modem were changed, and whether those are as they were found. */
export interface Done<T> {
  value: T
  /** False where they could not be put back, as after a restart of the modem. */
  restored: boolean
}

/** Works and then puts back, whatever comes of the work. */
async function puttingBack<T>(work: () => Promise<T>, putBack: () => Promise<boolean>): Promise<Done<T>> {
  let value: T
  try {
    value = await work()
  } catch (failure) {
    await putBack()
    throw failure
  }
  return { value, restored: await putBack() }
}

/** Works in PDU mode, and puts the format of messages back as it was found. */
export async function inPduMode<T>(session: Session, work: () => Promise<T>): Promise<Done<T>> {
  const format = await session.channel.send('AT+CMGF?')
  const wasText = behind(format.lines, '+CMGF')?.startsWith('1') ?? false
  return puttingBack(
    async () => {
      if (wasText) noteChanged(session, '+CMGF=1')
      await told(session, '+CMGF=0')
      return work()
    },
    async () => !wasText || puts(session, '+CMGF=1'),
  )
}

/** Works with the storages in PDU mode, and puts the one that is listed back as it was found. */
export async function withMessages<T>(session: Session, work: (box: Box) => Promise<T>): Promise<Done<T>> {
  const { value, restored } = await inPduMode(session, async () => {
    const state = await readStorages(session)
    const { list } = state.current
    /** Null while the modem has not said which one it is. */
    let selected: string | null = list
    const select = async (storage: string) => {
      if (storage === selected) return true
      const before: string | null = selected
      selected = null
      noteChanged(session, `+CPMS="${list}"`)
      const { final, lines } = await session.channel.send(`AT+CPMS="${storage}"`, { timeoutMs: 8000 })
      if (final.kind === 'error') selected = before
      if (final.kind !== 'ok') return false
      selected = storage
      const [used, total] = behind(lines, '+CPMS')?.split(',') ?? []
      if (!state.uses.some(use => use.storage === storage)) state.uses.push(useOf(storage, used, total))
      return true
    }
    return puttingBack(
      () => work({ state, select }),
      async () => {
        const back = `+CPMS="${list}"`
        if (selected !== list) return puts(session, back)
        dropChanged(session, back)
        return true
      },
    )
  })
  return { value: value.value, restored: value.restored && restored }
}

/** Time kept for what is put back, ms. */
const reserveMs = 3000

/**
 * Slots of a listing. Wire: `+CMGL: 4,1,"alpha",31`, then the PDU in one line or more (TS 27.005 §4.1); what stands behind
 * no header is none of it.
 */
export function slotsOf(storage: string, lines: readonly string[]): Stored[] {
  const found: (Omit<Stored, 'pdu' | 'storage'> & { hex: string; length: number | null })[] = []
  for (const line of lines) {
    const [, index, state, rest = ''] = /^\+CMGL: ?(\d+), ?(\d+)(.*)$/i.exec(line) ?? []
    const length = /, ?(\d+)\s*$/.exec(rest)?.[1]
    if (index !== undefined)
      found.push({
        index: Number(index),
        state: Number(state),
        length: length === undefined ? null : Number(length),
        hex: '',
      })
    const last = found.at(-1)
    if (last !== undefined && /^[\dA-F]+\s*$/i.test(line)) last.hex += line.trim().toUpperCase()
  }
  return found.map(({ length, ...slot }) => ({ ...slot, storage, pdu: readPdu(slot.hex, length) }))
}

/** The listing of one storage, and how it ended. */
export interface Listing {
  slots: Stored[]
  /** Null where the modem gave no access to the storage, or the call had no time left. */
  final: Final | null
}

/**
 * Lists one storage as the call has time for it, by the command of the dialect, which may leave unread what is unread, else
 * by that of the standard.
 */
export async function listStorage(session: Session, { select }: Box, storage: string): Promise<Listing> {
  const { call, channel, settings } = session
  const left = () => call.deadline - call.platform.now() - reserveMs
  if (left() < 500 || !(await select(storage))) return { slots: [], final: null }
  const own = settings.messages?.list
  const answer = await channel.send(`AT${own ?? '+CMGL=4'}`, { timeoutMs: left() })
  const isRefused = own !== undefined && answer.final.kind === 'error' && left() > 500
  const { final, lines } = isRefused ? await channel.send('AT+CMGL=4', { timeoutMs: left() }) : answer
  return { slots: slotsOf(storage, lines), final }
}

/**
 * What lies in the card and in the modem, both where both can be listed. `complete` is false where the modem refused or
 * was not done in time; what it had told then stays.
 */
export async function listAll(session: Session, box: Box): Promise<{ slots: Stored[]; complete: boolean }> {
  const [first = []] = await possibleStorages(session)
  const { list } = box.state.current
  const own = first.filter(name => name === 'SM' || name === 'ME')
  const storages = own.length > 0 ? own : [list]
  const slots: Stored[] = []
  let complete = true
  let refusal: Failure | null = null
  let listed = 0
  for (const storage of storages.sort((a, b) => Number(b === list) - Number(a === list))) {
    const { slots: found, final } = await listStorage(session, box, storage)
    complete &&= final?.kind === 'ok'
    slots.push(...found)
    if (final?.kind === 'error') refusal ??= new Failure('refused_by_modem', messageRefusal(final))
    else if (final !== null) listed++
    if (final?.kind === 'timeout') break
  }
  if (listed === 0) throw refusal ?? new Failure('not_understood', 'no storage of messages can be listed')
  return { slots, complete }
}
