import type { BandRat } from '../contract/info.ts'
import type { AccessMode, NrMode } from '../contract/modes.ts'
import { mistake } from '../contract/schema.ts'
import type { Section } from '../discovery/uci.ts'

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
  /** Options that cannot be understood, in words. */
  mistakes: { what: string; wanted: string; message: string }[]
}

const modes = 'auto gsm umts gsm_umts lte gsm_lte umts_lte gsm_umts_lte nr lte_nr umts_nr umts_lte_nr'.split(
  ' ',
)

/**
 * Reads a section's wishes: `option pin '1234'` (for the modem of `option path` or the card of `option iccid`), `option mode 'lte'`, `option nr_mode 'sa'`, `list bands_lte '3'` (or
 * one option with blanks), `bands_nr_nsa`, `bands_nr_sa`, `option lock_lte 'EARFCN [PCI]'`,
 * `option lock_nr 'ARFCN PCI BAND SCS'`. An option that is not understood is a mistake, never a guess.
 */
export function planOf(section: Section | undefined): Plan {
  const plan: Plan = { bands: [], locks: [], mistakes: [] }
  const value = (key: string) => [section?.options[key] ?? []].flat().join(' ').trim()
  const wrong = (what: string, wanted: string, message: string) =>
    plan.mistakes.push({ what, wanted, message })
  const pin = value('pin')
  const iccid = value('iccid')
  if (/^\d{6}[\dA-F]{0,16}$/i.test(iccid)) plan.iccid = iccid
  else if (iccid !== '') wrong('pin', iccid, 'iccid is the first 6 to 22 digits of the number of the card')
  if (pin !== '' && !/^\d{4,8}$/.test(pin)) wrong('pin', '****', 'a PIN is 4 to 8 digits')
  else if (pin !== '' && value('path') === '' && iccid === '')
    wrong(
      'pin',
      '****',
      'a PIN needs option path or option iccid: the number of a tty may be that of another modem',
    )
  else if (pin !== '' && (iccid === '' || plan.iccid !== undefined)) plan.pin = pin
  const mode = value('mode')
  if (mode !== '') {
    const trouble = mistake({ enum: modes }, mode, 'mode')
    if (trouble === null) plan.mode = mode as AccessMode
    else wrong('modes', mode, trouble)
  }
  const nr = value('nr_mode')
  if (nr === 'all' || nr === 'sa' || nr === 'nsa') plan.nr = nr
  else if (nr !== '') wrong('modes', nr, 'nr_mode must be one of all, sa, nsa')
  for (const rat of ['lte', 'nr_nsa', 'nr_sa'] as const) {
    const words = value(`bands_${rat}`)
    if (words === '') continue
    const bands = words.split(/[\s,]+/)
    if (bands.every(band => /^[1-9]\d{0,2}$/.test(band)))
      plan.bands.push([rat, [...new Set(bands.map(Number))].sort((a, b) => a - b)])
    else wrong(`bands.${rat}`, words, 'bands are numbers, for example 3 7 20')
  }
  for (const rat of ['lte', 'nr'] as const) {
    const words = value(`lock_${rat}`)
    if (words === '') continue
    const [channel, pci, band, scs] = words
      .split(/[\s,]+/)
      .map(word => (/^\d{1,7}$/.test(word) ? Number(word) : Number.NaN))
    const numbers = [channel, pci, band, scs].filter(n => n !== undefined)
    if (channel === undefined || numbers.some(Number.isNaN) || words.split(/[\s,]+/).length > 4)
      wrong(`cell_lock.${rat}`, words, 'a lock is CHANNEL [PCI [BAND SCS]]')
    else
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
