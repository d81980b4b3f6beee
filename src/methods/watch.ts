import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/watch.ts'
import type { WatchReply } from '../contract/watch.ts'
import { findModem } from '../discovery/remembered.ts'
import { option, readUci } from '../discovery/uci.ts'
import type { Memory } from '../watch/memory.ts'
import { readPanel } from '../watch/panel.ts'
import { readMemories, readRefused } from '../watch/store.ts'
import { watchTold } from '../watch/told.ts'
import type { Method } from './method.ts'

const isOff = (text: string | undefined) => /^(?:0|off|false|no|disabled)$/.test(text ?? '')

/** `watch`: answered from what the watch has written down, also of a modem that has vanished. */
export const method: Method<ModemArgs, WatchReply> = {
  validate,
  async run({ modem: wanted }, { platform }) {
    const sections = readUci(platform.files, 'modem').filter(({ type }) => type === 'watch')
    const names = sections.filter(section => !isOff(option(section, 'enabled'))).map(s => option(s, 'modem'))
    const memories = readMemories(platform)
    let found: string | null = null
    let memory: Memory | null = null
    try {
      found = (await findModem(platform, wanted)).modem
      memory = memories.find(({ modem }) => modem === found) ?? null
    } catch (failure) {
      const [one, other] = memories.filter(({ modem }) => wanted === undefined || modem === wanted)
      const isGone = failure instanceof Failure && /^(?:no_modem|modem_not_found)$/.test(failure.code)
      if (!isGone || other !== undefined || (one === undefined && names.length === 0)) throw failure
      memory = one ?? null
      found = one?.modem ?? null
    }
    const configured = names.some(name => name === undefined || name === found || name === memory?.wanted)
    const { files } = platform
    return {
      ...watchTold(found, memory, configured, readRefused(platform), platform.now()),
      installed: files.exists('/etc/init.d/modem-watch'),
      leds: Object.keys(readPanel(files, {}).leds),
    }
  },
}
