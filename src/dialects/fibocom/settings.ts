import { allNamed, decimal, named, within } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CellLock } from '../../contract/cells.ts'
import type { UsbMode } from '../../contract/usb.ts'
import type { CellLockSetting, Settings, SlotSetting, UsbModeSetting } from '../settings.ts'
import { bandControl, bandOf, modeControl } from './bands.ts'
import type { Options } from './options.ts'
import { aggregation, serving, unsolicited } from './read.ts'

const lockState = '+GTCELLLOCK?'
/** Subcarrier spacing in kHz by the code of `+GTCELLLOCK`. */
const spacings = [15, 30]

/**
 * Wire: `+GTCELLLOCK: 0` (free), `+GTCELLLOCK: 1,<rat>,<type>,<channel>[,<pci>][,<scs>][,<NR band>]`, type 0: one cell,
 * 1: the channel. Null where a lock is on a technology that is not in the list (UMTS).
 */
function locksOf(answers: Answers, options: Options): CellLock[] | null {
  const rows = allNamed(answers.lines(lockState), '+GTCELLLOCK')
  const locks = rows
    .filter(([mode]) => mode !== '0')
    .map(([, code, type, arfcn, pci, scs, band]): CellLock | null => {
      const rat = options?.cell_lock?.[decimal(code) ?? -1]
      const channel = within(decimal(arfcn), 0, 3_279_165)
      if (rat === undefined || channel === null) return null
      return {
        rat,
        channel,
        pci: type === '0' ? decimal(pci) : null,
        band: bandOf(band)?.band ?? null,
        scs_khz: spacings[decimal(scs) ?? -1] ?? null,
      }
    })
  return rows.length === 0 || locks.includes(null) ? null : locks.filter(lock => lock !== null)
}

/** Cell lock by `+GTCELLLOCK` (FG621-EA: MikroTik's manual; FM160: dial-up and AT manuals); one lock at a time. */
const cellLock: CellLockSetting<Options> = {
  available: options => options?.cell_lock !== undefined,
  rats: options => options?.cell_lock ?? [],
  questions: () => [{ ask: lockState }],
  read: locksOf,
  write(wish, answers, options) {
    if ('free' in wish) {
      const rats = (locksOf(answers, options) ?? []).map(lock => lock.rat)
      const left = rats.filter(rat => wish.free !== null && rat !== wish.free)
      if (left.length === rats.length) return []
      return left.length > 0 ? 'freeing one of several locks' : [{ send: '+GTCELLLOCK=0' }]
    }
    const { rat, channel, pci, band, scs_khz } = wish.lock
    const code = options?.cell_lock?.indexOf(rat) ?? -1
    const place = [1, code, pci === null ? 1 : 0, channel]
    const spacing = spacings.indexOf(scs_khz ?? 0)
    if (rat === 'nr' && (band === null || spacing < 0)) return 'an NR lock without band and scs_khz 15 or 30'
    const rest = rat === 'nr' ? [pci ?? '', spacing, `50${band}`] : pci === null ? [] : [pci]
    return code < 0 ? null : [{ send: `+GTCELLLOCK=${[...place, ...rest].join()}` }]
  },
  restartNeeded: true,
}

const usbState = '+GTUSBMODE?'
const usbModes = '+GTUSBMODE=?'

/** USB compositions by `+GTUSBMODE`; of those the model may have, the ones listed: `+GTUSBMODE: (17-18,20,29-33)`. */
const usbMode: UsbModeSetting<Options> = {
  available: options => options?.usb_modes !== undefined,
  questions: () => [{ ask: usbState }, { ask: usbModes, alone: true }],
  modes(options, answers) {
    const text = answers.lines(usbModes)?.join() ?? '0-999'
    const ranges = [...text.matchAll(/(\d+)(?:-(\d+))?/g)]
    const isListed = (id: number) =>
      ranges.some(([, low, high = low]) => id >= Number(low) && id <= Number(high))
    return (options?.usb_modes ?? []).flatMap(
      ([id, name, vidpid = null, protocol = null, proto = null, without]): UsbMode[] => {
        const shown = { at_port: without === undefined, network: protocol !== null && without !== 'both' }
        return isListed(id) ? [{ id: `${id}`, name, vidpid, protocol, proto, ...shown }] : []
      },
    )
  },
  read(answers) {
    const [mode] = named(answers.lines(usbState), '+GTUSBMODE') ?? []
    return mode !== undefined && /^\d{1,3}$/.test(mode) ? mode : null
  },
  write: ({ id }) => [{ send: `+GTUSBMODE=${id}`, mayVanish: true }],
  restartNeeded: true,
}

const slotState = '+GTDUALSIM?'

/** SIM slot by `+GTDUALSIM`, counted from 0. Wire: `+GTDUALSIM : 0, "SUB1", "L"`; the module restarts its SIM or itself. */
const slot: SlotSetting<Options> = {
  available: options => options?.slots !== undefined,
  slots: options => options?.slots ?? [],
  questions: () => [{ ask: slotState }],
  read(answers) {
    const index = within(decimal(named(answers.lines(slotState), '+GTDUALSIM')?.[0]), 0, 3)
    return index === null ? null : index + 1
  },
  write: wanted => [{ send: `+GTDUALSIM=${wanted - 1}`, mayVanish: true }],
}

const dialling = '+GTAUTOCONNECT?'

/** What can be read and changed beyond `info`. */
export const settings: Settings<Options> = {
  unsolicited,
  bands: bandControl,
  modes: modeControl,
  cells: {
    questions: () => [
      { ask: serving, rows: true, silent: true },
      { ask: aggregation, rows: true, silent: true },
    ],
  },
  cellLock,
  usbMode,
  autoconnect: {
    available: options => options?.autoconnect ?? false,
    questions: () => [{ ask: dialling }],
    read(answers) {
      const [state] = named(answers.lines(dialling), '+GTAUTOCONNECT') ?? []
      return state === '1' || (state === '0' ? false : null)
    },
    write: enabled => [{ send: `+GTAUTOCONNECT=${enabled ? 1 : 0}` }],
  },
  slot,
  restart: () => ({ reset: '+CFUN=15' }),
}
