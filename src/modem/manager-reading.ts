import { askAll } from '../asking/ask.ts'
import { managerList, managerText, readManager } from '../asking/manager.ts'
import type { Answers, Question } from '../asking/question.ts'
import { managerJson } from '../channel/mmcli.ts'
import { isInstalled, runTool } from '../channel/tool.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { type Managed, managedBy, talkToManager } from './manager.ts'
import { managerAsks } from './manager-settings.ts'
import type { Orders, Part, Reader, ReadingTask } from './reading.ts'

/** How often ModemManager measures the signal once it is asked to, s. */
const rateS = 10
const setup = `mmcli --signal-setup=${rateS}`

/** How long the card at a path of D-Bus is believed to be the same, ms: ModemManager counts anew when it starts. */
const cardMs = 60_000

const simPath = /^\/org\/freedesktop\/ModemManager1\/SIM\/\d+$/

/** States from which on ModemManager measures, and knows where the modem is. */
const awake = /^(?:enabled|searching|registered|disconnecting|connecting|connected)$/

/**
 * What reads this modem and takes orders for it where ModemManager drives it; false where it does not. Throws
 * Failure('port_busy') where nobody knows.
 */
export async function managerWay(
  platform: Platform,
  modem: Modem,
  until: Deadline,
): Promise<{ reader(): Promise<Reader>; orders(): Promise<Orders> } | false> {
  const managed = await managedBy({ platform, deadline: until }, modem)
  return (
    managed !== null && {
      reader: async () => task => readOverManager(task, managed),
      orders: async () => (await import('./manager-orders.ts')).managerOrders(managed),
    }
  )
}

/** How long it is not asked again for carriers what does not tell them, ms. */
const refusalMs = 60_000
const carriers = '--nas-get-lte-cphy-ca-info'

/**
 * The carriers on LTE, of which ModemManager knows the first alone: by qmicli, where it is installed, through the proxy by which
 * ModemManager opens its QMI port. Null where there is nothing to tell.
 */
async function aggregationOf(
  { platform, deadline, trace }: Call,
  answer: unknown,
  { refused }: Pick<ReadingTask['snapshot'], 'refused'>,
): Promise<string | null> {
  const ports = managerList(answer, 'modem.generic.ports')
  const [name] = ports.flatMap(port => /^([\w-]{1,30}) \(qmi\)$/.exec(port)?.[1] ?? [])
  const isLte = managerList(answer, 'modem.generic.access-technologies').some(tech => tech.startsWith('lte'))
  const since = refused[carriers]
  const isRefused = since !== undefined && since <= platform.now() && platform.now() - since < refusalMs
  if (name === undefined || !isLte || isRefused || !isInstalled(platform.files, 'qmicli')) return null
  const words = ['qmicli', '-p', '-d', `/dev/${name}`, carriers]
  trace?.('>', words.join(' '), platform.now())
  const text = (await runTool(platform, words, 5000, deadline))?.text ?? ''
  for (const line of text.trimEnd().split('\n')) trace?.('<', line, platform.now())
  if (text.includes('Primary Cell Info')) return text
  refused[carriers] = platform.now()
  return null
}

async function readOverManager({ call, modem, snapshot }: ReadingTask, managed: Managed): Promise<Part> {
  const { platform, deadline } = call
  const now = () => platform.now()
  const channel = talkToManager(call, managed)
  const stop = () => now() > deadline - 1500
  const isAwake = awake.test(managerText(managed.answer, 'modem.generic.state') ?? '')
  const path = managerText(managed.answer, 'modem.generic.sim') ?? ''
  const port = managerText(managed.answer, 'modem.generic.primary-port') ?? ''
  const card = `mmcli -i ${path}`
  const isSame = snapshot.card <= now() && now() - snapshot.card < cardMs
  const { [card]: known, ...kept } = snapshot.kept
  if (known && !isSame) snapshot.kept = kept

  const missing: string[] = []
  const ask = async (questions: readonly Question[]): Promise<Answers> => {
    const asked = await askAll(channel, questions, {}, snapshot, now, stop)
    missing.push(...asked.missing)
    return asked
  }
  const jsonOf = (answers: Answers, question: string) => managerJson(answers.lines(question)?.[0])
  const alone = (text: string, more: Partial<Question> = {}): Question => ({
    ask: text,
    alone: true,
    ...more,
  })
  const answers = await ask([
    ...(isAwake ? [alone(managerAsks.signal), alone(managerAsks.cells)] : []),
    ...(simPath.test(path) ? [alone(card, { keep: 'sim' })] : []),
  ])
  if (simPath.test(path) && snapshot.kept[card] && !(known && isSame)) snapshot.card = now()
  let signal = jsonOf(answers, managerAsks.signal)
  const isUnmeasured = managerText(signal, 'modem.signal.refresh.rate') === '0'
  if (isUnmeasured && !stop() && (await ask([alone(setup, { silent: true })])).lines(setup) !== null) {
    platform.log(`${modem.modem}: ModemManager measures its signal every ${rateS} s from now on`)
    signal = jsonOf(await ask([alone(managerAsks.signal)]), managerAsks.signal) ?? signal
  }
  const aggregation = await aggregationOf(call, managed.answer, snapshot)
  const told = {
    ...(aggregation === null ? {} : { aggregation }),
    modem: managed.answer,
    signal,
    cells: jsonOf(answers, managerAsks.cells),
    sim: jsonOf(answers, card),
  }
  const facts = readManager(told)
  const isPlaced = (facts.cell_id ?? null) !== null
  const location =
    isAwake && !isPlaced ? jsonOf(await ask([alone(managerAsks.location)]), managerAsks.location) : null
  return {
    facts: location === null ? facts : readManager({ ...told, location }),
    missing,
    port: /^[\w-]{1,30}$/.test(port) ? `/dev/${port}` : managed.path,
    model: modelOf(modem, facts.model ?? null),
  }
}
