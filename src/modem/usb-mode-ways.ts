import { Failure } from '../contract/failure.ts'
import type { SetUsbModeArgs, SetUsbModeReply, UsbMode, UsbModeReply } from '../contract/usb.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from './call.ts'
import { orderByWays } from './ways.ts'

/** The wanted mode. Throws Failure('invalid_argument') where it is not possible, or leaves no AT port and is not forced. */
export function wantedMode(
  possible: readonly UsbMode[],
  { mode: id, force = false }: SetUsbModeArgs,
): UsbMode {
  const requested = possible.find(mode => mode.id === id)
  if (requested === undefined) {
    const list = possible.map(mode => `${mode.id} (${mode.name})`).join(', ')
    throw new Failure('invalid_argument', `mode ${id} is not possible; possible: ${list}`)
  }
  const left = requested.network ? '' : ' and no network device'
  if (!requested.at_port && !force)
    throw new Failure(
      'invalid_argument',
      `after mode ${id} Linux shows no AT port${left}: there is no way back. Use force: true`,
    )
  return requested
}

/** Failures of AT after which nothing was sent, so that another way may be asked. */
const isUnsent = (failure: unknown): failure is Failure =>
  failure instanceof Failure && /^(?:no_port|port_(?:missing|busy|silent|slow))$/.test(failure.code)

/** The USB compositions by the ways beside AT, which has failed; its failure is thrown where none can tell. */
export async function usbModeByWays(
  call: Call,
  wanted: string | undefined,
  failure: unknown,
): Promise<UsbModeReply> {
  if (!isUnsent(failure)) throw failure
  const modem = await findModem(call.platform, wanted)
  const told = await orderByWays(call, modem, ({ usbMode }, task) => usbMode?.read(task))
  if (told === null) throw failure
  const { current, possible } = told
  const mode = possible.find(({ id }) => id === current) ?? null
  return { modem: modem.modem, current: mode, current_id: current, possible }
}

/**
 * Chooses a USB composition by the ways beside AT. What is tried with a way back, or done without a person, is AT's alone:
 * then its failure stands.
 */
export async function setUsbModeByWays(
  call: Call,
  args: SetUsbModeArgs,
  failure: unknown,
): Promise<SetUsbModeReply> {
  if (!isUnsent(failure) || call.beforeWrite || args.keep_if !== undefined) throw failure
  const modem = await findModem(call.platform, args.modem)
  const done = await orderByWays(call, modem, ({ usbMode }, task) => {
    const change = async (): Promise<SetUsbModeReply> => {
      const before = await usbMode?.read(task)
      if (!before || before.current === null)
        throw new Failure('not_understood', 'the present USB mode could not be read, so nothing was changed')
      const requested = wantedMode(before.possible, args)
      await usbMode?.write(task, requested.id)
      const after = (await usbMode?.read(task).catch(() => null))?.current ?? null
      const verified = after === requested.id
      return {
        ...{ modem: modem.modem, requested, before: before.current, after, verified },
        ...{ restart_needed: true, answer: 'OK' },
      }
    }
    return usbMode && change()
  })
  if (done === null) throw failure
  return done
}
