import type { Section } from '../discovery/uci.ts'

/** The words of an option that is a list, or a text of several words. */
export const wordsOf = (value: string | readonly string[] | undefined): string[] =>
  [value ?? []]
    .flat()
    .flatMap(text => text.split(/\s+/))
    .filter(Boolean)

/** Whether a zone of the firewall has one of these networks or network devices; `wwan+` is every device that begins so. */
export function isInZone(zone: Section, networks: readonly string[], devices: readonly string[]): boolean {
  const isOurs = (pattern: string) =>
    devices.some(name => (pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))
  return (
    wordsOf(zone.options.network).some(each => each === '*' || networks.includes(each)) ||
    wordsOf(zone.options.device).some(isOurs)
  )
}
