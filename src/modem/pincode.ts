import { protosOf } from '../connection/handlers.ts'
import type { Modem } from '../discovery/modem.ts'
import { sectionFor } from '../discovery/modems.ts'
import { isTrue, mobile } from '../discovery/networks.ts'
import { option, readUci, type Section } from '../discovery/uci.ts'
import { isAbout } from '../discovery/wwand.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { cardNumber } from './card-number.ts'
import { fingerprint, readMarks } from './pin-marks.ts'

/** A PIN that an interface of /etc/config/network gives to the card of its modem. */
export interface Pincode {
  /** As a person names its option, `network.wan.pincode`. */
  place: string
  interface: string
  pin: string
  /** Number of the one card it is for, as `cardNumber` makes it; null: for whichever is there. */
  iccid: string | null
}

/** The sections that hold the PIN of an interface: its own, and of wwand those of single cards, which go first, and of its modem. */
function holdersOf(section: Section, sections: readonly Section[]): Section[] {
  if (option(section, 'proto') !== 'wwand') return [section]
  const described = sections.filter(isAbout(option(section, 'modem')))
  const isOfCard = ({ type }: Section) => type === 'wwand_sim'
  return [...described.filter(isOfCard), section, ...described.filter(each => !isOfCard(each))]
}

/** Whether netifd has a handler for a protocol, of whatever kind; true where none is to be seen. */
function isHandled(files: Files, proto: string): boolean {
  const protos = protosOf(files)
  const isIts = (name: string) => name.startsWith(`${proto}.`)
  return protos === null || protos.includes(proto) || files.list('/lib/netifd/proto').some(isIts)
}

/**
 * The PINs netifd gives to the card of a modem by itself: of interfaces that dial with it, are not disabled, have their
 * protocol handler, and name a device that is there or leave it to that. All handlers call it `pincode`, but for qmid.
 */
export function pincodesOf(
  files: Files,
  { network, networks }: Pick<Modem, 'network' | 'networks'>,
): Pincode[] {
  const own = networks.filter(({ device, disabled }) => !disabled && device?.exists !== false)
  const sections = readUci(files, 'network')
  return sections.flatMap(section => {
    const { name, type } = section
    const proto = option(section, 'proto') ?? ''
    if (type !== 'interface' || name === null || !mobile.test(proto)) return []
    if ((name !== network && own.every(each => each.name !== name)) || isTrue(option(section, 'disabled')))
      return []
    const key = proto === 'qmid' ? 'pin' : 'pincode'
    return holdersOf(section, sections).flatMap(holder => {
      const pin = option(holder, key)
      const place = `network.${holder.name ?? `@${holder.type}[]`}.${key}`
      const iccid = holder.type === 'wwand_sim' ? option(holder, 'iccid') : undefined
      return pin && isHandled(files, proto)
        ? [{ place, interface: `network.${name}`, pin, iccid: iccid ? cardNumber(iccid) : null }]
        : []
    })
  })
}

/** The one of them that is given to the card with this number; `orElse`: of a card that does not tell it, one for a single card too. */
export const pincodeFor = (
  given: readonly Pincode[],
  card: string | null,
  orElse: boolean,
): Pincode | undefined =>
  given.find(({ iccid }) => iccid === null || (card === null ? orElse : card === iccid))

/**
 * Why a PIN of /etc/config/modem is not given to the card of this modem: whoever dials gives one too, and a wrong one
 * would use up two attempts. Null: nobody does.
 */
export async function leftToInterface(
  files: Files,
  modem: Modem,
  cardOf: () => Promise<string | null>,
): Promise<string | null> {
  const all = pincodesOf(files, modem)
  const isAsked = all.some(({ iccid }) => iccid !== null)
  const given = pincodeFor(all, isAsked ? await cardOf() : null, true)
  return given === undefined
    ? null
    : `${given.interface} has a PIN of its own (${given.place}), which netifd gives to the card as it dials: option pin is left to it`
}

/**
 * What is wrong with the PINs netifd gives by itself (`network.*.pincode`, at every start of the interface, without a
 * look at the attempts that are left). They are told, never changed.
 */
export function pincodeWarnings(platform: Platform, modems: readonly Modem[]): string[] {
  const { files } = platform
  return modems.flatMap(modem =>
    pincodesOf(files, modem).flatMap(({ place, pin, iccid }) => {
      const bus = `${modem.found.bus}-${modem.found.path}`
      const own = option(sectionFor(platform, modem), 'pin') ?? pin
      const isRefused = readMarks(files).some(
        mark => mark.outcome === 'refused' && mark.place === bus && mark.pin === fingerprint(pin),
      )
      const trouble = isRefused
        ? 'a card in this modem has refused this PIN'
        : own !== pin && iccid === null
          ? 'it differs from option pin in /etc/config/modem, which is left to it'
          : /^\d{4,8}$/.test(pin)
            ? null
            : 'a PIN is 4 to 8 digits'
      const netifd = 'netifd gives it to the card by itself, again and again; remove or correct it'
      return trouble === null ? [] : [`${place}: ${trouble}; ${netifd}`]
    }),
  )
}
