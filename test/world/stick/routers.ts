import { createHash } from 'node:crypto'
import type { StickReply, StickServer } from './server.ts'
import { tclLte, zteLte } from './sticks.ts'

const hash = (kind: string, text: string) => createHash(kind).update(text, 'latin1').digest('hex')
const upper = (text: string) => hash('sha256', text).toUpperCase()
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()

/** How a ZTE stick in a test differs from one that tells and takes everything. */
export interface ZteOptions {
  password?: string
  /** Whether even values are told only to who is logged in. */
  isLocked?: boolean
  values?: Readonly<Record<string, string>>
}

/** A ZTE stick with a memory: a login by cookie, marks of changes that are good once, settings, a card, messages. */
export function zteRouter({ password = 'secret', isLocked = false, values = {} }: ZteOptions = {}) {
  const state = {
    values: {
      ...zteLte,
      cr_version: 'CR_MF79UV1.0.0',
      BearerPreference: 'NETWORK_auto',
      lte_band_lock: '0x800C5',
      pinnumber: '3',
      puknumber: '10',
      LD: 'ABCDEF',
      WEB_ATTR_IF_SUPPORT_SHA256: '2',
      ...values,
    } as Record<string, string>,
    logins: 0,
    logouts: 0,
    restarts: 0,
    pins: 0,
    messages: [
      { id: '7', number: '+48111', content: utf16('Zażółć 😀'), tag: '1', date: '26,03,14,09,26,53,+4' },
    ],
    sent: [] as Record<string, string>[],
    /** `sms_cmd_status_result` for sending. */
    outcome: '3',
  }
  let isIn = false
  let seed = ''
  const open = ['LD', 'RD', 'WEB_ATTR_IF_SUPPORT_SHA256', 'loginfo', 'wa_inner_version', 'cr_version']
  const serve: StickServer = ({ method, target, headers, body }) => {
    const isOurs = headers.cookie === 'stok=abc'
    if (method === 'GET') {
      const query = new URLSearchParams(target.split('?')[1] ?? '')
      const command = query.get('cmd') ?? ''
      if (command === 'sms_data_total') {
        if (!(isIn && isOurs)) return { body: '{}' }
        return { body: JSON.stringify({ messages: query.get('mem_store') === '1' ? state.messages : [] }) }
      }
      if (command === 'sms_cmd_status_info')
        return {
          body: JSON.stringify({ sms_cmd_status_result: query.get('sms_cmd') === '4' ? state.outcome : '3' }),
        }
      const told = (key: string): string => {
        if (!/^http:/.test(headers.referer ?? '')) return ''
        if (key === 'loginfo') return isIn && isOurs ? 'ok' : ''
        if (key === 'RD') {
          seed = `r${Math.random()}`
          return seed
        }
        return isLocked && !(isIn && isOurs) && !open.includes(key) ? '' : (state.values[key] ?? '')
      }
      return { body: JSON.stringify(Object.fromEntries(command.split(',').map(key => [key, told(key)]))) }
    }
    const form = Object.fromEntries(new URLSearchParams(body)) as Record<string, string>
    const say = (result: string): StickReply => ({ body: JSON.stringify({ result }) })
    if (form.goformId === 'LOGIN') {
      state.logins++
      isIn = form.password === upper(upper(password) + state.values.LD)
      return isIn ? { headers: ['Set-Cookie: stok=abc; path=/'], body: '{"result":"0"}' } : say('3')
    }
    const versions = `${state.values.wa_inner_version}${state.values.cr_version}`
    const isMarked = form.AD === hash('md5', hash('md5', versions) + seed)
    seed = ''
    if (!isIn || !isOurs || !isMarked) return say('failure')
    switch (form.goformId) {
      case 'LOGOUT':
        state.logouts++
        isIn = false
        break
      case 'SET_BEARER_PREFERENCE':
        state.values.BearerPreference = form.BearerPreference ?? ''
        break
      case 'BAND_SELECT':
        state.values.lte_band_lock = form.lte_band_mask ?? ''
        break
      case 'DISCONNECT_NETWORK':
        state.values.ppp_status = 'ppp_disconnected'
        break
      case 'CONNECT_NETWORK':
        state.values.ppp_status = 'ppp_connected'
        break
      case 'ENTER_PIN':
        state.pins++
        if (form.PinNumber !== '1234') return say('failure')
        state.values.modem_main_state = 'modem_init_complete'
        break
      case 'REBOOT_DEVICE':
        state.restarts++
        break
      case 'DELETE_SMS':
        state.messages = state.messages.filter(({ id }) => `${id};` !== form.msg_id)
        break
      case 'SEND_SMS':
        state.sent.push(form)
        break
      default:
        return say('failure')
    }
    return say('success')
  }
  return Object.assign(serve, { state })
}

