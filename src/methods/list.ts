import type { Method } from '#core'
import { listModems, modelRules, parseModels } from '#host'
import type { ModemList, NoArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/list.ts'
import type { Platform } from '../platform/platform.ts'

const ownModels = '/etc/modem/models'

/** Mistakes in the model files a person has put on this router, also of modems that are not plugged in. */
function warningsOf({ files, data }: Platform): string[] {
  return ['usb', 'pci'].flatMap(bus =>
    files.list(`${ownModels}/${bus}`).flatMap(name => {
      const path = `${ownModels}/${bus}/${name}`
      const { mistakes } = parseModels(files.read(path) ?? '', modelRules(files, data))
      return mistakes.map(text => `${path}: ${text}`)
    }),
  )
}

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
      warnings: warningsOf(platform),
    }
  },
}
