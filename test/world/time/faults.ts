import type { Connection } from '../../../src/contract/connection.ts'
import type { ModemInfo, SimState } from '../../../src/contract/info.ts'
import { type Hold, type Rung, rungs } from '../../../src/watch/policy.ts'
import { connected, modem, searching } from '../memory/shown.ts'

/** Something that goes wrong with a router's connection. */
export interface Fault {
  /** How it looks. */
  kind: keyof typeof looks
  /** The cheapest rung that ends it; null: none does. */
  cure: Rung | null
  /** When it begins, and when it ends by itself; s. Without an end only its cure ends it. */
  at: number
  until?: number
}

/** What is seen of the connection while it lasts. */
interface Look {
  info: Partial<ModemInfo> | null
  present?: false
  holds?: readonly Hold[]
  /** Whether bytes come in and hosts answer; null: as little as is sent. */
  reachable: boolean | null
}

const link = (told: Partial<Connection>): Partial<ModemInfo> => ({
  connection: { ...connected, addresses: [], default_route: false, up: false, ...told },
})

const card = (state: SimState): Look => ({
  info: {
    ...searching,
    ...link({ state: 'down' }),
    sim: { state, imsi: null, iccid: null, slot: null },
  },
  reachable: null,
})

/** What each kind of fault looks like. */
export const looks = {
  stalled: { info: {}, reachable: false },
  no_address: { info: link({ state: 'up_without_address', up: true }), reachable: null },
  not_connecting: { info: link({ state: 'connecting' }), reachable: null },
  missing: {
    info: link({
      state: 'device_missing',
      error: { code: 'NO_DEVICE', subsystem: 'interface', text: null, count: 3 },
    }),
    reachable: null,
  },
  searching: { info: { ...searching, ...link({ state: 'down' }) }, reachable: null },
  silent: { info: { port_state: 'silent', ...searching, ...link({ state: 'down' }) }, reachable: null },
  vanished: { info: null, present: false, reachable: null },
  no_card: card('absent'),
  pin: card('pin_required'),
  puk: card('puk_required'),
  denied: {
    info: {
      ...searching,
      registration: { state: 'denied', domain: 'creg', stat: 3, act: null, area: null, cell_id: null },
      ...link({ state: 'down' }),
    },
    reachable: null,
  },
  wrong_settings: {
    info: link({
      state: 'blocked',
      error: { code: 'PIN_FAILED', subsystem: 'qmi', text: null, count: 1 },
    }),
    reachable: null,
  },
  radio_off: { info: { ...searching, ...link({ state: 'down' }) }, holds: ['radio_off'], reachable: null },
  stopped: { info: link({ state: 'stopped' }), holds: ['stopped_by_person'], reachable: null },
  limit: { info: link({ state: 'stopped' }), holds: ['data_limit'], reachable: null },
  owned: { info: link({ state: 'down' }), holds: ['owned_by_other'], reachable: null },
  set_up: { info: link({ state: 'connecting' }), holds: ['setup_running'], reachable: null },
} as const satisfies Readonly<Record<string, Look>>

/** Kinds in which no rung helps, or a person has forbidden it. */
export const hopeless = [
  ...(['no_card', 'pin', 'puk', 'denied', 'wrong_settings', 'radio_off'] as const),
  ...(['stopped', 'limit', 'owned', 'set_up'] as const),
] satisfies readonly Fault['kind'][]

/** Which rungs end a kind of fault that was built so; one that is beyond it ends it too. */
export const cures: { readonly [Kind in Fault['kind']]?: readonly Rung[] } = {
  stalled: rungs,
  no_address: rungs,
  not_connecting: rungs,
  missing: rungs,
  searching: ['register', 'restart'],
  silent: ['reconnect', 'reenumerate', 'power', 'reboot'],
  vanished: ['reenumerate', 'power', 'reboot'],
}

/** Whether a rung ends a fault. */
export const isCured = ({ cure }: Fault, rung: Rung): boolean =>
  cure !== null && rungs.indexOf(rung) >= rungs.indexOf(cure)

/** The modem as it is seen at a time, with so many bytes on its counters. */
export function infoOf(fault: Fault | null, rx: number, tx: number): ModemInfo | null {
  const look: Look = fault === null ? { info: {}, reachable: true } : looks[fault.kind]
  if (look.info === null) return null
  const told = modem(look.info)
  return { ...told, connection: { ...told.connection, rx_bytes: rx, tx_bytes: tx } }
}

/** What of a fault is seen beside the modem. */
export const lookOf = (fault: Fault | null): Look =>
  fault === null ? { info: {}, reachable: true } : looks[fault.kind]
