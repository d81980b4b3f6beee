import { maskToBands } from '../../src/radio/bands.ts'

const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number)
const masks = (text: string) =>
  text.split(',').flatMap((mask, i) => maskToBands(mask).map(band => band + 64 * i))
const halves = (high: string, low: string) => [
  ...maskToBands(low),
  ...maskToBands(high).map(band => band + 32),
]

/** Band writes as they reach a modem, lower case, and the bands in them: none for "all" or "default". */
const forms: readonly (readonly [RegExp, (parts: readonly string[]) => number[]])[] = [
  [/^at\+qcfg="band",0x?0*,(?:0x)?([\da-f]+)/, ([mask = '']) => maskToBands(mask)],
  [/^at\+q(?:nwpref)?cfg="\w+_band",([\d:]+)$/, ([list = '']) => numbers(list)],
  [/^at\+csyssel="\w+",([\d:]+)$/, ([list = '']) => numbers(list)],
  [/^at\+gtact=\d*,\d*,\d*,([\d,]+)$/, ([list = '']) => numbers(list)],
  [
    /^at\+xact=\d*,\d*,\d*,([\d,]+)$/,
    ([list = '']) =>
      numbers(list)
        .filter(n => n > 100 && n < 200)
        .map(n => n - 100),
  ],
  [/^at\^slband=\w+(?:,2(?=,))?,([\d,]+)$/, ([list = '']) => numbers(list)],
  [/^at\^band_pref=\w+,2,([\d,:]+)$/, ([list = '']) => numbers(list)],
  [/^at\+znlockband=1,0,([\da-f]+),0$/, ([mask = '']) => maskToBands(mask)],
  [/^at\^syscfgex="\w*",[\da-f]*,\d*,\d*,([\da-f]+),,$/, ([mask = '']) => maskToBands(mask)],
  [/^at!band=10,"[^"]*",[\da-f]*,([\da-f]+(?:,[\da-f]+)?)$/, ([list = '']) => masks(list)],
  [/^at#bnd=\d+,\d+,([\da-f]+(?:,[\da-f]+)?)$/, ([list = '']) => masks(list)],
  [/^at\+bmbandpref=,([\da-f]+),$/, ([mask = '']) => maskToBands(mask)],
  [/^at\+bandcfg=([\da-f]+),([\da-f]+),3$/, ([high = '', low = '']) => halves(high, low)],
]

/** The bands a write enables, read independently of the dialects; null where the command is no band write. */
export function writtenBands(command: string): number[] | null {
  for (const [form, bandsOf] of forms) {
    const match = form.exec(command)
    if (match) return [...new Set(bandsOf(match.slice(1)))].sort((a, b) => a - b)
  }
  return null
}
