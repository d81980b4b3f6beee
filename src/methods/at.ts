import type { AtArgs, AtReply } from '../contract/at.ts'
import { validate } from '../contract/generated/validate/at.ts'
import { findModem } from '../discovery/remembered.ts'
import { withPort } from '../modem/port.ts'
import { readSnapshot } from '../modem/snapshot.ts'
import type { Method } from './method.ts'

/** `at`: one raw command line under the port's lock; it alone may name any port of the modem. */
export const method: Method<AtArgs, AtReply> = {
  validate,
  async run({ modem: wanted, command, timeout_ms }, call) {
    const { platform } = call
    const modem = await findModem(platform, wanted, true)
    const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
    return withPort(call, modem, snapshot.port, {
      async work(channel) {
        channel.distrust()
        const { lines, final } = await channel.send(command, { timeoutMs: timeout_ms ?? 5000 })
        const text = final.kind === 'timeout' ? 'timeout' : final.text
        return { modem: modem.modem, command, lines: [...lines], final: text, ok: final.kind === 'ok' }
      },
    })
  },
}
