import type { Method } from '#core'
import { listModems } from '#host'
import type { ModemList, NoArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/list.ts'

/** `list`: the modems of this host, from /sys and the model table; no port is opened. */
export const method: Method<NoArgs, ModemList> = {
  validate,
  async run(_args, { platform }) {
    const modems = listModems(platform)
    return {
      modems: modems.map(({ modem, found, match, ports }) => ({
        modem,
        bus: found.bus,
        id: found.id,
        model: match.model.name || null,
        manufacturer: found.manufacturer,
        product: found.product,
        dialect: match.model.dialect,
        port: ports[0] ?? null,
        ports: found.ports.map(p => p.path),
        devices: found.devices.map(d => d.name),
      })),
      warnings: [...new Set(modems.flatMap(m => m.match.warning ?? []))],
    }
  },
}
