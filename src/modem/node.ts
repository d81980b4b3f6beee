import type { DumpedInterface } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Files } from '../platform/platform.ts'
import { holderOf } from './holder.ts'

/** What a control node speaks. */
export type NodeSpeech = 'qmi' | 'mbim'

/** Drivers of USB interfaces whose control node speaks one of them; that of `huawei_cdc_ncm` speaks AT. */
const drivers: Readonly<Record<string, NodeSpeech>> = {
  qmi_wwan: 'qmi',
  qmi_wwan_q: 'qmi',
  qmi_wwan_f: 'qmi',
  cdc_mbim: 'mbim',
}

/** The control node of a modem that speaks so, `/dev/cdc-wdm0`, `/dev/wwan0qmi0`; null where it has none. */
export function nodeOf(files: Files, { found }: Modem, speech: NodeSpeech): string | null {
  for (const { driver, attached } of found.interfaces)
    for (const { kind, name } of attached)
      if (kind === 'wdm' && drivers[driver ?? ''] === speech) return `/dev/${name}`
  for (const name of files.list('/sys/class/wwan'))
    if (/^wwan\d+(?:qmi|mbim)\d+$/.test(name) && name.includes(speech))
      if (files.realpath(`/sys/class/wwan/${name}`)?.startsWith(`${found.directory}/`)) return `/dev/${name}`
  return null
}

/** Programs that talk through a control node and take no lock: two of them at once take each other's answers. */
const talkers = /^(?:uqmi|umbim|qmicli|mbimcli|quectel-CM|fibo-dial|meig-cm)$/

/** Another program that is at work on the node right now, by the words it was started with; null when there is none. */
export function talkerOn(files: Files, node: string): string | null {
  for (const pid of files.list('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const words = files.read(`/proc/${pid}/cmdline`, 1024)?.split('\0') ?? []
    // The second word is the program where a shell runs a wrapper of it.
    const name = words
      .slice(0, 2)
      .map(word => word.replace(/^.*\//, ''))
      .find(word => talkers.test(word))
    if (name && words.some(word => word === node || word.endsWith(`=${node}`) || word === `-d${node}`))
      return name
  }
  return null
}

/** Whether an interface of netifd is one of this modem, or one that the handler of such a one has added. */
export function ownInterface(entry: DumpedInterface, { networks, network, found }: Modem): boolean {
  const own = [network, ...networks.map(({ name }) => name)].filter(name => name !== undefined)
  const name = String(entry.interface)
  const isNamed = own.some(each => name === each || name.startsWith(`${each}_`))
  return (
    isNamed || found.devices.some(device => device.name === entry.device || device.name === entry.l3_device)
  )
}

/**
 * The name of an interface of this modem that netifd is setting up by a protocol that talks to the modem; null when it sets
 * up none. One that only waits for an address (`wan_4`, by dhcp) does not touch the node.
 */
export function pendingOf(dump: readonly DumpedInterface[], modem: Modem): string | null {
  const isTalking = ({ pending, proto }: DumpedInterface) =>
    pending === true && !['dhcp', 'dhcpv6', 'static'].includes(String(proto))
  const entry = dump.find(each => isTalking(each) && ownInterface(each, modem))
  return entry === undefined ? null : String(entry.interface)
}

/**
 * Throws Failure('port_busy') where a control node must not be used now: netifd sets up an interface over it, or another
 * program has it open.
 */
export function checkFree(files: Files, node: string, modem: Modem, dump: readonly DumpedInterface[]): void {
  const pending = pendingOf(dump, modem)
  if (pending !== null)
    throw new Failure('port_busy', `${node}, while netifd sets up the interface ${pending}`, node)
  const other = holderOf(files, node)?.name ?? null
  if (other !== null) throw new Failure('port_busy', `${node}, by ${other}`, node)
}
