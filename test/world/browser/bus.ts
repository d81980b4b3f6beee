import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BusObject } from '../demo/ubus.ts'
import { repository } from '../memory/host.ts'

/** What is wrong with a call on purpose: no answer (ubus status 5), or a late one. */
export interface Fault {
  noAnswer?: boolean
  delayMs?: number
}

/** The object `modem` with everything a page may do wrong with it noticed. */
export interface StrictModem extends BusObject {
  /** What pages did wrong, in words. */
  complaints: string[]
  /** The calls so far. */
  calls: { method: string; args: Record<string, unknown> }[]
  /** Whether no call runs. */
  isIdle: () => boolean
  /** Asked before each call. */
  fault: (method: string) => Fault | null
}

/** The signatures that `rpcd/modem list` tells rpcd. */
export function signature(): BusObject['signature'] {
  const text = readFileSync(join(repository, 'rpcd/modem'), 'utf8')
  return JSON.parse(/ printf '%s\\n' '(\{"list.*)'$/m.exec(text)?.[1] ?? '{}')
}

/** An object that refuses a call while another one runs: several at once can crash rpcd (openwrt/rpcd#41). */
export function strictModem(call: (method: string, args: unknown) => Promise<object>): StrictModem {
  let running: string | null = null
  const modem: StrictModem = {
    signature: signature(),
    complaints: [],
    calls: [],
    fault: () => null,
    isIdle: () => running === null,
    async call(method, { ubus_rpc_session: _session, ...args }) {
      if (running !== null) {
        modem.complaints.push(`${method} was called while ${running} was running`)
        return null
      }
      running = method
      modem.calls.push({ method, args })
      try {
        const fault = modem.fault(method)
        await new Promise(resolve => setTimeout(resolve, fault?.delayMs ?? 0))
        return fault?.noAnswer ? null : await call(method, args)
      } finally {
        running = null
      }
    },
  }
  return modem
}
