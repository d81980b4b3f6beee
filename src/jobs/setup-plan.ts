import { protosOf } from '../connection/handlers.ts'
import { attributesOf, connectionOf, dumpInterfaces } from '../connection/netifd.ts'
import { planSetup, type SetupModem } from '../connection/setup.ts'
import { Failure } from '../contract/failure.ts'
import type { SetupArgs, SetupPlanReply } from '../contract/setup.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModemAnew, listModems, portToDial } from '../discovery/modems.ts'
import { controlNodes } from '../discovery/networks.ts'
import { readUci } from '../discovery/uci.ts'
import type { Call } from '../modem/call.ts'
import { readSetting } from '../modem/change.ts'
import { contexts } from '../modem/contexts.ts'
import { type Session, withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Files } from '../platform/platform.ts'
import { isServiceName } from '../radio/access-point.ts'

/** What the modem itself can tell for a plan. */
type Told = Pick<SetupModem, 'apns' | 'asksPin' | 'dials'>

const untold: Told = { apns: [], asksPin: null, dials: null }

async function askModem(session: Session): Promise<Told> {
  const { autoconnect } = session.settings
  const held = (await readSetting(session, contexts)).state ?? []
  const sim = await readSim(session)
  return {
    apns: held.map(({ apn }) => apn).filter(apn => apn !== '' && !isServiceName(apn)),
    asksPin: sim.state === 'pin_required' ? true : sim.lock_enabled,
    dials: autoconnect ? (await readSetting(session, autoconnect)).state : null,
  }
}

async function toldBy(call: Call, { modem, ports }: Modem): Promise<Told> {
  if (ports.length === 0) return untold
  try {
    return await withModem(call, modem, askModem)
  } catch (failure) {
    if (failure instanceof Failure) return untold
    throw failure
  }
}

/** Whether a program of that name runs. */
const runs = (files: Files, name: RegExp): boolean =>
  files
    .list('/proc')
    .some(pid => /^\d+$/.test(pid) && name.test(files.read(`/proc/${pid}/comm`, 64)?.trim() ?? ''))

/** The plan for a modem. Throws Failure('not_supported') where there is nothing right to propose, with the reason. */
export async function planFor(call: Call, args: SetupArgs): Promise<SetupPlanReply> {
  const { files } = call.platform
  const { modem: wanted, ...wish } = args
  const modem = findModemAnew(call.platform, wanted)
  const dump = await dumpInterfaces(call.platform, call.deadline)
  const connection = connectionOf(dump, modem, attributesOf(files))
  const { found, networks, network } = modem
  const [device] = found.devices
  const protos = protosOf(files)
  const plan = planSetup(
    {
      modem: modem.modem,
      directory: found.directory,
      driver: device?.driver ?? null,
      net: device?.name ?? null,
      control: controlNodes(files, found)[0] ?? null,
      tty: portToDial(modem),
      ...(await toldBy(call, modem)),
    },
    {
      network: readUci(files, 'network'),
      firewall: readUci(files, 'firewall'),
      interface: network ?? connection.interface ?? networks[0]?.name ?? null,
      own: networks.map(({ name }) => name),
      taken: listModems(call.platform)
        .filter(other => other.found.directory !== found.directory)
        .flatMap(other => other.networks.map(({ name }) => name)),
      works: connection.state === 'connected' || runs(files, /^quectel-CM/i),
      protos,
      managed: (protos === null || protos.includes('modemmanager')) && runs(files, /^ModemManager$/),
    },
    wish,
  )
  if (typeof plan === 'string') throw new Failure('not_supported', plan)
  return plan
}
