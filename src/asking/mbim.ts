import type { RegistrationDomain, SimState } from '../contract/info.ts'
import type { Facts } from './facts.ts'
import { decimal, hex } from './fields.ts'

/** What umbim or mbimcli answered, by what it was asked; absent where it was not asked or gave no answer. */
export interface MbimAnswers {
  caps?: string
  subscriber?: string
  registration?: string
  pin?: string
  /** mbimcli alone. */
  signal?: string
}

/** One value as both programs tell it: a number where umbim prints one, and the text. */
interface Value {
  code: number | null
  text: string | null
}

const nothing: Value = { code: null, text: null }

/** A text both programs print where the modem gave none. */
const known = (text: string) =>
  text === '' || text === '(null)' || text === 'unknown' ? null : text.slice(0, 200)

/**
 * The values of one answer by name, in lower case and without blanks. Wire, umbim: `  registerstate: 0003 - home`,
 * `  provider_id: 26201`, where a number has four digits or more of base 16 and ` - ` behind it; mbimcli: `	Register
 * state: 'home'`. The first value of a name counts.
 */
export function mbimValues(text: string | undefined): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>()
  for (const line of (text ?? '').split('\n')) {
    const [, quotedName, quoted, name, plain = ''] =
      /^\s+([\w][\w /[\],-]*): '(.*)'$/.exec(line) ?? /^()() {2}([a-z][\w ]*): (.*)$/.exec(line) ?? []
    const key = (quotedName || name || '').toLowerCase().replace(/[\s_]|\[.*\]/g, '')
    if (key === '' || values.has(key)) continue
    if (quoted !== undefined && quotedName) values.set(key, { code: null, text: known(quoted) })
    else {
      const [, code, word] = /^([\dA-F]{4,8}) - (.*)$/.exec(plain) ?? []
      values.set(
        key,
        code === undefined
          ? { code: null, text: known(plain) }
          : { code: hex(code), text: known(word ?? '') },
      )
    }
  }
  return values
}

/** Whether the answer holds this value: without it the program did not answer, whatever it says by its exit code. */
export const isMbimAnswer = (text: string | undefined, key: string): boolean => mbimValues(text).has(key)

/** `<stat>` of TS 27.007 §7.2 by MBIM_REGISTER_STATE (MBIM 1.0 §10.5.10), 0–6 in this order, and by mbimcli's word. */
const registerStates = [
  ['unknown', 4],
  ['deregistered', 0],
  ['searching', 2],
  ['home', 1],
  ['roaming', 5],
  ['partner', 5],
  ['denied', 3],
] as const

/** State of the SIM by MBIM_SUBSCRIBER_READY_STATE (MBIM 1.0 §10.5.2), 0–7 in this order; null: told by the PIN. */
const readyStates: readonly (readonly [string, SimState | null])[] = [
  ['not-initialized', 'busy'],
  ['initialized', 'ready'],
  ['sim-not-inserted', 'absent'],
  ['bad-sim', 'failure'],
  ['failure', 'failure'],
  ['not-activated', null],
  ['device-locked', null],
  ['no-esim-profile', 'absent'],
]

/** What waits for a code, by MBIM_PIN_TYPE (MBIM 1.0 §10.5.5); the second PIN keeps nobody from registering. */
const pinStates: readonly (readonly [number, RegExp, SimState])[] = [
  [2, /^pin1$/, 'pin_required'],
  [11, /^puk1$/, 'puk_required'],
  [4, /^device-sim-pin$/, 'locked_to_device'],
  [5, /^device-first-sim-p[iu][nk]$/, 'locked_to_device'],
  [6, /^(?:network|service-provider|corporate|subsidy).*p[iu][nk]$|^subsidy-lock$/, 'locked_to_network'],
]

/** The row of a table that a value names, by its number or by its word. */
function rowOf<T extends readonly [string, ...unknown[]]>(
  table: readonly T[],
  { code, text }: Value,
): T | undefined {
  return code === null ? table.find(([word]) => word === text) : table[code]
}

/** Classes of MBIM_DATA_CLASS, best first: bit, mbimcli's word, domain, `<AcT>` of TS 27.007. */
const dataClasses: readonly (readonly [
  bit: number,
  word: string,
  domain: RegistrationDomain,
  act: number,
])[] = [
  [0x80, '5g-sa', 'c5greg', 11],
  // A cell that offers EN-DC; whether a leg of NR is in use this does not say.
  [0x40, '5g-nsa', 'cereg', 7],
  [0x20, 'lte', 'cereg', 7],
  [0x18, 'hsdpa, hsupa', 'cgreg', 6],
  [0x10, 'hsupa', 'cgreg', 5],
  [0x08, 'hsdpa', 'cgreg', 4],
  [0x04, 'umts', 'cgreg', 2],
  [0x02, 'edge', 'cgreg', 3],
  [0x01, 'gprs', 'cgreg', 0],
]

