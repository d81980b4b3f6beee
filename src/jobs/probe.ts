import type { Answer } from '../asking/question.ts'
import { finalOf } from '../channel/at.ts'
import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import type { DialectFit, Probed } from '../contract/recording.ts'
import type { Schema } from '../contract/schema.ts'
import type { Settings } from '../dialects/settings.ts'
import { placeOfModel } from '../discovery/model-file.ts'
import { ownFolder } from '../discovery/models.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { loadDialect } from '../modem/dialect.ts'
import { refresh } from '../modem/refresh.ts'
import { dialogue } from './dialogue.ts'
import { answersOf, type FittingOptions, fitOf, fittingOptions, valuesOf } from './fits.ts'
import { probes } from './generated/probes.ts'
import type { Job } from './task.ts'

/**
 * So few values beyond those of the standard may be an accident, where less than half of the commands are answered: some
 * names are used by several makers.
 */
const few = 3

/** A dialect that was tried. */
interface Tried extends FittingOptions {
  fit: DialectFit
}

/** Tries every dialect on the answers, best first. */
async function tryAll(job: Job, heard: ReadonlyMap<string, Answer>): Promise<Tried[]> {
  const { files, data } = job.platform
  const schemas = JSON.parse(files.read(`${data}/options-schema.json`) ?? '{}') as Record<
    string,
    Schema | null
  >
  const answers = answersOf(heard)
  const tried: Tried[] = []
  for (const [name, own] of Object.entries(probes)) {
    const dialect = await loadDialect(job.platform, name)
    const half = await job.platform.load<{ settings: Settings }>('dialects', `${name}.settings`)
    if (dialect === null) continue
    const settings = half?.settings ?? null
    const { options, undecided } = fittingOptions(answers, dialect, settings, schemas[name] ?? null)
    const values = valuesOf(answers, dialect, settings, Object.keys(options).length > 0 ? options : undefined)
    tried.push({ fit: fitOf(name, heard, own, values), options, undecided })
  }
  return tried.sort((a, b) => b.fit.values - a.fit.values || b.fit.answered - a.fit.answered)
}

const words = (undecided: FittingOptions['undecided']) =>
  Object.entries(undecided).map(
    ([name, values]) => ` Of "${name}" fit alike: ${values.map(value => JSON.stringify(value)).join(', ')}.`,
  )

/**
 * Asks what every dialect asks that changes nothing, and tells which of them makes most of the answers, with the model
 * file that says so.
 */
export async function probe({ modem: wanted }: ModemArgs, job: Job): Promise<Probed> {
  const modem = findModemAnew(job.platform, wanted)
  const { found, match } = modem
  job.say('Asking who it is.')
  const info = await refresh(job.call(14_000), modem, 0)
  if (info.port_state !== 'ok')
    throw new Failure('port_silent', `${info.port ?? modem.modem} is ${info.port_state}`)
  const commands = [...new Set([...Object.values(probes).flat(), '+CESQ'])]
  const blocks = await dialogue(job, modem, match.model.dialect, commands, true)
  const heard = new Map(
    blocks.map(({ command, lines, final }): [string, Answer] => [
      command.slice(2),
      { lines, final: (final === null ? null : finalOf(final)) ?? { kind: 'timeout' } },
    ]),
  )
  const tried = await tryAll(job, heard)
  const standard = tried.find(({ fit }) => fit.dialect === 'standard')?.fit.values ?? 0
  const best = tried.find(
    ({ fit: { dialect, answered, asked, values } }) =>
      dialect !== 'standard' && values > standard && (answered * 2 >= asked || values > standard + few),
  )
  const port = found.ports.find(({ path }) => path === info.port)?.interface ?? null
  const model = {
    bus: found.bus,
    id: found.id,
    vendor: info.vendor ?? found.manufacturer ?? 'Unknown',
    name: info.model ?? found.product ?? found.id,
    dialect: best?.fit.dialect ?? 'standard',
    at: port === null ? [] : [port],
    ...(best && Object.keys(best.options).length > 0 ? { options: best.options } : {}),
  }
  const path = `${ownFolder}/${placeOfModel(found.bus, found.id)}`
  const known =
    match.by === 'listed' ? ` It is listed already, as ${match.model.name}, ${match.model.dialect}.` : ''
  return {
    modem: modem.modem,
    fits: tried.map(({ fit }) => fit).filter(({ values, answered }) => values > 0 && answered > 0),
    dialect: best?.fit.dialect ?? null,
    path,
    model: `${JSON.stringify(model, null, 2)}\n`,
    message: best
      ? `It speaks ${best.fit.dialect}.${words(best.undecided).join('')} Put the model into ${path} and check it by modem model-check.${known}`
      : `No dialect makes more of its answers than the standard does; modem record wide=true writes them down for others.${known}`,
  }
}
