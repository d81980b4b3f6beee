import type { Section } from '../../discovery/uci.ts'
import type { Deadline, Platform } from '../../platform/platform.ts'
import type { NetifdEvidence } from '../evidence.ts'

/** Options that may hold what only their owner should know. */
const secret = /pass|secret|key|psk|token|^pin|puk|auth_|user|sae|^identity|cert/i

/** The values of secret options, to be hidden wherever else they stand. */
export const secretsIn = (sections: readonly Section[]): string[] =>
  sections.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, value]) => (secret.test(name) ? [value].flat() : [])),
  )

/** Interfaces of the configuration: the modem's own with their options, secrets out, of others the kind. */
export function networkLines(
  network: readonly Section[],
  firewall: readonly Section[],
  own: readonly (string | null)[],
): string[] {
  const interfaces = network.filter(({ type }) => type === 'interface')
  const shown = interfaces.map(({ name, options }) => {
    const isOwn = own.includes(name)
    const texts = Object.entries(options)
      .filter(([option]) => isOwn || /^(?:proto|device|ifname|disabled|metric)$/.test(option))
      .map(([option, value]) => `${option}=${secret.test(option) ? '***' : [value].flat().join(' ')}`)
    return `${name ?? '(no name)'}: ${texts.join(', ') || 'empty'}`
  })
  const zones = firewall
    .filter(
      ({ type, options }) =>
        type === 'zone' &&
        own.some(name => [options.network ?? []].flat().join(' ').split(/\s+/).includes(`${name}`)),
    )
    .map(
      ({ options }) =>
        `firewall zone ${options.name ?? '?'}: ${[options.network ?? []].flat().join(' ')}, masq ${options.masq ?? '0'}`,
    )
  return [...shown, ...zones]
}

/** What netifd says of each interface but the loopback. */
export function netifdLines(netifd: readonly NetifdEvidence[]): string[] {
  return netifd
    .filter(each => each.interface !== 'loopback')
    .map(each => {
      const state = each.up
        ? `up for ${each.uptime_s ?? '?'} s`
        : each.pending
          ? 'pending'
          : each.autostart
            ? 'down'
            : 'stopped'
      const errors = each.errors.map(({ subsystem, code }) => `${subsystem}.${code}`)
      return [
        `${each.interface}: ${state}, ${each.proto}, device ${each.l3_device ?? each.device ?? 'none'}${each.available ? '' : ' (missing)'}`,
        ...[...each.ipv4, ...each.ipv6],
        `default route ${each.routes_ipv4 ? 'IPv4' : ''}${each.routes_ipv6 ? ' IPv6' : ''}`.trim() +
          (each.routes_ipv4 || each.routes_ipv6 ? '' : ' none'),
        ...(errors.length > 0 ? [`errors ${errors.slice(-5).join(' ')}`] : []),
      ].join(', ')
    })
}

/** Lines about modems and what drives them; those of other people's devices and logins are none of it. */
const about =
  /\busb \d|usb-?storage|option[\d ]|qmi|mbim|cdc[_-]|rndis|wwan|mhi|\btty(?:USB|ACM)|modem|netifd|rpcd|comgt|\bchat\b|pppd|undervolt|under-voltage|thermal|out of memory/i
const foreign = /hostapd|dnsmasq|dropbear|sshd|wpa_supplicant|uhttpd|odhcpd/i

/** Entries of the log that are read. */
const entries = 1000

/** Lines of the system log about modems, the kernel's among them, with their times; null where it does not answer. */
export async function logLines(platform: Platform, until: Deadline): Promise<string[] | null> {
  const request = JSON.stringify({ lines: entries, stream: false, oneshot: true })
  const limit = Math.min(until, platform.now() + 4000)
  const { code, stdout } = await platform.exec(['ubus', 'call', 'log', 'read', request], limit)
  if (code !== 0) return null
  try {
    const { log } = JSON.parse(stdout) as { log?: { msg?: unknown; time?: unknown }[] }
    return (log ?? []).flatMap(({ msg, time }) => {
      if (typeof msg !== 'string' || !about.test(msg) || foreign.test(msg)) return []
      const at =
        typeof time === 'number' && Math.abs(time) < 8e15 ? new Date(time).toISOString().slice(5, 19) : '?'
      return [`${at} ${msg.slice(0, 300)}`]
    })
  } catch {
    return null
  }
}
