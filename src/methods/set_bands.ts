import type { BandOutcome, BandWish, SetBandsArgs, SetBandsReply } from '../contract/bands.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_bands.ts'
import type { BandsSetting } from '../dialects/settings.ts'
import { tried } from '../jobs/tried.ts'
import { type BandReading, enabledBands, readBands } from '../modem/bands.ts'
import { change } from '../modem/change.ts'
import { nameOf, need, type Session, withModem } from '../modem/session.ts'
import { isBand } from '../radio/bands.ts'
import type { Method } from './method.ts'

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((n, i) => n === b[i])

/**
 * The wanted bands, ascending. Throws Failure('invalid_argument') for what the modem lists as not possible, or 3GPP does
 * not know where it lists nothing; what is enabled already is possible.
 */
function requestedBands({ rat, bands }: BandWish, { reading, supported, enabled }: BandReading) {
  const requested = [...new Set(bands)].sort((a, b) => a - b)
  const told = reading.state?.supported?.[rat]
  const isPossible = (band: number) => told?.includes(band) ?? isBand(rat === 'lte' ? 'lte' : 'nr', band)
  const strange = requested.filter(band => !isPossible(band) && !enabled[rat]?.includes(band))
  if (strange.length === 0) return requested
  const why = told ? `possible are ${supported[rat]?.join(', ')}` : 'there are no such bands'
  throw new Failure('invalid_argument', `bands ${strange.join(', ')} are not possible; ${why}`)
}

/** What became of one technology, with what the modem said to it. */
type Done = BandOutcome & Pick<SetBandsReply, 'verified' | 'restart_needed' | 'answer'>

/** What is wanted of one technology; `bands` null: its default. */
type Wish = Pick<BandWish, 'rat'> & { bands: readonly number[] | null }

/** The bands a wish stands for. Throws Failure('not_supported' | 'invalid_argument') where it cannot be had. */
function wantedOf(session: Session, { rat, bands }: Wish, known: BandReading): number[] {
  if (known.reading.state?.enabled[rat] === undefined)
    throw new Failure('not_supported', `${rat} bands of ${nameOf(session.model)}`)
  return bands === null ? (known.defaults[rat] ?? []) : requestedBands({ rat, bands: [...bands] }, known)
}

/** Sets the bands of one technology. */
async function setBands(
  session: Session,
  setting: BandsSetting<unknown>,
  wish: Wish,
  known: BandReading,
): Promise<Done> {
  const { rat } = wish
  const { reading, supported, enabled } = known
  const requested = wantedOf(session, wish, known)
  const isDefault = wish.bands === null
  const state = reading.state?.enabled[rat] === null ? null : reading.state
  const own = { ...session, model: { ...session.model, bands: supported } }
  const done = await change(own, setting, { rat, bands: requested, isDefault }, 'bands', {
    ...reading,
    state,
  })
  const read = done.after?.enabled[rat]
  const after = enabledBands(read, supported[rat])
  return {
    rat,
    requested,
    before: enabled[rat] ?? [],
    after,
    verified: (isDefault && read === 'all') || (after !== null && same(after, requested)),
    restart_needed: done.restart_needed,
    answer: done.answer,
  }
}

/**
 * Sets the bands of several technologies one after the other, each from what holds by then: some modems take all in one
 * command. Where a later one fails it says what was set before.
 */
async function setAll(
  session: Session,
  setting: BandsSetting<unknown>,
  own: Wish,
  also: readonly Wish[],
): Promise<readonly [Done, ...Done[]]> {
  const known = await readBands(session, setting)
  for (const wish of [own, ...also]) wantedOf(session, wish, known)
  const done: [Done, ...Done[]] = [await setBands(session, setting, own, known)]
  for (const wish of also) {
    try {
      done.push(await setBands(session, setting, wish, await readBands(session, setting)))
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      const set = done.map(({ rat }) => rat).join(', ')
      throw Object.assign(failure, { message: `${failure.message}; the bands of ${set} were set before it` })
    }
  }
  return done
}

/** `set_bands`: validate, read, write, read back. Nothing is sent when the reading was not good enough. */
export const method: Method<SetBandsArgs, SetBandsReply> = tried('set_bands', {
  validate(args) {
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const { rat, bands, default: isDefault, also = [] } = args as SetBandsArgs
    const rats = [rat, ...also.map(wish => wish.rat)]
    if (new Set(rats).size < rats.length) return 'a technology twice'
    return (bands === undefined) === (isDefault !== true) ? 'give either bands or default: true' : null
  },
  run: ({ modem: wanted, rat, bands = null, also = [] }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.bands, 'bands', session.model)
      const done = await setAll(session, setting, { rat, bands }, also)
      const told = ({ rat, requested, before, after }: Done) => ({ rat, requested, before, after })
      const [own, ...others] = done
      return {
        modem: session.modem.modem,
        ...told(own),
        verified: done.every(({ verified }) => verified),
        restart_needed: done.some(({ restart_needed }) => restart_needed),
        answer: done.at(-1)?.answer ?? '',
        ...(others.length > 0 ? { also: others.map(told) } : {}),
      }
    }),
})
