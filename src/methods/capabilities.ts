import type { ModemArgs } from '../contract/args.ts'
import type { CapabilitiesReply, Capability, CapabilityState } from '../contract/capabilities.ts'
import { validate } from '../contract/generated/validate/capabilities.ts'
import { modelOf } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import { mayBeOwned } from '../modem/owner.ts'
import { refresh } from '../modem/refresh.ts'
import { readRefusals } from '../modem/refusals.ts'
import { loadSettings, nameOf } from '../modem/session.ts'
import { readSnapshot } from '../modem/snapshot.ts'
import type { Method } from './method.ts'

/**
 * `capabilities`: what this model can be asked and told, from its data. The modem is not disturbed, unless its id is
 * that of several models and nobody has asked it yet which one it is. What it has refused since it was plugged in is not
 * promised again.
 */
export const method: Method<ModemArgs, CapabilitiesReply> = {
  validate,
  async run(args, call) {
    const { platform } = call
    const modem = await findModem(platform, args.modem)
    const { info } = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
    const isOpen = info === null && modem.match.entries > 1
    const model = modelOf(modem, (isOpen ? await refresh(call, modem, 0) : info)?.model ?? null)
    const managed = mayBeOwned(platform.files, modem)
      ? await (await import('../modem/owners.ts')).keptBy(call, modem)
      : null
    const kept = managed && (await import('../modem/manager-session.ts')).managerSession(call, modem, managed)
    const isStick = kept === null && modem.condition?.kind === 'hilink'
    const stick = isStick ? (await import('../modem/stick-session.ts')).stickModel(modem) : null
    const driven = kept ?? stick
    const settings = driven?.settings ?? (await loadSettings(call, model))
    const name = nameOf(driven?.model ?? model)
    const refusals = readRefusals(platform.files, modem)
    const hasPort = driven !== null || modem.ports.length > 0
    const hasAt = driven === null
    const state = (capability: Capability, read: boolean, write: boolean): CapabilityState => {
      const why = !hasPort
        ? 'the modem has no AT port'
        : !read && !write
          ? hasAt
            ? `no command is known for ${name}`
            : stick === null
              ? 'ModemManager, which drives the modem, cannot be asked for it'
              : 'the web interface of the stick does not offer it, or does not tell what it came to'
          : null
      const readOnly =
        read && !write && capability !== 'cells'
          ? `${name} only tells it, no command to change it is known`
          : null
      const no = refusals[capability] ?? {}
      const refused = hasPort ? ((read ? no.read : null) ?? (write ? no.write : null) ?? null) : null
      return {
        name: capability,
        read: read && hasPort && no.read === undefined,
        write: write && hasPort && refused === null,
        why: refused === null ? (why ?? readOnly) : `the modem has refused it: ${refused}`,
        ...(refused === null ? {} : { refused }),
      }
    }
    const both = (capability: Capability, part: { write?: unknown } | undefined) =>
      state(capability, part !== undefined, part?.write !== undefined)
    return {
      modem: modem.modem,
      model: name,
      dialect: driven?.model.dialect ?? model.dialect,
      capabilities: [
        both('bands', settings.bands),
        both('modes', settings.modes),
        state('cells', settings.cells !== undefined, false),
        both('cell_lock', settings.cellLock),
        state('contexts', hasAt, hasAt),
        both('usb_mode', settings.usbMode),
        both('autoconnect', settings.autoconnect),
        state('restart', true, true),
        state('sim', true, kept === null),
        both('select_sim', settings.slot),
      ],
    }
  },
}
