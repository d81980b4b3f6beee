import { decimal } from '../asking/stick.ts'
import { type Members, readTclStick } from '../asking/tcl-stick.ts'
import { Failure } from '../contract/failure.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { Stored } from '../messages/sms.ts'
import { stickSlot, stickTime, timeWithoutZone } from '../messages/stick.ts'
import { refusal, type StickControl, sending, settled } from './stick-control.ts'
import { tclApi } from './stick-tcl-api.ts'
import type { StickVisit } from './stick-visit.ts'

/** `NetworkMode` of `GetNetworkSettings`; 255 is what some firmwares tell for 0. */
const modes: Readonly<Record<string, AccessMode>> = {
  0: 'auto',
  1: 'gsm',
  2: 'umts',
  3: 'lte',
  4: 'gsm_lte',
  5: 'umts_lte',
  6: 'gsm_umts',
  255: 'auto',
}

/** What every model takes. */
const usual: readonly AccessMode[] = ['auto', 'gsm', 'umts', 'lte']

/** `SMSType`: 0 read, 1 unread, 2 sent, 3 not sent, 5 for the display alone, 6 draft; 4 is a report of delivery, which has no text. */
const kinds = { 0: 'read', 1: 'unread', 2: 'sent', 3: 'draft', 5: 'read', 6: 'draft' } as const

/** `SendStatus` of `GetSendSMSResult`: 2 is sent, from 3 on it is not. */
const sent = (status: number | null): boolean | null =>
  status === 2 ? true : (status ?? 0) > 2 ? false : null

const rowsIn = (result: unknown, name: string): Record<string, unknown>[] => {
  const rows = result instanceof Object ? (result as Record<string, unknown>)[name] : null
  return Array.isArray(rows) ? rows.filter(row => row instanceof Object) : []
}

/** What an Alcatel or TCL stick with verbs can be told; the older ones offer nothing. */
export function tclControl(at: StickVisit): StickControl {
  const api = tclApi(at)
  const contacts = new Map<number, string>()
  const call = async (verb: string, params?: object): Promise<{ members: Members; result: unknown }> => {
    if (at.notes.kind === 'goform')
      throw new Failure('not_supported', `${verb}, which this older stick does not have`)
    const { members, error, result } = await api.call(verb, params)
    if (members !== null) return { members, result }
    if (error === null && !api.login())
      throw new Failure('not_supported', `${verb}, which the stick does not have`)
    throw refusal(at, api.login(), `${verb}: error ${(error ?? '').slice(0, 20)}`)
  }
  const get = async (verb: string) => (await call(verb)).members

  return {
    modes: {
      async read() {
        const { NetworkMode = '' } = await get('GetNetworkSettings')
        const mode = modes[NetworkMode] ?? null
        return { mode, modes: [...new Set([...usual, ...(mode === null ? [] : [mode])])] }
      },
      async write(mode) {
        const code = Object.entries(modes).find(([, each]) => each === mode)?.[0]
        if (code === undefined) throw new Failure('not_supported', `the choice ${mode}`)
        const { NetworkMode: _, ...others } = await get('GetNetworkSettings')
        const kept = Object.entries(others).flatMap(([name, value]) => {
          const number = decimal(value)
          return number === null ? [] : [[name, number] as const]
        })
        await call('SetNetworkSettings', {
          NetselectionMode: 0,
          ...Object.fromEntries(kept),
          NetworkMode: Number(code),
        })
      },
    },
    autoconnect: {
      async read() {
        const link = await settled(
          at,
          async () => {
            const { link: told } = readTclStick({ GetSystemStatus: await get('GetSystemStatus') })
            return told === 'connecting' ? null : told
          },
          10_000,
        )
        return link === 'connected' ? true : link === null ? null : false
      },
      write: async enabled => void (await call(enabled ? 'Connect' : 'DisConnect')),
    },
    async sim() {
      const card = await get('GetSimStatus')
      const { sim } = readTclStick({ GetSimStatus: card })
      const { PinState = '', PinRemainingTimes, PukRemainingTimes } = card
      return {
        state: sim ?? 'unknown',
        slot: null,
        locked: PinState === '3' ? false : /^[1245]$/.test(PinState) ? true : null,
        pin: decimal(PinRemainingTimes),
        puk: decimal(PukRemainingTimes),
      }
    },
    async card(what) {
      if (what.do === 'verify') await call('UnlockPin', { Pin: what.pin })
      else if (what.do === 'unblock') await call('UnlockPuk', { Puk: what.puk, Pin: what.pin })
      else if (what.do === 'change') await call('ChangePinCode', { NewPin: what.fresh, CurrentPin: what.pin })
      else await call('ChangePinState', { Pin: what.pin, State: what.do === 'lock' ? 1 : 0 })
    },
    restart: async () => void (await call('SetDeviceReboot')),
    async messages() {
      const { result } = await call('GetSMSContactList', { Page: 0, ContactNum: 100 })
      const slots: Stored[] = []
      let isComplete = true
      for (const { ContactId, PhoneNumber } of rowsIn(result, 'SMSContactList')) {
        const number = String([PhoneNumber ?? ''].flat()[0] ?? '')
        let pages = 1
        for (let page = 0; page < pages; page++) {
          if (at.platform.now() + 1500 > at.until) {
            isComplete = false
            break
          }
          const told = await call('GetSMSContentList', { Page: page, ContactId })
          pages = Math.min(50, decimal(told.members.TotalPageCount) ?? 1)
          for (const { SMSId, SMSType, SMSContent, SMSTime } of rowsIn(told.result, 'SMSContentList')) {
            const index = decimal(String(SMSId ?? ''))
            const kind = kinds[Number(SMSType) as keyof typeof kinds]
            if (index === null || kind === undefined) continue
            contacts.set(index, String(ContactId))
            const time = timeWithoutZone(String(SMSTime ?? ''))
            slots.push(
              stickSlot({ storage: 'ME', index, kind, number, time, text: String(SMSContent ?? '') }),
            )
          }
        }
      }
      return { slots, complete: isComplete }
    },
    async remove({ index }) {
      const ContactId = decimal(contacts.get(index)) ?? contacts.get(index)
      await call('DeleteSMS', { DelFlag: 2, ContactId, SMSId: index, SMSArray: [index] })
      return null
    },
    async send({ to, text }) {
      const given = { SMSId: -1, SMSContent: text, PhoneNumber: [to], SMSTime: stickTime(new Date()) }
      return sending(
        at,
        () => call('SendSMS', given),
        async () => sent(decimal((await get('GetSendSMSResult')).SendStatus)),
      )
    },
    login: api.login,
    leave: api.leave,
  }
}
