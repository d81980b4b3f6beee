import { attributesOf, connectionOf, dumpInterfaces } from '../connection/netifd.ts'
import type { BandsReply, SetBandsReply } from '../contract/bands.ts'
import { Failure, type FailureReply } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { findModemAnew, listModems, sectionFor } from '../discovery/modems.ts'
import { controlNodes } from '../discovery/networks.ts'
import { isPort, legacyBinding, option } from '../discovery/uci.ts'
import type { LegacyLayout } from '../models/model.ts'
import type { Platform } from '../platform/platform.ts'
import { deviceNotFound } from '../shim/json.ts'
import {
  modembandError,
  modembandHelp,
  modembandName,
  modembandRequest,
  setModemband,
  showModemband,
} from '../shim/modemband.ts'
import { modemdataParams, renderNetwork, renderParams, renderProduct } from '../shim/modemdata.ts'
import { dispatch } from './dispatch.ts'
import type { LegacyCall } from './legacy-call.ts'
import { isAddress, shownInfo, shownModem, stickAmong } from './shown.ts'

const isFailure = (reply: object): reply is FailureReply => 'error' in reply

/** The modem on a port, or without one the modem that is meant; null where that is not certain. */
function namedModem(platform: Platform, port: string | undefined): Modem | null {
  try {
    return findModemAnew(platform, port)
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

/** The stick that is a router of its own, where there is one; null otherwise. */
const stickOf = (platform: Platform): Modem | null => stickAmong(listModems(platform)) ?? null

/** The modem the legacy pages show, of those there are now. */
const chosenModem = (platform: Platform, configured: string | undefined): Modem | null =>
  shownModem(
    listModems(platform),
    configured?.startsWith('/') && !isPort(configured) ? undefined : configured,
  )

/** The layout of the legacy texts of a modem that has told its name. */
const layoutOf = (modem: Modem, answered: string | null): LegacyLayout =>
  modelOf(modem, answered).legacy ?? {}

/** What `info` answers; with `age`, an answer up to so many milliseconds old will do. */
async function infoOf(platform: Platform, modem: Modem, age?: number): Promise<ModemInfo | FailureReply> {
  const args = { modem: modem.modem, ...(age === undefined ? {} : { max_age: age }) }
  return (await dispatch(platform, 'info', args)) as ModemInfo | FailureReply
}

/** `/usr/share/3ginfo-lite/detect.sh`: the configured port, else the one that answers, else an empty line. */
async function printPort({ platform }: LegacyCall): Promise<string> {
  const { port } = legacyBinding(platform.files)
  if (port !== undefined) return `${port}\n`
  const modem = chosenModem(platform, undefined)
  if (modem === null) return '\n'
  const info = await infoOf(platform, modem)
  const isSerial = !isFailure(info) && info.port_state === 'ok' && (info.ways?.[0] ?? 'at') === 'at'
  return `${isSerial ? info.port : ''}\n`
}

/** Whether the modem's section has changes of the band page put back: `option keep_if`, `option keep_within` in seconds. */
function trialOf(platform: Platform, modem: Modem): { keep_if?: string; within_s?: number } {
  const section = sectionFor(platform, modem)
  const condition = option(section, 'keep_if')
  const seconds = option(section, 'keep_within')
  if (condition === undefined) return {}
  return { keep_if: condition, ...(seconds === undefined ? {} : { within_s: Number(seconds) }) }
}

/** `/usr/bin/modemband.sh`. */
async function printModemband({ platform, device }: LegacyCall, args: readonly string[]): Promise<string> {
  const request = modembandRequest(args)
  if (request.kind === 'nothing') return ''
  if (request.kind === 'help') return modembandHelp('/usr/bin/modemband.sh')
  const command = request.kind === 'show' ? request.command : ''
  if (device !== undefined && !platform.files.exists(device)) return modembandError(command, 'port')
  const modem = request.kind === 'set' ? namedModem(platform, device) : chosenModem(platform, device)
  if (modem === null) return modembandError(command, 'model')
  const wanted = modem.modem
  if (request.kind === 'set') {
    const { rat, bands } = request
    const choice = bands === 'default' ? { default: true } : { bands }
    const reply = (await dispatch(platform, 'set_bands', {
      ...{ modem: wanted, rat, ...choice },
      ...trialOf(platform, modem),
    })) as SetBandsReply | FailureReply
    return isFailure(reply) ? `${reply.message}\n` : setModemband(reply)
  }
  const reply = (await dispatch(platform, 'bands', { modem: wanted })) as BandsReply | FailureReply
  if (isFailure(reply)) return modembandError(command, reply.error === 'port_missing' ? 'port' : 'model')
  const { manufacturer, product } = modem.found
  const { vendor, name } = modem.match.model
  const names = { vendor, model: name, manufacturer, product }
  const info = await infoOf(platform, modem, 3_600_000)
  const own = isFailure(info) ? names : { ...names, vendor: info.vendor, model: info.model }
  return showModemband(command, reply, modembandName(own, layoutOf(modem, own.model)))
}

/** modemdata's `params.sh <device> [1]` and `product.sh <device>`. */
async function printModemdata(
  call: LegacyCall,
  program: string,
  [device, named]: readonly string[],
): Promise<string> {
  const { platform } = call
  const usable = device !== undefined && isPort(device) && platform.files.exists(device)
  return renderModemdata(
    call,
    program,
    usable ? chosenModem(platform, device) : isAddress(device) ? stickOf(platform) : null,
    named === '1',
  )
}

async function renderModemdata(
  { platform, now }: LegacyCall,
  program: string,
  modem: Modem | null,
  isNamed: boolean,
): Promise<string> {
  const told = modem === null ? null : await infoOf(platform, modem)
  if (modem === null || told === null || isFailure(told)) return deviceNotFound
  const info = await shownInfo(platform.files, modem, told, 'modemdata')
  if (program === 'product') return renderProduct(info)
  const { manufacturer, product } = modem.found
  const layout = layoutOf(modem, info.model)
  const plmn = `${info.operator.mcc ?? ''}${info.operator.mnc ?? ''}`
  const name = isNamed ? (await import('../modem/operators.ts')).operatorLookup(platform)(plmn).name : null
  return renderParams(modemdataParams(info, layout, { now: now - info.age_ms, manufacturer, product }, name))
}

/**
 * modemdata's `md_serial_ecm <device> <section> [1]`: an array of what `product.sh`, `network.sh` and `params.sh` print.
 * Where no stick is at an address, two of the three are empty.
 */
async function printSerial(call: LegacyCall, [device = '', section = '', named = '']: readonly string[]) {
  const ask = async (program: string) => {
    const printed = await printModemdata(call, program, [device, named])
    return isAddress(device) && printed === deviceNotFound ? '{}\n' : printed
  }
  const network = await printNetwork(call, section)
  return `[\n${await ask('product')},\n${network},\n${await ask('params')}]\n`
}

/**
 * modemdata's `md_modemmanager <modem> <section> [1]`, the same of a modem that ModemManager drives: named by its place on the
 * bus, by its path of D-Bus, or by its number there.
 */
async function printManaged(call: LegacyCall, [wanted = '', section = '', named]: readonly string[]) {
  const { platform } = call
  const modems = listModems(platform)
  const { modemByPath } = await import('../modem/manager.ts')
  const modem =
    modems.find(({ found }) => platform.files.realpath(wanted) === found.directory) ??
    (await modemByPath(platform, modems, wanted))
  const ask = async (program: string) =>
    modem === null ? '{}\n' : renderModemdata(call, program, modem, named === '1')
  const network = await printNetwork(call, section)
  return `[\n${await ask('product')},\n${network},\n${await ask('params')}]\n`
}

/**
 * modemdata's `md_uqmi <node> <section> [1] [mbim]`: the same of a modem that is named by its control node, whichever way it
 * is then read; what cannot be read because another program talks to the modem is told so.
 */
async function printNode(call: LegacyCall, [node = '', section = '', named = '']: readonly string[]) {
  const { platform } = call
  const modem =
    listModems(platform).find(({ found }) => controlNodes(platform.files, found).includes(node)) ?? null
  const product = await renderModemdata(call, 'product', modem, false)
  const params = await renderModemdata(call, 'params', modem, named === '1')
  const info = modem === null ? null : await infoOf(platform, modem, 60_000)
  const isBusy = info !== null && !isFailure(info) && info.port_state === 'busy'
  const told = isBusy ? '{"error":"Device is busy"}\n' : params
  return `[\n${product},\n${await printNetwork(call, section)},\n${told}]\n`
}

/** modemdata's `network.sh <section>`: the state of a netifd interface. */
async function printNetwork({ platform, now }: LegacyCall, section: string): Promise<string> {
  const interfaces = await dumpInterfaces(platform, platform.now() + 2000)
  const chosen = { network: section, networks: [], found: { devices: [] } }
  return renderNetwork({ connection: connectionOf(interfaces, chosen, attributesOf(platform.files)) }, now)
}

/** Runs a legacy program by name, all but `3ginfo`; whatever happens, the output is what the pages can read. */
export async function legacyProgram(
  call: LegacyCall,
  program: string,
  args: readonly string[],
): Promise<string> {
  if (program === 'detect') return printPort(call)
  if (program === 'modemband') return printModemband(call, args)
  if (program === 'params' || program === 'product') return printModemdata(call, program, args)
  if (program === 'md_serial_ecm') return printSerial(call, args)
  if (program === 'md_modemmanager') return printManaged(call, args)
  if (program === 'md_uqmi') return printNode(call, args)
  if (program === 'network') return printNetwork(call, args[0] ?? '')
  return ''
}
