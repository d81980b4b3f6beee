import type { Finding } from '../../contract/doctor.ts'
import { Failure } from '../../contract/failure.ts'
import type { ModemInfo } from '../../contract/info.ts'
import type { Report, ReportArgs } from '../../contract/report.ts'
import { type Modem, modelOf } from '../../discovery/modem.ts'
import { listModems } from '../../discovery/modems.ts'
import { readUci } from '../../discovery/uci.ts'
import type { Job } from '../../jobs/task.ts'
import { forgetful } from '../../modem/forgetful.ts'
import { knownOf } from '../../modem/known.ts'
import { refresh } from '../../modem/refresh.ts'
import type { Files } from '../../platform/platform.ts'
import { createMask } from '../../recording/mask.ts'
import { type Part, reportText } from '../../recording/report.ts'
import { evidenceOf } from '../collect/collect.ts'
import { diagnose } from '../diagnose.ts'
import type { Evidence } from '../evidence.ts'
import { checks } from '../generated/table.ts'
import { logLines, netifdLines, networkLines, secretsIn } from './network.ts'
import { boardOf, hostLines, pciLines, releaseOf, usbLines, versionsOf } from './router.ts'

/** The short form fits into a post, the long one into an attachment; how much more of each part that holds. */
const forms = { short: { limit: 10_000, factor: 1 }, long: { limit: 60_000, factor: 8 } } as const

/** What the modem said once, with its times, and what came of it. */
interface Talk {
  lines: string[]
  info: ModemInfo | null
}

async function talkWith(job: Job, modem: Modem | null): Promise<Talk> {
  const lines: string[] = []
  if (modem === null) return { lines, info: null }
  const trace = (direction: string, line: string) => void lines.push(`${direction} ${line.slice(0, 400)}`)
  try {
    const platform = forgetful(job.platform)
    return { lines, info: await refresh({ ...job.call(14_000), platform, trace }, modem, 0) }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { lines: [...lines, `! ${failure.message}`], info: null }
  }
}

