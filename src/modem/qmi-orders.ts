import { usbCompositions } from '../asking/usb-compositions.ts'
import { qmicliError, runQmicli } from '../channel/qmicli.ts'
import type { Told } from '../channel/tool.ts'
import { Failure } from '../contract/failure.ts'
import type { Stored } from '../messages/sms.ts'
import { nodeOf } from './node.ts'
import { type QmiRoom, qmiClient } from './qmi-client.ts'
import type { Orders, ReadingTask } from './reading.ts'

function nodeFor({ call, modem }: ReadingTask): string {
  const node = nodeOf(call.platform.files, modem, 'qmi')
  if (node === null) throw new Failure('no_port', modem.modem)
  return node
}

const clientOf = (task: ReadingTask): QmiRoom => qmiClient(task, nodeFor(task))

/** USB vendors of Sierra Wireless and of those that sell its modems under their own ids: Dell, HP, Airprime. */
const sierras = /^(?:1199|413c|03f0|0f3d|114f):/

/** One run of qmicli with an id of DMS. Throws what it says where it fails. */
async function withQmicli(task: ReadingTask, words: readonly string[]): Promise<string> {
  const { call, modem } = task
  if (!sierras.test(modem.found.id))
    throw new Failure('not_supported', 'USB mode over QMI, which Sierra modems alone have')
  const node = nodeFor(task)
  let told: Told | null = null
  await clientOf(task).lend('dms', async () => {
    told = await runQmicli(call.platform, node, words, call.deadline)
    return told.code !== null && !told.late
  })
  const { text } = told ?? { text: '' }
  const error = told && qmicliError(told)
  if (error) throw new Failure('refused_by_modem', error)
  return text
}

/** The storages by their names, as uqmi has them. */
const storages = { SM: 'sim', ME: 'me' } as const

/** How many messages are asked in one run, each some 50 ms. */
const atOnce = 20

/** What can be ordered over QMI. */
export const qmiOrders: Orders = {
  /**
   * A modem resets only where it is offline before (libqmi, DMS Set Operating Mode). Where it does not say that it is, nothing
   * more is sent; where it refuses the reset, it is put online again. Of one that is already gone no answer is expected.
   */
  async restart(task) {
    const client = clientOf(task)
    const set = async (mode: string) => (await client.ask('dms', [['--set-device-operating-mode', mode]]))[0]
    const first = await set('offline')
    if (first?.kind === 'error') throw new Failure('refused_by_modem', first.text)
    if (first?.kind === 'silent') throw new Failure('port_silent', task.modem.modem)
    const second = await set('reset')
    if (second?.kind !== 'error') return
    await set('online')
    throw new Failure('refused_by_modem', second.text)
  },
  /** uqmi lists those that are unread alone; a raw one is asked for by its place. What cannot be listed is left out. */
  async messages(task) {
    const { indicesIn, slotOf } = await import('../messages/uqmi.ts')
    const client = clientOf(task)
    const slots: Stored[] = []
    let refusal: string | null = null
    let listed = 0
    for (const [name, storage] of Object.entries(storages)) {
      const before = ['--storage', storage]
      const [list] = await client.ask('wms', [['--list-messages']], { before })
      if (list?.kind === 'silent') throw new Failure('port_silent', task.modem.modem)
      if (list?.kind === 'error') refusal ??= list.text
      const indices = list?.kind === 'value' ? indicesIn(list.value) : null
      if (indices !== null) listed++
      for (const left = [...(indices ?? [])]; left.length > 0; ) {
        const some = left.splice(0, atOnce)
        const actions = some.map(index => ['--get-raw-message', String(index)] as const)
        const answers = await client.ask('wms', actions, { before })
        const failed = answers.findIndex(({ kind }) => kind !== 'value')
        slots.push(...some.flatMap((index, at) => slotOf(name, index, answers[at]) ?? []))
        if (failed >= 0) left.unshift(...some.slice(failed + 1))
      }
    }
    if (listed === 0) throw new Failure('refused_by_modem', refusal ?? 'the messages cannot be listed')
    return { slots, complete: false }
  },
  async deleteMessage(task, { storage, index }) {
    const before = ['--storage', storage === 'ME' ? storages.ME : storages.SM]
    const [answer] = await clientOf(task).ask('wms', [['--delete-message', String(index)]], { before })
    if (answer?.kind === 'error') return `The modem refused: ${answer.text}.`
    return answer?.kind === 'silent' ? 'The modem did not say whether it is deleted.' : null
  },
  usbMode: {
    read: async task => usbCompositions(await withQmicli(task, ['--dms-swi-get-usb-composition'])),
    async write(task, id) {
      if (!/^\d{1,3}$/.test(id)) throw new Failure('invalid_argument', `mode ${id}`)
      await withQmicli(task, [`--dms-swi-set-usb-composition=${id}`])
    },
  },
  async isAwake(task) {
    const [answer] = await clientOf(task).ask('ctl', [['--get-versions']])
    return answer?.kind === 'value'
  },
}
