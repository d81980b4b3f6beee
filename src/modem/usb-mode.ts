import type { UsbModeReply } from '../contract/usb.ts'
import type { UsbModeSetting } from '../dialects/settings.ts'
import { readSetting } from './change.ts'
import type { Session } from './session.ts'

/** The composition of USB functions the modem shows and those it could show. */
export async function readUsbMode(session: Session, setting: UsbModeSetting<unknown>): Promise<UsbModeReply> {
  const { state, answers } = await readSetting(session, setting)
  const possible = [...setting.modes(session.model.options, answers)]
  const current = possible.find(mode => mode.id === state) ?? null
  return { modem: session.modem.modem, current, current_id: state, possible }
}
