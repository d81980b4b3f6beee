import { allNamed, decimal, within } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CellLock } from '../../contract/cells.ts'
import type { UsbMode } from '../../contract/usb.ts'
import { qualcommLevels } from '../radio-levels.ts'
import type { Settings } from '../settings.ts'
import { bandControl } from './bands.ts'
import { modes } from './modes.ts'
import type { Options } from './options.ts'
import { aggregation, linesOf, neighbourhood, network, serving, settingOf } from './wire.ts'

const cells: Settings<Options>['cells'] = {
  questions: options => [
    { ask: serving, ...(options?.serving === 'alone' ? { alone: true } : {}) },
    ...(options?.aggregation === false
      ? []
      : [{ ask: aggregation, rows: true as const, silent: true as const }]),
    { ask: network },
    { ask: neighbourhood, alone: true, silent: true },
  ],
}

const rats = ['lte', 'nr'] as const satisfies readonly CellLock['rat'][]
const save = '+QNWLOCK="save_ctrl"'

/** Technologies that can be bound. */
const boundRats = (options: Options) => (options?.cell_lock === 'ec2x' ? rats.slice(0, 1) : rats)

/** The lock of a technology. */
function lockOf(rat: CellLock['rat'], options: Options): string {
  const name = rat === 'nr' ? '5g' : options?.cell_lock === '5g' ? '4g' : 'lte'
  return `+QNWLOCK="common/${name}"`
}

function valuesOf(rat: CellLock['rat'], answers: Answers, options: Options): string[] | null {
  const asks = rats.map(each => lockOf(each, options))
  return settingOf(answers, asks, lockOf(rat, options).replace(/.*="|"/g, ''))
}

/**
 * Where a technology is bound to. Wire, `5g`: `+QNWLOCK: "common/4g",<n>,<earfcn>,<pci>[,…]`, `+QNWLOCK:
 * "common/5g",<pci>,<arfcn>,<scs in kHz>,<band>`; else `<action>,<channel>,<pci>[,<status>]`, of which action 1 means the
 * channel (RM500U: the cell), 2 the cell. Free: 0 or no value.
 */
function boundTo(rat: CellLock['rat'], answers: Answers, options: Options): CellLock[] | null {
  const values = valuesOf(rat, answers, options)?.map(value => decimal(value))
  const [first = 0, channel, scs_khz, band] = values ?? [null]
  if (first === null || first < 0) return null
  const kind = options?.cell_lock
  const byCount = kind === '5g' && rat === 'lte'
  if (first === 0 && (byCount || kind !== '5g' || channel === undefined)) return []
  if (kind === '5g' && rat === 'nr')
    return channel && scs_khz && band ? [{ rat, channel, pci: first, band, scs_khz }] : null
  const locks: CellLock[] = []
  for (let i = 1; i <= (byCount ? 2 * first : 1); i += 2) {
    const at = values?.[i]
    if (at === null || at === undefined) return null
    const cell = kind === 'ec2x' && first === 1 ? null : (values?.[i + 1] ?? null)
    locks.push({ rat, channel: at, pci: cell, band: null, scs_khz: null })
  }
  return locks
}

/** Most cells of an LTE lock on 5G modules, as their manual has it. */
const mostCells = 10

/** The value that binds, or why the wish is not enough. */
function bindingOf(
  { rat, channel, pci, band, scs_khz }: CellLock,
  also: readonly CellLock[],
  options: Options,
): string | { why: string } {
  if (options?.cell_lock === 'ec2x') return pci === null ? `1,${channel},0` : `2,${channel},${pci}`
  if (pci === null) return { why: 'this model binds to a cell only: give its pci' }
  if (options?.cell_lock !== '5g') return `1,${channel},${pci}`
  if (rat === 'lte')
    return [1 + also.length, ...[{ channel, pci }, ...also].flatMap(cell => [cell.channel, cell.pci])].join()
  if (band === null || scs_khz === null) return { why: 'on NR this model needs band and scs_khz' }
  return `${pci},${channel},${scs_khz},${band}`
}

/**
 * Cell lock by `+QNWLOCK`. On 5G modules a lock is saved with `"save_ctrl",<LTE>,<NR>`, where they have it, and no
 * longer when it is freed; others forget it at a restart (Quectel EC2x AT commands manual).
 */
const cellLock: Settings<Options>['cellLock'] = {
  available: options => options?.cell_lock !== undefined,
  rats: boundRats,
  most: (rat, options) => (rat === 'lte' && options?.cell_lock === '5g' ? mostCells : 1),
  questions: options => [
    ...boundRats(options).map(rat => ({ ask: lockOf(rat, options) })),
    ...(options?.cell_lock === '5g' ? [{ ask: save }] : []),
  ],
  read(answers, options) {
    const locks = boundRats(options).map(rat => boundTo(rat, answers, options))
    return locks.includes(null) ? null : locks.flatMap(each => each ?? [])
  },
  write(wish, answers, options) {
    const isLock = 'lock' in wish
    const one = isLock ? wish.lock.rat : wish.free
    const wanted = boundRats(options).filter(rat => one === null || rat === one)
    const value = isLock ? bindingOf(wish.lock, wish.also, options) : '0'
    if (typeof value === 'object') return value.why
    const steps = wanted.map(rat => ({ send: `${lockOf(rat, options)},${value}` }))
    const saved =
      settingOf(answers, [...rats.map(rat => lockOf(rat, options)), save], 'save_ctrl')?.join() ?? ''
    const flag = isLock ? '1' : '0'
    const flags = rats.map((rat, i) => (wanted.includes(rat) ? flag : saved.charAt(2 * i))).join()
    return /^[01],[01]$/.test(saved) && flags !== saved ? [...steps, { send: `${save},${flags}` }] : steps
  },
}

