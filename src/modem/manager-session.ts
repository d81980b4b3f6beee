import { managerText } from '../asking/manager.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Call } from './call.ts'
import { type Managed, talkToManager } from './manager.ts'
import { managerSettings } from './manager-settings.ts'

/**
 * A session with a modem that ModemManager keeps to itself: the same work as over an AT port, by what ModemManager can be
 * asked and told. What its model's dialect knows counts for nothing here.
 */
export function managerSession(call: Call, modem: Modem, managed: Managed) {
  const { vendor, name, bus, id } = modelOf(modem, managerText(managed.answer, 'modem.generic.model'))
  const told = managerText(managed.answer, 'modem.generic.manufacturer')
  const model: Model = {
    bus,
    id,
    vendor: vendor || (told ?? ''),
    name: name || (managerText(managed.answer, 'modem.generic.model') ?? ''),
    dialect: 'modemmanager',
    at: [],
  }
  return {
    call,
    modem,
    model,
    isNamed: true,
    channel: talkToManager(call, managed),
    settings: managerSettings,
    release: () => {},
  }
}
