import type { Answers, Question } from '../asking/question.ts'
import type { Final } from '../channel/at.ts'
import type { Capability } from '../contract/capabilities.ts'
import { Failure } from '../contract/failure.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'
import type { Session } from './session.ts'

/** What a modem has refused since it was plugged in, in words, by what it was asked for. */
export type Refusals = { [Name in Capability]?: { read?: string; write?: string } }

/** Capabilities by the name of the part of `Settings` that is about them. */
const capabilities: Readonly<Record<string, Capability>> = {
  bands: 'bands',
  modes: 'modes',
  cells: 'cells',
  cellLock: 'cell_lock',
  usbMode: 'usb_mode',
  autoconnect: 'autoconnect',
  slot: 'select_sim',
}

/** How a modem says no: it will not, it does not know the command (or not with these values), or something else. */
type No = 'refused' | 'unknown' | 'other'

/** 3GPP TS 27.007 §9.2.1: 3 operation not allowed, 4 operation not supported; Huawei and others `COMMAND NOT SUPPORT`. */
export function noOf(final: Final | undefined): No | null {
  if (final?.kind !== 'error') return null
  if (final.cause !== 'plain')
    return final.code === 3 || final.code === 4 || /operation not (?:allowed|supported)/i.test(final.text)
      ? 'refused'
      : 'other'
  return /^COMMAND NOT SUPPORT/i.test(final.text)
    ? 'refused'
    : /^ERROR$/i.test(final.text)
      ? 'unknown'
      : 'other'
}

const meanings: Readonly<Record<number, string>> = {
  3: 'operation not allowed',
  4: 'operation not supported',
}

/** What a modem answered instead of OK, in words. */
export function refusalText(final: Final): string {
  if (final.kind !== 'error') return final.kind
  const meaning = final.cause === 'cme' && final.code !== null ? meanings[final.code] : undefined
  if (noOf(final) === 'unknown')
    return `${final.text}: it does not know the command, or not with these values`
  return meaning ? `${final.text} (${meaning})` : final.text
}

/** Why nothing could be read. */
export interface Unreadable {
  no: Exclude<No, 'other'>
  /** The command and its answer, in words. */
  text: string
}

/** Why a setting could not be read, where the modem said no to all that was asked; null where it did not. */
export function unreadable(answers: Answers, questions: readonly Question[]): Unreadable | null {
  const asked = questions.flatMap(({ ask }) => {
    const final = answers.answer(ask)?.final
    return final ? [{ ask, final, no: noOf(final) }] : []
  })
  if (asked.some(({ no }) => no !== 'refused' && no !== 'unknown')) return null
  const first = asked.find(({ no }) => no === 'refused') ?? asked[0]
  if (first === undefined) return null
  const { ask, final, no } = first
  return { no: no === 'refused' ? no : 'unknown', text: `AT${ask}: ${refusalText(final)}` }
}

/** The failure of a method that tells a setting and could not read it. */
export function unread(why: Unreadable | null, what: string): Failure {
  if (why?.no === 'refused') return new Failure('refused_by_modem', why.text)
  return new Failure('not_understood', why ? `${what} (${why.text})` : what)
}

interface Kept {
  enumeration: string
  refusals: Refusals
}

/** What is remembered of a modem as it is enumerated now. */
export function readRefusals(files: Files, { modem, found }: Modem): Refusals {
  try {
    const text = files.trusted(runDirectory) ? files.read(placeOf(modem, 'refused')) : null
    const kept = JSON.parse(text ?? 'null') as Kept | null
    return kept?.enumeration === found.enumeration && typeof kept.refusals === 'object' ? kept.refusals : {}
  } catch {
    return {}
  }
}

/**
 * Remembers that the modem refused to tell or to take a setting, or with null that it did not. What stands elsewhere than
 * among the settings of the dialect says itself which capability it is.
 */
export function noteRefusal(
  { call, modem, settings }: Pick<Session, 'call' | 'modem' | 'settings'>,
  setting: object & { capability?: Capability },
  way: 'read' | 'write',
  text: string | null,
): void {
  const [part = ''] = Object.entries(settings).find(([, each]) => each === setting) ?? []
  const name = setting.capability ?? capabilities[part]
  if (name === undefined || modem.apart) return
  const { files } = call.platform
  const refusals = readRefusals(files, modem)
  if ((refusals[name]?.[way] ?? null) === text) return
  const { [way]: _, ...others } = refusals[name] ?? {}
  const kept: Kept = {
    enumeration: modem.found.enumeration,
    refusals: { ...refusals, [name]: text === null ? others : { ...others, [way]: text } },
  }
  files.write(placeOf(modem.modem, 'refused'), JSON.stringify(kept))
}
