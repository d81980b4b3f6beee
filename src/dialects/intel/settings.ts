import { decimal, named } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { AccessMode } from '../../contract/modes.ts'
import type { UsbMode } from '../../contract/usb.ts'
import type { Settings } from '../settings.ts'
import type { Options } from './options.ts'
import { aggregation, capability, cells, type Lines } from './read.ts'

const selection = '+XACT?'

/** LTE bands among codes: 101–199; UMTS has 1–25, GSM 850 to 1900. */
const lteOf = (codes: readonly (string | number)[]) =>
  [...new Set(codes.map(Number).filter(n => n > 100 && n < 200))].map(n => n - 100).sort((a, b) => a - b)

/** Wire: `+XACT: 4,2,1,1,2,4,5,8,101,103`: technologies, two preferences, bands; no band or 0: all. */
function selectionOf(lines: Lines): string[] | null {
  const values = named(lines, '+XACT')
  return values?.every(v => /^\d{0,4}$/.test(v)) && /^[0-6]$/.test(values[0] ?? '') ? values : null
}

/** Technologies by the first value of `+XACT`. */
const choices: readonly AccessMode[] = [
  'gsm',
  'umts',
  'lte',
  'gsm_umts',
  'umts_lte',
  'gsm_lte',
  'gsm_umts_lte',
]

/** Technologies of band codes: 1–25 UMTS, 101–199 LTE, 850 to 1900 GSM. */
const technologiesOf = (codes: readonly string[]) =>
  codes.map(Number).map(code => (code < 100 ? 'umts' : code < 200 ? 'lte' : 'gsm'))

/** The choices of the technologies `+XACT=?` lists bands for; where it is not told, those of a module without GSM. */
function choicesOf(answers: Answers): AccessMode[] {
  const listed = answers
    .lines(capability)
    ?.join()
    .replace(/\([^)]*\)/g, '')
  const possible = ['umts', 'lte', ...technologiesOf(selectionOf(answers.lines(selection))?.slice(3) ?? [])]
  const told = listed ? technologiesOf((listed.match(/\d+/g) ?? []).filter(code => code !== '0')) : possible
  return choices.filter(choice => choice.split('_').every(each => told.includes(each)))
}

const usbState = '+GTUSBMODE?'
/** Wire: `+XPINCNT: 3,3,10,10`: PIN, PIN2, PUK, PUK2 (oFono reads it so of XMM modems). */
const attempts = '+XPINCNT'

const both = { at_port: true, network: true } as const

const usbModes: readonly UsbMode[] = [
  { id: '0', name: 'NCM', vidpid: '8087:095a', protocol: 'ncm', proto: null, ...both },
  { id: '7', name: 'MBIM', vidpid: '2cb7:0007', protocol: 'mbim', proto: 'mbim', ...both },
]

/**
 * LTE bands by `+XACT`; the list of UMTS bands stays as it is when only LTE bands are written, and both stay when only
 * technologies are (`+XACT=2,,`, as ModemManager writes it).
 */
export const settings: Settings<Options> = {
  bands: {
    questions: () => [{ ask: selection }, { ask: capability, alone: true }],
    told: () => true,
    everything: true,
    read(answers) {
      const values = selectionOf(answers.lines(selection))
      const possible = lteOf(answers.lines(capability)?.join().match(/\d+/g) ?? [])
      const codes = (values ?? []).slice(3).filter(code => Number(code) > 0)
      const lte = codes.length === 0 ? 'all' : lteOf(codes)
      return {
        enabled: { lte: values && lte },
        ...(possible.length > 0 ? { supported: { lte: possible } } : {}),
      }
    },
    write({ bands, isDefault }, answers) {
      const [technologies] = selectionOf(answers.lines(selection)) ?? []
      if (technologies === undefined || (bands.length === 0 && !isDefault)) return null
      return [{ send: `+XACT=${technologies},,,${isDefault ? 0 : bands.map(n => 100 + n).join()}` }]
    },
  },
  modes: {
    questions: () => [{ ask: selection }, { ask: capability, alone: true }],
    modes: (_options, answers) => choicesOf(answers),
    read(answers) {
      const [code] = selectionOf(answers.lines(selection)) ?? []
      return code === undefined ? null : { mode: choices[Number(code)] ?? null, nr: null }
    },
    write({ mode }) {
      const code = mode ? choices.indexOf(mode) : -1
      return code < 0 ? null : [{ send: `+XACT=${code},,` }]
    },
  },
  cells: { questions: () => [{ ask: aggregation }, { ask: cells, rows: true, silent: true }] },
  usbMode: {
    available: options => options?.usb_modes ?? false,
    questions: () => [{ ask: usbState }],
    modes: () => usbModes,
    read(answers) {
      const [mode] = named(answers.lines(usbState), '+GTUSBMODE') ?? []
      return mode !== undefined && /^\d{1,3}$/.test(mode) ? mode : null
    },
    write: ({ id }) => [{ send: `+GTUSBMODE=${id}`, mayVanish: true }],
    restartNeeded: true,
  },
  attempts: {
    questions: () => [{ ask: attempts }],
    read(answers) {
      const left = named(answers.lines(attempts), '+XPINCNT')?.map(value => decimal(value))
      return left ? { pin: left[0] ?? null, puk: left[2] ?? null } : null
    },
  },
  restart: () => ({ reset: '+CFUN=15' }),
}
