import { attribute, driverOf } from '../../discovery/attribute.ts'
import { interfacesOf } from '../../discovery/interfaces.ts'
import type { Files } from '../../platform/platform.ts'

/** Packages that have to do with modems, and those that drive them. */
const stack =
  /^(?:rpcd(?:-mod-modem.*)?|luci-app-cellular|netifd|quickjs|wwan|wwand|uqmi|umbim|modemmanager|lib(?:qmi|mbim)|comgt.*|chat|ppp|usb-?modeswitch|usbutils|sms-tool.*|smstools3|qmodem.*|luci-(?:proto|app)-(?:qmi|mbim|ncm|3g|ppp|modemmanager|3ginfo.*|modemband|modemdata|sms.*|lpac|qmodem.*)|modemband|modemdata|kmod-(?:usb-(?:net.*|serial.*|wdm|acm|core|[23].*)|mhi.*|wwan.*|mtk-t7xx|qrtr.*))$/

/** `name version` of the installed packages about modems, by the lists of apk or opkg; null where there are none. */
export function versionsOf(files: Files): Map<string, string> | null {
  const apk = files.read('/lib/apk/db/installed', 4_194_304)
  const text = apk ?? files.read('/usr/lib/opkg/status', 4_194_304)
  if (text === null) return null
  const [name, version] =
    apk === null ? [/^Package: (\S+)$/m, /^Version: (\S+)$/m] : [/^P:(\S+)$/m, /^V:(\S+)$/m]
  const found = new Map<string, string>()
  for (const entry of text.split('\n\n')) {
    const [, own = ''] = name.exec(entry) ?? []
    if (stack.test(own)) found.set(own, version.exec(entry)?.[1] ?? '?')
  }
  return found
}

/** `NAME='value'` of a file of shell assignments. */
const assigned = (text: string | null, name: string) =>
  new RegExp(`^${name}=["']?([^"'\n]*)`, 'm').exec(text ?? '')?.[1] ?? null

/** Which OpenWrt it is, in words. */
export function releaseOf(files: Files): string {
  const text = files.read('/etc/openwrt_release', 4096)
  const release = assigned(text, 'DISTRIB_RELEASE')
  const id = assigned(text, 'DISTRIB_ID') ?? 'OpenWrt'
  return release === null
    ? 'an unknown system'
    : `${id} ${release} (${assigned(text, 'DISTRIB_REVISION') ?? '?'})`
}

/** The name of the board for people. */
export const boardOf = (files: Files): string =>
  (files.read('/tmp/sysinfo/model', 256) ?? files.read('/proc/device-tree/model', 256) ?? '')
    .replace(/\0/g, '')
    .trim() || 'unknown board'

/** The host: its board, kernel, age, memory and clock. */
export function hostLines(files: Files, today: number): string[] {
  const memory = files.read('/proc/meminfo', 2048)
  const kilobytes = (name: string) => new RegExp(`^${name}: +(\\d+)`, 'm').exec(memory ?? '')?.[1] ?? '?'
  const uptime = Number(files.read('/proc/uptime', 64)?.split(' ')[0])
  const load = files.read('/proc/loadavg', 64)?.split(' ').slice(0, 3).join(' ')
  const clock = new Date(today)
  const isSet = clock.getUTCFullYear() > 2024
  return [
    `board ${files.read('/tmp/sysinfo/board_name', 256)?.trim() ?? 'unknown'}, ${boardOf(files)}`,
    `kernel ${/^Linux version (\S+)/.exec(files.read('/proc/version', 256) ?? '')?.[1] ?? 'unknown'}, ${assigned(files.read('/etc/openwrt_release', 4096), 'DISTRIB_TARGET') ?? 'target unknown'}`,
    `up ${Number.isFinite(uptime) ? `${Math.round(uptime)} s` : 'unknown'}, load ${load ?? 'unknown'}, memory ${kilobytes('MemAvailable')} of ${kilobytes('MemTotal')} kB free`,
    `clock ${clock.toISOString().slice(0, 19)}Z${isSet ? '' : ', which was never set'}`,
  ]
}

/** Every device on USB that is no hub, with its interfaces, drivers and what became of them. */
export function usbLines(files: Files): string[] {
  return files.list('/sys/bus/usb/devices').flatMap(name => {
    const directory = /^\d+-[\d.]+$/.test(name) ? files.realpath(`/sys/bus/usb/devices/${name}`) : null
    if (directory === null) return []
    const read = (what: string) => attribute(files, `${directory}/${what}`)
    if (read('bDeviceClass') === '09') return [`${name} hub ${read('speed') ?? '?'} Mbit/s`]
    const strings = [read('manufacturer'), read('product')].filter(text => text !== null).join(' ')
    const power = read('power/control')
    return [
      `${name} ${read('idVendor')}:${read('idProduct')} ${strings}, ${read('speed') ?? '?'} Mbit/s, ${read('bMaxPower') ?? '? mA'}${power === null ? '' : `, power ${power}`}`,
      ...interfacesOf(files, directory, name).map(
        each =>
          `  ${each.number} ${each.class}/${each.subclass}/${each.protocol} ${each.driver ?? 'no driver'} ${each.attached.map(({ name }) => name).join(' ')}`,
      ),
    ]
  })
}

/** Modems and the like on PCI, with their drivers. */
export function pciLines(files: Files): string[] {
  return files.list('/sys/bus/pci/devices').flatMap(name => {
    const directory = files.realpath(`/sys/bus/pci/devices/${name}`)
    const kind = directory === null ? null : attribute(files, `${directory}/class`)
    if (directory === null || kind === null || !/^0x(?:0d|ff|0280|0780)/.test(kind)) return []
    const id = ['vendor', 'device']
      .map(what => attribute(files, `${directory}/${what}`)?.replace(/^0x/, ''))
      .join(':')
    return [`${name} ${id}, class ${kind}, ${driverOf(files, directory) ?? 'no driver'}`]
  })
}