/** The journal's last day, where the watch keeps one. */
async function journalLines(job: Job, modem: Modem | null): Promise<string[] | null> {
  type Journal = { method: { run(args: object, call: object): Promise<{ entries?: unknown }> } }
  const room = await job.platform.load<Journal>('methods', 'journal')
  if (room?.method === undefined || modem === null) return null
  try {
    const { entries } = await room.method.run({ modem: modem.modem }, job.call(3000))
    const list = (Array.isArray(entries) ? entries : []) as Record<string, unknown>[]
    return list
      .filter(({ age_s }) => typeof age_s !== 'number' || age_s < 86_400)
      .map(
        ({ age_s, kind, from, to, why }) =>
          `${typeof age_s === 'number' ? `${age_s} s ago` : 'before the last start'}: ${kind} ${from ?? '?'} -> ${to ?? '?'}${why ? `, ${why}` : ''}`,
      )
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

const findingLines = ({ severity, check, what, why, cure }: Finding): string[] => [
  `${severity} ${check}: ${what}`,
  `  ${why}`,
  `  Cure: ${cure}`,
]

/** The modem and its port, in a line. */
function whoLine(modem: Modem | null, info: ModemInfo | null): string {
  if (modem === null) return 'no modem on USB or PCI'
  const { found } = modem
  const port = found.ports.find(({ path }) => path === (info?.port ?? modem.ports[0]))
  const nets = found.devices.map(({ name, driver }) => `${name} (${driver ?? 'no driver'})`)
  const name = [info?.vendor ?? found.manufacturer, info?.model ?? found.product].filter(Boolean).join(' ')
  return `${name || 'a modem'} (${found.id}, firmware ${info?.firmware ?? 'not told'}), port ${port?.path ?? 'none'}${port ? ` (interface ${port.interface ?? '-'}, ${port.driver ?? 'no driver'})` : ''}, net ${nets.join(' ') || 'none'}, dialect ${modelOf(modem, info?.model ?? null).dialect} (${modem.match.by})`
}

/** SIM, registration, signal and connection, in a line. */
function stateLine(info: ModemInfo | null): string {
  if (info === null) return 'nothing could be read'
  const { sim, registration, operator, rat, signal, carriers, connection } = info
  const bands = carriers.flatMap(({ band, active }) => (active && band !== null ? [`B${band}`] : []))
  return `port ${info.port_state}, SIM ${sim.state}, ${registration.state} ${operator.mcc ?? '?'}-${operator.mnc ?? '?'} ${rat ?? 'no service'} ${bands.join('+')} RSRP ${signal.rsrp ?? '?'} SINR ${signal.sinr ?? '?'}; ${connection.interface ?? 'no interface'} ${connection.state}${connection.uptime_s === null ? '' : ` for ${connection.uptime_s} s`}${info.missing.length > 0 ? `; missing ${info.missing.join(' ')}` : ''}`
}

const deviceNumbers = (files: Files, { processes }: Evidence): string[] => {
  const held = (processes ?? []).map(
    ({ name, holds }) => `${name}${holds.length > 0 ? ` has ${holds.join(' ')} open` : ' runs'}`,
  )
  return held.length > 0 ? held : files.exists('/proc') ? ['no other program that drives modems'] : []
}

/** The modem a report is about: the one that is meant, else the first; null where there is none. */
function modemFor(job: Job, wanted: string | undefined): Modem | null {
  const modems = listModems(job.platform)
  return (
    modems.find(({ modem }) => modem === wanted) ??
    modems.find(({ byDefault }) => byDefault) ??
    modems[0] ??
    null
  )
}

/** Collects what a helper asks for, each part within its own time, and masks the whole of it at the end. */
export async function report({ modem: wanted, long = false }: ReportArgs, job: Job): Promise<Report> {
  const { platform } = job
  const { files } = platform
  const modem = modemFor(job, wanted)
  job.say('Asking the modem.')
  const talk = await talkWith(job, modem)
  job.say('Looking at the router.')
  const { evidence, unseen } = await evidenceOf(job.call(14_000), modem)
  const info = talk.info ?? evidence.info
  const findings = diagnose(evidence, checks)
  const log = await logLines(platform, platform.now() + 5000)
  const journal = await journalLines(job, modem)
  const versions = versionsOf(files)
  const own = [evidence.interface, ...(modem?.networks ?? []).map(({ name }) => name)]
  const [first] = findings
  const summary = [
    `modem report: ${boardOf(files)}, ${releaseOf(files)}, package ${versions?.get('rpcd-mod-modem') ?? 'unknown'}`,
    whoLine(modem, info),
    stateLine(info),
    first === undefined
      ? 'nothing is wrong, says the doctor'
      : `${first.severity} ${first.check}: ${first.what}`,
    `status ${evidence.status?.status ?? 'unknown'}: ${evidence.status?.reason ?? 'not told'}; ${listModems(platform).length} modems; ${long ? 'long form' : 'short form, --long has more'}`,
  ]
  const parts: Part[] = [
    {
      title: 'doctor',
      most: 1700,
      lines: [...findings.flatMap(findingLines), ...unseen.map(text => `not looked at: ${text}`)],
    },
    {
      title: 'packages',
      most: 800,
      lines:
        versions === null ? ['no list of packages'] : [[...versions].map(pair => pair.join(' ')).join(', ')],
    },
    {
      title: 'router',
      most: 500,
      lines: [...hostLines(files, Date.now()), ...deviceNumbers(files, evidence)],
    },
    { title: 'usb and pci', most: 1100, lines: [...usbLines(files), ...pciLines(files)] },
    { title: 'network', most: 800, lines: networkLines(evidence.network, evidence.firewall, own) },
    {
      title: 'netifd',
      most: 700,
      lines: !evidence.netifd?.length ? ['netifd does not answer'] : netifdLines(evidence.netifd),
    },
    { title: 'log', most: 1500, isNewestLast: true, lines: log ?? ['the system log cannot be read'] },
    { title: 'talk', most: 1600, isTalk: true, lines: talk.lines },
    ...(journal === null
      ? []
      : [{ title: 'journal', most: 500, isNewestLast: true as const, lines: journal }]),
  ]
  const known = modem === null ? {} : knownOf(files, modem, info)
  const sections = ['network', 'modem', 'wireless'].flatMap(name => readUci(files, name))
  const addresses = (evidence.netifd ?? [])
    .filter(({ interface: name }) => own.includes(name.replace(/_[46]$/, '')) || own.includes(name))
    .flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6])
    .map(address => address.replace(/\/.*$/, ''))
  const mask = createMask({
    ...known,
    addresses: [...(known.addresses ?? []), ...addresses],
    secrets: secretsIn(sections),
  })
  const text = reportText(summary, parts, mask, long ? forms.long : forms.short)
  return { modem: modem?.modem ?? null, report: text, masked: mask.counts() }
}
