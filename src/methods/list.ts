import type { NoArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/list.ts'
import type { ModemList } from '../contract/list.ts'
import { missingAtPorts } from '../discovery/at-ports.ts'
import { mistakesIn, mistakeText } from '../discovery/configuration.ts'
import { ownFolder, ownModels } from '../discovery/models.ts'
import type { Modem } from '../discovery/modem.ts'
import { listModems } from '../discovery/modems.ts'
import { pincodeWarnings } from '../modem/pincode.ts'
import { runDirectory } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import type { Method } from './method.ts'

/**
 * Mistakes in the model files a person has put on this router, also of modems that are not plugged in, and a place for
 * snapshots that is somebody else's.
 */
function warningsOf({ files, data }: Platform, modems: readonly Modem[]): string[] {
  const foreign = files.exists(runDirectory) && !files.trusted(runDirectory)
  const mistakes = ['usb', 'pci'].flatMap(bus =>
    files.list(`${ownFolder}/${bus}`).flatMap(name => {
      const path = `${ownFolder}/${bus}/${name}`
      const { models, mistakes } = ownModels(files, data, path)
      return [...mistakes, ...missingAtPorts(models, modems)].map(text => `${path}: ${text}`)
    }),
  )
  return foreign
    ? [
        ...mistakes,
        `${runDirectory}: it must be a folder of root that nobody else may write, so nothing is remembered`,
      ]
    : mistakes
}

/** `list`: the modems of this host, from /sys and the model table; no port is opened. */
export const method: Method<NoArgs, ModemList> = {
  validate,
  async run(_args, { platform }) {
    const modems = listModems(platform)
    const mistakes = mistakesIn(platform.files)
    return {
      modems: modems.map(({ modem, found, match, condition, ports }) => ({
        modem,
        bus: found.bus,
        path: found.path,
        id: found.id,
        model: match.model.name || null,
        manufacturer: found.manufacturer,
        product: found.product,
        dialect: match.model.dialect,
        port: ports[0] ?? null,
        ports: found.ports.map(p => p.path),
        devices: found.devices.map(d => d.name),
        interfaces: found.interfaces,
        condition,
      })),
      warnings: [
        ...mistakes.map(mistakeText),
        ...warningsOf(platform, modems),
        ...pincodeWarnings(platform, modems),
      ],
      ...(mistakes.length > 0 && {
        mistakes: mistakes.map(({ section, phrase }) => ({
          section,
          text: phrase.text,
          values: { ...phrase.with },
        })),
      }),
    }
  },
}
