import { legacy } from '../../src/main/legacy.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { setters } from '../world/modem/behaviours.ts'
import { fromCorpusCase, type CorpusCase as SimulatedCase } from '../world/modem/corpus.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import type { ModembandOutput, ModemdataOutput, Outputs } from './compare.ts'
import type { CorpusCase, RecordedCase } from './corpus.ts'

/** The wall clock of the cases, 2026-01-02 03:04:05 UTC. */
const wallClock = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A host with the case's modem, as the corpus' rig describes it; a case without a network device has one unseen. */
export function caseHost(recorded: RecordedCase, behaviours: readonly Behaviour[] = []): Host {
  const script = fromCorpusCase(recorded as unknown as SimulatedCase)
  script.net ??= { name: 'wwan0', driver: script.device?.bus === 'pci' ? 'mhi_net' : '' }
  return createHost([{ script }], { behaviours: [setters(), ...behaviours] })
}

/** Runs a legacy program on a host and gives what it prints. */
export function runLegacy(host: Host, program: string, ...args: string[]): Promise<string> {
  return legacy({ platform: host.platform, device: undefined, now: wallClock }, program, args)
}

/** Everything that reached the modem during a run. */
async function sentBy(recorded: RecordedCase, line: string): Promise<string[]> {
  const host = caseHost(recorded)
  const [command = '', ...rest] = line.split(' ')
  await runLegacy(host, 'modemband', command, rest.join(' '))
  return host.simulators.flatMap(s => s.log.map(exchange => exchange.line))
}

async function modemband(recorded: RecordedCase, lines: readonly string[]): Promise<ModembandOutput> {
  const host = caseHost(recorded)
  const getinfo = (await runLegacy(host, 'modemband', 'getinfo')).trim()
  const json = JSON.parse(await runLegacy(host, 'modemband', 'json')) as Record<string, unknown>
  const numbers = (key: string) => (json[key] as number[] | undefined) ?? []
  const supported = (key: string) => ((json[key] as { band: number }[] | undefined) ?? []).map(b => b.band)
  const set: Record<string, readonly string[]> = {}
  for (const line of lines) set[line] = await sentBy(recorded, line)
  const nr = ['5gnsa', '5gsa'].filter(suffix => `supported${suffix}` in json)
  return {
    getinfo,
    supported: supported('supported'),
    enabled: numbers('enabled'),
    ...Object.fromEntries(
      nr.flatMap(suffix => [
        [`supported${suffix}`, supported(`supported${suffix}`)],
        [`enabled${suffix}`, numbers(`enabled${suffix}`)],
      ]),
    ),
    set,
  }
}

/** Runs a case through the backend in memory and collects what its legacy programs print. */
export async function outputsOf({ recorded, expected }: CorpusCase): Promise<Outputs> {
  const outputs: Outputs = {}
  if (expected['3ginfo'])
    outputs.threeginfo = JSON.parse(await runLegacy(caseHost(recorded), '3ginfo', 'json'))
  if (expected.modemband)
    outputs.modemband = await modemband(recorded, Object.keys(expected.modemband.set ?? {}))
  if (expected.modemdata) {
    const text = await runLegacy(caseHost(recorded), 'params', `/dev/${recorded.port}`)
    outputs.modemdata = (text === '' ? { addon: [] } : JSON.parse(text)) as ModemdataOutput
  }
  return outputs
}