const usbnet = '+QCFG="usbnet"'

/** Name, protocol and netifd protocol by code. */
const networks: Readonly<Record<string, Pick<UsbMode, 'name' | 'protocol' | 'proto'>>> = {
  0: { name: 'QMI', protocol: 'qmi', proto: 'qmi' },
  1: { name: 'ECM', protocol: 'ecm', proto: 'dhcp' },
  2: { name: 'MBIM', protocol: 'mbim', proto: 'mbim' },
  3: { name: 'RNDIS', protocol: 'rndis', proto: 'dhcp' },
  5: { name: 'NCM', protocol: 'ncm', proto: 'dhcp' },
}

/** Wire: `+QCFG: "usbnet",1`. The vid:pid stays. */
const usbMode: Settings<Options>['usbMode'] = {
  available: options => options?.usb_modes !== undefined,
  restartNeeded: true,
  questions: () => [{ ask: usbnet }],
  modes: options =>
    Array.from(options?.usb_modes ?? '').flatMap(id => {
      const network = networks[id]
      return network ? [{ id, ...network, vidpid: null, at_port: true, network: true }] : []
    }),
  read(answers) {
    const id = settingOf(answers, [usbnet], 'usbnet')?.[0] ?? ''
    return /^\d{1,2}$/.test(id) ? id : null
  },
  write: ({ id }) => [{ send: `${usbnet},${id}` }],
}

const dialling = '+QNETDEVCTL?'

/** Wire: `+QNETDEVCTL: <op>,<cid>,<urc>,<state>`; op 3: connected by itself, 1: once, 0: not. */
const autoconnect: Settings<Options>['autoconnect'] = {
  available: options => options?.autoconnect ?? false,
  questions: () => [{ ask: dialling }],
  read(answers) {
    const [op] = allNamed(answers.lines(dialling), '+QNETDEVCTL')[0] ?? []
    return op === '3' || (op === '0' || op === '1' ? false : null)
  },
  write(enabled, answers) {
    const cid = within(decimal(allNamed(answers.lines(dialling), '+QNETDEVCTL')[0]?.[1]), 1, 15) ?? 1
    return [{ send: `+QNETDEVCTL=${enabled ? `3,${cid},1` : `0,${cid},0`}`, timeoutMs: 10_000 }]
  },
}

const attemptsLeft = '+QPINC?'

/** Wire: `+QPINC: "SC",3,10`, PIN and PUK; where it is refused `+CPINR: SIM PIN,3,3` and `SIM PUK,10,10`. */
const attempts: Settings<Options>['attempts'] = {
  questions: () => [{ ask: attemptsLeft, fallback: '+CPINR' }],
  read(answers) {
    const lines = answers.lines(attemptsLeft)
    const left = (name: string, code: string) =>
      allNamed(lines, name).find(([own]) => own?.toUpperCase() === code)
    const [, pin, puk] = left('+QPINC', 'SC') ?? [
      '',
      left('+CPINR', 'SIM PIN')?.[1],
      left('+CPINR', 'SIM PUK')?.[1],
    ]
    return lines === null ? null : { pin: decimal(pin), puk: decimal(puk) }
  },
}

const slotInUse = '+QUIMSLOT?'

/** Wire: `+QUIMSLOT: 1`. */
const slot: Settings<Options>['slot'] = {
  available: options => options?.slots !== false,
  slots: () => [1, 2],
  questions: () => [{ ask: slotInUse }],
  read: answers => within(decimal(allNamed(linesOf(answers, slotInUse), '+QUIMSLOT')[0]?.[0]), 1, 9),
  write: number => [{ send: `+QUIMSLOT=${number}` }],
}

const detecting = '+QSIMDET?'
const detected = '+QSIMSTAT?'

/** Wire: `+QSIMDET: 1,0`, on or off and the level that means a card; `+QSIMSTAT: 0,1`, news of it and 1: in, 0: out, 2: not known. */
const simDetect: Settings<Options>['simDetect'] = {
  questions: () => [{ ask: detecting }, { ask: detected, silent: true }],
  read(answers) {
    const on = decimal(allNamed(answers.lines(detecting), '+QSIMDET')[0]?.[0])
    const state = decimal(allNamed(answers.lines(detected), '+QSIMSTAT')[0]?.[1])
    return on === null
      ? null
      : { enabled: on === 1, inserted: state === 0 || state === 1 ? state === 1 : null }
  },
}

/** What a Quectel module lets choose. */
export const settings: Settings<Options> = {
  bands: bandControl,
  modes,
  cells,
  cellLock,
  usbMode,
  autoconnect,
  attempts,
  slot,
  simDetect,
  restart: () => ({ reset: '+CFUN=1,1', power: '+QPOWD=1' }),
  radio: { levels: qualcommLevels },
}
