import { type MbimAnswers, readMbim } from '../asking/mbim.ts'
import { askMbimcli, openUmbim, type UmbimQuestion } from '../channel/mbim.ts'
import { isInstalled } from '../channel/tool.ts'
import { Failure } from '../contract/failure.ts'
import { holderOf } from './holder.ts'
import { type MbimUse, mbimUse } from './mbim-use.ts'
import { nodeOf, talkerOn } from './node.ts'
import type { Part, Reader, ReadingTask } from './reading.ts'

/** What is remembered of the modem in this enumeration. */
interface Notes {
  /** What it has answered, by question. */
  answered: { [Question in UmbimQuestion]?: string }
  /** When the card was asked last, platform clock. */
  card: number
  /** Whether it has failed to answer while a connection lived in the session. */
  failed?: true
}

/**
 * What mbim.sh of netifd has asked with success before its interface came up: the modem answers these. It has asked for the
 * PIN too, but a modem whose card is ready has nothing to say there.
 */
const provenByLink: readonly UmbimQuestion[] = ['caps', 'subscriber', 'registration']

/** How long what is known of the card is believed while a connection lives, ms. */
const cardMs = 60_000

function notesOf(value: unknown): Notes {
  const { answered, card, failed } = (value instanceof Object ? value : {}) as Partial<Notes>
  const texts = Object.entries(answered instanceof Object ? answered : {})
  return {
    answered: Object.fromEntries(texts.filter(([, text]) => typeof text === 'string')),
    card: typeof card === 'number' ? card : 0,
    ...(failed === true ? { failed } : {}),
  }
}

/** How the session may be used at this moment. */
async function useNow({ call, modem, interfaces }: ReadingTask, node: string): Promise<MbimUse> {
  const { files } = call.platform
  const talker = talkerOn(files, node)
  const holder = talker === null ? holderOf(files, node) : { name: talker, pid: 0 }
  return mbimUse(modem, await interfaces(true), holder)
}

async function overProxy({ call }: ReadingTask, node: string): Promise<Part> {
  const { platform, deadline, trace } = call
  const busy = new Failure('port_busy', `${node}, by mbim-proxy`, node)
  if (!isInstalled(platform.files, 'mbimcli')) throw busy
  const talk = { node, platform, deadline, trace }
  const answers: MbimAnswers = {}
  const missing: string[] = []
  for (const question of ['registration', 'subscriber', 'caps', 'signal'] as const) {
    const text = await askMbimcli(talk, question)
    if (text === null) missing.push(`mbimcli ${question}`)
    else answers[question] = text
    if (Object.keys(answers).length === 0) throw busy
  }
  if (readMbim(answers).sim === null) answers.pin = (await askMbimcli(talk, 'pin')) ?? ''
  return { facts: readMbim(answers), missing, port: node }
}

/**
 * Reads a modem by MBIM. Never while netifd sets the modem up or may do so at any moment, nor while another program has the
 * node. While netifd's connection lives, nothing is opened or closed, and only what the modem has answered before in this
 * enumeration is asked; one question that fails all the same is the last one of the enumeration.
 */
export const readOverMbim: Reader = async task => {
  const { call, modem, snapshot } = task
  const { platform, deadline, trace } = call
  const now = () => platform.now()
  const node = nodeOf(platform.files, modem, 'mbim')
  if (node === null) throw new Failure('no_port', modem.modem)
  const use = await useNow(task, node)
  if (use.kind === 'none') throw new Failure('port_busy', `${node}, ${use.why}`, node)
  if (use.kind === 'proxy') return overProxy(task, node)
  const isGuest = use.kind === 'guest'
  const notes = notesOf(snapshot.notes?.mbim)
  snapshot.notes = { ...snapshot.notes, mbim: notes }
  if (isGuest && notes.failed) throw new Failure('port_busy', `${node}, where a connection lives`, node)

  const umbim = openUmbim({ node, isGuest, platform, deadline, trace })
  const answers: { [Question in UmbimQuestion]?: string } = {}
  const missing: string[] = []
  const isYoung = notes.card > 0 && notes.card <= now() && now() - notes.card < cardMs
  const isKnown = (question: UmbimQuestion) =>
    question === 'caps' || (isGuest && isYoung && question === 'subscriber')
  const wanted = provenByLink.filter(question => {
    const known = isKnown(question) ? notes.answered[question] : undefined
    if (known !== undefined) answers[question] = known
    return known === undefined
  })
  const isLocked = () => !isGuest && answers.subscriber !== undefined && readMbim(answers).sim === null
  /** Whether there is any use in asking on. */
  const ask = async (question: UmbimQuestion, isLast: boolean): Promise<boolean> => {
    const result = await umbim.ask(question, isLast)
    if (result.kind === 'answered') {
      answers[question] = result.text
      notes.answered[question] = result.text
      if (question === 'subscriber') notes.card = now()
      return true
    }
    missing.push(`umbim ${question}`)
    if (isGuest) notes.failed = true
    return !isGuest && result.kind === 'failed'
  }
  for (const [i, question] of wanted.entries()) {
    if (i > 0 && (await useNow(task, node)).kind !== use.kind) break
    const isLast = i === wanted.length - 1
    if (!(await ask(question, isLast && !isLocked()))) break
    if (isLast && isLocked()) await ask('pinstate', true)
  }
  if (Object.keys(answers).length === 0) throw new Failure('port_silent', node, node)
  const { pinstate, ...others } = answers
  const facts = readMbim({ ...others, ...(pinstate === undefined ? {} : { pin: pinstate }) })
  return { facts, missing, port: node }
}
