import type { BandRat } from '../../src/contract/info.ts'
import { maskToBands } from '../../src/radio/bands.ts'

const numbers = (text = '') => (text.match(/\d+/g) ?? []).map(Number)
const masks = (list: readonly (string | undefined)[]) =>
  list.flatMap((mask = '', i) => maskToBands(mask).map(band => band + 64 * i))
const columns = { lte: 2, nr_nsa: 4, nr_sa: 6 } as const
const classes = { lte: '1', nr_nsa: '3', nr_sa: '4' } as const

/** Codes of GT and XMM modules: 101–199 LTE, 50 and the band NR. */
const codes = (list: string | undefined, rat: BandRat) =>
  (list ?? '').split(',').flatMap(code => {
    if (rat !== 'lte') return /^50\d/.test(code) ? [Number(code.slice(2))] : []
    return /^1\d\d$/.test(code) ? [Number(code) - 100] : []
  })

type Form = readonly [RegExp, (values: readonly (string | undefined)[], rat: BandRat) => number[] | null]

/** The writes of the dialects, lower case, and the bands of a technology in them; null where they are not about it. */
const forms: readonly Form[] = [
  [/^at\+qcfg="band",0,([\da-f]+)(?:,0,1|,1)?$/, ([mask]) => masks([mask])],
  [/^at\+(?:qnwprefcfg|csyssel)="\w+",([\d:]+)$/, ([list]) => numbers(list)],
  [/^at\+(?:gtact|xact)=\d*,\d*,\d*,([\d,]+)$/, ([list], rat) => codes(list, rat)],
  // T77W968 and T77W676.
  [/^at\^slband=\w+,2,([\d,]+)$/, ([list]) => numbers(list)],
  [/^at\^slband=\w+,([\d,]+)$/, ([list]) => numbers(list)],
  [/^at\^band_pref=\w+,2,([\d,:]+)$/, ([list]) => numbers(list)],
  [/^at\+znlockband=1,0,([\da-f]+),0$/, ([mask]) => masks([mask])],
  [/^at\^syscfgex="\w*",[\da-f]*,\d*,\d*,([\da-f]+),,$/, ([mask]) => masks([mask])],
  [/^at!band=10,"[^"]*",[\da-f]*,([\da-f,]+)$/, ([list]) => masks(list?.split(',') ?? [])],
  [
    /^at!band=0f,1,"[^"]*",(\d),([\da-f,]+)$/,
    ([kind, list], rat) => (kind === classes[rat] ? masks(list?.split(',') ?? []) : null),
  ],
  [
    /^at#bnd=([\da-f,]+)$/,
    ([list], rat) => masks((list?.split(',') ?? []).slice(columns[rat], columns[rat] + 2)),
  ],
  // LE910: decimal.
  [/^at#bnd=\d+,\d+,(\d+)$/, ([mask]) => masks([BigInt(mask ?? 0).toString(16)])],
  [/^at\+bmbandpref=,([\da-f]+),$/, ([mask]) => masks([mask])],
  [
    /^at\+bandcfg=([\da-f]+),([\da-f]+),3$/,
    ([high, low]) => [...masks([low]), ...masks([high]).map(band => band + 32)],
  ],
  [/^at\+cnbp=0x[\da-f]+,0x([\da-f]+)/, ([mask]) => masks([mask])],
]

/**
 * The bands of a technology a write enables, read independently of the dialects; several readings where modules of one
 * dialect mean different things by the same text, none where it is not about the technology.
 */
export function writtenBands(command: string, rat: BandRat = 'lte'): number[][] {
  return forms.flatMap(([form, bandsOf]) => {
    const bands = form.test(command) ? bandsOf(form.exec(command)?.slice(1) ?? [], rat) : null
    return bands ? [[...new Set(bands)].sort((a, b) => a - b)] : []
  })
}
