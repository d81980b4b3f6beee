import type { Facts } from '../asking/facts.ts'
import type { BandsReply } from '../contract/bands.ts'
import type { BandLists, BandRat } from '../contract/info.ts'
import type { BandState, BandsSetting } from '../dialects/settings.ts'
import { matches } from '../discovery/match.ts'
import type { Files } from '../platform/platform.ts'
import { readSetting, type SettingReading } from './change.ts'
import { loadDialect } from './dialect.ts'
import { ask, type Session } from './session.ts'
import { readSnapshot } from './snapshot.ts'

/** The technologies in the order they are told. */
export const bandRats: readonly BandRat[] = ['lte', 'nr_nsa', 'nr_sa']

/** The bands of a modem: as they were read, and what that means for this product. */
export interface BandReading {
  reading: SettingReading<BandState>
  /**
   * The bands the modem can use: what it lists itself, else what is known of its product, what is enabled now, and what
   * was when it was first seen.
   */
  supported: BandLists
  enabled: BandsReply['enabled']
  /** What the default is. */
  defaults: BandLists
}

/** Where it lies on flash which bands the modem with this IMEI was first seen with. */
const firstBandsPlace = (imei: string): string => `/etc/modem/first/${imei}.json`

const ascending = (...lists: readonly (readonly number[] | null | undefined)[]) =>
  [...new Set(lists.flatMap(list => list ?? []))].sort((a, b) => a - b)

/** What a read list stands for; null where that is not known. */
export function enabledBands(
  enabled: number[] | 'all' | null | undefined,
  supported: readonly number[] | undefined,
): number[] | null {
  if (enabled !== 'all') return enabled ?? null
  return supported && supported.length > 0 ? [...supported] : null
}

/** The names the product goes by, and its IMEI. */
async function identityOf(session: Session): Promise<{ names: (string | null)[]; imei: string | null }> {
  const { call, modem, model } = session
  const overAt = async (): Promise<Facts> => {
    const dialect = await loadDialect(call.platform, model.dialect)
    const { identityQuestions, readIdentity } = await import('./identity.ts')
    const questions = identityQuestions(dialect, model.options).filter(q => q.keep === 'enumeration')
    const known = readSnapshot(call.platform.files, modem.modem, modem.found.enumeration, call.platform.now())
    return readIdentity(await ask(session, questions, known), dialect, model.options)
  }
  const facts = await (session.who?.() ?? overAt())
  return {
    names: [modem.found.product, facts.model ?? null, facts.firmware ?? null, modem.match.board],
    imei: facts.imei ?? null,
  }
}

const isNumberOfBand = (band: unknown) => Number.isInteger(band) && Number(band) > 0 && Number(band) < 1024

/** Lists without numbers no band can have, which a line that was cut or shifted leaves in them. */
const withoutStrange = <T extends object>(lists: T): T =>
  Object.fromEntries(
    Object.entries(lists).map(([rat, list]) => [
      rat,
      Array.isArray(list) ? list.filter(isNumberOfBand) : list,
    ]),
  ) as T

/** What a record holds, JSON: lists of bands by technology. */
function recordedBands(files: Files, place: string): BandLists {
  try {
    const kept: unknown = JSON.parse(files.read(place) ?? '{}')
    const lists = bandRats.map(
      rat => [rat, (kept as Partial<Record<BandRat, unknown>> | null)?.[rat]] as const,
    )
    return Object.fromEntries(lists.filter(([, list]) => Array.isArray(list) && list.every(isNumberOfBand)))
  } catch {
    return {}
  }
}

/** What was enabled when the modem was first seen; kept on flash from the first time a technology is read. */
function firstBands(files: Files, imei: string | null, now: BandLists): BandLists {
  if (imei === null) return now
  const place = firstBandsPlace(imei)
  const first = recordedBands(files, place)
  const isNew = bandRats.some(rat => now[rat] !== undefined && first[rat] === undefined)
  const kept = { ...now, ...first }
  if (isNew) files.write(place, `${JSON.stringify(kept)}\n`)
  return kept
}

/** Reads the bands, and whose product the lists are where the modem itself does not list what it can do. */
export async function readBands(session: Session, setting: BandsSetting<unknown>): Promise<BandReading> {
  const { call, model } = session
  const reading = await readSetting<BandState>(session, setting)
  const { enabled = {}, supported: capable = {}, listed } = reading.state ?? {}
  const [read, told] = [withoutStrange(enabled), withoutStrange(capable)]
  const rats = bandRats.filter(rat => read[rat] !== undefined)
  const open = bandRats.filter(
    rat => told[rat] === undefined && (rats.includes(rat) || model.bands?.[rat] !== undefined),
  )
  const supported: BandLists = { ...told }
  const defaults: BandLists = { ...told }
  if (open.length > 0) {
    const { names, imei } = await identityOf(session)
    const isOwn = model.bands_of === undefined || matches(model.bands_of, names)
    const table = { ...(isOwn ? model.bands : {}), ...listed }
    const lists = open.flatMap(rat => (Array.isArray(read[rat]) ? [[rat, read[rat]] as const] : []))
    const now: BandLists = Object.fromEntries(lists.filter(([, list]) => list.length > 0))
    const first = firstBands(call.platform.files, imei, now)
    for (const rat of open) {
      const known = ascending(table[rat], now[rat], first[rat])
      if (known.length > 0) supported[rat] = known
      defaults[rat] = ascending((isOwn ? model.default_bands?.[rat] : undefined) ?? table[rat], first[rat])
    }
  }
  return {
    reading,
    supported,
    enabled: Object.fromEntries(rats.map(rat => [rat, enabledBands(read[rat], supported[rat])])),
    defaults,
  }
}
