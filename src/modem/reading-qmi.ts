import { type QmiTold, readQmi } from '../asking/qmi.ts'
import { registered } from '../asking/standard.ts'
import type { Action, UqmiAnswer } from '../channel/uqmi.ts'
import { entriesOf } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import { nodeOf, ownInterface } from './node.ts'
import { type AskOptions, isClientId, type QmiClient, qmiClient } from './qmi-client.ts'
import { emptyNotes, type QmiNotes, readNotes } from './qmi-notes.ts'
import type { Reader, ReadingTask } from './reading.ts'

/** Questions by the name of what they tell, with the service they belong to. */
const questions = {
  imei: ['dms', '--get-imei'],
  imsi: ['dms', '--get-imsi'],
  iccid: ['dms', '--get-iccid'],
  mode: ['dms', '--get-device-operating-mode'],
  card: ['uim', '--uim-get-sim-state'],
  pin: ['dms', '--get-pin-status'],
  format: ['wda', '--wda-get-data-format'],
  signal: ['nas', '--get-signal-info'],
  serving: ['nas', '--get-serving-system'],
  system: ['nas', '--get-system-info'],
  cells: ['nas', '--get-cell-location-info'],
  lteAntennas: ['nas', '--get-tx-rx-info', 'lte'],
  nrAntennas: ['nas', '--get-tx-rx-info', '5gnr'],
  session: ['nas', '--get-data-status'],
  carriers: ['nas', '--get-lte-cphy-ca-info'],
} as const

type Name = keyof typeof questions

/** What every version of uqmi and every modem has, and no radio is too busy for: asked in one run from the beginning. */
const basic: readonly Name[] = ['signal', 'serving', 'system']

/** What a modem says to a question that its firmware does not have: not asked again until it is enumerated anew. */
const never =
  /^(?:Not supported|Invalid QMI command|Device unsupported|Operation not supported|Access denied)$/

/** How long a card is believed to be the same without a look at its numbers, ms. */
const cardMs = 60_000

/** Everything one reading has asked. */
interface Reading {
  client: QmiClient
  notes: QmiNotes
  told: { [Key in Name]?: unknown }
  missing: Set<string>
}

const actionOf = (name: Name): Action => {
  const [, ...words] = questions[name]
  return words as unknown as Action
}

/** Takes one answer down. A question that was answered once may share its run with others from then on. */
function take({ notes, told, missing }: Reading, name: Name, answer: UqmiAnswer): void {
  const ask = `uqmi ${actionOf(name).join(' ')}`
  if (answer.kind === 'value') {
    told[name] = answer.value
    missing.delete(ask)
    if (!notes.answered.includes(name)) notes.answered.push(name)
    return
  }
  const isSilent = answer.kind === 'silent' && !basic.includes(name)
  // Where the modem says nothing at all to it twice, it is asked no more: each time costs the whole patience.
  if ((isSilent && notes.silent.includes(name)) || (answer.kind === 'error' && never.test(answer.text)))
    notes.refused.push(name)
  else missing.add(ask)
  if (isSilent) notes.silent.push(name)
}

/** Asks one question of another service than NAS, alone: its answer may be a text, an empty line or an error. */
async function askAlone(reading: Reading, name: Name): Promise<unknown> {
  const { client, notes, told } = reading
  const [service] = questions[name]
  if (notes.refused.includes(name)) return undefined
  const [answer = { kind: 'none' }] = await client.ask(service, [actionOf(name)])
  take(reading, name, answer)
  return told[name]
}

/** Asks questions of NAS in one run; where one is refused, those behind it in a second one. */
async function askTogether(reading: Reading, names: readonly Name[], options: AskOptions): Promise<void> {
  let open = names
  for (let runs = 0; runs < 2 && open.length > 0; runs++) {
    const answers = await reading.client.ask('nas', open.map(actionOf), options)
    for (const [i, name] of open.entries()) take(reading, name, answers[i] ?? { kind: 'none' })
    const at = answers.findIndex(({ kind }) => kind !== 'value')
    if (answers[at]?.kind !== 'error') return
    open = open.slice(at + 1)
  }
}

/** What is asked of NAS beyond the basics of a modem that is served, those last that may be refused from moment to moment. */
function further(told: QmiTold, notes: QmiNotes, wds: number | null, neighbours: boolean): Name[] {
  const types = [told.signal ?? []].flat().map(entry => (entry as { type?: unknown } | null)?.type)
  const isNr = types.includes('5gnr')
  const isLte = types.includes('lte')
  const wanted: readonly (readonly [boolean, Name])[] = [
    [neighbours || isNr || !isLte || notes.refused.includes('carriers'), 'cells'],
    [isLte, 'lteAntennas'],
    [isNr, 'nrAntennas'],
    [wds !== null, 'session'],
    [isLte, 'carriers'],
  ]
  return wanted.flatMap(([isWanted, name]) => (isWanted && !notes.refused.includes(name) ? [name] : []))
}

