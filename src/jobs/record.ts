import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { RecordArgs } from '../contract/record.ts'
import type { Recording } from '../contract/recording.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { forgetful } from '../modem/forgetful.ts'
import { knownOf } from '../modem/known.ts'
import { refresh } from '../modem/refresh.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { exchangesOf, fixtureText, maskedExchanges } from '../recording/fixture.ts'
import { createMask, type Mask } from '../recording/mask.ts'
import { type Exchange, replayed } from '../recording/replay.ts'
import { askedOf, dialogue } from './dialogue.ts'
import { probes } from './generated/probes.ts'
import type { Job } from './task.ts'

/** What every modem may be asked beyond the dialects; the list of all commands comes last, some modems choke on it. */
const general = [
  'I',
  '+GCAP',
  '+CGMI',
  '+CGMM',
  '+CGMR',
  '+CESQ',
  '+CEREG?',
  '+C5GREG?',
  '+CGDCONT?',
  '+CLAC',
]

/** A host on which the modem is the recorded one, nothing is remembered and nothing is kept. */
const replayHost = (platform: Platform, exchanges: readonly Exchange[]): Platform => ({
  ...forgetful(platform),
  openTty: () => replayed(exchanges),
  lock: async () => ({ waited: 0, release: () => {} }),
  exec: async () => ({ code: null, stdout: '' }),
  log: () => {},
})

/** What `info` makes of recorded answers. */
const infoOf = (job: Job, modem: Modem, exchanges: readonly Exchange[]): Promise<ModemInfo> =>
  refresh({ ...job.call(10_000), platform: replayHost(job.platform, exchanges) }, modem, 0)

/** Values that stand for a person, a device or a place: they differ, and only that they are told has to be the same. */
const personal =
  /^(?:imei|sim\.(?:imsi|iccid)|registration\.(?:area|cell_id)|cell\..*|connection\..*|age_ms)$/

/** Where two answers tell different values, in words, pseudonyms aside. */
export function differences(plain: unknown, masked: unknown, mask: Mask, name = ''): string[] {
  if (plain === masked) return []
  const isBoth = typeof plain === typeof masked && plain !== null && masked !== null
  if (isBoth && (personal.test(name) || mask.line(`${plain}`) === `${masked}`)) return []
  if (!isBoth || typeof plain !== 'object')
    return [
      `${name}: ${JSON.stringify(masked)} with pseudonyms, ${mask.line(`${JSON.stringify(plain)}`)} without`,
    ]
  const keys = [...new Set([...Object.keys(plain as object), ...Object.keys(masked as object)])]
  const of = (value: unknown, key: string) => (value as Record<string, unknown>)[key]
  return keys.flatMap(key =>
    differences(of(plain, key) ?? null, of(masked, key) ?? null, mask, name === '' ? key : `${name}.${key}`),
  )
}

const line = (word: string, ...values: readonly (string | number | null | undefined)[]) =>
  [word, ...values].filter(value => value !== null && value !== undefined).join(' ')

/** The lines of a fixture that say what the modem is. */
function factsOf(files: Files, { found }: Modem, path: string | null): string[] {
  const port = found.ports.find(each => each.path === path) ?? found.ports[0]
  const name = port?.path.replace('/dev/', '') ?? ''
  const [net] = found.devices
  const board = files.read('/tmp/sysinfo/board_name', 256)?.trim() || null
  const strings = [found.manufacturer ?? (found.product === null ? null : ''), found.product]
  return [
    line(`@${found.bus}`, found.id, ...(found.bus === 'usb' ? strings.map(s => s && JSON.stringify(s)) : [])),
    ...(port && /^\w+$/.test(name) ? [line('@port', name, port.interface)] : []),
    ...(net?.driver ? [line('@net', net.name, net.driver)] : []),
    ...(board === null ? [] : [line('@board', board)]),
  ]
}

/** What a person should know of the recording, beside it. */
function aboutOf(modem: Modem, info: ModemInfo): string[] {
  const { found, match } = modem
  const { interface: name, proto, state, device } = info.connection
  const { legacy: _, ...model } = modelOf(modem, info.model)
  return [
    `${[info.vendor, info.model].filter(Boolean).join(' ') || found.id}, firmware ${info.firmware ?? 'not told'}, recorded.`,
    `${info.rat ?? 'no service'}, registration ${info.registration.state}, SIM ${info.sim.state}`,
    ...found.interfaces.map(
      each =>
        `interface ${each.number} ${each.class}/${each.subclass}/${each.protocol} ${each.driver ?? 'no driver'} ${each.attached.map(({ name }) => name).join(' ')}`,
    ),
    `netifd: ${name ?? 'no interface'}, ${proto ?? 'no protocol'}, ${state}, ${device ?? 'no device'}`,
    `model ${match.by}: ${JSON.stringify(model)}`,
  ]
}

/** Asks the modem everything, writes it down with pseudonyms, and looks whether the answers are still the same. */
export async function record({ modem: wanted, wide = false }: RecordArgs, job: Job): Promise<Recording> {
  const { files } = job.platform
  const modem = findModemAnew(job.platform, wanted)
  job.say('Seeing what is asked.')
  const { commands, info } = await askedOf(job, modem)
  if (info.port_state !== 'ok')
    throw new Failure(
      'port_silent',
      `${info.port ?? modem.modem} is ${info.port_state}; modem report tells more`,
    )
  const { dialect, avoid = [] } = modelOf(modem, info.model)
  const blocks = await dialogue(job, modem, dialect, commands, false)
  if (wide) {
    const more = [...new Set([...Object.values(probes).flat(), ...general])].filter(
      ask => !commands.includes(ask) && !avoid.includes(ask),
    )
    blocks.push(...(await dialogue(job, modem, dialect, more, true)))
  }
  job.say('Replaying it.')
  const mask = createMask(knownOf(files, modem, info))
  for (const { lines, heard } of blocks) {
    for (const text of lines) mask.learn(text)
    for (const { from, line: text } of heard) if (from === '!') mask.learn(text)
  }
  const recording = fixtureText(aboutOf(modem, info), factsOf(files, modem, info.port), blocks, mask)
  const plain = await infoOf(job, modem, exchangesOf(blocks))
  const masked = await infoOf(job, modem, maskedExchanges(blocks, mask))
  return {
    modem: modem.modem,
    recording,
    info: masked,
    masked: mask.counts(),
    differences: differences(plain, masked, mask),
    unanswered: blocks.filter(({ final }) => final === null).map(({ command }) => command),
  }
}
