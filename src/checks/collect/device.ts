import type { ModemInfo } from '../../contract/info.ts'
import { attribute } from '../../discovery/attribute.ts'
import { type Modem, modelOf } from '../../discovery/modem.ts'
import { portToDial } from '../../discovery/modems.ts'
import { controlNodes } from '../../discovery/networks.ts'
import type { Files } from '../../platform/platform.ts'
import type { DeviceEvidence } from '../evidence.ts'

/** The modem as its bus shows it. */
export function deviceOf(files: Files, modem: Modem, info: ModemInfo | null): DeviceEvidence {
  const { found } = modem
  const model = modelOf(modem, info?.model ?? null)
  const speed = Number(attribute(files, `${found.directory}/speed`))
  const own = [info?.vendor, info?.model].filter(Boolean).join(' ')
  return {
    modem: modem.modem,
    bus: found.bus,
    path: found.path,
    directory: found.directory,
    id: found.id,
    name: own || found.product || 'The modem',
    is_5g: (model.bands?.nr_sa ?? model.bands?.nr_nsa) !== undefined,
    speed_mbit: found.bus === 'usb' && speed > 0 ? speed : null,
    interfaces: found.interfaces,
    ports: found.ports.map(({ path }) => path.replace('/dev/', '')),
    controls: controlNodes(files, found).map(path => path.replace('/dev/', '')),
    nets: found.devices.map(({ name }) => name),
    dial: portToDial(modem),
    condition: modem.condition,
  }
}