/** The client id of the data session that netifd has brought up by qmi over this modem; null where there is none. */
async function sessionOf({ modem, interfaces }: ReadingTask): Promise<number | null> {
  const entry = (await interfaces()).find(
    each => each.proto === 'qmi' && each.up === true && ownInterface(each, modem),
  )
  const [data] = entriesOf([entry?.data])
  const id = [data?.cid_4, data?.cid_6]
    .map(value => (typeof value === 'string' ? Number(value) : value))
    .find(isClientId)
  return id ?? null
}

/** Who the modem is and how it stands without a network, at its first reading; a modem that starts may miss one question. */
async function greet(reading: Reading, { known }: ReadingTask, node: string): Promise<void> {
  const hello = async () => (await reading.client.ask('ctl', [['--get-versions']]))[0]?.kind === 'value'
  if (!(await hello()) && !(await hello())) throw new Failure('port_silent', node, node)
  const { notes } = reading
  const text = async (name: 'imei' | 'imsi' | 'iccid', shape: RegExp) => {
    const value = known[name] ? undefined : await askAlone(reading, name)
    return typeof value === 'string' && shape.test(value) ? value : null
  }
  notes.imei = await text('imei', /^\d{14,16}$/)
  notes.imsi = await text('imsi', /^\d{14,15}$/)
  notes.iccid = await text('iccid', /^\d{17,22}F?$/i)
  notes.format = (await askAlone(reading, 'format')) ?? null
  notes.isGreeted = true
}

/** The card, and whether the radio is on where neither the card nor a search says why there is no network. */
async function askCard(reading: Reading): Promise<void> {
  const { told, notes } = reading
  if ((await askAlone(reading, 'card')) === undefined) told.card = await askAlone(reading, 'pin')
  const { sim = null } = readQmi({ card: told.card })
  const isIdle = notes.stat === null || notes.stat === 0 || notes.stat === 4
  if (isIdle && (sim === 'ready' || sim === 'unknown' || sim === null)) await askAlone(reading, 'mode')
}

/** Looks whether the card is still the one that was told: both numbers in one run, as each was answered before. */
async function lookAtCard({ client, notes }: Reading): Promise<void> {
  const names = (['imsi', 'iccid'] as const).filter(name => notes[name] !== null)
  const answers = await client.ask('dms', names.map(actionOf))
  for (const [i, name] of names.entries()) {
    const answer = answers[i]
    notes[name] = answer?.kind === 'value' && typeof answer.value === 'string' ? answer.value : null
  }
}

/**
 * Reads a modem by `uqmi`. A modem that is served costs one run, or two where one of its questions is refused at the moment;
 * once a minute one more, for the numbers of the card, where the modem tells them. One that is not served is asked for its
 * card and its radio as well.
 */
export const readOverQmi: Reader = async task => {
  const { call, modem, snapshot, known, neighbours = false } = task
  const node = nodeOf(call.platform.files, modem, 'qmi')
  if (node === null) throw new Failure('no_port', modem.modem)
  const notes = readNotes(snapshot.notes?.qmi) ?? emptyNotes()
  snapshot.notes = { ...snapshot.notes, qmi: notes }
  const reading: Reading = { client: qmiClient(task, node), notes, told: {}, missing: new Set() }
  const { told, missing } = reading
  const isFirst = !notes.isGreeted
  if (isFirst) await greet(reading, task, node)
  const now = call.platform.now()
  const isDue =
    !isFirst && (notes.imsi ?? notes.iccid) !== null && !(notes.card <= now && now - notes.card < cardMs)
  const mayBeUnserved = !known.sim && (isFirst || !notes.isServed)
  if (mayBeUnserved) await askCard(reading)

  const wds = await sessionOf(task)
  const options: AskOptions = { wds, last: isDue || (!isFirst && mayBeUnserved) }
  const expected = notes.isServed ? further({ signal: notes.types }, notes, wds, neighbours) : []
  const together = expected.filter(name => notes.answered.includes(name))
  await askTogether(reading, [...basic, ...together], options)
  if (basic.every(name => told[name] === undefined)) throw new Failure('port_silent', node, node)
  notes.stat = readQmi(told).registrations?.[0]?.stat ?? null
  notes.isServed = notes.stat !== null && registered(notes.stat)
  notes.types = [told.signal ?? []]
    .flat()
    .map(entry => ({ type: (entry as { type?: unknown } | null)?.type }))
  // What is refused makes another question worth asking: without a list of carriers the serving cell tells the channel.
  const open = () =>
    further(told, notes, wds, neighbours).find(name => !tried.has(name) && !notes.answered.includes(name))
  const tried = new Set<Name>()
  for (let name = notes.isServed ? open() : undefined; name !== undefined; name = open()) {
    tried.add(name)
    await askTogether(reading, [name], options)
  }
  if (isDue) await lookAtCard(reading)
  if (isFirst || isDue) notes.card = now
  if (!notes.isServed && !mayBeUnserved && !known.sim) await askCard(reading)

  const facts = readQmi({ ...told, card: told.card, format: notes.format })
  const { imei, imsi, iccid } = notes
  const hasCard = !/^(?:absent|failure)$/.test(facts.sim ?? '')
  return {
    facts: { ...facts, imei, ...(hasCard ? { imsi, iccid } : {}) },
    missing: [...missing],
    port: node,
  }
}
