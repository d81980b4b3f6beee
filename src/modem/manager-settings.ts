import { managerList, managerText, readManager } from '../asking/manager.ts'
import type { Answers } from '../asking/question.ts'
import { managerJson } from '../channel/mmcli.ts'
import type { BandRat } from '../contract/info.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { BandState, BandsSetting, ModesSetting, Settings } from '../dialects/settings.ts'

/** What ModemManager is asked about a modem. */
export const managerAsks = {
  modem: 'mmcli -J',
  signal: 'mmcli --signal-get',
  cells: 'mmcli --get-cell-info',
  location: 'mmcli --location-get',
} as const

const questions = () => [{ ask: managerAsks.modem, alone: true } as const]
const answered = (answers: Answers, ask: string): unknown => managerJson(answers.lines(ask)?.[0])
const modemOf = (answers: Answers): unknown => answered(answers, managerAsks.modem)

/** How ModemManager names the bands of a technology; it has one list for both kinds of 5G. */
const bandNames = { lte: 'eutran', nr_nsa: 'ngran', nr_sa: 'ngran' } as const satisfies Record<
  BandRat,
  string
>
const bandRats = Object.keys(bandNames) as BandRat[]

const numbersOf = (names: readonly string[], rat: BandRat): number[] =>
  names
    .flatMap(name => new RegExp(`^${bandNames[rat]}-(\\d+)$`).exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)

const bandsAt = (answers: Answers, key: 'current' | 'supported'): string[] =>
  managerList(modemOf(answers), `modem.generic.${key}-bands`).filter(name => /^[a-z][a-z\d-]*$/.test(name))

/** Bands by `current-bands` and `supported-bands`: `eutran-3`, `ngran-78`, `utran-1`, `egsm`; `any` where none is chosen. */
const bands: BandsSetting<unknown> = {
  questions,
  read(answers): BandState | null {
    const [current, possible] = [bandsAt(answers, 'current'), bandsAt(answers, 'supported')]
    if (current.length === 0) return null
    const isOpen = current.includes('any')
    const rats = bandRats.filter(rat => numbersOf([...current, ...possible], rat).length > 0)
    return {
      enabled: Object.fromEntries(rats.map(rat => [rat, isOpen ? 'all' : numbersOf(current, rat)])),
      supported: Object.fromEntries(rats.map(rat => [rat, numbersOf(possible, rat)])),
    }
  },
  write({ rat, bands: wanted, isDefault }, answers) {
    const [current, possible] = [bandsAt(answers, 'current'), bandsAt(answers, 'supported')]
    const isOfRat = (name: string) => name.startsWith(`${bandNames[rat]}-`)
    const base = current.includes('any') ? possible : current
    const own = isDefault ? possible.filter(isOfRat) : wanted.map(band => `${bandNames[rat]}-${band}`)
    if (base.length === 0 || own.length === 0) return null
    const chosen = [...base.filter(name => !isOfRat(name)), ...own]
    return [{ send: `mmcli --set-current-bands=${chosen.join('|')}`, timeoutMs: 12_000 }]
  },
}

/** Choices by the technologies ModemManager counts: 2g, 3g, 4g, 5g. */
const choices: Readonly<Record<string, AccessMode>> = {
  '2g': 'gsm',
  '3g': 'umts',
  '2g|3g': 'gsm_umts',
  '4g': 'lte',
  '2g|4g': 'gsm_lte',
  '3g|4g': 'umts_lte',
  '2g|3g|4g': 'gsm_umts_lte',
  '5g': 'nr',
  '4g|5g': 'lte_nr',
  '3g|5g': 'umts_nr',
  '3g|4g|5g': 'umts_lte_nr',
}

interface Combination {
  /** As mmcli wants it: `3g|4g`. */
  allowed: string
  /** `none`, or the one that goes first. */
  preferred: string
}

/** One combination. Wire: `allowed: 3g, 4g; preferred: 4g`; `allowed: any; preferred: none` where there is no choice. */
function combinationOf(text: string): Combination | null {
  const [, allowed = '', preferred = ''] =
    /^allowed: ([\da-z, ]+); preferred: (none|[2-5]g)$/.exec(text) ?? []
  const names = allowed.split(', ').sort()
  return names.every(name => /^[2-5]g$/.test(name)) ? { allowed: names.join('|'), preferred } : null
}

const combinationsOf = (answers: Answers): Combination[] =>
  managerList(modemOf(answers), 'modem.generic.supported-modes').flatMap(text => combinationOf(text) ?? [])

/** The choice that a combination is: the one with every technology leaves it to the modem. */
function modeOf(allowed: string, all: readonly Combination[]): AccessMode | null {
  const every = [...new Set(all.flatMap(each => each.allowed.split('|')))].sort().join('|')
  return allowed === every ? 'auto' : (choices[allowed] ?? null)
}

const modes: ModesSetting<unknown> = {
  questions,
  modes(_options, answers) {
    const all = combinationsOf(answers)
    return [...new Set(all.flatMap(({ allowed }) => modeOf(allowed, all) ?? []))]
  },
  read(answers) {
    const text = managerText(modemOf(answers), 'modem.generic.current-modes')
    const present = text === null ? null : combinationOf(text)
    if (text === null) return null
    return { mode: present && modeOf(present.allowed, combinationsOf(answers)), nr: null }
  },
  write({ mode }, answers) {
    const all = combinationsOf(answers)
    const fitting = all.filter(({ allowed }) => mode !== undefined && modeOf(allowed, all) === mode)
    // Without a preference the modem decides; where there is no such choice, the newest technology goes first.
    const [best] = fitting.sort((a, b) =>
      a.preferred === 'none' ? -1 : b.preferred === 'none' ? 1 : b.preferred.localeCompare(a.preferred),
    )
    if (best === undefined) return null
    const first = best.preferred === 'none' ? '' : ` --set-preferred-mode=${best.preferred}`
    return [{ send: `mmcli --set-allowed-modes=${best.allowed}${first}`, timeoutMs: 12_000 }]
  },
}

/** What ModemManager can be asked and told of any modem, in the place of what a dialect knows. */
export const managerSettings: Settings = {
  bands,
  modes,
  cells: {
    questions: () => [
      ...questions(),
      { ask: managerAsks.cells, alone: true },
      { ask: managerAsks.signal, alone: true },
    ],
    facts: answers =>
      readManager({
        modem: modemOf(answers),
        cells: answered(answers, managerAsks.cells),
        signal: answered(answers, managerAsks.signal),
      }),
  },
  sim: {
    questions,
    read(answers) {
      const modem = modemOf(answers)
      if (modem === null) return null
      const { sim, slot, attempts } = readManager({ modem })
      const isEnabled = managerText(modem, 'modem.3gpp.imei') !== null
      return {
        state: sim ?? 'unknown',
        slot: slot ?? null,
        locked: isEnabled ? managerList(modem, 'modem.3gpp.enabled-locks').includes('sim') : null,
        pin: attempts?.pin_attempts ?? null,
        puk: attempts?.puk_attempts ?? null,
      }
    },
  },
  restart: () => ({ soft: 'mmcli --reset', reset: 'mmcli --reset' }),
}
