import type { BandRat, Carrier, Operator, Rat, Registration } from '../../contract/info.ts'
import type { StatusWord } from '../../contract/status.ts'
import type { Tone } from './paint.ts'

const rats: Readonly<Record<Rat, string>> = {
  gsm: '2G GSM',
  gprs: '2G GPRS',
  edge: '2G EDGE',
  umts: '3G UMTS',
  hsdpa: '3G HSDPA',
  hsupa: '3G HSUPA',
  hspa: '3G HSPA',
  hspa_plus: '3G HSPA+',
  td_scdma: '3G TD-SCDMA',
  cdma: 'CDMA',
  nb_iot: 'NB-IoT',
  lte: '4G LTE',
  lte_a: '4G LTE-A',
  nr_nsa: '5G NSA',
  nr_sa: '5G SA',
}

/** A technology for a person. */
export const ratText = (rat: Rat | null): string | null => (rat === null ? null : rats[rat])

/** `B3`, `n78`; a band of 2G or 3G by its number alone. */
export const bandText = ({ rat, band }: Pick<Carrier, 'rat' | 'band'>): string | null =>
  band === null ? null : `${rat === 'nr' ? 'n' : rat === 'lte' ? 'B' : ''}${band}`

/** The technologies whose bands can be chosen. */
export const bandRatTexts: Readonly<Record<BandRat, string>> = {
  lte: '4G LTE',
  nr_nsa: '5G NSA',
  nr_sa: '5G SA',
}

/** The operator by its name, else by its numbers. */
export const operatorText = ({ name, mcc, mnc }: Operator): string | null =>
  name ?? (mcc === null ? null : `${mcc} ${mnc ?? ''}`.trim())

/** The registration in a word or two. */
export const registrationText = ({ state }: Registration): string =>
  ({
    home: 'registered, home network',
    roaming: 'registered, roaming',
    searching: 'searching',
    denied: 'denied by the network',
    idle: 'not registered',
    emergency: 'emergency calls only',
    unknown: 'unknown',
  })[state]

const good: readonly StatusWord[] = ['connected', 'registered']
const passing: readonly StatusWord[] = ['starting', 'searching', 'not_registered', 'port_busy', 'radio_off']

/** How bad a state of the modem is. */
export const toneOf = (status: StatusWord): Tone =>
  good.includes(status) ? 'good' : passing.includes(status) ? 'warn' : 'bad'

/** A word of the contract for a person: `sim_missing` as `sim missing`. */
export const spoken = (word: string): string => word.replaceAll('_', ' ')

/** Seconds as days, hours, minutes and seconds, the largest two. */
export function durationText(seconds: number | null): string | null {
  if (seconds === null) return null
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  return first < 0
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ')
}

/** Bytes in a unit that leaves few digits. */
export function bytesText(bytes: number | null): string | null {
  if (bytes === null) return null
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
