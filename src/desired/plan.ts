import { configuration } from '../contract/configuration.ts'
import type { PdpType } from '../contract/contexts.ts'
import type { BandRat } from '../contract/info.ts'
import type { AccessMode, NrMode } from '../contract/modes.ts'
import { inEnglish } from '../contract/phrase.ts'
import { optionMistake, valuesOf } from '../discovery/configuration.ts'
import type { Section } from '../discovery/uci.ts'
import { isForCard } from '../modem/card-number.ts'
import { cardSection } from './card-section.ts'

/** A cell lock as `lock_cell` takes it. */
export interface PlannedLock {
  rat: 'lte' | 'nr'
  channel: number
  pci?: number
  band?: number
  scs_khz?: number
}

/** What `/etc/config/modem` wants of one modem. */
export interface Plan {
  pin?: string
  /** What the number of the card the PIN is for begins with. */
  iccid?: string
  mode?: AccessMode
  nr?: NrMode
  bands: [BandRat, number[]][]
  locks: PlannedLock[]
  /** Access point name and kind of addresses; of a card alone. */
  apn?: string
  ipType?: PdpType
  /** Options that cannot be understood, in words. */
  mistakes: { what: string; wanted: string; message: string }[]
}

const bandRats = ['lte', 'nr_nsa', 'nr_sa'] as const
const lockRats = ['lte', 'nr'] as const

/** The options of a section that say what shall hold, those that are wrong told as mistakes and left out. */
function soundOptions(section: Section, mistakes: Plan['mistakes']): Map<string, string[]> {
  const rules = configuration.find(({ type }) => type === section.type)?.options ?? []
  const sound = new Map<string, string[]>()
  for (const rule of rules) {
    const value = section.options[rule.name]
    const mistake = optionMistake(rule, value)
    const values = valuesOf(value, rule)
    if (mistake === null && values.length > 0) sound.set(rule.name, values)
    else if (mistake !== null && rule.step !== undefined)
      mistakes.push({
        what: rule.step,
        wanted: rule.secret ? '****' : values.join(' '),
        message: inEnglish([mistake]),
      })
  }
  return sound
}

/**
 * Reads the wishes of a section of type `modem` or `card`. An option that is not understood is a mistake, never a guess.
 */
export function planOf(section: Section | undefined): Plan {
  const plan: Plan = { bands: [], locks: [], mistakes: [] }
  if (section === undefined) return plan
  const { mistakes } = plan
  const sound = soundOptions(section, mistakes)
  const value = (name: string) => sound.get(name)?.[0]
  const [pin, iccid, mode, nr, apn] = ['pin', 'iccid', 'mode', 'nr_mode', 'apn'].map(value)
  if (iccid !== undefined) plan.iccid = iccid
  const isBound = iccid !== undefined || (section.type === 'modem' && value('path') !== undefined)
  if (pin !== undefined && !isBound && !mistakes.some(({ what }) => what === 'pin'))
    mistakes.push({
      what: 'pin',
      wanted: '****',
      message: 'a PIN needs option path or option iccid: the number of a tty may be that of another modem',
    })
  else if (pin !== undefined && !mistakes.some(({ what }) => what === 'pin')) plan.pin = pin
  if (mode !== undefined) plan.mode = mode as AccessMode
  if (nr !== undefined) plan.nr = nr as NrMode
  if (apn !== undefined) {
    plan.apn = apn
    const type = value('ip_type')
    if (type !== undefined) plan.ipType = type as PdpType
  }
  for (const rat of bandRats) {
    const bands = sound.get(`bands_${rat}`)
    if (bands) plan.bands.push([rat, [...new Set(bands.map(Number))].sort((a, b) => a - b)])
  }
  for (const rat of lockRats) {
    const [channel, pci, band, scs] =
      value(`lock_${rat}`)
        ?.split(/[\s,]+/)
        .map(Number) ?? []
    if (channel !== undefined)
      plan.locks.push({
        rat,
        channel,
        ...(pci === undefined ? {} : { pci }),
        ...(band === undefined ? {} : { band }),
        ...(scs === undefined ? {} : { scs_khz: scs }),
      })
  }
  return plan
}

/**
 * What is wanted of a modem with a card: what is wanted for the card takes the place of the same thing of the modem. The
 * PIN of a modem that is bound to no card is not given to a card that has a section of its own.
 */
export function planWithCard(modem: Plan, card: Plan, number: string): Plan {
  const { pin, iccid, mistakes, bands, locks, ...rest } = modem
  const isFor = iccid !== undefined && isForCard(iccid, number)
  const own: Pick<Plan, 'pin' | 'iccid'> = card.pin !== undefined ? card : isFor ? modem : {}
  const others = <Item>(all: readonly Item[], theirs: readonly Item[], rat: (item: Item) => string) =>
    all.filter(item => !theirs.some(each => rat(each) === rat(item)))
  return {
    ...rest,
    ...(own.pin !== undefined && { pin: own.pin }),
    ...(own.iccid !== undefined && { iccid: own.iccid }),
    ...(card.mode && { mode: card.mode }),
    ...(card.nr && { nr: card.nr }),
    ...(card.apn && { apn: card.apn }),
    ...(card.ipType && { ipType: card.ipType }),
    bands: [...others(bands, card.bands, ([rat]) => rat), ...card.bands],
    locks: [...others(locks, card.locks, ({ rat }) => rat), ...card.locks],
    mistakes: [...mistakes, ...card.mistakes],
  }
}

/** What is wanted of a modem with the card that is in, by the sections of type `card`; the modem's own as long as the card tells no number. */
export function planFor(modem: Plan, sections: readonly Section[], number: string | null): Plan {
  const card = cardSection(sections, number)
  return card === undefined || number === null ? modem : planWithCard(modem, planOf(card), number)
}
