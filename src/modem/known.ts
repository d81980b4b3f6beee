import type { ModemInfo } from '../contract/info.ts'
import { attribute } from '../discovery/attribute.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Files } from '../platform/platform.ts'
import type { Known } from '../recording/known.ts'

/** What is known of a modem before its talk is shown. */
export function knownOf(files: Files, modem: Modem, info: ModemInfo | null): Known {
  const { cell, registration, connection, sim, imei } = info ?? {}
  const id = cell?.cell_id ?? registration?.cell_id
  const macs = modem.found.devices.flatMap(
    ({ name }) => attribute(files, `/sys/class/net/${name}/address`) ?? [],
  )
  const text = attribute(files, `${modem.found.directory}/serial`)
  return {
    imei: imei ?? null,
    imsi: sim?.imsi ?? null,
    iccid: sim?.iccid ?? null,
    addresses: (connection?.addresses ?? []).map(address => address.replace(/\/.*$/, '')),
    macs: macs.filter(mac => /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i.test(mac) && !/^(?:00:){5}/.test(mac)),
    serials: text === null ? [] : [text],
    cells: id ? [{ cell: id, area: cell?.tac ?? cell?.lac ?? registration?.area ?? null }] : [],
  }
}
