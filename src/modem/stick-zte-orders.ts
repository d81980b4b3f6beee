import { decimal } from '../asking/stick.ts'
import { readZteStick } from '../asking/zte-stick.ts'
import { Failure } from '../contract/failure.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { Stored } from '../messages/sms.ts'
import { stickSlot, stickTime, textOfUtf16, timeOfZte, utf16Of } from '../messages/stick.ts'
import { bandsToMask, maskToBands } from '../radio/bands.ts'
import { refusal, type StickControl, sending, settled } from './stick-control.ts'
import type { StickVisit } from './stick-visit.ts'
import { zteApi } from './stick-zte-api.ts'

/** `BearerPreference`, which older firmwares call `net_select`. */
const modes: readonly (readonly [word: string, mode: AccessMode])[] = [
  ['NETWORK_auto', 'auto'],
  ['Only_LTE', 'lte'],
  ['Only_WCDMA', 'umts'],
  ['Only_GSM', 'gsm'],
  ['LTE_AND_5G', 'lte_nr'],
  ['Only_5G', 'nr'],
]

/** Models with 5G, which alone are offered its choices. */
const isOf5g = (model: string) => /^(?:MC8|MC7|MU5|G5)/i.test(model)

/** Tags of messages: 0 read, 1 unread, 2 sent, 3 not sent, 4 draft. */
const kinds = { 0: 'read', 1: 'unread', 2: 'sent', 3: 'draft', 4: 'draft' } as const

/** Most messages that are asked for: more than these sticks keep. */
const most = 500

interface Row {
  id?: unknown
  number?: unknown
  content?: unknown
  tag?: unknown
  date?: unknown
}

/** Messages of `sms_data_total`: `{"messages":[{"id":"7","number":"…","content":"<UTF-16BE hex>","tag":"1",…}]}`. */
function slotsIn(body: string, storage: 'ME' | 'SM'): Stored[] | null {
  let rows: readonly Row[]
  try {
    const { messages } = JSON.parse(body) as { messages?: unknown }
    if (!Array.isArray(messages)) return null
    rows = messages as readonly Row[]
  } catch {
    return null
  }
  return rows.flatMap(row => {
    const index = decimal(String(row?.id ?? ''))
    const kind = kinds[Number(row?.tag) as keyof typeof kinds]
    if (index === null || kind === undefined) return []
    const [number, content, date] = [row.number, row.content, row.date].map(value => String(value ?? ''))
    return [
      stickSlot({
        storage,
        index,
        kind,
        number: number ?? '',
        time: timeOfZte(date ?? ''),
        text: textOfUtf16(content ?? ''),
      }),
    ]
  })
}

