import type { Method } from '#core'
import { listModems, ownModels } from '#host'
import type { ModemList, NoArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/list.ts'
import { snapshotDirectory } from '../modem/snapshot.ts'
import type { Platform } from '../platform/platform.ts'

const folder = '/etc/modem/models'

/**
 * Mistakes in the model files a person has put on this router, also of modems that are not plugged in, and a place for
 * snapshots that is somebody else's.
 */
function warningsOf({ files, data }: Platform): string[] {
  const foreign = files.exists(snapshotDirectory) && !files.trusted(snapshotDirectory)
  const mistakes = ['usb', 'pci'].flatMap(bus =>
    files.list(`${folder}/${bus}`).flatMap(name => {
      const path = `${folder}/${bus}/${name}`
      return ownModels(files, data, path).mistakes.map(text => `${path}: ${text}`)
    }),
  )
  return foreign
    ? [
        ...mistakes,
        `${snapshotDirectory}: it must be a folder of root that nobody else may write, so nothing is remembered`,
      ]
    : mistakes
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
