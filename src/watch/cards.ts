import { cardSection } from '../desired/card-section.ts'
import type { Section } from '../discovery/uci.ts'
import { cardNumber } from '../modem/card-number.ts'
import { fnv1a } from '../platform/fnv.ts'
import { count, countIfSet, readOptions } from './options.ts'

/** Whose traffic is counted, and what the configuration says of it. */
export interface CardAccount {
  /** Null: the modem's own, of every card without a limit of its own. */
  account: string | null
  /** Null: as the section of the watch has it. */
  limit_mb: number | null
  from_day: number | null
}

/** The account of the card that is in, by the sections of type `card`; null while the card tells no number. */
export function cardAccount(cards: readonly Section[], iccid: string | null): CardAccount | null {
  if (iccid === null) return null
  const section = cardSection(cards, cardNumber(iccid))
  const options = section?.options ?? {}
  const { traffic_limit, traffic_day } = readOptions(options, {
    traffic_limit: countIfSet,
    traffic_day: count,
  })
  if (section === undefined || traffic_limit === null)
    return { account: null, limit_mb: null, from_day: null }
  // What the card is called in a file on flash does not tell its number.
  const account = fnv1a(`card ${[section.options.iccid].flat().join()}`).toString(16)
  return {
    account,
    limit_mb: traffic_limit,
    from_day: options.traffic_day === undefined ? null : traffic_day,
  }
}
