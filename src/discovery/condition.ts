import type { Condition, Reach } from '../contract/condition.ts'
import { isHiLink, isStorage } from './composition.ts'
import { driverFor, type Need, pciDriversFor } from './drivers.ts'
import { driverMissing, hilink, noAtPort, storageMode } from './reasons.ts'
import type { Found } from './sysfs.ts'

/** Network drivers and what a modem behind them can be reached by. */
const reaches: Readonly<Record<string, Reach>> = {
  qmi_wwan: 'qmi',
  qmi_wwan_q: 'qmi',
  qmi_wwan_f: 'qmi',
  cdc_mbim: 'mbim',
  mhi_wwan_mbim: 'mbim',
  cdc_ether: 'ecm',
  cdc_ncm: 'ncm',
  huawei_cdc_ncm: 'ncm',
  rndis_host: 'rndis',
}

/** Packages that talk to a modem by QMI or MBIM. */
const tools: { [Protocol in Reach]?: readonly string[] } = {
  qmi: ['uqmi', 'modemmanager'],
  mbim: ['umbim', 'modemmanager'],
}

/** What the unbound functions of a modem need. */
function needsOf({ bus, id, driver, interfaces }: Found, loaded: readonly string[]): Need[] {
  if (bus === 'usb')
    return interfaces.flatMap(each => (each.driver === null ? (driverFor(id, each) ?? []) : []))
  const [own, ...functions] = pciDriversFor(id)
  if (own === undefined) return []
  return driver === null ? [own, ...functions] : functions.filter(each => !loaded.includes(each.driver))
}

/** Whether the driver named in a need is there and left the interface alone: it does not know the id. */
const isUnknown = (loaded: readonly string[]) => (each: Need) => loaded.includes(each.driver)

function noDriver(found: Found, needs: readonly Need[], loaded: readonly string[]): Condition {
  const distinct = needs.filter((each, i) => needs.findIndex(other => other.driver === each.driver) === i)
  const unknown = distinct.filter(isUnknown(loaded))
  const absent = distinct.filter(each => !unknown.includes(each))
  const packages = absent.flatMap(each => each.package ?? [])
  // A new id makes `option` take every interface that no other driver has, so the others must be there before.
  const isCure = packages.length === 0 && unknown.some(each => each.driver === 'option')
  const newId = isCure
    ? `echo ${found.id.replace(':', ' ')} > /sys/bus/usb-serial/drivers/option1/new_id`
    : null
  const drivers = distinct.map(each => each.driver)
  return {
    kind: 'no_driver',
    reason: driverMissing({ needs: distinct, absent, packages, newId }),
    packages,
    drivers,
    new_id: newId,
    speaks: reachesOf(found),
  }
}

function reachesOf({ devices, interfaces }: Found): Reach[] {
  const drivers = [...devices, ...interfaces].map(each => each.driver ?? '')
  return [...new Set(drivers.flatMap(driver => reaches[driver] ?? []))]
}

/**
 * What keeps a modem from being spoken to; null where nothing does. `loaded` are the drivers the kernel has. A
 * function is missed on a modem that can be spoken to only where it is the data connection and there is no other.
 */
export function conditionOf(found: Found, loaded: readonly string[]): Condition | null {
  const { bus, ports, devices } = found
  const needs = needsOf(found, loaded)
  const network = devices.length === 0 ? needs.filter(each => each.serves === 'network') : []
  const other = { packages: [], drivers: [], new_id: null, speaks: [] }
  if (ports.length > 0) return network.length > 0 && bus === 'usb' ? noDriver(found, network, loaded) : null
  if (isStorage(found))
    return { ...other, kind: 'storage', reason: storageMode, packages: ['usb-modeswitch'] }
  if (isHiLink(found) && needs.length === 0) {
    const device = devices[0]?.name ?? null
    return { ...other, kind: 'hilink', reason: hilink(device), speaks: reachesOf(found) }
  }
  const serial = needs.filter(each => each.serves === 'serial')
  if (serial.length > 0 || network.length > 0) return noDriver(found, [...serial, ...network], loaded)
  const speaks = reachesOf(found)
  const packages = [...new Set(speaks.flatMap(each => tools[each] ?? []))]
  return { ...other, kind: 'no_at_port', reason: noAtPort(speaks, packages), packages, speaks }
}
