import { isInBand } from '../radio/channels.ts'
import type { CarrierFact } from './facts.ts'
import { decimal } from './fields.ts'

/** A carrier without what is measured of it. */
export type AggregatedCarrier = Pick<
  CarrierFact,
  'rat' | 'role' | 'band' | 'channel' | 'pci' | 'bandwidth_mhz' | 'active'
>

/** Band and channel: qmicli prints the channel cut to 16 bits, and the band tells which one it was. */
function placeOf(told: number | null, band: number | null): Pick<CarrierFact, 'band' | 'channel'> {
  const candidates = told === null || band === null ? [] : [told, told + 65_536, told + 131_072]
  return { band, channel: candidates.find(channel => isInBand('lte', channel, band ?? 0)) ?? null }
}

/**
 * Carriers of `qmicli --nas-get-lte-cphy-ca-info`. Wire: `Primary Cell Info`, then lines with a tab, `Physical Cell ID: '27'`, `RX
 * Channel: '1300'`, `DL Bandwidth: '20'` (`1-4`), `LTE Band: 'eutran-3'`; `Secondary Cell 1 Info` with `State: 'activated'` too
 * (libqmi 1.30, qmicli-nas.c; older ones print `Secondary Cell Info`). A secondary that is deconfigured is none.
 */
export function aggregatedCarriers(text: string): AggregatedCarrier[] {
  return text.split(/^(?=(?:Primary|Secondary) Cell)/m).flatMap((part): AggregatedCarrier[] => {
    const role = /^Primary Cell Info/.test(part)
      ? 'pcc'
      : /^Secondary Cell(?: \d+)? Info/.test(part)
        ? 'scc'
        : null
    const value = (name: string) => new RegExp(`^\\t${name}: '([^']*)'`, 'm').exec(part)?.[1]
    const state = value('State')
    if (role === null || (role === 'scc' && !/^(?:de)?activated$/.test(state ?? ''))) return []
    const band = decimal(/^eutran-(\d+)$/.exec(value('LTE Band') ?? '')?.[1])
    return [
      {
        rat: 'lte',
        role,
        ...placeOf(decimal(value('RX Channel')), band),
        pci: decimal(value('Physical Cell ID')),
        bandwidth_mhz: decimal(value('DL Bandwidth')?.replace('-', '.')),
        ...(role === 'scc' ? { active: state === 'activated' } : {}),
      },
    ]
  })
}
