import type { UsbInterface } from '../contract/list.ts'
import type { ModelMatch } from './match.ts'
import type { Found } from './sysfs.ts'
import { isHiLinkId, isMaker, isPciModem, isStorageId } from './usb-ids.ts'

/** Serial drivers the kernel binds to modems only. */
const modemDrivers = /^(?:option|option1|qcserial|sierra|hso|ipw|mtk_t7xx)$/

/** Network drivers only mobile modems use. */
const mobile =
  /^(?:qmi_wwan|cdc_mbim|huawei_cdc_ncm|sierra_net|hso|mhi_net|mhi_wwan_mbim|mtk_t7xx|iosm|rmnet.*)$/

const isDisk = ({ class: kind }: UsbInterface) => kind === '08'
/** Buttons and card readers beside the functions of a stick. */
const isAside = ({ class: kind }: UsbInterface) => kind === '03' || kind === '0b'

/** Ethernet over USB by one of the standards: ECM, NCM, RNDIS, and the data halves of the first two. */
const isEthernet = ({ class: kind, subclass, protocol, driver }: UsbInterface) =>
  kind === '0a' ||
  (kind === '02' && ['06', '0d'].includes(subclass)) ||
  ['02/02/ff', 'e0/01/03', 'ef/04/01'].includes(`${kind}/${subclass}/${protocol}`) ||
  /^(?:cdc_ether|cdc_ncm|rndis_host|huawei_cdc_ncm)$/.test(driver ?? '')

/**
 * Huawei's storage mode has many ids, and its phones are not told by the id: they name Android as their maker, or are
 * of another series (10xx is theirs but for the oldest sticks).
 */
const isHuaweiDisk = ({ id, manufacturer }: Found) =>
  id.startsWith('12d1:') && !/android/i.test(manufacturer ?? '') && !/^12d1:10[2-9a-f]/.test(id)

/** Whether a modem shows itself as a disk and nothing else, as sticks do until they are switched. */
export function isStorage(found: Found): boolean {
  const { id, interfaces } = found
  return (
    interfaces.some(isDisk) &&
    interfaces.every(each => isDisk(each) || isAside(each)) &&
    (isStorageId(id) || isMaker(id) || isHuaweiDisk(found))
  )
}

/**
 * Whether a stick is its own router: Ethernet over USB and no other way to it. Huawei's phones, which can look so when
 * they share their connection, are of the series 10xx.
 */
export function isHiLink({ id, interfaces }: Found): boolean {
  const functions = interfaces.filter(each => !isDisk(each) && !isAside(each))
  const isStick = isHiLinkId(id) || /^12d1:1[4-f]/.test(id)
  return isStick && functions.some(isEthernet) && functions.every(isEthernet)
}

/** A function that is mobile broadband by the USB standard (MBIM), whoever made the device. */
const isMbim = ({ class: kind, subclass }: UsbInterface) => kind === '02' && subclass === '0e'

/** A port of a Huawei modem by its subclass and protocol, whatever the id, as Linux knows them. */
const isHuaweiPort = (id: string, { class: kind, subclass }: UsbInterface) =>
  id.startsWith('12d1:') && kind === 'ff' && /^0[123]$/.test(subclass)

/**
 * Whether a device is a modem: by the model table, by who made it, by a driver or a function that only modems have. A
 * disk, a keyboard, a network card or a serial adapter of another vendor is none.
 */
export function isModem(found: Found, match: ModelMatch): boolean {
  const { bus, id, class: kind, interfaces, ports, devices } = found
  if (match.by === 'listed') return true
  if (ports.some(p => modemDrivers.test(p.driver ?? ''))) return true
  if (devices.some(d => mobile.test(d.driver ?? ''))) return true
  // Class 0d40 and 0d41 of PCI: cellular controllers.
  if (bus === 'pci') return ports.length > 0 || isPciModem(id) || /^0d4[01]/.test(kind)
  if (devices.length > 0 && ports.length > 0) return true
  if (interfaces.length > 0 && isMaker(id)) return true
  return (
    interfaces.some(each => isMbim(each) || isHuaweiPort(id, each)) || isStorage(found) || isHiLink(found)
  )
}