/** A TCL stick with a memory: a login that gives a token, settings, a card, messages; `told`: it takes its token as it told it. */
export function tclRouter({
  password = 'secret',
  model = 'HH70',
  token: form,
}: {
  password?: string
  model?: string
  token?: 'told' | 'mixed'
} = {}) {
  const state = {
    settings: { NetworkMode: 0, NetselectionMode: 1 } as Record<string, unknown>,
    status: { ...tclLte.GetSystemStatus } as Record<string, unknown>,
    sim: { ...tclLte.GetSimStatus, PukRemainingTimes: 10 } as Record<string, unknown>,
    logins: 0,
    logouts: 0,
    restarts: 0,
    pins: 0,
    messages: [{ SMSId: 65_538, SMSType: 1, SMSContent: 'Hello', SMSTime: '2026-03-14 09:26:53' }],
    sent: [] as Record<string, unknown>[],
    outcome: 2,
  }
  const key = 'e5dl12XYVggihggafXWf0f2YSf2Xngd1'
  const mixed = (text: string) =>
    [...text]
      .flatMap((char, nth) => {
        const [code, with_] = [char.charCodeAt(0), key.charCodeAt(nth % key.length)]
        return [code & 15, code >> 4].map(half => String.fromCharCode((with_ & 240) | (half ^ (with_ & 15))))
      })
      .join('')
  const open = ['GetSystemStatus', 'GetSimStatus', 'GetSystemInfo', 'Login']
  let token = ''
  const isPlain = model.startsWith('MW40')
  const wanted = () => ((form ?? (isPlain ? 'told' : 'mixed')) === 'told' ? token : mixed(token))
  const serve: StickServer = ({ target, headers, body }) => {
    const name = /^\/jrd\/webapi\?api=(\w+)$/.exec(target)?.[1]
    if (name === undefined || headers._tclrequestverificationkey === undefined)
      return { status: 404, body: 'no' }
    const { id, params } = JSON.parse(body) as { id: string; params: Record<string, unknown> | null }
    const given = params ?? {}
    const error = (code: string): StickReply => ({
      body: JSON.stringify({ jsonrpc: '2.0', error: { code, message: '' }, id }),
    })
    const say = (result: unknown): StickReply => ({ body: JSON.stringify({ jsonrpc: '2.0', result, id }) })
    const isIn = token !== '' && headers._tclrequestverificationtoken === wanted()
    if (!open.includes(name) && !isIn) return error('-32699')
    switch (name) {
      case 'Login': {
        state.logins++
        const same = isPlain ? (text: string) => text : mixed
        if (given.UserName !== same('admin') || given.Password !== same(password)) return error('010101')
        token = `${4_548_000 + state.logins}`
        return say({ token: Number(token) })
      }
      case 'Logout':
        state.logouts++
        token = ''
        return say({})
      case 'GetSystemInfo':
        return say({ ...tclLte.GetSystemInfo, DeviceName: model })
      case 'GetSystemStatus':
        return say(state.status)
      case 'GetSimStatus':
        return say(state.sim)
      case 'GetNetworkInfo':
        return say(tclLte.GetNetworkInfo)
      case 'GetNetworkSettings':
        return say(state.settings)
      case 'SetNetworkSettings':
        state.settings = given
        return say({})
      case 'Connect':
      case 'DisConnect':
        state.status.ConnectionStatus = name === 'Connect' ? 2 : 0
        return say({})
      case 'SetDeviceReboot':
        state.restarts++
        return say({})
      case 'UnlockPin':
        state.pins++
        if (given.Pin !== '1234') return error('020101')
        state.sim.SIMState = 7
        return say({})
      case 'ChangePinCode':
        state.pins++
        return given.CurrentPin === '1234' ? say({}) : error('020401')
      case 'ChangePinState':
        state.pins++
        if (given.Pin !== '1234') return error('020501')
        state.sim.PinState = given.State === 1 ? 2 : 3
        return say({})
      case 'GetSMSContactList':
        return say({ SMSContactList: [{ ContactId: 4, PhoneNumber: ['+48111'] }] })
      case 'GetSMSContentList':
        return say({ SMSContentList: state.messages, TotalPageCount: 1 })
      case 'DeleteSMS':
        state.messages = state.messages.filter(({ SMSId }) => SMSId !== given.SMSId || given.ContactId !== 4)
        return say({})
      case 'SendSMS':
        state.sent.push(given)
        return say({})
      case 'GetSendSMSResult':
        return say({ SendStatus: state.outcome })
      default:
        return error('-32601')
    }
  }
  return Object.assign(serve, { state })
}
