import type { PdpType } from '../contract/contexts.ts'
import type { SetupChange } from '../contract/setup.ts'
import { option, type Section } from '../discovery/uci.ts'
import { changeOf } from './setup.ts'

/** The option for the kind of addresses and what it calls IPv4 alone, by protocol; the other kinds have one name. */
const kinds: Readonly<Record<string, { key: 'pdptype' | 'iptype'; ipv4: string; upper?: true } | null>> = {
  qmi: { key: 'pdptype', ipv4: 'ip' },
  mbim: { key: 'pdptype', ipv4: 'ipv4' },
  ncm: { key: 'pdptype', ipv4: 'IP', upper: true },
  modemmanager: { key: 'iptype', ipv4: 'ipv4' },
  '3g': null,
}

/** An access point: its name, and the kind of addresses where that matters. */
export interface AccessPoint {
  apn: string
  type?: PdpType
}

/** An access point in words. */
export const accessPointText = ({ apn, type }: { apn: string; type?: string | null }): string =>
  type ? `${apn} ${type}` : apn

/** Whether netifd tells the modem the access point: it dials. */
export const dialsByNetifd = (section: Section | undefined): section is Section =>
  section !== undefined && !['dhcp', 'static', 'none', undefined].includes(option(section, 'proto'))

/** The access point an interface asks for; `type` only where the protocol has such an option. */
export function accessPointOf(section: Section): { apn: string; type: string | null } {
  const kind = kinds[option(section, 'proto') ?? ''] ?? null
  const type = (kind && option(section, kind.key)?.toLowerCase()) ?? null
  return { apn: option(section, 'apn') ?? '', type: type?.replace(/^ipv4$/, 'ip') ?? null }
}

/** What an interface has to say for an access point; a text says why that cannot be told. */
export function accessPointChanges(section: Section, { apn, type }: AccessPoint): SetupChange[] | string {
  const proto = option(section, 'proto') ?? ''
  const kind = kinds[proto]
  if (section.name === null || kind === undefined) return `the access point of proto ${proto}`
  if (type !== undefined && kind === null) return `the kind of addresses of proto ${proto}`
  const named = type === 'ip' ? kind?.ipv4 : kind?.upper ? type?.toUpperCase() : type
  const wanted: [string, string | undefined][] = [
    ['apn', apn],
    [kind?.key ?? '', named],
  ]
  return wanted.flatMap(([key, value]) => {
    const before = option(section, key) ?? null
    return value === undefined || before === value
      ? []
      : [
          changeOf({
            config: 'network',
            section: section.name ?? '',
            option: key,
            before,
            value,
            reason: 'It is what /etc/config/modem says for the card.',
          }),
        ]
  })
}