/** What a ZTE stick can be told. */
export function zteControl(at: StickVisit): StickControl {
  const api = zteApi(at)
  const get = async (...keys: string[]) => {
    const values = await api.get(keys)
    if (values === null) throw new Failure('port_silent', at.address)
    return values
  }
  /** Values that some firmwares tell only to who is logged in. */
  const getIn = async (...keys: string[]) => {
    const values = await get(...keys)
    if (keys.some(key => (values[key] ?? '') !== '')) return values
    const login = await api.logIn()
    if (login !== null) throw refusal(at, login, '')
    return get(...keys)
  }
  const set = async (form: string, fields: Readonly<Record<string, string>> = {}) => {
    const word = await api.set(form, fields)
    if (word === 'success' || word === '0') return
    if (word === '' && !api.login()) throw new Failure('not_understood', `no word about ${form}`)
    throw refusal(at, api.login(), `${form}: ${word.slice(0, 40)}`)
  }
  const list = async (storage: number) =>
    api.list('sms_data_total', {
      page: '0',
      data_per_page: String(most),
      mem_store: String(storage),
      tags: '10',
      order_by: 'order by id desc',
    })
  const statusOf = async (command: number): Promise<boolean | null> => {
    const body = await api.list('sms_cmd_status_info', { sms_cmd: String(command) })
    const [, code] = /"sms_cmd_status_result"\s*:\s*"?(\d)/.exec(body) ?? []
    return code === '3' ? true : code === '2' ? false : null
  }

  return {
    modes: {
      async read() {
        const {
          BearerPreference = '',
          net_select: older = '',
          model_name: model = '',
        } = await getIn('BearerPreference', 'net_select', 'model_name')
        const mode = modes.find(([word]) => word === (BearerPreference || older))?.[1] ?? null
        const all = isOf5g(model) ? modes : modes.slice(0, 4)
        return {
          mode,
          modes: [...new Set([...all.map(([, each]) => each), ...(mode === null ? [] : [mode])])],
        }
      },
      async write(mode) {
        const word = modes.find(([, each]) => each === mode)?.[0]
        if (word === undefined) throw new Failure('not_supported', `the choice ${mode}`)
        await set('SET_BEARER_PREFERENCE', { BearerPreference: word })
      },
    },
    bands: {
      async read() {
        const { lte_band_lock: mask = '' } = await getIn('lte_band_lock')
        return /^(?:0x)?[\da-f]{1,32}$/i.test(mask) ? { enabled: { lte: maskToBands(mask) } } : null
      },
      async write({ rat, bands }) {
        if (rat !== 'lte' || bands.length === 0) throw new Failure('not_supported', `these bands of ${rat}`)
        await set('BAND_SELECT', {
          is_gw_band: '0',
          gw_band_mask: '0',
          is_lte_band: '1',
          lte_band_mask: `0x${bandsToMask(bands)}`,
        })
      },
    },
    autoconnect: {
      async read() {
        const link = await settled(
          at,
          async () => {
            const { link: told } = readZteStick(await get('ppp_status'))
            return told === 'connecting' ? null : told
          },
          10_000,
        )
        return link === 'connected' ? true : link === null ? null : false
      },
      write: enabled => set(enabled ? 'CONNECT_NETWORK' : 'DISCONNECT_NETWORK', { notCallback: 'true' }),
    },
    async sim() {
      const { modem_main_state, pinnumber, puknumber } = await get(
        'modem_main_state',
        'pinnumber',
        'puknumber',
      )
      const { sim } = readZteStick({ modem_main_state: modem_main_state ?? '' })
      return {
        state: sim ?? 'unknown',
        slot: null,
        locked: null,
        pin: decimal(pinnumber),
        puk: decimal(puknumber),
      }
    },
    async card(order) {
      if (order.do === 'verify') return set('ENTER_PIN', { PinNumber: order.pin })
      if (order.do === 'unblock') return set('ENTER_PUK', { PUKNumber: order.puk, PinNumber: order.pin })
      throw new Failure('not_supported', 'changing the PIN or its lock of a ZTE stick')
    },
    restart: () => set('REBOOT_DEVICE'),
    async messages() {
      let own = slotsIn(await list(1), 'ME')
      if (own === null) {
        const login = await api.logIn()
        own = login === null ? slotsIn(await list(1), 'ME') : null
        if (own === null) throw refusal(at, login, 'sms_data_total: no list')
      }
      const card = slotsIn(await list(0), 'SM')
      return { slots: [...own, ...(card ?? [])], complete: card !== null && own.length < most }
    },
    async remove({ index }) {
      await set('DELETE_SMS', { msg_id: `${index};`, notCallback: 'true' })
      const isGone = await settled(at, () => statusOf(6), 5000)
      return isGone === false ? 'The stick could not delete it.' : null
    },
    async send({ to, text, alphabet }) {
      const fields = {
        notCallback: 'true',
        Number: to,
        sms_time: stickTime(new Date(), ';'),
        MessageBody: utf16Of(text),
        ID: '-1',
        encode_type: alphabet === 'gsm7' ? 'GSM7_default' : 'UNICODE',
      }
      return sending(
        at,
        () => set('SEND_SMS', fields),
        () => statusOf(4),
      )
    },
    login: api.login,
    leave: api.leave,
  }
}
