import {
  constants,
  createHash,
  createHmac,
  generateKeyPairSync,
  pbkdf2Sync,
  privateDecrypt,
} from 'node:crypto'
import type { StickReply, StickRequest, StickServer } from './server.ts'
import { huaweiLte } from './sticks.ts'

const xml = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<response>${inner}</response>`
const told = (elements: Readonly<Record<string, string>>): string =>
  xml(
    Object.entries(elements)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('\r\n'),
  )
const failed = (code: number): StickReply => ({
  body: `<error><code>${code}</code><message></message></error>`,
})
const sha = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex')
const b64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

/** How a Huawei stick in a test differs from one that asks nobody for anything. */
export interface HuaweiOptions {
  password?: string
  /** Which login it has; default `4`. */
  login?: '0' | '4' | 'scram'
  /** What it answers only to who is logged in; default all orders. */
  locked?: (path: string, isOrder: boolean) => boolean
  pin?: string
  /** Whether it takes a password or a PIN only encrypted, and how that is filled up. */
  seal?: 'pkcs1' | 'oaep'
}

/** The key of a stick that takes some orders only encrypted, and what reads them. */
function sealing(seal: 'pkcs1' | 'oaep') {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '' } = publicKey.export({ format: 'jwk' })
  const block = (bytes: Buffer): string => {
    if (seal === 'oaep')
      return privateDecrypt({ key: privateKey, oaepHash: 'sha1' }, bytes).toString('latin1')
    const whole = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, bytes)
    const end = whole.indexOf(0, 2)
    return whole[0] === 0 && whole[1] === 2 && end >= 10 ? whole.subarray(end + 1).toString('latin1') : ''
  }
  return {
    modulus: Buffer.from(n, 'base64url').toString('hex'),
    open(body: string): string {
      const blocks = (body.match(/.{512}/g) ?? []).map(hex => block(Buffer.from(hex, 'hex')))
      return Buffer.from(blocks.join(''), 'base64').toString('latin1')
    },
  }
}

/** A Huawei stick with a memory: sessions, tokens that are good once, a login, settings, a card, messages. */
export function huaweiRouter({
  password = 'secret',
  login = '4',
  locked,
  pin = '1234',
  seal,
}: HuaweiOptions = {}) {
  const key = seal && sealing(seal)
  const state = {
    net: { NetworkMode: '00', NetworkBand: '3FFFFFFF', LTEBand: '7FFFFFFFFFFFFFFF' } as Record<
      string,
      string
    >,
    dataswitch: '1',
    sim: '257',
    pinTimes: 3,
    /** PINs that came. */
    pins: 0,
    /** Passwords and proofs that came, right or wrong. */
    logins: 0,
    logouts: 0,
    wrong: 0,
    /** Somebody else is logged in. */
    isTaken: false,
    restarts: 0,
    /** Loses the answer to the next login. */
    losesLogin: false,
    messages: [
      {
        Index: '40001',
        Smstat: '0',
        Phone: '+48111',
        Content: 'Hi &amp; bye',
        Date: '2026-03-14 09:26:53',
        box: '1',
      },
      {
        Index: '40002',
        Smstat: '3',
        Phone: '+48222',
        Content: 'sent',
        Date: '2026-03-14 09:27:53',
        box: '2',
      },
    ] as Record<string, string>[],
    sent: [] as { phone: string; content: string }[],
    /** What `sms/send-status` says of a message. */
    outcome: 'SucPhone' as 'SucPhone' | 'FailPhone' | '',
    values: { ...huaweiLte } as Record<string, Readonly<Record<string, string>>>,
  }
  let sessions = 0
  let cookie = ''
  let isIn = false
  let tokens: string[] = []
  let nonce = ''
  let serial = 0
  const salt = '00112233445566778899aabbccddeeff'
  const token = () => {
    const made = `token${++serial}`
    tokens.push(made)
    return made
  }
  const enter = (isRight: boolean): StickReply => {
    state.logins++
    if (state.isTaken) return failed(108_003)
    if (!isRight) {
      state.wrong++
      return failed(108_006)
    }
    if (state.losesLogin) return { raw: '' }
    isIn = true
    cookie = `SessionID=in${++sessions}`
    tokens = []
    const headers = [
      `__RequestVerificationTokenone: ${token()}`,
      `__RequestVerificationTokentwo: ${token()}`,
      `Set-Cookie: ${cookie}; path=/; HttpOnly`,
    ]
    return { headers, body: xml('OK') }
  }
  const done = (): StickReply => ({ headers: [`__RequestVerificationToken: ${token()}`], body: xml('OK') })
  const proofOf = (final: string) => {
    const key = createHmac('sha256', 'Client Key')
      .update(pbkdf2Sync(password, Buffer.from(salt, 'hex'), 100, 32, 'sha256'))
      .digest()
    const signature = createHmac('sha256', `${nonce},${final},${final}`)
      .update(createHash('sha256').update(key).digest())
      .digest()
    return Buffer.from(key.map((byte, nth) => byte ^ (signature[nth] ?? 0))).toString('hex')
  }

  const order = (path: string, body: string, sentToken: string): StickReply => {
    const value = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? ''
    switch (path) {
      case 'user/login': {
        const right = login === '4' ? b64(sha(`admin${b64(sha(password))}${sentToken}`)) : b64(password)
        return enter(value('Username') === 'admin' && value('Password') === right)
      }
      case 'user/challenge_login': {
        nonce = value('firstnonce')
        const elements = { salt, iterations: '100', servernonce: `${nonce}beef` }
        return { headers: [`__RequestVerificationToken: ${token()}`], body: told(elements) }
      }
      case 'user/authentication_login':
        return enter(value('clientproof') === proofOf(value('finalnonce')))
      case 'user/logout':
        state.logouts++
        isIn = false
        return done()
      case 'net/net-mode':
        for (const name of Object.keys(state.net)) state.net[name] = value(name)
        return done()
      case 'dialup/mobile-dataswitch':
        state.dataswitch = value('dataswitch')
        return done()
      case 'device/control':
        state.restarts++
        return done()
      case 'pin/operate':
        state.pins++
        if (value('CurrentPin') !== pin) {
          state.pinTimes--
          return failed(103_002)
        }
        state.sim = '257'
        return done()
      case 'sms/sms-list': {
        const own = state.messages.filter(({ box }) => box === value('BoxType'))
        const page = own.slice(20 * (Number(value('PageIndex')) - 1), 20 * Number(value('PageIndex')))
        const rows = page.map(
          ({ box: _, ...row }) =>
            `<Message>${Object.entries(row)
              .map(([name, text]) => `<${name}>${text}</${name}>`)
              .join('')}</Message>`,
        )
        return {
          headers: [`__RequestVerificationToken: ${token()}`],
          body: xml(`<Count>${own.length}</Count><Messages>${rows.join('')}</Messages>`),
        }
      }
      case 'sms/delete-sms':
        state.messages = state.messages.filter(({ Index }) => Index !== value('Index'))
        return done()
      case 'sms/send-sms':
        state.sent.push({ phone: value('Phone'), content: value('Content') })
        return done()
      default:
        return failed(100_002)
    }
  }

  const read = (path: string): StickReply => {
    const count = (box: string) => String(state.messages.filter(each => each.box === box).length)
    const phone = state.sent.at(-1)?.phone ?? ''
    const answers: Record<string, string> = {
      'user/state-login': told({
        State: isIn ? '0' : '-1',
        password_type: login === '0' ? '0' : '4',
        extern_password_type: login === 'scram' ? '1' : '0',
        rsapadingtype: seal === 'oaep' ? '1' : '0',
      }),
      ...(key && {
        'global/module-switch': told({ encrypt_enabled: '1' }),
        'webserver/publickey': told({ encpubkeyn: key.modulus, encpubkeye: '010001' }),
      }),
      'net/net-mode': told(state.net),
      'net/net-mode-list': xml(
        '<AccessList><Access>00</Access><Access>02</Access><Access>03</Access><Access>0302</Access></AccessList>' +
          '<LTEBandList><LTEBand><Name>B1 B3 B7 B8 B20</Name><Value>800c5</Value></LTEBand>' +
          '<LTEBand><Name>All</Name><Value>7fffffffffffffff</Value></LTEBand></LTEBandList>',
      ),
      'dialup/mobile-dataswitch': told({ dataswitch: state.dataswitch }),
      'pin/status': told({
        SimState: state.sim,
        PinOptState: state.sim === '260' ? '260' : '259',
        SimPinTimes: String(state.pinTimes),
        SimPukTimes: '10',
      }),
      'sms/sms-count': told({
        LocalInbox: count('1'),
        LocalOutbox: count('2'),
        LocalDraft: '0',
        SimInbox: '0',
      }),
      'sms/send-status': told({ Phone: '', SucPhone: '', FailPhone: '', [state.outcome || 'Phone']: phone }),
    }
    const known = answers[path] ?? (state.values[path] && told(state.values[path]))
    return known === undefined ? failed(100_002) : { body: known }
  }

  const serve: StickServer = ({ method, target, headers, body }: StickRequest): StickReply => {
    if (target === '/api/webserver/SesTokInfo') {
      if (cookie === '' || headers.cookie !== cookie) {
        cookie = `SessionID=s${++sessions}`
        isIn = false
      }
      tokens = []
      return { body: told({ SesInfo: cookie, TokInfo: token() }) }
    }
    if (!target.startsWith('/api/')) return { body: '<html></html>' }
    if (headers.cookie !== cookie) return failed(125_002)
    const path = target.slice(5)
    const isOrder = method === 'POST'
    const sentToken = headers.__requestverificationtoken ?? ''
    if (isOrder) {
      if (!tokens.includes(sentToken)) return failed(125_003)
      tokens = tokens.filter(each => each !== sentToken)
    }
    const isLocked = !path.startsWith('user/') && (locked?.(path, isOrder) ?? isOrder)
    if (isLocked && !isIn) return failed(100_003)
    if (!isOrder) return read(path)
    const isSealed = headers.encrypt_transmit !== undefined
    if (key && !isSealed && ['user/login', 'pin/operate'].includes(path)) return failed(100_005)
    return order(path, isSealed ? (key?.open(body) ?? '') : body, sentToken)
  }
  return Object.assign(serve, {
    state,
    /** Ends its session, as another login or a restart does. */
    end() {
      cookie = ''
      isIn = false
    },
  })
}
