import type { ModemInfo } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { presentModems } from '../discovery/remembered.ts'
import { writeReady } from '../modem/ready.ts'
import { refresh } from '../modem/refresh.ts'
import { readSnapshot } from '../modem/snapshot.ts'
import { legacyAskedPlace, modemListPlace, placeOf, runDirectory } from '../platform/places.ts'
import { plain } from '../platform/plain.ts'
import type { Deadline, Files, Platform } from '../platform/platform.ts'
import { deviceNotFound } from '../shim/json.ts'
import { render3ginfo, threeginfo } from '../shim/threeginfo.ts'
import type { LegacyCall } from './legacy-call.ts'
import { shownInfo, shownModem } from './shown.ts'

/** How long the text is made of every new reading after somebody has asked for it, ms. */
const followMs = 300_000

/** rpcd kills a plugin after 30 s and LuCI gives up after 20 s, ms. */
const callMs = 14_000

/** That the page was asked for, and which modem it shows. */
interface Asked {
  at: Deadline
  modem: string
  /** Stamp of the list of modems by which that one was chosen: another list may mean another modem. */
  list: string | null
}

/** Which of these modems the page shows; where there is one, whatever is configured. */
async function shown({ files }: Platform, modems: readonly Modem[]): Promise<Modem | null> {
  if (modems.length < 2) return modems[0] ?? null
  const { isPort, legacyBinding } = await import('../discovery/uci.ts')
  const { port } = legacyBinding(files)
  return shownModem(modems, port?.startsWith('/') && !isPort(port) ? undefined : port)
}

/** The text of a reading, laid ready for the shell of `3ginfo.sh`; `now` is the wall clock. */
async function layText(
  { files }: Platform,
  modem: Modem,
  info: ModemInfo,
  taken: Deadline,
  wallClock: number,
): Promise<string> {
  const { manufacturer, product } = modem.found
  const { legacy = {} } = modelOf(modem, info.model)
  const told = await shownInfo(files, modem, info, '3ginfo')
  const text = render3ginfo(threeginfo(told, legacy, { now: wallClock, manufacturer, product }))
  const meant = { ...modem, byDefault: true, alone: false }
  writeReady(files, '3ginfo', meant, taken, plain(text).trimEnd())
  return text
}

/** `/usr/share/3ginfo-lite/3ginfo.sh`: arguments are ignored, the output is one JSON object. */
export async function print3ginfo({ platform, now }: LegacyCall): Promise<string> {
  const { files } = platform
  try {
    const modem = await shown(platform, await presentModems(platform))
    if (modem === null) return deviceNotFound
    const info = await refresh({ platform, deadline: platform.now() + callMs }, modem, 2000)
    const text = await layText(platform, modem, info, platform.now() - info.age_ms, now - info.age_ms)
    const asked: Asked = { at: platform.now(), modem: modem.modem, list: files.stamp(modemListPlace) }
    files.write(legacyAskedPlace, JSON.stringify(asked))
    return text
  } catch {
    return deviceNotFound
  }
}

function readAsked(files: Files): Asked | null {
  try {
    return JSON.parse((files.trusted(runDirectory) && files.read(legacyAskedPlace)) || 'null') as Asked | null
  } catch {
    return null
  }
}

/** Makes the text of a new reading, as long as somebody has asked for it lately; `wallClock` is the time of day. */
export async function renew3ginfo(platform: Platform, wallClock: number): Promise<void> {
  const { files } = platform
  const asked = readAsked(files)
  const now = platform.now()
  if (!asked || !(asked.at <= now && now - asked.at < followMs)) return files.remove(legacyAskedPlace)
  const isMade = files.exists(placeOf(`${asked.modem}`, '3ginfo'))
  if (isMade || asked.list !== files.stamp(modemListPlace)) return
  const modem = (await presentModems(platform)).find(each => each.modem === asked.modem)
  const { info, taken } = modem ? readSnapshot(files, modem.modem, modem.found.enumeration, now) : {}
  if (modem && info && taken) await layText(platform, modem, info, taken, wallClock - (now - taken))
}