function technologyOf({ code, text }: Value): { domain: RegistrationDomain; act: number | null } {
  // umbim has no word for a mask of several bits, and none for those of 5G.
  const mask = code ?? (/^[\dA-Fa-f]{4,8}$/.test(text ?? '') ? hex(text ?? '') : null)
  const has = ([bit, word]: (typeof dataClasses)[number]) =>
    mask === null ? (text ?? '').includes(word) : (mask & bit) === bit
  const [, , domain = 'cgreg', act = null] = dataClasses.find(has) ?? []
  return { domain, act }
}

/**
 * State of the SIM: what is ready, else the code it waits for. Wire, `pinstate` of umbim: `Pin Unlocked`, or `required pin: 2 - pin1`
 * and `remaining attempts: 3`; of mbimcli: `PIN state: 'locked'`, `PIN type: 'pin1'`.
 */
function simOf({ subscriber, pin }: MbimAnswers): SimState | null {
  const [word, state] = rowOf(readyStates, mbimValues(subscriber).get('readystate') ?? nothing) ?? []
  if (state) return state
  if (word === 'not-activated') return 'ready'
  const [, number, text] =
    /^\s*required pin: (\d+) - (\S+)/m.exec(pin ?? '') ??
    /PIN state: 'locked'\s+PIN type: (')([\w-]+)'/.exec(pin ?? '') ??
    []
  const waits =
    pinStates.find(([code, name]) => String(code) === number || name.test(text ?? ''))?.[2] ?? null
  return (
    waits ??
    (/^\s*Pin Unlocked|PIN state: 'unlocked'/m.test(pin ?? '') && word === undefined ? 'ready' : null)
  )
}

/** Attempts that are left for the first PIN or its PUK. */
function attemptsOf(pin: string | undefined): Facts['attempts'] {
  const left = /^\s*remaining attempts: '?(\d{1,2})'?$/im.exec(pin ?? '')?.[1]
  if (left === undefined) return undefined
  if (/\bpin1\b/.test(pin ?? '')) return { pin_attempts: Number(left) }
  return /\bpuk1\b/.test(pin ?? '') ? { puk_attempts: Number(left) } : undefined
}

/**
 * A name as the modem gave it. umbim cuts every letter to eight bits: what that leaves of another alphabet holds control
 * characters and signs, and of small Cyrillic letters what lies between 0 and O.
 */
const nameOf = ({ text }: Value) =>
  /^[\w .&+'()/*!-]+$/.test(text ?? '') && !/^[0-O]{4,}$/.test(text ?? '') ? text : null

const digitsOf = (text: string | null, pattern: RegExp) => (pattern.test(text ?? '') ? text : null)

/** RSRP and SNR of mbimcli's signal state, which tells them with MBIMEx 2.0, by system. */
function signalOf(text: string | undefined): Facts {
  const rssi = decimal(mbimValues(text).get('rssi')?.text ?? undefined)
  const part = /RSRP\/SNR info: '(?:lte|5g-nsa|5g-sa)[^']*'([\s\S]*?)(?=\[|$)/.exec(text ?? '')?.[1]
  const level = (name: string) => decimal(new RegExp(`${name}: '(-?[\\d.]+) dBm?'`).exec(part ?? '')?.[1])
  return {
    ...(rssi === null || rssi > 31 ? {} : { csq: rssi }),
    ...(part === undefined ? {} : { rsrp: level('RSRP'), sinr: level('SNR') }),
  }
}

/**
 * What a modem tells by MBIM, through umbim (2939b7d) or mbimcli (libmbim 1.30). No cell, band or carrier is told;
 * umbim's `rssi` of the home provider is no signal value and is left alone.
 */
export function readMbim(answers: MbimAnswers): Facts {
  const [caps, subscriber, registration] = [answers.caps, answers.subscriber, answers.registration].map(
    mbimValues,
  )
  const of = (values: ReadonlyMap<string, Value> | undefined, key: string) => values?.get(key) ?? nothing
  const state = rowOf(registerStates, of(registration, 'registerstate'))
  const isServed = state !== undefined && ['home', 'roaming', 'partner'].includes(state[0])
  const { code: cause } = of(registration, 'nwerror')
  const reject =
    state?.[0] === 'denied' && cause !== null && cause > 0 && cause < 256 ? { reject_cause: cause } : {}
  const left = attemptsOf(answers.pin)
  const technology = technologyOf(isServed ? of(registration, 'availabledataclasses') : nothing)
  return {
    imei: digitsOf(of(caps, 'deviceid').text, /^\d{14,16}$/),
    firmware: of(caps, 'firmwareinfo').text,
    imsi: digitsOf(of(subscriber, 'subscriberid').text, /^\d{6,15}$/),
    iccid: digitsOf(of(subscriber, 'simiccid').text, /^\d{17,21}[\dFf]?$/),
    sim: simOf(answers),
    plmn: digitsOf(of(registration, 'providerid').text, /^\d{5,6}$/),
    operator_name: nameOf(of(registration, 'providername')),
    ...(state
      ? { registrations: [{ ...technology, stat: state[1], area: null, cell_id: null, ...reject }] }
      : {}),
    ...(left === undefined ? {} : { attempts: left }),
    ...signalOf(answers.signal),
  }
}
