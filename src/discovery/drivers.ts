import type { UsbInterface } from '../contract/list.ts'
import { isOfQcserial, isQmiInterface } from './usb-ids.ts'

/** The kernel driver an interface needs. */
export interface Need {
  driver: string
  /** OpenWrt package of the driver; null where OpenWrt has none. */
  package: string | null
  /** What the interface is for: ports to talk over, or the data connection. */
  serves: 'serial' | 'network'
}

/** OpenWrt packages of the drivers of modems (package/kernel/linux/modules/usb.mk and netdevices.mk). */
const packages = {
  option: ['kmod-usb-serial-option', 'serial'],
  qcserial: ['kmod-usb-serial-qualcomm', 'serial'],
  sierra: ['kmod-usb-serial-sierrawireless', 'serial'],
  cdc_acm: ['kmod-usb-acm', 'serial'],
  hso: ['kmod-usb-net-hso', 'serial'],
  qmi_wwan: ['kmod-usb-net-qmi-wwan', 'network'],
  cdc_mbim: ['kmod-usb-net-cdc-mbim', 'network'],
  cdc_ether: ['kmod-usb-net-cdc-ether', 'network'],
  cdc_ncm: ['kmod-usb-net-cdc-ncm', 'network'],
  huawei_cdc_ncm: ['kmod-usb-net-huawei-cdc-ncm', 'network'],
  rndis_host: ['kmod-usb-net-rndis', 'network'],
  sierra_net: ['kmod-usb-net-sierrawireless', 'network'],
  'mhi-pci-generic': ['kmod-mhi-pci-generic', 'serial'],
  mhi_wwan_ctrl: ['kmod-mhi-wwan-ctrl', 'serial'],
  mhi_wwan_mbim: ['kmod-mhi-wwan-mbim', 'network'],
  mhi_net: ['kmod-mhi-net', 'network'],
  mtk_t7xx: ['kmod-mtk-t7xx', 'serial'],
  iosm: [null, 'serial'],
} as const satisfies Record<string, readonly [string | null, Need['serves']]>

type Driver = keyof typeof packages

const need = (driver: Driver): Need => {
  const [name, serves] = packages[driver]
  return { driver, package: name, serves }
}

/**
 * Function of an interface of the communication class (USB CDC 1.2 table 4), of a wireless controller or of a
 * miscellaneous device: RNDIS shows itself in three ways (Linux rndis_host).
 */
function classDriver({ class: kind, subclass, protocol }: UsbInterface): Driver | null {
  const code = `${kind}/${subclass}/${protocol}`
  if (['02/02/ff', 'e0/01/03', 'ef/04/01'].includes(code)) return 'rndis_host'
  if (kind !== '02') return null
  if (subclass === '02' && /^0[0-6]$/.test(protocol)) return 'cdc_acm'
  return subclass === '06'
    ? 'cdc_ether'
    : subclass === '0d'
      ? 'cdc_ncm'
      : subclass === '0e'
        ? 'cdc_mbim'
        : null
}

/** Huawei tells the function by the protocol, in three series (Linux option, qmi_wwan and huawei_cdc_ncm). */
function huaweiDriver(id: string, { protocol }: UsbInterface): Driver {
  if (/^[147]6$/.test(protocol)) return 'huawei_cdc_ncm'
  return /^[036][789]$/.test(protocol) ? 'qmi_wwan' : serialDriver(id)
}

/** Sierra's modems with DirectIP, whose network function has a driver of its own. */
const directIp = /^(?:1199|0f3d):68a[3a]$/

/** The driver of the vendor-specific serial ports of an id; `option` knows most. */
function serialDriver(id: string): Driver {
  if (isOfQcserial(id)) return 'qcserial'
  if (/^(?:1199|0f3d):68a[489a]|^1199:68(?:a[25]|c0)$/.test(id) && !directIp.test(id)) return 'qcserial'
  if (directIp.test(id) || /^1199:(?:0[0-3]|68)|^0f3d:01/.test(id)) return 'sierra'
  if (/^1199:(?:90[de]3|90e4)$/.test(id)) return 'option'
  if (id.startsWith('1199:')) return 'qcserial'
  return /^0af0:(?:67[1-9]|681|69[1-9]|[789cd])/.test(id) && id !== '0af0:8120' ? 'hso' : 'option'
}

/**
 * The driver an interface of a modem needs, whether it is bound or not; null for what is no port and no network
 * function: storage, audio, ADB (ff/42), tracing (ff/ff/70 and 80), the data half of a CDC function.
 */
export function driverFor(id: string, each: UsbInterface): Need | null {
  const standard = classDriver(each)
  if (standard !== null)
    return need(id.startsWith('12d1') && standard === 'cdc_ncm' ? 'huawei_cdc_ncm' : standard)
  const isPlain = each.class === 'ff' && each.subclass !== '42'
  if (!isPlain || (each.subclass === 'ff' && /^[78]0$/.test(each.protocol))) return null
  if (id.startsWith('12d1:') || id === '03f0:581d') return need(huaweiDriver(id, each))
  if (directIp.test(id) && each.number >= 7) return need('sierra_net')
  const isQmi =
    isQmiInterface(id, each.number) || (id.startsWith('1199:') && [8, 10, 19].includes(each.number))
  return need(isQmi ? 'qmi_wwan' : serialDriver(id))
}

/** The drivers a modem on PCI needs for its ports and its data connection, first that of the device itself. */
export function pciDriversFor(id: string): Need[] {
  if (/^14c[03]:/.test(id)) return [need('mtk_t7xx')]
  if (id.startsWith('8086:')) return [need('iosm')]
  return [need('mhi-pci-generic'), need('mhi_wwan_ctrl'), need('mhi_wwan_mbim'), need('mhi_net')]
}
