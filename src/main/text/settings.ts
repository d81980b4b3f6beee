import type { ApplyReply, ApplyStep } from '../../contract/apply.ts'
import type { BandsReply } from '../../contract/bands.ts'
import type { CapabilitiesReply } from '../../contract/capabilities.ts'
import type { CellLock, CellLockReply, CellsReply } from '../../contract/cells.ts'
import type { ContextsReply } from '../../contract/contexts.ts'
import type { BandRat } from '../../contract/info.ts'
import type { ModesReply } from '../../contract/modes.ts'
import type { UsbMode, UsbModeReply } from '../../contract/usb.ts'
import { bandRatTexts, bandText } from './names.ts'
import type { Paint, Tone } from './paint.ts'
import { factsText, pageText, tableText } from './table.ts'

/** The bands the modem can use and may use. */
export const bandsText = ({ name, supported, enabled, writable }: BandsReply, paint: Paint): string =>
  pageText([
    `${name}\n`,
    tableText(
      ['', 'may use', 'can use', 'to choose'],
      (Object.keys(bandRatTexts) as BandRat[])
        .filter(rat => rat in supported || rat in enabled)
        .map(rat => [
          bandRatTexts[rat],
          enabled[rat]?.join(' '),
          supported[rat]?.join(' '),
          writable.includes(rat),
        ]),
      paint,
    ),
  ])

/** The technologies the modem may use, and the choice. */
export const modesText = ({ mode, nr, modes, nr_modes }: ModesReply, paint: Paint): string =>
  factsText(
    [
      ['Mode', mode],
      ['Choice', modes.join(', ')],
      ['5G', nr],
      ['Choice', nr_modes.join(', ')],
    ],
    paint,
  )

/** The cells the modem hears. */
export const cellsText = ({ cells }: CellsReply, paint: Paint): string =>
  cells.length === 0
    ? 'The modem tells no cell.\n'
    : tableText(
        ['', 'technology', 'band', 'channel', 'PCI', 'cell', 'RSRP', 'RSRQ', 'SINR'],
        cells.map(cell => [
          cell.role,
          cell.rat.toUpperCase(),
          bandText(cell),
          cell.channel,
          cell.pci,
          cell.cell_id,
          cell.rsrp,
          cell.rsrq,
          cell.sinr,
        ]),
        paint,
      )

/** Locks, a row each. */
export const locksText = (locks: readonly CellLock[], paint: Paint): string =>
  locks.length === 0
    ? 'The modem is bound to no cell.\n'
    : tableText(
        ['technology', 'channel', 'PCI', 'band', 'SCS kHz'],
        locks.map(({ rat, channel, pci, band, scs_khz }) => [rat.toUpperCase(), channel, pci, band, scs_khz]),
        paint,
      )

/** What the modem is bound to. */
export const cellLockText = ({ locks, rats }: CellLockReply, paint: Paint): string =>
  pageText([
    locksText(locks, paint),
    rats.length > 0 ? `Can be bound on ${rats.map(rat => rat.toUpperCase()).join(' and ')}.\n` : '',
  ])

/** The packet data contexts. */
export const contextsText = ({ contexts }: ContextsReply, paint: Paint): string =>
  contexts.length === 0
    ? 'The modem has no context.\n'
    : tableText(
        ['cid', 'APN', 'type', 'auth', 'user', 'active', 'addresses'],
        contexts.map(({ cid, apn, type, auth, user, active, addresses }) => [
          cid,
          apn,
          type,
          auth,
          user,
          active,
          addresses.join(' '),
        ]),
        paint,
      )

const usbRow = (current: string | null) => (mode: UsbMode) => [
  mode.id === current ? '*' : '',
  mode.id,
  mode.name,
  mode.vidpid,
  mode.proto,
  mode.at_port ? '' : 'no AT port',
]

/** The compositions of USB functions, the one that holds marked. */
export const usbModeText = ({ current_id, possible }: UsbModeReply, paint: Paint): string =>
  possible.length === 0
    ? `The mode is ${current_id ?? 'unknown'}; no other is known.\n`
    : tableText(['', 'id', 'functions', 'vid:pid', 'proto', ''], possible.map(usbRow(current_id)), paint)

/** What the model can be asked and told. */
export const capabilitiesText = ({ model, dialect, capabilities }: CapabilitiesReply, paint: Paint): string =>
  pageText([
    `${model}, dialect ${dialect}\n`,
    tableText(
      ['', 'read', 'set', 'why not'],
      capabilities.map(({ name, read, write, why, refused }) => [name, read, write, refused ?? why]),
      paint,
    ),
  ])

const tones: Readonly<Record<ApplyStep['result'], Tone>> = {
  kept: 'good',
  changed: 'good',
  different: 'warn',
  not_ready: 'warn',
  failed: 'bad',
  given_up: 'bad',
}

/** What the configuration wants, and what came of it. */
export const applyText = ({ steps, warnings }: ApplyReply, paint: Paint): string =>
  pageText([
    steps.length === 0
      ? 'Nothing is wanted of this modem.\n'
      : tableText(
          ['', 'wanted', 'before', 'result', 'why'],
          steps.map(({ what, wanted, before, result, message }) => [
            what,
            wanted,
            before,
            paint(tones[result], result.replace('_', ' ')),
            message,
          ]),
          paint,
        ),
    steps.some(({ restart_needed }) => restart_needed)
      ? paint('warn', 'It takes effect after a restart of the modem: modem restart\n')
      : '',
    warnings.map(text => paint('warn', `${text}\n`)).join(''),
  ])
